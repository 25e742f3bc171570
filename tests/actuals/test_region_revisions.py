"""The revision of each region: every write and publication that touches it, and no other, moves it."""

from collections.abc import Iterator
from decimal import Decimal

import pytest
from alembic import command
from alembic.config import Config
from sqlalchemy import create_engine, text

from dashboard.actuals.store import Conflict, Entry, RegionChange, Store


@pytest.fixture
def store(store_url: str) -> Iterator[Store]:
    with Store.open(store_url) as opened:
        yield opened


def figure(
    region: str, value: str | None = "1", period: str = "2024", seen: int | None = None
) -> Entry:
    exact = None if value is None else Decimal(value)
    return Entry(region, "clusters", "revenue", period, exact, seen_revision=seen)


def test_a_store_without_figures_knows_of_no_region(store: Store) -> None:
    assert store.changes() == {}
    assert store.change_of([]) == {}
    assert store.change_of("binzhou") == {"binzhou": RegionChange("binzhou", 0, 0, 0)}


def test_a_write_moves_the_regions_it_touches_and_no_other(store: Store) -> None:
    # Revisions 1 and 3 are Binzhou's, 2 is Foshan's.
    store.write([figure("binzhou"), figure("foshan"), figure("binzhou", period="2023")], "li")
    assert store.changes() == {
        "binzhou": RegionChange("binzhou", 3, 0, 1),
        "foshan": RegionChange("foshan", 2, 0, 1),
    }
    # A withdrawal is a write.
    store.write([figure("foshan", None, seen=2)], "li")
    assert store.change_of(["foshan", "binzhou", "xinle"]) == {
        "foshan": RegionChange("foshan", 4, 0, 2),
        "binzhou": RegionChange("binzhou", 3, 0, 1),
        "xinle": RegionChange("xinle", 0, 0, 0),
    }
    assert store.revision() == 4


def test_a_publication_moves_the_region_though_no_figure_is_new(store: Store) -> None:
    store.write([figure("binzhou"), figure("foshan")], "li")
    store.publish(["binzhou", "xinle"], "chen")
    # Published up to the store's revision 2, of which Binzhou's own last is 1.
    assert store.changes() == {
        "binzhou": RegionChange("binzhou", 1, 2, 2),
        "foshan": RegionChange("foshan", 2, 0, 1),
    }
    # Nothing is new in it, so nothing is published and nothing has changed.
    store.publish(["binzhou"], "chen")
    assert store.change_of("binzhou")["binzhou"].changes == 2
    store.write([figure("binzhou", period="2023")], "li")
    assert store.change_of("binzhou")["binzhou"] == RegionChange("binzhou", 3, 2, 3)


def test_what_was_not_written_moves_nothing(store: Store) -> None:
    store.write([figure("binzhou")], "li", request_id="once")
    before = store.changes()
    store.write([figure("binzhou")], "li", request_id="once")
    store.write([], "li")
    with pytest.raises(Conflict):
        store.write([figure("foshan"), figure("binzhou", "2")], "wang")
    assert store.changes() == before == {"binzhou": RegionChange("binzhou", 1, 0, 1)}


def test_a_database_from_before_region_revisions_is_filled_from_what_it_holds(
    new_store_url: str,
) -> None:
    engine = create_engine(new_store_url)
    config = Config()
    config.set_main_option("script_location", "dashboard.actuals:migrations")
    row = (
        "INSERT INTO {} (id, region, subject, indicator, period, period_order, value, typed,"
        " unit_typed, note, evidence, author, at, replaces, withdrawn) VALUES ({}, '{}', 'clusters',"
        " 'revenue', '2024', 202412314, {}, '', '', '', '', 'li', {}, {}, {})"
    )
    # Binzhou: entered (1), published up to 1, corrected (3), published up to 4. Foshan: entered (2)
    # and withdrawn (4), never published.
    revisions = [
        (1, "binzhou", "100", 10, "NULL"),
        (2, "foshan", "7", 20, "NULL"),
        (3, "binzhou", "110", 40, "1"),
        (4, "foshan", "NULL", 50, "2"),
    ]
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "0002")
        for number, region, value, at, replaces in revisions:
            gone = str(value == "NULL").lower()
            values = (number, region, value, at, replaces, gone)
            connection.execute(text(row.format("revision", *values)))
            if number > 2:
                latest = row.replace("(id, ", "(revision, ").format("latest", *values)
                connection.execute(text(latest))
        for number, region, revision, at in ((1, "binzhou", 1, 30), (2, "binzhou", 4, 60)):
            values = f"({number}, '{region}', {revision}, 'chen', {at})"
            connection.execute(
                text(f"INSERT INTO publication (id, region, revision, author, at) VALUES {values}")  # noqa: S608  our own
            )
        connection.execute(text("UPDATE counter SET revision = 4, at = 60"))
    engine.dispose()
    with Store.open(new_store_url) as store:
        assert store.changes() == {
            "binzhou": RegionChange("binzhou", 3, 4, 1),
            "foshan": RegionChange("foshan", 4, 0, 1),
        }
        assert store.current()["value"].tolist() == ["110"]
        store.write([figure("foshan", "8")], "li")
        assert store.change_of("foshan")["foshan"] == RegionChange("foshan", 5, 0, 2)
