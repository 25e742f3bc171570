"""Whether what is recorded is what was written: the hash chains gone through, link by link.

Nothing is believed but the links: a row that no link vouches for was put in past the program, one
that a link vouches for and that is not there was taken out, and one whose hash is another was edited.
The tables that repeat what the records say (what pages show) are compared with them, and what stands
of accounts with what was recorded of it last. Who can edit
rows can also make a whole chain anew; against that its head is kept elsewhere (`heads`).
"""

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, NamedTuple

from sqlalchemy import Connection, Table, Text, cast, select

from dashboard.actuals import tables as figures
from dashboard.actuals.chain import (
    FIGURES,
    MARK_DIGITS,
    NO_REGION,
    Chains,
    LinkContent,
    hash_of,
    unpacked,
)
from dashboard.actuals.chained_rows import COLUMNS, FORM, KEYS, digest_of, key_text, key_values
from dashboard.actuals.observations import moment_text
from dashboard.audit.database import has_accounts
from dashboard.audit.repeated_rows import Repeated, differing_letters
from dashboard.people import account_states
from dashboard.people import tables as people
from dashboard.people.audit import ACCOUNTS, CHAIN

# Whose rows say themselves of which region they are, and whose rows do not.
_FIGURES = [figures.metadata.tables[n] for n in COLUMNS[FORM] if n in figures.metadata.tables]
_OF_REGIONS = [table for table in _FIGURES if "region" in table.c]
_OF_LINKS = [table for table in _FIGURES if "region" not in table.c]


class Kind(StrEnum):
    """What was found."""

    EDITED = "edited"
    DELETED = "deleted"
    INSERTED = "inserted"
    LINK_EDITED = "link-edited"
    LINK_DELETED = "link-deleted"
    HEAD = "head"
    KEPT_HEAD = "kept-head"
    REPEATED = "repeated"
    STANDING = "standing"


class Head(NamedTuple):
    """Where a chain ends: which link is its last, and that link's hash."""

    chain: str
    number: int
    hash: str


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is not as it was written.

    `row` names a row by the columns of its key, `series` and `period` say what it is about where that
    is known, `author` and `at` (ISO, UTC) who wrote it and when: as the row says, else as its link.
    """

    kind: Kind
    table: str = ""
    row: str = ""
    series: str = ""
    period: str = ""
    author: str = ""
    at: str = ""
    link: int = 0


@dataclass(frozen=True, slots=True)
class Verified:
    """One chain gone through: a region's id, "" for what is of none, `accounts` for the accounts."""

    chain: str
    of_accounts: bool
    links: int
    rows: int
    findings: tuple[Finding, ...]

    @property
    def is_whole(self) -> bool:
        """Tell whether everything is as it was written."""
        return not self.findings


@dataclass(slots=True)
class _Expected:
    """What a chain's links vouch for."""

    # (table, key) -> the number of the link, the beginning of the hash.
    rows: dict[tuple[str, str], tuple[int, str]] = field(default_factory=dict)
    # The number of a link -> its rows in order, and the hash of their hashes.
    digests: dict[int, tuple[list[tuple[str, str]], str]] = field(default_factory=dict)
    told: dict[int, tuple[str, int]] = field(default_factory=dict)


def verify(
    connection: Connection, kept: Mapping[tuple[bool, str], Head] | None = None
) -> Iterator[Verified]:
    """Go through every chain, as the connection's transaction sees them.

    `kept` has heads that were exported earlier: (of accounts, chain) -> head.
    """
    given = kept or {}
    vouched: set[tuple[str, str]] = set()
    names = _names(connection) | {chain for of_accounts, chain in given if not of_accounts}
    for name in sorted(names - {NO_REGION}):
        yield _verified(connection, FIGURES, name, given.get((False, name)), vouched)
    last = _verified(connection, FIGURES, NO_REGION, given.get((False, NO_REGION)), vouched)
    # What no link of any chain vouches for is known at the end, and of which region is not.
    letters = (Finding(Kind.REPEATED, "outbox", str(n)) for n in differing_letters(connection))
    found = (*last.findings, *_unvouched(connection, vouched), *letters)
    yield Verified(NO_REGION, False, last.links, last.rows, found)
    if has_accounts(connection):
        yield _verified(connection, ACCOUNTS, CHAIN, given.get((True, CHAIN)), set())


