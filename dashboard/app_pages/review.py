"""Review: all that waits for the visitor: returns, each figure beside what tells if it can be right,
and problems that were taken up to them.

One, many or all are approved, published or sent back; a return that somebody else has stepped
meanwhile is left alone and named.
"""

import time
from collections.abc import Callable, Sequence
from functools import partial
from typing import Any
from zlib import crc32

import streamlit as st

from dashboard import loading
from dashboard.actuals.messages import ActualsError
from dashboard.actuals.observations import FigureKey
from dashboard.actuals.return_states import REASON_LENGTH, State, Step
from dashboard.actuals.return_steps import ReturnNow
from dashboard.app_pages import frame
from dashboard.app_pages.entry_outcome import typed_text
from dashboard.app_pages.escalated_problems import escalated_problems
from dashboard.app_pages.figure_comments import figure_comments
from dashboard.entry.returns import ReviewRow, ShownReturn, is_reported
from dashboard.entry.review import figure_name, missing_in_words
from dashboard.first_paint.work_parts import (
    MOST_REVIEWED,
    figures_reviewed,
    may_review,
    nothing_to_review,
    return_name,
    review,
    review_head,
)
from dashboard.languages import say
from dashboard.languages.numbers import moment_text
from dashboard.loading import View
from dashboard.people.messages import PeopleError
from dashboard.views.frame import leading_focus
from dashboard.views.notices import notice
from dashboard.views.prose import passage
from dashboard.wording.return_steps import failed_in_words, levels_in_words, taken_in_words

_REASON, _ALL = "review-reason", "review-all"
# What the last step said: of all that were chosen together, and of one return by its key.
_SAID, _SAID_OF = "review-said", "review-said-of"
# Whether the reason of a return of several is asked for.
_ASKED = "review-asked"


def page(seen: View) -> None:
    """Show what waits, or that nothing does, or that the visitor has no right to review."""
    lang = seen.lang
    if not may_review(seen):
        frame.without_tables()
        parts = review(seen)
        for part in (parts.head, *parts.below):
            st.html(part)
        return
    returns = loading.permitted_returns(seen)
    waiting, problems = returns.waiting(), loading.permitted_remedies(seen).to_answer()
    st.html(review_head(waiting, len(problems), lang))
    _show_said(st.session_state.pop(_SAID, ()), lang)
    # Of a return that is not among those shown any more.
    for key in st.session_state.get(_SAID_OF, {}).keys() - {each.key for each in waiting}:
        _show_said(st.session_state[_SAID_OF].pop(key), lang)
    if st.session_state.pop(_ASKED, False):
        st.html(leading_focus(f".st-key-{_REASON} input", time.time_ns()))
    escalated_problems(seen, problems)
    if not waiting:
        frame.without_tables()
        if not problems:
            st.html(nothing_to_review("none", lang))
        return
    shown = [returns.show(now.key) for now in waiting[:MOST_REVIEWED]]
    _together(seen, shown)
    for each in shown:
        _return(seen, each)
    if len(waiting) > len(shown):
        st.caption(say("returns.review.more", lang, n=len(waiting) - len(shown)))


def _together(seen: View, shown: Sequence[ShownReturn]) -> None:
    """Offer to do with all that are chosen what can be done with them."""
    lang, returns = seen.lang, loading.permitted_returns(seen)
    chosen = [each.now for each in shown if st.session_state.get(_key(each.now, "chosen"))]
    approving = [now for now in chosen if now.state is State.SUBMITTED]
    publishing = [now for now in chosen if now.state is State.APPROVED]

    def may_take(step: Step) -> bool:
        # What none of those that wait would ever take is not offered.
        return any(returns.may(each.now, step) for each in shown)

    with st.container(border=True, key="card-review-chosen"):
        with st.container(horizontal=True, vertical_alignment="center"):
            keys = [_key(each.now, "chosen") for each in shown]
            st.checkbox(
                say("returns.review.all", lang, n=len(keys)),
                key=_ALL,
                on_change=_choose_all,
                args=(keys,),
            )
            if may_take(Step.APPROVE):
                st.button(
                    say("returns.review.approve", lang, n=len(approving)),
                    key="review-approve",
                    type="primary",
                    disabled=not approving,
                    shortcut="Ctrl+Enter",
                    on_click=_all,
                    args=(seen, approving, Step.APPROVE),
                )
            if may_take(Step.PUBLISH):
                st.button(
                    say("returns.review.publish", lang, n=len(publishing)),
                    key="review-publish",
                    disabled=not publishing,
                    on_click=_all,
                    args=(seen, publishing, Step.PUBLISH),
                )
        with st.container(horizontal=True, vertical_alignment="bottom"):
            st.text_input(
                say("returns.review.reason", lang), key=_REASON, disabled=not chosen, width=360
            )
            st.button(
                say("returns.review.return-many", lang, n=len(chosen)),
                key="review-return",
                disabled=not chosen,
                shortcut="Ctrl+Shift+Enter",
                on_click=_all,
                args=(seen, chosen, Step.RETURN),
            )
        st.caption(say("returns.review.keys", lang))


