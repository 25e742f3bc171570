"""The cached register, store and verdicts; what a page looks at is asked for here.

Freshness without messages between processes: each region's count of changes, the register's version
and the day are part of every key, so one cheap SELECT a rerun keeps every replica right.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import TYPE_CHECKING

import streamlit as st

from dashboard.addresses import selection
from dashboard.addresses.received_links import Pairs
from dashboard.addresses.resolution import resolved
from dashboard.addresses.selection import Note, Selection
from dashboard.doors import identity, logs
from dashboard.doors.recent_writers import RECENT_WRITERS, reads_only
from dashboard.judging import Judging, Row, Standing, end_of
from dashboard.judging.evaluations import regions_evaluated
from dashboard.languages import LANGUAGES, language_of, say
from dashboard.people import scopes
from dashboard.people.actor import By
from dashboard.people.identity import GUEST, Kind, Person
from dashboard.people.matrix import Action
from dashboard.people.sight import Sight, sight_of
from dashboard.settings import Settings

if TYPE_CHECKING:
    from dashboard.actuals.replica import Reading, Replica
    from dashboard.actuals.store import Store
    from dashboard.doors.permitted_audit import PermittedAudit
    from dashboard.doors.permitted_comments import PermittedComments
    from dashboard.doors.permitted_officials import PermittedOfficials
    from dashboard.doors.permitted_remedies import PermittedRemedies
    from dashboard.doors.permitted_returns import PermittedReturns
    from dashboard.doors.permitted_store import PermittedStore
    from dashboard.register import Catalogue, Fault, RegisterWatch


@dataclass(frozen=True, slots=True)
class View:
    """All a page needs: what is chosen, where it stands, and in which language to say it."""

    selection: Selection
    standing: Standing
    lang: str
    settings: Settings
    notes: tuple[Note, ...] = ()
    faults: tuple["Fault", ...] = ()
    demo: bool = False
    visitor: Person = GUEST
    # Where everything stood on the day set beside it, in a view that holds that fast.
    beside: Standing | None = None

    @property
    def seen(self) -> "View":
        """Return itself, for parts of a page that are drawn from a view alone."""
        return self

    @property
    def base(self) -> Selection:
        """What every link of this view carries on: the day looked back to and a chosen language."""
        return Selection(as_of=self.selection.as_of, lang=self.selection.lang)

    def href(self, page: str, **changes: object) -> str:
        """Return the link to another view; `as_of` and a chosen language travel along."""
        return self.selection.href(page=page, **changes)


def told(fault: Exception, lang: str, visitor: Person) -> list[str]:
    """Return what keeps the pages from being shown, a sentence for each thing.

    To those who may not see the insides: what to do, and the id that the fault has in the log.
    """
    from dashboard.actuals.messages import ActualsError
    from dashboard.actuals.store_faults import StoreError
    from dashboard.register import RegisterFaults

    if isinstance(fault, StoreError) and fault.passes:
        return [fault.message.text(lang)]
    if not identity.sees_insides(visitor):
        known = logs.request_id()
        more = [say("doors.error.request", lang, id=known)] if known else []
        return [say("pages.cannot-show-others", lang), *more]
    if isinstance(fault, RegisterFaults):
        return [each.text(lang) for each in fault.faults]
    if isinstance(fault, StoreError):
        return fault.sentences(lang)
    if isinstance(fault, ActualsError):
        return [fault.message.text(lang)]
    raise fault


def view(
    settings: Settings,
    page: str,
    parameters: Pairs,
    locale: str | None,
    visitor: Person,
) -> View:
    """Return what the URL asks for, as far as it exists and as far as `visitor` may see it.

    Raises `RegisterFaults`, `StoreError`.
    """
    chosen, unreadable = selection.read(page, parameters)
    looks_only = chosen.page not in selection.WORK_PAGES
    standing, faults = standing_of(settings, chosen.as_of, visitor, may_lag=looks_only)
    chosen, unknown = resolved(chosen, standing.catalogue, settings.on())
    return View(
        selection=chosen,
        standing=standing,
        lang=chosen.lang or language_of(locale),
        settings=settings,
        notes=(*unreadable, *unknown),
        faults=faults,
        demo=settings.demo or standing.demo,
        visitor=visitor,
    )


def compared_with(view: View) -> Standing | None:
    """Return where everything stood on the day that the link sets beside; None where it names none."""
    day = view.selection.compare
    if view.beside is not None:
        return view.beside
    return None if day is None else standing_of(view.settings, day, view.visitor, may_lag=True)[0]


def asked_in_url() -> Pairs:
    """Return the parameters of the page's address as they stand in it, names that come twice too."""
    asked = st.query_params
    return [(name, value) for name in asked for value in asked.get_all(name)]


def may(view: View, action: Action, series: tuple[str, str, str]) -> bool:
    """Tell whether the visitor may do `action` to a figure; for what a page offers."""
    catalogue = register_today(view)
    units = scopes.responsible_units(catalogue, *series)
    settings = view.settings
    return bool(identity.may(view.visitor, action, series[0], catalogue, settings, units))


