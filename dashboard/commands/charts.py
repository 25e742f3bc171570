"""`cluster-dashboard chart`: the chart of a goal, a series of figures or an evaluation, as a picture."""

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
    """Write the chart of a goal, of a series or of a unit's evaluation as PNG or SVG, from what is published."""
    from dashboard.actuals.store import Store
    from dashboard.bulletins.issuing import published_sight
    from dashboard.charts.print_drawing import print_drawing
    from dashboard.exchange.typesetting import as_png
    from dashboard.judging import Judging
    from dashboard.wording.charts import drawing_note

    catalogue, lang, asked = load(settings), console.lang, arguments.goal
    with Store.open(settings.database) as store:
        sight = published_sight(settings, store, catalogue)
        standing = Judging(store).standing(catalogue, settings.on(), sight=sight)
        series = "/" in asked
        if asked.count("/") == 1:
            figure = _of_evaluation(standing, asked, arguments.method, arguments.period, lang)
        elif series:
            figure = _of_series(standing, asked, arguments.by, lang)
        else:
            figure = _of_goal(standing, asked, lang)
        if figure is None:
            # cli.fault.*
            raise CommandFault(f"cli.fault.{'no-series-chart' if series else 'no-chart'}", id=asked)
        svg = print_drawing(figure, drawing_note(standing, lang))
    content = svg.encode() if arguments.format == "svg" else as_png(svg)
    write_whole(Path(arguments.output), content)
    console.tell("cli.chart.done", path=arguments.output)
    return 0


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
