"""`cluster-dashboard actuals publish`: what is entered becomes what everybody may read."""

import argparse

from dashboard.commands.chosen import known_region, known_regions
from dashboard.commands.console import Console
from dashboard.commands.faults import CommandFault
from dashboard.commands.promises import load
from dashboard.settings import Settings


def publish(arguments: argparse.Namespace, settings: Settings, console: Console) -> int:
    """Publish all figures of the regions named, or of all; the user of the machine is recorded."""
    from dashboard.actuals.store import Store
    from dashboard.entry.author import local_author

    if bool(arguments.regions) == arguments.all:
        raise CommandFault("cli.fault.publish-which")
    catalogue = load(settings)
    with Store.open(settings.database) as store:
        if arguments.all:
            regions = known_regions(catalogue, store)
        else:
            regions = [known_region(text, catalogue, store) for text in arguments.regions]
        # Alone on one's machine one may do every step, and need not.
        reviewed_only = settings.review == "on" and settings.mode != "local"
        regions = list(dict.fromkeys(regions))
        done = store.publish(regions, local_author(), reviewed_only=reviewed_only)
        left = {region: store.unpublished(region) for region in regions}
    for region, n in done.items():
        name = catalogue.region(region) or {}
        shown = str(name.get(f"name_{console.lang}") or region)
        if n:
            console.tell("cli.publish.done", region=shown, n=n)
        elif not arguments.all and not left[region]:
            console.tell("cli.publish.nothing", region=shown)
        if left[region]:
            console.tell("cli.publish.left-out", region=shown, n=left[region])
    if arguments.all and not any(done.values()) and not any(left.values()):
        console.tell("cli.publish.nothing-anywhere")
    return 0
