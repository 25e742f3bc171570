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
from dashboard.app_pages.entering.sketches import (
    EVIDENCE,
    NOTE,
    PERIOD,
    REASON,
    VALUE,
    YEAR,
    arrive,
    drawn,
    entry_of,
    forget,
    keep,
    restored,
    sketches_of,
)
from dashboard.charts.markup import root, text
from dashboard.charts.notices import notice
from dashboard.worksheet import preview
from dashboard.worksheet.amounts import unit_word
from dashboard.worksheet.choices import newest_code, period_codes, period_label, with_saved, years
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
    arrive(desk, series, sketches)
    left, right = st.columns([5, 6], gap="medium")
    with left, st.container(border=True, key="card-entry-form"):
        _series_choice(desk, series)
        code = _period_choice(desk, series)
        show_flash(desk.lang)
        _inputs(desk, series)
        sketch = _kept(desk, series, code, sketches)
        show_unkept(desk)
        row = desk.understand([entry_of(series, sketch)])[0]
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


def _period_choice(desk: Desk, series: Asked) -> str:
    offered = years(desk.first_year, desk.today)
    newest = newest_code(desk.today)
    if st.session_state.get(YEAR) not in offered:
        st.session_state[YEAR] = int(newest[:4]) if int(newest[:4]) in offered else offered[0]
    first, second = st.columns([2, 3], wrap=False)
    with first:
        year = st.selectbox(desk.say("label.year"), offered, key=YEAR)
    saved = [code for code in desk.held.get(series.key, {}) if recorded(desk.held, series, code)]
    codes = with_saved(period_codes(year, series.kind, desk.today), year, saved)
    held = st.session_state.get(PERIOD)
    if held not in codes:
        same_stretch = f"{year}{held[4:]}" if held else newest
        st.session_state[PERIOD] = same_stretch if same_stretch in codes else codes[0]
    with second:
        code: str = st.selectbox(
            desk.say("label.period"),
            codes,
            format_func=lambda code: period_label(code, series.period_kind, desk.lang),
            key=PERIOD,
        )
    return code


def _inputs(desk: Desk, series: Asked) -> None:
    unit = unit_word(series, desk.lang, explained=True)
    st.text_input(
        desk.say("label.value", unit=unit),
        key=VALUE,
        placeholder=desk.say(f"help.value.{series.unit}"),
        autocomplete="off",
    )
    first, second = st.columns(2)
    with first:
        st.text_input(desk.say("label.note"), key=NOTE)
    with second:
        st.text_input(
            desk.say("label.evidence"), key=EVIDENCE, placeholder=desk.say("help.evidence")
        )


def _kept(desk: Desk, series: Asked, code: str, sketches: dict[str, Sketch]) -> Sketch:
    """Return what stands in the inputs, and keep it in the store so that nothing is lost."""
    before = sketches.get(series.id)
    same = before is not None and before.period == code
    held = desk.held.get(series.key, {}).get(code)
    shown = drawn(desk, series, code, held.revision if held else None)
    seen = before.seen if before and same else shown
    sketch = Sketch(code, typed_text(VALUE), typed_text(NOTE), typed_text(EVIDENCE), seen)
    if sketch:
        sketches[series.id] = sketch
    else:
        sketches.pop(series.id, None)
    keep(desk, sketches)
    return sketch


def _preview(desk: Desk, series: Asked, sketch: Sketch, row: Understood) -> None:
    if sketch and restored(series):
        st.html(notice("info", desk.lang, "", desk.say("draft.restored")))
    if row.blank and not row.errors:
        held = recorded(desk.held, series, sketch.period)
        said = desk.say("preview.waiting")
        if held:
            said = desk.say("preview.reported", value=preview.entered_by(row, desk.lang))
        st.html(root(f'<p class="ct-sub">{text(said)}</p>'))
    else:
        st.html(preview.understood(row, desk.lang))
    if row.warnings and not row.errors:
        speaks_of(REASON, *row.figure, row.value)
        st.text_input(desk.say("label.reason"), key=REASON, placeholder=desk.say("help.reason"))
    reasoned = not row.warnings or bool(typed_text(REASON).strip())
    with st.container(horizontal=True):
        st.button(
            desk.say("button.save"),
            key="entry-save",
            type="primary",
            disabled=not (row.to_write and reasoned),
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
    now = (typed_text(VALUE), typed_text(NOTE), typed_text(EVIDENCE))
    if now != (shown.value, shown.note, shown.evidence):
        flash("info", desk.say("flash.look-again"))
        return
    row = desk.understand([entry_of(series, shown)])[0]
    if clashes(row):
        return  # the next run shows both values
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
    links = "".join(
        f'<li><a class="ct-link" href="{text(desk.seen.href("entry", **choice_of(each)))}" '
        f'target="_self">{text(name(each, desk.lang))}</a></li>'
        for each in others
    )
    st.html(root(f"<h3>{text(desk.say('draft.elsewhere'))}</h3><ul>{links}</ul>"))
