"""A store of 4 regions and one of 300: what one region's reading and saving cost in each.

Every region has the same figures, so nothing that is asked of one may depend on how many others
there are.  The two sizes take turns within one run.
"""

import gc
import statistics
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from decimal import Decimal
from functools import partial
from pathlib import Path

import psycopg

from bench import registers
from dashboard.actuals.periods import cumulative
from dashboard.actuals.store import Entry, Store
from tests.machine.postgres import start_postgres

SMALL, LARGE = 4, 300
# The made-up register's 150 series over two years of monthly reports: 3,300 figures a region,
# 990,000 in 300 regions.
SUBJECTS, INDICATORS = 1 + registers.CLUSTERS, registers.INDICATORS
PERIODS = tuple(cumulative(year, month).code for year in (2024, 2025) for month in range(2, 13))
FIGURES = SUBJECTS * INDICATORS * len(PERIODS)
# Of so many figures one is corrected before the second publication, and another after it.
CORRECTED = 10

EVERYTHING = ("as of now", "as of the first publication", "published")


@dataclass(frozen=True)
class Measured:
    """Of one database: medians in seconds at the small and the large size by what was done,
    seconds for all regions by what was read, bytes spilled meanwhile, and bytes a figure."""

    database: str
    of_a_region: dict[str, tuple[float, float]]
    of_everything: dict[str, float]
    spilled: int | None
    bytes_a_figure: float


def fill(store: Store, regions: int) -> None:
    """Enter every region's figures, publish them, correct and publish some, and correct more."""
    for number in range(regions):
        store.write(list(_figures(number)), "filler", action="import")
        store.publish([name(number)], "publisher")
    for turn in (1, 2):
        for number in range(regions):
            entered = {entry.figure: entry for entry in _figures(number)}
            keys = list(entered)[turn::CORRECTED]
            held = store.figures(keys)
            corrected = [
                Entry(*key, _corrected(entered[key]), note="更正", seen_revision=held[key].revision)
                for key in keys
            ]
            store.write(corrected, "corrector")
            if turn == 1:
                store.publish([name(number)], "publisher")


def _corrected(entry: Entry) -> Decimal:
    assert entry.value is not None
    return entry.value * Decimal("1.01")


def name(number: int) -> str:
    """The id of a made-up region."""
    return f"region-{number:03}"


def measure(folder: Path, times: int) -> Iterator[Measured]:
    """Fill and measure SQLite, then PostgreSQL."""
    # As the server does.
    gc.set_threshold(50_000, 20, 50)
    urls = [f"sqlite:///{folder / size}.db" for size in ("small", "large")]
    with _filled(*urls) as (small, large):
        files = folder.glob("large.db*")
        yield _measured("SQLite", small, large, times, sum(f.stat().st_size for f in files), None)
    with (
        start_postgres(folder / "postgres") as server,
        server.fresh_database() as url,
        server.fresh_database() as other,
        _filled(url, other) as (small, large),
        psycopg.connect(other.replace("+psycopg", ""), autocommit=True) as admin,
        psycopg.connect(url.replace("+psycopg", ""), autocommit=True) as lesser,
    ):
        for each in (lesser, admin):
            # What autovacuum does in its own time.
            each.execute("VACUUM ANALYZE")
        size = admin.execute("SELECT pg_database_size(current_database())").fetchone()
        assert size is not None
        yield _measured("PostgreSQL", small, large, times, size[0], admin)


@contextmanager
def _filled(small: str, large: str) -> Iterator[tuple[Store, Store]]:
    with Store.open(small) as few, Store.open(large) as many:
        fill(few, SMALL)
        fill(many, LARGE)
        yield few, many


def _measured(
    database: str,
    small: Store,
    large: Store,
    times: int,
    size: int,
    admin: "psycopg.Connection[tuple[int]] | None",
) -> Measured:
    up_to = {region: change.published for region, change in large.changes().items()}
    in_small = {region: change.published for region, change in small.changes().items()}
    tasks: dict[str, Callable[[Store, str, int], object]] = {
        "read a region": lambda store, region, _: store.observations(region),
        "read it as it was published": lambda store, region, _: store.observations_published(
            {region: (up_to if store is large else in_small)[region]}
        ),
        "read it as of an earlier day": lambda store, region, _: store.observations(
            region, as_of=FIGURES * (LARGE if store is large else SMALL)
        ),
        "save one figure": lambda store, region, turn: store.write(
            [Entry(region, "new", f"indicator-{turn}", "2025", Decimal(1))], "clerk"
        ),
        "ask what has changed": lambda store, region, _: store.change_of(region),
    }
    of_a_region = {what: _both(task, small, large, times) for what, task in tasks.items()}
    before = _spilled(admin)
    everything: dict[str, Callable[[], object]] = {
        "current": lambda: large.observations(None),
        "as of now": lambda: large.observations(None, as_of=large.revision()),
        "as of the first publication": lambda: large.observations(None, as_of=FIGURES * LARGE),
        "published": lambda: large.observations_published(up_to),
    }
    # In turns, so that what else the machine does meets all of them alike.
    rounds = [{what: _timed(task) for what, task in everything.items()} for _ in range(3)]
    taken = {what: min(each[what] for each in rounds) for what in everything}
    spilled = None if before is None else (_spilled(admin) or 0) - before
    return Measured(database, of_a_region, taken, spilled, size / (FIGURES * LARGE))


def _both(
    task: Callable[[Store, str, int], object], small: Store, large: Store, times: int
) -> tuple[float, float]:
    """Medians at both sizes, a different region each time."""
    taken: dict[int, list[float]] = {SMALL: [], LARGE: []}
    for turn in range(times * 4):
        for regions, store in ((SMALL, small), (LARGE, large)):
            region = name(turn * 7 % regions)
            taken[regions].append(_timed(partial(task, store, region, turn)))
    return statistics.median(taken[SMALL]), statistics.median(taken[LARGE])


def _timed(task: Callable[[], object]) -> float:
    gc.collect()
    began = time.perf_counter()
    # Kept until the clock has stopped: letting go of a million rows takes its time too.
    kept = task()
    taken = time.perf_counter() - began
    del kept
    return taken


def _spilled(admin: "psycopg.Connection[tuple[int]] | None") -> int | None:
    if admin is None:
        return None
    # The statistics of a connection that idles arrive within the second.
    time.sleep(2)
    asked = "SELECT temp_bytes FROM pg_stat_database WHERE datname = current_database()"
    found = admin.execute(asked).fetchone()
    return None if found is None else int(found[0])


def _figures(number: int) -> Iterator[Entry]:
    region = name(number)
    for subject in range(SUBJECTS):
        of = f"cluster-{subject - 1}" if subject else region
        for indicator in range(INDICATORS):
            unit, typed_in, size = _UNITS[indicator % len(_UNITS)]
            for place, period in enumerate(PERIODS):
                # A year's reports grow from month to month; no two series are the same.
                grown = (indicator + 30) * 1000 + (place % 11) * 100 + 10 * (number % 10) + subject
                value = Decimal(grown) * size
                yield Entry(
                    region,
                    of,
                    f"indicator-{indicator:02}",
                    period,
                    value,
                    typed=f"{value / unit:f}",
                    unit_typed=typed_in,
                    note="月报",
                    evidence="统计月报表三",
                )


# Base units in the unit typed, its word, and the size of a thousandth: as the register's units.
_UNITS = (
    (Decimal(10**8), "亿元", Decimal(10**5)),
    (Decimal(1), "", Decimal(1)),
    (Decimal("0.01"), "%", Decimal("0.00001")),
)
