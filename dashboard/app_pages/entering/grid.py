"""Many figures: everything a region owes for one period, typed or pasted, saved all or none."""

from collections.abc import Mapping, Sequence

import streamlit as st

from dashboard.actuals.entering import Understood
from dashboard.app_pages.entering.deciding import show_decisions
from dashboard.app_pages.entering.desk import (
    Desk,
    flash,
    show_chart,
    show_flash,
    show_unkept,
    speaks_of,
    typed_text,
)
from dashboard.app_pages.entering.grid_state import GridState, keep, state_of
from dashboard.app_pages.entering.periods import period_choice
from dashboard.app_pages.entering.sheet import latest_stamp, show_sheet
from dashboard.app_pages.fragments import fragment
from dashboard.views.notices import notice
from dashboard.worksheet import preview
from dashboard.worksheet.choices import period_codes
from dashboard.worksheet.clashes import clashing
from dashboard.worksheet.grid import (
    COLUMNS,
    TYPED,
    Cell,
    entries,
    name,
    recorded,
    revisions,
    series_for,
    table,
)
from dashboard.worksheet.series import Asked, subjects_of

_SUBJECT, _EVERY = "entry-grid-subject", "entry-grid-every"
_UNREPORTED = "entry-grid-unreported"
_REASON, _CHART = "entry-grid-reason", "entry-grid-chart"
_ALL = "*"


def show(desk: Desk) -> None:
    """Show the grid, the changes in it, and the chart of one of its series."""
    with st.container(border=True, key="card-entry-choices"):
        code, rows = _choices(desk)
    left, right = st.columns([9, 5], gap="medium")
    with left:
        _sheet(desk, code, rows)
    with right:
        _chart(desk, rows or desk.asked, code)


@fragment
def _sheet(desk: Desk, code: str, rows: Sequence[Asked]) -> None:
    """Show the grid and what is typed in it.

    A fragment, so that a cell redraws what is said of it and not the whole page.
    """
    show_flash(desk.lang)
    now = revisions(desk.asked, desk.held, code)
    state = state_of(desk, code, now)
    state.take_in()
    state.drawn = now
    keep(desk, state)
    chosen = [series for series in desk.asked if series.id in state.typed]
    read = desk.understand(entries(desk.asked, code, state.typed))
    _cells(desk, state, rows, dict(zip((series.id for series in chosen), read, strict=True)))
    show_unkept(desk)
    with st.container(border=True, key="card-entry-changes"):
        if not read:
            st.subheader(desk.say("preview.title"), anchor=False)
            st.caption(desk.say("grid.no-changes"))
        elif clashing(read):
            show_decisions(desk, state, dict(state.typed), chosen, read)
        else:
            _changes(desk, chosen, read)
    if read and not clashing(read):
        _actions(desk, state, chosen, read)


def _choices(desk: Desk) -> tuple[str, list[Asked]]:
    saved = {
        code
        for series in desk.asked
        for code in desk.held.get(series.key, {})
        if recorded(desk.held, series, code)
    }
    first, third = st.columns([5, 4])
    with first, st.container(horizontal=True):
        code = period_choice(desk, lambda year: period_codes(year, "", desk.today), saved, None, "")
    names = {_ALL: desk.say("label.all-subjects"), **subjects_of(desk.asked, desk.lang)}
    with third:
        subject = st.selectbox(
            desk.say("label.subject"), list(names), format_func=names.__getitem__, key=_SUBJECT
        )
    with st.container(horizontal=True):
        unreported = st.toggle(desk.say("label.unreported"), key=_UNREPORTED)
        every = st.toggle(desk.say("label.every"), key=_EVERY)
    rows = series_for(
        desk.asked,
        code,
        desk.held,
        subject=None if subject == _ALL else subject,
        every=every,
        unreported=unreported,
    )
    return code, rows


def _cells(
    desk: Desk, state: GridState, rows: Sequence[Asked], read: Mapping[str, Understood]
) -> None:
    """Show the sheet, each typed row marked by what was found in it."""
    if not rows:
        st.html(notice("info", desk.lang, "", desk.say("grid.empty")))
        return
    if state.restored:
        st.html(notice("info", desk.lang, "", desk.say("draft.restored-many", n=state.restored)))
    code = state.place[1]
    show_sheet(
        state.key,
        [
            {
                "id": column,
                "label": desk.say(f"column.{column}"),
                "typed": column in TYPED,
                "hint": desk.say(f"column.{column}"),
            }
            for column in COLUMNS
        ],
        [
            row | preview.mark(read.get(row["id"]), desk.lang)
            for row in table(rows, desk.held, code, state.typed, desk.lang)
        ],
        {word: desk.say(f"sheet.{word}", n="{n}") for word in ("pasted", "left", "undo")},
        latest_stamp(),
    )
    st.caption(desk.say("help.grid"))


