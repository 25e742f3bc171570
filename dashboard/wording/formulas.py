"""The formulas of a verdict with the numbers put in, as (label, value) pairs."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from fractions import Fraction
from typing import Any

from dashboard.languages import say
from dashboard.progress.assess import Assessment, quantity
from dashboard.progress.figures import Figure
from dashboard.progress.lamp_rules import ATTAINMENT, COMPLETION, GROWTH_RATIO, LampRule
from dashboard.progress.numbers import half_up, power
from dashboard.progress.path import along
from dashboard.progress.seasonal import season_of
from dashboard.wording.amounts import (
    Shown,
    Writer,
    amount_writer,
    percent_of,
    percent_writer,
    points_of,
    points_writer,
)
from dashboard.wording.formula_lines import (
    USUAL,
    Working,
    difference,
    in_brackets,
    rounded_difference,
    worked,
)
from dashboard.wording.reasons import (
    completion_text,
    conferred_day,
    figure_places,
    gap_places,
    is_conferred,
    ratio_places,
    share_places,
    unit_of,
)

Step = tuple[str, str]


# A path's name -> what is expected by it.
_PATHS = {
    "constant growth": "progress.step.path.constant growth",
    "flat": "progress.step.path.flat",
    "printed milestone": "progress.step.path.printed milestone",
    "since start": "progress.step.path.since start",
    "straight": "progress.step.path.straight",
    "year to date": "progress.step.path.year to date",
}


def formulas(
    found: Assessment, lang: str, rule: LampRule, names: Mapping[str, str] | None = None
) -> list[Step]:
    """Members, completion, path, gap, ratio: whichever of them the verdict rests on.

    `rule` is the lamp rule that judged it, `names` gives names of subjects.
    """
    if is_conferred(found):
        return _conferred(found, lang, names)
    steps = _members(found, lang) + _coverage(found, lang)
    if found.measured.tally is not None:
        return steps + _share_of_members(found, lang)
    if found.goal.judged_as == "growth":
        return steps + _companion(found, lang, names) + _growth(found, lang, rule)
    return [
        *steps,
        *_attained(found, lang),
        *_schedule(found, lang),
        *_gap(found, lang, rule),
        *_ratio(found, lang, rule),
        *_season(found, lang),
    ]


def _conferred(found: Assessment, lang: str, names: Mapping[str, str] | None) -> list[Step]:
    """Who has the level asked for, and since when; of a tier's count, how many of how many wanted."""
    tally, known = found.measured.tally, names or {}
    have = [say("progress.step.recognised-one", lang, name=known.get(name, name),
                day=conferred_day(found, name, lang))
            for name in (tally.having if tally else ())]  # fmt: skip
    told = say("progress.step.listed", lang).join(have) or say(
        "progress.step.recognised-none", lang
    )
    steps = [(say("progress.step.recognised", lang), told)]
    return steps + (_share_of_members(found, lang) if found.goal.over_members else [])


def _members(found: Assessment, lang: str) -> list[Step]:
    tally = found.measured.tally
    if tally is None or (tally.entered is not None and not tally.named):
        return []
    text = say(
        "progress.step.members-value", lang,
        met=tally.meeting, members=tally.named, reported=tally.reported,
    )  # fmt: skip
    return [(say("progress.step.members", lang), text)]


def _share_of_members(found: Assessment, lang: str) -> list[Step]:
    if found.measured.completion is None:
        return []
    told = percent_of(found.measured.completion, lang, fixed=True)
    return [(say("progress.step.completion", lang), told)]


def _coverage(found: Assessment, lang: str) -> list[Step]:
    counted = found.measured.coverage
    if counted is None:
        return []
    counts, percent = amount_writer("count", lang), percent_writer(lang)
    line = worked(
        [(counted.covered.value, counts), (counted.of.value, counts)],
        lambda part, whole: part / whole,
        lambda result: percent(result, 2),
    )
    return _line("coverage", line, "{0} ÷ {1}", lang)


