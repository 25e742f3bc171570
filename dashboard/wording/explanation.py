"""A verdict opened up: rule, numbers put in, result, and what it would take."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from dashboard.actuals.periods import label_kind, period_before
from dashboard.languages import LOGGED, say
from dashboard.languages.numbers import period_text
from dashboard.languages.quoting import cited
from dashboard.progress.assess import Assessment
from dashboard.progress.lamp_rules import LampRule, rules_of
from dashboard.progress.numbers import exact
from dashboard.progress.status import STATUSES
from dashboard.wording.amounts import amount_of, amount_writer, percent_of, points_of
from dashboard.wording.changes import changes
from dashboard.wording.formula_lines import in_brackets, worked
from dashboard.wording.formulas import formulas
from dashboard.wording.lamp_rules import rule_sentence, word_of
from dashboard.wording.reasons import (
    actual_text,
    at_least_text,
    distance_text,
    goal_text,
    heir_name,
    is_conferred,
    period_of,
    reason_text,
    tolerated_text,
    unit_of,
)
from dashboard.wording.requirements import need_text
from dashboard.wording.states import with_vintage

TOLERANT = ("about", "approach", "maintain", "basically in step")
Row = Mapping[str, Any]


@dataclass(frozen=True)
class Explanation:
    """What a lamp opens to.

    `headline`: the verdict as one sentence.  `rule`: name, source and thresholds of the lamp rule.
    `steps`: (label, value) pairs from the inputs to the result, the formulas with their numbers.
    `need`: what it would take, or an empty text.  `moved`: what it was a year before, or empty.
    `moves`: why it is another than before, a sentence a step.  `cited`: the clause's own words.
    """

    status: str
    headline: str
    rule: str
    steps: tuple[tuple[str, str], ...]
    need: str
    moved: str
    lang: str = LOGGED
    moves: tuple[str, ...] = ()
    cited: str = ""

    def as_text(self) -> str:
        """The whole explanation as plain lines, to be copied."""
        steps = (
            say("progress.explain.line", self.lang, label=label, value=value)
            for label, value in self.steps
        )
        lines = [self.headline, self.rule, *steps]
        after = (self.need, self.moved, *self.moves, self.cited)
        return "\n".join([*lines, *(line for line in after if line)])


def explain(
    assessment: Row,
    goal: Row | None,
    lang: str,
    rules: Mapping[str, Mapping[str, Any] | str] | None = None,
    names: Mapping[str, str] | None = None,
    earlier: Sequence[Row] = (),
) -> Explanation:
    """Explain one row of verdicts in `lang`; `goal` is its row of the goals table.

    A row may name what is `counted`, and the `vintage` of the figure judged (preliminary, final,
    revised). `rules` are the register's lamp rules by id, `names` the names of member ids, `earlier` the
    same goal's rows before this one, oldest first.
    """
    found: Assessment = assessment["assessment"]
    counted = str(assessment.get("counted") or "")
    known = rules_of(rules)
    rule = found.rule
    status = STATUSES[found.status]
    # Many reasons begin with their period, which is in small letters within a sentence.
    reason = reason_text(assessment, lang, names)
    reason = reason[:1].upper() + reason[1:]
    return Explanation(
        status=status.id,
        headline=say(
            "progress.explain.headline", lang,
            status=say(status.key, lang), reason=reason,
        ),
        rule=rule_sentence(rule, lang),
        steps=tuple(
            _inputs(found, goal or found.goal.row, lang, counted, names or {})
            + _revisions(found, lang, assessment.get("vintage"))
            + formulas(found, lang, rule, names)
            + _class(found, rule, lang)
        ),
        need=need_text(assessment, lang),
        moved=_moved(found, lang, counted),
        lang=lang,
        moves=changes(
            (*earlier, assessment),
            lang,
            {one.id: one.name.get(lang, one.id) for one in known.values()},
        ),
        cited=cited(_words(goal, "wording"), _words(goal, "clause"), lang) or "",
    )  # fmt: skip


def _words(goal: Row | None, name: str) -> str | None:
    """A text of the goals table; it may hold None or a frame's own nothing."""
    said = (goal or {}).get(name)
    return said if isinstance(said, str) and said else None


def _inputs(
    found: Assessment, goal: Row, lang: str, counted: str, names: Mapping[str, str]
) -> list[tuple[str, str]]:
    steps = _actual(found, lang, counted) + _newer(found, lang, counted)
    steps += _regions(found, lang, names)
    if found.number is not None or (found.goal.over_members and found.goal.value is not None):
        printed = _signs(str(goal.get("target_text") or ""))
        key = "progress.step.goal-printed" if printed else "progress.step.goal"
        label = say(key, lang, printed=printed, due=_when(found, lang))
        level = is_conferred(found) and not found.goal.over_members
        named = str(goal.get(f"name_{lang}") or printed)
        steps.append((label, named if level else goal_text(found, lang, counted)))
    if found.goal.comparator in TOLERANT or found.goal.kept_level:
        told = tolerated_text(found, lang, counted)
        steps.append((say("progress.step.tolerance", lang), told))
    steps += _next_level(found, goal, lang)
    if found.base is not None:
        key = "base-printed" if found.goal.base_printed else "base-entered"
        # progress.step.*
        label = say(f"progress.step.{key}", lang, year=found.goal.base_year)
        steps.append((label, amount_of(found.base, found.goal.unit, lang, counted)))
    if found.heir is not None:
        kind = found.goal.judged_as
        period = period_text(found.heir.period, kind, lang)
        label = say("progress.step.heir", lang, period=period, heir=heir_name(found, lang))
        steps.append((label, amount_of(found.heir.value, found.goal.unit, lang)))
    return steps


