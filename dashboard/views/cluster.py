"""A cluster: its finding, its figures, the way to its tier and the next, and every revision."""

from dashboard.addresses.selection import Selection
from dashboard.judging import Row, Standing
from dashboard.languages import say
from dashboard.views.distances import grown
from dashboard.views.goal_rows import goals_table
from dashboard.views.notices import empty_state
from dashboard.views.prose import headline as drawn_headline
from dashboard.views.rows import Link
from dashboard.wording import naming
from dashboard.wording.findings import cluster_empty, cluster_finding
from dashboard.wording.officials import officials_text


def goals_of(standing: Standing, region: str, cluster: str) -> list[Row]:
    """Return the cluster's own goals, then those every cluster has to meet."""
    rows = standing.rows(region)
    own = [row for row in rows if row["cluster"] == cluster]
    each = [
        row for row in rows if row["subject_kind"] == "each-cluster" and cluster in row["members"]
    ]
    return own + each


def indicators_of(standing: Standing, region: str, cluster: str) -> list[str]:
    """Return the indicators the cluster has goals or figures for, its tier's first."""
    promised = [row["indicator"] for row in goals_of(standing, region, cluster)]
    return list(dict.fromkeys([*promised, *standing.series_of(region, cluster)]))


def region_shown(standing: Standing, asked: str | None) -> str:
    """Return the region asked for, else the first whose plan names clusters."""
    regions = standing.regions()
    if asked in regions:
        return asked
    return next((one for one in regions if standing.catalogue.clusters_of(one)), regions[0])


def cluster_shown(standing: Standing, region: str, asked: str | None) -> str | None:
    """Return the cluster asked for, else the region's first; None where it has none."""
    known = [one["id"] for one in standing.catalogue.clusters_of(region)]
    return asked if asked in known else next(iter(known), None)


def goal_shown(
    standing: Standing, region: str, cluster: str, indicator: str, asked: str | None
) -> str | None:
    """Return the goal whose verdict stands beside the figures."""
    own = goals_of(standing, region, cluster)
    if asked in {row["id"] for row in own if row["indicator"] == indicator}:
        return asked
    goal = main_goal(standing, region, cluster, indicator)
    return goal["id"] if goal else None


def cluster_names(standing: Standing, region: str, lang: str) -> dict[str, str]:
    """Return cluster id -> name, distinct."""
    rows = standing.catalogue.clusters_of(region)
    return naming.distinct({row["id"]: standing.name(row, lang) for row in rows})


def indicator_names(standing: Standing, region: str, cluster: str, lang: str) -> dict[str, str]:
    """Return indicator id -> name for the cluster, its tier's first.

    A cluster without a goal of its own is shown first on what its region's tiers are measured by.
    """
    ids = indicators_of(standing, region, cluster)
    own = any(row["cluster"] == cluster for row in standing.rows(region))
    if not own:
        tiers = [row["indicator"] for row in standing.rows(region) if row["tier"]][:1]
        ids = list(dict.fromkeys([*tiers, *ids]))
    if not ids:
        ids = [row["indicator"] for row in standing.rows(region)][:1]
    return {id: standing.name(standing.catalogue.indicator(id), lang) for id in ids}


def indicator_shown(
    standing: Standing, asked: str | None, goal: str | None, known: dict[str, str]
) -> str:
    """Return the indicator asked for, else that of the goal asked for, else the first known."""
    if asked in known:
        return asked
    promised = standing.row(goal) if goal else None
    if promised is not None and promised["indicator"] in known:
        return str(promised["indicator"])
    return next(iter(known))


def years_of(standing: Standing, region: str, cluster: str, indicator: str) -> list[int]:
    """Return the years that have figures."""
    figures = standing.figures_of(region, cluster, indicator)
    return sorted({figure["year"] for figure in figures})


def goals(standing: Standing, region: str, cluster: str, lang: str, here: Selection) -> str:
    """Return the table of the cluster's goals."""
    rows = goals_of(standing, region, cluster)
    title = say("pages.cluster.goals", lang, n=len(rows))
    return goals_table(standing, rows, lang, here, title=title, narrow=True, cluster=cluster)


def no_clusters_headline(standing: Standing, region: str, lang: str) -> str:
    """Return the finding where a region's plan names no clusters."""
    name = standing.name(standing.catalogue.region(region), lang)
    title = say("pages.cluster.none-title", lang, region=name)
    return drawn_headline(title, say("pages.cluster.none", lang), lang)


def no_clusters(standing: Standing, region: str, lang: str, base: Selection) -> str:
    """Return the way on where a region's plan names no clusters."""
    n = len(standing.rows(region))
    link = Link(say("pages.cluster.to-region", lang), base.href(page="region", region=region))
    title = say("pages.region.all-goals", lang, n=n)
    return empty_state(title, say("pages.cluster.none-next", lang), lang, link)


def main_goal(standing: Standing, region: str, cluster: str, indicator: str) -> Row | None:
    """Return the cluster's goal on an indicator: the one due next, else the last due."""
    own = [row for row in goals_of(standing, region, cluster) if row["indicator"] == indicator]
    coming = [row for row in own if row["due"] and row["due"] >= standing.on.year]
    if coming:
        return min(coming, key=lambda row: row["due"])
    return max(own, key=lambda row: row["due"] or 0, default=None)


def headline(standing: Standing, region: str, cluster: str, indicator: str, lang: str) -> str:
    """Return the cluster's finding as a sentence with numbers."""
    known = standing.catalogue.cluster(region, cluster)
    goal = main_goal(standing, region, cluster, indicator)
    details = [standing.name(standing.catalogue.region(region), lang)]
    code = None
    if goal:
        code = goal[f"name_{lang}"] if goal["tier"] else None
        details += [naming.due_text(goal, lang)]
        details += [goal["clause"]]
    figures = standing.figures_of(region, cluster, indicator)
    since = grown(figures, figures[-1]) if figures else None
    return drawn_headline(
        standing.name(known, lang),
        cluster_finding(standing, region, cluster, indicator, goal, since, lang),
        lang,
        code=code,
        details=details,
        note=officials_text(standing, region, cluster, lang),
    )


def empty(
    standing: Standing, region: str, cluster: str, indicator: str, lang: str, base: Selection
) -> str:
    """Return what to do when nothing is reported for a series, or nothing of it may be seen."""
    suffix = standing.wording_suffix(region)
    title, told = cluster_empty(suffix, lang)
    if suffix:
        return empty_state(title, told, lang)
    href = base.href(page="entry", region=region, cluster=cluster, indicator=indicator)
    link = Link(say("pages.enter-first", lang), href)
    return empty_state(title, told, lang, link)
