"""What it would take, as a sentence."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from dashboard.languages import say
from dashboard.progress.assess import Assessment
from dashboard.wording.amounts import percent_of, points_of
from dashboard.wording.reasons import distance_text, gap_places, gap_text, reason_values


def need_text(row: Mapping[str, Any], lang: str) -> str:
    """What a row of verdicts still takes, empty where nothing is asked any more or known."""
    found: Assessment = row["assessment"]
    asked = found.requirement
    if asked.need is None:
        return ""
    unit, counted = found.goal.unit, str(row.get("counted") or "")
    values = reason_values(row, lang)
    each = asked.per_year if asked.need == "year" else asked.per_month
    fewer = asked.need != "room" and has_to_fall(found)
    short = None if found.gap is None else abs(found.gap) * 100
    return say(
        # progress.need.*
        f"progress.need.{asked.need}" + ("-less" if fewer else ""), lang, **values,
        rate=percent_of(None if asked.growth is None else abs(asked.growth), lang, _above_zero(asked.growth)),
        each=distance_text(each, unit, lang, counted),
        short=points_of(short, lang, [(Fraction(0), 1)] if short else (), gap_places(found), signed=False),
        n="1" if _is_one(values["remaining"]) else values["remaining"],
    )  # fmt: skip


def need_in_short(found: Assessment, lang: str, counted: str, target: str) -> str | None:
    """The same in the few words of a list; `target` is the goal's number as lists write it."""
    asked = found.requirement
    if asked.need is None:
        return None
    unit = found.goal.unit
    each = asked.per_year if asked.need == "year" else asked.per_month
    amount = asked.remaining if asked.need == "amount" else each
    fewer = asked.need != "room" and has_to_fall(found)
    growth = None if asked.growth is None else abs(asked.growth)
    return say(
        # pages.need.*
        f"pages.need.{asked.need}" + ("-less" if fewer else ""), lang,
        growth=percent_of(growth, lang, _above_zero(growth)),
        amount=distance_text(amount, unit, lang, counted),
        short=gap_text(found, lang, signed=False).lstrip("−"),
        goal=target,
    )  # fmt: skip


def has_to_fall(found: Assessment) -> bool:
    """Whether the figure stands above what it has to come to."""
    actual, number = found.actual, found.number
    if actual is None or number is None:
        return False
    return actual > number or (actual == number and found.goal.sense < 0)


def _above_zero(value: Fraction | None) -> tuple[Fraction, ...]:
    return (Fraction(0),) if value else ()


def _is_one(amount: str) -> bool:
    return amount == "1" or amount.startswith("1 ")
