"""Which figures a region owes: one series for each thing a goal in force asks to be measured."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from weakref import WeakKeyDictionary

from dashboard.actuals.periods import label_kind
from dashboard.languages import in_each, names_of
from dashboard.register.reporting import ReportingRule, reporting_of
from dashboard.register.series import SeriesKey, series_of
from dashboard.wording.entry_units import ENTRY_UNITS

if TYPE_CHECKING:
    from dashboard.register import Catalogue

Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Asked:
    """One series that goals ask for, with everything a row of the sheet shows of it.

    `goals` are the ids of the goals it answers; it is owed from the year `start` to the year `end`
    (None: for as long as the plan is in force), as often and by whom `reporting` says.
    """

    region: str
    subject: str
    indicator: str
    subject_names: Mapping[str, str] = field(hash=False)
    indicator_names: Mapping[str, str] = field(hash=False)
    counted_words: Mapping[str, str] = field(hash=False)
    unit: str
    kind: str
    accumulates: str
    goals: tuple[str, ...]
    start: int
    end: int | None
    reporting: ReportingRule
    subject_kind: str = "cluster"

    @property
    def key(self) -> tuple[str, str, str]:
        """Return (region, subject, indicator)."""
        return (self.region, self.subject, self.indicator)

    @property
    def id(self) -> str:
        """Return a text that is this series within its region, for widgets and drafts."""
        return f"{self.subject}/{self.indicator}"

    @property
    def whole(self) -> bool:
        """Whether it is measured on the region or on all its clusters together."""
        return self.subject in {"clusters", self.region}

    @property
    def period_kind(self) -> str:
        """Return the kind its periods are written for."""
        return label_kind({"kind": self.kind, "accumulates": self.accumulates})

    @property
    def default_unit(self) -> str | None:
        """Return what a bare number is in; None for the base unit."""
        return ENTRY_UNITS.get(self.unit)

    def subject_name(self, lang: str) -> str:
        """Return the name of what is measured on."""
        return self.subject_names[lang]

    def indicator_name(self, lang: str) -> str:
        """Return the name of what is measured."""
        return self.indicator_names[lang]

    def counted(self, lang: str) -> str:
        """Return the word for what is counted, empty for money and shares."""
        return self.counted_words[lang]

    def owed_in(self, year: int) -> bool:
        """Tell whether a goal still asks for the figure of `year`."""
        return self.start <= year and (self.end is None or year <= self.end)


def asked_of(register: "Catalogue", region: str) -> tuple[Asked, ...]:
    """Return the series a region owes, in the order of its goals; a share is followed by its parts.

    A goal of a group, or in step with a series elsewhere, asks other regions too. Worked out once
    for a register, and forgotten with it.
    """
    known = _KNOWN.setdefault(register, {})
    if region not in known:
        known[region] = _asked_of(register, region)
    return known[region]


def _asked_of(register: "Catalogue", region: str) -> tuple[Asked, ...]:
    indicators = {row["id"]: row for row in register.rows("indicators")}
    own = register.goals_of(region)
    elsewhere = (row for row in register.goals_across_regions if row["region"] != region)
    found: dict[SeriesKey, list[Row]] = {}
    for goal in (*own, *elsewhere):
        if goal["in_force"]:
            for key in series_of(goal, indicators):
                if key[0] == region:
                    found.setdefault(key, []).append(goal)
    names = {row["subject"]: row for row in register.subjects_of(region)}
    return tuple(
        _asked(register, indicators[key[2]], names.get(key[1], {}), key, goals)
        for key, goals in found.items()
    )


_KNOWN: WeakKeyDictionary["Catalogue", dict[str, tuple[Asked, ...]]] = WeakKeyDictionary()


def subjects_of(asked: Sequence[Asked], lang: str) -> dict[str, str]:
    """Return subject id -> name, in the order of the sheet."""
    return {series.subject: series.subject_name(lang) for series in asked}


def nearest(
    asked: Sequence[Asked],
    goal: str | None = None,
    cluster: str | None = None,
    indicator: str | None = None,
) -> Asked:
    """Return the series that a link means: each choice narrows, unless it would leave nothing."""
    left = list(asked)
    for chosen in (
        [series for series in left if series.subject == cluster],
        [series for series in left if goal in series.goals],
        [series for series in left if series.indicator == indicator],
    ):
        both = [series for series in left if series in chosen]
        left = both or left
    return left[0]


def choice_of(series: Asked) -> dict[str, str | None]:
    """Return the choices of a link that lead back to this very series by `nearest`."""
    # A tier that is counted and a group of regions are found by goal and indicator.
    cluster = series.subject if series.subject_kind == "cluster" else None
    return {"goal": series.goals[0], "cluster": cluster, "indicator": series.indicator}


def _asked(
    register: "Catalogue", row: Row, called: Row, key: SeriesKey, goals: Sequence[Row]
) -> Asked:
    region, subject, indicator = key
    plans = [register.plan(goal["plan"]) or {} for goal in goals]
    starts = [int(plan.get("start") or 0) for plan in plans]
    ends = [int(goal["due"]) if goal["due"] is not None else None for goal in goals]
    return Asked(
        region=region,
        subject=subject,
        indicator=indicator,
        subject_names=in_each(lambda lang: str(called.get(f"name_{lang}") or subject)),
        indicator_names=names_of(row),
        counted_words=in_each(lambda lang: str(row.get(f"counted_{lang}") or "")),
        unit=str(row["unit"]),
        kind=str(row["kind"]),
        accumulates=str(row.get("accumulates") or "year"),
        goals=tuple(goal["id"] for goal in goals),
        start=min(starts),
        end=None if None in ends else max(end for end in ends if end is not None),
        reporting=reporting_of(register, region)[key],
        subject_kind=str(called.get("subject_kind") or "cluster"),
    )
