"""`cluster-dashboard audit verify` and `audit head`: whether the records are as they were written."""

import argparse
import json
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from dashboard.commands.console import Console
from dashboard.languages import say
from dashboard.languages.numbers import moment_text
from dashboard.settings import Settings

if TYPE_CHECKING:
    from dashboard.audit.verification import Finding, Verified

# Whoever deletes a table shall not fill the screen; `--format json` tells all.
_MOST = 20


def verify(arguments: argparse.Namespace, settings: Settings, console: Console) -> int:
    """Go through all chains, say of each whether it is whole, and end with 1 where one is not."""
    from dashboard.audit import heads
    from dashboard.audit.database import open_recorded
    from dashboard.audit.verification import verify as verified

    kept = heads.read(Path(arguments.head)) if arguments.head else None
    with open_recorded(settings.database) as recorded:
        found = []
        for each in verified(recorded, kept.by_chain() if kept else None):
            found.append(each)
            if arguments.format == "text":
                _tell(each, console)
    whole = all(each.is_whole for each in found)
    if arguments.format == "json":
        told = {"whole": whole, "chains": [asdict(each) for each in found]}
        console.write(json.dumps(told, ensure_ascii=False, indent=2))
    else:
        # audit.all.broken, audit.all.whole
        console.tell(f"audit.all.{'whole' if whole else 'broken'}")
    return 0 if whole else 1


def export_head(arguments: argparse.Namespace, settings: Settings, console: Console) -> int:
    """Write where every chain ends, to be kept elsewhere and compared later."""
    from dashboard.audit import heads
    from dashboard.audit.database import open_recorded

    made = datetime.now(UTC).isoformat(timespec="seconds")
    with open_recorded(settings.database) as recorded:
        found = heads.export(recorded, made)
    if arguments.output is None:
        console.write(found.text().rstrip("\n"))
        return 0
    Path(arguments.output).write_text(found.text(), encoding="utf-8")
    console.tell("audit.head-written", n=len(found.heads), path=arguments.output)
    return 0


def _tell(found: "Verified", console: Console) -> None:
    lang = console.lang
    key = "accounts" if found.of_accounts else "region" if found.chain else "none"
    # audit.chain.accounts, audit.chain.none, audit.chain.region
    name = say(f"audit.chain.{key}", lang, id=found.chain)
    if found.is_whole:
        console.tell("audit.whole", chain=name, rows=found.rows, links=found.links)
        return
    console.tell("audit.broken", chain=name, n=len(found.findings))
    for each in found.findings[:_MOST]:
        console.write("  " + sentence(each, lang))
    if len(found.findings) > _MOST:
        console.write("  " + say("audit.more", lang, n=len(found.findings) - _MOST))


def sentence(found: "Finding", lang: str) -> str:
    """Say what was found in one sentence."""
    about = ", ".join(part for part in (found.series, found.period) if part)
    author = found.author or say("audit.written.upgrade", lang)
    when = moment_text(found.at, lang) if found.at else ""
    return say(
        # audit.found.*
        f"audit.found.{found.kind}",
        lang,
        # audit.table.*
        what=say(f"audit.table.{found.table}", lang, row=found.row) if found.table else "",
        about=say("audit.about", lang, text=about) if about else "",
        written=say("audit.written.by", lang, author=author, at=when) if when else "",
        link=found.link,
    )
