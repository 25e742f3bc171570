"""The figures of the screen as they are typed, and what becomes of them."""

from collections.abc import Mapping, Sequence
from typing import Any

import streamlit as st

from dashboard.actuals.entering import Understood
from dashboard.app_pages.choices import choose
from dashboard.app_pages.entry_conflict import conflict
from dashboard.app_pages.entry_outcome import (
    REASON,
    focus,
    focus_now,
    page_is_outdated,
    show_said,
    tell,
    typed_text,
)
from dashboard.app_pages.entry_period import edits_of_period
from dashboard.app_pages.entry_saving import actions, changes, discarded_last, elsewhere
from dashboard.app_pages.entry_screen import Screen, stamps_taken
from dashboard.app_pages.fragments import fragment
from dashboard.app_pages.sheet import Sheet, entered, refused, show_sheet
from dashboard.entry import preview, rows
from dashboard.entry.desk import Desk, Said, clashing
from dashboard.entry.drafts import FIELDS, LONGEST_TEXT, Place, Typed
from dashboard.entry.periods import headings
from dashboard.entry.series import Asked, choice_of
from dashboard.views.notices import notice
from dashboard.wording.entry_units import unit_word

# What the sheet itself says.
_WORDS = (
    "pasted", "by-name", "unplaced", "comma", "undone", "redone", "filled", "cleared", "copied",
    "undo", "ahead", "discarded", "too-many",
)  # fmt: skip
# What of the session is this part's own.
_ENTERED = "entry-entered"


@fragment
def typed_figures(screen: Screen) -> None:
    """Show the sheet and what is typed in it.

    A fragment, so that a cell redraws what is said of it and not the whole page.
    """
    if page_is_outdated():
        st.rerun()  # the headline, the chart and what is owed have moved
    desk = screen.desk
    desk.take_in(edits_of_period(screen))
    # Before it is kept as a draft: what Enter saves is no draft any more.
    _follow_enter(screen)
    unkept = desk.keep()
    shown = screen.shown
    read = desk.understand(shown)
    if screen.rows:
        _cells(screen, shown, read)
    else:
        st.html(notice("info", desk.lang, "", desk.say("entry.grid.empty")))
    restored = len(desk.unsaved.restored & shown.keys())
    if restored:
        st.html(notice("info", desk.lang, "", desk.say("entry.draft.restored", n=restored)))
    if unkept:
        told = desk.say("entry.draft.unkept-text", why=unkept)
        st.html(notice("warn", desk.lang, desk.say("entry.draft.unkept"), told))
    if long := refused():
        st.html(
            notice(
                "fault", desk.lang, "", desk.say("entry.sheet.too-long", n=long, most=LONGEST_TEXT)
            )
        )
    with st.container(border=True, key="card-entry-changes"):
        if clashing(read):
            conflict(screen, shown, read)
        else:
            changes(screen, shown, read)
    if not clashing(read):
        # Under a table the stylesheet keeps what asks and the buttons in sight, and what came of a
        # click by them; under one figure they would lie over the change they are about.
        with st.container(key="entry-actions" if screen.one is None else "entry-action"):
            show_said(desk.lang)
            if shown or screen.one is not None:
                actions(screen, shown, read)
    elsewhere(screen, shown)


def _cells(screen: Screen, shown: Mapping[Place, Typed], read: Sequence[Understood]) -> None:
    """Show the sheet, each typed row marked by what was found in it."""
    desk, code = screen.desk, screen.code
    found = dict(zip((id for id, _ in shown), read, strict=True))
    typed = desk.unsaved.of_period(code)
    listed = rows.table(screen.rows, desk.held, code, typed, desk.lang)
    show_sheet(
        Sheet(
            desk.region,
            code,
            _form_columns(desk, screen.one) if screen.one else _table_columns(desk),
            [row | preview.mark(found.get(row["id"]), desk.lang) for row in listed],
            {
                # entry.sheet.*
                word: desk.say(f"entry.sheet.{word}", n="{n}", names="{names}", text="{text}")
                for word in _WORDS
            },
            stamps_taken(),
            st.session_state.get(_ENTERED, 0),
            desk.author,
            screen.one is not None,
            focus_now(),
            discarded_last(),
            headings(code, {each.kind for each in screen.rows}),
        )
    )
    if screen.one is None:
        st.caption(desk.say("entry.help.grid"))


def _table_columns(desk: Desk) -> list[dict[str, Any]]:
    return [
        {
            "id": column,
            # entry.column.*
            "label": desk.say(f"entry.column.{column}"),
            "typed": column in rows.TYPED,
            "hint": desk.say(f"entry.column.{column}"),
            "heads": rows.heads(column) if column in rows.TYPED else [],
            "nothing": rows.nothing(column),
        }
        for column in rows.COLUMNS
    ]


def _form_columns(desk: Desk, series: Asked) -> list[dict[str, Any]]:
    unit = unit_word(series.unit, series.counted(desk.lang), desk.lang, explained=True)
    # entry.help.value.count, entry.help.value.fraction, entry.help.value.yuan
    hints = {"value": f"entry.help.value.{series.unit}", "evidence": "entry.help.evidence"}
    return [
        {
            "id": field,
            # entry.label.*
            "label": desk.say(f"entry.label.{field}", unit=unit),
            "typed": True,
            "hint": desk.say(hints[field]) if field in hints else "",
        }
        for field in FIELDS
    ]


def _follow_enter(screen: Screen) -> None:
    """Where Enter was pressed in the form: save, and go on to the next series that owes a figure."""
    at = entered()
    if at is None or at[2] <= st.session_state.get(_ENTERED, 0):
        return
    st.session_state[_ENTERED] = at[2]
    if screen.one is None and at[:2] == ("", screen.code):
        _save_table(screen)
    if screen.one is None or at[:2] != (screen.one.id, screen.code):
        return
    desk, shown = screen.desk, screen.shown
    read = desk.understand(shown)
    if any(row.errors for row in read):
        focus(id=screen.one.id, column="value")
        return
    if any(row.to_write for row in read) or clashing(read):
        said = desk.save(shown, typed_text(REASON), read)
        tell(said)
        if not said.done:
            return
    following = desk.owed_after(screen.one, screen.code)
    if following is None:
        tell(Said("info", desk.say("entry.flash.all-reported"), done=True))
    else:
        choose(**choice_of(following), period=screen.code)
        focus(id=following.id, column="value")
    st.rerun()


def _save_table(screen: Screen) -> None:
    """Save all of the table that is typed, or lead to the first figure that cannot be saved."""
    shown = screen.shown
    read = screen.desk.understand(shown)
    wrong = next((place for place, row in zip(shown, read, strict=True) if row.errors), None)
    if wrong is not None:
        focus(id=wrong[0], column="value")
        return
    if not clashing(read) and not any(row.to_write for row in read):
        return
    said = screen.desk.save(shown, typed_text(REASON), read)
    tell(said)
    if said.done:
        st.rerun()
