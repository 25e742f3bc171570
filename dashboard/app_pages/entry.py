"""Entering actual figures: one by one beside their chart, or all of a region's at once."""

from dataclasses import replace

import streamlit as st

from dashboard import loading
from dashboard.addresses import selection
from dashboard.app_pages import account, frame
from dashboard.app_pages.choices import choose, segments
from dashboard.app_pages.entry_chart import chart
from dashboard.app_pages.entry_choices import form_choices, table_choices
from dashboard.app_pages.entry_outcome import page_is_outdated
from dashboard.app_pages.entry_screen import Screen, desk_in_session, take_in_elsewhere
from dashboard.app_pages.entry_sheet import typed_figures
from dashboard.app_pages.entry_withdrawal import withdrawal
from dashboard.app_pages.publishing import publication
from dashboard.app_pages.returns import returns_of_period
from dashboard.app_pages.upload import upload
from dashboard.entry.desk import Desk
from dashboard.first_paint.work_parts import (
    due,
    entry_head,
    entry_region,
    may_enter,
    nothing_to_enter,
    of_period,
    period_shown,
    reports_now,
    series_shown,
)
from dashboard.loading import View
from dashboard.people.matrix import Action
from dashboard.views.notices import empty_state, notice
from dashboard.views.rows import Link

# What of the session is this page's own.
_WAY = "entry-way"


def page(seen: View) -> None:
    """Choose a region, a period and a way of entering, or say why nothing can be entered."""
    lang = seen.lang
    regions = seen.standing.regions()
    if not regions:
        st.html(nothing_to_enter(lang))
        return
    page_is_outdated()  # it is drawn anew just now
    entering = loading.regions_for(seen, Action.ENTER)
    publishing = loading.regions_for(seen, Action.PUBLISH)
    region = entry_region(seen)
    may = may_enter(seen, region) and not seen.standing.as_of
    desk = desk_in_session(seen, region)
    form = _way(seen) == "form"
    one = series_shown(desk, seen) if form and desk.asked else None
    desk = replace(desk, held=desk.store.series([s.key for s in ([one] if one else desk.asked)]))
    code = period_shown(desk, seen, one)
    if one:
        desk = replace(desk, held={**of_period(desk, code), **desk.held})
    st.html(entry_head(desk, seen, code))
    if seen.settings.read_only:
        st.html(
            notice(
                "warn", lang, desk.say("entry.read-only.title"), desk.say("entry.read-only.text")
            )
        )
        return
    if region not in entering | publishing:
        account.refuse_entering(seen)
        return
    if seen.standing.as_of:
        now = Link(desk.say("entry.past.link"), seen.selection.href(as_of=None))
        st.html(empty_state(desk.say("entry.past.title"), desk.say("entry.past.text"), lang, now))
        return
    reports = reports_now(seen, region)
    if owed := due(seen, region, reports):
        st.html(owed)
    _bar(desk, seen, regions, may)
    if may and desk.asked:
        take_in_elsewhere(seen, region, entering)
        _enter_figures(Screen(seen, desk, code, (), one))
        upload(seen, desk, code)
    elif may:
        st.html(nothing_to_enter(lang))
    if desk.asked:
        returns_of_period(seen, desk, code, reports)
    publication(seen, region)


def _way(seen: View) -> str:
    """Return how figures are entered: as the link says, else as last in this session."""
    way: str = seen.selection.way or st.session_state.get(_WAY, selection.WAYS[0])
    st.session_state[_WAY] = way
    if seen.selection.way is None and way != selection.WAYS[0]:
        choose(way=way)
    return way


def _bar(desk: Desk, seen: View, regions: list[str], entering: bool) -> None:
    words = {id: seen.standing.name(desk.catalogue.region(id), desk.lang) for id in regions}
    # entry.mode.form, entry.mode.grid, entry.mode.label
    modes = {way: desk.say(f"entry.mode.{way}") for way in selection.WAYS}
    with st.container(horizontal=True, vertical_alignment="bottom", key="entry-bar"):
        with st.container(width=260):
            frame.choice(
                "region",
                desk.say("entry.label.region"),
                regions,
                words,
                desk.region,
                clears=("goal", "cluster", "indicator"),
            )
        if not entering:
            return
        segments("way", desk.say("entry.mode.label"), list(modes), modes, _way(seen))
        st.caption(desk.say("entry.author", author=desk.author))


def _enter_figures(screen: Screen) -> None:
    """Show the choices, the sheet with what is typed in it, and the chart of one series."""
    desk = screen.desk
    with st.container(border=True, key="card-entry-choices"):
        if screen.one is not None:
            form_choices(screen, screen.one)
            listed = [screen.one]
        else:
            listed = table_choices(screen)
    screen = Screen(screen.seen, desk, screen.code, listed, screen.one)
    # The sheet stands at the same place of the page in both ways: a cell that is being typed in
    # while the way changes is the same cell afterwards.
    left, right = st.columns([9, 5], gap="medium")
    with left:
        typed_figures(screen)
        if screen.one is not None:
            withdrawal(screen, screen.one)
    with right:
        chart(screen, listed or desk.asked)


page(frame.view())
