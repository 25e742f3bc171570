"""Why a goal is behind and what is done about it: a dialog on the region's page, for who may write."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

import streamlit as st

from dashboard import loading
from dashboard.actuals.messages import ActualsError
from dashboard.actuals.remedies import PERSON_LENGTH, TEXT_LENGTH, Plan, Remedy, State
from dashboard.app_pages.fragments import dialog
from dashboard.judging import Row
from dashboard.judging.remedies import GoalRemedy, goal_remedy
from dashboard.languages import say
from dashboard.loading import View
from dashboard.people.messages import PeopleError
from dashboard.views.frame import leading_focus
from dashboard.views.notices import notice
from dashboard.wording import naming

# A month is a fair first proposal.
_PROPOSED = timedelta(days=30)
_INPUTS = frozenset({"reason", "remedy", "person", "note"})


@dataclass(frozen=True, slots=True)
class _Desk:
    """The goal that is written about, and what the visitor saw of it."""

    seen: View
    known: GoalRemedy

    @property
    def number(self) -> int:
        """Return the number of the last step that was seen."""
        return self.known.remedy.number if self.known.remedy else 0


def remedy_button(seen: View, row: Row | None) -> None:
    """Offer to write about a goal that is behind, or of which something is said; else nothing."""
    if row is None or seen.standing.as_of is not None or seen.settings.read_only:
        return
    known = goal_remedy(seen.standing, row)
    if known is None:
        return
    desk = loading.permitted_remedies(seen)
    writes = desk.may_write(row)
    answers = known.state == State.ESCALATED and known.remedy and desk.may_answer(known.remedy)
    if not writes and not answers:
        return
    key = "give" if known.wanted else "answer" if not writes else "go-on"
    # remedies.form.*
    label = say(f"remedies.form.{key}", seen.lang)
    if st.button(label, key="remedy-open"):
        dialog(naming.goal_name(row, seen.lang), _body, _Desk(seen, known))


def _body(desk: _Desk) -> None:
    seen, known = desk.seen, desk.known
    lang, permitted = seen.lang, loading.permitted_remedies(desk.seen)
    goal = known.goal["id"]
    ways = _ways(desk)
    way = ways[0]
    if len(ways) > 1:
        way = st.radio(
            say("remedies.form.what", lang),
            ways,
            # remedies.form.way.answer, remedies.form.way.done, remedies.form.way.escalate,
            # remedies.form.way.plan, remedies.form.way.report
            format_func=lambda one: say(f"remedies.form.way.{one}", lang),
            key="remedy-way",
        )
    if way == "plan":
        reason = _area(lang, "reason")
        remedy = _area(lang, "remedy")
        person = st.text_input(
            say("remedies.fact.person", lang), key="remedy-person", max_chars=PERSON_LENGTH
        )
        today = seen.settings.on()
        deadline = st.date_input(
            say("remedies.fact.deadline", lang),
            today + _PROPOSED,
            min_value=today,
            key="remedy-deadline",
            format="YYYY-MM-DD",
        )
        if _saved(lang):
            plan = Plan(reason, remedy, person, deadline)
            _take(lang, lambda: permitted.plan(goal, plan, desk.number))
        return
    note = _area(lang, f"note-{way}")
    if not _saved(lang):
        return
    if way == "escalate":
        _take(lang, lambda: permitted.escalate(goal, note, desk.number))
    elif way == "answer":
        _take(lang, lambda: permitted.answer(goal, note, desk.number))
    else:
        done = way == "done"
        _take(lang, lambda: permitted.report(goal, note, done=done, seen=desk.number))


def _ways(desk: _Desk) -> list[str]:
    """What may be written now, the likeliest first."""
    seen, known = desk.seen, desk.known
    permitted, given = loading.permitted_remedies(desk.seen), desk.known.shown
    ways = []
    if given is not None and given.state == State.ESCALATED and permitted.may_answer(given):
        ways.append("answer")
    if not permitted.may_write(known.goal):
        return ways
    if given is not None and given.state in (State.OPEN, State.ANSWERED):
        ways += ["report", "done"]
        region = seen.standing.catalogue.region(known.goal["region"]) or {}
        if region.get("parent"):
            ways.append("escalate")
    return [*ways, "plan"]


def _area(lang: str, name: str) -> str:
    key = name if name in ("reason", "remedy") else f"way-note.{name.removeprefix('note-')}"
    # remedies.fact.*
    label = say(f"remedies.fact.{key}" if "." not in key else f"remedies.form.{key}", lang)
    return str(st.text_area(label, key=f"remedy-{name}", max_chars=TEXT_LENGTH, height=90) or "")


def _saved(lang: str) -> bool:
    return bool(st.button(say("remedies.form.save", lang), key="remedy-save", type="primary"))


def _take(lang: str, step: Callable[[], Remedy]) -> None:
    """Take a step and draw the page anew; a refusal is said in the dialog, where all stays typed."""
    try:
        step()
    except (ActualsError, PeopleError) as fault:
        st.html(notice("fault", lang, "", fault.message.text(lang)))
        # The sentence is about the input whose name its code begins with.
        about = fault.message.code.rpartition(".")[2].partition("-")[0]
        if about in _INPUTS:
            on = f'[class*="st-key-remedy-{about}"] :is(input, textarea)'
            st.html(leading_focus(on, time.time_ns()))
        return
    st.rerun()
