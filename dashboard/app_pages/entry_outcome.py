"""What a step of entering says, where it leads the focus, and the reasons it asks for."""

import time
from typing import Any

import streamlit as st

from dashboard.app_pages.sheet import Focus
from dashboard.entry.desk import Said
from dashboard.views.notices import notice

# The key of the input for the reason of a save or a decision.
REASON = "entry-reason"
# Seconds for which what a step said stays through redrawing; it is shown once in any case.
_SAID_FOR = 5.0
# What of the session is this part's own.
_SAID, _FOCUS, _WHOLE = "entry-said", "entry-focus", "entry-whole"


def tell(said: Said) -> None:
    """Keep what a step says for the next run, and lead the focus to what it asks."""
    st.session_state[_SAID] = (said, time.monotonic() + _SAID_FOR)
    if said.done:
        st.session_state[REASON] = ""
        st.session_state[_WHOLE] = True
        focus()
    elif said.asks == "reason":
        focus(selector=f".st-key-{REASON} input")
    elif said.asks == "conflict":
        focus(selector=".st-key-entry-conflict input")


def show_said(lang: str) -> None:
    """Show what the last step said, also to who types on so fast that the part is drawn anew."""
    said, until = st.session_state.get(_SAID, (None, 0.0))
    if said is None:
        return
    st.html(notice(said.kind, lang, "", said.text))
    if time.monotonic() > until:
        del st.session_state[_SAID]


def focus(id: str = "", column: str = "", selector: str = "") -> None:
    """Ask the sheet to lead the focus there; without a place, back to the cell typed in last."""
    turn = focus_now().turn + 1
    st.session_state[_FOCUS] = Focus(turn, id, column, selector)


def speaks_of(key: str, *subject: object) -> None:
    """Empty the input `key` when it last spoke of something else: a reason is not carried over."""
    held = f"{key}-of"
    if st.session_state.get(held) != subject:
        st.session_state[held] = subject
        st.session_state[key] = ""


def typed_text(key: str) -> str:
    """Return the text of an input, empty before it was drawn."""
    held: Any = st.session_state.get(key)
    return held if isinstance(held, str) else ""


def focus_now() -> Focus:
    """Return where the sheet is to lead the focus."""
    held: Focus = st.session_state.get(_FOCUS, Focus())
    return held


def page_is_outdated() -> bool:
    """Tell once whether a step has moved more than the sheet: the headline, the chart, what is owed."""
    return bool(st.session_state.pop(_WHOLE, False))
