"""Somebody edits rows past the program, its guards taken away, and the chains tell which."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from sqlalchemy import Boolean, Connection, Integer, Table, delete, select, text, update

from dashboard.actuals import tables as figures
from dashboard.actuals.chained_rows import COLUMNS, FORM, KEYS
from dashboard.audit.verification import Finding, Kind, Verified, verify
from dashboard.people import tables as people

TABLES: dict[str, Table] = {**figures.metadata.tables, **people.metadata.tables}
LINKS = 17
CHAINED = sorted(COLUMNS[FORM])


def disarm(connection: Connection, table: str) -> None:
    """Take the guards of a table away, as who may change the database can."""
    if connection.dialect.name == "postgresql":
        connection.execute(text(f"ALTER TABLE {table} DISABLE TRIGGER USER"))
        return
    asked = "SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = :table"
    for name in connection.scalars(text(asked), {"table": table}).all():
        connection.execute(text(f"DROP TRIGGER {name}"))


@contextmanager
def undone(connection: Connection) -> Iterator[None]:
    connection.execute(text("SAVEPOINT before"))
    yield
    connection.execute(text("ROLLBACK TO before"))


def found(connection: Connection) -> dict[str, Verified]:
    return {each.chain: each for each in verify(connection)}


def findings(connection: Connection) -> list[Finding]:
    return [one for each in verify(connection) for one in each.findings]


def rows_of(connection: Connection, name: str) -> list[dict[str, Any]]:
    chosen = select(TABLES[name]).order_by(*(TABLES[name].c[key] for key in KEYS[name]))
    return [dict(row) for row in connection.execute(chosen).mappings()]


def where(name: str, row: dict[str, Any]) -> list[Any]:
    return [TABLES[name].c[key] == row[key] for key in KEYS[name]]


def other(name: str, column: str, row: dict[str, Any]) -> dict[str, Any]:
    """The change of one column that the database itself lets pass."""
    kind, value = TABLES[name].c[column].type, row[column]
    if (name, column) in {("revision", "value"), ("revision", "withdrawn")}:
        return {"value": None, "withdrawn": True}
    if (name, column) == ("revision", "replaces"):
        return {column: None if value else 0}
    if isinstance(kind, Boolean):
        return {column: not value}
    if isinstance(kind, Integer):
        return {column: (value or 0) + 1000}
    return {column: f"{value} "}


def test_what_nobody_edited_is_whole_and_every_kind_of_row_is_vouched_for(
    tampered: Connection,
) -> None:
    chains = found(tampered)
    assert [name for name, each in chains.items() if not each.is_whole] == []
    assert list(chains) == ["binzhou", "foshan", "jinan", "", "accounts"]
    # One link for each transaction, whatever it wrote: two writes, a publication, five steps of a
    # return, a remedy, a leader, a bulletin, a comment, two files, and all three withdrawn.
    assert chains["binzhou"].links == LINKS
    assert (chains["jinan"].links, chains["jinan"].rows) in {(1, 502), (1, 503)}
    for name in CHAINED:
        is_late = name == "long_write" and tampered.dialect.name == "sqlite"
        assert bool(rows_of(tampered, name)) is not is_late, name


@pytest.mark.parametrize("name", CHAINED)
def test_an_edit_of_any_column_of_any_row_is_told(tampered: Connection, name: str) -> None:
    disarm(tampered, name)
    for row in rows_of(tampered, name)[:1]:
        for column in [each for each in row if each not in KEYS[name] and each != "region"]:
            with undone(tampered):
                changed = update(TABLES[name]).where(*where(name, row))
                tampered.execute(changed.values(other(name, column, row)))
                told = [one for one in findings(tampered) if one.table == name]
                assert {one.kind for one in told} == {Kind.EDITED}, column
                key = " ".join(str(row[part]) for part in KEYS[name])
                assert {one.row for one in told} == {key}, column


@pytest.mark.parametrize("name", CHAINED)
def test_a_row_that_was_deleted_or_put_in_is_told(tampered: Connection, name: str) -> None:
    disarm(tampered, name)
    rows = rows_of(tampered, name)
    for row in rows[:1]:
        with undone(tampered):
            tampered.execute(delete(TABLES[name]).where(*where(name, row)))
            told = [one for one in findings(tampered) if one.table == name]
            assert {one.kind for one in told} == {Kind.DELETED}
    row = rows[-1] if rows else {
        "region": "jinan", "first_revision": 1, "last_revision": 2, "counted_from": 3, "at": 4,
    }  # fmt: skip
    key = KEYS[name][-1]
    numbered = isinstance(TABLES[name].c[key].type, Integer)
    more: dict[str, Any] = {key: row[key] + 1000 if numbered else f"{row[key]}x"}
    # What else has to be another by the tables' own rules.
    more |= {each: row[each] + 500 for each in ("number",) if each in row}
    more |= {each: "another" for each in ("request_id",) if each in row}
    more |= {"revision": row["revision"] + 500} if name == "publication" else {}
    tampered.execute(TABLES[name].insert().values(row | more))
    told = [one for one in findings(tampered) if one.table == name]
    assert [one.kind for one in told] == [Kind.INSERTED]


def test_what_is_told_names_series_period_moment_and_person(tampered: Connection) -> None:
    disarm(tampered, "revision")
    tampered.execute(text("UPDATE revision SET value = '99' WHERE id = 1"))
    tampered.execute(text("DELETE FROM revision WHERE id = 2"))
    chains = found(tampered)
    assert chains["foshan"].is_whole
    edited, deleted, *shown = chains["binzhou"].findings
    assert (edited.kind, edited.row, edited.author, edited.link) == (Kind.EDITED, "1", "li", 1)
    assert (edited.series, edited.period) == ("fine-chemicals/revenue", "2026-M09")
    # Of a row that is gone its link says who and when, and others what it was about.
    assert (deleted.kind, deleted.row, deleted.author, deleted.link) == (Kind.DELETED, "2", "li", 1)
    assert (deleted.series, deleted.period) == ("fine-chemicals/output", "2026-M09")
    assert edited.at == deleted.at
    assert {one.kind for one in shown} == {Kind.REPEATED}


@pytest.mark.parametrize("name", ["latest", "newest", "return_now", "region_revision"])
def test_what_pages_show_is_compared_with_the_records(tampered: Connection, name: str) -> None:
    table = TABLES[name]
    is_text = "value" in table.c
    changes = (
        {"value": "99"} if is_text else {"author": "x"} if "author" in table.c else {"published": 7}
    )
    with undone(tampered):
        tampered.execute(update(table).where(table.c.region == "binzhou").values(changes))
        told = findings(tampered)
        assert {(one.kind, one.table) for one in told} == {(Kind.REPEATED, name)}
    with undone(tampered):
        tampered.execute(delete(table).where(table.c.region == "binzhou"))
        assert {(one.kind, one.table) for one in findings(tampered)} == {(Kind.REPEATED, name)}


def test_what_became_of_what_was_sent_is_compared_with_what_was_done(tampered: Connection) -> None:
    changes: list[dict[str, Any]] = [{"state": "sent"}, {"content": b"x"}]
    for change in changes:
        with undone(tampered):
            tampered.execute(update(TABLES["outbox"]).values(change))
            (told,) = findings(tampered)
            assert (told.kind, told.table, told.row) == (Kind.REPEATED, "outbox", "1")
    tampered.execute(text("DELETE FROM outbox"))
    assert [(one.kind, one.table) for one in findings(tampered)] == [(Kind.REPEATED, "outbox")]


def test_an_edit_of_the_chain_itself_is_told(tampered: Connection) -> None:
    disarm(tampered, "chain_link")
    disarm(tampered, "accounts_link")
    link = figures.chain_link
    of_binzhou = link.c.chain == "binzhou"
    for column in ("at", "author", "origin", "row_count", "marks", "digest"):
        with undone(tampered):
            one = update(link).where(of_binzhou, link.c.number == 3)
            value: Any = 5 if column in {"at", "row_count"} else b"x" if column == "marks" else "x"
            tampered.execute(one.values({column: value}))
            told = found(tampered)["binzhou"].findings
            assert (Kind.LINK_EDITED, 3) in {(one.kind, one.link) for one in told}, column
    with undone(tampered):
        tampered.execute(delete(link).where(of_binzhou, link.c.number == 3))
        told = found(tampered)["binzhou"].findings
        assert (Kind.LINK_DELETED, 3) in {(one.kind, one.link) for one in told}
    with undone(tampered):
        tampered.execute(delete(link).where(of_binzhou, link.c.number == LINKS))
        told = found(tampered)["binzhou"].findings
        assert (Kind.HEAD, LINKS) in {(one.kind, one.link) for one in told}
    of_accounts = people.accounts_link
    tampered.execute(update(of_accounts).values(author="x"))
    told = found(tampered)["accounts"].findings
    # Two accounts, a role, a token and a link were given.
    assert [(one.kind, one.link) for one in told] == [(Kind.LINK_EDITED, n) for n in range(1, 6)]


KEY = {"credential": "person", "kept_register": "version"} | dict.fromkeys(
    ("person", "role_grant", "api_token", "shared_link"), "id"
)
STANDING = {
    "person": "wu",
    "credential": "wu",
    "role_grant": "wu",
    "api_token": "zheng",
    "shared_link": "machine",
    "kept_register": "r1",
}


@pytest.mark.parametrize(("name", "whose"), STANDING.items())
def test_an_edit_of_what_stands_of_accounts_is_told(
    tampered: Connection, name: str, whose: str
) -> None:
    disarm(tampered, name)
    table = TABLES[name]
    row = dict(tampered.execute(select(table)).mappings().first() or {})
    # When it was last used is nothing that anybody changes; the others lead to other rows.
    left = {"id", "person", "version", "register", "last_used", "last_opened"}
    for column in row.keys() - left:
        with undone(tampered):
            value = {column: b"x"} if column == "compiled" else other(name, column, row)
            tampered.execute(
                update(table).where(table.c[KEY[name]] == row[KEY[name]]).values(value)
            )
            told = [(one.kind, one.table, one.row.strip()) for one in findings(tampered)]
            assert told == [(Kind.STANDING, name, whose)], column


@pytest.mark.parametrize("name", ["credential", "role_grant", "api_token", "shared_link"])
def test_what_was_taken_from_accounts_or_given_past_the_program_is_told(
    tampered: Connection, name: str
) -> None:
    disarm(tampered, name)
    table = TABLES[name]
    row = dict(tampered.execute(select(table)).mappings().first() or {})
    with undone(tampered):
        tampered.execute(delete(table))
        assert {(one.kind, one.table) for one in findings(tampered)} == {(Kind.STANDING, name)}
    someone = tampered.scalar(
        select(TABLES["person"].c.id).where(TABLES["person"].c.name == "zheng")
    )
    more: dict[str, Any] = {"person": someone, "hash": "another"}
    more |= {"id": row["id"] + 1000} if "id" in row else {}
    tampered.execute(table.insert().values(row | {k: v for k, v in more.items() if k in row}))
    told = [(one.kind, one.table, one.row) for one in findings(tampered)]
    assert told == [(Kind.STANDING, name, "zheng")]
