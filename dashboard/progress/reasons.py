"""The reason of a verdict as a sentence."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date
from math import isnan
from typing import Any

from dashboard.actuals.periods import label_kind
from dashboard.languages import has, say
from dashboard.languages.numbers import date_text, in_full, period_text
from dashboard.progress.amounts import LARGEST, amount_of, decimals, percent_of, points_of
from dashboard.progress.columns import as_float
from dashboard.progress.exactness import decimal_text, exact
from dashboard.progress.manners import manners
from dashboard.progress.rules import GAP_POINTS


def reason_text(row: Mapping[str, Any], lang: str, names: Mapping[str, str] | None = None) -> str:
    """Say why a row of `assess` has its status, in `lang` (zh or en).

    `names` gives names for member ids, so that the worst member is named and not coded.
    """
    reason = json.loads(row["status_reason"])
    code = reason["code"]
    keys = [f"progress.reason.{code}{manner}" for manner in (*manners(row, code), "")]
    key = next((key for key in keys if has(key, lang)), "progress.reason.unknown")
    values = reason_values(row, lang, names) | reason["params"]
    text = say(key, lang, **values)
    if bool(row.get("worsening")) and number(row.get("previous")) is not None:
        text += say("progress.reason-worsening", lang, **values)
    return text


def reason_values(
    row: Mapping[str, Any], lang: str, names: Mapping[str, str] | None = None
) -> dict[str, str]:
    """Every value a reason can name, formatted for `lang`; what is missing is written "—".

    `row` may hold `counted`, the word for what its count counts ("家").
    """
    unit, counted = str(row.get("unit") or "count"), _text(row.get("counted"))
    counts = str(row.get("actual_unit") or unit)
    worst = _text(row.get("worst_member"))
    gap, told = number(row.get("gap_points")), row.get("gap_told")
    shown = {
        "actual": amount_of(_spelled(row, "actual", "actual_float"), counts, lang, counted),
        "goal": goal_text(row, lang),
        "remaining": distance_text(_distance(row), unit, lang, counted),
        "previous": amount_of(number(row.get("previous")), unit, lang, counted),
        "expected": amount_of(number(row.get("expected")), unit, lang, counted),
        "period": period_of(row, lang),
        "completion": percent_of(number(row.get("completion")), lang),
        "used": percent_of(number(row.get("used")), lang),
        "schedule": percent_of(number(row.get("schedule")), lang),
        "gap": points_of(gap, lang, told),
        "quantity": quantity_text(row, lang),
        "path": say(f"progress.path.{_text(row.get('path')) or 'none'}", lang),
        "tolerance": percent_of(number(row.get("tolerance")), lang, places=2),
        "successor": _text(row.get(f"successor_{lang}")),
        "heir": _text(row.get(f"heir_{lang}")),
        "issued": _day(_text(row.get("issued")), lang),
        "due": str(whole(row.get("due"))),
        "year": say("numbers.unknown", lang),
        "met": str(whole(row.get("met_count"))),
        "members": str(whole(row.get("member_count"))),
        "reported": str(whole(row.get("reported_count"))),
        "worst": (names or {}).get(worst, worst) or say("numbers.unknown", lang),
    }
    return shown | _told_apart(row, shown, unit, lang)


def goal_text(row: Mapping[str, Any], lang: str) -> str:
    """The number to be reached, of a range both ends."""
    unit, counted = str(row.get("unit") or "count"), _text(row.get("counted"))
    ends = (_spelled(row, "goal_exact", "goal_value"), _text(row.get("goal_far")))
    known = [(number, end) for end in ends if (number := exact(end)) is not None]
    if len(known) < len(ends) or row.get("comparator") != "range":
        return amount_of(ends[0], unit, lang, counted)
    low, high = (end for _, end in sorted(known, key=lambda end: end[0]))
    # A count names what it counts once.
    first = amount_of(low, unit, lang, "" if unit == "count" else counted)
    return say("charts.target.range", lang, low=first, high=amount_of(high, unit, lang, counted))


def distance_text(value: Any, unit: str, lang: str, counted: str = "") -> str:
    """How much is missing: of a share in percentage points."""
    if unit == "fraction":
        known = exact(value)
        return points_of(None if known is None else known * 100, lang, signed=False)
    return amount_of(value, unit, lang, counted)


def _distance(row: Mapping[str, Any]) -> Any:
    """What is missing, to the last digit where it can be known."""
    remaining = number(row.get("remaining"))
    ends = (
        exact(_spelled(row, "actual", "actual_float")),
        exact(_spelled(row, "goal_exact", "goal_value")),
    )
    if remaining is None or ends[0] is None or ends[1] is None or not remaining:
        return remaining
    return abs(ends[1] - ends[0])


def period_of(row: Mapping[str, Any], lang: str) -> str:
    """The period of the figure judged; of a total added up over years, from its first year on."""
    code = _text(row.get("period"))
    if not code:
        return say("numbers.unknown", lang)
    period = period_text(code, label_kind(row), lang)
    parts = parts_of(row)
    if not parts:
        return period
    return say("progress.period.total", lang, first=parts[0][0], period=period)


def parts_of(row: Mapping[str, Any]) -> list[tuple[str, str, int]]:
    """(period, exact text, revision) of every figure of a total that was added up."""
    told = _text(row.get("parts"))
    return [(str(p), str(value), int(n)) for p, value, n in json.loads(told)] if told else []


def quantity_text(row: Mapping[str, Any], lang: str) -> str:
    """What the lamp rule looks at: a gap with its sign, or a ratio."""
    value, told = number(row.get("quantity")), row.get("quantity_told")
    if value is None:
        return say("numbers.unknown", lang)
    if row.get("quantity_kind") == GAP_POINTS:
        return points_of(value, lang, told)
    if isinstance(told, str):
        return percent_of(exact(told) / 100, lang, places=decimals(told), fixed=True)  # type: ignore[operator]  # a decimal text
    return percent_of(value, lang, fixed=True)


def _told_apart(
    row: Mapping[str, Any], shown: Mapping[str, str], unit: str, lang: str
) -> dict[str, str]:
    """Actual and goal in full where rounding would show two different numbers as the same."""
    actual = exact(_spelled(row, "actual", "actual_float"))
    goal = exact(_spelled(row, "goal_exact", "goal_value"))
    if actual is None or goal is None or actual == goal or shown["actual"] != shown["goal"]:
        return {}
    if max(abs(actual), abs(goal)) >= LARGEST:
        return {}
    return {
        "actual": in_full(decimal_text(actual), unit, lang),
        "goal": in_full(decimal_text(goal), unit, lang),
    }


def number(value: Any) -> float | None:
    """A finite float, or None for anything else a frame holds where there is no number."""
    read = float("nan") if isinstance(value, str) else as_float(value)
    return None if isnan(read) else read


def _spelled(row: Mapping[str, Any], spelling: str, rough: str) -> str | float | None:
    text = _text(row.get(spelling))
    return text if exact(text) is not None else number(row.get(rough))


def _text(value: Any) -> str:
    return value if isinstance(value, str) else ""


def _day(written: str, lang: str) -> str:
    try:
        return date_text(date.fromisoformat(written), lang) if written else ""
    except ValueError:
        return written


def whole(value: Any) -> int:
    """An integer, 0 where there is none."""
    read = number(value)
    return 0 if read is None else int(read)
