"""Passwords that everybody tries first, found by how they are made rather than by a long list."""

import re
import unicodedata

# The product and what people in an office of this field type when asked for a password.
_WORD_LIST = """
password passwort passcode passphrase secret letmein welcome changeme default administrator
admin root user guest test login signin master superuser qwerty iloveyou monkey dragon sunshine
princess football baseball trustno starwars whatever hello world correcthorsebatterystaple
correct horse battery staple my the is a this our your not
woaini woaizhongguo mima nihao zhongguo beijing shanghai jiangsu shandong guangdong binzhou
suzhou foshan liaoning china xitong guanliyuan jiqun chanye chanyejiqun
cluster clusters dashboard target targets tracking clusterdashboard goal goals industrial
industry streamlit postgres sqlite
spring summer autumn winter january february march april june july august september october
november december monday tuesday wednesday thursday friday saturday sunday
520 1314 5201314 1314520 5211314 888 666 168 518
密码 口令 管理员 产业 集群 目标 跟踪 系统 中国 你好 我爱你 我爱中国 产业集群 仪表盘
"""
_WORDS = frozenset(_WORD_LIST.split())
_ROWS = (
    "abcdefghijklmnopqrstuvwxyz",
    "01234567890123456789",
    "`1234567890-=",
    "qwertyuiop[]",
    "asdfghjkl;'",
    "zxcvbnm,./",
    "qwertyuiopasdfghjklzxcvbnm",
    "1qaz2wsx3edc4rfv5tgb6yhn7ujm8ik,9ol.0p;/",
    "qazwsxedcrfvtgbyhnujmikolp",
    "1q2w3e4r5t6y7u8i9o0p",
    "!qaz@wsx#edc$rfv%tgb^yhn&ujm*ik<(ol>)p:?",
    "!@#$%^&*()_+",
    # The number pad, by columns, rows and diagonals.
    "147258369",
    "741852963",
    "789456123",
    "159357",
)
# What stands for a letter in words written with digits and signs.
_LEET = {"o": "0", "i": "1!", "l": "1", "e": "3", "a": "4@", "s": "5$", "t": "7", "b": "8"}
# The work grows with the cube of the length; who repeats themselves does so from the start.
_LOOKED_AT = 128
# A password of 12 characters is taken; a shorter text repeated until it has 12 is shorter.
_FEWEST = 12
# A row counts from this many characters on.
_RUN = 3


def is_hopeless(password: str, name: str) -> bool:
    """Tell whether a password is only known words, the account's name, runs and repetitions.

    When all of these are taken out, three letters, or four digits or signs in a row, must be left.
    Words are also found in capitals and with digits for letters. What is said over and over counts
    once, and must be long enough by itself.
    """
    text = _said_once(unicodedata.normalize("NFKC", password).casefold())[:_LOOKED_AT]
    if len(text) < _FEWEST:
        return True
    own = _own_words(name)
    return _left_over(text, own) < _RUN


def _left_over(text: str, own: frozenset[str]) -> int:
    """How many letters are part of no word, run, year or repetition; four digits count as three."""
    words = sorted(_WORDS | own, key=len, reverse=True)
    long = [_as_written(word) for word in words if len(word) > 2 or not word.isascii()]
    bare = re.sub("|".join(long), " ", text)
    bare = re.sub(r"(.{1,6}?)\1{2,}", " ", bare)
    bare = re.sub(r"(.{3,})\1+", r"\1", bare)
    bare = re.sub(r"(?:19|20)\d\d", " ", bare)
    bare = _without_runs(bare)
    short = [re.escape(word) for word in words if len(word) <= 2]
    bare = re.sub(rf"(?<![^\W\d_])(?:{'|'.join(short)})(?![^\W\d_])", " ", bare)
    letters = re.sub(r"[\W\d_]", "", bare)
    return len(letters) + _RUN * len(re.findall(r"\d{4}|[^\w\s]{4}", bare))


def _as_written(word: str) -> str:
    """A pattern that finds a word also with digits and signs for some of its letters."""
    return "".join(
        f"[{each}{re.escape(_LEET[each])}]" if each in _LEET else re.escape(each) for each in word
    )


def _said_once(text: str) -> str:
    """What the whole text repeats, cut off at its end or not; the text if it repeats nothing."""
    for length in range(1, len(text) // 2 + 1):
        if text[length:] == text[:-length]:
            return text[:length]
    return text


def _without_runs(text: str) -> str:
    kept, place = [], 0
    while place < len(text):
        length = max(_run(text[place:], row) for row in _BOTH_WAYS)
        if length >= _RUN:
            kept.append(" ")
            place += length
        else:
            kept.append(text[place])
            place += 1
    return "".join(kept)


def _run(text: str, row: str) -> int:
    """How many of the first characters of `text` lie side by side in `row`."""
    length = 0
    while length < min(len(text), len(row)) and text[: length + 1] in row:
        length += 1
    return length


def _own_words(name: str) -> frozenset[str]:
    text = unicodedata.normalize("NFKC", name).casefold()
    parts = [text, *re.split(r"[^\w]|_", text)]
    return frozenset(part for part in parts if len(part) > 1)


_BOTH_WAYS = (*_ROWS, *(row[::-1] for row in _ROWS))
