"""The words of `cluster-dashboard officials` and what each of them takes."""

import argparse
from collections.abc import Callable
from datetime import date


def add_officials(
    add: Callable[[str, str], argparse.ArgumentParser], help_of: Callable[[str], str]
) -> None:
    """Add the verbs: `add(word, function)` makes each one's parser."""
    listed = add("list", "list_officials")
    known = ("table", "json", "csv")
    listed.add_argument("--format", choices=known, default="table", help=help_of("format"))
    listed.add_argument("--region", metavar="ID", help=help_of("region"))
    listed.add_argument("--on", metavar="DATE", type=date.fromisoformat, help=help_of("on"))
    for word in ("assign", "end"):
        verb = add(word, word)
        verb.add_argument("region", metavar="REGION", help=help_of("officials-region"))
        verb.add_argument("cluster", metavar="CLUSTER", help=help_of("officials-cluster"))
        if word == "assign":
            person, post = help_of("officials-person"), help_of("officials-post")
            verb.add_argument("--person", metavar="NAME", required=True, help=person)
            verb.add_argument("--post", metavar="TEXT", default="", help=post)
        since, reason = help_of("officials-since"), help_of("officials-reason")
        verb.add_argument(
            "--since", metavar="DATE", type=date.fromisoformat, required=True, help=since
        )
        verb.add_argument("--reason", metavar="TEXT", required=True, help=reason)
        verb.add_argument(
            "--format", choices=("table", "json"), default="table", help=help_of("format")
        )
