"""`cluster-dashboard chart`: the chart of a goal, a series of figures or an evaluation, and its data."""

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from dashboard.commands.console import Console
from dashboard.commands.faults import CommandFault, Wording
from dashboard.commands.files import write_whole
from dashboard.commands.promises import load
from dashboard.settings import Settings

if TYPE_CHECKING:
    from dashboard.charts.figure import Figure
    from dashboard.judging import Standing


def draw(arguments: argparse.Namespace, settings: Settings, console: Console) -> int:
    """Write what is published as PNG or SVG, or its data: a region's board, a goal, a series, an evaluation."""
    from dashboard.actuals.store import Store
    from dashboard.bulletins.issuing import published_sight
    from dashboard.exchange.typesetting import as_png
    from dashboard.judging import Judging
    from dashboard.judging.publication import unpublished
    from dashboard.wording.charts import drawing_note

    catalogue = load(settings)
    with Store.open(settings.database) as store:
        sight = published_sight(settings, store, catalogue)
        standing = Judging(store).standing(catalogue, settings.on(), sight=sight)
        waiting = unpublished(standing, _region(standing, arguments.goal))
        if arguments.format in {"csv", "xlsx"}:
            content = _data(standing, arguments, console.lang)
        else:
            note = drawing_note(standing, console.lang, waiting)
            svg = _svg(standing, arguments, console.lang, note)
            content = svg.encode() if arguments.format == "svg" else as_png(svg)
    write_whole(Path(arguments.output), content)
    console.tell("cli.chart.done", path=arguments.output)
    if waiting:
        console.tell("cli.chart.unpublished", n=waiting)
    return 0


def _region(standing: "Standing", asked: str) -> str:
    """The region that what is asked for lies in; what is nowhere is refused where it is drawn."""
    goal = standing.catalogue.goal(asked)
    return str(goal["region"]) if goal is not None else asked.partition("/")[0]


def _svg(standing: "Standing", arguments: argparse.Namespace, lang: str, note: str) -> str:
    from dashboard.charts.board_drawing import board_drawing
    from dashboard.charts.print_drawing import print_drawing

    asked = arguments.goal
    if standing.catalogue.region(asked) is None:
        return print_drawing(_figure(standing, arguments, lang), note)
    board = board_drawing(standing, asked, note, lang)
    if board is None:
        raise CommandFault("cli.fault.no-board", id=asked)
    return board


def _data(standing: "Standing", arguments: argparse.Namespace, lang: str) -> bytes:
    """The goals of a region's board, or the points of a chart, as a file for a spreadsheet."""
    from dashboard.exchange import chart_data, goal_lists
    from dashboard.views.boards import drawn_goals

    asked, as_csv = arguments.goal, arguments.format == "csv"
    if standing.catalogue.region(asked) is None:
        drawn = _figure(standing, arguments, lang)
        return chart_data.as_csv(drawn, lang) if as_csv else chart_data.as_workbook(drawn, lang)
    goals = drawn_goals(standing, asked)
    if not goals:
        raise CommandFault("cli.fault.no-board", id=asked)
    write = goal_lists.as_csv if as_csv else goal_lists.as_workbook
    return write(standing, goals, lang)


def _figure(standing: "Standing", arguments: argparse.Namespace, lang: str) -> "Figure":
    asked = arguments.goal
    parts = asked.count("/")
    if parts == 1:
        figure = _of_evaluation(standing, asked, arguments.method, arguments.period, lang)
    elif parts and arguments.period:
        figure = _of_entry(standing, asked, arguments.period, lang)
    elif parts:
        figure = _of_series(standing, asked, arguments.by, lang)
    else:
        figure = _of_goal(standing, asked, lang)
    if figure is None:
        # cli.fault.*
        raise CommandFault(f"cli.fault.{'no-series-chart' if parts else 'no-chart'}", id=asked)
    return figure


def _of_entry(standing: "Standing", asked: str, written: str, lang: str) -> "Figure | None":
    """The chart beside the figures that are entered of a series, as of a period."""
    from dashboard.actuals.written_periods import parse_period
    from dashboard.commands.chosen import known_region
    from dashboard.entry.chart import recorded_figure
    from dashboard.entry.series import asked_of

    name, *named = asked.split("/")
    catalogue = standing.catalogue
    region = known_region(name, catalogue, standing.store)
    series = next(
        (one for one in asked_of(catalogue, region) if [one.subject, one.indicator] == named), None
    )
    if series is None:
        return None
    kept = {one.period: one for one in standing.figures([region]) if one[:3] == series.key}
    code = parse_period(written, None).code
    drawn = recorded_figure(series, code, kept, catalogue, lang, standing.vintages(region))
    return drawn if drawn["data"] else None


def _of_goal(standing: "Standing", goal: str, lang: str) -> "Figure | None":
    from dashboard.charts.goal import goal_figure

    if standing.catalogue.goal(goal) is None:
        raise CommandFault("cli.fault.no-such", what=Wording("cli.what.goal"), id=goal)
    return goal_figure(standing, goal, lang)


def _of_evaluation(
    standing: "Standing", asked: str, method: str | None, written: str | None, lang: str
) -> "Figure | None":
    """The chart of one unit's evaluation; None for who is left out."""
    from dashboard.charts.evaluation import evaluation_figure
    from dashboard.commands.chosen import known_region
    from dashboard.commands.evaluations import chosen_method, chosen_period

    name, unit = asked.split("/")
    region = known_region(name, standing.catalogue, standing.store)
    chosen = chosen_method(standing, region, method)
    code = chosen_period(standing, region, chosen, written)
    return evaluation_figure(standing, region, str(chosen["id"]), code, unit, lang)


def _of_series(standing: "Standing", asked: str, by: str, lang: str) -> "Figure | None":
    """The chart of a cluster's page: its years, on the way to its goal, or the months of the newest."""
    from dashboard.charts.goal import series_months, series_years
    from dashboard.views.cluster import goal_shown

    catalogue, parts = standing.catalogue, asked.split("/")
    region, subject, indicator = (*parts, "", "")[:3]
    for what, id, known in (
        ("region", region, catalogue.region(region) is not None and bool(standing.plans(region))),
        ("cluster", subject, catalogue.cluster(region, subject) is not None),
        ("indicator", indicator, catalogue.indicator(indicator) is not None and len(parts) == 3),
    ):
        if not known:
            # cli.what.cluster, cli.what.goal, cli.what.indicator, cli.what.plan, cli.what.region
            raise CommandFault("cli.fault.no-such", what=Wording(f"cli.what.{what}"), id=id)
    if by == "month":
        return series_months(standing, region, subject, indicator, lang)
    goal = goal_shown(standing, region, subject, indicator, None)
    return series_years(standing, region, subject, indicator, goal, lang)
