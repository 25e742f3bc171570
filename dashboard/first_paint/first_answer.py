"""The first answer is the page: what a visitor may see of it, before any script has run.

Made of the same views as the page, from the same standing, for the same person; what is drawn
here once is not drawn again when the page itself runs.
"""

import re
from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, TypeAlias
from urllib.parse import urlencode

from dashboard import loading
from dashboard.actuals.messages import ActualsError
from dashboard.addresses.received_links import Pairs
from dashboard.addresses.selection import PAGES, WORK_PAGES, Selection
from dashboard.charts import goal as goal_chart
from dashboard.charts.evaluation import evaluation_figure
from dashboard.doors import identity
from dashboard.doors.logs import LOG
from dashboard.first_paint.locked_pages import locked_page
from dashboard.first_paint.work_parts import (
    WorkParts,
    audit_shown,
    completeness_shown,
    entry,
    review,
)
from dashboard.judging import Standing
from dashboard.judging.tally import tally
from dashboard.languages import say
from dashboard.loading import View
from dashboard.people.identity import Person
from dashboard.register.faults import RegisterFaults
from dashboard.settings import Settings
from dashboard.views import cluster, evaluation, goals, overview, region, sources
from dashboard.views import first_answer as views
from dashboard.views.boards import board
from dashboard.views.distances import distances
from dashboard.views.environment import Markup
from dashboard.views.frame import behind_text, foot
from dashboard.views.judging_progress import COUNTING_PAGES, being_judged
from dashboard.views.look import style
from dashboard.views.no_plan import lacks_plan, no_plan
from dashboard.views.notices import banners, notice
from dashboard.views.regions import are_many
from dashboard.views.rows import Link
from dashboard.views.titles import cluster_looked_at, region_looked_at, tab_title, view_name
from dashboard.views.totals import totals
from dashboard.views.two_days import two_days
from dashboard.views.verdict import verdict
from dashboard.wording.findings import in_words
from dashboard.wording.states import page_name
from dashboard.wording.two_days import goals_of_both

if TYPE_CHECKING:
    from dashboard.charts.figure import Figure

# A phone far out in the country loads this in a few seconds.
MOST_BYTES = 600 * 1024
# The shell with its script, the look twice, the bar and the banners.
_AROUND_BYTES = 160 * 1024
_LONGEST_DESCRIPTION = 300
# By how many pixels a chart's place is higher than its drawing: on a region's page a choice stands over
# it and its table's fold under it, on a cluster's that fold alone, in a card with narrower edges.
_IN_REGION, _IN_CLUSTER = 120, 1
# As `chart_place`: standing, pixels beside it, what draws it, language, of what -> HTML.
DrawnChart: TypeAlias = Callable[..., str]
_FINDING = re.compile(r'<header class="ct ct-headline">(.*?)</header>', re.DOTALL)


@dataclass(frozen=True, slots=True)
class FirstAnswer:
    """A view's title and finding as plain texts, and its page as HTML."""

    title: str
    description: str
    body: Markup


@dataclass(frozen=True, slots=True)
class Parts:
    """The parts of a page: its finding, its charts, two columns or one, and what stands below them."""

    head: str
    left: Sequence[str] = ()
    right: Sequence[str] = ()
    below: Sequence[str] = ()
    more: Link | None = None
    charts: Sequence[str] = ()


def first_answer(
    settings: Settings, page: str, query: Pairs, lang: str, visitor: Person
) -> FirstAnswer:
    """Return what `visitor` may see of the page that an address names.

    An address of nobody is the overview, which says so; to whom it is not shown it says what to do.
    """
    here = f"/{'' if page == 'overview' else page}" + (f"?{urlencode([*query])}" if query else "")
    if told := locked_page(settings, lang, visitor, here):
        return _locked(told, lang)
    try:
        seen = loading.view(settings, page, query, lang, visitor)
    except (RegisterFaults, ActualsError) as fault:
        return cannot_be_shown(fault, lang, visitor)
    standing, chosen = seen.standing, seen.selection
    title = standing.drawn(tab_title, chosen.changed(lang=None, why=None), seen.lang)
    parts = _work_parts(seen) if chosen.page in WORK_PAGES else parts_of(seen, chart_place)
    kept, more = _within(parts, seen)
    if behind := behind_text(standing, seen.lang):
        kept = replace(kept, below=(*kept.below, foot(behind)))
    within = identity.sees_insides(visitor)
    faults = [fault.text(seen.lang) for fault in seen.faults] if within else []
    over = banners(standing, seen.lang, seen.demo, faults if seen.faults else None, seen.notes)
    body = _body(chosen, loading.pages_for(seen), over, kept, more, seen.lang)
    # What is worked at is nobody's preview: whoever opens the link sees their own.
    working = chosen.page in WORK_PAGES
    about = _worked_at(seen) if working else described(seen, parts.head)
    return FirstAnswer(title, about, body)