def _return(seen: View, shown: ShownReturn) -> None:
    """Show one return: its figures, its way so far, and what may be done with it."""
    lang, now = seen.lang, shown.now
    returns = loading.permitted_returns(seen)
    with st.container(border=True, key=f"card-{_key(now, 'return')}"):
        st.checkbox(return_name(seen, shown), key=_key(now, "chosen"))
        st.html(passage(sentences=_sentences(seen, shown)))
        st.html(figures_reviewed(seen, shown))
        names = {_place(row): figure_name(row, lang) for row in shown.rows}
        figure_comments(seen, names, _key(now, "comments"))
        with st.container(horizontal=True, vertical_alignment="bottom"):
            if returns.may(now, Step.APPROVE):
                st.button(
                    say("returns.review.approve-one", lang),
                    key=_key(now, "approve"),
                    on_click=_all,
                    args=(seen, [now], Step.APPROVE, now),
                )
            if returns.may(now, Step.PUBLISH):
                st.button(
                    say("returns.review.publish-one", lang),
                    key=_key(now, "publish"),
                    on_click=_all,
                    args=(seen, [now], Step.PUBLISH, now),
                )
        if returns.may(now, Step.RETURN):
            _sending_back(seen, shown)
        if (told := st.session_state.get(_SAID_OF, {}).pop(now.key, None)) is not None:
            _show_said(told, lang)
            if returns.may(now, Step.RETURN) and not typed_text(_why(now)).strip():
                on = f'[class*="review-why"][class*="{_mark(now)}"] input'
                st.html(leading_focus(on, time.time_ns()))


def _sending_back(seen: View, shown: ShownReturn) -> None:
    """Offer to send it back: whole, or the figures that are marked, each with a remark of its own."""
    lang, now = seen.lang, shown.now
    names = {_place(row): figure_name(row, lang) for row in shown.rows}
    marked = st.multiselect(
        say("returns.review.mark", lang),
        list(names),
        format_func=lambda place: names.get(place, "/".join(place)),
        key=_key(now, "marked"),
        placeholder="",
    )
    for place in marked:
        remark = say("returns.review.remark", lang, figure=names[place])
        st.text_input(remark, key=_remark(now, place), max_chars=REASON_LENGTH)
    with st.container(horizontal=True, vertical_alignment="bottom"):
        st.text_input(
            say("returns.review.reason", lang),
            key=_why(now),
            help=say("returns.review.reason-help", lang),
            max_chars=REASON_LENGTH,
        )
        st.button(
            say("returns.review.return-one", lang),
            key=_key(now, "return-one"),
            on_click=_send_back,
            args=(seen, now),
        )


def _send_back(seen: View, now: ReturnNow) -> None:
    """Send a return back; a figure without a remark of its own goes back for the reason of all."""
    why = typed_text(_why(now)).strip()
    places: Sequence[FigureKey] = st.session_state.get(_key(now, "marked")) or ()
    marked = {_figure(place): typed_text(_remark(now, place)).strip() or why for place in places}
    if marked and not why and all(marked.values()):
        why = say("returns.review.marked", seen.lang, n=len(marked))

    def act() -> ReturnNow:
        returns = loading.permitted_returns(seen)
        return returns.send_back(now.key, why, seen=now.number, figures=marked)

    _tell([_taken(seen, now, act)], now)


