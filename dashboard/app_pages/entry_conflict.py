"""Figures that somebody else has changed meanwhile: both values shown, one chosen, saved at once."""

from collections.abc import Mapping, Sequence

import streamlit as st

from dashboard.actuals.entering import Understood
from dashboard.app_pages.entry_outcome import REASON, show_said, speaks_of, tell, typed_text
from dashboard.app_pages.entry_screen import Screen
from dashboard.app_pages.sheet import edits
from dashboard.entry import preview, rows
from dashboard.entry.desk import Said, clashing
from dashboard.entry.drafts import Place, Typed
from dashboard.views.notices import notice


def conflict(screen: Screen, shown: dict[Place, Typed], read: Sequence[Understood]) -> None:
    """Show both values of every figure that somebody else has changed, and let the person choose."""
    desk = screen.desk
    st.html(
        notice("warn", desk.lang, desk.say("entry.conflict.title"), desk.say("entry.conflict.text"))
    )
    others = clashing(read)
    keys: dict[Place, tuple[str, int | None]] = {}
    words = {"theirs": desk.say("entry.button.theirs"), "mine": desk.say("entry.button.mine")}
    with st.container(key="entry-conflict"), st.form("entry-deciding", border=False):
        for place, row in zip(shown, read, strict=True):
            if row not in others:
                continue
            label = rows.name(desk.series(place[0]), desk.lang)
            st.html(preview.conflict(row, desk.lang, label))
            key = f"entry-decide-{row.subject}-{row.indicator}"
            st.radio(
                label,
                list(words),
                index=None,
                format_func=words.__getitem__,
                key=key,
                horizontal=True,
                label_visibility="collapsed",
            )
            keys[place] = (key, row.old_revision)
        speaks_of(REASON, *((row.figure, row.value, row.old_value) for row in others))
        st.text_input(
            desk.say("entry.label.conflict-reason"),
            key=REASON,
            placeholder=desk.say("entry.help.correction"),
        )
        show_said(desk.lang)
        st.form_submit_button(
            desk.say("entry.button.resolve"),
            key="entry-resolve",
            type="primary",
            on_click=_decide,
            args=(screen, shown, keys),
        )


def _decide(
    screen: Screen,
    shown: dict[Place, Typed],
    keys: Mapping[Place, tuple[str, int | None]],
) -> None:
    """Save as decided; what is not decided yet is asked for."""
    desk = screen.desk
    chosen = {place: st.session_state.get(key) for place, (key, _) in keys.items()}
    if not all(chosen.values()):
        tell(Said("warn", desk.say("entry.flash.decide-first"), asks="conflict"))
        return
    desk.take_in(edits())
    mine = {place: seen for place, (_, seen) in keys.items() if chosen[place] == "mine"}
    tell(desk.decide(shown, mine, typed_text(REASON)))
