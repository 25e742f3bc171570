"""The choice of a period, which lives in the URL like every other choice."""

from collections.abc import Callable, Iterable

import streamlit as st

from dashboard.app_pages.choices import choose
from dashboard.app_pages.entering.desk import Desk
from dashboard.worksheet.choices import newest_code, period_label, with_saved, years

YEAR, PERIOD = "entry-year", "entry-period"


def period_choice(
    desk: Desk,
    codes_of: Callable[[int], list[str]],
    saved: Iterable[str],
    wished: str | None,
    kind: str,
) -> str:
    """Show the choice of a year and of a period in it, and return the period's code.

    The link's period if it can be had, else `wished`, else the newest. `codes_of` gives a year's
    codes; `saved` are those with figures, which are offered whatever their kind.
    """
    offered, saved = years(desk.first_year, desk.today), list(saved)

    def codes_in(year: int) -> list[str]:
        return with_saved(codes_of(year), year, saved)

    asked = (desk.seen.selection.period, wished, newest_code(desk.today), f"{offered[0]}")
    code = next(each for each in asked if each and int(each[:4]) in offered)
    year = int(code[:4])
    codes = codes_in(year)
    code = code if code in codes else codes[0]
    st.session_state[YEAR], st.session_state[PERIOD] = year, code
    st.selectbox(desk.say("label.year"), offered, key=YEAR, on_change=_year_chosen, args=(code,))
    chosen: str = st.selectbox(
        desk.say("label.period"),
        codes,
        format_func=lambda each: period_label(each, kind, desk.lang),
        key=PERIOD,
        on_change=_period_chosen,
    )
    return chosen


def _year_chosen(code: str) -> None:
    """Go to the same stretch of the year chosen."""
    choose(period=f"{st.session_state[YEAR]}{code[4:]}")


def _period_chosen() -> None:
    choose(period=st.session_state[PERIOD])
