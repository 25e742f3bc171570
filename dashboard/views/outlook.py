"""Where a series is heading: the forecast of a goal, and what would be if growth were so much."""

from collections.abc import Sequence
from decimal import Decimal
from typing import TYPE_CHECKING

from dashboard.addresses.selection import LEAST_GROWTH, MOST_GROWTH
from dashboard.judging import Row, Standing
from dashboard.languages import say
from dashboard.views.distances import next_threshold
from dashboard.views.environment import Markup, render
from dashboard.wording import naming

if TYPE_CHECKING:
    from dashboard.progress.forecasting.forecasts import Forecast, NoForecast
    from dashboard.progress.forecasting.supposition import WhatIf


STEP = Decimal("0.5")
_COMPARATORS = (">=", ">", "<=", "<")
_COUNTED = ("tier", "each-cluster")


def outlook(standing: Standing, goal: str) -> "Forecast | NoForecast | None":
    """Return the forecast of a goal, or the reason why there is none; None for an unknown goal."""
    from dashboard.progress.forecasting import goal_forecast

    row = standing.row(goal)
    if row is None:
        return None
    given: Forecast | NoForecast = goal_forecast(
        row,
        standing.figures_of(row["region"], row["subject"], row["indicator"]),
        standing.on,
        assessment=row["verdict"],
        next_threshold=next_threshold(row),
        indicator=standing.catalogue.indicator(row["indicator"]),
    )
    return given


def outlook_html(standing: Standing, goal: str, lang: str) -> str:
    """Return the forecast in words; how it was made and how far it held stand under a fold."""
    from dashboard.wording.forecasts import forecast_words, naive_sentence

    given = standing.drawn(outlook, goal)
    row = standing.row(goal)
    if given is None or row is None or not row["reported"]:
        return ""
    words = forecast_words(given, lang, naming.counted(standing, row, lang))
    if given.what == "no-forecast":
        return no_outlook(words.headline)
    naive = naive_sentence(given, lang)
    # The chance of meeting the goal comes first where there is one, or why no range and no chance is
    # given; the rest is for who wants it.
    plain = words.sentences[:1] if given.chance is not None or given.low is None else ()
    method = [one for one in words.sentences[len(plain) :] if one != naive]
    title = say("pages.outlook.title", lang, goal=naming.goal_name(row, lang))
    return outlook_card(title, words.headline, plain, naive, method, lang)


def first_growth(standing: Standing, goal: str) -> Decimal | None:
    """Return the growth a supposition begins with, in percent; None where none can be made.

    It is what the goal takes from the year that the supposition starts from, rounded to the slider's
    step so that it is reached and no more; 0 where nothing is lacking.
    """
    from dashboard.progress.forecasting import growth_to_reach

    row = standing.row(goal)
    last = None if row is None else _last(standing, row)
    if row is None or last is None:
        return None
    # From the last full year, not from the newest figure, which is nearer to the goal already.
    needed: Decimal | None = growth_to_reach(
        last[1],
        last[0],
        _threshold(row),
        row["due"],
        comparator=_comparator(row),
        step=STEP / 100,
    )
    lacking = row["verdict"]["need"] in ("growth", "year", "month")
    growth = needed * 100 if lacking and needed is not None else Decimal(0)
    return min(max(growth, Decimal(LEAST_GROWTH)), Decimal(MOST_GROWTH))


def supposition(standing: Standing, goal: str, growth: Decimal) -> "WhatIf | None":
    """Return when goal and next tier are reached if the last full year grows by `growth` percent."""
    from dashboard.progress.forecasting import what_if

    row = standing.row(goal)
    last = None if row is None else _last(standing, row)
    if row is None or last is None:
        return None
    thresholds = [_threshold(row), next_threshold(row)]
    given: WhatIf | None = what_if(
        last[1],
        last[0],
        growth / 100,
        [one for one in thresholds if one is not None],
        comparator=_comparator(row),
        until=row["due"],
    )
    return given


def supposition_html(standing: Standing, goal: str, growth: Decimal, lang: str) -> str:
    """Return a supposition in words, marked as what it is."""
    from dashboard.wording.forecasts import what_if_words

    row = standing.row(goal)
    if row is None:
        return ""
    counted = naming.counted(standing, row, lang)
    words = what_if_words(supposition(standing, goal, growth), row["unit"], lang, counted)
    return supposition_card(words.name, words.headline, words.sentences)


def _threshold(row: Row) -> object:
    """The number to be reached, multiples of a base resolved."""
    return naming.number_to_reach(row)


def _comparator(row: Row) -> str:
    """The goal's own comparator, or the one that its direction says."""
    comparator = str(row["comparator"])
    if comparator in _COMPARATORS:
        return comparator
    return "<=" if row["direction"] == "down" else ">="


def _last(standing: Standing, row: Row) -> tuple[int, object] | None:
    """The last full year of a goal that has one series growing towards a year still to come."""
    if row["subject_kind"] in _COUNTED or row["unit"] == "fraction" or row["every"]:
        return None
    if not row["due"] or row["value"] is None or row["since"]:
        return None
    if row["due"] < standing.on.year:
        return None
    figures = standing.figures_of(row["region"], row["subject"], row["indicator"])
    years = [one for one in figures if one["period_kind"] == "year"]
    if not years or Decimal(str(years[-1]["value"])) <= 0:
        return None
    return years[-1]["year"], years[-1]["value"]


def outlook_card(
    title: str,
    headline: str,
    sentences: Sequence[str],
    naive: str,
    method: Sequence[str],
    lang: str,
) -> Markup:
    """Return a forecast; `naive` says how it did against no forecast, `method` stands under a fold."""
    return render(
        "outlook",
        title=title,
        headline=headline,
        sentences=sentences,
        naive=naive,
        method=method,
        opener=say("pages.outlook.method", lang),
    )


def no_outlook(reason: str) -> Markup:
    """Return why there is no forecast."""
    return render("no_outlook", reason=reason)


def supposition_card(name: str, headline: str, sentences: Sequence[str]) -> Markup:
    """Return what would be if growth were so much, tagged as what it is by `name`."""
    return render("supposition", name=name, headline=headline, sentences=sentences)
