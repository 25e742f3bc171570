"""Deciding between one's own figures and those that somebody else has saved meanwhile."""

from collections.abc import Mapping, Sequence

import streamlit as st

from dashboard.actuals.entering import Understood
from dashboard.app_pages.entering.desk import Desk
from dashboard.app_pages.entering.grid_state import GridState, keep
from dashboard.views.notices import notice
from dashboard.worksheet import preview
from dashboard.worksheet.clashes import clashing
from dashboard.worksheet.grid import Cell, name
from dashboard.worksheet.series import Asked


def show_decisions(
    desk: Desk,
    state: GridState,
    typed: dict[str, Cell],
    chosen: Sequence[Asked],
    read: Sequence[Understood],
) -> None:
    """Show both values of every figure that somebody else has changed, and let the person choose."""
    st.html(notice("warn", desk.lang, desk.say("conflict.title"), desk.say("conflict.text")))
    choices: dict[str, tuple[str, int | None]] = {}
    words = {"theirs": desk.say("button.theirs"), "mine": desk.say("button.mine")}
    others = clashing(read)
    for series, row in zip(chosen, read, strict=True):
        if row not in others:
            continue
        label = name(series, desk.lang)
        st.html(preview.conflict(row, desk.lang, label))
        key = f"entry-decide-{series.subject}-{series.indicator}"
        st.radio(
            label,
            list(words),
            format_func=words.__getitem__,
            key=key,
            horizontal=True,
            label_visibility="collapsed",
        )
        choices[series.id] = (key, row.old_revision)
    st.button(
        desk.say("button.resolve"),
        key="entry-grid-resolve",
        type="primary",
        on_click=_resolve,
        args=(desk, state, typed, choices),
    )


def _resolve(
    desk: Desk,
    state: GridState,
    typed: dict[str, Cell],
    choices: Mapping[str, tuple[str, int | None]],
) -> None:
    base = dict(typed)
    for id, (key, seen) in choices.items():
        if st.session_state.get(key) == "mine":
            base[id] = Cell(typed[id].value, typed[id].note, seen)
        else:
            del base[id]
    state.typed = base
    keep(desk, state)
