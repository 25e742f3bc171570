"""Publishing: what a region's readers see is what was published last, and nothing entered since."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pandas as pd
import pytest
from alembic import command
from alembic.config import Config
from sqlalchemy import create_engine, text
from sqlalchemy.exc import DBAPIError

from dashboard.actuals.observations import OBSERVATION_COLUMNS, without_history
from dashboard.actuals.store import Entry, Store


@pytest.fixture
def store(store_url: str) -> Store:
    return Store.open(store_url)


def enter(
    store: Store, region: str, value: str | None, period: str = "2024", seen: int | None = None
) -> int:
    exact = None if value is None else Decimal(value)
    entry = Entry(region, "clusters", "revenue", period, exact, note="月报", seen_revision=seen)
    return store.write([entry], "li").revision


def seen(store: Store, **up_to: int) -> list[tuple[str, str, str]]:
    frame = store.published(up_to)
    return list(zip(frame["region"], frame["period"], frame["value"], strict=True))


def last(store: Store) -> dict[str, int]:
    return {region: each.revision for region, each in store.publications().items()}


def test_nothing_is_published_until_somebody_publishes_it(store: Store) -> None:
    enter(store, "binzhou", "100")
    assert store.publications() == {}
    assert store.unpublished("binzhou") == 1
    assert list(store.published({}).columns) == [*OBSERVATION_COLUMNS, "published"]
    assert seen(store) == []


def test_publishing_shows_what_stands_then_and_hides_what_follows(store: Store) -> None:
    first = enter(store, "binzhou", "100")
    assert store.publish(["binzhou"], "chen") == {"binzhou": 1}
    enter(store, "binzhou", "110", seen=first)
    enter(store, "binzhou", "90", "2023")
    assert last(store) == {"binzhou": 1}
    assert seen(store, **last(store)) == [("binzhou", "2024", "100")]
    assert store.unpublished("binzhou") == 2
    assert store.publish(["binzhou"], "chen") == {"binzhou": 2}
    # In the order of the periods, as every other reading.
    assert seen(store, **last(store)) == [("binzhou", "2023", "90"), ("binzhou", "2024", "110")]
    assert store.unpublished("binzhou") == 0


def test_one_regions_publication_says_nothing_of_another(store: Store) -> None:
    enter(store, "binzhou", "100")
    enter(store, "foshan", "200")
    store.publish(["foshan"], "chen")
    assert last(store) == {"foshan": 2}
    # Binzhou's figure is the older one, and not published for that.
    assert seen(store, **last(store)) == [("foshan", "2024", "200")]
    assert seen(store, binzhou=2) == []


def test_a_withdrawal_shows_when_it_is_published(store: Store) -> None:
    enter(store, "binzhou", "100")
    store.publish(["binzhou"], "chen")
    enter(store, "binzhou", None, seen=1)
    assert seen(store, **last(store)) == [("binzhou", "2024", "100")]
    assert store.publish(["binzhou"], "chen") == {"binzhou": 1}
    assert seen(store, **last(store)) == []


def test_only_what_was_seen_is_published(store: Store) -> None:
    shown = enter(store, "binzhou", "100")
    # Somebody enters another figure between the look and the click.
    enter(store, "binzhou", "90", "2023")
    assert store.publish(["binzhou"], "chen", up_to=shown) == {"binzhou": 1}
    assert seen(store, **last(store)) == [("binzhou", "2024", "100")]
    assert store.unpublished("binzhou") == 1


def test_publishing_less_than_is_published_takes_nothing_back(store: Store) -> None:
    enter(store, "binzhou", "100")
    enter(store, "binzhou", "90", "2023")
    store.publish(["binzhou"], "chen")
    assert store.publish(["binzhou"], "wang", up_to=1) == {"binzhou": 0}
    assert last(store) == {"binzhou": 2}


def test_where_nothing_is_new_nothing_is_recorded(store: Store) -> None:
    enter(store, "binzhou", "100")
    assert store.publish(["binzhou", "foshan"], "chen") == {"binzhou": 1, "foshan": 0}
    assert store.publish(["binzhou"], "wang") == {"binzhou": 0}
    assert store.publications()["binzhou"].author == "chen"
    assert set(store.publications()) == {"binzhou"}


def test_the_last_publication_can_be_asked_for_as_of_a_moment_and_before_a_revision(
    store: Store,
) -> None:
    enter(store, "binzhou", "100")
    store.publish(["binzhou"], "chen")
    enter(store, "binzhou", "110", seen=1)
    store.publish(["binzhou"], "wang")
    later = datetime.fromisoformat(store.publications()["binzhou"].at)
    microsecond = timedelta(microseconds=1)
    assert store.publications(later)["binzhou"].author == "wang"
    assert store.publications(later - microsecond)["binzhou"].author == "chen"
    assert store.publications(below=2)["binzhou"].revision == 1
    assert store.publications(below=1) == {}
    # A day before any publication: nothing was published.
    assert store.publications(datetime(2020, 1, 1, tzinfo=UTC)) == {}


def test_a_publication_has_a_moment_of_its_own_after_the_writes_it_holds(store: Store) -> None:
    enter(store, "binzhou", "100")
    written = store.current()["at"].iloc[0]
    store.publish(["binzhou"], "chen")
    published = store.publications()["binzhou"].at
    enter(store, "binzhou", "90", "2023")
    assert written < published < store.current()["at"].max()


def test_each_figure_says_when_it_was_first_published(store: Store) -> None:
    enter(store, "binzhou", "100")
    store.publish(["binzhou"], "chen")
    first = store.publications()["binzhou"].at
    enter(store, "binzhou", "90", "2023")
    store.publish(["binzhou"], "chen")
    second = store.publications()["binzhou"].at
    frame = store.published(last(store))
    assert dict(zip(frame["period"], frame["published"], strict=True)) == {
        "2024": first,
        "2023": second,
    }


def test_without_history_a_figure_names_nobody_and_only_when_it_was_published(
    store: Store,
) -> None:
    enter(store, "binzhou", "100")
    store.publish(["binzhou"], "chen")
    frame = store.published(last(store))
    bare = without_history(frame, frame["published"])
    row = bare.iloc[0]
    assert (row["author"], row["note"], row["evidence"]) == ("", "", "")
    assert row["at"] == store.publications()["binzhou"].at
    assert row["value"] == "100"
    # The frame it was made from is as it was.
    assert frame["note"].tolist() == ["月报"]
    assert without_history(store.current("nowhere"), []).empty


def test_a_hundred_regions_are_one_question(store: Store) -> None:
    regions = [f"r{number}" for number in range(100)]
    store.write([Entry(r, r, "revenue", "2024", Decimal(n)) for n, r in enumerate(regions)], "li")
    assert sum(store.publish(regions, "chen").values()) == 100
    frame = store.published(last(store))
    assert pd.to_numeric(frame["value"]).sum() == sum(range(100))


@pytest.mark.parametrize(
    "statement",
    ["UPDATE publication SET revision = 9", "DELETE FROM publication"],
)
def test_what_was_published_cannot_be_changed_or_taken_back(
    store: Store, store_url: str, statement: str
) -> None:
    enter(store, "binzhou", "100")
    store.publish(["binzhou"], "chen")
    engine = create_engine(store_url)
    with pytest.raises(DBAPIError, match="append-only"), engine.begin() as connection:
        connection.execute(text(statement))
    engine.dispose()


def test_a_database_from_before_publications_keeps_its_figures(new_store_url: str) -> None:
    engine = create_engine(new_store_url)
    config = Config()
    config.set_main_option("script_location", "dashboard.actuals:migrations")
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "0001")
        connection.execute(
            text(
                "INSERT INTO revision (id, region, subject, indicator, period, period_order, value,"
                " typed, unit_typed, note, evidence, author, at, replaces, withdrawn) VALUES (1,"
                " 'binzhou', 'clusters', 'revenue', '2024', 202412314, '100', '', '', '', '', 'li',"
                " 1, NULL, :no)"
            ),
            {"no": False},
        )
        connection.execute(text("UPDATE counter SET revision = 1, at = 1"))
    engine.dispose()
    with Store.open(new_store_url) as store:
        assert store.history("binzhou")["value"].tolist() == ["100"]
        assert store.publications() == {}
        assert store.publish(["binzhou"], "chen") == {"binzhou": 1}