def _attained(found: Assessment, lang: str) -> list[Step]:
    """Completion, or what is used of a limit."""
    value, number, base, write = found.actual, found.number, found.base, _writer(found, lang)
    measured, least = found.measured, _least(found, lang)
    if value is None or number is None:
        return []
    of = [(value, write), (number, write)]
    if measured.from_base and base is not None:
        done = worked(of, lambda v, g: v / g, _told(found, found.done, lang), least)
        way = worked(
            [(value, write), (base, write), (number, write)],
            lambda v, v0, g: (v - v0) / (g - v0),
            _told(found, measured.completion, lang, found.schedule),
            least,
        )
        told = [] if found.done is None else _line("completion", done, "{0} ÷ {1}", lang)
        return [*told, *_line("way", way, "({0} − {1}) ÷ ({2} − {1})", lang)]
    for key, share in (("completion", measured.completion), ("used", measured.used)):
        if share is not None:
            told_share = _told(found, share, lang, found.schedule)
            return _line(key, worked(of, lambda v, g: v / g, told_share, least), "{0} ÷ {1}", lang)
    return []


def _told(
    found: Assessment, share: Fraction | None, lang: str, schedule: Fraction | None = None
) -> Callable[[Fraction], Shown]:
    """A share with one decimal, or as many as keep it off its schedule and off a whole it misses."""
    places = share_places(found, share, schedule)
    return lambda told: percent_writer(lang, fixed=True)(told, places)


def _least(found: Assessment, lang: str) -> int:
    """Decimals of the terms of a line: no figure reads there as a number that it is off."""
    return max(USUAL, figure_places(found, lang))


def _schedule(found: Assessment, lang: str) -> list[Step]:
    expected = found.measured.expected
    if expected is None:
        return []
    label = say(_PATHS[expected.name], lang, year=expected.milestone)
    if source := milestone_source(found.goal.row, expected.milestone, lang):
        label = say("progress.step.milestone-of", lang, year=expected.milestone, source=source)
    if expected.name in ("year to date", "since start"):
        return [
            (label, f"{expected.elapsed} ÷ {expected.whole} = {_tenths(lang)(expected.share)[0]}")
        ]
    write, least = _writer(found, lang), _least(found, lang)
    told = write(expected.value, least)[0]
    if expected.name != "printed milestone":
        line = worked(
            [(expected.start, write), (expected.end, write)],
            lambda start, end: along(start, end, expected.share, expected.by_rate),
            lambda e: write(e, least),
        )
        if line is not None:
            form = "{0} × ({1} ÷ {0})^" if expected.by_rate else "{0} + ({1} − {2}) × "
            way = f"{expected.elapsed}/{expected.whole}"
            way = f"({way})" if expected.by_rate else way
            # Where the base stands within the bracket it takes one of its own below zero.
            terms = (*in_brackets(line.terms), in_brackets(("", line.terms[0]))[1])
            told = f"{form.format(*terms)}{way} = {line.result}"
    return [(label, told), *_expected_share(found, lang)]


def milestone_source(goal: Mapping[str, Any], year: int, lang: str) -> str:
    """The document and clause that set the milestone of a year, where they are not the goal's own."""
    for one in goal.get("milestones") or ():
        if one["year"] == year and (title := one.get(f"document_title_{lang}")):
            source = say("progress.step.source", lang, title=title, clause=one["clause"] or "")
            return source.strip()
    return ""


def _expected_share(found: Assessment, lang: str) -> list[Step]:
    expected, number, base, write = (
        found.measured.expected,
        found.number,
        found.base,
        _writer(found, lang),
    )
    if found.schedule is None or expected is None or number is None:
        return []
    measured = found.measured
    share = measured.used if measured.completion is None else measured.completion
    told = _told(found, share, lang, found.schedule)
    if found.measured.from_base and base is not None:
        terms = [(expected.value, write), (base, write), (number, write)]
        line = worked(terms, lambda e, v0, g: (e - v0) / (g - v0), told, _least(found, lang))
        return _line("schedule", line, "({0} − {1}) ÷ ({2} − {1})", lang)
    terms = [(expected.value, write), (number, write)]
    line = worked(terms, lambda e, g: e / g, told, _least(found, lang))
    return _line("schedule", line, "{0} ÷ {1}", lang)


