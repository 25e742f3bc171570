"""From where something is done: an address or a machine, for the audit."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

# What is done on the command line is done from this, on a machine.
COMMAND_LINE = "command-line"

_ORIGIN: ContextVar[str] = ContextVar("origin", default="")


@contextmanager
def done_from(origin: str) -> Iterator[None]:
    """Say from where everything is done that is written meanwhile; empty says nothing new."""
    token = _ORIGIN.set(origin or _ORIGIN.get())
    try:
        yield
    finally:
        _ORIGIN.reset(token)


def origin() -> str:
    """Return from where things are done now; empty where nobody has said."""
    return _ORIGIN.get()
