"""What a tab of the browser is called: the place looked at first, as a row of tabs shows little."""

from dashboard.addresses.selection import Selection
from dashboard.judging import Standing
from dashboard.languages import say
from dashboard.views.cluster import cluster_shown, region_shown
from dashboard.wording.states import page_name


def tab_title(standing: Standing, seen: Selection, lang: str) -> str:
    """Return the title of a page's tab: "滨州市 · 地区 · 集群目标跟踪"."""
    named = view_name(standing, seen, lang)
    return say("pages.dot", lang).join((named, say("pages.product", lang)))


def view_name(standing: Standing, seen: Selection, lang: str) -> str:
    """Return what is looked at: "滨州市 · 地区"."""
    return say("pages.dot", lang).join((*_places(standing, seen, lang), page_name(seen.page, lang)))


def region_looked_at(standing: Standing, seen: Selection) -> str | None:
    """Return the region whose page it is, also where its link names none; None where it is all's."""
    regions = standing.regions()
    if seen.page in ("overview", "review") or not regions:
        return None
    if seen.page in ("goals", "audit"):
        # Of all regions, until one is chosen.
        return seen.region
    if seen.page == "cluster":
        return region_shown(standing, seen.region)
    return seen.region or regions[0]


def cluster_looked_at(standing: Standing, seen: Selection) -> str | None:
    """Return the cluster whose page it is, also where its link names none; else None."""
    region = region_looked_at(standing, seen)
    if seen.page != "cluster" or region is None:
        return None
    return cluster_shown(standing, region, seen.cluster)


def _places(standing: Standing, seen: Selection, lang: str) -> list[str]:
    region = region_looked_at(standing, seen)
    if region is None:
        return []
    places = [standing.name(standing.catalogue.region(region), lang)]
    if cluster := cluster_looked_at(standing, seen):
        known = standing.catalogue.cluster(region, cluster)
        places.insert(0, standing.name(known, lang))
    return places
