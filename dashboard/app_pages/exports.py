"""Everything at once as files: chosen on the page, made beside it, with progress, until cancelled."""

from collections.abc import Callable, Iterator
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

import streamlit as st

from dashboard import loading
from dashboard.actuals.origin import done_from
from dashboard.actuals.periods import period
from dashboard.app_pages import background_work
from dashboard.app_pages.background_work import NoPlace, Told, Work
from dashboard.app_pages.bulletin import may_have
from dashboard.app_pages.downloads import EXCEL, download, file_name
from dashboard.app_pages.fragments import polled
from dashboard.bulletins.issuing import issued, periods_over
from dashboard.doors import identity
from dashboard.exchange.published.tables import TABLES
from dashboard.judging import Standing
from dashboard.languages import say
from dashboard.languages.numbers import digits, period_text
from dashboard.loading import View
from dashboard.people.identity import Person
from dashboard.people.matrix import Action
from dashboard.people.scopes import regions_tree
from dashboard.register import Catalogue
from dashboard.views.notices import notice
from dashboard.views.prose import passage
from dashboard.wording.states import bulletin_form_word

_WORK = "export-work"
DATA, BULLETINS = ("xlsx", "datapackage", "parquet", "sdmx-csv"), ("docx", "pdf", "xlsx")
_FLOWS = 2  # of SDMX


def exports(view: View) -> None:
    """Offer all data and the bulletins of a whole tree of regions; nothing for who may not export."""
    if loading.regions_for(view, Action.EXPORT):
        with st.container(border=True, key="card-exports"):
            lang = view.lang
            st.html(passage(say("exchange.all.title", lang), say("exchange.all.about", lang)))
            _choices(view)
            work = _work_of(view.visitor)
            if work is not None and work.is_open:
                _progress(view)
            elif work is not None:
                _ended(view, work)


def _choices(view: View) -> None:
    lang = view.lang
    work = _work_of(view.visitor)
    busy = work is not None and work.is_open
    kinds = [f"data-{form}" for form in DATA]
    if _with_plans(view):
        kinds.append("bulletins")
    with st.container(horizontal=True, vertical_alignment="bottom"):
        kind = st.selectbox(
            say("exchange.all.kind", lang),
            kinds,
            # exchange.all.*
            format_func=lambda each: say(f"exchange.all.{each}", lang),
            key="export-kind",
            disabled=busy,
        )
        make, name = _data(view, kind) if kind != "bulletins" else _bulletins(view, busy)
        st.button(
            say("exchange.all.start", lang),
            key="export-start",
            disabled=busy,
            on_click=_start,
            args=(view, make, name),
        )
    if st.session_state.pop("export-crowded", False):
        st.html(notice("warn", lang, say("exchange.all.crowded", lang)))


def _start(view: View, make: Callable[[Path, Told], None], name: str) -> None:
    try:
        st.session_state[_WORK] = (view.visitor, background_work.start(make, name))
    except NoPlace:
        st.session_state["export-crowded"] = True


@polled(1.0)
def _progress(view: View) -> None:
    work = _work_of(view.visitor)
    if work is None or not work.is_open:
        st.rerun()
    told = say(f"exchange.all.{work.state}", view.lang, part=work.part, n=work.done, all=work.parts)
    st.progress(min(work.done / work.parts, 1.0), told)
    st.button(say("exchange.all.cancel", view.lang), key="export-cancel", on_click=work.cancel)


def _ended(view: View, work: Work) -> None:
    lang = view.lang
    if work.state != "done":
        kind = "fault" if work.state == "failed" else "info"
        st.html(notice(kind, lang, say(f"exchange.all.{work.state}", lang)))
        return
    megabytes = digits(work.size() / 2**20, lang, 1, fixed=True)
    label = say("exchange.all.done", lang, name=work.file_name, size=megabytes)
    mime = EXCEL if work.file_name.endswith(".xlsx") else "application/zip"
    download(view, label, work.read, work.file_name, mime, "export-file")


def _work_of(visitor: Person) -> Work | None:
    """The work of who is there; what another person began in this session is nobody's any more."""
    whose, work = st.session_state.get(_WORK, (None, None))
    if work is not None and whose != visitor:
        work.cancel()
        del st.session_state[_WORK]
        return None
    found: Work | None = work
    return found


