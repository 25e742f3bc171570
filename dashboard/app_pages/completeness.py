"""Completeness: who of a region has reported which period, in time, late, not yet or not at all."""

import streamlit as st

from dashboard.app_pages import frame
from dashboard.first_paint.work_parts import complete_regions, completeness_shown
from dashboard.languages import say
from dashboard.loading import View


def page(seen: View) -> None:
    """Choose a region and show its units and periods, to those who may read its figures."""
    lang, standing = seen.lang, seen.standing
    regions, parts = complete_regions(seen), completeness_shown(seen)
    st.html(parts.head)
    if parts.empty:
        frame.without_tables()
    if regions:
        region = seen.selection.region if seen.selection.region in regions else regions[0]
        with st.container(width=260, key="page-choice"):
            names = {one: standing.name(standing.catalogue.region(one), lang) for one in regions}
            frame.choice("region", say("entry.label.region", lang), regions, names, region)
    for part in parts.below:
        st.html(part)


page(frame.view())
