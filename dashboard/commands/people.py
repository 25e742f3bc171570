"""`cluster-dashboard user …` and `token …`: accounts, their roles, and tokens for programs.

Who runs these on the server holds its database anyway; they act as the user of the machine, and
the audit says so.
"""

import argparse
import difflib
import getpass
import http.client
import json
import os
import sys
import urllib.error
import urllib.request
from collections.abc import Sequence
from datetime import timedelta
from typing import TYPE_CHECKING

from dashboard.commands.console import Console
from dashboard.commands.faults import CommandFault
from dashboard.commands.promises import load
from dashboard.entry.author import local_author
from dashboard.exchange.representations import to_table
from dashboard.languages import numbers, say
from dashboard.languages.numbers import moment_text
from dashboard.people.actor import By
from dashboard.people.clock import Limits
from dashboard.people.identity import EVERYWHERE, Grant, Role, user_of_the_machine
from dashboard.people.matrix import Action
from dashboard.people.scopes import units_within
from dashboard.settings import Settings
from dashboard.wording.states import outcome_word

if TYPE_CHECKING:
    from dashboard.people.accounts import Added
    from dashboard.people.directory import Directory


# Units that are offered for one that is not there, the nearest first.
_MOST_UNITS = 12
_AUDIT_COLUMNS = ("at", "actor", "action", "subject", "outcome", "detail", "request_id", "address")


def add(arguments: argparse.Namespace, settings: Settings, console: Console) -> int:
    """Make an account, with a role if one is named; its one-time password is told once."""
    grants = _grants(arguments)
    _known_units(grants, settings, console.lang)
    with open_people(settings) as people:
        password = _typed(console) if arguments.password else None
        added = people.accounts.add(
            acting(settings),
            arguments.name,
            arguments.display or "",
            grants,
            password=password,
            for_program=arguments.for_program,
        )
        console.tell("doors.cli.added", name=added.person.name)
        _tell_password(added, console)
    return 0


def listed(arguments: argparse.Namespace, settings: Settings, console: Console) -> int:
    """List the accounts with their roles."""
    lang = console.lang
    with open_people(settings) as people:
        accounts = people.accounts.managed(acting(settings))
    if not accounts and arguments.format != "json":
        console.tell("doors.cli.nobody")
        return 0
    if arguments.format == "json":
        rows = [
            {
                "name": each.person.name,
                "display": each.person.display,
                "kind": each.person.kind.value,
                "disabled": each.disabled,
                "must_change": each.person.must_change,
                "roles": [_as_json(grant) for grant in each.person.grants],
            }
            for each in accounts
        ]
        console.write(json.dumps(rows, ensure_ascii=False, indent=2))
        return 0
    for each in accounts:
        state = "disabled" if each.disabled else "" if each.has_password else "outside"
        # doors.cli.state.disabled, doors.cli.state.outside
        told = f" ({say(f'doors.cli.state.{state}', lang)})" if state else ""
        roles = "; ".join(_as_text(grant, lang) for grant in each.person.grants)
        roles = roles or say("doors.cli.no-roles", lang)
        console.write(f"{each.person.name}\t{each.person.display}{told}\t{roles}")
    return 0


def disable(arguments: argparse.Namespace, settings: Settings, console: Console) -> int:
    """Keep a person out from their next action on."""
    with open_people(settings) as people:
        people.accounts.disable(acting(settings), arguments.name)
    console.tell("doors.cli.disabled", name=arguments.name)
    return 0


def enable(arguments: argparse.Namespace, settings: Settings, console: Console) -> int:
    """Let a disabled person in again."""
    with open_people(settings) as people:
        people.accounts.enable(acting(settings), arguments.name)
    console.tell("doors.cli.enabled", name=arguments.name)
    return 0


def reset(arguments: argparse.Namespace, settings: Settings, console: Console) -> int:
    """Give a person a new one-time password and end their sessions."""
    with open_people(settings) as people:
        done = people.accounts.reset(acting(settings), arguments.name)
        console.tell("doors.cli.reset", name=done.person.name)
        _tell_password(done, console)
    return 0


