"""The dialog a lamp opens to. It is in the link: `why=yes` beside a goal opens it for everybody."""

import streamlit as st

from dashboard import judging, loading
from dashboard.addresses.selection import Selection
from dashboard.app_pages.choices import choose
from dashboard.app_pages.fragments import wide_dialog
from dashboard.judging import Standing
from dashboard.languages import say
from dashboard.loading import View
from dashboard.views import explanation as panel
from dashboard.views.revisions import revisions


def explanation(seen: View) -> None:
    """Open the explanation of the chosen goal where the link asks for it; nothing otherwise."""
    goal = seen.selection.goal
    if not seen.selection.why or goal is None or seen.standing.row(goal) is None:
        return
    title = seen.standing.drawn(panel.title, goal, seen.lang)
    # Where no chart follows the goal, it goes with its explanation.
    close = _close if seen.selection.page in ("region", "cluster") else _close_whole
    wide_dialog(title, close, _body, seen, goal)


def _body(seen: View, goal: str) -> None:
    standing, lang = seen.standing, seen.lang
    earlier = standing.drawn(judging.earlier, goal)
    st.html(standing.drawn(_explained, goal, lang, seen.base))
    with st.expander(say("pages.explanation.copy", lang), key="explanation-copy"):
        st.code(panel.as_text(standing, goal, earlier, lang), language=None, wrap_lines=True)
    row = standing.row(goal) or {}
    history = loading.history(seen, row["region"], row["subject"], row["indicator"])
    if history:
        indicator = standing.catalogue.indicator(row["indicator"]) or {}
        with st.expander(say("pages.explanation.history", lang), key="explanation-history"):
            st.html(revisions(history, indicator, lang))


def _explained(standing: Standing, goal: str, lang: str, base: Selection) -> str:
    earlier = standing.drawn(judging.earlier, goal)
    return panel.explanation(standing, goal, earlier, lang, base)


def _close() -> None:
    choose(why=None)


def _close_whole() -> None:
    choose(why=None, goal=None)
