"""Cluster: its goals, actuals by year and by month, the way to its tier, every revision."""

import streamlit as st

from dashboard import loading
from dashboard.app_pages import choices, frame
from dashboard.app_pages.drawing import drawing_of
from dashboard.app_pages.figure_comments import series_comments
from dashboard.app_pages.official import official_button
from dashboard.app_pages.what_if import what_if
from dashboard.charts import goal as chart
from dashboard.languages import say
from dashboard.views import cluster as panel
from dashboard.views.distances import distances
from dashboard.views.outlook import first_growth, outlook_html
from dashboard.views.revisions import revisions
from dashboard.views.trend import trend
from dashboard.views.verdict import verdict

view = frame.view()
standing, lang, base, chosen = view.standing, view.lang, view.base, view.selection
region = panel.region_shown(standing, chosen.region)
cluster = panel.cluster_shown(standing, region, chosen.cluster)
if cluster is None:
    st.html(standing.drawn(panel.no_clusters_headline, region, lang))
    with st.container(width=320, key="page-choice"):
        choices.region_choice(view, region, clears=("goal", "cluster", "indicator"))
    st.html(standing.drawn(panel.no_clusters, region, lang, base))
    st.stop()
indicators = standing.drawn(panel.indicator_names, region, cluster, lang)
indicator = panel.indicator_shown(standing, chosen.indicator, chosen.goal, indicators)
goal = panel.goal_shown(standing, region, cluster, indicator, chosen.goal)
# Lamps open over the view they stand on, so their links carry it on.
here = base.changed(page="cluster", region=region, cluster=cluster, indicator=indicator)

if chosen.indicator not in {None, indicator}:
    frame.say_left_out(view, "indicator-elsewhere", chosen.indicator or "")
elif chosen.goal and chosen.goal not in {
    g["id"] for g in panel.goals_of(standing, region, cluster)
}:
    frame.say_left_out(view, "goal-of-another", chosen.goal)
st.html(standing.drawn(panel.headline, region, cluster, indicator, lang))
official_button(view, region, cluster)
with st.container(horizontal=True, key="page-choices"):
    choices.region_choice(view, region, clears=("goal", "cluster", "indicator", "what_if"))
    clusters = standing.drawn(panel.cluster_names, region, lang)
    choices.choice(
        "cluster", say("pages.choose.cluster", lang), list(clusters), clusters, cluster,
        clears=("goal", "indicator", "what_if"),
    )  # fmt: skip
    choices.choice(
        "indicator", say("pages.choose.indicator", lang), list(indicators), indicators, indicator,
        clears=("goal", "what_if"),
    )  # fmt: skip
    span = panel.years_of(standing, region, cluster, indicator)
    choices.year_range(view, span)

shown = (region, cluster, indicator)
years = (*shown, goal, lang, chosen.since, chosen.until, chosen.what_if)
months = (*shown, lang)
has_years = drawing_of(standing, lang, chart.series_years, *years) is not None
has_months = drawing_of(standing, lang, chart.series_months, *months) is not None
if not standing.figures_of(region, cluster, indicator):
    st.html(panel.empty(standing, region, cluster, indicator, lang, base))
if has_years and has_months:
    left, right = st.columns(2, gap="medium")
    with left.container(border=True, key="card-years", height="stretch"):
        frame.figure(view, "figure-years", region, chart.series_years, *years)
    with right.container(border=True, key="card-months", height="stretch"):
        frame.figure(view, "figure-months", region, chart.series_months, *months)
elif has_years or has_months:
    with st.container(border=True, key="card-years"):
        frame.figure(view, "figure-years", region, chart.series_years, *years)
        if not has_years:
            frame.figure(view, "figure-years", region, chart.series_months, *months)

left, right = st.columns(2, gap="medium")
if apart := standing.drawn(distances, region, cluster, indicator, goal, lang):
    left.html(apart)
if goal:
    right.html(standing.drawn(verdict, goal, lang, here, True))
    outlook = standing.drawn(outlook_html, goal, lang)
    if outlook or standing.drawn(first_growth, goal) is not None:
        with left.container(border=True, key="card-outlook"):
            what_if(view, goal)
            if outlook:
                st.html(outlook)
elif judged := standing.drawn(trend, region, cluster, indicator, lang):
    right.html(judged)
if panel.goals_of(standing, region, cluster):
    st.html(standing.drawn(panel.goals, region, cluster, lang, here))
# None for a series that has no figure yet, and for visitors who may not see who entered it.
if history := loading.history(view, region, cluster, indicator):
    st.html(revisions(history, standing.catalogue.indicator(indicator) or {}, lang))
series_comments(view, (region, cluster, indicator))