def _worked_at(seen: View) -> str:
    named = view_name(seen.standing, seen.selection, seen.lang)
    return say("pages.dot", seen.lang).join((named, say("server.about", seen.lang)))


def _work_parts(seen: View) -> Parts:
    shown = _WORK[seen.selection.page](seen)
    return Parts(shown.head, below=shown.below)


def _body(
    chosen: Selection,
    pages: Sequence[str],
    over: Markup,
    kept: Parts,
    more: Link | None,
    lang: str,
) -> Markup:
    places = [
        views.Place(page_name(name, lang), chosen.beside(name).href(), name == chosen.page)
        for name in pages
    ]
    shown = (kept.head, kept.charts, kept.left, kept.right, kept.below)
    return views.first_answer(views.PageParts(places, over, *shown, more), style(), lang)


def cannot_be_shown(fault: Exception, lang: str, visitor: Person) -> FirstAnswer:
    """What is wrong with the register or the database, to each as much as they may know."""
    LOG.error(f"A first answer cannot be shown: {fault}")
    told = loading.told(fault, lang, visitor)
    title = say("pages.cannot-show", lang)
    said = notice("fault", lang, title, items=told)
    named = f"{title} · {say('pages.product', lang)}"
    return FirstAnswer(named, told[0], _body(Selection(), PAGES, Markup(), Parts(said), None, lang))


def _locked(told: Markup, lang: str) -> FirstAnswer:
    """What the page says to who may not have it: its name, and neither a region's nor a goal's."""
    title, about = say("server.title", lang), say("server.about", lang)
    return FirstAnswer(title, about, _body(Selection(), (), Markup(), Parts(told), None, lang))


def parts_of(seen: View, chart: DrawnChart) -> Parts:
    """Return the parts of a page that is not for entering; `chart` makes what stands for a chart."""
    page, standing = seen.selection.page, seen.standing
    if lacks_plan(standing, seen.selection.region if page != "overview" else None):
        return _without_plan(seen)
    if page in COUNTING_PAGES and not standing.is_ready():
        return _being_judged(seen)
    return _PARTS[page](seen, chart)


def all_parts(seen: View) -> list[str]:
    """Return the parts of any page as HTML, in their order, without its charts."""
    working = seen.selection.page in WORK_PAGES
    parts = _work_parts(seen) if working else parts_of(seen, lambda *_: "")
    return [parts.head, *parts.left, *parts.right, *parts.below]


def described(seen: View, head: str) -> str:
    """Return a page's finding as plain text, and which lamps the goals have that it is about.

    What a link asked for and is not shown comes first: a chat program shows no more of the page.
    """
    said, standing = _finding(head, seen.lang), seen.standing
    if seen.notes:
        first = seen.notes[0].text(seen.lang)
        said = say("pages.described-noted", seen.lang, note=first, said=said)
    region = region_looked_at(standing, seen.selection)
    if region is not None and region not in standing.regions():
        return said
    if region is None and not standing.is_ready():
        return said
    if region and (own := cluster_looked_at(standing, seen.selection)):
        rows = standing.rows(region)
        counted = tally(goal["group"] for goal in rows if goal["cluster"] == own)
    else:
        counted = tally(standing.groups(region))
    lamps = in_words(counted, seen.lang)
    return say("pages.described", seen.lang, said=said, lamps=lamps) if lamps else said


