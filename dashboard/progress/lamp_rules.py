"""Lamp rules are data: who uses them, what they look at, where the colours change.

A rule is a mapping as the register carries it under `lamp_rules`:
    {name: {zh, en}, source: {zh, en}, ours: true?, quantity: gap points,
     thresholds: [{at_least: 0, lamp: green}, {at_least: -10, lamp: yellow}, {below: -10, lamp: red}]}
Thresholds are tried in order and the first that fits decides; `at_least` and `at_most` include
their end, `above` and `below` exclude it, and one entry may carry a lower and an upper bound.
What no entry covers, and what an entry gives the lamp `undefined` or `grey`, the rule leaves
undefined; `undefined` {zh, en} says so in words.  `word` {zh, en} is the source's own word for a
band: two bands may share a lamp and still be two classes.  `without_target` {thresholds, damped}
judges the growth a year of series that have no goal, its thresholds damped near a natural limit
if `damped`.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cached_property
from typing import Any

from dashboard.languages import said_in_each

GAP_POINTS = "gap points"
ATTAINMENT = "attainment ratio"
GROWTH_RATIO = "growth ratio"
COMPLETION = "completion"
QUANTITIES = (GAP_POINTS, ATTAINMENT, GROWTH_RATIO, COMPLETION)
LOWER = {"at_least": False, "above": True}
UPPER = {"at_most": False, "below": True}

DEFAULT: dict[str, Any] = {
    "ours": True,
    "quantity": GAP_POINTS,
    "thresholds": [
        {"at_least": "0", "lamp": "green"},
        {"at_least": "-10", "lamp": "yellow"},
        {"below": "-10", "lamp": "red"},
    ],
}


@dataclass(frozen=True)
class Threshold:
    """One band: bounds as exact text (None: open), whether each end is excluded, lamp and word."""

    lamp: str
    lower: str | None = None
    lower_excluded: bool = False
    upper: str | None = None
    upper_excluded: bool = False
    word: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class LampRule:
    """One rule, read from its mapping; texts by language."""

    id: str
    quantity: str = GAP_POINTS
    thresholds: tuple[Threshold, ...] = ()
    name: Mapping[str, str] = field(default_factory=dict)
    source: Mapping[str, str] = field(default_factory=dict)
    ours: bool = False
    undefined: Mapping[str, str] = field(default_factory=dict)
    trend_thresholds: tuple[Threshold, ...] = ()
    damped: bool = False

    @cached_property
    def bounds(self) -> dict[str, Fraction]:
        """Every end of a band as a number: points as a fraction (minus ten is -1/10), ratios as they are."""
        scale = 100 if self.quantity == GAP_POINTS else 1
        ends = {
            end for band in self.thresholds for end in (band.lower, band.upper) if end is not None
        }
        return {end: Fraction(end) / scale for end in ends}

    def band(self, side: Callable[[Fraction], int]) -> int:
        """The number of the first band that a quantity lies in, -1 for none.

        `side` gives the sign of the quantity less a bound: each end is included or excluded exactly
        as it is written.
        """
        sides: dict[str, int] = {}

        def side_of(end: str) -> int:
            if end not in sides:
                sides[end] = side(self.bounds[end])
            return sides[end]

        for number, band in enumerate(self.thresholds):
            above = band.lower is None or side_of(band.lower) >= (1 if band.lower_excluded else 0)
            if above and (
                band.upper is None or side_of(band.upper) <= (-1 if band.upper_excluded else 0)
            ):
                return number
        return -1


def rule_of(id: str, spec: Mapping[str, Any] | str) -> LampRule:
    """Read one rule from its mapping or its JSON text."""
    data: Mapping[str, Any] = json.loads(spec) if isinstance(spec, str) else spec
    without_target = data.get("without_target") or {}
    return LampRule(
        id=id,
        quantity=str(data.get("quantity", GAP_POINTS)),
        thresholds=_bands(data.get("thresholds")),
        name=data.get("name", {}),
        source=data.get("source", {}),
        ours=bool(data.get("ours", False)),
        undefined=data.get("undefined") or {},
        trend_thresholds=_bands(without_target.get("thresholds")),
        damped=bool(without_target.get("damped", False)),
    )


def _bands(entries: Iterable[Mapping[str, Any]] | None) -> tuple[Threshold, ...]:
    bands = []
    for entry in entries or ():
        bounds: dict[str, Any] = {"lamp": str(entry["lamp"]), "word": entry.get("word") or {}}
        for word, excluded in LOWER.items():
            if entry.get(word) is not None:
                bounds |= {"lower": str(entry[word]), "lower_excluded": excluded}
        for word, excluded in UPPER.items():
            if entry.get(word) is not None:
                bounds |= {"upper": str(entry[word]), "upper_excluded": excluded}
        bands.append(Threshold(**bounds))
    return tuple(bands)


def rules_of(specs: Mapping[str, Mapping[str, Any] | str] | None) -> dict[str, LampRule]:
    """Read all rules; the default rule is always there."""
    said = {
        "name": said_in_each("progress.rule.default.name"),
        "source": said_in_each("progress.rule.default.source"),
    }
    read = {"default": rule_of("default", DEFAULT | said)}
    read |= {id: rule_of(id, spec) for id, spec in (specs or {}).items()}
    return read
