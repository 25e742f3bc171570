"""What stands around every page: brand, navigation, as-of, language, Share, banners and notes."""

from collections.abc import Callable, Mapping, Sequence
from contextvars import ContextVar
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import streamlit as st

from dashboard import __version__, loading, look, selection
from dashboard.actuals.messages import ActualsError
from dashboard.charts.markup import text
from dashboard.charts.notices import demo_ribbon, notice
from dashboard.languages import say
from dashboard.languages.numbers import date_text, moment_text
from dashboard.loading import View
from dashboard.panels import naming
from dashboard.panels.standing import Row
from dashboard.register.faults import RegisterFaults
from dashboard.settings import Settings

if TYPE_CHECKING:
    from dashboard.charts.figure import Figure

_VIEW: ContextVar[View] = ContextVar("view")


def view() -> View:
    """Return the view of this run, for a page."""
    return _VIEW.get()


def run(files: Mapping[str, str], settings: Settings) -> None:
    """Draw the frame, then the page the address names. `files`: page -> script beside app.py."""
    stray = _stray(files)
    lang = selection.read("overview", st.query_params.to_dict())[0].lang
    lang = lang or loading.language_of(st.context.locale)
    pages = {name: _page(name, script, lang) for name, script in files.items()}
    known = list(pages.values())
    if stray:
        # An address nobody has leads to the overview and says so, instead of Streamlit's dialog.
        title = say("pages.product", lang)
        known.append(st.Page(files["overview"], title=title, url_path=stray, visibility="hidden"))
    page = st.navigation(known, position="hidden")
    st.set_page_config(page_title=f"{page.title} · {say('pages.product', lang)}", layout="wide")
    st.html(_style())
    try:
        seen = loading.view(
            settings, page.url_path or "overview", st.query_params.to_dict(), st.context.locale
        )
    except (RegisterFaults, ActualsError) as fault:
        st.html(
            notice("fault", lang, say("pages.cannot-show", lang), items=loading.told(fault, lang))
        )
        return
    _bar(seen, pages)
    _banners(seen)
    token = _VIEW.set(seen)
    try:
        page.run()
    finally:
        _VIEW.reset(token)
    st.html(seen.standing.drawn(_footer, seen.lang, seen.settings.read_only))


