"""Withdrawing a recorded figure, with a reason."""

import streamlit as st

from dashboard.app_pages.entry_outcome import focus, speaks_of, tell, typed_text
from dashboard.app_pages.entry_screen import Screen
from dashboard.app_pages.sheet import edits
from dashboard.entry import preview, rows
from dashboard.entry.series import Asked
from dashboard.views.prose import passage

# The key of the input for the reason.
_REASON = "entry-withdraw-reason"


def withdrawal(screen: Screen, series: Asked) -> None:
    """Offer to withdraw the recorded figure, with a reason; the withdrawal is a revision too."""
    desk, code = screen.desk, screen.code
    held = rows.recorded(desk.held, series, code)
    if held is None:
        return
    with st.popover(desk.say("entry.button.withdraw"), type="tertiary"):
        st.html(passage(about=preview.heading(series, code, desk.lang)))
        speaks_of(_REASON, *series.key, code, held.value)
        with st.form("entry-withdrawal", border=False):
            st.text_input(desk.say("entry.label.withdraw-reason"), key=_REASON)
            st.form_submit_button(
                desk.say("entry.button.withdraw-now"),
                key="entry-withdraw",
                on_click=_withdraw,
                args=(screen, series, held.revision),
            )


def _withdraw(screen: Screen, series: Asked, seen: int) -> None:
    desk = screen.desk
    desk.take_in(edits())
    said = desk.withdraw(series, screen.code, seen, typed_text(_REASON))
    tell(said)
    if said.done:
        st.session_state[_REASON] = ""
    elif said.asks:
        focus(selector=f".st-key-{_REASON} input")
