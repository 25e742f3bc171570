"""Saving what is typed: every change as it is understood, the reason it wants, save or discard."""

from collections.abc import Mapping, Sequence

import streamlit as st

from dashboard.actuals.entering import Understood
from dashboard.app_pages.entry_outcome import REASON, speaks_of, tell, typed_text
from dashboard.app_pages.entry_screen import Screen
from dashboard.app_pages.sheet import Discarded, edits
from dashboard.entry import preview, rows
from dashboard.entry.desk import Desk, Said
from dashboard.entry.drafts import FIELDS, Place, Typed
from dashboard.entry.periods import period_label
from dashboard.entry.series import Asked, choice_of
from dashboard.views.notices import notice
from dashboard.views.prose import links, passage
from dashboard.views.rows import Link

# A link to the whole table names no figure.
_ANY = {"goal": None, "cluster": None, "indicator": None}
# What of the session is this part's own.
_DISCARDED = "entry-discarded"


def changes(screen: Screen, shown: dict[Place, Typed], read: Sequence[Understood]) -> None:
    """Show every change as understood, old beside new, before anything is saved."""
    desk, one = screen.desk, screen.one
    st.html(passage(desk.say("entry.preview.title"), level=2))
    if one is not None:
        held = rows.recorded(desk.held, one, screen.code)
        st.html(preview.figure(read, held, one.unit, desk.lang))
    elif not read:
        st.caption(desk.say("entry.grid.no-changes"))
    else:
        st.html(preview.table(read, [desk.series(id) for id, _ in shown], desk.lang))
        wrong = [desk.series(id) for (id, _), row in zip(shown, read, strict=True) if row.errors]
        if wrong:
            listed = desk.say("entry.sheet.comma").join(
                rows.name(series, desk.lang) for series in wrong
            )
            told = desk.say("entry.grid.blocked", n=len(wrong), names=listed)
            st.html(notice("fault", desk.lang, "", told))


def actions(screen: Screen, shown: dict[Place, Typed], read: Sequence[Understood]) -> None:
    """Offer to save or discard what is shown, with the reason that it wants."""
    desk, form = screen.desk, screen.one is not None
    sound = {
        place: typed
        for (place, typed), row in zip(shown.items(), read, strict=True)
        if not row.errors
    }
    n, wrong = sum(row.to_write for row in read), len(shown) - len(sound)
    label = (
        desk.say("entry.button.save") if form else desk.say("entry.button.save-all", n=n + wrong)
    )
    # A form: the reason is taken with the click, also when it was typed a moment before.
    with st.form("entry-saving", border=False):
        if not wrong or not form:
            _ask_reason(desk, read)
        with st.container(horizontal=True):
            st.form_submit_button(
                label,
                key="entry-save",
                type="primary",
                disabled=n == 0 or wrong > 0,
                on_click=_save,
                args=(screen, shown),
            )
            if wrong and n:
                st.form_submit_button(
                    desk.say("entry.button.save-others", n=n),
                    key="entry-save-others",
                    on_click=_save,
                    args=(screen, sound),
                )
            if shown:
                st.form_submit_button(
                    desk.say("entry.button.discard"),
                    key="entry-discard",
                    type="tertiary",
                    on_click=_discard,
                    args=(screen, shown),
                )


def _ask_reason(desk: Desk, read: Sequence[Understood]) -> None:
    """Ask for the reason of doubtful figures and of corrections."""
    if not desk.asks_reason(read):
        return
    asking = [row for row in read if row.to_write and (row.warnings or row.replaces)]
    speaks_of(REASON, *((row.figure, row.value) for row in asking))
    key = "reason" if any(row.warnings for row in asking) else "correction"
    st.text_input(
        # entry.help.*, entry.label.*
        desk.say(f"entry.label.{key}"),
        key=REASON,
        placeholder=desk.say(f"entry.help.{key}"),
    )


def _save(screen: Screen, shown: dict[Place, Typed]) -> None:
    """Save what was shown, and only that: text typed since then is shown first."""
    screen.desk.take_in(edits())
    tell(screen.desk.save(shown, typed_text(REASON)))


def _discard(screen: Screen, shown: dict[Place, Typed]) -> None:
    desk = screen.desk
    desk.take_in(edits())
    gone = [
        {"id": id, "seen": typed.seen, **{name: getattr(typed, name) or "" for name in FIELDS}}
        for (id, _), typed in shown.items()
    ]
    turn = discarded_last().turn + 1
    st.session_state[_DISCARDED] = Discarded(turn, screen.code, gone)
    desk.unsaved.drop(shown)
    desk.keep()
    tell(Said("info", desk.say("entry.flash.discarded"), done=True))


def elsewhere(screen: Screen, shown: Mapping[Place, Typed]) -> None:
    """Say where else unsaved work is waiting, with links to it."""
    desk, seen = screen.desk, screen.seen
    others = desk.elsewhere(shown)
    if not others:
        return
    of_period: dict[str, list[Asked]] = {}
    for each, code in others:
        of_period.setdefault(code, []).append(each)
    listed = []
    for code, series in of_period.items():
        if len(series) == 1:
            there = seen.href("entry", **choice_of(series[0]), period=code)
            listed.append(Link(preview.heading(series[0], code, desk.lang), there))
            continue
        # A month that was begun in the table is one line, however many figures it has.
        label = period_label(code, "", desk.lang)
        many = desk.say("entry.draft.elsewhere-many", period=label, n=len(series))
        listed.append(Link(many, seen.href("entry", period=code, way="grid", **_ANY)))
    st.html(links(desk.say("entry.draft.elsewhere"), listed))


def discarded_last() -> Discarded:
    """Return what was discarded last, which the sheet can undo."""
    held: Discarded = st.session_state.get(_DISCARDED, Discarded())
    return held
