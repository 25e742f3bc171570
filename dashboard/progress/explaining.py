"""A verdict opened up: rule, numbers put in, result, and what it would take."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from dashboard.actuals.periods import label_kind, period_before
from dashboard.languages import say
from dashboard.languages.numbers import period_text
from dashboard.languages.quoting import cited
from dashboard.progress.amounts import amount_of, amount_writer, percent_of, points_of
from dashboard.progress.exactness import exact
from dashboard.progress.formulas import formulas
from dashboard.progress.moves import moves
from dashboard.progress.needs import need_text
from dashboard.progress.reasons import number, parts_of, reason_text, reason_values, whole
from dashboard.progress.rule_words import rule_sentence, word_of
from dashboard.progress.rules import LampRule, rules_of
from dashboard.progress.statuses import STATUSES
from dashboard.progress.workings import in_brackets, worked

TOLERANT = ("about", "approach")


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
    lang: str = "en"
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
    assessment: Mapping[str, Any],
    goal: Mapping[str, Any] | None,
    lang: str,
    rules: Mapping[str, Mapping[str, Any] | str] | None = None,
    names: Mapping[str, str] | None = None,
    earlier: Sequence[Mapping[str, Any]] = (),
) -> Explanation:
    """Explain one row of `assess` in `lang`; `goal` is its row of the goals table.

    `rules` are the register's lamp rules by id, `names` the names of member ids, `earlier` the
    same goal's rows before this one, oldest first.
    """
    word = say(STATUSES[str(assessment["status"])].key, lang)
    reason = reason_text(assessment, lang, names)
    known = rules_of(rules)
    rule = known.get(str(assessment.get("rule")), rules_of(None)["default"])
    return Explanation(
        status=str(assessment["status"]),
        headline=say("progress.explain.headline", lang, status=word, reason=reason),
        rule=rule_sentence(rule, lang),
        steps=tuple(
            _inputs(assessment, goal, lang)
            + formulas(assessment, lang, rule, names)
            + _class(assessment, rule, lang)
        ),
        need=need_text(assessment, lang),
        moved=_moved(assessment, lang),
        lang=lang,
        moves=moves(
            (*earlier, assessment),
            lang,
            {one.id: one.name.get(lang, one.id) for one in known.values()},
        ),
        cited=cited(_words(goal, "wording"), _words(goal, "clause"), lang) or "",
    )


def _words(goal: Mapping[str, Any] | None, name: str) -> str | None:
    """A text of the goals table; it may hold None or a frame's own nothing."""
    said = (goal or {}).get(name)
    return said if isinstance(said, str) and said else None


def _inputs(
    row: Mapping[str, Any], goal: Mapping[str, Any] | None, lang: str
) -> list[tuple[str, str]]:
    values = reason_values(row, lang)
    unit = str(row.get("unit") or "count")
    steps = _actual(row, values, lang)
    if number(row.get("goal_value")) is not None:
        printed = _signs(str((goal or {}).get("target_text") or ""))
        key = "progress.step.goal-printed" if printed else "progress.step.goal"
        steps.append((say(key, lang, printed=printed, due=_when(row, lang)), values["goal"]))
    if row.get("comparator") in TOLERANT or bool(row.get("kept")):
        steps.append((say("progress.step.tolerance", lang), values["tolerance"]))
    steps += _next_level(row, goal, lang)
    base = number(row.get("base_value"))
    if base is not None:
        key = "base-printed" if bool(row.get("base_printed")) else "base-entered"
        label = say(f"progress.step.{key}", lang, year=whole(row.get("base_year")))
        steps.append((label, amount_of(base, unit, lang, _counted(row))))
    heir = number(row.get("heir_actual"))
    if heir is not None and isinstance(row.get("heir_period"), str):
        period = period_text(str(row["heir_period"]), str(row.get("kind") or "flow"), lang)
        label = say("progress.step.heir", lang, period=period, heir=values["heir"])
        steps.append((label, amount_of(heir, unit, lang)))
    return steps + _revisions(row, lang)