def _gap(found: Assessment, lang: str, rule: LampRule) -> list[Step]:
    if found.gap is None:
        return []
    measured, schedule, number = found.measured, found.schedule, found.number
    if schedule is not None and (number or measured.from_base):
        if measured.completion is not None:
            pair = (measured.completion, schedule)
        else:
            assert measured.used is not None
            pair = (schedule, measured.used)
        return _line("gap", difference(*pair, found, rule, lang), "{0} − {1}", lang)
    expected, value = measured.expected, found.actual
    if value is None or expected is None or not number:
        return []
    # A goal below zero has no share: its distance is told relative to its size.
    ordered = (expected.value, value) if found.goal.sense < 0 else (value, expected.value)
    terms = [(one, _writer(found, lang)) for one in (*ordered, abs(number))]
    places = gap_places(found, rule)
    write = points_writer(lang, fixed=places == 1)
    line = worked(
        terms,
        lambda v, e, g: (v - e) / g,
        lambda gap: write(gap * 100, places),
        _least(found, lang),
    )
    return _line("gap", line, "({0} − {1}) ÷ {2}", lang)


def _growth(found: Assessment, lang: str, rule: LampRule) -> list[Step]:
    """Growth less its goal, the other way round where growth is to be low."""
    value, number = found.actual, found.number
    if found.gap is None or value is None or number is None:
        return []
    # The terms are shown as they stand among the inputs, with two decimals if they have them.
    least = max(*(_usual_places(one) for one in (value, number)), 1)
    ordered = (number, value) if found.goal.sense < 0 else (value, number)
    apart = figure_places(found, lang)
    if apart > least:
        line = rounded_difference(*ordered, found, rule, lang, apart)
    else:
        line = difference(*ordered, found, rule, lang, least)
    return _line("gap", line, "{0} − {1}", lang)


def _season(found: Assessment, lang: str) -> list[Step]:
    """The schedule by last year's season: a second opinion beside N/12, never instead of it (rule 2)."""
    season, write = season_of(found), _writer(found, lang)
    if season is None:
        return []
    terms = [(season.then, write), (season.whole, write)]
    line = worked(terms, lambda v, w: v / w, _tenths(lang))
    if line is None:
        return []
    text = say(
        "progress.step.season-value", lang,
        parts=f"{line.terms[0]} ÷ {line.terms[1]}", schedule=line.result,
        gap=points_of(season.gap * 100, lang, fixed=True),
    )  # fmt: skip
    return [(say("progress.step.season", lang), text)]


def _ratio(found: Assessment, lang: str, rule: LampRule) -> list[Step]:
    """The ratio a rule decided by; nothing where it looks at the gap or the goal has no ratio."""
    value = quantity(found, rule)
    if value is None:
        return []
    if rule.quantity == ATTAINMENT:
        assert found.measured.completion is not None
        assert found.schedule is not None
        key = "way-ratio" if found.measured.from_base else "ratio"
        return _quotient(key, found.measured.completion, found.schedule, found, rule, lang)
    if rule.quantity == COMPLETION:
        key = "way-ruled" if found.measured.from_base else "completion-ruled"
        # progress.step.*
        return [(say(f"progress.step.{key}", lang), completion_text(found, lang))]
    return _growth_ratio(found, lang, rule) if rule.quantity == GROWTH_RATIO else []


def _growth_ratio(found: Assessment, lang: str, rule: LampRule) -> list[Step]:
    """Growth a year so far and needed, each from its two levels, then the one over the other."""
    value, number, base, years = found.actual, found.number, found.base, found.growth_years
    rates, write = found.growth_rates, _writer(found, lang)
    if value is None or number is None or not base or not years or rates is None:
        return []
    whole = Fraction(found.goal.due - found.goal.base_year)
    steps = []
    for key, end, over in (("growth-so-far", value, years), ("growth-needed", number, whole)):

        def rate(later: Fraction, earlier: Fraction, over: Fraction = over) -> Fraction:
            return power(later / earlier, 1 / over) - 1

        line = worked([(end, write), (base, write)], rate, _tenths(lang))
        if line is None:
            return []
        later, earlier = in_brackets(line.terms)
        text = f"({later} ÷ {earlier})^({_one_over(over)}) − 1 = {line.result}"
        steps.append((say(f"progress.step.{key}", lang), text))
    return steps + _quotient("growth-ratio", *rates, found, rule, lang)


