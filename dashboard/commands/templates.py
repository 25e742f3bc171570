"""`cluster-dashboard template`: a workbook in which an office fills in what is owed."""

import argparse
from pathlib import Path

from dashboard.commands.chosen import known_region
from dashboard.commands.console import Console
from dashboard.commands.faults import CommandFault
from dashboard.commands.files import write_whole
from dashboard.commands.promises import load
from dashboard.settings import Settings


def make(arguments: argparse.Namespace, settings: Settings, console: Console) -> int:
    """Write the workbook of a region and a period, for one responsible unit or for all."""
    from dashboard.actuals.store import Store
    from dashboard.actuals.written_periods import parse_period
    from dashboard.exchange.entry_templates import NothingOwed, template_of, write_template

    with Store.open(settings.database) as store:
        catalogue = load(settings)
        region = known_region(arguments.region, catalogue, store)
        code = parse_period(arguments.period, None).code
        try:
            template = template_of(catalogue, region, code, arguments.unit or "")
        except NothingOwed as fault:
            raise CommandFault(
                "cli.fault.template", text=fault.message.text(console.lang)
            ) from None
        content = write_template(template, catalogue, store, settings.on(), console.lang)
    write_whole(Path(arguments.output), content)
    console.tell("cli.template.done", n=len(template.rows), path=arguments.output)
    return 0
