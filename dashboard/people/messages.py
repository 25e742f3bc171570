"""What this room refuses, as exceptions that carry one sentence for a person."""

from dashboard.actuals.messages import Message, Param
from dashboard.languages import LOGGED


class PeopleError(Exception):
    """A refusal that a person can be told in one sentence; `message` says it in either language."""

    def __init__(self, code: str, /, **params: Param) -> None:
        self.code = code
        # people.*
        self.message = Message(f"people.{code}", params)
        super().__init__(code)

    def __str__(self) -> str:
        return self.message.text(LOGGED)
