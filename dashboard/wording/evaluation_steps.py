"""How an evaluation's score was reckoned: from the figures to points, score, rank and class."""

from collections.abc import Callable, Mapping
from fractions import Fraction
from typing import TYPE_CHECKING

from dashboard.languages import say
from dashboard.progress.numbers import half_up
from dashboard.wording.amounts import amount_writer
from dashboard.wording.evaluations import PLACES, EvaluationWords
from dashboard.wording.formula_lines import in_brackets, worked

if TYPE_CHECKING:
    from dashboard.progress.evaluation import Criterion, Mark, Result

# By formula: its amounts, the one that begins a bracket first, and the points they give.
_REDUCED: dict[str, tuple[tuple[str, ...], Callable[..., Fraction]]] = {
    "min-max": (
        ("value", "worst", "best"),
        lambda one, v, worst, best: (
            one.least + (one.most - one.least) * (v - worst) / (best - worst)
        ),
    ),
    "z-score": (
        ("value", "mean", "deviation"),
        lambda one, v, mean, deviation: one.centre + one.step * (v - mean) / deviation,
    ),
    "z-score-falling": (
        ("mean", "value", "deviation"),
        lambda one, mean, v, deviation: one.centre + one.step * (mean - v) / deviation,
    ),
    "target share": (("value", "target"), lambda _one, v, target: v / target * 100),
    "target share-falling": (("target", "value"), lambda _one, target, v: target / v * 100),
}


def headline(words: EvaluationWords, one: "Result") -> str:
    """A unit's result as one sentence."""
    name = words.unit(one.unit)
    if one.rank is None:
        return say("evaluation.steps.left-out", words.lang, unit=name, reason=words.left_out(one))
    return say(
        "evaluation.steps.headline",
        words.lang,
        unit=name,
        score=words.score(one),
        ranked=words.rank(one),
        n=len(words.evaluation.ranked),
    )


def steps(words: EvaluationWords, one: "Result") -> list[tuple[str, str]]:
    """(label, value) pairs from the figures to score, rank and class."""
    lang = words.lang
    reckoned = [
        (
            say(
                "evaluation.steps.criterion",
                lang,
                criterion=words.criterion(mark.criterion),
                weight=words.weight(mark.criterion),
            ),
            _worked(words, mark),
        )
        for mark in one.marks
    ]
    if one.rank is None:
        return reckoned
    method = words.evaluation.method
    parts = [words.number(m.contribution) for m in one.marks if m.contribution is not None]
    total = say(
        "evaluation.steps.sum-value",
        lang,
        parts=" + ".join(parts),
        exact=words.number(one.score, max(PLACES, method.decimals + 2)),
        n=method.decimals,
        score=words.score(one),
    )
    reckoned.append((say("evaluation.steps.sum", lang), total))
    ranked = say(
        "evaluation.steps.rank-value",
        lang,
        ranked=words.rank(one),
        n=len(words.evaluation.ranked),
    )
    reckoned.append((say("evaluation.steps.rank", lang), ranked))
    if one.moved is not None:
        told = say(
            "evaluation.steps.moved-value",
            lang,
            moved=words.moved(one),
            period=words.period(words.found.compared),
        )
        reckoned.append((say("evaluation.steps.moved", lang), told))
    if one.grade is not None:
        reckoned.append((say("evaluation.steps.grade", lang), one.grade))
    return reckoned


def as_text(words: EvaluationWords, one: "Result") -> str:
    """The whole reckoning as plain lines, to be copied."""
    lines = (
        say("evaluation.steps.line", words.lang, label=label, value=value)
        for label, value in steps(words, one)
    )
    return "\n".join([headline(words, one), *lines])


def _worked(words: EvaluationWords, mark: "Mark") -> str:
    if mark.lack is not None:
        return say("evaluation.steps.lack", words.lang, reason=words.lack(mark))
    if mark.points is None or mark.share is None:
        return words.amount(mark.criterion, mark.measurement.value)
    told = say(
        "evaluation.steps.value",
        words.lang,
        formula=_formula(words, mark),
        points=words.number(mark.points),
        share=words.number(100 * mark.share, 2),
        contribution=words.number(mark.contribution),
    )
    if not mark.criterion.growth:
        return told
    grown = say(
        "evaluation.steps.growth",
        words.lang,
        now=words.amount(mark.criterion, mark.measurement.figure, figure=True),
        before=words.amount(mark.criterion, mark.measurement.base, figure=True),
        growth=words.amount(mark.criterion, mark.measurement.value),
    )
    return f"{grown}{say('evaluation.semicolon', words.lang)}{told}"


def _formula(words: EvaluationWords, mark: "Mark") -> str:
    from dashboard.progress.evaluation import MIN_MAX, TARGET_SHARE

    one, measured = mark.criterion, mark.measurement
    spread = words.evaluation.spreads[one.id]
    value = measured.value or Fraction(0)
    key = one.normalisation
    bound = False
    if one.normalisation == TARGET_SHARE:
        if not one.rising:
            key = "target share-falling" if value > 0 else "target share-nought"
        target = measured.target or Fraction(1)
        share = value / target if one.rising else target / value if value > 0 else None
        bound = share is not None and 100 * share != mark.points
    elif one.normalisation == MIN_MAX:
        low, high = spread.worst, spread.best
        assert low is not None
        assert high is not None
        if (high - low) * (1 if one.rising else -1) <= 0:
            key = "min-max-alike" if low == high and one.worst is None else "min-max-beyond"
        elif not min(low, high) <= value <= max(low, high):
            key = "min-max-bound"
    elif not spread.deviation:
        key = "z-score-alike"
    elif not one.rising:
        key = "z-score-falling"
    amounts = {
        "value": value, "target": measured.target, "worst": spread.worst,
        "best": spread.best, "mean": spread.mean, "deviation": spread.deviation,
    }  # fmt: skip
    printed = {name: words.amount(one, amount) for name, amount in amounts.items()}
    if key in _REDUCED:
        printed |= _reduced(words, one, amounts, key)
    told = say(
        # evaluation.steps.*
        f"evaluation.steps.{key}",
        words.lang,
        **printed,
        points=words.number(mark.points),
        least=words.number(one.least),
        most=words.number(one.most),
        centre=words.number(one.centre),
        step=words.number(one.step),
    )
    if not bound:
        return told
    return say(
        "evaluation.steps.target share-bound",
        words.lang,
        formula=told,
        least=words.number(one.least),
        most=words.number(one.most),
    )


def _reduced(
    words: EvaluationWords, one: "Criterion", amounts: Mapping[str, Fraction | None], key: str
) -> dict[str, str]:
    """The amounts of a formula in as many decimals as it takes to give the points it prints."""
    names, points = _REDUCED[key]
    known = [(name, amount) for name in names if (amount := amounts[name]) is not None]
    row = words.indicators.get(one.indicator, {})
    unit = "fraction" if one.growth else str(row.get("unit", "count"))
    write = amount_writer(unit, words.lang, str(row.get(f"counted_{words.lang}") or ""))
    line = worked(
        [(amount, write) for _, amount in known],
        lambda *terms: points(one, *terms),
        lambda found: (words.number(found), Fraction(half_up(found, PLACES))),
    )
    if line is None:
        return {}
    # The name that stands first in its bracket needs none of its own.
    told = (line.terms[0], *in_brackets(("", *line.terms[1:]))[1:])
    return {name: text for (name, _), text in zip(known, told, strict=True)}