def _figure(place: Sequence[Any]) -> FigureKey:
    """A figure's key, which the browser gives back as a list."""
    region, subject, indicator, code = (str(each) for each in place)
    return region, subject, indicator, code


def _remark(now: ReturnNow, place: FigureKey) -> str:
    return _key(now, f"remark-{'-'.join(place)}")


def _all(seen: View, chosen: Sequence[ReturnNow], step: Step, of: ReturnNow | None = None) -> None:
    """Take a step with each of the returns as it was shown; what fails does not keep the others.

    `of` is the one whose own button was clicked.
    """
    returns = loading.permitted_returns(seen)
    why = typed_text(_REASON)
    acts: dict[Step, Callable[[ReturnNow], ReturnNow]] = {
        Step.APPROVE: lambda now: returns.approve(now.key, seen=now.number),
        Step.PUBLISH: lambda now: returns.publish(now.key, seen=now.number),
        Step.RETURN: lambda now: returns.send_back(now.key, why, seen=now.number),
    }
    told = [_taken(seen, now, partial(acts[step], now)) for now in chosen]
    _tell(told, of)
    if step is Step.RETURN and not why.strip():
        st.session_state[_ASKED] = True
    if step is Step.RETURN and all(kind == "info" for kind, _ in told):
        st.session_state[_REASON] = ""
    st.session_state[_ALL] = False


def _tell(told: Sequence[tuple[str, str]], of: ReturnNow | None) -> None:
    """Keep what a step says: above all returns, or with the one that stays as it was."""
    if of is not None and any(kind == "fault" for kind, _ in told):
        st.session_state[_SAID_OF] = {of.key: told}
    else:
        st.session_state[_SAID] = told


def _show_said(told: Sequence[tuple[str, str]], lang: str) -> None:
    for kind, text in told:
        st.html(notice(kind, lang, "", text))


def _taken(seen: View, now: ReturnNow, act: Callable[[], ReturnNow]) -> tuple[str, str]:
    try:
        taken = act()
    except (ActualsError, PeopleError) as fault:
        return "fault", failed_in_words(now, fault.message.text(seen.lang), seen.lang)
    return "info", taken_in_words(seen.standing.catalogue, taken, seen.lang)


def _sentences(seen: View, shown: ShownReturn) -> list[str]:
    """Who submitted it and when, what they said, why it went back or is corrected, what is missing."""
    lang, told = seen.lang, []
    for step in shown.steps:
        if step.step in {Step.SUBMIT, Step.APPROVE}:
            way = "submitted" if step.step is Step.SUBMIT else "approved"
            moment = moment_text(step.at_text, lang)
            # returns.review.approved-by, returns.review.submitted-by
            told.append(say(f"returns.review.{way}-by", lang, author=step.author, moment=moment))
        if step.step is Step.SUBMIT and step.reason:
            told.append(say("returns.review.note-of", lang, reason=step.reason))
        if step.step is Step.RETURN:
            told.append(say("returns.review.earlier", lang, reason=step.reason))
        if step.step is Step.CORRECT:
            told.append(say("returns.review.correction", lang, reason=step.reason))
    levels = levels_in_words(seen.standing.catalogue, shown.now, lang)
    sentences = [say("pages.dot", lang).join(told), *filter(None, [levels])]
    missing = [figure_name(row, lang) for row in shown.rows if not is_reported(row)]
    if missing:
        names = say("entry.sheet.comma", lang).join(missing)
        sentences.append(say("returns.review.missing", lang, n=len(missing), names=names))
    return sentences + missing_in_words(shown.missing, lang)


def _choose_all(keys: Sequence[str]) -> None:
    for key in keys:
        st.session_state[key] = st.session_state[_ALL]


def _place(row: ReviewRow) -> FigureKey:
    return (*row.series.key, row.code)


def _key(now: ReturnNow, part: str) -> str:
    """A key of a widget that is this step's alone: what is ticked is not carried to the next."""
    return f"review-{part}-{'-'.join(now.key)}-{now.number}"


def _why(now: ReturnNow) -> str:
    return f"{_key(now, 'why')}-{_mark(now)}"


def _mark(now: ReturnNow) -> str:
    """Tell a return from others in the page's classes, which keep only the length of Chinese names."""
    return f"{crc32('/'.join(now.key).encode()):08x}"


page(frame.view())
