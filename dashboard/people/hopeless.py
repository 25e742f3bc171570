"""Passwords that everybody tries first: those that zxcvbn guesses soon, knowing this field's words."""

import re
import threading
import unicodedata

# What zxcvbn's lists of English words, names and leaked passwords lack: the product, and what people
# in an office of this field type when asked for a password. The most likely come first.
_LIST = """
clustertargettrackingdashboard clusterdashboard 产业集群目标跟踪 dashboard cluster clusters target targets tracking
goals industrial correcthorsebatterystaple
密码 口令 管理员 我爱中国 我爱你 产业集群 产业 集群 目标 跟踪 系统 中国 你好 仪表盘
woaini woaizhongguo zhongguo mima nihao xitong guanliyuan jiqun chanye chanyejiqun
beijing shanghai jiangsu shandong guangdong binzhou suzhou foshan liaoning
5201314 1314520 5211314 520 1314 888 666 168 518
passwort passphrase changeme streamlit postgres sqlite 1qaz2wsx3edc4rfv5tgb qazwsxedcrfvtgb
"""
# zxcvbn's keyboards have no number pad by columns and diagonals.
_WORDS = [*_LIST.split(), "147258369", "741852963", "789456123", "159357", "369258147"]
# So many guesses a password must be worth, to who knows all this and has its hash.
_FEWEST_GUESSES = 5 * 10**8
# A password of 12 characters is taken; a shorter text repeated until it has 12 is shorter.
_FEWEST_CHARACTERS = 12
# zxcvbn's work grows faster than the length; what is long is not weak for its end.
_LOOKED_AT = 64
# It also tries all mixtures of signs that stand for one letter: one of each kind is left to it.
_SIGNS = str.maketrans("@$!|+{[<", "45117(((")
# What people put between words; zxcvbn takes it for something to be guessed.
_BETWEEN = re.compile(r"[\s\-_.,:;/]+")
# zxcvbn keeps the words of who asked last in a place that all threads share.
_ASKING = threading.Lock()


def is_hopeless(password: str, name: str) -> bool:
    """Tell whether a password is guessed soon by who knows the account's name and this product.

    Words are also found in capitals, backwards and with signs for letters; so are rows of keys,
    days and years, and what is said over and over.
    """
    text = _said_once(unicodedata.normalize("NFKC", password).casefold())[:_LOOKED_AT]
    joined = _BETWEEN.sub("", text)
    if len(text) < _FEWEST_CHARACTERS:
        return True
    # Of signs alone hardly anything would be left.
    judged = {text, joined} if len(joined) > len(text) // 2 else {text}
    return any(_guesses(each, name) < _FEWEST_GUESSES for each in judged)


def _guesses(text: str, name: str) -> float:
    """How many guesses it takes, by zxcvbn."""
    # Late: its lists take memory, and most servers never see a new password.
    from zxcvbn import zxcvbn  # type: ignore[import-untyped]  # ships no types

    known = [word.translate(_SIGNS) for word in (*_own_words(name), *_WORDS)]
    with _ASKING:
        found = zxcvbn(text.translate(_SIGNS), user_inputs=known, max_length=_LOOKED_AT)
    return float(found["guesses"])


def _said_once(text: str) -> str:
    """What the whole text repeats, cut off at its end or not; the text if it repeats nothing."""
    for length in range(1, len(text) // 2 + 1):
        if text[length:] == text[:-length]:
            return text[:length]
    return text


def _own_words(name: str) -> list[str]:
    text = unicodedata.normalize("NFKC", name).casefold()
    parts = [text, *re.split(r"[^\w]|_", text)]
    return [part for part in dict.fromkeys(parts) if len(part) > 1]
