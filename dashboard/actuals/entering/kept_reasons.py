"""What was found at a figure when it was entered, and why it stands all the same: one text, kept."""

from collections.abc import Sequence
from typing import NamedTuple


class KeptReason(NamedTuple):
    """The codes of what was found (`changed` for a value that was replaced), and the reason given."""

    found: tuple[str, ...]
    reason: str


def kept(found: Sequence[str], reason: str) -> str:
    """Return both as the text in which they are kept."""
    return f"{', '.join(found)}: {reason}"


def read(text: str) -> KeptReason:
    """Return what a kept text says; of no text, nothing."""
    codes, _, reason = text.partition(": ")
    return KeptReason(tuple(code for code in codes.split(", ") if code), reason)
