"""Choosing the period of the figures; what the form has typed moves along to it."""

from dataclasses import replace

import streamlit as st

from dashboard.actuals.messages import ActualsError
from dashboard.app_pages.choices import choose
from dashboard.app_pages.entry_outcome import tell
from dashboard.app_pages.entry_screen import Screen
from dashboard.app_pages.sheet import edits
from dashboard.entry.desk import Said
from dashboard.entry.drafts import Edit
from dashboard.entry.periods import chosen_code, codes_offered, period_label, years
from dashboard.first_paint.work_parts import periods_recorded

# What of the session is this part's own, and the keys of its widgets.
_MOVED = "entry-moved"
_YEAR, _PERIOD = "entry-year", "entry-period"


def period_choice(screen: Screen, kind: str, label_kind: str) -> None:
    """Show the choice of a year and of a period in it, which live in the URL."""
    desk, code = screen.desk, screen.code
    saved = periods_recorded(desk, screen.one)
    st.session_state[_YEAR], st.session_state[_PERIOD] = int(code[:4]), code
    with st.container(horizontal=True):
        st.selectbox(
            desk.say("entry.label.year"),
            years(desk.first_year, desk.today),
            key=_YEAR,
            on_change=_period_chosen,
            args=(screen, kind, saved, _YEAR),
        )
        st.selectbox(
            desk.say("entry.label.period"),
            codes_offered(int(code[:4]), kind, saved, desk.today),
            format_func=lambda each: period_label(each, label_kind, desk.lang),
            key=_PERIOD,
            on_change=_period_chosen,
            args=(screen, kind, saved, _PERIOD),
        )


def _period_chosen(screen: Screen, kind: str, saved: list[str], key: str) -> None:
    """Go to another period, to the same stretch of another year; what the form has moves along."""
    desk, before = screen.desk, screen.code
    wish = st.session_state[key] if key == _PERIOD else f"{st.session_state[key]}{before[4:]}"
    after = chosen_code([wish], kind, saved, desk.first_year, desk.today)
    if screen.one is not None:
        desk.take_in(edits())
        try:
            desk.move(screen.one, before, after)
        except ActualsError as fault:
            tell(Said("fault", fault.message.text(desk.lang)))
            return
        st.session_state[_MOVED] = ((screen.one.id, before), after, desk.unsaved.stamp)
    choose(period=after)


def edits_of_period(screen: Screen) -> list[Edit]:
    """Return the browser's edits; what was typed in the form goes along to the period chosen since.

    The form shows the former period for a moment, but whoever types has chosen the other already.
    """
    place, after, stamp = st.session_state.get(_MOVED, (None, "", 0))
    if screen.one is None or screen.code != after:
        return edits()
    return [
        replace(edit, place=(edit.place[0], after), seen=screen.desk.revision(screen.one, after))
        if edit.place == place and edit.stamp > stamp and edit.region == screen.desk.region
        else edit
        for edit in edits()
    ]
