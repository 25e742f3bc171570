"""A verdict opened up: rule, numbers put in, result, and what it would take."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from dashboard.actuals.periods import label_kind
from dashboard.languages import say
from dashboard.languages.numbers import period_text
from dashboard.progress.amounts import amount_of, percent_of, points_of
from dashboard.progress.formulas import formulas
from dashboard.progress.reasons import number, reason_text, reason_values, whole
from dashboard.progress.rule_words import rule_sentence, word_of
from dashboard.progress.rules import LampRule, rules_of
from dashboard.progress.statuses import STATUSES


@dataclass(frozen=True)
class Explanation:
    """What a lamp opens to.

    `headline`: the verdict as one sentence.  `rule`: name, source and thresholds of the lamp rule.
    `steps`: (label, value) pairs from the inputs to the result, the formulas with their numbers.
    `need`: what it would take, or an empty text.  `moved`: what it was a year before, or empty.
    """

    status: str
    headline: str
    rule: str
    steps: tuple[tuple[str, str], ...]
    need: str
    moved: str
    lang: str = "en"

    def as_text(self) -> str:
        """The whole explanation as plain lines, to be copied."""
        steps = (
            say("progress.explain.line", self.lang, label=label, value=value)
            for label, value in self.steps
        )
        lines = [self.headline, self.rule, *steps]
        return "\n".join([*lines, *(x for x in (self.need, self.moved) if x)])


def explain(
    assessment: Mapping[str, Any],
    goal: Mapping[str, Any] | None,
    lang: str,
    rules: Mapping[str, Mapping[str, Any] | str] | None = None,
    names: Mapping[str, str] | None = None,
) -> Explanation:
    """Explain one row of `assess` in `lang`; `goal` is its row of the goals table.

    `rules` are the register's lamp rules by id, `names` the names of member ids.
    """
    word = say(STATUSES[str(assessment["status"])].key, lang)
    reason = reason_text(assessment, lang, names)
    rule = rules_of(rules).get(str(assessment.get("rule")), rules_of(None)["default"])
    return Explanation(
        status=str(assessment["status"]),
        headline=say("progress.explain.headline", lang, status=word, reason=reason),
        rule=rule_sentence(rule, lang),
        steps=tuple(
            _inputs(assessment, goal, lang)
            + formulas({**assessment, "counted": ""}, lang)
            + _class(assessment, rule, lang)
        ),
        need=_need(assessment, lang, names),
        moved=_moved(assessment, lang),
        lang=lang,
    )


def _inputs(
    row: Mapping[str, Any], goal: Mapping[str, Any] | None, lang: str
) -> list[tuple[str, str]]:
    values = reason_values(row, lang)
    unit = str(row.get("unit") or "count")
    steps = []
    if number(row.get("actual_float")) is not None:
        period = values["period"] if isinstance(row.get("period"), str) else ""
        label = say("progress.step.actual", lang, period=period).strip()
        steps.append((label, values["actual"]))
    if number(row.get("goal_value")) is not None:
        printed = _signs(str((goal or {}).get("target_text") or ""))
        key = "progress.step.goal-printed" if printed else "progress.step.goal"
        due = whole(row.get("due"))
        when = str(due) if due else say("progress.step.no-year", lang)
        steps.append((say(key, lang, printed=printed, due=when), values["goal"]))
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
    if whole(row.get("revision")):
        steps.append((say("progress.step.revision", lang), f"#{whole(row.get('revision'))}"))
    return steps


def _class(row: Mapping[str, Any], rule: LampRule, lang: str) -> list[tuple[str, str]]:
    band = number(row.get("band"))
    word = "" if band is None else word_of(rule, int(band), lang)
    return [(say("progress.step.class", lang), word)] if word else []


def _counted(row: Mapping[str, Any]) -> str:
    return str(row.get("counted") or "")


def _signs(printed: str) -> str:
    """The register's spelling with the signs of print: ">= 850" is read "≥ 850"."""
    return printed.replace(">=", "≥").replace("<=", "≤")


def _need(row: Mapping[str, Any], lang: str, names: Mapping[str, str] | None) -> str:
    values = reason_values(row, lang, names)
    unit = str(row.get("unit") or "count")
    monthly, growth = number(row.get("required_per_month")), number(row.get("required_growth"))
    if STATUSES[str(row["status"])].lamp == "grey" or number(row.get("remaining")) == 0:
        return ""
    if growth is not None:
        rate = percent_of(growth, lang)
        return say("progress.need.growth", lang, **values, rate=rate)
    if monthly is not None:
        return say(
            "progress.need.monthly",
            lang,
            **values,
            each=amount_of(monthly, unit, lang, _counted(row)),
        )
    gap = number(row.get("gap_points"))
    if row.get("kind") == "growth" and gap is not None and gap < 0:
        short = points_of(-gap, lang, signed=False)
        return say("progress.need.points", lang, short=short)
    return ""


def _moved(row: Mapping[str, Any], lang: str) -> str:
    before, now = number(row.get("previous")), number(row.get("actual_float"))
    period = row.get("period")
    if before is None or now is None or not isinstance(period, str):
        return ""
    kind, unit = label_kind(row), str(row.get("unit") or "count")
    year = period[:4]
    if not year.isdecimal():
        return ""
    earlier = period_text(f"{int(year) - 1:04d}{period[4:]}", kind, lang)
    shown = amount_of(before, unit, lang, _counted(row))
    if unit == "fraction":
        change = points_of((now - before) * 100, lang)
    elif before > 0:
        change = percent_of(now / before - 1, lang, signed=True)
    else:
        return say("progress.moved.no-rate", lang, earlier=earlier, value=shown)
    return say("progress.moved.rate", lang, earlier=earlier, value=shown, change=change)