def choose(**changes: object) -> None:
    """Write choices into the URL; None takes one out. For callbacks, before the page runs."""
    query = st.query_params.to_dict()
    for name, value in changes.items():
        parameter = selection.PARAMETERS.get(name, name)
        if value is None:
            query.pop(parameter, None)
        else:
            query[parameter] = str(value)
    st.query_params.from_dict(query)


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
    """Show a search box whose text lives in the URL under `name`."""
    key = f"choose-{name}"
    st.session_state[key] = chosen or ""
    st.text_input(
        label,
        key=key,
        type="search",
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


def paging(part: int, parts: int) -> None:
    """Show which part of a long table is seen, and the way to the others."""
    # The part is in the key: a widget of its own for each, so that the URL decides and not the past.
    key = f"choose-part-{part}"
    st.pagination(parts, default=part, key=key, on_change=_chosen, args=(key, "part", ()))


def entry_link(seen: View, row: Row | None) -> None:
    """Offer to enter the first figure of a goal that has none."""
    if row is None or row["reported"] or seen.settings.read_only:
        return
    asked = seen.base.changed(page="entry", region=row["region"], cluster=row["cluster"])
    query = asked.changed(indicator=row["indicator"], goal=row["id"]).query()
    label = say("pages.enter-first", seen.lang)
    with st.container(key="page-enter"):
        st.page_link("app_pages/entry.py", label=label, query_params=query)


def _years_chosen(key: str, first: int, last: int) -> None:
    since, until = st.session_state[key]
    choose(since=since if since > first else None, until=until if until < last else None)


def region_choice(seen: View, region: str, clears: Sequence[str] = ()) -> None:
    """Show the choice of a region, for pages that look at one."""
    words = seen.standing.drawn(naming.region_names, seen.lang)
    label = say("pages.choose.region", seen.lang)
    choice("region", label, list(words), words, region, clears=clears)


def figure(seen: View, drawn: "Figure | None", key: str) -> None:
    """Show a figure with the table behind it; nothing where there is no figure."""
    if drawn is None:
        return
    from dashboard.charts.behind import table_behind_html
    from dashboard.charts.figure import plotly_config

    st.plotly_chart(drawn, config=plotly_config(seen.lang), key=key)
    st.html(table_behind_html(drawn, seen.lang))


def _chosen(key: str, name: str, clears: tuple[str, ...]) -> None:
    choose(**{name: st.session_state[key] or None}, **dict.fromkeys(clears))


def _page(name: str, script: str, lang: str) -> st.Page:
    title = say(f"pages.name.{name}", lang)
    if name == "overview":
        return st.Page(script, title=title, default=True)
    return st.Page(script, title=title, url_path=name)


def _stray(files: Mapping[str, str]) -> str | None:
    """Return the last part of the address when no page has it."""
    last = urlsplit(st.context.url or "").path.rstrip("/").rpartition("/")[2]
    return last if last and last not in files and last.isascii() and last.isprintable() else None


def _bar(seen: View, pages: Mapping[str, st.Page]) -> None:
    lang, chosen = seen.lang, seen.selection
    with st.container(key="frame-bar", horizontal=True, vertical_alignment="center", gap="small"):
        st.html(_brand(lang), width="content")
        with st.container(key="frame-pages", horizontal=True, wrap=False, gap=None):
            for name, page in pages.items():
                with st.container(
                    key=f"frame-page-{name}-{'here' if name == chosen.page else 'there'}",
                    width="content",
                ):
                    st.page_link(page, query_params=chosen.changed(page=name).query() or None)
        with st.container(
            key="frame-tools",
            horizontal=True,
            vertical_alignment="center",
            wrap=False,
            width="content",
            gap="small",
        ):
            as_of = say("pages.as-of", lang, day=date_text(seen.standing.on, lang))
            if st.button(
                as_of, key="frame-as-of", type="tertiary", help=say("pages.as-of-help", lang)
            ):
                _dialog(say("pages.as-of-title", lang), _as_of_body, seen)
            other = "en" if lang == "zh" else "zh"
            st.button(
                say("pages.other-language", lang),
                key="frame-language",
                on_click=choose,
                kwargs={"lang": other},
            )
            if st.button(say("pages.share", lang), key="frame-share", type="primary"):
                _dialog(say("pages.share", lang), _share_body, seen)


def _dialog(title: str, body: Callable[[View], None], seen: View) -> None:
    st.dialog(title)(body)(seen)


def _share_body(seen: View) -> None:
    st.code(link(seen), language=None, wrap_lines=True)
    key = "pages.share-language" if seen.selection.lang else "pages.share-any-language"
    st.caption(say(key, seen.lang))
    if seen.selection.as_of:
        st.caption(say("pages.share-as-of", seen.lang, day=date_text(seen.standing.on, seen.lang)))


def link(seen: View) -> str:
    """Return the full link to what is seen."""
    address = urlsplit(st.context.url or "")
    base = address.path.rstrip("/")
    if seen.selection.page != "overview" or base.endswith(f"/{seen.selection.page}"):
        base = base.rpartition("/")[0]
    return seen.selection.address(f"{address.scheme}://{address.netloc}{base}")


def _as_of_body(seen: View) -> None:
    lang = seen.lang
    st.write(say("pages.as-of-explained", lang))
    st.date_input(
        say("pages.as-of-day", lang),
        value=seen.standing.on,
        max_value=seen.settings.on(),
        key="as-of-day",
        format="YYYY-MM-DD",
    )
    with st.container(horizontal=True):
        if st.button(say("pages.as-of-show", lang), type="primary", key="as-of-show"):
            day = st.session_state["as-of-day"]
            choose(as_of=None if not day or day >= seen.settings.on() else day)
            st.rerun()
        if seen.standing.as_of and st.button(say("pages.as-of-now", lang), key="as-of-now"):
            choose(as_of=None)
            st.rerun()


def _banners(seen: View) -> None:
    lang, parts = seen.lang, []
    if seen.demo:
        parts.append(demo_ribbon(lang))
    if seen.faults:
        told = [fault.text(lang) for fault in seen.faults]
        parts.append(notice("fault", lang, say("pages.register-broken", lang), items=told))
    if seen.standing.as_of:
        day = date_text(seen.standing.on, lang)
        parts.append(notice("info", lang, "", say("pages.looking-back", lang, day=day)))
    if seen.notes:
        told = [note.text(lang) for note in seen.notes]
        parts.append(notice("info", lang, say("pages.note.title", lang), items=told))
    if parts:
        st.html(f'<div class="ct-notices">{"".join(parts)}</div>')


def _footer(standing: object, lang: str, read_only: bool) -> str:
    lines = [say("pages.footer", lang, version=__version__)]
    if read_only:
        lines.append(say("pages.read-only", lang))
    newest = standing.newest()
    if newest:
        lines.append(say("pages.entered-last", lang, moment=moment_text(newest["at"], lang)))
    return f'<footer class="ct ct-foot"><p>{text(say("pages.dot", lang).join(lines))}</p></footer>'


def _brand(lang: str) -> str:
    return f'<div class="ct ct-brand"><i></i><b>{text(say("pages.product", lang))}</b></div>'


@cache
def _style() -> str:
    own = Path(__file__).with_name("frame.css").read_text(encoding="utf-8")
    return look.style() + f"<style>{own}</style>"