def _changes(desk: Desk, chosen: Sequence[Asked], read: Sequence[Understood]) -> None:
    """Show every change as understood, and ask what has to be known before it is saved."""
    st.subheader(desk.say("preview.title"), anchor=False)
    st.html(preview.table(read, chosen, desk.lang))
    wrong = [series for series, row in zip(chosen, read, strict=True) if row.errors]
    if wrong:
        names = "; " if desk.lang == "en" else "；"
        listed = names.join(name(series, desk.lang) for series in wrong)
        st.html(
            notice("fault", desk.lang, "", desk.say("grid.blocked", n=len(wrong), names=listed))
        )
    if any(row.warnings for row in read if row.to_write):
        speaks_of(_REASON, *((row.figure, row.value) for row in read if row.warnings))
        st.text_input(desk.say("label.reason"), key=_REASON, placeholder=desk.say("help.reason"))


def _actions(
    desk: Desk, state: GridState, chosen: Sequence[Asked], read: Sequence[Understood]
) -> None:
    """Offer to save or to drop what is typed; the stylesheet keeps the buttons in sight."""
    typed = dict(state.typed)
    sound = [series.id for series, row in zip(chosen, read, strict=True) if not row.errors]
    n, wrong = sum(row.to_write for row in read), len(read) - len(sound)
    with st.container(horizontal=True, key="entry-grid-actions"):
        st.button(
            desk.say("button.save-all", n=n + wrong),
            key="entry-grid-save",
            type="primary",
            disabled=n == 0 or wrong > 0,
            on_click=_save,
            args=(desk, state, typed, sound),
        )
        if wrong and n:
            st.button(
                desk.say("button.save-others", n=n),
                key="entry-grid-save-others",
                on_click=_save,
                args=(desk, state, typed, sound),
            )
        st.button(
            desk.say("button.discard"),
            key="entry-grid-discard",
            type="tertiary",
            on_click=_discard,
            args=(desk, state),
        )


def _save(desk: Desk, state: GridState, shown: dict[str, Cell], ids: Sequence[str]) -> None:
    """Save the rows `ids` of what was shown, and only those, in one transaction."""
    state.take_in()
    if state.typed != shown:
        flash("info", desk.say("flash.look-again"))
        return
    rows = desk.understand(entries(desk.asked, state.place[1], {id: shown[id] for id in ids}))
    if clashing(rows):
        st.rerun()  # shows both values, and what the other person has changed around them
    if any(row.warnings for row in rows if row.to_write) and not typed_text(_REASON).strip():
        flash("warn", desk.say("flash.reason-first"))
        return
    receipt = desk.save(rows, typed_text(_REASON))
    if receipt is None:
        return
    # A note that waits for its value is unsaved work like any other.
    done = {f"{row.subject}/{row.indicator}" for row in rows if not row.blank}
    _clear(desk, state, {id: cell for id, cell in shown.items() if id not in done})
    flash("info", desk.say("flash.saved-many", n=receipt.count))
    st.rerun()  # the chart, outside the fragment, has moved


def _discard(desk: Desk, state: GridState) -> None:
    _clear(desk, state, {})
    flash("info", desk.say("flash.discarded"))


def _clear(desk: Desk, state: GridState, left: dict[str, Cell]) -> None:
    """Go on with what is `left` unsaved."""
    state.typed = left
    state.restored = 0
    st.session_state[_REASON] = ""
    keep(desk, state)


def _chart(desk: Desk, offered: Sequence[Asked], code: str) -> None:
    names = {series.id: series for series in offered}
    if st.session_state.get(_CHART) not in names:
        st.session_state[_CHART] = next(iter(names))
    id = st.selectbox(
        desk.say("label.chart"),
        list(names),
        format_func=lambda each: name(names[each], desk.lang) if each in names else each,
        key=_CHART,
    )
    show_chart(desk, names[id], code, "entry-grid-picture")
