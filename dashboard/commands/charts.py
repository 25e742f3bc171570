"""`cluster-dashboard chart`: one goal's chart as a picture."""

import argparse
from pathlib import Path

from dashboard.commands.console import Console
from dashboard.commands.faults import CommandFault, Wording
from dashboard.commands.files import write_whole
from dashboard.commands.promises import load
from dashboard.settings import Settings


def draw(arguments: argparse.Namespace, settings: Settings, console: Console) -> int:
    """Write the chart of a goal as PNG or SVG, from what is published."""
    from dashboard.actuals.store import Store
    from dashboard.bulletins.issuing import published_sight
    from dashboard.charts.goal import goal_figure
    from dashboard.charts.print_drawing import noted, print_drawing
    from dashboard.exchange.pictures import as_png
    from dashboard.judging import Judging

    catalogue, lang, goal = load(settings), console.lang, arguments.goal
    if catalogue.goal(goal) is None:
        raise CommandFault("cli.fault.no-such", what=Wording("cli.what.goal"), id=goal)
    with Store.open(settings.database) as store:
        sight = published_sight(settings, store, catalogue)
        standing = Judging(store).standing(catalogue, settings.on(), sight=sight)
        figure = goal_figure(standing, goal, lang)
        if figure is None:
            raise CommandFault("cli.fault.no-chart", id=goal)
        svg = print_drawing(figure, noted(standing, lang))
    content = svg.encode() if arguments.format == "svg" else as_png(svg)
    write_whole(Path(arguments.output), content)
    console.tell("cli.chart.done", path=arguments.output)
    return 0
