"""Passwords: which are taken, and how they are kept and checked (argon2id).

A password is compared in Unicode's form NFKC, because keyboards write the same character in
several ways (full-width letters, accents of their own). It has at least 12 characters and at most
1,024 bytes, of whatever kind: rules of composition make passwords worse (NIST SP 800-63B, 5.1.1).
"""

import secrets
import threading
import time
import unicodedata

from argon2 import Parameters, PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from argon2.profiles import RFC_9106_LOW_MEMORY

from dashboard.people.hopeless import is_hopeless
from dashboard.people.messages import PeopleError

FEWEST_CHARACTERS = 12
MOST_BYTES = 1024

# Without characters that are read as another: no i, l, o, 0, 1.
_ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"
_GROUPS, _GROUP = 4, 5


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


def _checked(password: str, name: str) -> bytes:
    text = normal(password)
    if len(text.decode()) < FEWEST_CHARACTERS:
        raise PasswordRefused("password.too-short", fewest=FEWEST_CHARACTERS)
    if is_hopeless(password, name):
        raise PasswordRefused("password.hopeless")
    return text
