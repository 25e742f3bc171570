"""Passwords: which are taken, and how they are kept and checked (argon2id).

A password is compared in Unicode's form NFKC, because keyboards write the same character in
several ways (full-width letters, accents of their own). It has at least 12 characters and at most
1,024 bytes, of whatever kind: rules of composition make passwords worse (NIST SP 800-63B, 5.1.1).
"""

import re
import secrets
import threading
import time
import unicodedata

from argon2 import Parameters, PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from argon2.profiles import RFC_9106_LOW_MEMORY

from dashboard.people.messages import PeopleError

FEWEST_CHARACTERS = 12
MOST_BYTES = 1024

# Without characters that are read as another: no i, l, o, 0, 1.
_ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"
_GROUPS, _GROUP = 4, 5

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
# zxcvbn's work grows faster than the length; what is long is not weak for its end.
_LOOKED_AT = 64
# It also tries all mixtures of signs that stand for one letter: one of each kind is left to it.
_SIGNS = str.maketrans("@$!|+{[<", "45117(((")
# What people put between words; zxcvbn takes it for something to be guessed.
_BETWEEN = re.compile(r"[\s\-_.,:;/]+")
# zxcvbn keeps the words of who asked last in a place that all threads share.
_ASKING = threading.Lock()


class PasswordRefused(PeopleError):
    """The password is too short, too long, unreadable or everybody's first try."""


class Passwords:
    """Hashes and checks, a few at a time: each takes its 64 MiB. `checked` counts the checks.

    `took` is how many seconds the first took.
    """

    def __init__(self, parameters: Parameters = RFC_9106_LOW_MEMORY, at_once: int = 2) -> None:
        self._hasher = PasswordHasher.from_parameters(parameters)
        self._places = threading.BoundedSemaphore(at_once)
        self._counting = threading.Lock()
        self.checked = 0
        # Checked against for names nobody has, so that they take as long. Made now: the first
        # such sign-in must not be the one that takes twice as long.
        began = time.perf_counter()
        self._nobodys = self._hasher.hash(secrets.token_bytes(32))
        self.took = time.perf_counter() - began

    def hash(self, password: str, name: str) -> str:
        """Return what to keep of a new password. Raises `PasswordRefused`."""
        text = _checked(password, name)
        with self._places:
            return self._hasher.hash(text)

    def matches(self, kept: str | None, password: str) -> bool:
        """Tell whether `password` is the one kept; one check is done whatever the answer.

        None stands for an account that does not exist, has no password or cannot be used.
        """
        try:
            text = normal(password)
        except PasswordRefused:
            kept, text = None, b""
        with self._counting:
            self.checked += 1
        with self._places:
            try:
                self._hasher.verify(kept or self._nobodys, text)
            except (VerificationError, InvalidHashError):
                return False
        return kept is not None

    def outdated(self, kept: str) -> bool:
        """Tell whether a kept hash was made with other parameters than today's."""
        return self._hasher.check_needs_rehash(kept)

    def renewed(self, password: str) -> str:
        """Return a hash with today's parameters for a password that has just matched."""
        with self._places:
            return self._hasher.hash(normal(password))


def normal(password: str) -> bytes:
    """Return the bytes that are hashed. Raises `PasswordRefused` for what has none or too many."""
    # Before anything else is done with it: a form may hold megabytes.
    if len(password) > MOST_BYTES:
        raise PasswordRefused("password.too-long", most=MOST_BYTES)
    try:
        text = unicodedata.normalize("NFKC", password).encode()
    except UnicodeEncodeError:
        raise PasswordRefused("password.unreadable") from None
    if len(text) > MOST_BYTES:
        raise PasswordRefused("password.too-long", most=MOST_BYTES)
    return text


def one_time_password() -> str:
    """Return a random password to be told once: 20 of 31 characters are 99 bits."""
    groups = ("".join(secrets.choice(_ALPHABET) for _ in range(_GROUP)) for _ in range(_GROUPS))
    return "-".join(groups)


def is_hopeless(password: str, name: str) -> bool:
    """Tell whether a password is guessed soon by who knows the account's name and this product.

    Words are also found in capitals, backwards and with signs for letters; so are rows of keys,
    days and years, and what is said over and over.
    """
    text = _said_once(unicodedata.normalize("NFKC", password).casefold())[:_LOOKED_AT]
    joined = _BETWEEN.sub("", text)
    # A shorter text, repeated until it is long enough, is shorter.
    if len(text) < FEWEST_CHARACTERS:
        return True
    # Of signs alone hardly anything would be left.
    judged = {text, joined} if len(joined) > len(text) // 2 else {text}
    return any(_guesses(each, name) < _FEWEST_GUESSES for each in judged)


def _checked(password: str, name: str) -> bytes:
    text = normal(password)
    if len(text.decode()) < FEWEST_CHARACTERS:
        raise PasswordRefused("password.too-short", fewest=FEWEST_CHARACTERS)
    if is_hopeless(password, name):
        raise PasswordRefused("password.hopeless")
    return text


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
