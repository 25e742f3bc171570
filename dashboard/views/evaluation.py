"""The evaluation of a region: finding, table with small bars, who is left out, rules, each reckoning."""

from fractions import Fraction
from typing import TYPE_CHECKING, NamedTuple

from dashboard.actuals.periods import label_kind
from dashboard.addresses.selection import Selection
from dashboard.judging import Standing
from dashboard.judging.evaluations import (
    evaluation_of,
    method_of,
    methods_of,
    periods_of,
    regions_evaluated,
)
from dashboard.languages import say
from dashboard.languages.numbers import period_text
from dashboard.progress.numbers import float_of
from dashboard.views.cards import stacked
from dashboard.views.environment import Markup, render
from dashboard.views.notices import empty_state
from dashboard.views.prose import Part, notes, passage
from dashboard.views.prose import headline as drawn_headline
from dashboard.wording import evaluation_steps, naming
from dashboard.wording.evaluations import EvaluationWords, no_evaluation, words_of

if TYPE_CHECKING:
    from dashboard.progress.evaluation import Result

# Of how many kinds the parts of a bar are, before they begin anew.
_KINDS = 5


class Seen(NamedTuple):
    """Which evaluation is looked at."""

    region: str
    method: str
    period: str


class Bar(NamedTuple):
    """A part of a bar: its kind, its width in percent of the longest, and what it says."""

    kind: int
    width: float
    title: str


class Line(NamedTuple):
    """A row of the table; `added` are what each criterion adds, None where it has no points."""

    rank: str
    name: str
    href: str
    score: str
    why: str
    bars: list[Bar]
    said: str
    added: list[str | None]
    moved: str
    grade: str


def regions(standing: Standing) -> list[str]:
    """Return the regions with a plan that are evaluated by any method."""
    planned = set(standing.regions())
    return [one for one in standing.drawn(regions_evaluated) if one in planned]


def looked_at(standing: Standing, asked: Selection) -> Seen | None:
    """Return the evaluation that a link asks for, else the region's first and newest; None without any."""
    known = regions(standing)
    region = asked.region or next(iter(known), None)
    if region not in known:
        return None
    methods = {row["id"]: row for row in methods_of(standing, region)}
    method = methods.get(asked.method or "") or next(iter(methods.values()))
    codes = periods_of(standing, region, method)
    if asked.period:
        return Seen(region, method["id"], asked.period)
    return Seen(region, method["id"], codes[0]) if codes else None


def unit_shown(standing: Standing, seen: Seen, asked: Selection) -> str | None:
    """Return whose reckoning is looked at: the one asked for, else the first of the table."""
    found = standing.drawn(evaluation_of, *seen).evaluation
    known = [one.unit for one in found.results]
    wanted = next((one for one in (asked.cluster, asked.within) if one in known), None)
    return wanted or next(iter(known), None)


def periods(standing: Standing, region: str, method: str) -> list[str]:
    """Return the periods with figures that a method evaluates, the newest first."""
    row = standing.catalogue.evaluation_method(method)
    return [] if row is None else periods_of(standing, region, row)


def period_name(standing: Standing, seen: Seen, lang: str) -> str:
    """Return how the period looked at is written."""
    row = standing.catalogue.evaluation_method(seen.method) or {}
    first = method_of(row).criteria[0].indicator
    indicator = standing.catalogue.indicator(first) or {}
    return period_text(seen.period, label_kind(indicator), lang)


def unit_names(standing: Standing, seen: Seen, lang: str) -> dict[str, str]:
    """Return unit id -> name, the best first, distinct."""
    words = _words(standing, seen, lang)
    results = words.evaluation.results
    return naming.distinct({one.unit: words.unit(one.unit) for one in results})


def headline(standing: Standing, seen: Seen, lang: str) -> Markup:
    """Return the finding: who is first among how many, and how many are left out."""
    words = _words(standing, seen, lang)
    region = standing.name(standing.catalogue.region(seen.region), lang)
    title = say("evaluation.title", lang, region=region)
    sentence: list[Part] = [(words.finding(), "strong"), *words.besides()]
    return drawn_headline(title, sentence, lang, details=[words.period()])