def _finding(head: str, lang: str) -> str:
    """The page's headline as plain text, its parts told apart."""
    found = _FINDING.search(head)
    if found is None:
        return ""
    # What only keeps a number with its word is no part.
    joined = re.sub(r'<(\w+) class="ct-whole">(.*?)</\1>', r"\2", found[1])
    parts = [Markup(part).striptags() for part in re.split(r"</(?:h\d|span|p|div)>", joined)]
    plain = say("charts.dot", lang).join(part for part in parts if part)
    return plain if len(plain) <= _LONGEST_DESCRIPTION else plain[: _LONGEST_DESCRIPTION - 1] + "…"


def _within(parts: Parts, seen: View) -> tuple[Parts, Link | None]:
    """Leave out from the end what would make the answer too long, and lead to it instead."""
    room = MOST_BYTES - _AROUND_BYTES - len(parts.head.encode())
    kept: list[list[str]] = []
    for side in (parts.charts, parts.left, parts.right, parts.below):
        kept.append([])
        for part in side:
            room -= len(part.encode())
            if room >= 0:
                kept[-1].append(part)
    charts, left, right, below = kept
    if room >= 0:
        return parts, parts.more
    href = seen.base.href(page="goals", region=seen.selection.region)
    kept_parts = Parts(parts.head, left, right, below, charts=charts)
    return kept_parts, Link(say("pages.name.goals", seen.lang), href)


def _without_plan(seen: View) -> Parts:
    asked = seen.selection.region if seen.selection.page != "overview" else None
    return Parts(no_plan(seen.standing, asked, seen.lang, seen.selection))


def _being_judged(seen: View) -> Parts:
    return Parts(seen.standing.drawn(being_judged, seen.lang))


def _overview(seen: View, _: DrawnChart) -> Parts:
    standing, lang, base = seen.standing, seen.lang, seen.base
    if not are_many(standing):
        return Parts(standing.drawn(overview.overview, lang, base))
    asked = overview.of_regions(seen.selection)
    part, parts = standing.drawn(overview.part_shown, asked)
    more = None
    if part < parts:
        more = Link(say("pages.regions.more", lang), asked.href(part=part + 1))
    return Parts(
        standing.drawn(overview.finding, lang, base),
        [
            overview.layout_links(lang, asked),
            standing.drawn(overview.regions_shown, lang, asked),
        ],
        below=[standing.drawn(overview.late_and_due, lang, base)],
        more=more,
    )


def _region(seen: View, chart: DrawnChart) -> Parts:
    standing, lang, chosen = seen.standing, seen.lang, seen.selection
    shown = chosen.region or standing.regions()[0]
    goal = chosen.goal or standing.drawn(region.leading_goal, shown)
    here = seen.base.changed(page="region", region=shown, group=chosen.group)
    span = (chosen.since, chosen.until, chosen.what_if)
    return Parts(
        standing.drawn(region.headline, shown, lang),
        [
            standing.drawn(board, shown, lang, here),
            standing.drawn(region.laggards, shown, lang, here),
        ],
        [
            standing.drawn(chart, _IN_REGION, goal_chart.goal_figure, lang, goal, lang, *span),
            standing.drawn(verdict, goal, lang, here),
        ],
        [
            standing.drawn(region.goals_title, shown, lang),
            standing.drawn(region.goal_groups, shown, chosen.group or "clause", lang, here),
            standing.drawn(totals, shown, lang),
        ],
    )


def _cluster(seen: View, chart: DrawnChart) -> Parts:
    standing, lang, chosen = seen.standing, seen.lang, seen.selection
    shown = cluster.region_shown(standing, chosen.region)
    own = cluster.cluster_shown(standing, shown, chosen.cluster)
    if own is None:
        return Parts(
            standing.drawn(cluster.no_clusters_headline, shown, lang),
            [standing.drawn(cluster.no_clusters, shown, lang, seen.base)],
        )
    known = standing.drawn(cluster.indicator_names, shown, own, lang)
    indicator = cluster.indicator_shown(standing, chosen.indicator, chosen.goal, known)
    goal = cluster.goal_shown(standing, shown, own, indicator, chosen.goal)
    here = seen.base.changed(page="cluster", region=shown, cluster=own, indicator=indicator)
    series = (shown, own, indicator, goal, lang, chosen.since, chosen.until, chosen.what_if)
    years = standing.drawn(chart, _IN_CLUSTER, goal_chart.series_years, lang, *series)
    of_months = (shown, own, indicator, lang)
    months = standing.drawn(chart, _IN_CLUSTER, goal_chart.series_months, lang, *of_months)
    return Parts(
        standing.drawn(cluster.headline, shown, own, indicator, lang),
        [standing.drawn(distances, shown, own, indicator, goal, lang)],
        [standing.drawn(verdict, goal, lang, here, True)] if goal else [],
        [standing.drawn(cluster.goals, shown, own, lang, here)]
        if cluster.goals_of(standing, shown, own)
        else [],
        charts=[years, months],
    )


