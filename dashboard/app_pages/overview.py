"""Overview: what the plans promise, where each stands, what is late and what is missing."""

import streamlit as st

from dashboard.app_pages import frame
from dashboard.views.overview import overview

view = frame.view()
st.html(view.standing.drawn(overview, view.lang, view.base))
