"""Region: the tier board, one goal's trajectory and verdict, all goals, the sums of the parts."""

import streamlit as st

from dashboard.app_pages import choices, frame
from dashboard.app_pages.bulletin import bulletin
from dashboard.app_pages.remedy import remedy_button
from dashboard.app_pages.what_if import what_if
from dashboard.charts.goal import goal_figure
from dashboard.languages import say
from dashboard.views import region as panel
from dashboard.views.boards import board
from dashboard.views.outlook import outlook_html
from dashboard.views.totals import totals
from dashboard.views.verdict import verdict

view = frame.view()
standing, lang, chosen = view.standing, view.lang, view.selection
regions = standing.regions()
region = chosen.region or regions[0]
goal = chosen.goal or panel.leading_goal(standing, region)
group = chosen.group or "clause"
# Lamps open over the view they stand on, so their links carry it on.
here = view.base.changed(page="region", region=region, group=chosen.group)

with st.container(horizontal=True, vertical_alignment="bottom", key="page-head"):
    st.html(standing.drawn(panel.headline, region, lang))
    with st.container(width=240, key="page-choice"):
        choices.region_choice(view, region, clears=("goal", "cluster", "what_if"))
    bulletin(view, region)

# On a phone the goal that a link names comes before the board, and its verdict before its chart.
with st.container(key="page-body-goal" if chosen.goal else "page-body"):
    left, right = st.columns([1.65, 1], gap="small")
left.html(standing.drawn(board, region, lang, here))
with left:
    frame.board_files(view, region)
if late := standing.drawn(panel.laggards, region, lang, here):
    left.html(late)
with right.container(border=True, key="card-goal"):
    labels = standing.drawn(panel.labels, region, lang)
    choices.choice(
        "goal", say("pages.choose.goal", lang), list(labels), labels, goal, clears=("what_if",)
    )
    shown = (goal, lang, chosen.since, chosen.until, chosen.what_if)
    frame.figure(view, "figure-goal", region, goal_figure, *shown)
    what_if(view, goal)
    st.html(standing.drawn(verdict, goal, lang, here))
    if outlook := standing.drawn(outlook_html, goal, lang):
        st.html(outlook)
    frame.entry_link(view, standing.row(goal))
    remedy_button(view, standing.row(goal))

with st.container(horizontal=True, vertical_alignment="center", key="page-groups"):
    st.html(standing.drawn(panel.goals_title, region, lang))
    words = panel.group_words(lang)
    choices.segments("group", say("pages.choose.group", lang), list(words), words, group)
st.html(standing.drawn(panel.goal_groups, region, group, lang, here))
if sums := standing.drawn(totals, region, lang):
    st.html(sums)
