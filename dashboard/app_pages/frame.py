"""What stands around every page: brand, navigation, as-of, language, Share, banners and notes."""

from collections.abc import Callable, Hashable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from threading import Semaphore
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import streamlit as st

from dashboard import __version__, loading
from dashboard.actuals.messages import ActualsError
from dashboard.actuals.store_faults import StoreError, no_room
from dashboard.addresses import selection
from dashboard.app_pages import account
from dashboard.app_pages.bar import bar
from dashboard.app_pages.choices import choice, choose
from dashboard.app_pages.database_wait import waiting_for_database
from dashboard.app_pages.downloads import EXCEL, download, file_name
from dashboard.app_pages.drawing import drawing_of, show
from dashboard.app_pages.fragments import polled
from dashboard.doors import identity
from dashboard.doors.addresses import path_within
from dashboard.doors.logs import LOG
from dashboard.judging import Row, Standing
from dashboard.languages import LANGUAGES, language_of, say
from dashboard.languages.numbers import date_text, moment_text
from dashboard.loading import View
from dashboard.people.identity import Person
from dashboard.people.matrix import Action
from dashboard.register.faults import RegisterFaults
from dashboard.settings import Settings
from dashboard.views.boards import drawn_goals
from dashboard.views.frame import behind_text, foot, paper
from dashboard.views.judging_progress import COUNTING_PAGES, being_judged
from dashboard.views.no_plan import lacks_plan, no_plan
from dashboard.views.notices import banners, notice
from dashboard.views.titles import tab_title
from dashboard.wording.states import page_name

if TYPE_CHECKING:
    from streamlit.delta_generator import DeltaGenerator

    from dashboard.charts.figure import Figure
    from dashboard.exchange.html_tables import PageTable

__all__ = ["choice", "choose", "entry_link", "figure", "run", "view", "without_tables"]

_VIEW: ContextVar[View] = ContextVar("view")
# One interpreter lock serves all runs of pages.
_TURN, _PATIENCE_S = Semaphore(), 1.0
# Seconds between two looks whether a full disk has room.
_TRIES_ROOM_S = 5.0
_TABLES: ContextVar[bool] = ContextVar("tables")


def view() -> View:
    """Return the view of this run, for a page."""
    return _VIEW.get()


def without_tables() -> None:
    """Say that a page has no table in this run, so that none is offered as a file."""
    _TABLES.set(False)


def run(files: Mapping[str, str], settings: Settings | None) -> None:
    """Draw the frame, then the page the address names. `files`: page -> script in this package.

    Without settings nothing of ours has started this process: then nobody has checked who asks.
    """
    if settings is None:
        sentences = (say("server.no-door", lang) for lang in LANGUAGES)
        st.error("\n\n".join(sentences))
        return
    with _turn():
        _run_in_turn(files, settings)


@contextmanager
def _turn() -> Iterator[None]:
    """Wait for the pages that are being drawn: two at once only take each other's time.

    Not for long: who holds the turn may be waiting for the database.
    """
    took = _TURN.acquire(timeout=_PATIENCE_S)
    try:
        yield
    finally:
        if took:
            _TURN.release()


def _run_in_turn(files: Mapping[str, str], settings: Settings) -> None:
    stray = _stray(files, settings)
    lang = selection.read("overview", loading.asked_in_url())[0].lang
    lang = lang or language_of(st.context.locale)
    pages = {name: _page(name, script, lang) for name, script in files.items()}
    known = list(pages.values())
    if stray:
        # An address nobody has leads to the overview and says so, instead of Streamlit's dialog.
        title = say("pages.product", lang)
        known.append(st.Page(files["overview"], title=title, url_path=stray, visibility="hidden"))
    page = st.navigation(known, position="hidden")
    st.set_page_config(page_title=f"{page.title} · {say('pages.product', lang)}", layout="wide")
    with waiting_for_database(lang):
        visitor = identity.visitor(settings)
        if not account.locked(settings, lang, visitor):
            _run(settings, lang, visitor, page, pages)


def _run(
    settings: Settings, lang: str, visitor: Person, page: st.Page, pages: Mapping[str, st.Page]
) -> None:
    """Draw a page with its frame, or what keeps it from being shown."""
    asked, name = loading.asked_in_url(), page.url_path or "overview"
    try:
        seen = loading.view(settings, name, asked, st.context.locale, visitor)
    except (RegisterFaults, ActualsError) as fault:
        if isinstance(fault, StoreError) and fault.passes:
            raise
        LOG.error(f"The pages cannot be shown: {fault}")
        told = loading.told(fault, lang, visitor)
        st.html(notice("fault", lang, say("pages.cannot-show", lang), items=told))
        return
    with seen.standing.judging.waited_for():
        _draw(seen, page, pages)


