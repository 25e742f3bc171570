"""What the views are given: small plain rows, filled by the pages.

Amounts are in the base unit (yuan, count, fraction). Texts are raw: the templates escape them.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from dashboard.wording.scales import Amount


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """A cluster in a tier; `why` is the link to the explanation of its lamp.

    `share` is its figure over the threshold in words, None where that says nothing: a part of a year
    against a level of a later one. `vintage` says how settled its figure is (preliminary,
    final, revised) where a return said so.
    """

    name: str
    status: str = "no-data"
    value: Amount = None
    share: str | None = None
    previous: Amount = None
    href: str | None = None
    period: str | None = None
    wording: str | None = None
    clause: str | None = None
    note: str | None = None
    why: str | None = None
    vintage: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Tier:
    """A size class; `part` is its part of the tier code, as printed ("1", "N", "3–5").

    `open`: the plan names no number. `complete`: the plan names every member.
    """

    part: str
    threshold: Amount
    comparator: str = ">="
    level: bool = False
    due: int | None = None
    name: str | None = None
    count_text: str | None = None
    open: bool = False
    complete: bool = True
    members: Sequence[Member] = ()
    wording: str | None = None
    clause: str | None = None
    ambition: str | None = None
    href: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class MiniMember:
    """A goal on a region's card: its name, its number, and its figure once there is one.

    `filled` and `tick` are where the bar ends and where the goal stands, in percent of the track.
    Before any figure `promised` is how long the goal's own bar is, to the scale of its panel.
    `figure` and `goal` are texts; `said` names it all for those who do not see the bar, and `note`
    is the wording.
    """

    name: str
    status: str = "no-data"
    figure: str | None = None
    goal: str = ""
    filled: float | None = None
    tick: float | None = None
    promised: float | None = None
    said: str | None = None
    href: str | None = None
    note: str | None = None


@dataclass(frozen=True, slots=True)
class MiniGroup:
    """Goals that stand together on a card; `part` is their part of the tier code, or their year."""

    part: str
    members: Sequence[MiniMember] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class MiniPanel:
    """What a region's card shows on one basis; `more` leads to what there is no room for."""

    basis: str
    groups: Sequence[MiniGroup] = ()
    lines: Sequence[str] = ()
    more: "Link | None" = None


@dataclass(frozen=True, slots=True)
class StatusCount:
    """How many goals stand at a status (a status id, or a lamp id for a whole colour)."""

    status: str
    count: int
    label: str | None = None
    href: str | None = None


@dataclass(frozen=True, slots=True)
class Quotation:
    """A clause's own words (25 characters at most; None where none are kept), and where they stand."""

    wording: str | None
    clause: str | None = None
    document: str | None = None
    href: str | None = None


@dataclass(frozen=True, slots=True)
class Step:
    """One line of a verdict's working; a status colours the value."""

    label: str
    value: str
    status: str | None = None


@dataclass(frozen=True, slots=True)
class Link:
    """A label and where it leads."""

    label: str
    href: str


@dataclass(frozen=True, slots=True)
class Cell:
    """A table cell with a second line, a link, a hover or a status."""

    text: str
    sub: str | None = None
    href: str | None = None
    title: str | None = None
    status: str | None = None


@dataclass(frozen=True, slots=True)
class Column:
    """A table column; `kind` is text, muted, number, status, link or quote.

    `sub` heads the second line of its cells, `beneath` names that line where no heads are seen.
    `brief` is what its cells are called where a row is told in two lines; "" leaves them out there.
    """

    key: str
    label: str
    kind: str = "text"
    width: str | None = None
    sub: str | None = None
    brief: str | None = None
    beneath: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Clause:
    """A clause of a document: its units in printed order, its wordings, what rests on it."""

    id: str
    heading: str
    units: Sequence[str] = ()
    also: Sequence[str] = ()
    body: Sequence[str | Quotation] = ()
    href: str | None = None
    note: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """A goal as a bar: how much of its number it has, and how much its schedule asks for by now.

    `said` is what stands at the end of the bar, with `gap` and `period` under it, `why` the link of
    its lamp, `note` the wording.
    """

    name: str
    target: str
    status: str
    said: str | None = None
    gap: str | None = None
    period: str | None = None
    share: float | None = None
    schedule: float | None = None
    why: str | None = None
    note: str | None = None