def roles(arguments: argparse.Namespace, settings: Settings, console: Console) -> int:
    """Show the roles of a person, after granting or withdrawing one."""
    by = acting(settings)
    grants = _grants(arguments)
    if not arguments.withdraw:
        _known_units(grants, settings, console.lang)
    with open_people(settings) as people:
        for grant in grants:
            if arguments.withdraw:
                people.grants.take_back(by, arguments.name, grant.role, grant.region)
            else:
                people.grants.give(by, arguments.name, grant)
        held = people.grants.of(arguments.name)
    console.tell("doors.cli.granted", name=arguments.name)
    for grant in held:
        console.write(f"  {_as_text(grant, console.lang)}")
    if not held:
        console.tell("doors.cli.no-roles")
    return 0


def audit(arguments: argparse.Namespace, settings: Settings, console: Console) -> int:
    """List the newest lines of the people's audit, the newest first."""
    with open_people(settings) as people:
        lines = people.read_audit(acting(settings), arguments.most, arguments.about)
    if arguments.format == "json":
        rows = [line._asdict() for line in lines]
        console.write(json.dumps(rows, ensure_ascii=False, indent=2))
        return 0
    if not lines:
        console.tell("doors.cli.no-audit")
        return 0
    cells = [
        [
            moment_text(line.at, console.lang),
            line.actor,
            line.action,
            line.subject,
            outcome_word(line.outcome, console.lang),
            " ".join(f"{key}={value}" for key, value in line.detail.items()),
            line.request_id,
            line.address,
        ]
        for line in lines
    ]
    # doors.cli.column.*
    headings = [say(f"doors.cli.column.{name}", console.lang) for name in _AUDIT_COLUMNS]
    console.write(to_table(headings, cells))
    return 0


def issue(arguments: argparse.Namespace, settings: Settings, console: Console) -> int:
    """Issue a token that acts for a person; it is told once."""
    with open_people(settings) as people:
        issued = people.tokens.issue(
            acting(settings),
            arguments.person,
            arguments.name,
            [Action(action) for action in arguments.action],
            timedelta(days=arguments.days),
            arguments.region or None,
        )
    console.tell("doors.cli.issued", id=issued.id, name=issued.name, expires=issued.expires)
    console.tell("doors.cli.token", secret=issued.secret)
    return 0


def tokens(arguments: argparse.Namespace, settings: Settings, console: Console) -> int:
    """List a person's tokens; never the tokens themselves."""
    with open_people(settings) as people:
        found = people.tokens.of(arguments.person)
    if not found:
        console.tell("doors.cli.no-tokens")
    for each in found:
        ended = (
            each.revoked and f" ({say('doors.cli.column.revoked', console.lang)} {each.revoked})"
        )
        where = " ".join(each.regions) if each.regions else EVERYWHERE
        actions = " ".join(each.actions)
        console.write(
            f"{each.id}\t{each.name}\t{each.prefix}…\t{actions}\t{where}\t{each.expires}{ended or ''}"
        )
    return 0


def revoke(arguments: argparse.Namespace, settings: Settings, console: Console) -> int:
    """Make a token worthless."""
    with open_people(settings) as people:
        people.tokens.revoke(acting(settings), arguments.id)
    console.tell("doors.cli.revoked", id=arguments.id)
    return 0


def check(arguments: argparse.Namespace, settings: Settings, console: Console) -> int:  # noqa: ARG001 - every command takes the same
    """Ask a server for whom the token in `CLUSTER_DASHBOARD_TOKEN` acts."""
    # Not on the command line: there every user of this machine could read it.
    secret = os.environ.get("CLUSTER_DASHBOARD_TOKEN", "").strip()
    if not secret or not secret.isascii() or not secret.isprintable():
        raise CommandFault("doors.cli.no-token")
    server = arguments.server.rstrip("/")
    if not server.startswith(("http://", "https://")):
        raise CommandFault("doors.cli.no-server", server=server, reason="http:// | https://")
    asked = urllib.request.Request(  # noqa: S310 - the scheme was just checked
        f"{server}/api/who", headers={"Authorization": f"Bearer {secret}"}
    )
    try:
        with urllib.request.build_opener(_NoRedirect).open(asked, timeout=20) as answer:
            told = json.loads(answer.read(65536))
        acts = (told["token"], told["name"], list(told["actions"]), told["regions"])
    except urllib.error.HTTPError as refusal:
        if refusal.code == 401:
            raise CommandFault("doors.cli.token-refused") from None
        if 300 <= refusal.code < 400:
            to = refusal.headers.get("Location", "?")
            raise CommandFault("doors.cli.redirected", server=server, to=to) from None
        raise CommandFault("doors.cli.no-server", server=server, reason=refusal.code) from None
    except (OSError, ValueError, http.client.HTTPException) as fault:
        raise CommandFault("doors.cli.no-server", server=server, reason=fault) from fault
    except (KeyError, TypeError) as fault:
        # Some other program, which answers with JSON as well.
        raise CommandFault("doors.cli.no-server", server=server, reason="/api/who") from fault
    token, name, actions, regions = acts
    everywhere = say("doors.cli.everywhere", console.lang)
    console.tell(
        "doors.cli.acts-for",
        token=token,
        name=name,
        actions=" ".join(actions),
        regions=" ".join(regions) if regions is not None else everywhere,
    )
    return 0


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    """Follows nothing: the token is for the server that was named, and for no other."""

    def redirect_request(self, *_: object) -> None:
        return None