def _draw(seen: View, page: st.Page, pages: Mapping[str, st.Page]) -> None:
    """Draw the frame around a page, the page, and over it the explanation that is asked for."""
    title = seen.standing.drawn(tab_title, seen.selection.changed(lang=None, why=None), seen.lang)
    st.set_page_config(page_title=title)
    bar(seen, pages)
    st.html(seen.standing.drawn(_paper, seen.lang))
    _banners(seen)
    token = _VIEW.set(seen)
    _TABLES.set(True)
    try:
        if not _without_plan(seen) and not _is_being_judged(seen):
            page.run()
    finally:
        _VIEW.reset(token)
    _tables(seen)
    if seen.selection.why:
        # Late: the frame of most runs has no use for it.
        from dashboard.app_pages.explanation_dialog import explanation

        explanation(seen)
    behind = behind_text(seen.standing, seen.lang)
    st.html(seen.standing.drawn(_footer, seen.lang, seen.settings.read_only, behind))


def _tables(seen: View) -> None:
    """Offer the tables of a page as files, to who may have what it shows."""
    region, exported = seen.selection.region, loading.regions_for(seen, Action.EXPORT)
    if (
        seen.selection.page == "entry"
        or not _TABLES.get()
        or not exported
        or region not in {None, *exported}
    ):
        return

    def found() -> "list[PageTable]":
        from dashboard.exchange.html_tables import page_tables
        from dashboard.first_paint.first_answer import all_parts

        return page_tables(all_parts(seen))

    def csv() -> bytes:
        from dashboard.exchange.html_tables import tables_as_csv

        return tables_as_csv(found())

    def workbook() -> bytes:
        from dashboard.exchange.html_tables import tables_as_workbook

        return tables_as_workbook(found(), seen.lang)

    title = seen.standing.drawn(tab_title, seen.selection.changed(lang=None, why=None), seen.lang)
    name = file_name(title)
    with st.container(horizontal=True, vertical_alignment="center", key="page-tables"):
        download(
            seen, say("pages.tables.csv", seen.lang), csv, f"{name}.csv", "text/csv", "tables-csv"
        )
        label = say("pages.tables.excel", seen.lang)
        download(seen, label, workbook, f"{name}.xlsx", EXCEL, "tables-excel")


def _without_plan(seen: View) -> bool:
    """Say it where the link asks for a day on which there was nothing to show; no other region is."""
    asked = seen.selection.region if seen.selection.page != "overview" else None
    if seen.selection.page in selection.WORK_PAGES or not lacks_plan(seen.standing, asked):
        return False
    st.html(no_plan(seen.standing, asked, seen.lang, seen.selection))
    return True


def _is_being_judged(seen: View) -> bool:
    """Show how far it has come where a page counts a large register that is being judged."""
    if seen.selection.page not in COUNTING_PAGES or seen.standing.is_ready():
        return False
    st.html(seen.standing.drawn(being_judged, seen.lang))
    _judged_so_far(seen)
    return True


@polled(1.0)
def _judged_so_far(seen: View) -> None:
    if seen.standing.is_ready():
        st.rerun()
    done, regions = seen.standing.judged()
    st.progress(done / regions, say("pages.judging.so-far", seen.lang, n=regions, done=done))


def figure(
    seen: View,
    key: str,
    region: str,
    draw: "Callable[..., Figure | None]",
    *arguments: Hashable,
) -> None:
    """Show what `draw` draws of the standing and `arguments`: a figure of `region`, or nothing.

    With the table behind it, and it and its data as files.
    """
    drawn = drawing_of(seen.standing, seen.lang, draw, *arguments)
    if drawn is None:
        return
    show(drawn, seen.lang, key)
    figure_files(seen, key, region, drawn.title, lambda: draw(seen.standing, *arguments) or {})


def figure_files(
    seen: View, key: str, region: str, title: str, drawn: "Callable[[], Figure]"
) -> None:
    """Offer a figure of `region` as a picture, and its data as CSV and as a workbook, to who may export."""
    if region not in loading.regions_for(seen, Action.EXPORT):
        return

    # Late: most visitors take no file.
    def csv() -> bytes:
        from dashboard.exchange.chart_data import as_csv

        return as_csv(drawn(), seen.lang)

    def workbook() -> bytes:
        from dashboard.exchange.chart_data import as_workbook

        return as_workbook(drawn(), seen.lang)

    def svg() -> str:
        from dashboard.charts.print_drawing import print_drawing

        return print_drawing(drawn(), _note(seen, region))

    name = file_name(title)
    with _files(key):
        _pictures(seen, key, name, svg)
        _data(seen, key, name, csv, workbook)


