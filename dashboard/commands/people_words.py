"""The words of the command line for people: `user …` and `token …`."""

import argparse
from collections.abc import Callable
from typing import Any

from dashboard.people.identity import Role
from dashboard.people.matrix import NEVER_BY_TOKEN, Action

Add = Callable[[Any, str, str], argparse.ArgumentParser]


def add_people(users: Any, tokens: Any, add: Add, help_of: Callable[[str], str]) -> None:
    """Add the verbs below `user` and `token`."""
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

    audit = add(users, "audit", "audit:read")
    audit.add_argument("--about", metavar="NAME", help=help_of("audit-about"))
    audit.add_argument("--most", metavar="N", type=int, default=50, help=help_of("audit-most"))
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
