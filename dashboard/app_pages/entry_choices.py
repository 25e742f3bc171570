"""Choosing the figures: the one of the form, or those listed in the table."""

import streamlit as st

from dashboard.app_pages.choices import choose
from dashboard.app_pages.entry_period import period_choice
from dashboard.app_pages.entry_screen import Screen
from dashboard.entry import rows
from dashboard.entry.desk import Desk
from dashboard.entry.series import Asked, choice_of, nearest, subjects_of

_ALL = "*"
# The keys of its widgets.
_SUBJECT, _INDICATOR = "entry-subject", "entry-indicator"
_FILTER, _EVERY, _UNREPORTED = "entry-filter", "entry-every", "entry-unreported"


def form_choices(screen: Screen, series: Asked) -> None:
    """Choose the one figure of the form: its subject, indicator and period."""
    desk = screen.desk
    names = subjects_of(desk.asked, desk.lang)
    own = {each.indicator: each for each in desk.asked if each.subject == series.subject}
    st.session_state[_SUBJECT], st.session_state[_INDICATOR] = series.subject, series.indicator
    first, second, third = st.columns([4, 4, 5])
    with first:
        st.selectbox(
            desk.say("entry.label.subject"),
            list(names),
            format_func=lambda each: names.get(each, each),
            key=_SUBJECT,
            on_change=_series_chosen,
            args=(desk, series.indicator),
        )
    with second:
        st.selectbox(
            desk.say("entry.label.indicator"),
            list(own),
            format_func=lambda each: own[each].indicator_name(desk.lang) if each in own else each,
            key=_INDICATOR,
            on_change=_series_chosen,
            args=(desk, None),
        )
    with third:
        period_choice(screen, series.kind, series.period_kind)


def _series_chosen(desk: Desk, indicator: str | None) -> None:
    """Write the chosen series into the URL; the indicator stays if the new subject has it too."""
    subject = st.session_state[_SUBJECT]
    own = [series for series in desk.asked if series.subject == subject] or list(desk.asked)
    choose(**choice_of(nearest(own, indicator=indicator or st.session_state[_INDICATOR])))


def table_choices(screen: Screen) -> list[Asked]:
    """Choose the period of the table and return which series it lists."""
    desk = screen.desk
    names = {_ALL: desk.say("entry.label.all-subjects"), **subjects_of(desk.asked, desk.lang)}
    first, second = st.columns([5, 4])
    with first:
        period_choice(screen, "", "")
    with second:
        subject = st.selectbox(
            desk.say("entry.label.subject"), list(names), format_func=names.__getitem__, key=_FILTER
        )
    with st.container(horizontal=True):
        unreported = st.toggle(desk.say("entry.label.unreported"), key=_UNREPORTED)
        every = st.toggle(desk.say("entry.label.every"), key=_EVERY)
    return rows.series_for(
        desk.asked,
        screen.code,
        desk.held,
        subject=None if subject == _ALL else subject,
        every=every,
        unreported=unreported,
    )
