"""What if growth were so much a year: a switch and a slider whose value lives in the URL."""

from decimal import Decimal

import streamlit as st

from dashboard.addresses.selection import LEAST_GROWTH, MOST_GROWTH
from dashboard.app_pages.choices import choose
from dashboard.languages import say
from dashboard.loading import View
from dashboard.views import outlook as panel


def what_if(seen: View, goal: str | None) -> None:
    """Offer to suppose a growth for a goal's series; nothing where growth has no meaning."""
    first = seen.standing.drawn(panel.first_growth, goal) if goal else None
    if goal is None or first is None:
        return
    lang, growth = seen.lang, seen.selection.what_if
    st.session_state["what-if-on"] = growth is not None
    st.toggle(
        say("pages.outlook.what-if", lang), key="what-if-on", on_change=_switched, args=(first,)
    )
    if growth is None:
        return
    st.session_state["what-if-growth"] = float(growth)
    st.slider(
        say("pages.outlook.growth", lang),
        float(LEAST_GROWTH),
        float(MOST_GROWTH),
        step=float(panel.STEP),
        format="%.1f%%",
        key="what-if-growth",
        on_change=_supposed,
    )
    st.html(seen.standing.drawn(panel.supposition_html, goal, growth, lang))


def _switched(first: Decimal) -> None:
    choose(what_if=_short(first) if st.session_state["what-if-on"] else None)


def _supposed() -> None:
    choose(what_if=_short(Decimal(repr(st.session_state["what-if-growth"]))))


def _short(growth: Decimal) -> str:
    """Write a growth as the link does: "8", "8.5"."""
    return f"{growth:.1f}".removesuffix(".0")
