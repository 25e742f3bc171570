"""Sources: documents, clauses, wordings, defects, assumptions, and how each number is made."""

import streamlit as st

from dashboard.app_pages import choices, frame
from dashboard.app_pages.exports import exports
from dashboard.views import sources as panel

view = frame.view()
standing, lang, base = view.standing, view.lang, view.base
documents = standing.drawn(panel.documents_of)
regions = [region for region, _ in documents]
region = view.selection.region if view.selection.region in regions else regions[0]

st.html(standing.drawn(panel.headline, lang))
with st.container(width=320, key="page-choice"):
    choices.region_choice(view, region)
for name in [document["id"] for home, document in documents if home == region]:
    st.html(standing.drawn(panel.document, name, lang))
    st.html(standing.drawn(panel.clauses, name, region, lang, base))
st.html(standing.drawn(panel.method, lang))
exports(view)
