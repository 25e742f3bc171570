"""Figures as they leave the store: rows, and frames with `OBSERVATION_COLUMNS`."""

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, timedelta
from decimal import Decimal, InvalidOperation
from functools import lru_cache
from math import isfinite
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from dashboard.actuals.periods import PeriodError, period

if TYPE_CHECKING:
    import pandas as pd

# region, subject, indicator
SeriesKey: TypeAlias = tuple[str, str, str]
# region, subject, indicator, period
FigureKey: TypeAlias = tuple[str, str, str, str]

OBSERVATION_COLUMNS = (
    "region", "subject", "indicator", "period", "year", "month", "period_kind", "value",
    "value_float", "typed", "unit_typed", "note", "evidence", "author", "at", "revision",
    "replaces", "withdrawn",
)  # fmt: skip

# What says who entered a figure, and on what ground; `at` says when.
_ENTERED = ("author", "note", "evidence")

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


class Observation(NamedTuple):
    """One revision. `value` is exact text in the base unit, None when `withdrawn`; `at` is in µs."""

    region: str
    subject: str
    indicator: str
    period: str
    value: str | None
    typed: str
    unit_typed: str
    note: str
    evidence: str
    author: str
    at: int
    revision: int
    replaces: int | None
    withdrawn: bool

    @property
    def figure(self) -> FigureKey:
        return self[:4]

    @property
    def at_text(self) -> str:
        """When it was recorded: ISO, UTC, to the microsecond."""
        return moment_text(self.at)


class PublishedObservation(NamedTuple):
    """A revision that is published, and the moment (µs) of the first publication that had it."""

    observation: Observation
    published: int

    def without_history(self) -> Observation:
        """The figure without who entered it, when, on what ground, and what it replaced.

        `at` is the moment of its publication.
        """
        return self.observation._replace(
            note="", evidence="", author="", at=self.published, replaces=None
        )


def changed_since(seen: int | None, held: Observation | None) -> bool:
    """Whether a figure is no longer what somebody saw: its revision then, None where there was none.

    Who saw nothing because it had been withdrawn saw rightly.
    """
    unseen = seen is None and (held is None or held.withdrawn)
    return not unseen and seen != (held.revision if held else None)


@lru_cache(maxsize=4096)
def moment_text(at: int) -> str:
    """Return microseconds since 1970 as ISO text in UTC: `2026-10-09T08:05:00.000001+00:00`."""
    return (_EPOCH + timedelta(microseconds=at)).isoformat(timespec="microseconds")


def microseconds(moment: datetime) -> int:
    """Return a moment as microseconds since 1970; one without a zone is taken as UTC."""
    aware = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return (aware - _EPOCH) // timedelta(microseconds=1)


def refuse_damaged(row: Observation) -> None:
    """Raise `StoreError`, which names the row, when its value is no number or its period is none."""
    try:
        period(row.period)
        sound = row.value is None or Decimal(row.value).is_finite()
    except (PeriodError, InvalidOperation):
        sound = False
    if not sound:
        # Late: it brings the database's libraries along.
        from dashboard.actuals.store_faults import StoreError

        named = " / ".join(row.figure)
        raise StoreError("store.damaged", figure=named, revision=row.revision)


def refuse_damage(rows: Sequence[Observation]) -> None:
    """Raise `StoreError` for the first of many rows that `refuse_damaged` refuses, at little cost."""
    try:
        for code in {row.period for row in rows}:
            period(code)
        if all(map(isfinite, [float(row.value) for row in rows if row.value is not None])):
            return
    except (PeriodError, ValueError):
        pass
    for row in rows:
        refuse_damaged(row)


def without_history(frame: "pd.DataFrame", published: Iterable[str]) -> "pd.DataFrame":
    """Return figures without who entered them, when, and on what ground.

    Author, note and evidence become empty, and `at` the moment of publication, ISO text in UTC as
    `published` gives it for each row.
    """
    import pandas as pd

    bare = {name: pd.array([""] * len(frame), dtype="str") for name in _ENTERED}
    return frame.assign(**bare, at=pd.array(list(published), dtype="str"))


def frame_of(rows: Iterable[tuple[object, ...]]) -> "pd.DataFrame":
    """Return rows shaped like `Observation` as a frame with `OBSERVATION_COLUMNS`.

    `value` is exact text and `value_float` its float for charts, both missing when withdrawn;
    `replaces` is a nullable integer.
    """
    import pandas as pd

    columns = list(zip(*rows, strict=True)) or [()] * len(Observation._fields)
    held = dict(zip(Observation._fields, columns, strict=True))
    try:
        codes = {code: period(str(code)) for code in set(held["period"])}
        floats = [float("nan") if value is None else float(value) for value in held["value"]]
    except (ValueError, PeriodError):
        for row in zip(*columns, strict=True):
            refuse_damaged(Observation._make(row))
        raise
    built = {
        "year": pd.array([codes[code].year for code in held["period"]], dtype="int64"),
        "month": pd.array([codes[code].month for code in held["period"]], dtype="int64"),
        "period_kind": pd.array([codes[code].kind for code in held["period"]], dtype="str"),
        "value_float": pd.array(floats, dtype="float64"),
        "at": pd.array([moment_text(at) for at in held["at"]], dtype="str"),
        "revision": pd.array(held["revision"], dtype="int64"),
        "replaces": pd.array(held["replaces"], dtype="Int64"),
        "withdrawn": pd.array([bool(flag) for flag in held["withdrawn"]], dtype="bool"),
    }
    return pd.DataFrame(
        {
            name: built[name] if name in built else pd.array(held[name], dtype="str")
            for name in OBSERVATION_COLUMNS
        }
    )
