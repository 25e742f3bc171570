"""Figures in PostgreSQL's own partitions by region: put there whole, guarded, pruned, upgraded."""

from collections.abc import Iterator
from contextlib import closing
from decimal import Decimal
from pathlib import Path

import psycopg
import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from dashboard.actuals import partitions
from dashboard.actuals.engines import new_engine
from dashboard.actuals.store import Entry, Store, StoreError
from dashboard.actuals.transactions import writing
from dashboard.backup import schema
from dashboard.backup.restoration import restore
from dashboard.people.directory import Directory
from tests.backup.any_rows import contents, fill, refuse_losses
from tests.backup.conftest import backed_up, connected
from tests.backup.test_earlier_schemas import steps
from tests.machine.postgres import PostgresServer

REGIONS = [f"region-{number}" for number in range(12)]
# More digits than a binary float has.
EXACT = Decimal("12345678901234567890.12")


@pytest.fixture
def filled(postgres_url: str) -> Iterator[Store]:
    with Store.open(postgres_url) as store:
        for year in ("2023", "2024"):
            store.write([Entry(region, "c", "i", year, EXACT) for region in REGIONS], "li")
        seen = store.figures([("region-0", "c", "i", "2024")])
        revision = seen["region-0", "c", "i", "2024"].revision
        store.write([Entry("region-0", "c", "i", "2024", None, seen_revision=revision)], "wang")
        store.publish(["region-1"], "zhao")
        yield store


def rows(url: str) -> dict[str, list[tuple[object, ...]]]:
    with connected(url) as connection:
        return {name: rows for name, rows in contents(connection).items() if "_part_" not in name}


def touched(url: str) -> set[str]:
    """Return the parts of the figures that were read or written since the last time."""
    with closing(psycopg.connect(url.replace("+psycopg", ""), autocommit=True)) as asked:
        found = asked.execute(
            "SELECT relname FROM pg_stat_user_tables WHERE relname LIKE 'latest_part_%' "
            "AND seq_scan + coalesce(idx_scan, 0) + n_tup_ins > 0"
        ).fetchall()
        asked.execute("SELECT pg_stat_reset()")
    return {row[0] for row in found}


def test_all_rows_are_there_and_everything_goes_on_as_before(
    filled: Store, postgres_url: str
) -> None:
    before, changes = rows(postgres_url), filled.changes()
    then = filled.revision()
    done = filled.partition(8)
    assert done == partitions.Partitioning(8, {"revision": 25, "latest": 24, "newest": 12})
    assert rows(postgres_url) == before
    assert filled.partitioning() == done
    # The store that was open all the while goes on.
    filled.write([Entry("region-3", "c", "i", "2025", Decimal(7))], "li")
    assert filled.publish(["region-0", "region-3"], "zhao") == {"region-0": 2, "region-3": 3}
    assert list(filled.current("region-3")["value"]) == [str(EXACT), str(EXACT), "7"]
    assert len(filled.current(as_of=then)) == 23
    assert filled.changes()["region-1"] == changes["region-1"]
    with pytest.raises(StoreError, match="in parts already"):
        filled.partition(4)


def test_who_reads_a_region_reads_one_part(filled: Store, postgres_url: str) -> None:
    filled.partition(16)
    filled.close()
    touched(postgres_url)
    for region in ("region-1", "region-7"):
        with Store.open(postgres_url) as store:
            revision = store.revision()
            assert len(store.current(region)) == 2
            assert len(store.current(region, as_of=revision)) == 2
            store.figures([(region, "c", "i", "2024")])
            store.series([(region, "c", "i")])
        # What a connection has read is told when it ends.
        assert len(touched(postgres_url)) == 1


@pytest.mark.parametrize("table", ["revision", "revision_part_000"])
@pytest.mark.parametrize("change", ["DELETE FROM {}", "UPDATE {} SET note = 'x'", "TRUNCATE {}"])
def test_no_part_of_the_record_can_be_changed_either(
    postgres_url: str, table: str, change: str
) -> None:
    with Store.open(postgres_url) as store:
        store.partition(2)
    with pytest.raises(DBAPIError, match="append-only"), connected(postgres_url) as connection:
        connection.execute(text(change.format(table)))


def test_rights_of_others_hold_for_the_tables_in_parts(filled: Store, postgres_url: str) -> None:
    with connected(postgres_url) as connection:
        asked = text("SELECT relname, relacl::text FROM pg_class WHERE relname = 'latest'")
        connection.execute(text("GRANT SELECT, INSERT ON latest TO pg_monitor WITH GRANT OPTION"))
        before = connection.execute(asked).all()
    filled.partition(2)
    with connected(postgres_url) as connection:
        assert connection.execute(asked).all() == before


def test_what_cannot_be_carried_along_leaves_everything_as_it_was(
    filled: Store, postgres_url: str
) -> None:
    with connected(postgres_url) as connection:
        connection.execute(text("CREATE TABLE theirs (id bigint REFERENCES revision (id))"))
    before = rows(postgres_url)
    for parts, told in ((16, "refers to the table revision"), (1, "from 2 to 256")):
        with pytest.raises(StoreError, match=told):
            filled.partition(parts)
    assert rows(postgres_url) == before
    assert filled.partitioning().parts == 0


def test_sqlite_has_no_parts(sqlite_url: str) -> None:
    with Store.open(sqlite_url) as store, pytest.raises(StoreError, match="Only PostgreSQL"):
        store.partition(16)


# The first step has all later ones before it, the middle one fuller tables; the rest in the long run.
STEPS = steps(schema.SCHEMAS[0].migrations)
SAMPLED = {STEPS[0], STEPS[len(STEPS) // 2]}


@pytest.mark.parametrize(
    "step",
    [pytest.param(s, marks=() if s in SAMPLED else pytest.mark.long) for s in STEPS],
)
def test_every_later_migration_runs_on_figures_in_parts(new_postgres_url: str, step: str) -> None:
    engine, _ = new_engine(new_postgres_url)
    people = steps(schema.SCHEMAS[1].migrations)[0]
    with writing(engine) as connection:
        schema.make(connection, {"schema_version": step, "people_version": people})
        fill(connection)
    before = rows(new_postgres_url)
    partitions.partition(engine, 2)
    engine.dispose()
    with Directory.open(new_postgres_url):
        pass
    after = rows(new_postgres_url)
    refuse_losses(before, after)
    with Store.open(new_postgres_url) as store:
        assert store.partitioning().parts == 2


def test_a_backup_of_figures_in_parts_goes_into_either_kind_of_database(
    filled: Store, postgres_url: str, postgres_server: PostgresServer, tmp_path: Path
) -> None:
    filled.partition(4)
    path = backed_up(postgres_url, tmp_path / "backup")
    with postgres_server.fresh_database() as other:
        for url in (other, f"sqlite:///{(tmp_path / 'restored.db').as_posix()}"):
            restore(path, url)
            with Store.open(url) as store, Store.open(postgres_url) as first:
                assert store.observations(None) == first.observations(None)
                assert list(store.history()["value"]) == list(first.history()["value"])
