"""Sums over clusters and up the region tree: only like with like, and never twice.

A sum needs one indicator, one basis, one scope and members that do not overlap; otherwise it is
refused with the reason.  Missing parts make a partial sum that says how many of how many are in.
Exact on decimals.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from dashboard.progress.numbers import ZERO, decimal_text

ADDABLE = ("flow", "stock")
_SHARED = ("indicator", "unit", "basis", "scope", "period")


@dataclass(frozen=True, slots=True)
class Part:
    """One figure to be added: whose it is, its exact value, None where it is not reported.

    `inside` names a part that contains this one, `overlaps` those it shares something with; a
    `period` counts only beside a value.
    """

    part: str
    value: Fraction | None
    indicator: str
    kind: str
    unit: str
    basis: str | None = None
    scope: str | None = None
    period: str | None = None
    inside: str | None = None
    overlaps: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Rollup:
    """A sum or the refusal of one.

    `total` is exact decimal text (None when refused or nothing is reported), `reported` of
    `members` are in it, `missing` names the others, `refused` is a code: kind, indicator, basis,
    scope, unit, overlap, period or "" when the sum stands.
    """

    total: str | None
    reported: int
    members: int
    missing: tuple[str, ...]
    refused: str = ""
    detail: str = ""

    @property
    def partial(self) -> bool:
        """Some parts are missing."""
        return not self.refused and self.reported < self.members


def roll_up(parts: Sequence[Part]) -> Rollup:
    """Add one figure per part."""
    refusal = _refusal(parts)
    if refusal is not None:
        return Rollup(None, 0, len(parts), tuple(one.part for one in parts), *refusal)
    missing = tuple(one.part for one in parts if one.value is None)
    reported = len(parts) - len(missing)
    total = sum((one.value for one in parts if one.value is not None), ZERO)
    return Rollup(decimal_text(total) if reported else None, reported, len(parts), missing)


def _refusal(parts: Sequence[Part]) -> tuple[str, str] | None:
    for name in _SHARED:
        told = {
            getattr(one, name) or "—" for one in parts if name != "period" or one.value is not None
        }
        if len(told) > 1:
            return name, ", ".join(sorted(told))
    kinds = sorted({one.kind for one in parts} - set(ADDABLE))
    if kinds:
        return "kind", ", ".join(kinds)
    twice = sorted(_overlapping(parts))
    return ("overlap", ", ".join(twice)) if twice else None


def _overlapping(parts: Sequence[Part]) -> set[str]:
    present = Counter(one.part for one in parts)
    found = {name for name, times in present.items() if times > 1}
    return found | {
        one.part for one in parts if any(name in present for name in (one.inside, *one.overlaps))
    }
