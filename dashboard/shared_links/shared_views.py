"""Links that are keys: what one is to show, held fast or moving on, and the view its reader gets.

What a link opens is read as its own reader, whom the matrix allows less than its giver; a frozen link
is judged from the register, the day and the revisions that were pinned when it was given.
"""

from dataclasses import replace
from datetime import date, timedelta
from functools import lru_cache
from urllib.parse import parse_qsl, urlencode

from dashboard import __version__, loading
from dashboard.addresses import selection
from dashboard.addresses.received_links import Pairs
from dashboard.addresses.resolution import resolved
from dashboard.addresses.selection import Selection
from dashboard.doors import identity
from dashboard.judging import Standing, end_of
from dashboard.loading import View
from dashboard.people.links import Link, Opens, Pins, Wanted, reader_of
from dashboard.people.matrix import Action, may_somewhere, permitted
from dashboard.people.scopes import regions_tree
from dashboard.people.sight import sight_of
from dashboard.register.catalogue import Catalogue
from dashboard.register.compiled import packed, unpacked
from dashboard.settings import Settings

# What a reader may ask of a single view: the language, and the explanation of a lamp in it.
_FREE = frozenset({"lang", "goal", "why"})
# Pages that show one region by its figures, in a link that opens a region.
REGION_PAGES = ("region", "cluster", "goals", "sources")
ALL_PAGES = ("overview", *REGION_PAGES)


class RegisterNotReadable(Exception):
    """The register that a frozen link shows was kept by another version of the program."""


def may_give(seen: View, opens: Opens) -> bool:
    """Tell whether the visitor may give a link to this view, its region, or everything they read."""
    if seen.selection.page in selection.WORK_PAGES:
        return False
    region = region_of(seen)
    if opens is Opens.REGION and region is None:
        return False
    if opens is Opens.EVERYTHING or region is None:
        return may_somewhere(seen.visitor, Action.GIVE_LINK)
    return region in loading.regions_for(seen, Action.GIVE_LINK)


def region_of(seen: View) -> str | None:
    """Return the region that a view shows, None for a view of many."""
    chosen, standing = seen.selection, seen.standing
    if chosen.region is not None or chosen.page not in {"region", "cluster"}:
        return chosen.region if chosen.page != "overview" else None
    from dashboard.views.cluster import region_shown

    return region_shown(standing, None) if chosen.page == "cluster" else standing.regions()[0]


def wanted(
    seen: View, name: str, opens: Opens, lasts: timedelta, *, frozen: bool, sign_in: bool
) -> Wanted:
    """Return the link that opens what the visitor sees now."""
    region = region_of(seen)
    regions: tuple[str, ...] | None = None
    if region is not None and opens is not Opens.EVERYTHING:
        regions = (region,)
        if opens is Opens.VIEW:
            # Goals that regions share are judged by the figures of all of them.
            may = loading.regions_for(seen, Action.GIVE_LINK)
            read = seen.standing.facts.regions_read(region)
            regions = (region, *(one for one in read if one != region and one in may))
    view = replace(seen.selection, region=region) if region else seen.selection
    view = view.changed(as_of=None, lang=None)
    pins, register = None, None
    if frozen:
        reader = reader_of(seen.visitor, regions)
        standing, _ = loading.standing_of(seen.settings, seen.selection.as_of, reader)
        last = standing.last
        pins = Pins(
            standing.on.isoformat(),
            seen.standing.judging.store.revision() if last is None else last,
            standing.sight.published if standing.sight is not None else (),
            standing.young,
            __version__,
        )
        whole = loading.catalogue(seen.settings)
        register = (whole.version, packed(whole))
    query = urlencode(view.query())
    return Wanted(name, view.page, query, opens, regions, lasts, sign_in, pins, register)


def standing_of_link(settings: Settings, link: Link) -> Standing:
    """Return where everything stands for a link's reader: now, or as it was pinned.

    Raises `RegisterNotReadable`, `RegisterFaults`, `StoreError`.
    """
    if link.pins is None:
        return loading.standing_of(settings, visitor=link.reader)[0]
    pins, kept = link.pins, _kept_register(settings, link.register or "")
    if kept is None:
        raise RegisterNotReadable
    judging, day = loading.judging(settings), date.fromisoformat(pins.day)
    in_force = judging.in_force(kept, day)
    public = settings.reading == "public"
    sight = sight_of(link.reader, in_force, public, lambda: dict(pins.published))
    return judging.standing(kept, day, sight=sight, back_to=day, last=pins.last, young=pins.young)


