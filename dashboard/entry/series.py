"""Which figures a region owes: one series for each thing a goal in force asks to be measured."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from dashboard.actuals.periods import label_kind

Row = Mapping[str, Any]

# What a bare number typed on the entry page is in. One unit in both languages: a figure must not
# change tenfold because the reader switched from 亿元 to billion yuan.
DEFAULT_UNITS: Mapping[str, str | None] = {"yuan": "亿元", "fraction": "%", "count": None}


class Register(Protocol):
    """What is needed of the compiled register."""

    def indicator(self, id: str) -> Row | None: ...
    def plan(self, id: str) -> Row | None: ...
    def goals_of(self, region: str) -> Iterable[Row]: ...
    def clusters_of(self, region: str) -> Iterable[Row]: ...
    def subjects_of(self, region: str) -> Iterable[Row]: ...


@dataclass(frozen=True, slots=True)
class Asked:
    """One series that goals ask for, with everything a row of the sheet shows of it.

    `goals` are the ids of the goals it answers; it is owed from the year `start` to the year `end`
    (None: for as long as the plan is in force).
    """

    region: str
    subject: str
    indicator: str
    subject_zh: str
    subject_en: str
    indicator_zh: str
    indicator_en: str
    counted_zh: str
    counted_en: str
    unit: str
    kind: str
    accumulates: str
    goals: tuple[str, ...]
    start: int
    end: int | None

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
        return DEFAULT_UNITS.get(self.unit)

    def subject_name(self, lang: str) -> str:
        """Return the name of what is measured on."""
        return self.subject_en if lang == "en" else self.subject_zh

    def indicator_name(self, lang: str) -> str:
        """Return the name of what is measured."""
        return self.indicator_en if lang == "en" else self.indicator_zh

    def counted(self, lang: str) -> str:
        """Return the word for what is counted, empty for money and shares."""
        return self.counted_en if lang == "en" else self.counted_zh

    def owed_in(self, year: int) -> bool:
        """Tell whether a goal still asks for the figure of `year`."""
        return self.start <= year and (self.end is None or year <= self.end)


def asked_of(register: Register, region: str) -> list[Asked]:
    """Return the series a region owes, in the order of its goals; a share is followed by its parts."""
    found: dict[tuple[str, str], list[Row]] = {}
    for goal in register.goals_of(region):
        if not goal["in_force"] or goal["indicator"] is None:
            continue
        for subject in _subjects(goal, register):
            for indicator in _indicators(goal, register):
                found.setdefault((subject, indicator), []).append(goal)
    names = {row["subject"]: row for row in register.subjects_of(region)}
    return [
        _asked(register, names.get(subject, {}), (region, subject, indicator), goals)
        for (subject, indicator), goals in found.items()
    ]


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
    cluster = None if series.whole else series.subject
    return {"goal": series.goals[0], "cluster": cluster, "indicator": series.indicator}


def _subjects(goal: Row, register: Register) -> Iterator[str]:
    # Tier counts are counted from their members' figures; nothing is entered for a tier.
    if goal["subject_kind"] == "each-cluster":
        members = goal["members"]
        yield from members or [row["id"] for row in register.clusters_of(goal["region"])]
    elif goal["subject_kind"] != "tier":
        yield goal["subject"]


def _indicators(goal: Row, register: Register) -> Iterator[str]:
    yield goal["indicator"]
    row = register.indicator(goal["indicator"]) or {}
    if row.get("covered") and row.get("of"):
        yield row["covered"]
        yield row["of"]


def _asked(
    register: Register, called: Row, key: tuple[str, str, str], goals: Sequence[Row]
) -> Asked:
    region, subject, indicator = key
    row = register.indicator(indicator) or {}
    plans = [register.plan(goal["plan"]) or {} for goal in goals]
    starts = [int(plan.get("start") or 0) for plan in plans]
    ends = [int(goal["due"]) if goal["due"] is not None else None for goal in goals]
    return Asked(
        region=region,
        subject=subject,
        indicator=indicator,
        subject_zh=str(called.get("name_zh") or subject),
        subject_en=str(called.get("name_en") or subject),
        indicator_zh=str(row["name_zh"]),
        indicator_en=str(row["name_en"]),
        counted_zh=str(row.get("counted_zh") or ""),
        counted_en=str(row.get("counted_en") or ""),
        unit=str(row["unit"]),
        kind=str(row["kind"]),
        accumulates=str(row.get("accumulates") or "year"),
        goals=tuple(goal["id"] for goal in goals),
        start=min(starts),
        end=None if None in ends else max(end for end in ends if end is not None),
    )
