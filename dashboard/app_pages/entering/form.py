"""One figure: choose what it is, type it, see how it is understood and what it changes, save."""

import streamlit as st

from dashboard.actuals.entering import Understood
from dashboard.app_pages import frame
from dashboard.app_pages.entering.correcting import show_conflict, show_withdrawal
from dashboard.app_pages.entering.desk import (
    Desk,
    flash,
    show_chart,
    show_flash,
    show_unkept,
    speaks_of,
    typed_text,
)
from dashboard.app_pages.entering.periods import period_choice
from dashboard.app_pages.entering.sheet import latest_stamp, show_sheet
from dashboard.app_pages.entering.sketches import (
    FIELDS,
    INPUTS,
    REASON,
    drawn,
    entry_of,
    follow,
    forget,
    keep,
    restored,
    sketches_of,
    take_in,
)
from dashboard.register.names import BUILT_IN
from dashboard.views.notices import notice
from dashboard.views.prose import links, passage
from dashboard.views.rows import Link
from dashboard.worksheet import preview
from dashboard.worksheet.amounts import unit_word
from dashboard.worksheet.choices import offered, period_codes
from dashboard.worksheet.clashes import clashes
from dashboard.worksheet.drafts import Sketch
from dashboard.worksheet.grid import name, recorded
from dashboard.worksheet.series import Asked, choice_of, nearest, subjects_of

_SUBJECT, _INDICATOR = "entry-subject", "entry-indicator"


def show(desk: Desk) -> None:
    """Show the form beside the chart of its series."""
    chosen = desk.seen.selection
    series = nearest(desk.asked, chosen.goal, chosen.cluster, chosen.indicator)
    sketches = sketches_of(desk)
    left, right = st.columns([5, 6], gap="medium")
    with left, st.container(border=True, key="card-entry-form"):
        _series_choice(desk, series)
        code = _period_choice(desk, series, sketches)
        show_flash(desk.lang)
        held = desk.held.get(series.key, {}).get(code)
        seen = drawn(desk, series, code, held.revision if held else None)
        take_in(desk, sketches, code, seen)
        sketch = follow(sketches, series, code, seen)
        keep(desk, sketches)
        row = desk.understand([entry_of(series, sketch)])[0]
        _inputs(desk, series, sketch, row)
        show_unkept(desk)
        if clashes(row):
            show_conflict(desk, series, sketch, row)
        else:
            _preview(desk, series, sketch, row)
        show_withdrawal(desk, series, code)
        _elsewhere(desk, series, sketches)
    with right:
        show_chart(desk, series, code, "entry-chart")
        # The chart draws months or years; quarters and halves alone are told here.
        told = preview.reported(series, desk.held.get(series.key, {}), code, desk.lang)
        if told:
            st.html(told)


def _series_choice(desk: Desk, series: Asked) -> None:
    names = subjects_of(desk.asked, desk.lang)
    own = {each.indicator: each for each in desk.asked if each.subject == series.subject}
    st.session_state[_SUBJECT], st.session_state[_INDICATOR] = series.subject, series.indicator
    st.selectbox(
        desk.say("label.subject"),
        list(names),
        format_func=lambda each: names.get(each, each),
        key=_SUBJECT,
        on_change=_choose,
        args=(desk, series.indicator),
    )
    st.selectbox(
        desk.say("label.indicator"),
        list(own),
        format_func=lambda each: own[each].indicator_name(desk.lang) if each in own else each,
        key=_INDICATOR,
        on_change=_choose,
        args=(desk, None),
    )


def _choose(desk: Desk, indicator: str | None) -> None:
    """Write the chosen series into the URL; the indicator stays if the new subject has it too."""
    subject = st.session_state[_SUBJECT]
    own = [series for series in desk.asked if series.subject == subject] or list(desk.asked)
    frame.choose(**choice_of(nearest(own, indicator=indicator or st.session_state[_INDICATOR])))


