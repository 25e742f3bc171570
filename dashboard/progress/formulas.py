"""The formulas of a verdict with the numbers put in, as (label, value) pairs."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from dashboard.languages import say
from dashboard.progress.amounts import amount_of, percent_of, points_of
from dashboard.progress.reasons import number, reason_values, whole

Step = tuple[str, str]


def formulas(row: Mapping[str, Any], lang: str) -> list[Step]:
    """Members, completion, path, gap: whichever of them the verdict rests on."""
    steps = _members(row, lang) + _coverage(row, lang)
    if row.get("kind") == "growth":
        return steps + _growth(row, lang)
    return (
        steps + _completion(row, lang) + _schedule(row, lang) + _gap(row, lang) + _season(row, lang)
    )


def _members(row: Mapping[str, Any], lang: str) -> list[Step]:
    if number(row.get("member_count")) is None:
        return []
    text = say(
        "progress.step.members-value", lang,
        met=whole(row.get("met_count")), members=whole(row.get("member_count")),
        reported=whole(row.get("reported_count")),
    )  # fmt: skip
    return [(say("progress.step.members", lang), text)]


def _coverage(row: Mapping[str, Any], lang: str) -> list[Step]:
    share, whole_count = number(row.get("actual_float")), number(row.get("denominator"))
    if share is None or whole_count is None:
        return []
    covered = amount_of(round(share * whole_count, 6), "count", lang)
    text = f"{covered} ÷ {amount_of(whole_count, 'count', lang)}"
    shown = amount_of(share, "fraction", lang)
    return [(say("progress.step.coverage", lang), f"{text} = {shown}")]


def _completion(row: Mapping[str, Any], lang: str) -> list[Step]:
    completion = number(row.get("completion"))
    if completion is None:
        return []
    values = reason_values(row, lang)
    unit = str(row.get("unit") or "count")
    shown = percent_of(completion, lang, fixed=True)
    if number(row.get("member_count")) is not None:
        return [(say("progress.step.completion", lang), shown)]
    if bool(row.get("completion_from_base")):
        base = amount_of(number(row.get("base_value")), unit, lang)
        text = say("progress.step.from-base", lang, **values, base=base)
    else:
        text = say("progress.step.quotient", lang, **values)
    return [(say("progress.step.completion", lang), f"{text} = {shown}")]


def _schedule(row: Mapping[str, Any], lang: str) -> list[Step]:
    schedule, path = number(row.get("schedule")), row.get("path")
    if schedule is None or not isinstance(path, str):
        return []
    elapsed, whole_way = whole(row.get("path_elapsed")), whole(row.get("path_whole"))
    label = say(f"progress.step.path.{path}", lang)
    shown = percent_of(schedule, lang, fixed=True)
    if path == "year to date":
        return [(label, f"{elapsed} ÷ {whole_way} = {shown}")]
    unit = str(row.get("unit") or "count")
    start, end = (amount_of(number(row.get(x)), unit, lang) for x in ("path_start", "path_end"))
    if path == "constant growth":
        text = f"{start} × ({end} ÷ {start})^({elapsed}/{whole_way})"
    else:
        text = f"{start} + ({end} − {start}) × {elapsed}/{whole_way}"
    expected = amount_of(number(row.get("expected")), unit, lang)
    return [
        (label, f"{text} = {expected}"),
        (say("progress.step.schedule", lang), shown),
    ]


def _gap(row: Mapping[str, Any], lang: str) -> list[Step]:
    gap = number(row.get("gap_points"))
    if gap is None:
        return []
    values = reason_values(row, lang)
    shown = points_of(gap, lang)
    text = say("progress.step.difference", lang, **values)
    return [(say("progress.step.gap", lang), f"{text} = {shown}")]


def _season(row: Mapping[str, Any], lang: str) -> list[Step]:
    """The schedule by last year's season: a second opinion beside N/12, never instead of it."""
    then, whole_year = number(row.get("previous")), number(row.get("last_whole"))
    completion, period = number(row.get("completion")), str(row.get("period"))
    if row.get("path") != "year to date" or "-M" not in period or completion is None:
        return []
    if then is None or whole_year is None or then < 0 or whole_year <= 0:
        return []
    unit = str(row.get("unit") or "count")
    schedule = then / whole_year
    parts = f"{amount_of(then, unit, lang)} ÷ {amount_of(whole_year, unit, lang)}"
    text = say(
        "progress.step.season-value", lang,
        parts=parts, schedule=percent_of(schedule, lang, fixed=True),
        gap=points_of((completion - schedule) * 100, lang),
    )  # fmt: skip
    return [(say("progress.step.season", lang), text)]


def _growth(row: Mapping[str, Any], lang: str) -> list[Step]:
    gap = number(row.get("gap_points"))
    if gap is None:
        return []
    values = reason_values(row, lang)
    shown = points_of(gap, lang)
    return [(say("progress.step.gap", lang), f"{values['actual']} − {values['goal']} = {shown}")]
