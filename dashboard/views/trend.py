"""A series without a goal: what the rules that judge a bare trend say of its growth."""

from typing import TYPE_CHECKING

from dashboard.judging import Row, Standing
from dashboard.languages import say
from dashboard.languages.numbers import percent
from dashboard.views.rows import Cell, Column
from dashboard.views.tables import goal_table
from dashboard.views.verdict import lamp_rules

if TYPE_CHECKING:
    from dashboard.progress.lamp_rules import LampRule

_JUDGED = ("flow", "stock", "share", "index")
# What is to be kept has no direction in which growth would be progress.
_DIRECTIONS = {"up": 1, "down": -1}


def trend(standing: Standing, region: str, subject: str, indicator: str, lang: str) -> str:
    """Return how each rule with thresholds for a series without a goal judges its growth a year.

    From the first full year reported to the last. Empty where fewer than two are, or where growth
    is what is reported.
    """
    from dashboard.progress.lamp_rules import rules_of

    known = standing.catalogue.indicator(indicator) or {}
    figures = standing.figures_of(region, subject, indicator)
    years = [one for one in figures if one["period"] == str(one["year"])]
    rules = [rule for rule in rules_of(lamp_rules(standing)).values() if rule.trend_thresholds]
    if known.get("kind") not in _JUDGED or known.get("direction") not in _DIRECTIONS:
        return ""
    if len(years) < 2 or not rules:
        return ""
    first, last = years[0], years[-1]
    columns = [
        Column("rule", say("pages.explanation.rule", lang)),
        Column("source", say("pages.explanation.source", lang), "muted"),
        Column("growth", say("pages.trend.growth", lang), "number"),
        Column("lamp", say("pages.explanation.lamp", lang), "status"),
    ]
    return goal_table(
        [_row(rule, known, first, last, lang) for rule in rules],
        columns,
        lang,
        title=say("pages.trend.title", lang),
        subtitle=say("pages.trend.about", lang, first=first["year"], last=last["year"]),
    )


def _row(rule: "LampRule", indicator: Row, first: Row, last: Row, lang: str) -> dict[str, object]:
    from dashboard.progress.numbers import decimal_text, exact
    from dashboard.progress.open_sdg import Series
    from dashboard.progress.status import status_of_lamp
    from dashboard.progress.trends import trend_of
    from dashboard.wording.lamp_rules import rule_sentence

    series = Series(
        base_value=exact(first["value"]),
        base_year=first["year"],
        current_value=exact(last["value"]),
        current_year=last["year"],
        direction=_DIRECTIONS[indicator["direction"]],
        limit=exact(indicator["natural_limit"]),
    )
    found = trend_of(series, rule)
    name = Cell(rule.name.get(lang) or rule.id, title=rule_sentence(rule, lang))
    told = {"rule": name, "source": rule.source.get(lang, "")}
    if found.band < 0:
        return told | {"growth": None, "lamp": Cell(say("pages.trend.not-judged", lang))}
    word = rule.trend_thresholds[found.band].word.get(lang)
    lamp = Cell(word or "", status=status_of_lamp(found.lamp))
    return told | {"growth": percent(decimal_text(found.growth), lang, fixed=True), "lamp": lamp}
