"""The overview: what the plans promise, where each stands, who lags, what nobody has reported."""

from dashboard.addresses.selection import LAYOUTS, Selection
from dashboard.judging import GROUPS, Standing
from dashboard.judging.tally import Tally, tally
from dashboard.languages import say
from dashboard.views.calendar import calendar
from dashboard.views.cards import grid, stacked
from dashboard.views.environment import Markup, render
from dashboard.views.laggards import laggards_table
from dashboard.views.prose import headline as drawn_headline
from dashboard.views.region_card import card_of
from dashboard.views.region_matrix import (
    bases,
    basis_shown,
    level_shown,
    levels,
    region_matrix,
)
from dashboard.views.region_table import filters_of, part_of, region_table
from dashboard.views.regions import SORTS, chosen_regions
from dashboard.views.remedies import overdue_table
from dashboard.views.reporting import reporting
from dashboard.views.tally import status_counts, strip_card
from dashboard.wording import naming
from dashboard.wording.columns import reporting_word
from dashboard.wording.findings import overview_finding
from dashboard.wording.states import lamp_group_word, layout_word, level_word, sort_word

MOST_LAGGARDS = 10
# Beside a table of regions that is sorted by what lags.
_FEWER_LAGGARDS = 5


def overview(standing: Standing, lang: str, base: Selection) -> Markup:
    """Return the whole first view of few plans: no Plotly, so that it is there at once."""
    regions = standing.regions()
    return stacked(
        [
            finding(standing, lang, base),
            grid([card_of(standing, region, lang, base) for region in regions]),
            laggards_table(standing, lang, base, MOST_LAGGARDS),
            overdue_table(standing, lang, base),
            calendar(standing, lang, base),
            reporting(standing, regions, lang, base),
        ]
    )


def finding(standing: Standing, lang: str, base: Selection) -> Markup:
    """Return the finding, with the strip of all goals, or where the first figure is entered."""
    counted = tally(standing.groups())
    strip = _strip(standing, counted, lang, base) if counted.reported else None
    under = strip or _begin(standing, lang, base)
    head = drawn_headline(*overview_finding(standing, counted, lang), lang)
    return stacked([head, under])


def regions_shown(standing: Standing, lang: str, chosen: Selection) -> Markup:
    """Return the regions of many plans as they are asked for: their table, or their matrix."""
    draw = region_matrix if chosen.layout == "matrix" else region_table
    return draw(standing, lang, chosen)


def late_and_due(standing: Standing, lang: str, base: Selection) -> Markup:
    """Return what stands under the table of many regions: what lags, and what is due when."""
    late = laggards_table(standing, lang, base, _FEWER_LAGGARDS)
    return stacked([late, overdue_table(standing, lang, base), calendar(standing, lang, base)])


def of_regions(chosen: Selection) -> Selection:
    """Return what of a selection the table of regions is drawn from."""
    return chosen.changed(goal=None, why=None)


def part_shown(standing: Standing, chosen: Selection) -> tuple[int, int]:
    """Return which part of the regions is shown, and how many parts there are."""
    asked = filters_of(chosen)
    if chosen.layout == "matrix":
        asked = asked.changed(level=level_shown(standing, chosen.level))
    return part_of(len(standing.drawn(chosen_regions, asked)), chosen.part)


def filters(standing: Standing, lang: str, chosen: Selection) -> dict[str, dict[str, str]]:
    """Return the choices over the regions: URL name -> id -> words; the empty id is "all"."""
    matrix = chosen.layout == "matrix"
    every_level = {} if matrix else {"": say("pages.all.level", lang)}
    found = {
        "within": {"": say("pages.all.within", lang), **naming.regions_above(standing, lang)},
        "level": every_level | {one: level_word(one, lang) for one in levels(standing)},
        "status": {"": say("pages.all.status", lang)}
        | {one: lamp_group_word(one, lang) for one in _lamps(standing)},
        "sort": {"": sort_word("plan", lang)} | {one: sort_word(one, lang) for one in SORTS},
    }
    if matrix:
        found["indicator"] = bases(standing, level_shown(standing, chosen.level), lang)
    return found


def asked_for(standing: Standing, chosen: Selection, name: str) -> str:
    """Return what stands chosen under a name: a matrix always has one level and one basis."""
    if chosen.layout == "matrix" and name in ("level", "indicator"):
        level = standing.drawn(level_shown, chosen.level)
        if name == "level":
            return level
        return standing.drawn(basis_shown, level, chosen.indicator) or ""
    return str(getattr(chosen, name) or "")


def layout_words(lang: str) -> dict[str, str]:
    """Return the ways in which many regions are shown; the empty one is the table."""
    return {"" if layout == "tree" else layout: layout_word(layout, lang) for layout in LAYOUTS}


def layout_links(lang: str, chosen: Selection) -> Markup:
    """Return the ways in which many regions are shown as links, where no script offers a choice."""
    layouts = [
        (words, chosen.href(layout=layout or None, part=None), (chosen.layout or "") == layout)
        for layout, words in layout_words(lang).items()
    ]
    return render("region_layouts", layouts=layouts)


def _lamps(standing: Standing) -> list[str]:
    found = standing.groups()
    return [group for group in GROUPS if found[group]]


def _strip(standing: Standing, counted: Tally, lang: str, base: Selection) -> Markup:
    label = reporting_word("strip", standing.wording_suffix(), lang)
    return strip_card(counted, status_counts(counted, lang, base), lang, label=label)


def _begin(standing: Standing, lang: str, base: Selection) -> Markup:
    """Where the first figure is entered, for who sees figures as they are entered."""
    if standing.wording_suffix():
        return Markup()
    return render("begin", href=base.href(page="entry"), lang=lang)
