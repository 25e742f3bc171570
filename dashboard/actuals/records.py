"""What a write takes and gives: entries, the receipt, and the clash when others were there first."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import NamedTuple

from dashboard.actuals.messages import ActualsError
from dashboard.actuals.observations import FigureKey, Observation


class Entry(NamedTuple):
    """One figure to record: `value` in the base unit, or None to withdraw what is there.

    `seen_revision` is the revision the author had before their eyes, None when there was none.
    """

    region: str
    subject: str
    indicator: str
    period: str
    value: Decimal | None
    typed: str = ""
    unit_typed: str = ""
    note: str = ""
    evidence: str = ""
    seen_revision: int | None = None

    @property
    def figure(self) -> FigureKey:
        return self[:4]


@dataclass(frozen=True, slots=True)
class Act:
    """Who writes, under which id the request is known, what it is called in the audit, and why."""

    author: str
    request_id: str
    action: str
    reasons: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class WriteReceipt:
    """What was written. `revision` is the store's number afterwards, `at` ISO text in UTC.

    The figures have the revisions `first` to `last`, in the order of the entries. `repeated` tells
    that this request had been written before and was not written again.
    """

    revision: int
    count: int
    first: int | None
    last: int | None
    at: str | None
    author: str
    request_id: str
    repeated: bool = False


@dataclass(frozen=True, slots=True)
class Publication:
    """A publication of `region` with the number `revision`: by whom, and when (ISO text in UTC)."""

    region: str
    revision: int
    author: str
    at: str


class RegionChange(NamedTuple):
    """How far a region has come: its last revision, that of its last publication, and a count.

    `published` is 0 when nothing is published. `changes` rises with every write and publication
    that touches the region: as long as it is the same, so is all that the store says of it.
    """

    region: str
    revision: int
    published: int
    changes: int


@dataclass(frozen=True, slots=True)
class Clash:
    """Two people at one figure: `mine` was to be written, `theirs` is there (None: nothing is)."""

    mine: Entry
    theirs: Observation | None

    @property
    def value(self) -> str | None:
        """Their exact value; None when they withdrew it."""
        return self.theirs.value if self.theirs else None

    @property
    def author(self) -> str | None:
        return self.theirs.author if self.theirs else None

    @property
    def at(self) -> str | None:
        return self.theirs.at_text if self.theirs else None

    @property
    def revision(self) -> int | None:
        return self.theirs.revision if self.theirs else None


class Conflict(ActualsError):
    """Others changed figures since they were seen. Nothing was written; `theirs` has both values."""

    def __init__(self, theirs: list[Clash]) -> None:
        super().__init__("store.conflict", n=len(theirs))
        self.theirs = theirs


class RepeatedFigure(ActualsError):
    """One write names the same figure twice."""


class RequestReused(ActualsError):
    """Another write was sent under the same request id before; nothing was written."""
