"""On the entry page: the steps of the return that the figures belong to."""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache, partial

import streamlit as st

from dashboard import loading
from dashboard.actuals.messages import ActualsError
from dashboard.actuals.return_states import REASON_LENGTH, State, Step, Vintage
from dashboard.actuals.return_steps import ReturnNow
from dashboard.app_pages.entry_outcome import typed_text
from dashboard.app_pages.sheet import edits
from dashboard.doors.permitted_returns import RemedyWanted
from dashboard.entry.desk import Desk
from dashboard.entry.periods import period_label
from dashboard.entry.returns import Missing, Report, ShownReturn, Since, is_reported
from dashboard.entry.review import figure_name, missing_in_words
from dashboard.languages import say
from dashboard.languages.numbers import date_text
from dashboard.loading import View
from dashboard.people.messages import PeopleError
from dashboard.register.figure_checks import Severity
from dashboard.views.frame import leading_focus
from dashboard.views.notices import notice
from dashboard.views.prose import links, passage
from dashboard.views.rows import Link
from dashboard.wording.naming import goal_name
from dashboard.wording.return_steps import taken_in_words, waits_in_words
from dashboard.wording.states import return_state_word, vintage_word

# What of the session is this part's own: what the last step said, and of which return it asked.
_SAID, _ASKED = "returns-said", "returns-asked"
# The goals that have to be explained first.
_WANTED = "returns-wanted"


def returns_of_period(seen: View, desk: Desk, code: str, reports: Sequence[Report]) -> None:
    """Show where the returns of a period stand, and offer the steps the visitor may take.

    `reports` are those of the periods that are owed now.
    """
    lang = seen.lang
    reports = [each for each in reports if each.key.period == code] or (
        loading.permitted_returns(seen).reports(desk.region, seen.settings.on(), code)
    )
    begun = any(each.now.number for each in reports)
    if seen.settings.review == "off" and not begun:
        st.caption(say("returns.desk.mode-off", lang))
        return
    with st.expander(
        say("returns.desk.title", lang),
        expanded=begun or seen.settings.review == "on",
        key="card-returns",
    ):
        # returns.desk.mode-off, returns.desk.mode-on, returns.desk.mode-publisher
        st.caption(say(f"returns.desk.mode-{seen.settings.review}", lang))
        said = st.session_state.pop(_SAID, None)
        if said:
            st.html(notice(said[0], lang, "", said[1]))
        if wanted := st.session_state.pop(_WANTED, None):
            listed = [
                Link(
                    goal_name(row, lang), seen.href("region", region=row["region"], goal=row["id"])
                )
                for row in wanted
            ]
            st.html(links(say("returns.desk.explain", lang), listed))
        if not reports:
            st.html(passage(about=say("returns.desk.none", lang)))
        for number, report in enumerate(reports):
            returns = loading.permitted_returns(seen)
            shown = cache(partial(returns.show, report.key))
            missing = cache(partial(returns.missing, report.key))
            _return(_Part(seen, desk, report, f"return-{number}", shown, missing))


@dataclass(frozen=True, slots=True)
class _Part:
    """One return on the page; `key` begins the keys of its widgets.

    `shown` reads it, and `missing` what it lacks alone, each once a run.
    """

    seen: View
    desk: Desk
    report: Report
    key: str
    shown: Callable[[], ShownReturn]
    missing: Callable[[], Sequence[Missing]]


def _return(part: _Part) -> None:
    seen, report, lang = part.seen, part.report, part.seen.lang
    now, returns = report.now, loading.permitted_returns(part.seen)
    st.html(passage(_name(report, lang), sentences=_sentences(part)))
    with st.container(horizontal=True, vertical_alignment="bottom"):
        if returns.may(now, Step.SUBMIT) and report.entered + (now.number > 0):
            _submission(part)
        if returns.may(now, Step.CORRECT):
            why = f"{part.key}-correct-reason"
            st.text_input(say("returns.desk.correct-reason", lang), key=why)
            st.button(
                say("returns.desk.correct", lang),
                key=f"{part.key}-correct",
                on_click=_take,
                args=(
                    seen,
                    now,
                    lambda: returns.correct(now.key, typed_text(why), seen=now.number),
                ),
            )
            if st.session_state.pop(_ASKED, None) == now.key and not typed_text(why).strip():
                on = f".st-key-{why} input"
                st.html(leading_focus(on, time.time_ns()))
        if returns.may(now, Step.PUBLISH):
            st.button(
                say("returns.desk.publish", lang),
                key=f"{part.key}-publish",
                on_click=_take,
                args=(seen, now, lambda: returns.publish(now.key, seen=now.number)),
            )


