"""`cluster-dashboard outbox`: what waits to be sent, and sending it; a scheduler calls it."""

import argparse

from dashboard.commands.console import Console
from dashboard.settings import Settings


def send(_: argparse.Namespace, settings: Settings, console: Console) -> int:
    """Send all that is due; exit code 1 where something was not sent, and it is tried again later."""
    from dashboard.actuals.store import Store
    from dashboard.bulletins.dispatch import send_waiting
    from dashboard.entry.author import local_author

    failed = False
    with Store.open(settings.database) as store:
        for letter, state, fault in send_waiting(settings, store, local_author()):
            if fault:
                failed = True
                key = "given-up" if state == "given up" else "later"
                console.complain_of(
                    # cli.outbox.given-up, cli.outbox.later, cli.outbox.put, cli.outbox.sent
                    f"cli.outbox.{key}",
                    name=letter.name,
                    way=letter.way,
                    why=fault,
                )
            else:
                console.tell("cli.outbox.sent", name=letter.name, way=letter.way)
    return int(failed)


def list_letters(arguments: argparse.Namespace, settings: Settings, console: Console) -> int:
    """List what waits, what was sent and what was given up, the newest first."""
    from dashboard.actuals.observations import moment_text
    from dashboard.actuals.store import Store
    from dashboard.exchange.representations import to_json, to_table
    from dashboard.languages import numbers

    moments = ("put_at", "due_at")
    with Store.open(settings.database) as store:
        rows = [
            letter._asdict() | {name: moment_text(getattr(letter, name)) for name in moments}
            for letter in store.letters()
        ]
    if arguments.format == "json":
        console.write(to_json(rows))
    else:
        names = ("id", "way", "name", "state", "tries", "put_at", "due_at", "fault")
        read = [
            row | {name: numbers.moment_text(str(row[name]), console.lang) for name in moments}
            for row in rows
        ]
        console.write(to_table(names, [[row[name] for name in names] for row in read]))
    return 0
