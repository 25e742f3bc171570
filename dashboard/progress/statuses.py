"""The words a verdict can be, each with its lamp and its shape.

A status never means two colours: the lamp and the shape belong to the word, so that a verdict can
be read in greyscale and by a screen reader.
"""

from __future__ import annotations

from dataclasses import dataclass

GREEN, YELLOW, RED, GREY, NONE = "green", "yellow", "red", "grey", "none"
SHAPES = {
    GREEN: ("circle", "●"),
    YELLOW: ("triangle", "▲"),
    RED: ("square", "■"),
    GREY: ("ring", "○"),
    NONE: ("ring", "○"),
}


@dataclass(frozen=True)
class Status:
    """One verdict word: stable id, lamp (green, yellow, red, grey, none), shape and its sign."""

    id: str
    lamp: str

    @property
    def shape(self) -> str:
        """circle, triangle, square or ring."""
        return SHAPES[self.lamp][0]

    @property
    def sign(self) -> str:
        """The shape as one character: ● ▲ ■ ○."""
        return SHAPES[self.lamp][1]

    @property
    def key(self) -> str:
        """Key of the word in the message catalogue."""
        return f"progress.status.{self.id}"


_LAMPS = {
    "on-schedule": GREEN,
    "behind": YELLOW,
    "far-behind": RED,
    "met": GREEN,
    "met-early": GREEN,
    "over-fulfilled": GREEN,
    "nearly-met": GREEN,
    "floor-met": GREEN,
    "stretch-met": GREEN,
    "stretch-missed": YELLOW,
    "overdue": RED,
    "below-floor": RED,
    "not-started": NONE,
    "in-progress": NONE,
    "done": GREEN,
    "no-goal": GREY,
    "no-data": GREY,
    "not-due": GREY,
    "not-applicable": GREY,
    "no-due-year": NONE,
    "cannot-judge": NONE,
    "undefined-by-rule": NONE,
    # For readers who may not see all figures; see `withholding`.
    "unpublished": GREY,
    "withheld": GREY,
}

STATUSES: dict[str, Status] = {name: Status(name, lamp) for name, lamp in _LAMPS.items()}
STATUS_IDS: tuple[str, ...] = tuple(STATUSES)
CODE: dict[str, int] = {name: number for number, name in enumerate(STATUS_IDS)}
REACHED = frozenset(
    {"met", "met-early", "over-fulfilled", "nearly-met", "floor-met", "stretch-met", "done"}
)
"""Statuses that mean the goal's number has been reached (nearly-met by its own tolerance)."""

FOUR_GREYS = ("no-goal", "no-data", "not-due", "not-applicable")


def status_of_lamp(lamp: str) -> str:
    """The schedule word for the colour a lamp rule gives; an undefined band has its own word."""
    return {GREEN: "on-schedule", YELLOW: "behind", RED: "far-behind"}.get(
        lamp, "undefined-by-rule"
    )
