"""The overview: what the plans promise, where each stands, who lags, what nobody has reported."""

from dashboard.judging import Standing
from dashboard.languages import say
from dashboard.selection import Selection
from dashboard.views.calendar import calendar
from dashboard.views.cards import grid, stacked
from dashboard.views.environment import Markup, render
from dashboard.views.headline import headline as drawn_headline
from dashboard.views.laggards import laggards_table
from dashboard.views.region_card import card_of
from dashboard.views.reporting import reporting
from dashboard.views.strip import strip_card
from dashboard.views.tally import Tally, status_counts, tally, unseen_sentence

# A wall of cards tells nothing: beyond this, those with the most goals behind are shown.
MOST_REGIONS = 12
MOST_LAGGARDS = 10


def overview(standing: Standing, lang: str, base: Selection) -> str:
    """Return the whole first view: no Plotly, so that it is there at once."""
    counted = tally(standing.table()["group"])
    regions = shown_regions(standing)
    parts = [
        _headline(standing, counted, lang),
        _strip(standing, counted, lang, base) if counted.reported else _begin(standing, lang, base),
        grid([card_of(standing, region, lang, base) for region in regions]),
        laggards_table(standing, lang, base, MOST_LAGGARDS),
        calendar(standing, lang, base),
        reporting(standing, regions, lang, base),
    ]
    return stacked(parts)


def _strip(standing: Standing, counted: Tally, lang: str, base: Selection) -> Markup:
    label = say(f"pages.overview.reported{standing.wording_suffix()}", lang)
    return strip_card(counted, status_counts(counted, lang, base), lang, label=label)


def _begin(standing: Standing, lang: str, base: Selection) -> Markup:
    """Where the first figure is entered, for who sees figures as they are entered."""
    if standing.wording_suffix():
        return Markup()
    return render("begin", href=base.href(page="entry"), lang=lang)


def shown_regions(standing: Standing) -> list[str]:
    """Return the regions that get cards: all, or of many those with the most goals behind."""
    regions = standing.regions()
    if len(regions) <= MOST_REGIONS:
        return regions
    table = standing.table()
    late = table[table["group"].isin(["red", "yellow", "missed"])]["region"].value_counts()
    ordered = sorted(regions, key=lambda region: -int(late.get(region, 0)))
    return ordered[:MOST_REGIONS]


def _headline(standing: Standing, counted: Tally, lang: str) -> str:
    """Say how many goals are met, can still be caught up, or were missed: three different things."""
    plans = sum(len(standing.plans(region)) for region in standing.regions())
    values = {
        "n": plans,
        "total": counted.total,
        "unreported": counted.unreported,
        "unpublished": counted.unpublished,
        "rest": counted.none,
        "far": counted.red,
    }
    suffix = standing.wording_suffix()
    if not counted.reported:
        title = say(f"pages.overview.title-empty{suffix}", lang, **values)
        return drawn_headline(title, say(f"pages.overview.sentence-empty{suffix}", lang), lang)
    found = [
        say(f"pages.overview.{key}", lang, n=n)
        for key, n in (("green", counted.green), ("late", counted.late), ("missed", counted.missed))
        if n
    ]
    # Noughts tell nothing: before the first lamp the title says how far reporting has come.
    if not found:
        found = [say("pages.overview.no-lamp", lang, n=counted.reported)]
    title = say("pages.overview.title", lang, **values, found=say("pages.comma", lang).join(found))
    said = [say("pages.overview.far", lang, **values)] if counted.red else []
    said.append(say(f"pages.overview.sentence{suffix}", lang, **values))
    said.append(unseen_sentence(counted, suffix, lang))
    said.append(say("pages.overview.rule", lang))
    return drawn_headline(title, "".join(said), lang)
