"""While the database is away or busy: the page stays as it is, says why, and goes on by itself.

A run that ends in order to run again takes nothing off the page and forgets no input, so what is
typed stays where it is typed, and is saved by the first run that finds the database again.
"""

import time
from typing import NoReturn

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from dashboard.actuals.database import StoreError
from dashboard.doors.logs import LOG
from dashboard.languages import say
from dashboard.views.notices import notice

# Seconds between two tries of one page.
_PAUSE = 2.0
_SINCE = "database-away-since"


def wait_for_database(over: DeltaGenerator, fault: StoreError, lang: str) -> NoReturn:
    """Say over the page why it does not go on, and run it again a little later."""
    if _SINCE not in st.session_state:
        st.session_state[_SINCE] = time.monotonic()
        LOG.error(f"A page waits for the database. {fault}")
    told = [fault.message.text(lang), say("pages.database-away.stays", lang)]
    shown = notice("warn", lang, say("pages.database-away.title", lang), " ".join(told))
    over.container(key="frame-over").html(shown)
    time.sleep(_PAUSE)
    st.rerun()


def back(lang: str) -> None:
    """Say once, after a wait, that the page is up to date again."""
    since = st.session_state.pop(_SINCE, None)
    if since is not None:
        waited = round(time.monotonic() - since)
        LOG.warning(f"A page goes on after waiting {waited} s for the database")
        st.toast(say("pages.database-away.over", lang))
