"""A frozen link shows what was shown: figures, publications and register of the moment it was given."""

from datetime import date, datetime, timedelta
from decimal import Decimal
from pathlib import Path

import pytest

from dashboard import loading
from dashboard.actuals.records import Entry
from dashboard.actuals.store import Store
from dashboard.addresses.received_links import Pairs
from dashboard.doors.identity import people
from dashboard.doors.permitted_store import PermittedStore
from dashboard.languages.numbers import CHINA
from dashboard.people.actor import By
from dashboard.people.identity import Grant, Kind, Person, Role, user_of_the_machine
from dashboard.people.links import Link, Opens
from dashboard.people.matrix import NotPermitted
from dashboard.people.scopes import regions_tree
from dashboard.settings import Settings
from dashboard.shared_links import shared_page, shared_views
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
    wanted = shared_views.wanted(seen, "x", Opens.VIEW, lasts, frozen=frozen, sign_in=False)
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
    seen = shared_views.view_of_link(settings, link, "", [], "en")
    assert seen is not None
    row = seen.standing.row(GOAL)
    assert row is not None
    actual = row["verdict"]["assessment"].actual
    return ("" if actual is None else str(actual)), row["due"]


def printed(settings: Settings, token: str) -> str:
    """The link's whole page, with the reasons of the goal's lamp."""
    asked = {"path": f"/s/{token}/region", "headers": []}
    query = f"region=binzhou&goal={GOAL}&why=yes&lang=en".encode()
    answer = shared_page.answer(settings, asked | {"query_string": query})
    assert answer.status == 200
    return answer.body.decode()


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


def test_two_days_side_by_side_stay_as_they_were_given(settings: Settings, store: Store) -> None:
    # Written now, so known by the end of tomorrow; the day set beside is over neither.
    tomorrow = datetime.now(CHINA).date() + timedelta(days=1)
    later = settings.with_changes(today=tomorrow + timedelta(days=3))
    me, asked = user_of_the_machine("me"), [("region", "binzhou"), ("compare", str(tomorrow))]

    def given(*, frozen: bool) -> Link:
        seen = loading.view(later, "goals", asked, "en", me)
        lasts = timedelta(days=7)
        wanted = shared_views.wanted(seen, "x", Opens.VIEW, lasts, frozen=frozen, sign_in=False)
        by = By(me, regions_tree(seen.standing.catalogue))
        link = people(later).links.open(people(later).links.give(by, wanted).token, True)
        assert link is not None
        return link

    def both(link: Link, pairs: Pairs = ()) -> tuple[date, str, str] | None:
        seen = shared_views.view_of_link(later, link, "", list(pairs), "en")
        assert seen is not None
        earlier = loading.compared_with(seen)
        if earlier is None:
            return None
        then, now = (one.row(GOAL) for one in (earlier, seen.standing))
        assert then is not None
        assert now is not None
        return earlier.on, *(str(one["verdict"]["assessment"].actual) for one in (then, now))

    frozen, live = given(frozen=True), given(frozen=False)
    assert both(frozen) == both(live) == (tomorrow, "700", "700")
    store.write([Entry(*FIRMS, "2025", Decimal(640), seen_revision=1, note="anew")], "Li")
    assert both(live) == (tomorrow, "640", "640")
    assert both(frozen) == (tomorrow, "700", "700")
    # No other day is opened by it.
    for pairs in ([("compare", "2026-01-31")], [("as_of", "2026-01-31")], [("lang", "zh")]):
        assert both(frozen, pairs) == (tomorrow, "700", "700")
        # And that is said.
        for link in (frozen, live):
            seen = shared_views.view_of_link(later, link, "", pairs, "en")
            assert seen is not None
            told = [] if pairs[0][0] == "lang" else ["pages.note.not-its-day"]
            assert [one.key for one in seen.notes] == told


def test_nothing_newer_stands_in_any_part_of_what_a_frozen_link_opens(
    settings: Settings, store: Store
) -> None:
    revenue = ("binzhou", "high-end-aluminium", "revenue")
    store.write([Entry(*revenue, "2025", Decimal("4.4E11"))], "Li")
    me = user_of_the_machine("me")
    seen = loading.view(settings, "overview", [], "en", me)
    lasts = timedelta(days=7)
    kinds: list[tuple[Opens, str]] = [(Opens.EVERYTHING, page) for page in shared_views.ALL_PAGES]
    kinds += [(Opens.REGION, page) for page in shared_views.REGION_PAGES]
    tokens = {}
    for opens in (Opens.EVERYTHING, Opens.REGION):
        if opens is Opens.REGION:
            seen = loading.view(settings, "region", [("region", "binzhou")], "en", me)
        wanted = shared_views.wanted(seen, "x", opens, lasts, frozen=True, sign_in=False)
        by = By(me, regions_tree(seen.standing.catalogue))
        tokens[opens] = people(settings).links.give(by, wanted).token
    # In 100 million yuan and in firms: digits that stand nowhere else.
    newer = [
        Entry(*FIRMS, "2025", Decimal(739), seen_revision=1, note="anew"),
        Entry(*FIRMS, "2026-M09", Decimal(787)),
        Entry(*revenue, "2025", Decimal("467676767676"), seen_revision=2, note="anew"),
        Entry(*revenue, "2026-M09", Decimal("393939393939")),
    ]
    store.write(newer, "Zhao-the-author")

    def told(opens: Opens, page: str, query: str) -> str:
        asked = {"path": f"/s/{tokens[opens]}/{page}", "query_string": query.encode()}
        answer = shared_page.answer(settings, asked | {"headers": []})
        assert answer.status == 200
        return answer.body.decode()

    ways = ("", "lang=en&as_of=2030-01-01", "compare=2026-10-19", "what_if=5&until=2030")
    ways += (
        f"goal={GOAL}&why=1",
        "cluster=high-end-aluminium&indicator=revenue",
        "period=2026-M09",
    )
    for opens, page in kinds:
        for query in ways:
            found = told(opens, page, f"region=binzhou&{query}")
            for newest in ("739", "787", "4,676.77", "467676", "3,939.39", "393939", "Zhao"):
                assert newest not in found, (opens, page, query)
    assert "700" in told(Opens.REGION, "region", f"region=binzhou&goal={GOAL}")


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
    # 700 of 850 by 2026 is behind by less than 30 points.
    strict = edited.replace("at_least: -10, lamp: yellow", "at_least: -30, lamp: yellow")
    strict = strict.replace("below: -10, lamp: red", "below: -30, lamp: red")
    assert len({written, edited, strict}) == 3
    kept = token_of(settings, me, frozen=True)
    before = printed(settings, kept)
    path.write_text(strict, encoding="utf-8")
    assert shown(settings, live) == ("700", 2026)
    assert shown(settings, frozen) == ("700", 2027)
    assert printed(settings, kept) == before


@pytest.mark.parametrize("frozen", [True, False])
def test_the_reasons_of_a_lamp_are_told_and_not_who_entered_what(
    frozen: bool, settings: Settings, store: Store
) -> None:
    entry = Entry(*FIRMS, "2026-M09", Decimal(640), note="counted by hand", evidence="table 3")
    store.write([entry], "wang-xiaoming")
    shown = printed(settings, token_of(settings, user_of_the_machine("me"), frozen=frozen))
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
