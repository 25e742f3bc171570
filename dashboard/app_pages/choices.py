"""Widgets whose values live in the URL: the URL decides what they show, they write into it."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta

import streamlit as st

from dashboard import loading
from dashboard.addresses import selection
from dashboard.languages import say
from dashboard.loading import View
from dashboard.wording import naming


def choose(**changes: object) -> None:
    """Write choices into the URL; None takes one out. For callbacks, before the page runs."""
    asked = selection.rewritten(loading.asked_in_url(), changes)
    st.query_params.from_dict(asked)


def choice(
    name: str,
    label: str,
    options: Sequence[str],
    words: Mapping[str, str],
    chosen: str | None,
    clears: Sequence[str] = (),
    collapsed: bool = False,
) -> None:
    """Show a select box whose value lives in the URL under `name`; `words` must be distinct."""
    key = f"choose-{name}"
    st.session_state[key] = chosen if chosen in options else options[0]
    st.selectbox(
        label,
        options,
        format_func=lambda option: words.get(option, option),
        key=key,
        on_change=_chosen,
        args=(key, name, tuple(clears)),
        label_visibility="collapsed" if collapsed else "visible",
    )


def segments(
    name: str, label: str, options: Sequence[str], words: Mapping[str, str], chosen: str
) -> None:
    """Show a row of segments whose value lives in the URL under `name`."""
    key = f"choose-{name}"
    st.session_state[key] = chosen if chosen in options else options[0]
    st.segmented_control(
        label,
        options,
        format_func=lambda option: words.get(option, option),
        key=key,
        required=True,
        on_change=_chosen,
        args=(key, name, ()),
        label_visibility="collapsed",
    )


def search(name: str, label: str, chosen: str | None, hint: str) -> None:
    """Show a search box whose text lives in the URL under `name`; it searches while one types."""
    key = f"choose-{name}"
    # What is being typed is not written over by what the link has of it, which ends in no blank.
    if " ".join(str(st.session_state.get(key) or "").split()) != (chosen or ""):
        st.session_state[key] = chosen or ""
    st.text_input(
        label,
        key=key,
        type="search",
        live=True,
        placeholder=hint,
        on_change=_chosen,
        args=(key, name, ("part",)),
    )


def year_range(seen: View, years: Sequence[int]) -> None:
    """Show the choice of a range of years; nothing where there is nothing to choose."""
    if len(years) < 3:
        return
    first, last = years[0], years[-1]
    since, until = seen.selection.since or first, seen.selection.until or last
    key = "choose-years"
    span = sorted(min(max(year, first), last) for year in (since, until))
    st.session_state[key] = tuple(span)
    label = say("pages.choose.years", seen.lang)
    st.slider(label, first, last, key=key, on_change=_years_chosen, args=(key, first, last))


def due_year(seen: View, years: Sequence[int]) -> None:
    """Show the choice of a year in which goals are due; a link may also ask for a span of years."""
    since, until = seen.selection.since, seen.selection.until
    words = {"": say("pages.all.due", seen.lang)}
    words |= {str(year): say("pages.due.year", seen.lang, year=year) for year in years}
    chosen = "" if since is None and until is None else str(since or until)
    if chosen and since != until:
        chosen = f"{since or ''}–{until or ''}"
    words.setdefault(chosen, chosen)
    key = "choose-due"
    st.session_state[key] = chosen
    label = say("pages.choose.due", seen.lang)
    st.selectbox(label, list(words), format_func=words.__getitem__, key=key, on_change=_due_chosen)


def day_beside(seen: View) -> None:
    """Show the choice of an earlier day to set beside the one looked at; empty for none."""
    key, last = "choose-compare", seen.standing.on - timedelta(days=1)
    st.session_state[key] = seen.selection.compare
    st.date_input(
        say("pages.compare.choose", seen.lang),
        value=None,
        min_value=date(1949, 1, 1),
        max_value=last,
        key=key,
        format="YYYY-MM-DD",
        on_change=_chosen,
        args=(key, "compare", ("part",)),
    )


def paging(part: int, parts: int) -> None:
    """Show which part of a long table is seen, and the way to the others."""
    # The part is in the key: a widget of its own for each, so that the URL decides and not the past.
    key = f"choose-part-{part}"
    # In a row of widgets it would take the least width, and leave out pages there is room for.
    width = 56 * (min(parts, 7) + 2)
    st.pagination(
        parts, default=part, key=key, width=width, on_change=_chosen, args=(key, "part", ())
    )


def _years_chosen(key: str, first: int, last: int) -> None:
    since, until = st.session_state[key]
    choose(since=since if since > first else None, until=until if until < last else None)


def _due_chosen() -> None:
    year = st.session_state["choose-due"] or None
    choose(since=year, until=year, part=None)


def region_choice(seen: View, region: str, clears: Sequence[str] = ()) -> None:
    """Show the choice of a region, for pages that look at one."""
    words = seen.standing.drawn(naming.region_names, seen.lang)
    label = say("pages.choose.region", seen.lang)
    choice("region", label, list(words), words, region, clears=clears)


def _chosen(key: str, name: str, clears: tuple[str, ...]) -> None:
    choose(**{name: st.session_state[key] or None}, **dict.fromkeys(clears))
