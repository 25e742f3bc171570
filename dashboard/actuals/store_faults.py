"""What keeps a database from being used: in words for everybody, and with its own for who looks after it."""

from typing import Any

from sqlalchemy import Engine
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as NoneFree

from dashboard.actuals.database_trouble import FULL, cause_of, first_line
from dashboard.actuals.messages import ActualsError, Message
from dashboard.languages import LOGGED


class StoreError(ActualsError):
    """The database cannot be used; `message` says why in one sentence, to everybody.

    `inside` is what only those read who look after the server: the database's own words, or a path.
    `passes` tells that nothing has to be mended for it to go away, `is_logged` that the log has it.
    """

    is_logged = False

    def __init__(
        self, code: str, /, inside: Message | None = None, passes: bool = False, **params: Any
    ) -> None:
        super().__init__(code, **params)
        self.inside, self.passes = inside, passes

    def __str__(self) -> str:
        return " ".join(self.sentences(LOGGED))

    def sentences(self, lang: str) -> list[str]:
        """Return what is wrong with the insides, for the command line, the log and curators."""
        return [each.text(lang) for each in (self.message, self.inside) if each is not None]


class DatabaseGone(StoreError):
    """The database's file is not there any more. What is open of it can still be read."""


class NoneIdle(DatabaseGone):
    """All connections that are still open are in use."""


class NewerDatabase(StoreError):
    """A newer version of the program has been at work on this database."""


def failed(code: str, error: DBAPIError | NoneFree) -> StoreError:
    """Return a database's fault in our words, with its own for who looks after the server."""
    cause = cause_of(error)
    said = Message("actuals.store.said", {"reason": first_line(error)})
    return StoreError(code, inside=said, passes=cause.passes, cause=cause)


def no_room() -> StoreError:
    """Return what is wrong with a database that can be read, and has no room for changes."""
    return StoreError("store.takes-nothing", cause=FULL)


def place(engine: Engine) -> Message:
    """Return where the file of a database is, for who looks after the server."""
    return place_of(str(engine.url.database))


def place_of(path: str) -> Message:
    return Message("actuals.store.place", {"database": path})
