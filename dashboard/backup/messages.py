"""What this room refuses, as exceptions that carry one sentence for a person."""

from dashboard.actuals.messages import Message, Param
from dashboard.languages import LOGGED


class BackupError(Exception):
    """A refusal that a person can be told in one sentence; `message` says it in either language."""

    def __init__(self, code: str, /, **params: Param) -> None:
        # backup.*
        self.message = Message(f"backup.{code}", params)
        super().__init__(code)

    def __str__(self) -> str:
        return self.message.text(LOGGED)


class DamagedArchive(BackupError):
    """The file is cut off, changed or no backup at all; nothing of it is used."""


class NewerArchive(BackupError):
    """A newer version of the program has written the file."""


class NotEmpty(BackupError):
    """The database to restore into has something in it."""
