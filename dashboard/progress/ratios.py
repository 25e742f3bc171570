"""The ratios that some lamp rules look at, with the numbers put in."""

from __future__ import annotations

from fractions import Fraction

from dashboard.languages import say
from dashboard.progress.amounts import Shown, decimals, percent_writer
from dashboard.progress.exact_row import ExactRow
from dashboard.progress.exactness import power
from dashboard.progress.reasons import number, whole
from dashboard.progress.rules import ATTAINMENT, GROWTH_RATIO, LampRule
from dashboard.progress.workings import Working, in_brackets, worked

Step = tuple[str, str]


def ratio_steps(put: ExactRow, rule: LampRule) -> list[Step]:
    """The ratio a rule decided by; nothing where it looks at the gap or the goal has no ratio."""
    if number(put.row.get("quantity")) is None:
        return []
    if rule.quantity == ATTAINMENT:
        return _attainment(put)
    return _growth(put) if rule.quantity == GROWTH_RATIO else []


def _attainment(put: ExactRow) -> list[Step]:
    done, expected = put.done, put.scheduled
    if done is None or not expected:
        return []
    return _ratio(put, "ratio", done, expected)


def _growth(put: ExactRow) -> list[Step]:
    """Growth a year so far and needed, each from its two levels, then the one over the other."""
    value, goal, base, lang = put.actual, put.goal, put.base, put.lang
    years = number(put.row.get("growth_years"))
    if value is None or goal is None or not base or not years:
        return []
    elapsed = Fraction(round(years * 12), 12)
    whole_way = Fraction(whole(put.row.get("due")) - whole(put.row.get("base_year")))
    steps, rates = [], []
    for key, end, over in (("growth-so-far", value, elapsed), ("growth-needed", goal, whole_way)):
        if over <= 0:
            return []
        line = _compound(put, end, base, over)
        if line is None:
            return []
        later, earlier = in_brackets(line.terms)
        text = f"({later} ÷ {earlier})^({_one_over(over)}) − 1 = {line.result}"
        steps.append((say(f"progress.step.{key}", lang), text))
        rates.append(power(end / base, 1 / over) - 1)
    return steps + _ratio(put, "growth-ratio", *rates)


def _compound(put: ExactRow, end: Fraction, base: Fraction, over: Fraction) -> Working | None:
    def rate(later: Fraction, earlier: Fraction) -> Fraction:
        return power(later / earlier, 1 / over) - 1

    return worked([(end, put.write), (base, put.write)], rate, put.tenths)


def _one_over(years: Fraction) -> str:
    return f"1/{years}" if years.denominator == 1 else f"12/{years * 12}"


def _ratio(put: ExactRow, key: str, above: Fraction, below: Fraction) -> list[Step]:
    told = put.row.get("quantity_told")
    places = decimals(told) if isinstance(told, str) else 1
    percent = percent_writer(put.lang)

    def result(share: Fraction) -> Shown:
        return percent_writer(put.lang, fixed=True)(share, places)

    terms = [(above, percent), (below, percent)]
    line = worked(terms, lambda one, other: one / other, result, least=1)
    if line is None:
        return []
    label = say(f"progress.step.{key}", put.lang)
    first, second = in_brackets(line.terms)
    return [(label, f"{first} ÷ {second} = {line.result}")]
