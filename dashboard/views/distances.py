"""How far a cluster is from the threshold of its tier and from the next one."""

from decimal import Decimal
from fractions import Fraction

from dashboard.actuals.periods import label_kind
from dashboard.judging import Row, Standing
from dashboard.languages import say
from dashboard.languages.numbers import exact, period_text
from dashboard.views.cards import card, facts
from dashboard.wording import naming
from dashboard.wording.amounts import amount_of, year_on_year_text
from dashboard.wording.findings import distance_empty
from dashboard.wording.reasons import distance_text
from dashboard.wording.scales import promised_amount


def distances(
    standing: Standing, region: str, cluster: str, indicator: str, goal: str | None, lang: str
) -> str:
    """Return the facts beside the charts: newest figures, same period last year, thresholds."""
    known = standing.catalogue.indicator(indicator) or {}
    figures = standing.figures_of(region, cluster, indicator)
    pairs = _figures(figures, known, lang)
    promised = standing.row(goal) if goal else None
    if promised is not None:
        if promised["subject_kind"] == "each-cluster":
            pairs += _own_share(standing, promised, figures, lang)
        else:
            pairs += _thresholds(standing, promised, figures, lang)
    if not pairs:
        return ""
    basis = known.get(f"basis_{lang}")
    subtitle = say("pages.basis", lang, basis=basis) if basis else None
    if not figures:
        subtitle = distance_empty(standing.wording_suffix(region), lang)
    return card(facts(pairs), say("pages.cluster.distance", lang), subtitle)


def _figures(figures: list[Row], known: Row, lang: str) -> list[tuple[str, str]]:
    unit, kind = known.get("unit", "count"), label_kind(known)
    counted = str(known.get(f"counted_{lang}") or "")
    pairs = []
    for one in _newest_two(figures):
        value = amount_of(one["value"], unit, lang, counted)
        pairs.append((period_text(one["period"], kind, lang), value))
        before = year_before(figures, one)
        if before is not None:
            value = amount_of(before["value"], unit, lang, counted)
            told = year_on_year_text(
                exact(one["value"]), exact(before["value"]), known.get("kind", ""), lang
            )
            if told:
                value = say("pages.cluster.with-change", lang, value=value, change=told)
            pairs.append((say("pages.cluster.same-period", lang), value))
    return pairs


def _own_share(
    standing: Standing, goal: Row, figures: list[Row], lang: str
) -> list[tuple[str, str]]:
    """What every cluster has to reach, compared with this cluster's own figure alone."""
    pairs = [(say("clusters.each", lang), naming.target_text(standing, goal, lang))]
    told = naming.own_text(standing, goal, figures[-1]["value"], lang) if figures else None
    if told:
        pairs.append((say("clusters.own", lang), told))
    return pairs


def _thresholds(
    standing: Standing, goal: Row, figures: list[Row], lang: str
) -> list[tuple[str, str]]:
    verdict = goal["verdict"]
    pairs = [(say("pages.cluster.tier", lang), naming.target_text(standing, goal, lang))]
    if share := naming.completion_text(goal, lang):
        pairs.append((say("pages.column.completion", lang), share))
    remaining = verdict["assessment"].requirement.remaining
    if remaining:
        word = naming.counted(standing, goal, lang)
        left = distance_text(remaining, goal["unit"], lang, word)
        pairs.append((say("pages.cluster.to-tier", lang), left))
    need = naming.need_text(standing, goal, lang)
    if need:
        pairs.append((say("pages.column.need", lang), need))
    return pairs + _next_tier(goal, figures, lang)


def _newest_two(figures: list[Row]) -> list[Row]:
    """The last full year and the newest period, which may be the same."""
    years = [one for one in figures if one["period_kind"] == "year"]
    chosen = [*years[-1:], *figures[-1:]]
    return chosen if len(chosen) < 2 or chosen[0] is not chosen[1] else chosen[:1]


def _next_tier(goal: Row, figures: list[Row], lang: str) -> list[tuple[str, str]]:
    above = next_threshold(goal)
    if above is None:
        return []
    text = promised_amount(above, goal["unit"], lang)
    years = [exact(one["value"]) for one in figures if one["period_kind"] == "year"]
    last = years[-1] if years else None
    if last is not None and last < above:
        away = distance_text(Fraction(above - last), goal["unit"], lang)
        text = say("pages.cluster.next-away", lang, tier=text, away=away)
    return [(say("pages.cluster.next-tier", lang), text)]


def next_threshold(goal: Row) -> Decimal | None:
    """Return the next threshold above the goal's own, among the plan's tiers on its indicator."""
    return exact(goal["next_level"])


def year_before(figures: list[Row], one: Row) -> Row | None:
    """Return the figure of the same period of the year before."""
    wanted = (one["year"] - 1, one["month"], one["period_kind"])
    found = (f for f in figures if (f["year"], f["month"], f["period_kind"]) == wanted)
    return next(found, None)


def grown(figures: list[Row], one: Row) -> Decimal | None:
    """Return growth over the same period of the year before, computed from the two levels.

    None without that figure, and where it is not positive (domain practice, rule 14).
    """
    before = year_before(figures, one)
    now, then = exact(one["value"]), exact(before["value"]) if before else None
    return now / then - 1 if now is not None and then is not None and then > 0 else None
