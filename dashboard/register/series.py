"""Which series a goal asks for: the one answer for verdicts, entry, what is owed and who answers.

A series is (region, subject, indicator). A goal asks for its own; of a coverage also for the two
counts it may be entered as; in step with another series, for that one; where its indicator changed
its basis, for the one that goes on; over members, for each member's; of a tier whose members are
not all named, for the number that stands there.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias

from dashboard.register.names import TIER_COUNT

SeriesKey: TypeAlias = tuple[str, str, str]
Row: TypeAlias = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class GoalSeries:
    """The series of one goal by what they are for, None for those it has not.

    `own` is the measured figure, `covered` and `of` are the two counts of a coverage, `companion` is
    the series kept in step with, `heir` goes on after a change of basis, `count` is the number at a
    tier's level, `members` are the series of each member of a goal over members, in order.
    """

    own: SeriesKey | None = None
    covered: SeriesKey | None = None
    of: SeriesKey | None = None
    companion: SeriesKey | None = None
    heir: SeriesKey | None = None
    count: SeriesKey | None = None
    members: "tuple[GoalSeries, ...]" = ()

    def __iter__(self) -> Iterator[SeriesKey]:
        """Every series once, a goal's own before its members'."""
        seen = set()
        for key in (self.own, self.covered, self.of, self.companion, self.heir, self.count):
            if key is not None and key not in seen:
                seen.add(key)
                yield key
        for member in self.members:
            for key in member:
                if key not in seen:
                    seen.add(key)
                    yield key

    @property
    def regions(self) -> frozenset[str]:
        """The regions whose figures the goal is judged by."""
        return frozenset(key[0] for key in self)


def series_of(goal: Row, indicators: Mapping[str, Row]) -> GoalSeries:
    """Return the series that one row of the goals table asks for.

    `indicators` are the rows of the indicators table by id; one that is not there has no counts and
    no heir. Members of a group are regions, each with its own total, where such totals add up: no
    rates, and nothing per head or per area.
    """
    kind = goal.get("subject_kind")
    members = tuple(str(name) for name in _list(goal.get("members")))
    region = _text(goal.get("region"))
    if kind in ("each-cluster", "tier"):
        count = _text(goal.get("count_subject"))
        return GoalSeries(
            count=(region, count, TIER_COUNT) if count else None,
            members=tuple(_of_subject(goal, region, name, indicators) for name in members),
        )
    own = _of_subject(goal, region, _text(goal.get("subject")), indicators)
    additive = indicators.get(_text(goal.get("indicator")), {}).get("additive")
    if kind == "group" and (additive is None or bool(additive)):
        parts = tuple(_of_subject(goal, name, name, indicators) for name in members)
        return GoalSeries(own.own, own.covered, own.of, own.companion, own.heir, None, parts)
    return own


def _of_subject(goal: Row, region: str, subject: str, indicators: Mapping[str, Row]) -> GoalSeries:
    indicator = _text(goal.get("indicator"))
    known = indicators.get(indicator, {})

    def beside(name: str) -> SeriesKey | None:
        other = _text(known.get(name))
        return (region, subject, other) if other else None

    step = _text(goal.get("step_indicator"))
    companion = None
    if step:
        there = _text(goal.get("step_region")) or region
        companion = (there, _text(goal.get("step_subject")) or subject, step)
    both = beside("covered"), beside("of")
    covered, of = both if None not in both else (None, None)
    return GoalSeries(
        own=(region, subject, indicator) if indicator else None,
        covered=covered,
        of=of,
        companion=companion,
        heir=beside("continued_by"),
    )


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""


def _list(value: object) -> list[object]:
    if isinstance(value, list | tuple):
        return list(value)
    return list(value.tolist()) if hasattr(value, "tolist") and hasattr(value, "__len__") else []
