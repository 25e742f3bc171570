"""The words of `cluster-dashboard remedies` and what each of them takes."""

import argparse
from collections.abc import Callable
from datetime import date

# Verb -> what it takes beside the goal.
_TAKES = {
    "add": ("reason", "remedy", "person", "deadline"),
    "report": ("note",),
    "escalate": ("note",),
    "answer": ("note",),
}
_STATES = ("wanting", "open", "escalated", "answered", "done", "overdue", "asked")


def add_remedies(
    add: Callable[[str, str], argparse.ArgumentParser], help_of: Callable[[str], str]
) -> None:
    """Add the verbs: `add(word, function)` makes each one's parser."""
    listed = add("list", "list_remedies")
    known = ("table", "json", "csv")
    listed.add_argument("--format", choices=known, default="table", help=help_of("format"))
    listed.add_argument("--region", metavar="ID", help=help_of("region"))
    listed.add_argument("--state", choices=_STATES, help=help_of("remedies-state"))
    for word, wanted in _TAKES.items():
        verb = add(word, word)
        verb.add_argument("goal", metavar="GOAL", help=help_of("remedies-goal"))
        verb.add_argument(
            "--format", choices=("table", "json"), default="table", help=help_of("format")
        )
        for name in wanted:
            read, shape = (date.fromisoformat, "DATE") if name == "deadline" else (str, "TEXT")
            about = help_of(f"remedies-{name}")
            verb.add_argument(f"--{name}", metavar=shape, type=read, required=True, help=about)
        if word == "report":
            verb.add_argument("--done", action="store_true", help=help_of("remedies-done"))
    shown = add("show", "show")
    shown.add_argument("goal", metavar="GOAL", help=help_of("remedies-goal"))
    shown.add_argument(
        "--format", choices=("table", "json"), default="table", help=help_of("format")
    )
