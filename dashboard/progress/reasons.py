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
from dashboard.progress.amounts import LARGEST, amount_of, percent_of, points_of
from dashboard.progress.columns import as_float
from dashboard.progress.exactness import decimal_text, exact


def reason_text(row: Mapping[str, Any], lang: str, names: Mapping[str, str] | None = None) -> str:
    """Say why a row of `assess` has its status, in `lang` (zh or en).

    `names` gives names for member ids, so that the worst member is named and not coded.
    """
    reason = json.loads(row["status_reason"])
    key = f"progress.reason.{reason['code']}{_manner(row, reason['code'])}"
    if not has(key, lang):
        key = "progress.reason.unknown"
    values = reason_values(row, lang, names) | reason["params"]
    text = say(key, lang, **values)
    if bool(row.get("worsening")) and number(row.get("previous")) is not None:
        text += say("progress.reason-worsening", lang, **values)
    return text


def _manner(row: Mapping[str, Any], code: str) -> str:
    """What kind of miss it is: exactly the number that was to be exceeded, or points of growth."""
    if code != "missed":
        return ""
    if row.get("kind") == "growth":
        return "-growth"
    return "-by-nothing" if number(row.get("remaining")) == 0 else ""


def reason_values(
    row: Mapping[str, Any], lang: str, names: Mapping[str, str] | None = None
) -> dict[str, str]:
    """Every value a reason can name, formatted for `lang`; what is missing is written "—".

    `row` may hold `counted`, the word for what its count counts ("家").
    """
    unit = str(row.get("unit") or "count")
    kind, counted = label_kind(row), _text(row.get("counted"))
    period = _text(row.get("period"))
    worst = _text(row.get("worst_member"))
    shown = {
        "actual": amount_of(_spelled(row, "actual", "actual_float"), unit, lang, counted),
        "goal": amount_of(_spelled(row, "goal_exact", "goal_value"), unit, lang, counted),
        "remaining": amount_of(number(row.get("remaining")), unit, lang, counted),
        "previous": amount_of(number(row.get("previous")), unit, lang, counted),
        "expected": amount_of(number(row.get("expected")), unit, lang, counted),
        "period": period_text(period, kind, lang) if period else say("numbers.unknown", lang),
        "completion": percent_of(number(row.get("completion")), lang),
        "schedule": percent_of(number(row.get("schedule")), lang),
        "gap": points_of(number(row.get("gap_points")), lang),
        "path": say(f"progress.path.{_text(row.get('path')) or 'none'}", lang),
        "tolerance": percent_of(number(row.get("tolerance")), lang),
        "successor": _text(row.get(f"successor_{lang}")),
        "heir": _text(row.get(f"heir_{lang}")),
        "issued": _day(_text(row.get("issued")), lang),
        "due": str(whole(row.get("due"))),
        "met": str(whole(row.get("met_count"))),
        "members": str(whole(row.get("member_count"))),
        "reported": str(whole(row.get("reported_count"))),
        "worst": (names or {}).get(worst, worst) or say("numbers.unknown", lang),
    }
    return shown | _told_apart(row, shown, unit, lang)


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
