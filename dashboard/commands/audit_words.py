"""The words of `cluster-dashboard audit` and what each of them takes."""

import argparse
from collections.abc import Callable


def add_audit(
    add: Callable[[str, str], argparse.ArgumentParser], help_of: Callable[[str], str]
) -> None:
    """Add the verbs: `add(word, function)` makes each one's parser."""
    verified = add("verify", "verification:verify")
    verified.add_argument("--head", metavar="FILE", help=help_of("audit-kept-head"))
    verified.add_argument(
        "--format", choices=("text", "json"), default="text", help=help_of("format")
    )
    head = add("head", "verification:export_head")
    head.add_argument("--output", "-o", metavar="FILE", help=help_of("output"))
