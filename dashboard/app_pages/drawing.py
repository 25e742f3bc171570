"""A figure on a page: its statement over it, the table behind it.

Plotly's own validation of a figure, its copies and its JSON were half of a page's run, the same at
each. So a figure is written as JSON once and kept with what stands around it, and sent as it is.
"""

import json
from collections.abc import Callable, Hashable
from functools import cache
from typing import TYPE_CHECKING, Any, NamedTuple

import streamlit as st

from dashboard.charts.behind import finding, table_behind
from dashboard.charts.figure import plotly_config
from dashboard.views.figures import caption, figure_table

if TYPE_CHECKING:
    from dashboard.charts.figure import Figure
    from dashboard.judging import Standing


class Drawing(NamedTuple):
    """A figure ready to be sent: title, what stands over it, Plotly's JSON, and the table behind it.

    `height` is in px.
    """

    title: str
    caption: str
    spec: str
    height: int
    table: str


def drawing(drawn: "Figure", lang: str) -> Drawing:
    """Return a figure as it is sent."""
    stated = drawn["layout"]["meta"]
    return Drawing(
        stated["title"],
        caption(stated["title"], stated["stated"], finding(drawn, lang)),
        json.dumps(drawn, ensure_ascii=False, allow_nan=False, separators=(",", ":")),
        drawn["layout"]["height"],
        figure_table(*table_behind(drawn, lang), stated["unit"], lang),
    )


def drawing_of(
    standing: "Standing", lang: str, draw: "Callable[..., Figure | None]", *arguments: Hashable
) -> Drawing | None:
    """Return what `draw(standing, *arguments)` draws, kept until it changes; None for nothing."""
    return standing.drawn(_drawing, lang, draw, *arguments)


def _drawing(
    standing: "Standing", lang: str, draw: "Callable[..., Figure | None]", *arguments: Hashable
) -> Drawing | None:
    drawn = draw(standing, *arguments)
    return None if drawn is None else drawing(drawn, lang)


def show(drawn: Drawing, lang: str, key: str) -> None:
    """Show a figure under its title and statement, with the table behind it."""
    st.html(drawn.caption)
    _send(drawn.spec, drawn.height, lang, key)
    st.html(drawn.table)


def _send(spec: str, height: int, lang: str, key: str) -> None:
    """Send a figure as `st.plotly_chart` does, but as the JSON that it is already."""
    from streamlit.delta_generator_singletons import get_dg_singleton_instance
    from streamlit.elements.lib.layout_utils import LayoutConfig
    from streamlit.elements.lib.utils import compute_and_register_element_id
    from streamlit.proto.PlotlyChart_pb2 import PlotlyChart

    page = get_dg_singleton_instance().main_dg
    chart: Any = PlotlyChart(theme="streamlit", spec=spec, config=_config(lang))
    # By its key and what it shows, so that another figure in its place is drawn anew.
    chart.id = compute_and_register_element_id(
        "plotly_chart",
        user_key=key,
        key_as_main_identity=False,
        dg=page,
        plotly_spec=spec,
        lang=lang,
    )
    page._enqueue("plotly_chart", chart, LayoutConfig(width="stretch", height=height))


def sends_figures() -> bool:
    """Tell whether Streamlit still takes a figure as `_send` hands it over."""
    from inspect import signature

    from streamlit.delta_generator import DeltaGenerator
    from streamlit.elements.lib.layout_utils import LayoutConfig
    from streamlit.elements.lib.utils import compute_and_register_element_id
    from streamlit.proto.PlotlyChart_pb2 import PlotlyChart

    LayoutConfig(width="stretch", height=100)
    PlotlyChart(theme="", spec="", config="", id="")
    signature(compute_and_register_element_id).bind(
        "plotly_chart", user_key="", key_as_main_identity=False, dg=None, plotly_spec=""
    )
    signature(DeltaGenerator._enqueue).bind(None, "plotly_chart", None, None)
    return True


@cache
def _config(lang: str) -> str:
    return json.dumps(plotly_config(lang), ensure_ascii=False)