def heads(connection: Connection) -> list[tuple[bool, Head]]:
    """Return where each chain ends, whether it is of accounts, in order."""
    found = []
    kinds = [(False, FIGURES), (True, ACCOUNTS)] if has_accounts(connection) else [(False, FIGURES)]
    for of_accounts, kind in kinds:
        chosen = select(kind.heads).where(kind.heads.c.number > 0).order_by(kind.heads.c.chain)
        found += [(of_accounts, Head(*row)) for row in connection.execute(chosen)]
    return found


def _names(connection: Connection) -> set[str]:
    found = set(connection.scalars(select(FIGURES.heads.c.chain)))
    found |= set(connection.scalars(select(FIGURES.links.c.chain).distinct()))
    for table in _OF_REGIONS:
        found |= set(connection.scalars(select(table.c.region).distinct()))
    return found


def _verified(
    connection: Connection,
    kind: Chains,
    name: str,
    kept: Head | None,
    vouched: set[tuple[str, str]],
) -> Verified:
    expected = _Expected()
    findings = list(_links(connection, kind, name, kept, expected))
    found: dict[tuple[str, str], bytes] = {}
    repeated = Repeated()
    for table, row in _rows(connection, kind, name, expected):
        named = dict(zip(COLUMNS[FORM][table.name], row, strict=True))
        key = key_text([named[column] for column in KEYS[table.name]])
        place = (table.name, key)
        repeated.note(table.name, named)
        digest = digest_of(table.name, row)
        if place not in expected.rows:
            findings.append(_of_row(Kind.INSERTED, table.name, key, named, 0))
            continue
        link, prefix = expected.rows[place]
        if digest.hex()[:MARK_DIGITS] != prefix:
            findings.append(_of_row(Kind.EDITED, table.name, key, named, link))
        found[place] = digest
    vouched.update(expected.rows)
    for place, (link, _) in expected.rows.items():
        if place not in found:
            findings.append(_deleted(connection, place, link, expected, repeated))
    told = {finding.link for finding in findings}
    for link, (places, vouched_for) in expected.digests.items():
        total = hashlib.sha256(b"".join(found.get(place, b"") for place in places)).hexdigest()
        if total != vouched_for and link not in told:
            findings.append(_of_link(Kind.LINK_EDITED, link, expected))
    if kind is ACCOUNTS:
        findings += [
            Finding(Kind.STANDING, state.record, _whose(connection, state))
            for state in account_states.differences(connection)
        ]
    if kind is FIGURES and name != NO_REGION:
        findings += [
            Finding(Kind.REPEATED, table, row, series, period)
            for table, row, series, period in repeated.differences(connection, name)
        ]
    return Verified(name, kind is ACCOUNTS, len(expected.told), len(expected.rows), tuple(findings))


def _links(
    connection: Connection, kind: Chains, name: str, kept: Head | None, expected: _Expected
) -> Iterator[Finding]:
    """Note what the links vouch for, and yield what is wrong with the links themselves."""
    links = kind.links.c
    previous, last, kept_hash = "", 0, ""
    chosen = select(kind.links).where(links.chain == name).order_by(links.number)
    for row in connection.execute(chosen, execution_options={"yield_per": 500}):
        for gone in range(last + 1, row.number):
            yield Finding(Kind.LINK_DELETED, link=gone)
        content = LinkContent(*(getattr(row, name) for name in LinkContent._fields))
        content = content._replace(marks=bytes(content.marks))
        expected.told[row.number] = (row.author, row.at)
        follows = row.number == last + 1
        if follows and hash_of(previous, content) != row.hash:
            yield _of_link(Kind.LINK_EDITED, row.number, expected)
        if kept is not None and row.number == kept.number:
            kept_hash = row.hash
        try:
            marks = unpacked(content.marks)
        except ValueError:
            marks = []
            yield _of_link(Kind.LINK_EDITED, row.number, expected)
        places = []
        for table, prefix, key in marks:
            expected.rows[(table, key)] = (row.number, prefix)
            places.append((table, key))
        expected.digests[row.number] = (places, row.digest)
        previous, last = row.hash, row.number
    head = connection.execute(select(kind.heads).where(kind.heads.c.chain == name)).one_or_none()
    ends = (head.number, head.hash) if head is not None else (0, "")
    if ends != (last, previous):
        yield Finding(Kind.HEAD, link=max(ends[0], last))
    if kept is not None and kept_hash != kept.hash:
        yield Finding(Kind.KEPT_HEAD, link=kept.number)


