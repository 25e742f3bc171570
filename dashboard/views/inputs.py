"""The figures a verdict rests on, each with the revision that holds it."""

from collections.abc import Iterator

from dashboard.actuals.periods import label_kind, period_before
from dashboard.addresses.selection import Selection
from dashboard.judging import Row, Standing
from dashboard.languages import say
from dashboard.languages.numbers import moment_text, period_text
from dashboard.views.revisions import value_cell
from dashboard.views.rows import Cell, Column
from dashboard.views.tables import goal_table
from dashboard.wording import naming
from dashboard.wording.columns import goals_head

_OVER_MEMBERS = ("tier", "each-cluster")


def inputs_table(standing: Standing, row: Row, lang: str, base: Selection) -> str:
    """Return the table of a verdict's inputs: whose, period, value, revision, who, when."""
    cells = [_cells(standing, figure, lang, base) for figure in inputs(standing, row)]
    kinds = {"value": "number", "revision": "number", "author": "muted", "note": "muted"}
    columns = [
        Column(name, goals_head(name, lang), kinds.get(name, "text"))
        for name in ("what", "value", "revision", "author", "note")
    ]
    return goal_table(
        cells,
        columns,
        lang,
        title=say("pages.explanation.inputs", lang),
        empty=say("pages.explanation.no-inputs", lang),
        framed_card=False,
    )


def inputs(standing: Standing, row: Row) -> list[Row]:
    """Return the figures a verdict rests on, newest first, members in the plan's order."""
    found = {figure["revision"]: figure for figure in _used(standing, row)}
    return list(found.values())


def _used(standing: Standing, row: Row) -> Iterator[Row]:
    verdict, region = row["verdict"], row["region"]
    if row["subject_kind"] in _OVER_MEMBERS:
        for member in row["members"]:
            known = standing.figures_of(region, member, row["indicator"])
            years = [one for one in known if one["period_kind"] == "year"]
            same = [one for one in known if one["period"] == verdict["period"]]
            yield from (same or years or known)[-1:]
        return
    regions = verdict["assessment"].measured.regions
    if regions:
        for region, figure in regions:
            known = standing.figures_of(region, region, row["indicator"])
            yield from (one for one in known if one["period"] == figure.period)
        return
    indicator = standing.catalogue.indicator(row["indicator"]) or {}
    names = [row["indicator"], *(indicator.get(n) for n in ("growth_of", "covered", "of"))]
    wanted = _periods(verdict)
    for name in (one for one in names if one):
        figures = standing.figures_of(region, row["subject"], name)
        if row["since"] and row["kind"] == "flow":
            last = int((verdict["period"] or "0")[:4])
            yield from (f for f in reversed(figures) if row["since"] <= f["year"] <= last)
        yield from sorted(
            (f for f in figures if f["period"] in wanted), key=lambda f: wanted.index(f["period"])
        )
    if row["step_indicator"]:
        series = (row["step_region"], row["step_subject"], row["step_indicator"])
        yield from (f for f in reversed(standing.figures_of(*series)) if f["period"] in wanted)


def _periods(verdict: Row) -> list[str]:
    """The period judged, the same a year before, and the base year's."""
    period = verdict["period"]
    wanted = []
    if period:
        wanted += [one for one in (period, period_before(period)) if one]
    if verdict["base_value"] is not None and verdict["base_year"]:
        wanted.append(str(int(verdict["base_year"])))
    return wanted


def _cells(standing: Standing, figure: Row, lang: str, base: Selection) -> dict[str, object]:
    region, subject = figure["region"], figure["subject"]
    indicator = standing.catalogue.indicator(figure["indicator"]) or {}
    cluster = standing.catalogue.cluster(region, subject)
    whose = standing.name(cluster, lang) if cluster else None
    period = period_text(figure["period"], label_kind(indicator), lang)
    page = {"page": "cluster", "cluster": subject} if cluster else {"page": "region"}
    there = base.href(region=region, **page)
    if cluster:
        there = base.href(region=region, indicator=figure["indicator"], **page)
    name = standing.name(indicator, lang)
    return {
        "what": Cell(say("pages.dot", lang).join([p for p in (whose, name) if p]), sub=period),
        "value": value_cell(None, figure, indicator, lang),
        "revision": Cell(f"#{figure['revision']}", href=there),
        "author": Cell(naming.entered_by(figure, lang), sub=moment_text(figure["at"], lang)),
        "note": Cell(figure["note"] or "", sub=figure["evidence"] or None)
        if figure["note"] or figure["evidence"]
        else None,
    }
