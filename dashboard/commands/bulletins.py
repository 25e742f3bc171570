"""`cluster-dashboard bulletin` and `bulletin-verify`: a region's report on its goals, out and back."""

import argparse
from pathlib import Path

from dashboard.commands.chosen import known_region
from dashboard.commands.console import Console
from dashboard.commands.faults import CommandFault
from dashboard.commands.files import write_whole
from dashboard.commands.promises import load
from dashboard.settings import Settings


def make(arguments: argparse.Namespace, settings: Settings, console: Console) -> int:
    """Write a region's bulletin of a period, and keep what it was made from."""
    from dashboard.actuals.store import Store
    from dashboard.actuals.written_periods import parse_period
    from dashboard.bulletins.issuing import NotOver, issued
    from dashboard.bulletins.word import LayoutRefused
    from dashboard.entry.author import local_author

    catalogue, lang = load(settings), console.lang
    at = parse_period(arguments.period, None)
    layout = Path(arguments.layout) if arguments.layout else None
    with Store.open(settings.database) as store:
        region = known_region(arguments.region, catalogue, store)
        if all(plan["status"] != "in force" for plan in catalogue.plans_of(region)):
            raise CommandFault("bulletin.fault.region", region=region)
        try:
            content = issued(
                settings, store, catalogue, region, at, lang, arguments.format,
                issuer=arguments.issuer or "", author=local_author(), layout=layout,
            )  # fmt: skip
        except NotOver:
            raise CommandFault("bulletin.fault.future", period=at.label(lang)) from None
        except LayoutRefused as fault:
            raise CommandFault("bulletin.fault.layout", path=layout, reason=str(fault)) from None
    write_whole(Path(arguments.output), content)
    console.tell("cli.bulletin.done", path=arguments.output)
    return 0


def verify(arguments: argparse.Namespace, settings: Settings, console: Console) -> int:
    """Say whether a file is a bulletin as issued, and which of its figures were revised since."""
    from dashboard.actuals.observations import moment_text as moment_of
    from dashboard.actuals.store import Store
    from dashboard.bulletins.issuing import MOST_BYTES, verify
    from dashboard.languages.numbers import moment_text

    with Path(arguments.file).open("rb") as file:
        content = file.read(MOST_BYTES + 1)
    if len(content) > MOST_BYTES:
        raise CommandFault("cli.fault.too-large", path=arguments.file, most=MOST_BYTES // 2**20)
    catalogue = load(settings)
    with Store.open(settings.database) as store:
        found = verify(content, settings, store, catalogue)
    if found.record is None:
        raise CommandFault("cli.fault.bulletin-unknown", path=arguments.file)
    told = found.record
    console.tell(
        "cli.bulletin.record",
        id=told.id,
        at=moment_text(moment_of(told.at), console.lang),
        author=told.author,
        revision=told.revision,
        software=told.software,
    )
    console.tell("cli.bulletin.untouched" if found.untouched else "cli.bulletin.edited")
    again = {True: "reproduced", False: "differs", None: "other-register"}[found.reproduced]
    console.tell(f"cli.bulletin.{again}")
    console.tell("cli.bulletin.revised", n=len(found.revised))
    for row in found.revised:
        key = "/".join(str(row[name]) for name in ("region", "subject", "indicator", "period"))
        console.write(f"{key}: {row['value'] or ''} #{row['revision']} {row['author']}")
    return 0 if found.untouched and found.reproduced is not False else 1