def _goals(seen: View, _: DrawnChart) -> Parts:
    standing, lang, chosen = seen.standing, seen.lang, seen.selection
    asked = chosen.changed(lang=None, part=None, goal=None, why=None, compare=None)
    found = standing.drawn(goals.chosen_goals, asked)
    if (earlier := loading.compared_with(seen)) is not None:
        both = goals_of_both(earlier, standing, list(found))
        beside = two_days(earlier, standing, both, lang, chosen)
        return Parts(standing.drawn(goals.headline, found, lang), [beside])
    parts = max(1, -(-len(found) // goals.ROWS_A_PART))
    part = min(chosen.part or 1, parts)
    return Parts(
        standing.drawn(goals.headline, found, lang),
        [standing.drawn(goals.part_table, found, part, parts, lang, chosen)],
    )


def _evaluation(seen: View, chart: DrawnChart) -> Parts:
    standing, lang, chosen = seen.standing, seen.lang, seen.selection
    asked = chosen.changed(lang=None, why=None)
    found = standing.drawn(evaluation.looked_at, asked)
    if found is None:
        head, told = standing.drawn(evaluation.nothing, asked, lang)
        return Parts(head, below=[told])
    here = seen.base.changed(
        page="evaluation", region=found.region, method=found.method, period=found.period
    )
    left, below = [standing.drawn(evaluation.table, found, lang, here)], []
    if (unit := standing.drawn(evaluation.unit_shown, found, asked)) is not None:
        shown = (*found, unit, lang)
        below.append(standing.drawn(chart, _IN_REGION, evaluation_figure, lang, *shown))
        below.append(standing.drawn(evaluation.reckoning, found, unit, lang))
    below.append(standing.drawn(evaluation.left_out, found, lang))
    below.append(standing.drawn(evaluation.rules, found, lang))
    return Parts(standing.drawn(evaluation.headline, found, lang), left, below=below)


def _sources(seen: View, _: DrawnChart) -> Parts:
    standing, lang = seen.standing, seen.lang
    documents = standing.drawn(sources.documents_of)
    regions = [home for home, _ in documents]
    shown = seen.selection.region if seen.selection.region in regions else regions[0]
    below: list[str] = []
    for name in [document["id"] for home, document in documents if home == shown]:
        below.append(standing.drawn(sources.document, name, lang))
        below.append(standing.drawn(sources.clauses, name, shown, lang, seen.base))
    below.append(standing.drawn(sources.method, lang))
    return Parts(standing.drawn(sources.headline, lang), below=below)


def chart_place(
    standing: Standing,
    beside: int,
    draw: Callable[..., "Figure | None"],
    lang: str,
    *of: Hashable,
) -> str:
    """Return what stands where the chart that `draw` draws of `of` will be, and `beside` it (px)."""
    figure = standing.drawn(draw, *of)
    if figure is None:
        return ""
    from dashboard.charts.behind import table_behind

    stated = figure["layout"]["meta"]
    height = int(figure["layout"]["height"]) + beside
    return views.chart_place(stated["title"], stated["stated"], table_behind(figure, lang), height)


_WORK: Mapping[str, Callable[[View], WorkParts]] = {
    "entry": entry,
    "review": review,
    "completeness": completeness_shown,
    "audit": audit_shown,
}
_PARTS: Mapping[str, Callable[[View, DrawnChart], Parts]] = {
    "overview": _overview,
    "region": _region,
    "cluster": _cluster,
    "goals": _goals,
    "evaluation": _evaluation,
    "sources": _sources,
}
