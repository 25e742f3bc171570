"""A goal's place among its peers: the clusters of its kind, or the regions of its level (rule 18)."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from dashboard.actuals.periods import label_kind
from dashboard.judging import Row, Standing
from dashboard.languages import PRINTED, say
from dashboard.languages.numbers import period_text
from dashboard.views.prose import passage
from dashboard.wording.findings import named_and_more
from dashboard.wording.rankings import missing_sentence, order_sentence, place_sentence

if TYPE_CHECKING:
    from dashboard.progress.assess import Assessment
    from dashboard.progress.ranking import Ranking

_LEAST_PEERS, _MOST_NAMED = 2, 12
_SeriesKey = tuple[str, str, str]


@dataclass(frozen=True, slots=True)
class _Peers:
    """Who is ranked with a goal's subject: series by unit id, their common level, and their names."""

    series: Mapping[str, _SeriesKey]
    level: str
    names: Mapping[str, str]


def ranking(standing: Standing, row: Row, lang: str) -> str:
    """Return where the goal's figure stands among its peers' of the same period, and who is missing.

    Empty where there is nobody to be compared with, where what is judged is not the figure itself
    (two counts, a sum of years, growth beside another series), where a level is to be kept, and
    where the reader may not see the figures of all.
    """
    found: Assessment = row["verdict"]["assessment"]
    figure = found.measured.figure
    if figure is None or found.goal.kept_level or found.goal.direction == "keep":
        return ""
    each = row["subject_kind"] == "each-cluster"
    if not each and (row["subject_kind"] not in _PEERS or figure.value != found.actual):
        return ""
    peers = _clusters(standing, row, lang) if each else _PEERS[row["subject_kind"]](
        standing, row, lang
    )  # fmt: skip
    if len(peers.series) < _LEAST_PEERS or any(standing.hides(k[0]) for k in peers.series.values()):
        return ""
    ranked = _ranked(standing, row, peers, figure.period)
    told = _order(ranked, peers, lang) if each else _place(ranked, peers, row, lang)
    if not told:
        return ""
    missing = _missing(standing, ranked, peers, row, lang)
    indicator = standing.name(standing.catalogue.indicator(row["indicator"]), lang)
    period = period_text(figure.period, label_kind(row), lang)
    about = say("pages.ranking.about", lang, indicator=indicator, period=period)
    return passage(say("pages.ranking.title", lang), about, [told, *missing])


def _clusters(standing: Standing, row: Row, lang: str) -> _Peers:
    """The clusters of one kind of which the region's goals in force ask the same indicator."""
    region, indicator = row["region"], row["indicator"]
    known = {one["id"]: one for one in standing.catalogue.clusters_of(region)}
    asked = [
        name
        for one in standing.rows(region)
        if one["indicator"] == indicator and one["subject_kind"] in ("cluster", "each-cluster")
        for name in one["members"]
        if name in known
    ]
    kinds = {known[name]["kind"] for name in row["members"] if name in known}
    kind = str(next(iter(kinds))) if len(kinds) == 1 else ""
    same = [name for name in dict.fromkeys(asked) if known[name]["kind"] == kind]
    return _Peers(
        {name: (region, name, indicator) for name in same},
        kind,
        {name: standing.name(known[name], lang) for name in same},
    )


def _regions(standing: Standing, row: Row, lang: str) -> _Peers:
    """The regions of one level right below the same one whose goals in force ask the same of them."""
    indicator = row["indicator"]
    known = {one["id"]: one for one in standing.catalogue.rows("regions")}
    own = known[row["region"]]
    asked = {
        goal["region"]
        for goal in standing.catalogue.goals_asking("region", indicator)
        if goal["in_force"]
    }
    same = [
        name
        for name, one in known.items()
        if name in asked and (one["level"], one["parent"]) == (own["level"], own["parent"])
    ]
    return _Peers(
        {name: (name, name, indicator) for name in same},
        str(own["level"]),
        {name: standing.name(known[name], lang) for name in same},
    )


_PEERS = {"cluster": _clusters, "region": _regions}


def _ranked(standing: Standing, row: Row, peers: _Peers, period: str) -> "Ranking":
    from dashboard.progress.numbers import exact
    from dashboard.progress.ranking import Peer, rank

    figures = standing.figures_at(tuple(peers.series.values()), period)
    known = standing.catalogue.indicator(row["indicator"]) or {}
    asked = [
        Peer(
            unit,
            exact(figures.get(key)),
            level=peers.level,
            indicator=row["indicator"],
            basis=known.get(f"basis_{PRINTED}"),
            scope=known.get(f"scope_{PRINTED}"),
            period=period,
        )
        for unit, key in peers.series.items()
    ]
    return rank(asked, falling=bool(row["verdict"]["falling"]))


def _place(ranked: "Ranking", peers: _Peers, row: Row, lang: str) -> str:
    """The place of one unit among how many, ties told."""
    unit = row["cluster"] or row["region"]
    place = ranked.of(unit)
    if place is None or place.rank is None:
        return ""
    of_regions = row["subject_kind"] == "region"
    return place_sentence(ranked, place, peers.names[unit], lang, of_regions=of_regions)


def _order(ranked: "Ranking", peers: _Peers, lang: str) -> str:
    """Every unit that has reported with its rank, the best first."""
    return order_sentence(ranked, peers.names, _MOST_NAMED, lang)


def _missing(
    standing: Standing, ranked: "Ranking", peers: _Peers, row: Row, lang: str
) -> list[str]:
    if not ranked.missing:
        return []
    # In the register's order, as they stand everywhere else.
    named = [name for unit, name in peers.names.items() if unit in ranked.missing]
    published = bool(standing.wording_suffix(row["region"]))
    return [missing_sentence(named_and_more(named, _MOST_NAMED, lang), lang, published=published)]
