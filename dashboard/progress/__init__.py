"""Promises and measurements become verdicts: pure functions, frames in and frames out.

Nothing here reads a file, a database, a clock or a screen.  The date, the figures as they were
known, the goals and the lamp rules come in as arguments; the same arguments give the same answer.
The names below are loaded when first asked for: pandas costs half a second of the first paint.
"""

from importlib import import_module
from typing import Any

_HOMES = {
    "assess": "assessing",
    "STATUSES": "statuses",
    "reason_text": "reasons",
    "explain": "explaining",
    "summary": "summaries",
    "trajectory": "paths",
    "board": "tier_board",
}


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
