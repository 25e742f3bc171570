"""Changing what is recorded: deciding between two people's values, and withdrawing a figure."""

from dataclasses import replace

import streamlit as st

from dashboard.actuals.entering import RawEntry, Understood
from dashboard.app_pages.entering.desk import Desk, flash, speaks_of, typed_text
from dashboard.app_pages.entering.sketches import forget, keep, sketches_of
from dashboard.views.notices import notice
from dashboard.views.prose import passage
from dashboard.worksheet import preview
from dashboard.worksheet.drafts import Sketch
from dashboard.worksheet.grid import recorded
from dashboard.worksheet.series import Asked

_WITHDRAW_REASON = "entry-withdraw-reason"


def show_conflict(desk: Desk, series: Asked, sketch: Sketch, row: Understood) -> None:
    """Show both values with who and when, and let the person decide."""
    st.html(notice("warn", desk.lang, desk.say("conflict.title"), desk.say("conflict.text")))
    st.html(preview.conflict(row, desk.lang))
    with st.container(horizontal=True):
        st.button(
            desk.say("button.theirs"), key="entry-theirs", on_click=_theirs, args=(desk, series)
        )
        st.button(
            desk.say("button.mine"),
            key="entry-mine",
            on_click=_mine,
            args=(desk, series, sketch, row.old_revision),
        )


def _theirs(desk: Desk, series: Asked) -> None:
    forget(desk, series)
    flash("info", desk.say("flash.kept-theirs"))


def _mine(desk: Desk, series: Asked, sketch: Sketch, seen: int | None) -> None:
    """Take their value as seen: what is saved next follows it."""
    sketches = sketches_of(desk)
    sketches[series.id] = Sketch(sketch.period, sketch.value, sketch.note, sketch.evidence, seen)
    keep(desk, sketches)
    flash("info", desk.say("flash.mine-on-top"))


def show_withdrawal(desk: Desk, series: Asked, code: str) -> None:
    """Offer to withdraw the recorded figure, with a reason; the withdrawal is a revision too."""
    held = recorded(desk.held, series, code)
    if held is None:
        return
    with st.popover(desk.say("button.withdraw"), type="tertiary"):
        st.html(passage(about=preview.heading(series, code, desk.lang)))
        speaks_of(_WITHDRAW_REASON, *series.key, code, held.value)
        # A form: the reason is taken with the click, also when it was typed a moment before.
        with st.form("entry-withdrawal", border=False):
            st.text_input(desk.say("label.withdraw-reason"), key=_WITHDRAW_REASON)
            st.form_submit_button(
                desk.say("button.withdraw-now"),
                key="entry-withdraw",
                on_click=_take_back,
                args=(desk, series, code, held.revision),
            )


def _take_back(desk: Desk, series: Asked, code: str, seen: int) -> None:
    entry = RawEntry(
        *series.key,
        code,
        "",
        note=typed_text(_WITHDRAW_REASON).strip(),
        seen_revision=seen,
        withdraw=True,
    )
    if not entry.note:
        flash("warn", desk.say("flash.withdraw-reason-first"))
        return
    rows = desk.understand([entry])
    if rows[0].errors:
        flash("fault", rows[0].errors[0].text(desk.lang))
        return
    receipt = desk.save(rows, typed_text(_WITHDRAW_REASON))
    if receipt is not None:
        st.session_state[_WITHDRAW_REASON] = ""
        _follow(desk, series, code, seen, receipt.last)
        figure = preview.heading(series, code, desk.lang)
        flash("info", desk.say("flash.withdrawn", figure=figure))


def _follow(desk: Desk, series: Asked, code: str, seen: int, withdrawn: int | None) -> None:
    """Let a correction that is being typed follow the withdrawal, which its author has seen."""
    sketches = sketches_of(desk)
    sketch = sketches.get(series.id)
    if sketch is not None and sketch.period == code and sketch.seen == seen:
        sketches[series.id] = replace(sketch, seen=withdrawn)
        keep(desk, sketches)