def _period_choice(desk: Desk, series: Asked, sketches: dict[str, Sketch]) -> str:
    """Show the choice of a period: the link's, else that of what was left unsaved."""
    left = sketches.get(series.id, Sketch()).period
    wished = left if offered(left, series.kind, desk.today) else None
    saved = [code for code in desk.held.get(series.key, {}) if recorded(desk.held, series, code)]
    with st.container(horizontal=True):
        return period_choice(
            desk,
            lambda year: period_codes(year, series.kind, desk.today),
            saved,
            wished,
            series.period_kind,
        )


def _inputs(desk: Desk, series: Asked, sketch: Sketch, row: Understood) -> None:
    unit = unit_word(series, desk.lang, explained=True)
    hint = series.unit if series.unit in BUILT_IN else "count"
    hints = {"value": f"help.value.{hint}", "evidence": "help.evidence"}
    columns = [
        {
            "id": field,
            "label": desk.say(f"label.{field}", unit=unit),
            "typed": True,
            "hint": desk.say(hints[field]) if field in hints else "",
        }
        for field in FIELDS
    ]
    figure = {
        "id": series.id,
        "name": preview.heading(series, sketch.period, desk.lang),
        "names": "",
        **{field: getattr(sketch, field) for field in FIELDS},
        **preview.mark(row, desk.lang),
    }
    words = dict.fromkeys(("pasted", "left", "undo"), "")
    show_sheet(INPUTS, columns, [figure], words, latest_stamp(), form=True)


def _preview(desk: Desk, series: Asked, sketch: Sketch, row: Understood) -> None:
    if sketch and restored(series):
        st.html(notice("info", desk.lang, "", desk.say("draft.restored")))
    if row.blank and not row.errors:
        held = recorded(desk.held, series, sketch.period)
        said = desk.say("preview.waiting")
        if held:
            said = desk.say("preview.reported", value=preview.entered_by(row, desk.lang))
        st.html(passage(about=said))
    else:
        st.html(preview.understood(row, desk.lang))
    if row.warnings and not row.errors:
        speaks_of(REASON, *row.figure, row.value)
        st.text_input(desk.say("label.reason"), key=REASON, placeholder=desk.say("help.reason"))
    with st.container(horizontal=True):
        st.button(
            desk.say("button.save"),
            key="entry-save",
            type="primary",
            disabled=not row.to_write,
            on_click=_save,
            args=(desk, series, sketch),
        )
        if sketch:
            st.button(
                desk.say("button.discard"),
                key="entry-discard",
                type="tertiary",
                on_click=_discard,
                args=(desk, series),
            )


def _save(desk: Desk, series: Asked, shown: Sketch) -> None:
    """Save what was shown, and only that: text typed since then is shown first."""
    sketches = sketches_of(desk)
    take_in(desk, sketches, shown.period, shown.seen)
    if sketches.get(series.id) != shown:
        flash("info", desk.say("flash.look-again"))
        return
    row = desk.understand([entry_of(series, shown)])[0]
    if clashes(row):
        return  # the next run shows both values
    if row.warnings and not typed_text(REASON).strip():
        flash("warn", desk.say("flash.reason-first"))
        return
    if desk.save([row], typed_text(REASON)) is None:
        return
    figure = preview.heading(series, shown.period, desk.lang)
    flash("info", desk.say("flash.saved", figure=figure, change=row.change_in(desk.lang)))
    forget(desk, series)


def _discard(desk: Desk, series: Asked) -> None:
    forget(desk, series)
    flash("info", desk.say("flash.discarded"))


def _elsewhere(desk: Desk, series: Asked, sketches: dict[str, Sketch]) -> None:
    """Say where else unsaved work is waiting, with links to it."""
    others = [each for each in desk.asked if each.id in sketches and each.id != series.id]
    if not others:
        return
    listed = [
        Link(name(each, desk.lang), desk.seen.href("entry", **choice_of(each))) for each in others
    ]
    st.html(links(desk.say("draft.elsewhere"), listed))