def _one_over(years: Fraction) -> str:
    return f"1/{years}" if years.denominator == 1 else f"12/{years * 12}"


def _quotient(
    key: str, above: Fraction, below: Fraction, found: Assessment, rule: LampRule, lang: str
) -> list[Step]:
    places = ratio_places(found, rule, above / below)
    percent, fixed = percent_writer(lang), percent_writer(lang, fixed=True)
    terms = [(above, percent), (below, percent)]
    line = worked(
        terms, lambda one, other: one / other, lambda share: fixed(share, places), least=1
    )
    return _line(key, line, "{0} ÷ {1}", lang)


def _companion(found: Assessment, lang: str, names: Mapping[str, str] | None) -> list[Step]:
    """Both growth rates of a goal in step with the figures they come from; nothing for other goals."""
    beside, measured = found.measured.companion, found.measured
    # A level of which no growth could be computed is no rate.
    if beside is None or beside.now is None or measured.as_entered:
        return []
    name = companion_name(found, lang, names)
    unit = str((found.goal.companion or {}).get("unit") or "count")
    label = say("progress.step.own-growth", lang)
    steps = _grown(label, measured.figure, beside.own_before, found.goal.unit, lang)
    if beside.before is not None:
        label = say("progress.step.step-growth", lang, name=name)
        steps += _grown(label, beside.now, beside.before, unit, lang)
    else:
        label = say("progress.step.step-reported", lang, name=name)
        steps.append((label, percent_writer(lang)(beside.now.value, 2)[0]))
    if beside.now.revision:
        label = say("progress.step.step-revision", lang, name=name)
        steps.append((label, f"#{beside.now.revision}"))
    return steps


def companion_name(found: Assessment, lang: str, names: Mapping[str, str] | None) -> str:
    """What the other series is called: its indicator, and its subject where that is another one."""
    name = (found.goal.companion or {}).get(f"name_{lang}")
    if not isinstance(name, str):
        return say("progress.step.other-series", lang)
    key = found.goal.series.companion
    told = (names or {}).get(key[1]) if key else None
    if told is None or key is None or key[1] == found.goal.subject:
        return name
    return say("progress.step.series-of", lang, name=name, subject=told)


def _grown(
    label: str, now: Figure | None, before: Figure | None, unit: str, lang: str
) -> list[Step]:
    if now is None or before is None:
        return []
    write, percent = amount_writer(unit, lang), percent_writer(lang)
    line = worked(
        [(now.value, write), (before.value, write)],
        lambda later, earlier: later / earlier - 1,
        lambda result: percent(result, 2),
    )
    return (
        [] if line is None else [(label, f"{line.terms[0]} ÷ {line.terms[1]} − 1 = {line.result}")]
    )


def _line(key: str, line: Working | None, form: str, lang: str) -> list[Step]:
    if line is None:
        return []
    label = say(f"progress.step.{key}", lang)
    return [(label, f"{form.format(*in_brackets(line.terms))} = {line.result}")]


def _writer(found: Assessment, lang: str) -> Writer:
    return amount_writer(unit_of(found), lang)


def _tenths(lang: str) -> Callable[[Fraction], Shown]:
    """A share as a percentage with one decimal."""
    return lambda share: percent_writer(lang, fixed=True)(share, 1)


def _usual_places(share: Fraction) -> int:
    """Decimals of a percentage as it is usually written, two at most."""
    rounded = half_up(share * 100, 2).normalize().as_tuple().exponent
    return max(0, -rounded) if isinstance(rounded, int) else 0