def regions_for(view: View, action: Action) -> frozenset[str]:
    """Return the regions in which the visitor may do `action` to some figure."""
    public = view.settings.reading == "public"
    return scopes.reach(view.visitor, action, register_today(view), public).somewhere


# Who may do any of these is offered the page.
_OFFERED: Mapping[str, tuple[Action, ...]] = {
    "review": (Action.REVIEW, Action.PUBLISH),
    "completeness": (Action.READ_UNPUBLISHED,),
    "audit": (Action.READ_AUDIT,),
}


def pages_for(view: View) -> list[str]:
    """Return the pages that are offered to the visitor, in their order; always the one looked at."""
    return [
        name for name in selection.PAGES if name == view.selection.page or _is_offered(view, name)
    ]


def _is_offered(view: View, name: str) -> bool:
    if name == "evaluation":
        # Without a method in the register there is nothing to look at.
        return bool(view.standing.drawn(regions_evaluated))
    actions = _OFFERED.get(name)
    return actions is None or any(regions_for(view, action) for action in actions)


def permitted_store(view: View) -> "PermittedStore":
    """Return the store as the visitor may use it; who that is, is asked again at every act."""
    from dashboard.doors.permitted_store import PermittedStore

    return PermittedStore(store(view.settings), register_today(view), view.settings, _who(view))


def permitted_store_beside(view: View) -> "PermittedStore":
    """Return the same for work beside the page: who is there is asked anew, in no run of the page."""
    from dashboard.doors.permitted_store import PermittedStore

    catalogue, settings = register_today(view), view.settings
    by = identity.acting(settings, scopes.regions_tree(catalogue))
    person = identity.asked_later(settings)
    return PermittedStore(
        store(settings), catalogue, settings, lambda: replace(by, person=person())
    )


def permitted_comments(view: View) -> "PermittedComments":
    """Return what the visitor may see and say of figures, and hand in for them; asked anew each time."""
    from dashboard.doors.permitted_comments import PermittedComments

    return PermittedComments(store(view.settings), register_today(view), view.settings, _who(view))


def permitted_returns(view: View) -> "PermittedReturns":
    """Return the returns as the visitor may see and step them; asked again at every act."""
    from dashboard.doors.permitted_returns import PermittedReturns

    return PermittedReturns(store(view.settings), register_today(view), view.settings, _who(view))


def permitted_audit(view: View) -> "PermittedAudit":
    """Return the audit as the visitor may read it; asked again at every act."""
    from dashboard.doors.permitted_audit import PermittedAudit

    return PermittedAudit(store(view.settings), register_today(view), view.settings, _who(view))


def permitted_remedies(view: View) -> "PermittedRemedies":
    """Return what the visitor may do about goals that are behind; asked again at every act.

    What is written answers the verdicts that the page shows, or today's where it looks back.
    """
    from dashboard.doors.permitted_remedies import PermittedRemedies

    settings, standing = view.settings, view.standing
    if standing.as_of is not None or standing.read_as_of is not None:
        standing, _ = standing_of(settings, None, view.visitor)
    return PermittedRemedies(store(settings), standing, settings, _who(view), settings.on())


def permitted_officials(view: View) -> "PermittedOfficials":
    """Return what the visitor may enter of leaders assigned to clusters; asked again at every act."""
    from dashboard.doors.permitted_officials import PermittedOfficials

    return PermittedOfficials(store(view.settings), register_today(view), view.settings, _who(view))


def _who(view: View) -> Callable[[], By]:
    """Return what tells, at every act, who acts and what they may then."""
    regions = scopes.regions_tree(register_today(view))
    return lambda: identity.acting(view.settings, regions)


def register_today(view: View) -> "Catalogue":
    """Return the register as it is in force today: what anybody may do hangs on it."""
    if view.standing.as_of is None:
        return view.standing.catalogue
    return judging(view.settings).in_force(catalogue(view.settings), view.settings.on())


def standing_of(
    settings: Settings,
    as_of: date | None = None,
    visitor: Person | None = None,
    *,
    may_lag: bool = False,
) -> tuple[Standing, tuple["Fault", ...]]:
    """Return where everything stands now, or at the end of the day `as_of` on China's clock.

    For a `visitor`: judged from the figures that they may see. With `may_lag` it may be read from
    a replica, as far as the visitor has not written lately.
    """
    promises, faults = register_watch(settings).current()
    known = judging(settings)
    today = settings.on()
    back = as_of if as_of is not None and as_of < today else None
    moment = end_of(back) if back else None
    reading = _reading(settings, visitor, moment) if may_lag else None
    kept = known.store if reading is None else reading.store
    sight, young = None, False
    if visitor is not None and visitor.kind is not Kind.MACHINE:
        register = known.in_force(promises, today)
        sight = _sight(visitor, register, settings, kept, moment)
        if sight is not None and moment is not None:
            sight, young = _or_later(sight, visitor, register, settings, kept)
    last = None
    if moment is not None:
        last = kept.revision_as_of(moment)
        if not last:
            last = kept.revision()
            # A day before the first entry: the years filled in since are all there is to judge by.
            young = young or last > 0
    standing = known.standing(
        promises, back or today, sight=sight, back_to=back, last=last, young=young, reading=reading
    )
    return standing, tuple(faults)


