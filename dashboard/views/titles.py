"""What a tab of the browser is called: the place looked at first, as a row of tabs shows little."""

from dashboard.addresses.selection import Selection
from dashboard.judging import Standing
from dashboard.languages import say
from dashboard.views.cluster import cluster_shown, region_shown
from dashboard.wording.states import page_name


def tab_title(standing: Standing, seen: Selection, lang: str) -> str:
    """Return the title of a page's tab: "滨州市 · 地区 · 集群目标跟踪"."""
    parts = [*_places(standing, seen, lang), page_name(seen.page, lang)]
    return say("pages.dot", lang).join([*parts, say("pages.product", lang)])


def _places(standing: Standing, seen: Selection, lang: str) -> list[str]:
    regions = standing.regions()
    if seen.page in ("overview", "goals", "review") or not regions:
        region = seen.region if seen.page == "goals" else None
    elif seen.page == "cluster":
        region = region_shown(standing, seen.region)
    else:
        region = seen.region or regions[0]
    if region is None:
        return []
    places = [standing.name(standing.catalogue.region(region), lang)]
    if seen.page == "cluster" and (cluster := cluster_shown(standing, region, seen.cluster)):
        known = standing.catalogue.cluster(region, cluster)
        places.insert(0, standing.name(known, lang))
    return places
