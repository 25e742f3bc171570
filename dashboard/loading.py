"""The cached register, store and verdicts; what a page looks at is asked for here.

Freshness without messages between processes: the store's revision, the register's version and the
day are part of every key, so one cheap SELECT a rerun keeps every replica right.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING

import streamlit as st

from dashboard import selection
from dashboard.doors import identity
from dashboard.languages import LANGUAGES
from dashboard.languages.numbers import CHINA
from dashboard.panels.standing import Row, Standing, records
from dashboard.people.acting import By
from dashboard.people.identity import GUEST, Person
from dashboard.people.matrix import Action
from dashboard.selection import Note, Selection
from dashboard.settings import Settings
from dashboard.settling import settle

if TYPE_CHECKING:
    from dashboard.actuals.store import Store
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

    @property
    def base(self) -> Selection:
        """What every link of this view carries on: the day looked back to and a chosen language."""
        return Selection(as_of=self.selection.as_of, lang=self.selection.lang)

    def href(self, page: str, **changes: object) -> str:
        """Return the link to another view; `as_of` and a chosen language travel along."""
        return self.selection.href(page=page, **changes)


def told(fault: Exception, lang: str) -> list[str]:
    """Return what keeps the pages from being shown, a sentence for each thing."""
    from dashboard.actuals.messages import ActualsError
    from dashboard.register import RegisterFaults

    if isinstance(fault, RegisterFaults):
        return [each.text(lang) for each in fault.faults]
    if isinstance(fault, ActualsError):
        return [fault.message.text(lang)]
    raise fault


def history(view: "View", region: str, subject: str, indicator: str) -> list[Row]:
    """Return every revision of one series up to the standing's, oldest first.

    Nothing for who may not see histories: they name people.
    """
    seen = view.standing
    if not may(view, Action.SEE_HISTORY, (region, subject, indicator)):
        return []

    def ask() -> list[Row]:
        frame = store(view.settings).history(region, subject, indicator)
        return records(frame[frame["revision"] <= seen.revision])

    return seen.pieces.of(("history", region, subject, indicator), ask)


def before_last_figure(view: "View", goal: str) -> Row | None:
    """Return a goal's verdict as it was before its last figure came in; None without figures.

    Judged on the day of that figure (China's clock), with what was known until then.
    """
    seen = view.standing
    row = seen.row(goal)
    revision = int(row["verdict"]["revision"] or 0) if row else 0
    if row is None or not revision:
        return None

    def judge() -> Row | None:
        from dashboard.panels.explanation import goals_at
        from dashboard.panels.verdict import lamp_rules
        from dashboard.progress import assess

        goals = goals_at(seen, row["region"])
        regions = {row["region"], *goals["step_region"].dropna()}
        figures = store(view.settings).current(region=sorted(regions), as_of=revision - 1)
        mine = seen.figures[seen.figures["revision"] == revision]
        day = seen.on if mine.empty else _day_of(mine["at"].iloc[0])
        counts = seen.catalogue.frame("indicators")
        on = min(day, seen.on)
        verdicts = assess(goals, figures, on, lamp_rules(seen), indicators=counts)
        return records(verdicts[verdicts["goal"] == goal])[0]

    return seen.pieces.of(("before", goal), judge)


def _day_of(moment: str) -> date:
    return datetime.fromisoformat(moment).astimezone(CHINA).date()


def view(settings: Settings, page: str, parameters: Mapping[str, str], locale: str | None) -> View:
    """Return what the URL asks for, as far as it exists. Raises `RegisterFaults`, `StoreError`."""
    chosen, unreadable = selection.read(page, parameters)
    visitor = identity.visitor(settings)
    standing, faults = standing_of(settings, chosen.as_of, visitor)
    chosen, unknown = settle(chosen, standing.catalogue, settings.on())
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


def may(view: View, action: Action, series: tuple[str, str, str]) -> bool:
    """Tell whether the visitor may do `action` to a figure; for what a page offers."""
    catalogue = view.standing.catalogue
    units = identity.responsible_units(catalogue, *series)
    settings = view.settings
    return bool(identity.may(view.visitor, action, series[0], catalogue, settings, units))


def may_somewhere(view: View, action: Action, region: str) -> bool:
    """Tell whether the visitor may do `action` to some figure of a region."""
    catalogue = view.standing.catalogue
    return region in identity.regions_for(view.visitor, action, catalogue, view.settings)


def permitted_store(view: View) -> "Store":
    """Return the store as the visitor may use it; who that is, is asked again at every act."""
    from dashboard.doors.permitted_store import PermittedStore

    catalogue, settings = view.standing.catalogue, view.settings

    def who() -> By:
        return identity.acting(settings, identity.regions_tree(catalogue))

    return PermittedStore(store(settings), catalogue, settings, who)


def language_of(locale: str | None) -> str:
    """Return the language of a browser's locale; Chinese unless it asks for English."""
    return "en" if (locale or "").lower().partition("-")[0] == "en" else "zh"


def filled_in_later(settings: Settings, as_of: date) -> bool:
    """Tell whether nothing had been recorded by the end of `as_of`, though something is now."""
    kept = store(settings)
    return kept.revision() > 0 and kept.revision_as_of(_end_of(as_of)) == 0


def _end_of(day: date) -> datetime:
    return datetime.combine(day + timedelta(days=1), time(), CHINA) - timedelta(microseconds=1)


def standing_of(
    settings: Settings, as_of: date | None = None, visitor: Person | None = None
) -> tuple[Standing, tuple["Fault", ...]]:
    """Return where everything stands now, or at the end of the day `as_of` on China's clock.

    For a `visitor` where people sign in to read: with the figures of the regions they may read.
    """
    promises, faults = register_watch(settings).current()
    readable = None if visitor is None else _readable(settings, promises, visitor)
    kept = store(settings)
    place = (settings.database, promises.version)
    today = settings.on()
    if as_of is None or as_of >= today:
        return _standing(promises, kept, place, today, kept.revision(), None, readable), tuple(
            faults
        )
    # A day before the first entry: the years filled in since are all there is to judge it by.
    revision = kept.revision_as_of(_end_of(as_of)) or kept.revision()
    return _standing(promises, kept, place, as_of, revision, as_of, readable), tuple(faults)


def register_watch(settings: Settings) -> "RegisterWatch":
    """Return the register that reads itself again when it is edited."""
    return _watch(str(settings.register), settings)


def store(settings: Settings) -> "Store":
    """Return the open store of this process."""
    return _store(settings.database)


def catalogue(settings: Settings) -> "Catalogue":
    """Return the register as it stands, the last good one if it was just broken."""
    found: Catalogue = register_watch(settings).current()[0]
    return found


@st.cache_resource(max_entries=2, show_spinner=False)
def _watch(register: str, _settings: Settings) -> "RegisterWatch":
    from dashboard.register import RegisterWatch

    return RegisterWatch(_settings.register, _settings.seeds, _settings.cache)


@st.cache_resource(max_entries=2, show_spinner=False)
def _store(url: str) -> "Store":
    from dashboard.actuals.store import Store

    return Store.open(url)


def _readable(
    settings: Settings, catalogue: "Catalogue", visitor: Person
) -> tuple[str, ...] | None:
    """Return the regions whose figures the visitor may read, None for all."""
    if not settings.signs_in or settings.reading == "public":
        return None
    found = identity.regions_for(visitor, Action.READ_PUBLISHED, catalogue, settings)
    return None if len(found) == len(catalogue.rows("regions")) else tuple(sorted(found))


@st.cache_resource(max_entries=8, show_spinner=False)
def _standing(
    _catalogue: "Catalogue",
    _store: "Store",
    place: tuple[str, str],
    on: date,
    revision: int,
    as_of: date | None,
    readable: tuple[str, ...] | None,
) -> Standing:
    """Judge every goal once for all who may read the same. `place` is database and register."""
    from dashboard.progress import assess
    from dashboard.register.in_force import in_force_on

    figures = _store.current(as_of=revision if as_of else None)
    if readable is not None:
        figures = figures[figures["region"].isin(readable)]
    known = in_force_on(_catalogue, on)
    rules = {rule["id"]: rule["json"] for rule in known.rows("lamp_rules")}
    counts = known.frame("indicators")
    verdicts = assess(known.frame("goals"), figures, on, rules, indicators=counts)
    return Standing(
        known, figures, verdicts.set_index("goal"), on, revision, as_of, demo=_store.demo
    )


def warm(settings: Settings) -> None:
    """Pay for imports, register, store, verdicts and the first view before the first visitor."""
    import pandas as pd  # noqa: F401 - the first visitor should not wait for it
    import plotly.graph_objects as go  # noqa: F401 - nor for this

    from dashboard.panels.overview import overview

    if settings.demo:
        from dashboard.demonstration import fill

        fill(store(settings), catalogue(settings), settings.on())
    standing, _ = standing_of(settings)
    for lang in LANGUAGES:
        standing.drawn(overview, lang, Selection())
