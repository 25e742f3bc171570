"""Overview: what the plans promise, where each stands, what is late and what is missing."""

import streamlit as st

from dashboard.app_pages import choices, frame
from dashboard.languages import say
from dashboard.views import overview as panel
from dashboard.views.regions import are_many

view = frame.view()
standing, lang, chosen, base = view.standing, view.lang, view.selection, view.base

if not are_many(standing):
    st.html(standing.drawn(panel.overview, lang, base))
else:
    st.html(standing.drawn(panel.finding, lang, base))
    with st.container(horizontal=True, vertical_alignment="bottom", key="page-choices"):
        label, hint = say("pages.choose.find", lang), say("pages.choose.find-hint", lang)
        choices.search("text", label, chosen.text, hint)
        for name, words in standing.drawn(panel.filters, lang, chosen).items():
            # pages.choose.*
            label = say(f"pages.choose.{'basis' if name == 'indicator' else name}", lang)
            asked = panel.asked_for(standing, chosen, name)
            choices.choice(name, label, list(words), words, asked, clears=("part",))
        layouts = panel.layout_words(lang)
        choices.segments(
            "layout", say("pages.choose.layout", lang), list(layouts), layouts, chosen.layout or ""
        )
    st.html(standing.drawn(panel.regions_shown, lang, panel.of_regions(chosen)))
    part, parts = standing.drawn(panel.part_shown, panel.of_regions(chosen))
    if parts > 1:
        choices.paging(part, parts)
    st.html(standing.drawn(panel.late_and_due, lang, base))
