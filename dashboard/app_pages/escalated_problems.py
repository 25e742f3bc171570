"""Problems that were taken up to a region whose reviewer the visitor is, each with room for the answer."""

import time
from collections.abc import Sequence

import streamlit as st

from dashboard import loading
from dashboard.actuals.messages import ActualsError
from dashboard.actuals.remedies import TEXT_LENGTH, Remedy
from dashboard.app_pages.entry_outcome import typed_text
from dashboard.languages import say
from dashboard.loading import View
from dashboard.people.messages import PeopleError
from dashboard.views.frame import leading_focus
from dashboard.views.notices import notice
from dashboard.views.remedies import problem

# What the last answer said: (kind, text), and of which goal where it was refused.
_SAID = "problems-said"


def escalated_problems(seen: View, problems: Sequence[Remedy]) -> None:
    """Show each problem with what is asked, and take the answer."""
    lang = seen.lang
    kind, text, about = st.session_state.pop(_SAID, ("", "", ""))
    if text and about not in {each.goal for each in problems}:
        st.html(notice(kind, lang, "", text))
    for each in problems:
        with st.container(border=True, key=f"card-problem-{each.goal}-{each.number}"):
            st.html(problem(seen.standing, each, lang))
            with st.container(horizontal=True, vertical_alignment="bottom"):
                label = say("remedies.form.way-note.answer", lang)
                st.text_input(label, key=_key(each), max_chars=TEXT_LENGTH)
                st.button(
                    say("remedies.form.answer", lang),
                    key=f"{_key(each)}-save",
                    on_click=_answer,
                    args=(seen, each),
                )
            if text and about == each.goal:
                st.html(notice(kind, lang, "", text))
                st.html(leading_focus(f'[class*="st-key-{_key(each)}"] input', time.time_ns()))


def _answer(seen: View, asked: Remedy) -> None:
    try:
        loading.permitted_remedies(seen).answer(asked.goal, typed_text(_key(asked)), asked.number)
    except (ActualsError, PeopleError) as fault:
        st.session_state[_SAID] = ("fault", fault.message.text(seen.lang), asked.goal)
        return
    st.session_state[_SAID] = ("info", say("remedies.form.answered", seen.lang), "")


def _key(asked: Remedy) -> str:
    # A goal's id has points, which no class of a widget keeps.
    return f"problem-{asked.goal.replace('.', '-')}-{asked.number}"