def _submission(part: _Part) -> None:
    seen, now, lang = part.seen, part.report.now, part.seen.lang
    returns = loading.permitted_returns(seen)
    vintage, note = f"{part.key}-vintage", f"{part.key}-note"
    st.radio(
        say("returns.desk.vintage", lang),
        [Vintage.FINAL, Vintage.PRELIMINARY],
        format_func=lambda each: vintage_word(each, lang),
        key=vintage,
        horizontal=True,
    )
    if any(one.severity is Severity.WARNING for one in part.missing()):
        st.text_input(say("returns.desk.note", lang), key=note, max_chars=REASON_LENGTH)

    def step() -> ReturnNow:
        chosen = Vintage(st.session_state[vintage])
        return returns.submit(now.key, seen=now.number, vintage=chosen, reason=typed_text(note))

    again = now.state is State.RETURNED or now.round > 1
    st.button(
        # returns.desk.*
        say(f"returns.desk.{'resubmit' if again else 'submit'}", lang),
        key=f"{part.key}-submit",
        type="primary",
        on_click=_submit,
        args=(part, step),
    )


def _sentences(part: _Part) -> list[str]:
    report, lang = part.report, part.seen.lang
    now = report.now
    told = [
        say(
            "returns.desk.stands",
            lang,
            state=return_state_word(now.state, lang),
            n=report.entered,
            all=report.owed,
            day=date_text(report.due, lang),
        )
    ]
    if now.round > 1:
        told.append(say("returns.desk.round", lang, n=now.round - 1))
    if now.state is State.RETURNED:
        told.append(say("returns.due.reason", lang, reason=now.reason, author=now.author))
        told += _to_be_mended(part.shown(), lang)
    elif now.state is State.DRAFT and report.missing and report.entered:
        told.append(say("returns.desk.missing", lang, n=report.missing))
        told += missing_in_words(part.missing(), lang)
    if waits := waits_in_words(part.seen.standing.catalogue, now, lang):
        told.append(waits)
    return told


def _to_be_mended(shown: ShownReturn, lang: str) -> list[str]:
    """Exactly which figures are questioned and why; what was not, stands as it was read."""
    told = [
        say("returns.desk.mend", lang, figure=figure_name(row, lang), reason=row.reason)
        for row in shown.rows
        if row.reason
    ]
    accepted = sum(row.since is Since.ACCEPTED and is_reported(row) for row in shown.rows)
    if accepted:
        told.append(say("returns.desk.accepted", lang, n=accepted))
    return told + missing_in_words(shown.missing, lang)


def _name(report: Report, lang: str) -> str:
    period = period_label(report.key.period, "", lang)
    return say("returns.desk.heading", lang, unit=report.unit(lang), period=period)


def _submit(part: _Part, step: Callable[[], ReturnNow]) -> None:
    """Submit, unless figures of the period are typed and not saved: nobody submits without them."""
    part.desk.take_in(edits())
    if part.desk.unsaved.of_period(part.report.key.period):
        st.session_state[_SAID] = ("warn", say("returns.desk.unsaved", part.seen.lang))
        return
    _take(part.seen, part.report.now, step)


def _take(seen: View, now: ReturnNow, step: Callable[[], ReturnNow]) -> None:
    """Take a step, and keep what came of it for the next run."""
    try:
        taken = step()
    except (ActualsError, PeopleError) as fault:
        st.session_state[_SAID] = ("fault", fault.message.text(seen.lang))
        st.session_state[_ASKED] = now.key
        if isinstance(fault, RemedyWanted):
            st.session_state[_WANTED] = fault.goals
        return
    told = taken_in_words(seen.standing.catalogue, taken, seen.lang)
    st.session_state[_SAID] = ("info", told)
