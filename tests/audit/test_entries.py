"""What was done is found by who, where, what kind, when and by a word, and goes out as a file."""

import csv
import hashlib
import io
import json
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from sqlalchemy import Connection

from dashboard.actuals.observations import microseconds
from dashboard.actuals.store import Entry as Figure
from dashboard.actuals.store import Store
from dashboard.audit.entries import Asked, Entry, Kind, entries
from tests.audit.recorded import record
from tests.commands.conftest import Run, run

__all__ = ["run"]


def acts(found: list[Entry]) -> list[tuple[str, ...]]:
    return [(each.person, each.kind, each.action, each.before, each.after) for each in found]


def test_everything_that_changed_anything_says_who_from_where_what_old_new_and_why(
    tampered: Connection,
) -> None:
    found = entries(tampered, Asked(regions=["binzhou"], kinds=set(Kind) - {Kind.BULLETIN}))
    checksums = [each.after for each in found if each.action == "attached"]
    assert acts(found) == [
        ("wang", "evidence", "withdrawn", checksums[0], ""),
        ("li", "evidence", "attached", "", checksums[0]),
        ("wang", "evidence", "withdrawn", checksums[1], ""),
        ("li", "evidence", "attached", "", checksums[1]),
        ("wang", "comment", "withdrawn", "", ""),
        ("li", "comment", "commented", "", ""),
        ("li", "official", "assigned", "", "甲 / 副市长"),
        ("li", "remedy", "plan", "", "open: 订单减少 / 新建产线 / 王明 / 2026-12-31"),
        ("sun", "publication", "published", "", found[8].after),
        ("sun", "return", "publish", "approved", "published"),
        ("qian", "return", "approve", "submitted", "approved"),
        ("li", "return", "submit", "returned", "submitted"),
        ("qian", "return", "return", "submitted", "returned"),
        ("li", "return", "submit", "", "submitted"),
        ("sun", "publication", "published", "", found[14].after),
        ("wang", "figure", "changed", "12.3", "-13"),
        ("li", "figure", "entered", "", "5"),
        ("li", "figure", "entered", "", "12.3"),
    ]
    assert {each.origin for each in found} == {"192.0.2.7"}
    assert {each.region for each in found} == {"binzhou"}
    # Why, as it was said at the door and in the note.
    assert [found[15].reason, found[12].reason, found[4].reason, found[0].reason] == [
        "typo",
        "look again",
        "of another month",
        "wrong month",
    ]


def test_what_was_sent_and_was_not_says_by_whom_which_file_and_why(tampered: Connection) -> None:
    found = entries(tampered, Asked(kinds=[Kind.SENDING]))
    assert [(each.person, each.action, each.reason) for each in found] == [
        ("zhou", "failed", "HTTP 503"),
        ("li", "put", ""),
    ]
    assert {each.subject for each in found} == {"b.pdf / mail"}
    assert {each.after for each in found} == {hashlib.sha256(b"%PDF").hexdigest()}


@pytest.mark.parametrize(
    ("asked", "persons"),
    [
        (Asked(person="WAN"), ["wang"] * 4),
        (Asked(kinds=[Kind.ACCOUNT]), ["machine root"] * 5),
        (Asked(kinds=[Kind.FIGURE], regions=["foshan"]), ["zhao"]),
        # What is of no region is not for who asks for some.
        (Asked(kinds=[Kind.ACCOUNT], regions=["foshan"]), []),
        (Asked(text="100%"), []),
        (Asked(text="Look Again"), ["qian"]),
        (Asked(text="TYPO"), ["wang"]),
        (Asked(text="工信"), ["sun", "qian", "li", "qian", "li"]),
        (Asked(until=microseconds(datetime.now(UTC) - timedelta(days=1))), ["li", "zhou", "li"]),
        (Asked(since=microseconds(datetime.now(UTC) + timedelta(days=1))), []),
    ],
)
def test_entries_are_found_by_person_region_kind_day_and_word(
    tampered: Connection, asked: Asked, persons: list[str]
) -> None:
    assert [each.person for each in entries(tampered, asked)] == persons


def test_a_reason_is_found_with_its_own_figure_and_not_with_the_others_of_its_write(
    run: Run, new_sqlite_url: str
) -> None:
    figures = [Figure("foshan", name, "revenue", "2025", Decimal(1)) for name in ("x", "y")]
    with Store.open(new_sqlite_url) as store:
        store.write(figures, "li", reasons={"foshan/y/revenue/2025": '与"原表"核对'})
    for word, subjects in (('"原表"', ["y/revenue"]), ("revenue", ["x/revenue", "y/revenue"])):
        sought = run("audit", "search", word, "--database", new_sqlite_url, "--format", "json")
        assert sorted(each["subject"] for each in json.loads(sought.out)) == subjects


def test_the_newest_come_first_and_no_more_than_asked(tampered: Connection) -> None:
    some = entries(tampered, Asked(kinds=[Kind.FIGURE]), 3)
    assert [each.subject for each in some] == ["s500/revenue", "s499/revenue", "s498/revenue"]


def test_the_commands_list_search_and_export(run: Run, new_sqlite_url: str, tmp_path: Path) -> None:
    url = new_sqlite_url
    record(url)
    with Store.open(url) as store:
        store.write([Figure("foshan", "y", "revenue", "2025", Decimal(1), note="=1+1")], "@sum")
    listed = run("audit", "list", "--region", "foshan", "--database", url)
    assert (listed.code, listed.err) == (0, "")
    assert "entered" in listed.out
    sought = run("audit", "search", "1+1", "--database", url, "--format", "json")
    (found,) = json.loads(sought.out)
    assert (found["person"], found["reason"], found["after"]) == ("@sum", "=1+1", "1")
    nobody = run("audit", "list", "--person", "nobody", "--database", url, lang="zh_CN.UTF-8")
    assert (nobody.code, nobody.out) == (0, "没有符合条件的记录。\n")
    path = tmp_path / "audit.csv"
    exported = run("audit", "export", "-o", str(path), "--database", url)
    assert (exported.code, exported.err) == (0, "")
    rows = list(csv.DictReader(io.StringIO(path.read_text(encoding="utf-8-sig"))))
    # No cell begins a formula.
    assert (rows[0]["person"], rows[0]["reason"]) == ("'@sum", "'=1+1")
    # Figures, one of them just now; publications; two acts of accounts, a role, a token, a link; …
    assert len(rows) == 501 + 4 + 1 + 2 + 2 + 3 + 1 + 5 + 1 + 1 + 2 + 4 + 1 + 2
