"""Sums over clusters and up the region tree: only like with like, and never twice.

A sum needs one indicator, one basis, one scope and members that do not overlap; otherwise it is
refused with the reason.  Missing parts make a partial sum that says how many of how many are in.
Exact on decimals.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import pandas as pd

from dashboard.progress.numbers import decimal_text, exact, float_of

ADDABLE = ("flow", "stock")


@dataclass(frozen=True)
class Rollup:
    """A sum or the refusal of one.

    `total` is exact decimal text (None when refused or nothing is reported), `reported` of
    `members` are in it, `missing` names the others, `refused` is a code: kind, indicator, basis,
    scope, unit, overlap, period or "" when the sum stands.
    """

    total: str | None
    total_float: float
    reported: int
    members: int
    missing: tuple[str, ...]
    refused: str = ""
    detail: str = ""

    @property
    def partial(self) -> bool:
        """Some parts are missing."""
        return not self.refused and self.reported < self.members


def roll_up(parts: pd.DataFrame) -> Rollup:
    """Add one figure per part.

    `parts`: part (id), value (exact text or missing), indicator, kind, unit, basis, scope, period,
    and optionally inside (id of a part that contains this one) and overlaps (list of part ids).
    """
    refusal = _refusal(parts)
    names = [str(part) for part in parts["part"]]
    if refusal is not None:
        return Rollup(None, float("nan"), 0, len(names), tuple(names), *refusal)
    total, missing = Fraction(0), []
    for name, value in zip(names, parts["value"], strict=True):
        number = exact(value)
        if number is None:
            missing.append(name)
        else:
            total += number
    reported = len(names) - len(missing)
    if not reported:
        return Rollup(None, float("nan"), 0, len(names), tuple(missing))
    return Rollup(decimal_text(total), float_of(total), reported, len(names), tuple(missing))


def _refusal(parts: pd.DataFrame) -> tuple[str, str] | None:
    for name in ("indicator", "unit", "basis", "scope", "period"):
        if name not in parts:
            continue
        stated = parts[name] if name != "period" else parts.loc[parts["value"].notna(), name]
        values = sorted({_said(value) for value in stated})
        if len(values) > 1:
            return name, ", ".join(values)
    kinds = sorted({_said(kind) for kind in parts["kind"]} - set(ADDABLE))
    if kinds:
        return "kind", ", ".join(kinds)
    twice = sorted(_overlapping(parts))
    return ("overlap", ", ".join(twice)) if twice else None


def _said(value: Any) -> str:
    return value if isinstance(value, str) else "—"


def _overlapping(parts: pd.DataFrame) -> set[str]:
    names = [str(part) for part in parts["part"]]
    present = set(names)
    found = {name for name in names if names.count(name) > 1}
    for row in parts.to_dict("records"):
        others: list[Any] = [row.get("inside")]
        stated = row.get("overlaps")
        others += (
            list(stated) if isinstance(stated, Iterable) and not isinstance(stated, str) else []
        )
        if any(isinstance(other, str) and other in present for other in others):
            found.add(str(row["part"]))
    return found