def _rows(
    connection: Connection, kind: Chains, name: str, expected: _Expected
) -> Iterator[tuple[Table, tuple[Any, ...]]]:
    """Every row of a chain that there is, table by table."""
    if kind is ACCOUNTS:
        for table in (people.people_audit, people.account_state):
            yield from _read(connection, table, None)
        return
    if name != NO_REGION:
        for table in _OF_REGIONS:
            yield from _read(connection, table, table.c.region == name)
    for table in _OF_LINKS:
        (key,) = (table.c[column] for column in KEYS[table.name])
        ids = [int(id) for of, id in expected.rows if of == table.name and id.isdigit()]
        for start in range(0, len(ids), 500):
            yield from _read(connection, table, key.in_(ids[start : start + 500]))


def _read(
    connection: Connection, table: Table, where: Any
) -> Iterator[tuple[Table, tuple[Any, ...]]]:
    chosen = select(*(table.c[column] for column in COLUMNS[FORM][table.name]))
    chosen = chosen.order_by(*(table.c[column] for column in KEYS[table.name]))
    if where is not None:
        chosen = chosen.where(where)
    streamed = {"stream_results": True, "yield_per": 2_000}
    for row in connection.execute(chosen, execution_options=streamed):
        yield table, tuple(row)


def _unvouched(connection: Connection, vouched: set[tuple[str, str]]) -> Iterator[Finding]:
    """The rows that are of no region by themselves, and that no link of any chain vouches for."""
    for name in _OF_LINKS:
        for table, row in _read(connection, name, None):
            named = dict(zip(COLUMNS[FORM][table.name], row, strict=True))
            key = key_text([named[column] for column in KEYS[table.name]])
            if (table.name, key) not in vouched:
                yield _of_row(Kind.INSERTED, table.name, key, named, 0)


def _of_row(kind: Kind, table: str, key: str, row: Mapping[str, Any], link: int) -> Finding:
    series = [str(row[name]) for name in ("subject", "indicator") if "indicator" in row]
    about = "/".join(series) or str(row.get("goal") or row.get("unit") or row.get("subject") or "")
    author = str(row.get("author", row.get("actor", "")))
    at = moment_text(row["at"]) if row.get("at") else ""
    return Finding(
        kind, table, " ".join(key_values(key)), about, str(row.get("period", "")), author, at, link
    )


def _whose(connection: Connection, state: account_states.State) -> str:
    """Whose something is: a person's name, a register's version, or of the user of the machine."""
    if state.record == people.kept_register.name:
        return state.owner
    if not state.owner:
        return "machine"
    asked = select(people.person.c.name).where(cast(people.person.c.id, Text) == state.owner)
    return str(connection.scalar(asked) or state.owner)


def _of_link(kind: Kind, link: int, expected: _Expected) -> Finding:
    author, at = expected.told[link]
    return Finding(kind, author=author, at=moment_text(at), link=link)


def _deleted(
    connection: Connection,
    place: tuple[str, str],
    link: int,
    expected: _Expected,
    repeated: Repeated,
) -> Finding:
    """What is known of a row that is gone: its key, its link, and what others repeat of it."""
    table, key = place
    author, at = expected.told[link]
    series, period = repeated.of_revision(int(key), connection) if table == "revision" else ("", "")
    row = " ".join(key_values(key))
    return Finding(Kind.DELETED, table, row, series, period, author, moment_text(at), link)