def _beside(settings: Settings, link: Link, day: date) -> Standing | None:
    """Return where everything stood on the day a link sets beside; None where nothing was known yet.

    Of a frozen link it is held fast, too: nothing counts that came after it was given.
    """
    if link.pins is None:
        return loading.standing_of(settings, day, link.reader)[0]
    pins, kept = link.pins, _kept_register(settings, link.register or "")
    if kept is None:
        raise RegisterNotReadable
    judging, moment = loading.judging(settings), end_of(day)
    last = min(judging.store.revision_as_of(moment), pins.last)
    if not last:
        return None
    pinned = dict(pins.published)
    then = judging.store.publications(moment)
    published = {region: min(one.revision, pinned.get(region, 0)) for region, one in then.items()}
    in_force, public = judging.in_force(kept, day), settings.reading == "public"
    sight = sight_of(link.reader, in_force, public, lambda: published)
    return judging.standing(kept, day, sight=sight, back_to=day, last=last)


def view_of_link(settings: Settings, link: Link, page: str, asked: Pairs, lang: str) -> View | None:
    """Return the view that is asked of a link, None for one that it does not open.

    `page` is "" for the view the link was given for. Raises as `standing_of_link`.
    """
    standing = standing_of_link(settings, link)
    stored = selection.read(link.page, parse_qsl(link.query))[0]
    chosen, notes = selection.read(page or link.page, asked)
    day = stored.compare if chosen.compare == stored.compare else None
    own = {day, date.fromisoformat(link.pins.day)} if link.pins else {day}
    other = [one for one in (chosen.as_of, chosen.compare) if one and one not in own]
    notes += [selection.note("not-its-day", asked=one.isoformat()) for one in other]
    chosen = chosen.changed(as_of=None, compare=day, period=None, way=None)
    if not page and not set(chosen.query()) - {"lang"}:
        chosen = stored.changed(lang=chosen.lang)
    if chosen.page not in pages_of(link):
        return None
    if link.opens is Opens.VIEW:
        if not _is_the_view(chosen, stored):
            return None
        free = {name: getattr(chosen, name) for name in _FREE & chosen.query().keys()}
        chosen = stored.changed(**free)
    if link.opens is Opens.REGION and link.regions and not (chosen.region or chosen.goal):
        chosen = chosen.changed(region=link.regions[0])
    chosen, unknown = resolved(chosen, standing.catalogue, standing.on)
    beside = None if chosen.compare is None else _beside(settings, link, chosen.compare)
    if beside is None:
        chosen = chosen.changed(compare=None)
    seen = View(
        selection=chosen,
        standing=standing,
        lang=chosen.lang or lang,
        settings=settings,
        # A shared link leads nowhere but to what it opens.
        notes=(*notes, *(replace(one, meant=()) for one in unknown)),
        demo=settings.demo or standing.demo,
        visitor=link.reader,
        beside=beside,
    )
    return seen if _opens(link, seen) else None


def pages_of(link: Link) -> tuple[str, ...]:
    """Return the pages that a link leads to."""
    if link.opens is Opens.VIEW:
        return (link.page,)
    return REGION_PAGES if link.opens is Opens.REGION else ALL_PAGES


def leads(link: Link, seen: View, page: str, asked: Pairs) -> bool:
    """Tell whether a link opens what a page of it leads to."""
    chosen = selection.read(page, asked)[0]
    if chosen.page not in pages_of(link):
        return False
    if link.opens is Opens.VIEW:
        return _is_the_view(chosen, selection.read(link.page, parse_qsl(link.query))[0])
    return _opens(link, replace(seen, selection=chosen)) if chosen.region else True


def _opens(link: Link, seen: View) -> bool:
    """Ask the matrix whether the region of a view lies within what a link opens."""
    region = region_of(seen)
    if region is None:
        return link.regions is None
    tree = regions_tree(seen.standing.catalogue)
    public = seen.settings.reading == "public"
    return any(
        permitted(link.reader, action, region, regions_tree=tree, public=public)
        for action in (Action.READ_PUBLISHED, Action.READ_UNPUBLISHED)
    )


def _is_the_view(asked: Selection, stored: Selection) -> bool:
    """Tell whether nothing is asked but what the view holds, and what a reader may ask of it."""
    held = stored.query()
    return all(held.get(n) == value for n, value in asked.query().items() if n not in _FREE)


@lru_cache(maxsize=4)
def _kept_register(settings: Settings, version: str) -> Catalogue | None:
    kept = identity.people(settings).links.register(version)
    return None if kept is None else unpacked(kept)