def board_files(seen: View, region: str) -> None:
    """Offer what stands beside a region's chart as a picture, and its goals as a list, to who may export."""
    if region not in loading.regions_for(seen, Action.EXPORT):
        return

    def svg() -> str:
        from dashboard.charts.board_drawing import board_drawing

        return board_drawing(seen.standing, region, _note(seen, region), seen.lang) or ""

    def csv() -> bytes:
        from dashboard.exchange.goal_lists import as_csv

        return as_csv(seen.standing, drawn_goals(seen.standing, region), seen.lang)

    def workbook() -> bytes:
        from dashboard.exchange.goal_lists import as_workbook

        return as_workbook(seen.standing, drawn_goals(seen.standing, region), seen.lang)

    name = file_name(seen.standing.name(seen.standing.catalogue.region(region), seen.lang))
    with _files("figure-board"):
        _pictures(seen, "figure-board", name, svg)
        _data(seen, "figure-board", name, csv, workbook)


def _note(seen: View, region: str) -> str:
    from dashboard.judging.publication import unpublished
    from dashboard.wording.charts import drawing_note

    waiting = unpublished(seen.standing, region)
    return drawing_note(seen.standing, seen.lang, waiting)


def _files(key: str) -> "DeltaGenerator":
    return st.container(
        horizontal=True, vertical_alignment="center", gap="small", key=f"{key}-files"
    )


def _pictures(seen: View, key: str, name: str, svg: Callable[[], str]) -> None:
    def png() -> bytes:
        from dashboard.exchange.typesetting import as_png

        return as_png(svg())

    label = say("charts.file.png", seen.lang)
    download(seen, label, png, f"{name}.png", "image/png", f"{key}-png")
    label = say("charts.file.svg", seen.lang)
    download(seen, label, lambda: svg().encode(), f"{name}.svg", "image/svg+xml", f"{key}-svg")


def _data(
    seen: View, key: str, name: str, csv: Callable[[], bytes], workbook: Callable[[], bytes]
) -> None:
    label = say("charts.file.csv", seen.lang)
    download(seen, label, csv, f"{name}.csv", "text/csv", f"{key}-csv")
    label = say("charts.file.excel", seen.lang)
    download(seen, label, workbook, f"{name}.xlsx", EXCEL, f"{key}-excel")


def entry_link(seen: View, row: Row | None) -> None:
    """Offer to enter the first figure of a goal that has none."""
    if row is None or row["reported"] or seen.settings.read_only:
        return
    if row["region"] not in loading.regions_for(seen, Action.ENTER):
        return
    asked = seen.base.changed(page="entry", region=row["region"], cluster=row["cluster"])
    query = asked.changed(indicator=row["indicator"], goal=row["id"]).query()
    label = say("pages.enter-first", seen.lang)
    with st.container(key="page-enter"):
        st.page_link("app_pages/entry.py", label=label, query_params=query)


def _page(name: str, script: str, lang: str) -> st.Page:
    title = page_name(name, lang)
    if name == "overview":
        return st.Page(script, title=title, default=True)
    return st.Page(script, title=title, url_path=name)


def _stray(files: Mapping[str, str], settings: Settings) -> str | None:
    """Return the last part of the address when no page has it."""
    path = path_within(urlsplit(st.context.url or "").path, settings) or ""
    last = path.rstrip("/").rpartition("/")[2]
    return last if last and last not in files and last.isascii() and last.isprintable() else None


def _banners(seen: View) -> None:
    # Paths and lines of files are for who edits them.
    within = identity.sees_insides(seen.visitor)
    told = [fault.text(seen.lang) for fault in seen.faults] if within else []
    faults = told if seen.faults else None
    if shown := banners(seen.standing, seen.lang, seen.demo, faults, seen.notes):
        st.html(shown)
    changes = seen.visitor.signed_in and not seen.settings.read_only
    if changes and not loading.store(seen.settings).has_room(_TRIES_ROOM_S):
        st.html(notice("warn", seen.lang, no_room().message.text(seen.lang)))


def say_left_out(seen: View, key: str, asked: str) -> None:
    """Say what a link asked for that this page cannot show, and what it shows instead."""
    # pages.note.*
    told = say(f"pages.note.{key}", seen.lang, asked=selection.shown(asked))
    st.html(notice("info", seen.lang, say("pages.note.title", seen.lang), items=[told]))


def _paper(standing: Standing, lang: str) -> str:
    """What a printed page begins with, as the bar is not printed: the product and the day."""
    day = say("pages.as-of", lang, day=date_text(standing.on, lang))
    said = say("pages.dot", lang).join([say("pages.product", lang), day])
    return paper(said)


def _footer(standing: Standing, lang: str, read_only: bool, behind: str) -> str:
    lines = [say("pages.footer", lang, version=__version__)]
    if read_only:
        lines.append(say("pages.read-only", lang))
    lines.append(say("pages.as-of", lang, day=date_text(standing.on, lang)))
    newest = standing.newest()
    if newest:
        key = "pages.entered-last" if newest["author"] else "pages.published-last"
        lines.append(say(key, lang, moment=moment_text(newest["at"], lang)))
    if standing.wording_suffix():
        lines.append(say("pages.published-only", lang))
    if behind:
        lines.append(behind)
    return foot(say("pages.dot", lang).join(lines))
