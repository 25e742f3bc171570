"""A figure on a page: its statement over it, the table behind it."""

from typing import TYPE_CHECKING

import streamlit as st

if TYPE_CHECKING:
    from dashboard.charts.figure import Figure


def draw(drawn: "Figure", lang: str, key: str) -> None:
    """Show a figure under its title and statement, with the table behind it."""
    # Late: a page without a figure should not pay for them.
    from dashboard.charts.behind import finding, table_behind
    from dashboard.charts.config import plotly_config
    from dashboard.views.figures import caption, figure_table

    stated = drawn["layout"]["meta"]
    st.html(caption(stated["title"], stated["stated"], finding(drawn, lang)))
    st.plotly_chart(drawn, config=plotly_config(lang), key=key)
    st.html(figure_table(*table_behind(drawn, lang), stated["unit"], lang))