def _actual(found: Assessment, lang: str, counted: str) -> list[tuple[str, str]]:
    """The figure judged; over members how many meet it, of a total the years it was added from."""
    measured = found.measured
    if measured.actual is None or is_conferred(found):
        return []
    period = period_of(found, lang) if measured.figure else ""
    label = say("progress.step.actual", lang, period=period).strip()
    tally = measured.tally
    if tally is not None and tally.entered is None:
        return [(label, members_text(found, lang))]
    write = amount_writer(unit_of(found), lang)
    terms = [(part.value, write) for part in measured.parts]
    line = worked(terms, lambda *years: sum(years, Fraction(0)), lambda total: write(total, 2))
    if not terms or line is None:
        return [(label, actual_text(found, lang, counted))]
    label = say("progress.step.total", lang, period=period)
    return [(label, f"{' + '.join(in_brackets(line.terms))} = {line.result}")]


def _newer(found: Assessment, lang: str, counted: str) -> list[tuple[str, str]]:
    """What has been reported since the whole year that is judged, and is not yet a year itself."""
    newer = found.measured.newer
    if newer is None:
        return []
    period = period_text(newer.period, found.goal.judged_as, lang)
    label = say("progress.step.newer", lang, period=period)
    return [(label, amount_of(newer.value, unit_of(found), lang, counted))]


def _regions(found: Assessment, lang: str, names: Mapping[str, str]) -> list[tuple[str, str]]:
    """What a group's figure was added up from, each region with its own."""
    unit = unit_of(found)
    told = [
        say("progress.step.added-one", lang, name=names.get(region, region),
            value=amount_of(figure.value, unit, lang))
        for region, figure in found.measured.regions
    ]  # fmt: skip
    return [(say("progress.step.added", lang), " + ".join(told))] if told else []


def members_text(found: Assessment, lang: str) -> str:
    """How many of the members meet it, and of how many nothing is reported."""
    tally = found.measured.tally
    assert tally is not None
    if tally.unnamed:
        return at_least_text(found, lang)
    each = found.goal.subject_kind == "each-cluster"
    silent = tally.named - tally.reported
    # progress.step.members-count, progress.step.members-count-silent, progress.step.members-met,
    # progress.step.members-met-silent, progress.step.members-value
    key = f"progress.step.members-{'met' if each else 'count'}{'-silent' if silent else ''}"
    return say(key, lang, met=tally.meeting, members=tally.named, silent=silent)


def _when(found: Assessment, lang: str) -> str:
    """When the goal is due: a year, every year, every year until one, or no year printed."""
    due = found.goal.due
    if found.goal.annual:
        key = "every-until" if due else "every"
        return say(f"progress.step.{key}", lang, year=due)
    return str(due) if due else say("progress.step.no-year", lang)


def _next_level(found: Assessment, goal: Row, lang: str) -> list[tuple[str, str]]:
    """The next level above a tier's own threshold, and how far it is (rule 11)."""
    level = exact(goal.get("next_level"))
    if level is None:
        return []
    unit, actual = found.goal.unit, found.actual
    shown = amount_of(level, unit, lang)
    if actual is not None and not found.measured.partial:
        key = "reached" if actual >= level else "value"
        away = distance_text(abs(level - actual), unit, lang)
        # progress.step.next-level-reached, progress.step.next-level-value
        shown = say(f"progress.step.next-level-{key}", lang, level=shown, away=away)
    return [(say("progress.step.next-level", lang), shown)]


def _revisions(found: Assessment, lang: str, vintage: str | None) -> list[tuple[str, str]]:
    """The revisions of the figures looked at, and how settled the figure judged is: its vintage."""
    measured = found.measured
    figures = measured.parts or tuple(figure for _, figure in measured.regions)
    figures = figures or ((measured.figure,) if measured.figure else ())
    numbers = [figure.revision for figure in figures]
    told = ", ".join(f"#{number}" for number in numbers if number)
    key = "revisions" if len(numbers) > 1 else "revision"
    return (
        [(say(f"progress.step.{key}", lang), with_vintage(told, vintage, lang) or "")]
        if told
        else []
    )


def _class(found: Assessment, rule: LampRule, lang: str) -> list[tuple[str, str]]:
    word = word_of(rule, found.band, lang)
    return [(say("progress.step.class", lang), word)] if word else []


def _signs(printed: str) -> str:
    """The register's spelling with the signs of print: ">= 850" is read "≥ 850"."""
    return printed.replace(">=", "≥").replace("<=", "≤")


def _moved(found: Assessment, lang: str, counted: str) -> str:
    before, now, figure = found.measured.previous, found.actual, found.measured.figure
    if before is None or now is None or figure is None:
        return ""
    year_before = period_before(figure.period)
    if year_before is None:
        return ""
    unit = unit_of(found)
    kind = label_kind(
        {"kind": found.goal.judged_as, "accumulates": found.goal.row.get("accumulates")}
    )
    earlier = period_text(year_before, kind, lang)
    shown = amount_of(before, unit, lang, counted)
    if unit == "fraction":
        change = points_of((now - before) * 100, lang)
    elif before > 0:
        change = percent_of(now / before - 1, lang, signed=True)
    else:
        return say("progress.moved.no-rate", lang, earlier=earlier, value=shown)
    return say("progress.moved.rate", lang, earlier=earlier, value=shown, change=change)


def expected_word(path: str, lang: str) -> str:
    """Return what a path asks for by now is called: a year's schedule, or the way to a later year."""
    key = "pages.verdict.schedule" if path == "year to date" else "pages.verdict.expected"
    return say(key, lang)