def _exported(view: View) -> Standing:
    """What the visitor sees of the regions that they may export."""
    from dataclasses import replace

    standing = view.standing
    if standing.sight is None:
        return standing
    sight = standing.sight.within(loading.regions_for(view, Action.EXPORT))
    return replace(standing, sight=sight, _own={})


def _data(view: View, kind: str) -> tuple[Callable[[Path, Told], None], str]:
    standing, lang, form = _exported(view), view.lang, kind.removeprefix("data-")

    def make(path: Path, told: Told) -> None:
        write_data(standing, lang, form, path, told)

    ending = "xlsx" if form == "xlsx" else "zip"
    name = say("exchange.data.title", lang, day=standing.on)
    return (
        make,
        f"{file_name(name)}-{form}.{ending}" if ending == "zip" else f"{file_name(name)}.xlsx",
    )


def write_data(standing: Standing, lang: str, form: str, path: Path, told: Told) -> None:
    """Write all tables in one of the forms `DATA`, telling of each."""
    from dashboard.exchange.published.data_package import write_data_package
    from dashboard.exchange.published.file_set import file_set
    from dashboard.exchange.published.parquet import write_parquet
    from dashboard.exchange.published.sdmx import write_sdmx
    from dashboard.exchange.published.workbook import write_published_workbook

    parts = _FLOWS if form == "sdmx-csv" else len(TABLES)
    begun = 0

    def each(name: str) -> None:
        nonlocal begun
        told(begun, parts, _called(name, lang))
        begun += 1

    if form == "xlsx":
        with path.open("wb") as file:
            write_published_workbook(standing, lang, file, each)
        return
    writers = {"parquet": write_parquet, "sdmx-csv": write_sdmx}
    with file_set(path) as files:
        if form in writers:
            writers[form](standing, lang, files, each)
        else:
            write_data_package(standing, lang, files, told=each)
    told(parts, parts, "")


def _called(name: str, lang: str) -> str:
    # exchange.data.table.*
    return say(f"exchange.data.table.{name}", lang) if name.islower() else name


def _with_plans(view: View) -> list[str]:
    return [region for region in view.standing.regions() if may_have(view, region)]


def _with_those_above(region: str, catalogue: Catalogue) -> Iterator[str]:
    tree, at = regions_tree(catalogue), region
    while at:
        yield at
        at = tree.get(at) or ""


def _bulletins(view: View, busy: bool) -> tuple[Callable[[Path, Told], None], str]:
    lang, standing = view.lang, view.standing
    catalogue = standing.catalogue
    above = {one: set(_with_those_above(one, catalogue)) for one in _with_plans(view)}
    whole = set().union(*above.values())
    tops = [row["id"] for row in catalogue.rows("regions") if row["id"] in whole]
    top = st.selectbox(
        say("exchange.all.tree", lang),
        tops,
        format_func=lambda each: standing.name(catalogue.region(each), lang),
        key="export-tree",
        disabled=busy,
    )
    codes = [one.code for one in periods_over(standing.on)]
    code = st.selectbox(
        say("bulletin.column.period", lang),
        codes,
        format_func=lambda each: period_text(each, "flow", lang),
        key="export-period",
        disabled=busy,
    )
    form = st.selectbox(
        say("exchange.all.form", lang),
        BULLETINS,
        format_func=lambda each: bulletin_form_word(each, lang),
        key="export-form",
        disabled=busy,
    )
    regions = [one for one, those in above.items() if top in those]
    store, settings, last = loading.store(view.settings), view.settings, standing.last
    author = view.visitor.name if view.visitor.signed_in else ""
    address = identity.acting(settings, {}).address
    names = {one: standing.name(catalogue.region(one), lang) for one in regions}

    def make(path: Path, told: Told) -> None:
        with ZipFile(path, "w", ZIP_DEFLATED) as packed:
            for n, region in enumerate(regions):
                told(n, len(regions), names[region])
                with done_from(address):
                    content = issued(
                        settings, store, catalogue, region, period(code), lang, form,
                        author=author, last=last,
                    )  # fmt: skip
                title = say("bulletin.title", lang, region=names[region],
                            period=period(code).label(lang))  # fmt: skip
                packed.writestr(f"{file_name(title)}.{form}", content)
        told(len(regions), len(regions), "")

    name = standing.name(catalogue.region(top), lang)
    title = say("bulletin.title", lang, region=name, period=period(code).label(lang))
    return make, f"{file_name(title)}-{form}.zip"
