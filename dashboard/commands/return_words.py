"""The words of `cluster-dashboard returns` and what each of them takes."""

import argparse
from collections.abc import Callable

_DOES = {
    "list": "list_returns",
    "show": "show",
    "submit": "submit",
    "return": "send_back",
    "approve": "approve",
    "correct": "correct",
    "publish": "publish",
}


def add_returns(
    add: Callable[[str, str], argparse.ArgumentParser], help_of: Callable[[str], str]
) -> None:
    """Add the verbs: `add(word, function)` makes each one's parser."""
    for word, run in _DOES.items():
        verb = add(word, run)
        known = ("table", "json", "csv") if word == "list" else ("table", "json")
        verb.add_argument("--format", choices=known, default="table", help=help_of("format"))
        verb.add_argument("--unit", metavar="NAME", help=help_of("returns-unit"))
        if word == "list":
            verb.add_argument("--region", metavar="ID", help=help_of("region"))
            verb.add_argument("--period", metavar="PERIOD", help=help_of("returns-period"))
            verb.add_argument("--state", metavar="STATE", help=help_of("returns-state"))
            continue
        verb.add_argument("region", metavar="REGION", help=help_of("returns-region"))
        period = help_of("returns-period")
        verb.add_argument("--period", metavar="PERIOD", required=True, help=period)
        verb.add_argument("--all", action="store_true", help=help_of("returns-all"))
        if word in {"submit", "return", "approve", "correct"}:
            wanted = word in {"return", "correct"}
            verb.add_argument("--reason", required=wanted, help=help_of("returns-reason"))
        if word == "submit":
            vintages = ("final", "preliminary")
            help_text = help_of("returns-vintage")
            verb.add_argument("--vintage", choices=vintages, default="final", help=help_text)
        if word == "return":
            name = "SUBJECT/INDICATOR"
            help_text = help_of("returns-figure")
            verb.add_argument("--figure", metavar=name, action="append", help=help_text)