def open_people(settings: Settings) -> "Directory":
    """Return the people of the settings' database, to be closed by the caller."""
    from dashboard.people.directory import Directory

    return Directory.open(settings.database)


def acting(settings: Settings) -> By:
    """Return the user of the machine, who acts on the command line, and the register's regions."""
    tree = {row["id"]: row["parent"] for row in load(settings).rows("regions")}
    return By(user_of_the_machine(local_author()), tree, "command-line")


def _grants(arguments: argparse.Namespace) -> Sequence[Grant]:
    if (arguments.role is None) != (arguments.region is None):
        raise CommandFault("doors.cli.role-region")
    if arguments.role is None:
        return ()
    units = tuple(arguments.unit) if arguments.unit else None
    if units and arguments.role != Role.CLERK:
        raise CommandFault("doors.cli.units-clerk")
    below = arguments.with_subtree or arguments.region == EVERYWHERE
    return (Grant(Role(arguments.role), arguments.region, below, units),)


def _known_units(grants: Sequence[Grant], settings: Settings, lang: str) -> None:
    """Raise `CommandFault` where a clerk would get a unit that answers for nothing, and enter nothing."""
    catalogue = load(settings)
    for grant in grants:
        known = units_within(catalogue, grant)
        unknown = [unit for unit in grant.units or () if unit not in known]
        if unknown and (grant.region == EVERYWHERE or catalogue.region(grant.region)):
            near = difflib.get_close_matches(unknown[0], known, n=_MOST_UNITS, cutoff=0.0)
            raise CommandFault(
                "doors.cli.unit-unknown",
                unit=unknown[0],
                where=_where(grant, lang),
                known=numbers.listed(near, lang),
            )


def _typed(console: Console) -> str:
    """Read a password from the terminal without showing it, or from a pipe."""
    if sys.stdin.isatty():
        return getpass.getpass(say("doors.cli.password-prompt", console.lang))
    return sys.stdin.readline().rstrip("\r\n")


def _tell_password(added: "Added", console: Console) -> None:
    if added.one_time_password:
        hours = int(Limits().one_time_password.total_seconds() // 3600)
        console.tell("doors.cli.one-time", hours=hours, password=added.one_time_password)


def _where(grant: Grant, lang: str) -> str:
    return say("doors.cli.everywhere", lang) if grant.region == EVERYWHERE else grant.region


def _as_text(grant: Grant, lang: str) -> str:
    where = _where(grant, lang)
    if grant.with_subtree and grant.region != EVERYWHERE:
        where = say("doors.cli.with", lang, what=where, more=say("doors.cli.below", lang))
    if grant.units:
        units = say("doors.cli.units", lang, units=numbers.listed(grant.units, lang))
        where = say("doors.cli.with", lang, what=where, more=units)
    # people.role.administrator, people.role.clerk, people.role.curator, people.role.publisher,
    # people.role.reviewer, people.role.viewer
    return f"{say(f'people.role.{grant.role}', lang)}: {where}"


def _as_json(grant: Grant) -> dict[str, object]:
    return {
        "role": grant.role.value,
        "region": grant.region,
        "with_subtree": grant.with_subtree,
        "units": grant.units,
    }
