"""Entering actual figures: one by one beside their chart, or all of a region's at once."""

import streamlit as st

from dashboard import loading, selection
from dashboard.app_pages import account, frame
from dashboard.app_pages.choices import choose, segments
from dashboard.app_pages.entering import form, grid
from dashboard.app_pages.entering.desk import Desk, desk_of
from dashboard.app_pages.entering.publishing import show_publishing
from dashboard.languages import say
from dashboard.loading import View
from dashboard.people.matrix import Action
from dashboard.views.headline import headline
from dashboard.views.notices import empty_state, notice
from dashboard.views.rows import Link
from dashboard.worksheet.choices import newest_code, period_label
from dashboard.worksheet.grid import recorded, series_for

_LAST_WAY = "entry-way"


def page(seen: View) -> None:
    """Choose a region and a way of entering, or say why nothing can be entered."""
    lang = seen.lang
    regions = seen.standing.regions()
    if not regions:
        _nothing(lang)
        return
    entering = loading.regions_for(seen, Action.ENTER)
    publishing = loading.regions_for(seen, Action.PUBLISH)
    own = next((each for each in regions if each in entering | publishing), regions[0])
    region = seen.selection.region if seen.selection.region in regions else own
    desk = desk_of(seen, region)
    st.html(headline(say("entry.title", lang), _sentence(desk), lang))
    if seen.settings.read_only:
        st.html(notice("warn", lang, desk.say("read-only.title"), desk.say("read-only.text")))
        return
    if region not in entering | publishing:
        account.refuse_entering(seen)
        return
    if seen.selection.as_of:
        now = Link(desk.say("past.link"), seen.selection.href(as_of=None))
        st.html(empty_state(desk.say("past.title"), desk.say("past.text"), lang, now))
        return
    _bar(desk, regions, region in entering)
    if region in entering:
        if not desk.asked:
            _nothing(lang)
        elif _way(seen) == "grid":
            grid.show(desk)
        else:
            form.show(desk)
    show_publishing(seen, region)


def _bar(desk: Desk, regions: list[str], entering: bool) -> None:
    words = {id: desk.seen.standing.name(desk.catalogue.region(id), desk.lang) for id in regions}
    modes = {way: desk.say(f"mode.{way}") for way in selection.WAYS}
    with st.container(horizontal=True, vertical_alignment="bottom"):
        with st.container(width=260):
            frame.choice(
                "region",
                desk.say("label.region"),
                regions,
                words,
                desk.region,
                clears=("goal", "cluster", "indicator"),
            )
        if not entering:
            return
        segments("way", desk.say("mode.label"), list(modes), modes, _way(desk.seen))
        st.caption(desk.say("author", author=desk.author))


def _way(seen: View) -> str:
    """Return how figures are entered: as the link says, else as last in this session."""
    way: str = seen.selection.way or st.session_state.get(_LAST_WAY, selection.WAYS[0])
    st.session_state[_LAST_WAY] = way
    if seen.selection.way is None and way != selection.WAYS[0]:
        choose(way=way)
    return way


def _sentence(desk: Desk) -> str:
    code = newest_code(desk.today)
    owed = series_for(desk.asked, code, desk.held, subject=None, every=False, unreported=False)
    place = desk.seen.standing.name(desk.catalogue.region(desk.region), desk.lang)
    period = period_label(code, "", desk.lang)
    if not owed:
        return desk.say("sentence.none-owed", region=place, period=period)
    done = sum(recorded(desk.held, series, code) is not None for series in owed)
    return desk.say("sentence.reported", region=place, period=period, n=len(owed), done=done)


def _nothing(lang: str) -> None:
    st.html(empty_state(say("entry.nothing.title", lang), say("entry.nothing.text", lang), lang))


page(frame.view())
