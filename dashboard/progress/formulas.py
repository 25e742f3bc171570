"""The formulas of a verdict with the numbers put in, as (label, value) pairs."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from dashboard.languages import say
from dashboard.progress.amounts import (
    Shown,
    amount_writer,
    decimals,
    percent_of,
    percent_writer,
    points_of,
    points_writer,
)
from dashboard.progress.exact_row import ExactRow
from dashboard.progress.exactness import exact
from dashboard.progress.ratios import ratio_steps
from dashboard.progress.reasons import number, whole
from dashboard.progress.rules import LampRule
from dashboard.progress.step_words import step_steps
from dashboard.progress.workings import Working, difference, in_brackets, worked

Step = tuple[str, str]


def formulas(
    row: Mapping[str, Any], lang: str, rule: LampRule, names: Mapping[str, str] | None = None
) -> list[Step]:
    """Members, completion, path, gap, ratio: whichever of them the verdict rests on.

    `row` is one of `assess`, `rule` the lamp rule that judged it, `names` gives names of subjects.
    Every line computes with the numbers it prints.
    """
    put = ExactRow.of(row, lang)
    steps = _members(row, lang) + _coverage(put)
    if number(row.get("member_count")) is not None:
        return steps + _share_of_members(row, lang)
    if row.get("kind") == "growth":
        return steps + step_steps(put, names) + _growth(put, rule)
    return [
        *steps,
        *_attained(put),
        *_schedule(put),
        *_gap(put, rule),
        *ratio_steps(put, rule),
        *_season(put),
    ]


def _members(row: Mapping[str, Any], lang: str) -> list[Step]:
    if number(row.get("member_count")) is None:
        return []
    text = say(
        "progress.step.members-value", lang,
        met=whole(row.get("met_count")), members=whole(row.get("member_count")),
        reported=whole(row.get("reported_count")),
    )  # fmt: skip
    return [(say("progress.step.members", lang), text)]


def _share_of_members(row: Mapping[str, Any], lang: str) -> list[Step]:
    completion = number(row.get("completion"))
    if completion is None:
        return []
    return [(say("progress.step.completion", lang), percent_of(completion, lang, fixed=True))]


def _coverage(put: ExactRow) -> list[Step]:
    share, whole_count = put.actual, put.exact("denominator")
    if share is None or not whole_count:
        return []
    covered = exact(round(float(share * whole_count), 6)) or Fraction(0)
    counts, percent = amount_writer("count", put.lang), percent_writer(put.lang)
    line = worked(
        [(covered, counts), (whole_count, counts)],
        lambda part, whole: part / whole,
        lambda result: percent(result, 2),
    )
    return _line(put, "coverage", line, "{0} ÷ {1}")


def _attained(put: ExactRow) -> list[Step]:
    """Completion, or what is used of a limit."""
    value, goal, base, write = put.actual, put.goal, put.base, put.write
    if value is None or goal is None:
        return []
    if put.from_base and base is not None:
        line = worked(
            [(value, write), (base, write), (goal, write)],
            lambda v, v0, g: (v - v0) / (g - v0),
            put.tenths,
        )
        return _line(put, "completion", line, "({0} − {1}) ÷ ({2} − {1})")
    for key, column in (("completion", "completion"), ("used", "used")):
        if put.exact(column) is not None:
            line = worked([(value, write), (goal, write)], lambda v, g: v / g, put.tenths)
            return _line(put, key, line, "{0} ÷ {1}")
    return []


def _schedule(put: ExactRow) -> list[Step]:
    row, lang, path = put.row, put.lang, put.path
    if path is None or put.expected is None:
        return []
    label = say(f"progress.step.path.{path}", lang, year=whole(row.get("milestone")))
    if path in ("year to date", "since start"):
        shown = put.tenths(put.share)[0]
        return [(label, f"{put.elapsed} ÷ {put.whole_way} = {shown}")]
    start, end, write = put.start, put.end, put.write
    told = write(put.expected, 2)[0]
    if path != "printed milestone" and start is not None and end is not None:
        line = worked([(start, write), (end, write)], put.along, lambda e: write(e, 2))
        if line is not None:
            form = "{0} × ({1} ÷ {0})^" if path == "constant growth" else "{0} + ({1} − {0}) × "
            way = f"{put.elapsed}/{put.whole_way}"
            way = f"({way})" if path == "constant growth" else way
            told = f"{form.format(*in_brackets(line.terms))}{way} = {line.result}"
    return [(label, told), *_expected_share(put)]


def _expected_share(put: ExactRow) -> list[Step]:
    expected, goal, base, write = put.expected, put.goal, put.base, put.write
    if put.exact("schedule") is None or expected is None or goal is None:
        return []
    if put.from_base and base is not None:
        terms = [(expected, write), (base, write), (goal, write)]
        line = worked(terms, lambda e, v0, g: (e - v0) / (g - v0), put.tenths)
        return _line(put, "schedule", line, "({0} − {1}) ÷ ({2} − {1})")
    line = worked([(expected, write), (goal, write)], lambda e, g: e / g, put.tenths)
    return _line(put, "schedule", line, "{0} ÷ {1}")


def _gap(put: ExactRow, rule: LampRule) -> list[Step]:
    if put.gap is None:
        return []
    pair = put.attained_and_expected()
    if pair is not None:
        line = difference(*pair, put.gap, put.bounds(rule), put.lang)
        return _line(put, "gap", line, "{0} − {1}")
    value, expected, goal = put.actual, put.expected, put.goal
    if value is None or expected is None or not goal:
        return []
    # A goal below zero has no share: its distance is told relative to its size.
    first, second = (expected, value) if put.falling else (value, expected)
    terms = [(number, put.write) for number in (first, second, abs(goal))]
    places = decimals(put.gap_told) if put.gap_told else 1
    write = points_writer(put.lang)

    def result(gap: Fraction) -> Shown:
        return write(gap * 100, places)

    relative = worked(terms, lambda v, e, g: (v - e) / g, result)
    return _line(put, "gap", relative, "({0} − {1}) ÷ {2}")


def _growth(put: ExactRow, rule: LampRule) -> list[Step]:
    """Growth less its goal, the other way round where growth is to be low."""
    if put.gap is None or put.actual is None or put.goal is None:
        return []
    pair = (put.actual, put.goal)
    # The terms are shown as they stand among the inputs, with two decimals if they have them.
    least = max(put.usual_places(value) for value in pair)
    ordered = (pair[1], pair[0]) if put.falling else pair
    line = difference(*ordered, put.gap, put.bounds(rule), put.lang, max(least, 1))
    return _line(put, "gap", line, "{0} − {1}")


def _season(put: ExactRow) -> list[Step]:
    """The schedule by last year's season: a second opinion beside N/12, never instead of it."""
    then, whole_year = put.exact("previous"), put.exact("last_whole")
    done, period = put.done, str(put.row.get("period"))
    if put.path != "year to date" or "-M" not in period or done is None:
        return []
    if then is None or whole_year is None or then < 0 or whole_year <= 0:
        return []
    line = worked([(then, put.write), (whole_year, put.write)], lambda v, w: v / w, put.tenths)
    if line is None:
        return []
    gap = points_of((done - then / whole_year) * 100, put.lang)
    text = say(
        "progress.step.season-value", put.lang,
        parts=f"{line.terms[0]} ÷ {line.terms[1]}", schedule=line.result, gap=gap,
    )  # fmt: skip
    return [(say("progress.step.season", put.lang), text)]


def _line(put: ExactRow, key: str, line: Working | None, form: str) -> list[Step]:
    if line is None:
        return []
    label = say(f"progress.step.{key}", put.lang)
    return [(label, f"{form.format(*in_brackets(line.terms))} = {line.result}")]
