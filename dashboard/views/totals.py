"""A region's sums: over its clusters, and over the regions right below it, with what is missing."""

from collections.abc import Collection
from dataclasses import dataclass

from dashboard.actuals.periods import label_kind
from dashboard.judging import Row, Standing
from dashboard.languages import say
from dashboard.languages.numbers import period_text
from dashboard.progress.rollups import ADDABLE
from dashboard.views.rows import Column
from dashboard.views.tables import goal_table
from dashboard.wording.columns import totals_head
from dashboard.wording.findings import named_and_more
from dashboard.wording.sums import sum_of

LEAST_PARTS = 2
MOST_NAMED = 6


@dataclass(frozen=True, slots=True)
class Parts:
    """What one sum is over: (region, subject) of each part, their names, and who else has a total."""

    indicator: Row
    series: tuple[tuple[str, str], ...]
    names: dict[str, str]
    whole: tuple[str, str]
    of: str


def totals(standing: Standing, region: str, lang: str) -> str:
    """Return the region's sums on one card; empty where nothing can be added or nothing is known.

    The newest full year and, if it is later, the newest period; beside each the total that was
    entered as such. A sum is derived, and never stands in for a figure.
    """
    if standing.hides(region):
        return ""
    parts = [*_of_clusters(standing, region, lang), *_of_regions(standing, region, lang)]
    rows = [
        _row(standing, one, period, lang) for one in parts for period in _periods(standing, one)
    ]
    if not rows:
        return ""
    columns = [
        Column(key, totals_head(key, lang), kind)
        for key, kind in (
            ("sum-of", "text"),
            ("period", "text"),
            ("sum", "text"),
            ("missing", "muted"),
            ("entered", "number"),
        )
    ]
    title, about = say("pages.totals.title", lang), say("pages.totals.explained", lang)
    return goal_table(rows, columns, lang, title=title, subtitle=about)


def _of_clusters(standing: Standing, region: str, lang: str) -> list[Parts]:
    """Indicators for which the plans in force promise something of several clusters of one kind."""
    clusters = {row["id"]: row for row in standing.catalogue.clusters_of(region)}
    promised: dict[tuple[str, str], list[str]] = {}
    for row in standing.rows(region):
        # One team for each cluster is owed cluster by cluster: its sum would tell nobody anything.
        owed = row["subject_kind"] == "cluster" or (
            row["subject_kind"] == "each-cluster" and row["unit"] == "yuan"
        )
        if owed and row["kind"] in ADDABLE:
            for name in row["members"]:
                # A chain or a zone may lie inside a cluster: only like is added to like.
                if name in clusters:
                    promised.setdefault((row["indicator"], clusters[name]["kind"]), []).append(name)
    found = []
    for (indicator, _), promised_of in promised.items():
        whole = dict.fromkeys(promised_of)
        members = tuple(name for name in whole if not _lies_inside(name, whole, clusters))
        names = {name: standing.name(clusters[name], lang) for name in members}
        series = tuple((region, name) for name in members)
        found += _parts(standing, indicator, series, names, (region, "clusters"), "clusters")
    return found


def _lies_inside(name: str, whole: Collection[str], clusters: dict[str, Row]) -> bool:
    """Whether a cluster is part of another one that is added: it is counted with that."""
    above = clusters[name]["parent"]
    while above is not None and above not in whole:
        above = clusters[above]["parent"]
    return above is not None


def _of_regions(standing: Standing, region: str, lang: str) -> list[Parts]:
    """Indicators of the region itself that the regions right below it report, too."""
    below = standing.catalogue.children_of(region)
    if any(standing.hides(row["id"]) for row in below):
        return []
    own = [row for row in standing.rows(region) if row["subject_kind"] == "region"]
    names = {row["id"]: standing.name(row, lang) for row in below}
    series = tuple((name, name) for name in names)
    found = []
    for indicator in dict.fromkeys(row["indicator"] for row in own if row["kind"] in ADDABLE):
        found += _parts(standing, indicator, series, names, (region, region), "regions")
    return found


def _parts(
    standing: Standing,
    indicator: str,
    series: tuple[tuple[str, str], ...],
    names: dict[str, str],
    whole: tuple[str, str],
    of: str,
) -> list[Parts]:
    known = standing.catalogue.indicator(indicator)
    if known is None or not known["additive"] or len(series) < LEAST_PARTS:
        return []
    return [Parts(known, series, names, whole, of)]


def _figures(standing: Standing, parts: Parts) -> list[Row]:
    indicator = parts.indicator["id"]
    return [row for one in parts.series for row in standing.figures_of(*one, indicator)]


def _periods(standing: Standing, parts: Parts) -> list[str]:
    """The newest full year and the newest period after it that any part has reported."""
    found = {
        (row["year"], row["month"] or 12, row["period_kind"] == "year"): row["period"]
        for row in _figures(standing, parts)
        if row["period_kind"] in ("year", "cumulative")
    }
    years = [key for key in found if key[2]]
    later = [key for key in found if not key[2] and (not years or key > max(years))]
    return [found[max(keys)] for keys in (years, later) if keys]


def _row(standing: Standing, parts: Parts, period: str, lang: str) -> dict[str, object]:
    from dashboard.progress.parts import parts_of
    from dashboard.progress.rollups import roll_up
    from dashboard.wording.amounts import amount_of
    from dashboard.wording.sums import rollup_text

    indicator = parts.indicator
    figures = _figures(standing, parts)
    found = roll_up(parts_of(figures, parts.series, list(parts.names), indicator, period))
    missing = named_and_more([parts.names[part] for part in found.missing], MOST_NAMED, lang)
    entered = next(
        (
            row["value"]
            for row in standing.figures_of(*parts.whole, indicator["id"])
            if row["period"] == period
        ),
        None,
    )
    name = standing.name(indicator, lang)
    suffix = standing.wording_suffix(parts.whole[0])
    return {
        "sum-of": sum_of(parts.of, name, len(parts.series), lang),
        "period": period_text(period, label_kind(indicator), lang),
        "sum": rollup_text(found, indicator["unit"], lang, parts.names, suffix),
        "missing": say("pages.list-comma", lang).join(missing),
        "entered": None if entered is None else amount_of(entered, indicator["unit"], lang),
    }
