"""The words of `cluster-dashboard audit` and what each of them takes."""

import argparse
from collections.abc import Callable
from datetime import date


def add_audit(
    add: Callable[[str, str], argparse.ArgumentParser], help_of: Callable[[str], str]
) -> None:
    """Add the verbs: `add(word, function)` makes each one's parser."""
    verified = add("verify", "verification:verify")
    verified.add_argument("--head", metavar="FILE", help=help_of("audit-kept-head"))
    verified.add_argument(
        "--format", choices=("text", "json"), default="text", help=help_of("format")
    )
    listed = add("list", "audit_entries:list_entries")
    sought = add("search", "audit_entries:list_entries")
    sought.add_argument("text", metavar="TEXT", help=help_of("audit-text"))
    exported = add("export", "audit_entries:export")
    exported.add_argument(
        "--output", "-o", metavar="FILE", required=True, help=help_of("audit-output")
    )
    for verb in (listed, sought, exported):
        _add_choices(verb, help_of)
    for verb in (listed, sought):
        verb.add_argument("--most", metavar="N", type=int, default=50, help=help_of("audit-most"))
    head = add("head", "verification:export_head")
    head.add_argument("--output", "-o", metavar="FILE", help=help_of("output"))


def _add_choices(verb: argparse.ArgumentParser, help_of: Callable[[str], str]) -> None:
    kinds = (
        *(
            "figure",
            "publication",
            "return",
            "remedy",
            "official",
            "comment",
            "evidence",
            "bulletin",
        ),
        *("installation", "account"),
    )
    verb.add_argument("--region", metavar="ID", help=help_of("region"))
    verb.add_argument("--kind", choices=kinds, action="append", help=help_of("audit-kind"))
    verb.add_argument("--person", metavar="NAME", help=help_of("audit-person"))
    for name in ("since", "until"):
        about = help_of(f"audit-{name}")
        verb.add_argument(f"--{name}", metavar="DATE", type=date.fromisoformat, help=about)
    known = ("csv", "json") if verb.prog.endswith("export") else ("table", "json", "csv")
    verb.add_argument("--format", choices=known, default=known[0], help=help_of("format"))
