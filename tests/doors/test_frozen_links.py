"""A frozen link shows what was shown: figures, publications and register of the moment it was given."""

from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import pytest

from dashboard import loading, shared_links, shared_page
from dashboard.actuals.records import Entry
from dashboard.actuals.store import Store
from dashboard.doors.identity import people
from dashboard.doors.permitted_store import PermittedStore
from dashboard.people.actor import By
from dashboard.people.identity import Grant, Kind, Person, Role, user_of_the_machine
from dashboard.people.links import Link, Opens
from dashboard.people.matrix import NotPermitted
from dashboard.people.scopes import regions_tree
from dashboard.settings import Settings
from tests.doors.conftest import PASSWORD
from tests.machine.register import register_to_edit

FIRMS = ("binzhou", "clusters", "high-tech-firms")
GOAL = "binzhou-2024.high-tech-firms"
TODAY = date(2026, 10, 20)


@pytest.fixture
def settings(sqlite_url: str, compiled: Path) -> Settings:
    return Settings.from_environment(database=sqlite_url, cache=compiled, today=TODAY)


@pytest.fixture
def store(sqlite_url: str) -> Store:
    kept = Store.open(sqlite_url)
    kept.write([Entry(*FIRMS, "2025", Decimal(700))], "Li")
    return kept


def token_of(settings: Settings, visitor: Person, *, frozen: bool) -> str:
    """Give a link to Binzhou's page as the dialog does."""
    seen = loading.view(settings, "region", [("region", "binzhou")], "en", visitor)
    lasts = timedelta(days=7)
    wanted = shared_links.wanted(seen, "x", Opens.VIEW, lasts, frozen=frozen, sign_in=False)
    by = By(visitor, regions_tree(seen.standing.catalogue))
    return people(settings).links.give(by, wanted).token


def link_to(settings: Settings, visitor: Person, *, frozen: bool) -> Link:
    """Give such a link, and open it."""
    token = token_of(settings, visitor, frozen=frozen)
    link = people(settings).links.open(token, settings.mode == "local")
    assert link is not None
    return link


def shown(settings: Settings, link: Link) -> tuple[str, int]:
    """The newest figure and the year in which the goal is due, as the link's reader gets them."""
    seen = shared_links.view_of_link(settings, link, "", [], "en")
    assert seen is not None
    row = seen.standing.row(GOAL)
    assert row is not None
    actual = row["verdict"]["assessment"].actual
    return ("" if actual is None else str(actual)), row["due"]


def test_today_is_frozen_at_the_moment_and_the_live_link_moves_on(
    settings: Settings, store: Store
) -> None:
    me = user_of_the_machine("me")
    frozen, live = link_to(settings, me, frozen=True), link_to(settings, me, frozen=False)
    assert shown(settings, frozen) == shown(settings, live) == ("700", 2027)
    store.write([Entry(*FIRMS, "2025", Decimal(640), seen_revision=1, note="counted anew")], "Li")
    assert shown(settings, live) == ("640", 2027)
    assert shown(settings, frozen) == ("700", 2027)
    # Nor does another day change it.
    later = settings.with_changes(today=date(2027, 3, 1))
    assert shown(later, frozen) == ("700", 2027)


def test_where_people_sign_in_what_was_published_then_stays(
    settings: Settings, store: Store
) -> None:
    team = settings.with_changes(mode="team", reading="signed-in")
    store.publish(["binzhou"], "Chen")
    operator = By(user_of_the_machine("root"), {"binzhou": None})
    grants = [Grant(Role.REVIEWER, "binzhou")]
    added = people(team).accounts.add(operator, "wu", grants=grants, password=PASSWORD)
    reviewer = added.person
    frozen, live = link_to(team, reviewer, frozen=True), link_to(team, reviewer, frozen=False)
    store.write([Entry(*FIRMS, "2025", Decimal(640), seen_revision=1, note="anew")], "Li")
    # A reviewer sees what is not published; their link does not.
    assert shown(team, live) == ("700", 2027)
    store.publish(["binzhou"], "Chen")
    assert shown(team, live) == ("640", 2027)
    assert shown(team, frozen) == ("700", 2027)


def test_a_register_that_has_changed_since_does_not_change_what_is_frozen(
    sqlite_url: str, store: Store, tmp_path: Path
) -> None:
    path = register_to_edit(tmp_path)
    settings = Settings.from_environment(
        database=sqlite_url, register=path, cache=tmp_path / "cache", today=TODAY
    )
    me = user_of_the_machine("me")
    frozen, live = link_to(settings, me, frozen=True), link_to(settings, me, frozen=False)
    written = path.read_text(encoding="utf-8")
    edited = written.replace('">= 850", by: 2027,', '">= 850", by: 2026,')
    assert edited != written
    path.write_text(edited, encoding="utf-8")
    assert shown(settings, live) == ("700", 2026)
    assert shown(settings, frozen) == ("700", 2027)


@pytest.mark.parametrize("frozen", [True, False])
def test_the_reasons_of_a_lamp_are_told_and_not_who_entered_what(
    frozen: bool, settings: Settings, store: Store
) -> None:
    entry = Entry(*FIRMS, "2026-M09", Decimal(640), note="counted by hand", evidence="table 3")
    store.write([entry], "wang-xiaoming")
    address = f"/s/{token_of(settings, user_of_the_machine('me'), frozen=frozen)}/region"
    query = f"region=binzhou&goal={GOAL}&why=yes&lang=en".encode()
    answer = shared_page.answer(settings, {"headers": [], "path": address, "query_string": query})
    assert answer.status == 200
    shown = answer.body.decode()
    # 640 of 850.
    assert "640 ÷ 850 = 75.3%" in shown
    for hidden in ("wang-xiaoming", "counted by hand", "table 3"):
        assert hidden not in shown


def test_a_links_reader_gets_nothing_from_the_store_but_to_read(
    settings: Settings, store: Store
) -> None:
    link = link_to(settings, user_of_the_machine("me"), frozen=False)
    assert link.reader.kind is Kind.LINK
    team = settings.with_changes(mode="team", reading="signed-in")
    catalogue = loading.catalogue(settings)
    by = By(link.reader, regions_tree(catalogue))
    mine = PermittedStore(store, catalogue, team, lambda: by)
    assert mine.figures([(*FIRMS, "2025")])[(*FIRMS, "2025")].value == "700"
    assert mine.figures([("foshan", "smart-equipment", "output", "2025")]) == {}
    for act in (
        lambda: mine.history(*FIRMS),
        lambda: mine.publish("binzhou", 1),
        lambda: mine.unpublished("binzhou"),
        lambda: mine.write([Entry(*FIRMS, "2024", Decimal(1))], "x"),
        lambda: mine.save_draft("x", "entry", "{}"),
    ):
        with pytest.raises(NotPermitted):
            act()