def _actual(row: Mapping[str, Any], values: Mapping[str, str], lang: str) -> list[tuple[str, str]]:
    """The figure judged; over members how many meet it, of a total the years it was added from."""
    if number(row.get("actual_float")) is None:
        return []
    period = values["period"] if isinstance(row.get("period"), str) else ""
    label = say("progress.step.actual", lang, period=period).strip()
    if number(row.get("member_count")) is not None:
        key = "met" if row.get("subject_kind") == "each-cluster" else "count"
        met, members = whole(row.get("met_count")), whole(row.get("member_count"))
        return [(label, say(f"progress.step.members-{key}", lang, met=met, members=members))]
    parts = parts_of(row)
    write = amount_writer(str(row.get("unit") or "count"), lang)
    years = [known for _, value, _ in parts if (known := exact(value)) is not None]
    terms = [(year, write) for year in years]
    line = worked(terms, lambda *years: sum(years, Fraction(0)), lambda total: write(total, 2))
    if not terms or line is None:
        return [(label, values["actual"])]
    label = say("progress.step.total", lang, period=period)
    return [(label, f"{' + '.join(in_brackets(line.terms))} = {line.result}")]


def _when(row: Mapping[str, Any], lang: str) -> str:
    """When the goal is due: a year, every year, every year until one, or no year printed."""
    due = whole(row.get("due"))
    if row.get("every") == "year":
        key = "every-until" if due else "every"
        return say(f"progress.step.{key}", lang, year=due)
    return str(due) if due else say("progress.step.no-year", lang)


def _next_level(
    row: Mapping[str, Any], goal: Mapping[str, Any] | None, lang: str
) -> list[tuple[str, str]]:
    """The next level above a tier's own threshold, and how far it is (rule 11)."""
    level = exact((goal or {}).get("next_level"))
    if level is None:
        return []
    unit = str(row.get("unit") or "count")
    actual = exact(row.get("actual")) if isinstance(row.get("actual"), str) else None
    shown = amount_of(level, unit, lang)
    if actual is not None and not bool(row.get("partial")):
        key = "reached" if actual >= level else "value"
        away = amount_of(abs(level - actual), unit, lang)
        shown = say(f"progress.step.next-level-{key}", lang, level=shown, away=away)
    return [(say("progress.step.next-level", lang), shown)]


def _revisions(row: Mapping[str, Any], lang: str) -> list[tuple[str, str]]:
    numbers = [revision for _, _, revision in parts_of(row)] or [whole(row.get("revision"))]
    told = ", ".join(f"#{number}" for number in numbers if number)
    key = "revisions" if len(numbers) > 1 else "revision"
    return [(say(f"progress.step.{key}", lang), told)] if told else []


def _class(row: Mapping[str, Any], rule: LampRule, lang: str) -> list[tuple[str, str]]:
    band = number(row.get("band"))
    word = "" if band is None else word_of(rule, int(band), lang)
    return [(say("progress.step.class", lang), word)] if word else []


def _counted(row: Mapping[str, Any]) -> str:
    return str(row.get("counted") or "")


def _signs(printed: str) -> str:
    """The register's spelling with the signs of print: ">= 850" is read "≥ 850"."""
    return printed.replace(">=", "≥").replace("<=", "≤")


def _moved(row: Mapping[str, Any], lang: str) -> str:
    before, now = number(row.get("previous")), number(row.get("actual_float"))
    period = row.get("period")
    if before is None or now is None or not isinstance(period, str):
        return ""
    kind, unit = label_kind(row), str(row.get("unit") or "count")
    year_before = period_before(period)
    if year_before is None:
        return ""
    earlier = period_text(year_before, kind, lang)
    shown = amount_of(before, unit, lang, _counted(row))
    if unit == "fraction":
        change = points_of((now - before) * 100, lang)
    elif before > 0:
        change = percent_of(now / before - 1, lang, signed=True)
    else:
        return say("progress.moved.no-rate", lang, earlier=earlier, value=shown)
    return say("progress.moved.rate", lang, earlier=earlier, value=shown, change=change)
