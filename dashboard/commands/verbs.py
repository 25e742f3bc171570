"""The verbs of the command line's groups, and what each takes: accounts, audit, returns, remedies, officials."""

import argparse
from collections.abc import Callable
from datetime import date
from typing import Any

from dashboard.languages.characters import hidden
from dashboard.people.identity import Role
from dashboard.people.matrix import NEVER_BY_TOKEN, Action

Add = Callable[[Any, str, str], argparse.ArgumentParser]


def add_people(users: Any, tokens: Any, add: Add, help_of: Callable[[str], str]) -> None:
    """Add the verbs of `user` and of `token`; `add(group, verb, function)` makes each one's parser."""
    made = add(users, "add", "people:add")
    made.add_argument("name", metavar="NAME", help=help_of("account"))
    made.add_argument("--display", metavar="TEXT", help=help_of("display"))
    made.add_argument("--password", action="store_true", help=help_of("password"))
    made.add_argument("--for-program", action="store_true", help=help_of("for-program"))
    _add_grant(made, help_of)
    listed = add(users, "list", "people:listed")
    listed.add_argument(
        "--format", choices=("table", "json"), default="table", help=help_of("format")
    )
    for verb in ("disable", "enable", "reset"):
        add(users, verb, f"people:{verb}").add_argument(
            "name", metavar="NAME", help=help_of("account")
        )
    roles = add(users, "roles", "people:roles")
    roles.add_argument("name", metavar="NAME", help=help_of("account"))
    roles.add_argument("--withdraw", action="store_true", help=help_of("withdraw"))
    _add_grant(roles, help_of)

    audit = add(users, "audit", "people:audit")
    audit.add_argument("--about", metavar="NAME", type=_written, help=help_of("audit-about"))
    audit.add_argument(
        "--most", metavar="N", type=_how_many, default=50, help=help_of("audit-most")
    )
    audit.add_argument(
        "--format", choices=("table", "json"), default="table", help=help_of("format")
    )

    issue = add(tokens, "issue", "people:issue")
    issue.add_argument("person", metavar="PERSON", help=help_of("token-person"))
    issue.add_argument("name", metavar="NAME", help=help_of("token-name"))
    known = [action.value for action in Action if action not in NEVER_BY_TOKEN]
    issue.add_argument(
        "--action", choices=known, action="append", required=True, help=help_of("token-action")
    )
    issue.add_argument("--region", metavar="ID", action="append", help=help_of("token-region"))
    issue.add_argument("--days", type=int, default=90, help=help_of("token-days"))
    add(tokens, "list", "people:tokens").add_argument(
        "person", metavar="PERSON", help=help_of("token-person")
    )
    add(tokens, "revoke", "people:revoke").add_argument(
        "id", metavar="ID", type=int, help=help_of("token-id")
    )
    add(tokens, "check", "people:check").add_argument(
        "--server", metavar="URL", default="http://127.0.0.1:8501", help=help_of("token-server")
    )


def _add_grant(to: argparse.ArgumentParser, help_of: Callable[[str], str]) -> None:
    to.add_argument("--role", choices=[role.value for role in Role], help=help_of("role"))
    to.add_argument("--region", metavar="ID|*", help=help_of("role-region"))
    to.add_argument("--with-subtree", action="store_true", help=help_of("with-subtree"))
    to.add_argument("--unit", metavar="NAME", action="append", help=help_of("unit"))


def add_audit(
    add: Callable[[str, str], argparse.ArgumentParser], help_of: Callable[[str], str]
) -> None:
    """Add the verbs of `audit`: `add(word, function)` makes each one's parser."""
    verified = add("verify", "verification:verify")
    verified.add_argument("--head", metavar="FILE", help=help_of("audit-kept-head"))
    verified.add_argument(
        "--format", choices=("text", "json"), default="text", help=help_of("format")
    )
    listed = add("list", "audit_entries:list_entries")
    sought = add("search", "audit_entries:list_entries")
    sought.add_argument("text", metavar="TEXT", type=_written, help=help_of("audit-text"))
    exported = add("export", "audit_entries:export")
    exported.add_argument(
        "--output", "-o", metavar="FILE", required=True, help=help_of("audit-output")
    )
    for verb in (listed, sought, exported):
        _add_choices(verb, help_of)
    for verb in (listed, sought):
        verb.add_argument(
            "--most", metavar="N", type=_how_many, default=50, help=help_of("audit-most")
        )
    head = add("head", "verification:export_head")
    head.add_argument("--output", "-o", metavar="FILE", help=help_of("output"))


def _how_many(text: str) -> int:
    number = int(text)
    if number < 1:
        raise ValueError(text)
    return number


def _written(text: str) -> str:
    """What can be sought: what is no text, as bytes of another encoding, stands in no database."""
    if hidden(text):
        raise ValueError(text)
    return text


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
    verb.add_argument("--person", metavar="NAME", type=_written, help=help_of("audit-person"))
    for name in ("since", "until"):
        about = help_of(f"audit-{name}")
        verb.add_argument(f"--{name}", metavar="DATE", type=date.fromisoformat, help=about)
    known = ("csv", "json") if verb.prog.endswith("export") else ("table", "json", "csv")
    verb.add_argument("--format", choices=known, default=known[0], help=help_of("format"))


_RETURNS_DO = {
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
    """Add the verbs of `returns`: `add(word, function)` makes each one's parser."""
    for word, run in _RETURNS_DO.items():
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


# Verb -> what it takes beside the goal.
_REMEDIES_TAKE = {
    "add": ("reason", "remedy", "person", "deadline"),
    "report": ("note",),
    "escalate": ("note",),
    "answer": ("note",),
}
_REMEDY_STATES = ("wanting", "open", "escalated", "answered", "done", "overdue", "asked")


def add_remedies(
    add: Callable[[str, str], argparse.ArgumentParser], help_of: Callable[[str], str]
) -> None:
    """Add the verbs of `remedies`: `add(word, function)` makes each one's parser."""
    listed = add("list", "list_remedies")
    known = ("table", "json", "csv")
    listed.add_argument("--format", choices=known, default="table", help=help_of("format"))
    listed.add_argument("--region", metavar="ID", help=help_of("region"))
    listed.add_argument("--state", choices=_REMEDY_STATES, help=help_of("remedies-state"))
    for word, wanted in _REMEDIES_TAKE.items():
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


def add_officials(
    add: Callable[[str, str], argparse.ArgumentParser], help_of: Callable[[str], str]
) -> None:
    """Add the verbs of `officials`: `add(word, function)` makes each one's parser."""
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
