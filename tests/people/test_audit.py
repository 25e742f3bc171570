"""The audit: who, what, when, how it ended; nothing secret; nothing changed afterwards."""

from datetime import timedelta

import pytest
from sqlalchemy import MetaData, select, text
from sqlalchemy.exc import DBAPIError

from dashboard.people.actor import By
from dashboard.people.audit import Outcome, Record, SecretInAudit
from dashboard.people.directory import Directory
from dashboard.people.identity import EVERYWHERE, GUEST, Grant, Role
from dashboard.people.matrix import Action, NotPermitted
from dashboard.people.sessions import SignInRefused
from tests.people.regions import TREE

GOOD = "ferry lantern seven cinnamon"
OTHER = "harbour pepper nine violins"
VISITOR = By(address="192.0.2.7", request_id="request-2")


def told(people: Directory) -> list[tuple[str, str, str, str]]:
    lines = reversed(people.audit.latest())
    return [(line.actor, line.action, line.subject, line.outcome) for line in lines]


def test_a_life_is_told_line_by_line(people: Directory, operator: By) -> None:
    clerk = Grant(Role.CLERK, "binzhou", False, ("统计局",))
    people.accounts.add(operator, "li", grants=[clerk], password=GOOD)
    with pytest.raises(SignInRefused):
        people.signing_in.sign_in(VISITOR, "li", "wrong")
    with pytest.raises(SignInRefused):
        people.signing_in.sign_in(VISITOR, "nobody", "wrong")
    signed_in = people.signing_in.sign_in(VISITOR, "li", GOOD)
    li = By(signed_in.person, TREE, "request-3", "192.0.2.7")
    with pytest.raises(NotPermitted):
        people.accounts.add(li, "wang")
    token = people.tokens.issue(li, "li", "harvest", [Action.ENTER], timedelta(days=1))
    people.tokens.revoke(li, token.id)
    people.sessions.end(signed_in.session, li)
    people.accounts.disable(operator, "li")
    assert told(people) == [
        ("machine root", "add-account", "li", "done"),
        ("machine root", "grant-role", "li", "done"),
        ("guest ", "sign-in", "li", "failed"),
        ("guest ", "sign-in", "", "failed"),
        ("account li", "sign-in", "li", "done"),
        ("account li", "manage-people", "wang", "refused"),
        ("account li", "issue-token", "li", "done"),
        ("account li", "revoke-token", "li", "done"),
        ("account li", "sign-out", "li", "done"),
        ("machine root", "disable-account", "li", "done"),
    ]


def test_a_line_says_when_from_where_and_under_which_request(
    people: Directory, operator: By
) -> None:
    grant = Grant(Role.CLERK, "binzhou", False, ("统计局",))
    people.accounts.add(operator, "li", grants=[grant], password=GOOD)
    people.signing_in.sign_in(VISITOR, "li", GOOD)
    moment = "2026-10-09T08:00:00.000000+00:00"
    assert people.audit.latest(2) == [
        Record(moment, "account li", 1, "sign-in", "li", "done", {}, "request-2", "192.0.2.7"),
        Record(
            moment,
            "machine root",
            None,
            "grant-role",
            "li",
            "done",
            {"region": "binzhou", "role": "clerk", "units": "统计局", "with_subtree": "False"},
            "request-1",
            "",
        ),
    ]


def test_nothing_secret_is_anywhere_in_the_database(people: Directory, operator: By) -> None:
    added = people.accounts.add(operator, "li", grants=[Grant(Role.ADMINISTRATOR, EVERYWHERE)])
    one_time = added.one_time_password
    assert one_time
    first = people.signing_in.sign_in(VISITOR, "li", one_time)
    second = people.signing_in.change_password(By(first.person, TREE), one_time, GOOD)
    with pytest.raises(SignInRefused):
        people.signing_in.sign_in(VISITOR, OTHER, OTHER)
    person = people.sessions.resolve(second)
    assert person is not None
    token = people.tokens.issue(By(person, TREE), "li", "t", [Action.ENTER], timedelta(days=1))
    again = people.accounts.reset(operator, "li").one_time_password
    assert again
    secrets = [one_time, GOOD, OTHER, first.session, second, token.secret, again]
    tables = MetaData()
    tables.reflect(people._engine)
    with people._engine.connect() as connection:
        everything = "\n".join(
            str(row)
            for table in tables.tables.values()
            for row in connection.execute(select(table))
        )
    assert "issue-token" in everything
    assert [secret for secret in secrets if secret in everything] == []


@pytest.mark.parametrize("key", ["password", "new_password", "token", "session_cookie", "Hash"])
def test_a_detail_that_would_tell_a_secret_is_a_fault_of_ours(people: Directory, key: str) -> None:
    with pytest.raises(SecretInAudit):
        people.audit.record(VISITOR, "sign-in", "li", Outcome.DONE, {key: "x"})
    assert people.audit.latest() == []


def test_no_text_of_a_visitor_breaks_a_line_or_fills_the_table(people: Directory) -> None:
    people.audit.record(
        By(GUEST, {}, "r\n2", "a" * 9999), "sign-in", "li\x00\x1b[2J\n" + "x" * 9999
    )
    (line,) = people.audit.latest()
    assert line.request_id == "r�2"
    assert line.subject.startswith("li��[2J�xxx")
    assert (len(line.subject), len(line.address)) == (200, 200)


@pytest.mark.parametrize(
    "statement",
    ["UPDATE people_audit SET actor = 'x'", "DELETE FROM people_audit", "REPLACE", "TRUNCATE"],
)
def test_what_was_written_stays(people: Directory, operator: By, statement: str) -> None:
    people.accounts.add(operator, "li", password=GOOD)
    before = people.audit.latest()
    if statement == "REPLACE":
        statement = (
            "INSERT OR REPLACE INTO people_audit SELECT * FROM people_audit"
            if people._engine.dialect.name == "sqlite"
            else "UPDATE people_audit SET id = id"
        )
    if statement == "TRUNCATE":
        statement = (
            "DELETE FROM people_audit"
            if people._engine.dialect.name == "sqlite"
            else "TRUNCATE people_audit"
        )
    with pytest.raises(DBAPIError, match="append-only"), people._engine.begin() as connection:
        connection.execute(text(statement))
    assert people.audit.latest() == before


def test_an_act_that_fails_leaves_no_line_that_it_was_done(people: Directory, operator: By) -> None:
    people.accounts.add(operator, "li", password=GOOD)
    before = len(people.audit.latest())
    with pytest.raises(Exception, match="taken"):
        people.accounts.add(operator, "LI", password=GOOD)
    assert len(people.audit.latest()) == before
