"""While the database is away or busy: the page stays as it is, says why, and goes on by itself.

A run that ends in order to run again takes nothing off the page and forgets no input, so what is
typed stays where it is typed, and is taken in by the first run that finds the database again.
"""

import time
from collections.abc import Iterator
from contextlib import contextmanager

import streamlit as st

from dashboard.actuals.database_trouble import Cause
from dashboard.actuals.store_faults import StoreError
from dashboard.doors.logs import LOG
from dashboard.languages import say
from dashboard.views.notices import notice

# Seconds between two tries of one page.
_PAUSE = 2.0
# Since when a page waits, and the fault it met last.
_WAITS = "database-wait"


@contextmanager
def waiting_for_database(lang: str) -> Iterator[None]:
    """Draw what is within, and again after a while where the database is away or busy."""
    # Always there, so that what is told over a page moves nothing on it.
    over = st.container(key="frame-over")
    since, met = st.session_state.get(_WAITS, (None, None))
    # A page that waits goes on saying so while it tries again.
    told = over.html(_told(met, lang)) if met is not None else None
    try:
        yield
    except StoreError as fault:
        if not fault.passes:
            raise
        if since is None:
            LOG.error(f"A page waits for the database. {fault}")
        st.session_state[_WAITS] = (time.monotonic() if since is None else since, fault)
        (over if told is None else told).html(_told(fault, lang))
        time.sleep(_PAUSE)
        st.rerun()
    if told is not None:
        st.session_state.pop(_WAITS, None)
        waited = round(time.monotonic() - since)
        LOG.warning(f"A page goes on after waiting {waited} s for the database")
        told.empty()
        st.toast(say("pages.database-wait.over", lang))


def _told(fault: StoreError, lang: str) -> str:
    cause = fault.message.params.get("cause")
    kind = cause.kind if isinstance(cause, Cause) else "away"
    # pages.database-wait.away, pages.database-wait.busy, pages.database-wait.over,
    # pages.database-wait.stays
    title = say(f"pages.database-wait.{kind}", lang)
    return notice("warn", lang, title, say("pages.database-wait.stays", lang))
