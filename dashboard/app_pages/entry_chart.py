"""The chart beside the figures that are entered, as they are recorded now."""

from collections.abc import Sequence

import streamlit as st

from dashboard.app_pages.drawing import drawing, show
from dashboard.app_pages.entry_screen import Screen
from dashboard.app_pages.figure_comments import figure_comments
from dashboard.app_pages.frame import figure_files
from dashboard.entry import preview, rows
from dashboard.entry.chart import recorded_figure
from dashboard.entry.series import Asked
from dashboard.views.notices import notice

# The key of the choice of a series.
_CHART = "entry-charted"


def chart(screen: Screen, offered: Sequence[Asked]) -> None:
    """Show the chart of a series as it is recorded now, with the table behind it."""
    desk, series = screen.desk, screen.one
    if series is None:
        names = {each.id: each for each in offered}
        if st.session_state.get(_CHART) not in names:
            st.session_state[_CHART] = next(iter(names))
        id = st.selectbox(
            desk.say("entry.label.chart"),
            list(names),
            format_func=lambda each: rows.name(names[each], desk.lang) if each in names else each,
            key=_CHART,
        )
        series = names[id]
    recorded = desk.held.get(series.key, {})
    vintages = screen.seen.standing.vintages(desk.region)
    drawn = recorded_figure(series, screen.code, recorded, desk.catalogue, desk.lang, vintages)
    with st.container(border=True, key="card-entry-chart"):
        if drawn["data"]:
            ready = drawing(drawn, desk.lang)
            show(ready, desk.lang, "entry-chart")
            figure_files(screen.seen, "entry-chart", desk.region, ready.title, lambda: drawn)
        else:
            st.html(notice("info", desk.lang, desk.say("entry.chart.empty")))
    # The chart draws months or years; quarters and halves alone are told here.
    told = preview.reported(series, recorded, screen.code, desk.lang)
    if told and screen.one is not None:
        st.html(told)
    figure = (*series.key, screen.code)
    figure_comments(screen.seen, {figure: preview.heading(series, screen.code, desk.lang)}, "entry")
