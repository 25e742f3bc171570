"""What was said of figures and handed in for them, and a dialog for who may say or hand in more."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import streamlit as st

from dashboard import loading
from dashboard.actuals.figure_records import TEXT_LENGTH
from dashboard.actuals.messages import ActualsError
from dashboard.actuals.observations import FigureKey, SeriesKey, microseconds
from dashboard.actuals.periods import label_kind
from dashboard.app_pages.fragments import dialog
from dashboard.doors.evidence import evidence_address
from dashboard.judging import end_of
from dashboard.languages import say
from dashboard.languages.numbers import period_text
from dashboard.loading import View
from dashboard.people.matrix import Action
from dashboard.people.messages import PeopleError
from dashboard.views.comments import comments_table
from dashboard.views.notices import notice
from dashboard.wording.states import audience_word

_TURN = "comments-turn"


@dataclass(frozen=True, slots=True)
class _Desk:
    """The figures that may be spoken of, by what they are called."""

    seen: View
    names: Mapping[FigureKey, str]


def figure_comments(seen: View, names: Mapping[FigureKey, str], key: str) -> None:
    """Show what was said of some figures, with a way to say more for who may; `key` tells it apart."""
    desk = loading.permitted_comments(seen)
    found = desk.of(names, _as_of(seen))
    named = names if len(names) > 1 else {}
    if found.comments or found.files:
        st.html(comments_table(*found, named, evidence_address, seen.lang))
    open_to = {figure: names[figure] for figure in desk.open_to(names)}
    if not open_to or seen.standing.as_of is not None:
        return
    label = "comments.open" if desk.takes_files else "comments.open-comment"
    if st.button(say(label, seen.lang), key=f"comments-{key}", type="tertiary"):
        dialog(say("comments.title", seen.lang), _body, _Desk(seen, open_to))


def series_comments(seen: View, series: SeriesKey) -> None:
    """Show what was said of all figures of a series, up to the day that is looked back to."""
    comments, files = loading.permitted_comments(seen).of_series(series, _as_of(seen))
    if comments or files:
        kind = label_kind(seen.standing.catalogue.indicator(series[2]) or {})
        figures = {one.figure for one in comments} | {one.figure for one in files}
        names = {figure: period_text(figure[3], kind, seen.lang) for figure in figures}
        st.html(comments_table(comments, files, names, evidence_address, seen.lang, framed=True))


def _as_of(seen: View) -> int | None:
    """The moment (µs) that is looked back to, None for now."""
    day = seen.standing.as_of
    return None if day is None else microseconds(end_of(day))


def _body(desk: _Desk) -> None:
    seen, lang = desk.seen, desk.seen.lang
    permitted = loading.permitted_comments(seen)
    figures = list(desk.names)
    figure = figures[0]
    if len(figures) > 1:
        figure = st.selectbox(
            say("comments.form.figure", lang),
            figures,
            format_func=lambda one: desk.names.get(one, "/".join(one)),
            key="comments-figure",
        )
    may = permitted.open_to([figure]).get(figure, frozenset())
    if not may:
        st.rerun()
    found = permitted.of([figure])
    standing = [file for file in found.files if not file.withdrawn]
    retractable = permitted.may_withdraw(found.comments)
    ways = [
        way
        for way, action, offered in (
            ("comment", Action.COMMENT, True),
            ("attach", Action.ATTACH_EVIDENCE, True),
            ("withdraw", Action.ATTACH_EVIDENCE, bool(standing)),
        )
        if offered and action in may
    ] + (["withdraw-comment"] if retractable else [])
    way = ways[0]
    if len(ways) > 1:
        way = st.radio(
            say("comments.form.what", lang),
            ways,
            # comments.form.way.attach, comments.form.way.comment, comments.form.way.withdraw
            # comments.form.way.withdraw-comment
            format_func=lambda one: say(f"comments.form.way.{one}", lang),
            key="comments-way",
            horizontal=True,
        )
    if way == "withdraw":
        _withdrawing("which", {file.id: file.name for file in standing}, permitted.withdraw, lang)
        return
    if way == "withdraw-comment":
        called = {one.id: one.text for one in retractable}
        _withdrawing("which-comment", called, permitted.withdraw_comment, lang)
        return
    turn = st.session_state.setdefault(_TURN, 0)
    text, file = "", None
    if way == "comment":
        text = st.text_area(
            say("comments.form.text", lang), key=f"comments-text-{turn}", max_chars=TEXT_LENGTH
        )
    else:
        most = seen.settings.evidence_megabytes
        file = st.file_uploader(
            say("comments.form.file", lang, most=most), key=f"comments-file-{turn}"
        )
    audience = st.selectbox(
        say("comments.form.audience", lang),
        permitted.audiences(figure),
        format_func=lambda one: audience_word(one, lang),
        key="comments-audience",
    )
    if way == "comment" and _pressed("save", lang):
        _take(lang, lambda: permitted.comment(figure, text or "", audience))
    # Nothing can be handed in before it has been sent: a file that is on its way is not there yet.
    elif way == "attach" and _pressed("attach", lang, ready=file is not None) and file is not None:
        content = file.getvalue()
        name = file.name
        _take(lang, lambda: permitted.attach(figure, name, content, audience))


def _withdrawing(
    which: str, called: Mapping[int, str], withdraw: Callable[[int, str], object], lang: str
) -> None:
    """Ask which of some comments or files is to be withdrawn, and why."""
    id = st.selectbox(
        say(f"comments.form.{which}", lang),
        list(called),
        format_func=called.__getitem__,
        key=f"comments-{which}",
    )
    reason = st.text_input(say("comments.form.reason", lang), key="comments-reason")
    if _pressed("withdraw", lang):
        _take(lang, lambda: withdraw(id, reason))


def _pressed(name: str, lang: str, *, ready: bool = True) -> bool:
    # comments.form.*
    label = say(f"comments.form.{name}", lang)
    key = f"comments-do-{name}"
    return bool(st.button(label, key=key, type="primary", disabled=not ready))


def _take(lang: str, act: Callable[[], object]) -> None:
    """Do it and draw the page anew; a refusal is said in the dialog, where all stays typed."""
    try:
        act()
    except (ActualsError, PeopleError) as fault:
        st.html(notice("fault", lang, "", fault.message.text(lang)))
        return
    st.session_state[_TURN] = st.session_state.get(_TURN, 0) + 1
    st.rerun()
