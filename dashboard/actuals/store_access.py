"""How a part of the store asks the database and changes it: with the store's own patience and faults."""

from collections.abc import Callable
from typing import Protocol, TypeVar

from sqlalchemy import Connection

_T = TypeVar("_T")


class Ask(Protocol):
    """Answer a question; what is asked is answered. Raises `StoreError`."""

    def __call__(self, question: Callable[[Connection], _T], /) -> _T:
        """Return the question's answer."""


class Keep(Protocol):
    """Make a change, all of it or nothing. Raises `StoreError`."""

    def __call__(self, change: Callable[[], _T], /) -> _T:
        """Return what the change returns."""
