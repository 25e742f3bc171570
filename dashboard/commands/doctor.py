"""`cluster-dashboard doctor`: what is wrong with this installation, and how to mend it."""

import argparse

from dashboard.commands.console import Console
from dashboard.exchange.representations import to_json
from dashboard.languages import say
from dashboard.settings import Settings


def examine(arguments: argparse.Namespace, settings: Settings, console: Console) -> int:
    """Look at everything and change nothing; 1 only for what keeps the dashboard from working."""
    from dashboard.diagnosis.configuration import (
        evidence_findings,
        register_findings,
        settings_findings,
    )
    from dashboard.diagnosis.database import database_findings
    from dashboard.diagnosis.finding import Severity
    from dashboard.diagnosis.machine import disk_findings, font_findings, version_findings
    from dashboard.diagnosis.replica import replica_findings

    found = [
        *settings_findings(settings),
        *register_findings(settings),
        *database_findings(settings.database, settings.mode),
        *evidence_findings(settings),
        *replica_findings(settings),
        *disk_findings(settings),
        *font_findings(),
        *version_findings(),
    ]
    faults = sum(each.severity is Severity.FAULT for each in found)
    warnings = sum(each.severity is Severity.WARNING for each in found)
    if arguments.format == "json":
        rows = [
            {"part": each.part, "severity": each.severity.value, "text": each.text(console.lang)}
            for each in found
        ]
        console.write(to_json({"working": not faults, "findings": rows}))
    else:
        for each in found:
            # diagnosis.severity.fault, diagnosis.severity.fine, diagnosis.severity.warning
            word = say(f"diagnosis.severity.{each.severity}", console.lang)
            # diagnosis.part.*
            part = say(f"diagnosis.part.{each.part}", console.lang)
            text = each.text(console.lang)
            console.tell("diagnosis.line", severity=word, part=part, text=text)
        console.tell("diagnosis.summary", faults=faults, warnings=warnings)
    return 1 if faults else 0
