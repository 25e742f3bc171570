"""Evaluation: clusters scored, ranked and classed by a method of the register; each score opens."""

import streamlit as st

from dashboard import loading
from dashboard.app_pages import choices, frame
from dashboard.app_pages.choices import choose
from dashboard.app_pages.downloads import EXCEL, download, file_name
from dashboard.app_pages.fragments import wide_dialog
from dashboard.charts.evaluation import evaluation_figure
from dashboard.judging.evaluations import evaluation_of, methods_of
from dashboard.languages import say
from dashboard.loading import View
from dashboard.people.matrix import Action
from dashboard.views import evaluation as panel


def page(seen: View) -> None:
    """Choose region, method and period, show the table, and one unit's chart and reckoning."""
    standing, lang, chosen = seen.standing, seen.lang, seen.selection
    asked = chosen.changed(lang=None, why=None)
    found = standing.drawn(panel.looked_at, asked)
    if found is None:
        frame.without_tables()
        head, empty = standing.drawn(panel.nothing, asked, lang)
        st.html(head)
        _choices(seen, None)
        st.html(empty)
        return
    if chosen.method not in {None, found.method}:
        frame.say_left_out(seen, "unknown-method", chosen.method or "")
    st.html(standing.drawn(panel.headline, found, lang))
    _choices(seen, found)
    here = seen.base.changed(
        page="evaluation", region=found.region, method=found.method, period=found.period
    )
    if table := standing.drawn(panel.table, found, lang, here):
        st.html(table)
        _files(seen, found)
    unit = standing.drawn(panel.unit_shown, found, asked)
    left, right = st.columns([1.25, 1], gap="small")
    if unit is not None:
        with left.container(border=True, key="card-evaluation"):
            _unit(seen, found, unit)
    with right.container(border=True, key="card-method"):
        if left_out := standing.drawn(panel.left_out, found, lang):
            st.html(left_out)
        st.html(standing.drawn(panel.rules, found, lang))
    if chosen.why and unit is not None:
        title = standing.drawn(panel.unit_names, found, lang)[unit]
        wide_dialog(title, _close, _reckoned, seen, found, unit)


def _choices(seen: View, found: panel.Seen | None) -> None:
    standing, lang = seen.standing, seen.lang
    known = standing.drawn(panel.regions)
    if not known:
        return
    clears = ("method", "period", "cluster", "within", "why")
    with st.container(horizontal=True, key="page-choices"):
        names = {one: standing.name(standing.catalogue.region(one), lang) for one in known}
        asked = found.region if found else seen.selection.region
        choices.choice(
            "region", say("pages.choose.region", lang), known, names, asked, clears=clears
        )
        if found is None:
            return
        methods = {row["id"]: row for row in methods_of(standing, found.region)}
        if len(methods) > 1:
            words = {one: standing.name(row, lang) for one, row in methods.items()}
            choices.choice(
                "method", say("evaluation.choose.method", lang), list(words), words, found.method,
                clears=("cluster", "within", "why"),
            )  # fmt: skip
        codes = standing.drawn(panel.periods, found.region, found.method)
        shown = {
            code: panel.period_name(standing, found._replace(period=code), lang)
            for code in dict.fromkeys([*codes, found.period])
        }
        choices.choice(
            "period", say("evaluation.choose.period", lang), list(shown), shown, found.period,
            clears=("why",),
        )  # fmt: skip


def _unit(seen: View, found: panel.Seen, unit: str) -> None:
    standing, lang = seen.standing, seen.lang
    names = standing.drawn(panel.unit_names, found, lang)
    method = standing.catalogue.evaluation_method(found.method) or {}
    name = "cluster" if method["units"] == "clusters" else "within"
    choices.choice(name, say("evaluation.choose.unit", lang), list(names), names, unit)
    frame.figure(seen, "figure-evaluation", found.region, evaluation_figure, *found, unit, lang)
    st.html(standing.drawn(panel.reckoning, found, unit, lang))


def _files(seen: View, found: panel.Seen) -> None:
    if found.region not in loading.regions_for(seen, Action.EXPORT):
        return
    standing, lang = seen.standing, seen.lang

    # Late: most visitors take no file.
    def csv() -> bytes:
        from dashboard.exchange.evaluations import as_csv

        return as_csv(standing, standing.drawn(evaluation_of, *found), lang)

    def workbook() -> bytes:
        from dashboard.exchange.evaluations import as_workbook

        return as_workbook(standing, standing.drawn(evaluation_of, *found), lang)

    region = standing.name(standing.catalogue.region(found.region), lang)
    period = panel.period_name(standing, found, lang)
    name = file_name(say("evaluation.file", lang, region=region, period=period))
    with st.container(horizontal=True, gap="small", key="evaluation-files"):
        label = say("evaluation.download.csv", lang)
        download(seen, label, csv, f"{name}.csv", "text/csv", "evaluation-csv")
        label = say("evaluation.download.excel", lang)
        download(seen, label, workbook, f"{name}.xlsx", EXCEL, "evaluation-excel")


def _reckoned(seen: View, found: panel.Seen, unit: str) -> None:
    standing, lang = seen.standing, seen.lang
    st.html(standing.drawn(panel.reckoning, found, unit, lang))
    st.html(standing.drawn(panel.rules, found, lang))
    with st.expander(say("pages.explanation.copy", lang), key="evaluation-copy"):
        st.code(panel.as_text(standing, found, unit, lang), language=None, wrap_lines=True)


def _close() -> None:
    choose(why=None)


page(frame.view())