def _reading(
    settings: Settings, visitor: Person | None, moment: datetime | None
) -> "Reading | None":
    """The replica, where one is set and holds all that a visitor has written and all until a moment."""
    if not settings.replica or (visitor is not None and not reads_only(visitor)):
        return None
    since = None if visitor is None else RECENT_WRITERS.whole_from(visitor)
    return replica(settings).reading(since, moment)


def _sight(
    visitor: Person,
    register: "Catalogue",
    settings: Settings,
    kept: "Store",
    moment: datetime | None = None,
) -> Sight | None:
    """What a visitor sees now, or of what was published by a moment."""

    def published() -> dict[str, int]:
        if moment is not None:
            return {r: one.revision for r, one in kept.publications(moment).items()}
        return {region: one.published for region, one in kept.changes().items()}

    return sight_of(visitor, register, settings.reading == "public", published)


def _or_later(
    sight: Sight, visitor: Person, register: "Catalogue", settings: Settings, kept: "Store"
) -> tuple[Sight, bool]:
    """What was published since, where nothing had been by the day looked back to."""
    if not sight.published or any(up_to for _, up_to in sight.published):
        return sight, False
    now = _sight(visitor, register, settings, kept)
    later = now is not None and any(up_to for _, up_to in now.published)
    return (now, True) if now is not None and later else (sight, False)


def history(view: View, region: str, subject: str, indicator: str) -> list[Row] | None:
    """Return every revision of one series up to the standing's, oldest first.

    With `kept`, what was found at it and why it stands, and how settled it is, `vintage`. None for
    who may not see who entered what.
    """
    if not may(view, Action.SEE_HISTORY, (region, subject, indicator)):
        return None
    frame = permitted_store(view).history(region, subject, indicator)
    rows = frame[frame["revision"] <= view.standing.revision].astype(object)
    plain = rows.where(rows.notna(), None).to_dict("records")
    why = store(view.settings).reasons([row["revision"] for row in plain])
    settled = view.standing.vintages(region)
    return [
        {str(name): value for name, value in row.items()}
        | {"kept": why.get(row["revision"], ""), "vintage": settled.get(row["revision"])}
        for row in plain
    ]


def register_watch(settings: Settings) -> "RegisterWatch":
    """Return the register that reads itself again when it is edited."""
    return _watch(str(settings.register), settings)


def store(settings: Settings) -> "Store":
    """Return the open store of this process."""
    return _store(settings.database)


def replica(settings: Settings) -> "Replica":
    """Return the standby that pages may be read from; the settings have to name one."""
    return _replica(settings.replica, settings.database)


def judging(settings: Settings) -> Judging:
    """Return the verdicts of this process."""
    return _judging(settings.database)


def catalogue(settings: Settings) -> "Catalogue":
    """Return the register as it stands, the last good one if it was just broken."""
    found: Catalogue = register_watch(settings).current()[0]
    return found


@st.cache_resource(max_entries=2, show_spinner=False)
def _watch(register: str, _settings: Settings) -> "RegisterWatch":
    from dashboard.register import RegisterWatch

    return RegisterWatch(_settings.register, _settings.seeds, _settings.cache, apart=True)


@st.cache_resource(max_entries=2, show_spinner=False)
def _store(url: str) -> "Store":
    from dashboard.actuals.full_disk import FullDisk
    from dashboard.actuals.store import Store
    from dashboard.doors.supervision import shared_disk_file

    return Store.open(url, full_disk=FullDisk(shared_disk_file()))


@st.cache_resource(max_entries=2, show_spinner=False)
def _replica(url: str, database: str) -> "Replica":
    from dashboard.actuals.replica import Replica

    return Replica(url, _store(database))


@st.cache_resource(max_entries=2, show_spinner=False)
def _judging(url: str) -> Judging:
    return Judging(_store(url))


def warm(settings: Settings) -> None:
    """Pay for imports, register, store, verdicts and the first view before the first visitor."""
    from dashboard.views import overview
    from dashboard.views.regions import are_many

    if settings.demo:
        from dashboard.demonstration import fill

        fill(store(settings), catalogue(settings), settings.on())
    if settings.replica:
        replica(settings).reading()
    guest = settings.mode != "local" and settings.reading == "public"
    standing, _ = standing_of(settings, visitor=GUEST if guest else None)
    if standing.is_ready():
        for lang in LANGUAGES:
            asked = Selection()
            if not are_many(standing):
                standing.drawn(overview.overview, lang, asked)
                continue
            standing.drawn(overview.finding, lang, asked)
            standing.drawn(overview.regions_shown, lang, asked)
            standing.drawn(overview.late_and_due, lang, asked)
