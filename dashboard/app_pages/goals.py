"""Goals: all goals in one table, searched and filtered by choices that live in the URL."""

import streamlit as st

from dashboard import loading
from dashboard.app_pages import choices, frame
from dashboard.app_pages.downloads import download
from dashboard.exchange.goal_lists import as_csv
from dashboard.languages import say
from dashboard.people.matrix import Action
from dashboard.views import goals as panel
from dashboard.views.two_days import two_days
from dashboard.wording.two_days import goals_of_both

view = frame.view()
standing, lang, chosen = view.standing, view.lang, view.selection
found = standing.drawn(
    panel.chosen_goals,
    chosen.changed(lang=None, part=None, goal=None, why=None, compare=None),
)

st.html(standing.drawn(panel.headline, found, lang))
with st.container(horizontal=True, vertical_alignment="bottom", key="page-choices"):
    choices.search(
        "text", say("pages.choose.text", lang), chosen.text, say("pages.choose.text-hint", lang)
    )
    for name, words in panel.filters(standing, chosen, lang).items():
        choices.choice(
            # pages.choose.*
            name,
            say(f"pages.choose.{name}", lang),
            list(words),
            words,
            getattr(chosen, name) or "",
        )
    choices.due_year(view, standing.drawn(panel.years_due))
    choices.day_beside(view)

if (earlier := loading.compared_with(view)) is not None:
    both = goals_of_both(earlier, standing, list(found))
    st.html(two_days(earlier, standing, both, lang, chosen))
    st.stop()
parts = max(1, -(-len(found) // panel.ROWS_A_PART))
part = min(chosen.part or 1, parts)
if part != (chosen.part or 1):
    frame.say_left_out(view, "no-such-part", str(chosen.part))
st.html(standing.drawn(panel.part_table, found, part, parts, lang, chosen))
with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"):
    if parts > 1:
        choices.paging(part, parts)
    exported = loading.regions_for(view, Action.EXPORT)
    given = panel.of_regions(standing, found, exported)
    if given:
        download(
            view,
            say("pages.goals.download", lang),
            lambda: as_csv(standing, given, lang),
            say("pages.goals.file", lang),
            "text/csv",
            "goals-csv",
        )
