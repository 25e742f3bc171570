"""What both ways of entering work with: the series owed, what is recorded, drafts, and messages."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

import streamlit as st

from dashboard import loading
from dashboard.actuals.entering import RawEntry, Understood, save, understand
from dashboard.actuals.messages import ActualsError
from dashboard.actuals.observations import Observation, SeriesKey
from dashboard.app_pages.drawing import draw
from dashboard.judging import Standing
from dashboard.languages import say
from dashboard.loading import View
from dashboard.people.matrix import Action
from dashboard.people.messages import PeopleError
from dashboard.views.notices import notice
from dashboard.worksheet.picture import picture
from dashboard.worksheet.series import Asked, asked_of

if TYPE_CHECKING:
    from dashboard.actuals.store import WriteReceipt
    from dashboard.doors.permitted_store import PermittedStore
    from dashboard.register import Catalogue

_FLASH, _UNKEPT = "entry-flash", "entry-unkept"
_YEARS_BEFORE = 3


@dataclass(frozen=True, slots=True)
class Desk:
    """One region's worksheet for one rerun; `held` has the latest rows by series and period."""

    seen: View
    region: str
    store: "PermittedStore"
    asked: Sequence[Asked]
    held: Mapping[SeriesKey, Mapping[str, Observation]]
    author: str

    @property
    def lang(self) -> str:
        """Return the language of the page."""
        return self.seen.lang

    @property
    def catalogue(self) -> "Catalogue":
        """Return the register."""
        return self.seen.standing.catalogue

    @property
    def today(self) -> date:
        """Return the day that decides which periods have ended."""
        return self.seen.settings.on()

    @property
    def first_year(self) -> int:
        """Return the first year for which figures may be wanted.

        Years before the base year of the first plan show where its cluster came from.
        """
        plans = self.catalogue.plans_of(self.region)
        years = [int(plan["base_year"] or plan["start"]) for plan in plans]
        return min(years, default=self.today.year) - _YEARS_BEFORE

    def say(self, key: str, **values: object) -> str:
        """Return a wording of this page."""
        return say(f"entry.{key}", self.lang, **values)

    def understand(self, entries: Sequence[RawEntry]) -> list[Understood]:
        """Return entries as the door understands them."""
        return understand(entries, self.catalogue, self.store, self.today)

    def save(self, rows: Sequence[Understood], reason: str) -> "WriteReceipt | None":
        """Save through the door. What keeps it from being saved is told on the page: then None."""
        try:
            return save(rows, self.store, self.author, reason)
        except (ActualsError, PeopleError) as fault:
            flash("fault", fault.message.text(self.lang))
            return None

    def keep_draft(self, screen: str, changes: Mapping[str, object]) -> bool:
        """Keep changes of unsaved work in the store; tell whether it could be kept.

        Why it could not is said by `show_unkept`, for as long as that is so.
        """
        st.session_state.pop(_UNKEPT, None)
        if not changes:
            return True
        try:
            self.store.change_draft(self.author, screen, changes)
        except (ActualsError, PeopleError) as fault:
            st.session_state[_UNKEPT] = fault.message.text(self.lang)
            return False
        return True


def desk_of(seen: View, region: str) -> Desk:
    """Return the desk for a region."""
    store = loading.permitted_store(seen)
    asked = seen.standing.drawn(_asked, region)
    if seen.settings.signs_in:
        asked = [series for series in asked if loading.may(seen, Action.ENTER, series.key)]
    held = store.series([series.key for series in asked])
    return Desk(seen, region, store, asked, held, seen.visitor.name)


def flash(kind: str, text: str) -> None:
    """Keep a message for the next run: info, warn or fault."""
    st.session_state[_FLASH] = (kind, text)


def show_flash(lang: str) -> None:
    """Show the message kept by the last callback, once."""
    kept = st.session_state.pop(_FLASH, None)
    if kept:
        st.html(notice(kept[0], lang, "", kept[1]))


def show_unkept(desk: Desk) -> None:
    """Say that what is typed is nowhere but on this page, and why."""
    why = st.session_state.get(_UNKEPT)
    if why:
        said = desk.say("draft.unkept-text", why=why)
        st.html(notice("warn", desk.lang, desk.say("draft.unkept"), said))


def speaks_of(key: str, *subject: object) -> None:
    """Empty the input `key` when it last spoke of something else: a reason is not carried over."""
    held = f"{key}-of"
    if st.session_state.get(held) != subject:
        st.session_state[held] = subject
        st.session_state[key] = ""


def show_chart(desk: Desk, series: Asked, code: str, key: str) -> None:
    """Show the chart of a series as it is recorded now, with the table behind it."""
    goals = [g for id in series.goals if (g := desk.catalogue.goal(id)) is not None]
    recorded = desk.held.get(series.key, {})
    source = _source(desk, goals)
    drawn = picture(series, code, recorded, goals, desk.lang, source)
    with st.container(border=True, key=f"card-{key}"):
        if not drawn["data"]:
            st.html(notice("info", desk.lang, desk.say("chart.empty")))
            return
        draw(drawn, desk.lang, key)


def _source(desk: Desk, goals: Sequence[Mapping[str, Any]]) -> str | None:
    """Return the document that asks for the figure: its number, else its title."""
    document = desk.catalogue.document(goals[0]["document"]) if goals else None
    if document is None:
        return None
    return str(document["number"] or document[f"title_{desk.lang}"])


def _asked(standing: Standing, region: str) -> list[Asked]:
    return asked_of(standing.catalogue, region)


def typed_text(key: str) -> str:
    """Return the text of an input, empty before it was drawn."""
    held: Any = st.session_state.get(key)
    return held if isinstance(held, str) else ""