def nothing(standing: Standing, asked: Selection, lang: str) -> tuple[Markup, Markup]:
    """Return the head of a page without an evaluation, and why there is none."""
    known = regions(standing)
    region = asked.region or next(iter(known), None)
    title = say("evaluation.name", lang)
    told = empty_state(*no_evaluation(lang, known=region in known), lang)
    return drawn_headline(title, "", lang), told


def table(standing: Standing, seen: Seen, lang: str, here: Selection) -> Markup:
    """Return the scores with their parts as small bars; a score leads to how it was reckoned."""
    words = _words(standing, seen, lang)
    if not words.evaluation.ranked:
        return Markup()
    criteria = words.evaluation.method.criteria
    heads = [
        (
            n % _KINDS,
            words.criterion(one),
            say("evaluation.column.weight", lang, weight=words.weight(one)),
        )
        for n, one in enumerate(criteria)
    ]
    about = say(
        "evaluation.table.about",
        lang,
        period=words.period(),
        n=words.evaluation.method.decimals,
    )
    return render(
        "evaluation",
        title=say("evaluation.table.title", lang),
        about=about,
        heads=heads,
        lines=_lines(words, here),
        moves=words.found.compared is not None,
        grades=bool(words.evaluation.method.grades),
        lang=lang,
    )


def left_out(standing: Standing, seen: Seen, lang: str) -> Markup:
    """Return who is left out, each with the reason."""
    words = _words(standing, seen, lang)
    told = [(words.unit(one.unit), words.left_out(one)) for one in words.evaluation.left_out]
    return notes(told, say("evaluation.left-out.title", lang))


def rules(standing: Standing, seen: Seen, lang: str) -> Markup:
    """Return the method's name, source and rules."""
    words = _words(standing, seen, lang)
    name = str(words.found.method[f"name_{lang}"])
    about = words.clause(standing) or words.source()
    told = [(None, rule) for rule in words.rules()]
    return stacked([passage(name, about), notes(told)], "ct")


def reckoning(standing: Standing, seen: Seen, unit: str, lang: str) -> Markup:
    """Return how one unit's score was reckoned, step by step."""
    words = _words(standing, seen, lang)
    result = words.evaluation.of(unit)
    if result is None:
        return Markup()
    return render(
        "evaluation_steps",
        sentence=evaluation_steps.headline(words, result),
        steps=evaluation_steps.steps(words, result) if result.rank is not None else (),
    )


def as_text(standing: Standing, seen: Seen, unit: str, lang: str) -> str:
    """Return a unit's reckoning as plain lines, to be copied."""
    words = _words(standing, seen, lang)
    result = words.evaluation.of(unit)
    return "" if result is None else evaluation_steps.as_text(words, result)


def _words(standing: Standing, seen: Seen, lang: str) -> EvaluationWords:
    return words_of(standing, standing.drawn(evaluation_of, *seen), lang)


def _lines(words: EvaluationWords, here: Selection) -> list[Line]:
    ranked = words.evaluation.ranked
    longest = max(sum((_added(one)), Fraction(0)) for one in ranked) or Fraction(1)
    return [_line(words, one, longest, here) for one in ranked]


def _added(one: "Result") -> list[Fraction]:
    """What each criterion adds to a bar: nothing is drawn of what takes away."""
    return [max(mark.contribution or Fraction(0), Fraction(0)) for mark in one.marks]


def _line(words: EvaluationWords, one: "Result", longest: Fraction, here: Selection) -> Line:
    of_clusters = words.found.method["units"] == "clusters"
    if of_clusters:
        place = here.href(page="cluster", cluster=one.unit, why=None)
        why = here.href(cluster=one.unit, why=True)
    else:
        place = here.href(page="region", region=one.unit, cluster=None, why=None)
        why = here.href(within=one.unit, why=True)
    added = [words.added(mark) for mark in one.marks]
    bars = []
    for n, (mark, width) in enumerate(zip(one.marks, _added(one), strict=True)):
        name = words.criterion(mark.criterion)
        said = say("evaluation.bar", words.lang, criterion=name, points=added[n] or "–")
        bars.append(Bar(n % _KINDS, round(float_of(100 * width / longest), 2), said))
    between = say("evaluation.between", words.lang)
    return Line(
        words.rank(one),
        words.unit(one.unit),
        place,
        words.score(one),
        why,
        bars,
        between.join(bar.title for bar in bars),
        added,
        words.moved(one),
        one.grade or "",
    )
