"""`cluster-dashboard bulletin` and `bulletin-verify`: a region's report on its goals, out and back."""

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from dashboard.commands.chosen import known_region
from dashboard.commands.console import Console
from dashboard.commands.faults import CommandFault
from dashboard.commands.files import write_whole
from dashboard.commands.promises import load, load_apart
from dashboard.settings import Settings

if TYPE_CHECKING:
    from dashboard.actuals.periods import Period
    from dashboard.actuals.store import Store
    from dashboard.register import Catalogue


def make(arguments: argparse.Namespace, settings: Settings, console: Console) -> int:
    """Write the bulletin of a region, or of all into a folder; with `--send`, put it in the outbox.

    Of all regions, those whose file is there already are left: what was cut off goes on.
    """
    from dashboard.actuals.store import Store
    from dashboard.actuals.written_periods import parse_period
    from dashboard.bulletins.dispatch import NotSet, ways

    if (arguments.region is None) == (not arguments.all):
        raise CommandFault("cli.fault.bulletin-which")
    if arguments.layout and arguments.format != "docx":
        raise CommandFault("bulletin.fault.wants-word", form=arguments.format)
    if arguments.send:
        try:
            ways(settings)
        except NotSet as fault:
            raise CommandFault("cli.fault.not-set", names=str(fault)) from None
    # What compiling needs, a process that goes on through all regions would keep.
    catalogue = load_apart(settings) if arguments.all else load(settings)
    at = parse_period(arguments.period, None)
    output = Path(arguments.output)
    with Store.open(settings.database) as store:
        planned = {row["region"] for row in catalogue.rows("plans") if row["status"] == "in force"}
        if not arguments.all:
            region = known_region(arguments.region, catalogue, store)
            if region not in planned:
                raise CommandFault("bulletin.fault.region", region=region)
            _make(arguments, settings, console, store, catalogue, region, at, output)
            return 0
        output.mkdir(parents=True, exist_ok=True)
        regions = [row["id"] for row in catalogue.rows("regions") if row["id"] in planned]
        for done, region in enumerate(regions, start=1):
            path = output / f"{region}-{at.code}.{arguments.format}"
            if path.exists():
                console.tell("cli.bulletin.there", path=path, done=done, all=len(regions))
                continue
            _make(arguments, settings, console, store, catalogue, region, at, path)
            console.tell("cli.bulletin.progress", done=done, all=len(regions))
    return 0


def _make(
    arguments: argparse.Namespace,
    settings: Settings,
    console: Console,
    store: "Store",
    catalogue: "Catalogue",
    region: str,
    at: "Period",
    path: Path,
) -> None:
    from dashboard.bulletins.dispatch import put
    from dashboard.bulletins.issuing import MEDIA_TYPES, IssuerRefused, NotOver, issued
    from dashboard.bulletins.word import LayoutRefused
    from dashboard.entry.author import local_author
    from dashboard.languages import say

    lang, form = console.lang, arguments.format
    layout = Path(arguments.layout) if arguments.layout else None
    waiting: list[int] = []
    try:
        content = issued(
            settings, store, catalogue, region, at, lang, form,
            issuer=arguments.issuer or "", author=local_author(), layout=layout,
            tell_unpublished=waiting.append,
        )  # fmt: skip
    except NotOver:
        raise CommandFault("bulletin.fault.future", period=at.label(lang)) from None
    except IssuerRefused as fault:
        raise CommandFault("bulletin.fault.issuer", codes=fault.codes) from None
    except LayoutRefused as fault:
        # bulletin.fault.layout-file, bulletin.fault.layout-filling, bulletin.fault.layout-grammar,
        # bulletin.fault.layout-tag
        key = f"bulletin.fault.layout-{fault.code}"
        raise CommandFault(key, path=layout, reason=fault.reason) from None
    write_whole(path, content)
    console.tell("cli.bulletin.done", path=path)
    if waiting[0]:
        console.tell("cli.bulletin.unpublished", n=waiting[0])
    if arguments.send:
        name = catalogue.name(catalogue.region(region) or {}, lang)
        title = say("bulletin.title", lang, region=name, period=at.label(lang))
        put(settings, store, path.name, title, MEDIA_TYPES[form], content, local_author())
        console.tell("cli.outbox.put", name=path.name)


def verify(arguments: argparse.Namespace, settings: Settings, console: Console) -> int:
    """Say whether a file is a bulletin as issued, and which of its figures were revised since."""
    from dashboard.actuals.observations import moment_text as moment_of
    from dashboard.actuals.store import Store
    from dashboard.bulletins.issuing import MOST_BYTES, verify
    from dashboard.languages import say
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
        author=told.author or say("cli.bulletin.guest", console.lang),
        revision=told.revision,
        software=told.software,
    )
    console.tell("cli.bulletin.untouched" if found.untouched else "cli.bulletin.edited")
    again = {True: "reproduced", False: "differs", None: "other-register"}[found.reproduced]
    # cli.bulletin.*
    console.tell(f"cli.bulletin.{again}")
    console.tell("cli.bulletin.revised", n=len(found.revised))
    for row in found.revised:
        key = "/".join(str(row[name]) for name in ("region", "subject", "indicator", "period"))
        console.write(f"{key}: {row['value'] or ''} #{row['revision']} {row['author']}")
    return 0 if found.untouched and found.reproduced is not False else 1
