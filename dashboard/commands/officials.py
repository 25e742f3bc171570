"""`cluster-dashboard officials list|assign|end`: the leaders assigned to clusters.

Who runs the command line on the server's machine has every role, as in `local` mode.
"""

import argparse

from dashboard.commands.chosen import known_region
from dashboard.commands.console import Console
from dashboard.commands.judging import judged
from dashboard.commands.promises import give
from dashboard.exchange.representations import to_json, to_table
from dashboard.judging import Standing
from dashboard.judging.officials import officials_of
from dashboard.languages import say
from dashboard.settings import Settings

_FIELDS = ("region", "cluster", "person", "post", "since", "until", "document", "clause")
_LISTED = ("region", "cluster", "person", "post", "since", "until")


def list_officials(arguments: argparse.Namespace, settings: Settings, console: Console) -> int:
    """List who is assigned to each cluster today, or on a day; a cluster without one is listed, too."""
    with judged(settings, arguments.on) as found:
        standing = found.standing
        regions = standing.regions()
        if arguments.region:
            store = standing.judging.store
            regions = [known_region(arguments.region, standing.catalogue, store)]
        rows = [row for region in regions for row in _rows(standing, region, console.lang)]
    if arguments.format != "table":
        give(rows, _FIELDS, arguments.format, console)
        return 0
    # officials.column.cluster, officials.column.person, officials.column.post,
    # officials.column.region, officials.column.since, officials.column.until
    heads = [say(f"officials.column.{name}", console.lang) for name in _LISTED]
    nobody = say("officials.nobody", console.lang)
    cells = [
        [row[name] or (nobody if name == "person" else "") for name in _LISTED] for row in rows
    ]
    console.write(to_table(heads, cells))
    return 0


def assign(arguments: argparse.Namespace, settings: Settings, console: Console) -> int:
    """Assign a leader to a cluster from a day on."""
    return _kept(arguments, settings, console, arguments.person, arguments.post)


def end(arguments: argparse.Namespace, settings: Settings, console: Console) -> int:
    """Say that nobody is assigned to a cluster from a day on."""
    return _kept(arguments, settings, console, "", "")


def _kept(
    arguments: argparse.Namespace, settings: Settings, console: Console, person: str, post: str
) -> int:
    from dashboard.commands.machine_user import as_machine_user
    from dashboard.doors.permitted_officials import PermittedOfficials

    with judged(settings, None) as found:
        standing = found.standing
        store, catalogue = standing.judging.store, standing.catalogue
        region = known_region(arguments.region, catalogue, store)
        own, by = as_machine_user(settings, catalogue)
        desk = PermittedOfficials(store, catalogue, own, lambda: by)
        kept = desk.assign(
            region, arguments.cluster, person, post, arguments.since, arguments.reason
        )
    if arguments.format == "json":
        console.write(to_json(kept._asdict() | {"at": kept.at_text}))
    else:
        key = "officials.cli.assigned" if person else "officials.cli.ended"
        console.tell(key, cluster=kept.cluster, person=kept.person, since=kept.since)
    return 0


def _rows(standing: Standing, region: str, lang: str) -> list[dict[str, str | None]]:
    """A row for each leader of a region's clusters, and one for each cluster without."""
    rows: list[dict[str, str | None]] = []
    for cluster in standing.catalogue.clusters_of(region):
        empty: dict[str, str | None] = dict.fromkeys(_FIELDS)
        place = {"region": region, "cluster": cluster["id"]}
        known = officials_of(standing, region, cluster["id"])
        told = [
            {
                "person": one.person,
                "post": one.post[lang],
                "since": one.since,
                "until": one.until,
                "document": one.document,
                "clause": one.clause,
            }
            for one in known
        ]
        rows += [empty | place | one for one in told or [{}]]
    return rows
