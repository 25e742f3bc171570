"""A primary killed under writers, and its synchronous standby promoted: nothing acknowledged is lost."""

import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from decimal import Decimal
from urllib.parse import urlsplit

import psycopg
import pytest

from dashboard.actuals.store import Entry, Store, StoreError
from dashboard.people.directory import Directory
from dashboard.people.identity import Grant, Role
from tests.doors.conftest import Team
from tests.machine.postgres import PostgresServer, start_postgres
from tests.machine.server import ServerFactory

ENTRY = ("entry", "lang=en&region=binzhou&cluster=high-end-aluminium&indicator=revenue&period=2024")
WRITERS = 6


@dataclass(frozen=True)
class Pair:
    """A primary with a synchronous standby, and the address that names both."""

    primary: PostgresServer
    standby: PostgresServer

    @property
    def url(self) -> str:
        hosts = ",".join(
            urlsplit(each.url("postgres")).netloc.rpartition("@")[2] for each in self.both
        )
        return f"postgresql://tests@{hosts}/postgres?target_session_attrs=read-write"

    @property
    def both(self) -> tuple[PostgresServer, PostgresServer]:
        return self.primary, self.standby


@pytest.fixture
def pair(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Pair]:
    with ExitStack() as opened:
        primary = opened.enter_context(start_postgres(tmp_path_factory.mktemp("failover")))
        standby = opened.enter_context(primary.standby())
        # After the copy, so that the standby waits for nobody once it is the primary.
        with psycopg.connect(
            primary.url("postgres").replace("+psycopg", ""), autocommit=True
        ) as asked:
            asked.execute("ALTER SYSTEM SET synchronous_standby_names = '*'")
            asked.execute("SELECT pg_reload_conf()")
            while asked.execute("SELECT sync_state FROM pg_stat_replication").fetchall() != [
                ("sync",)
            ]:
                time.sleep(0.05)
        yield Pair(primary, standby)


@dataclass
class Writer:
    """Saves one figure after the other; one that fails is sent again, as a clerk or a program does."""

    url: str
    region: str
    acknowledged: list[int] = field(default_factory=list)
    refused: int = 0
    ended: threading.Event = field(default_factory=threading.Event)

    def run(self) -> None:
        with Store.open(self.url) as store:
            number = 0
            while not self.ended.is_set():
                entry = Entry(self.region, "cluster", f"figure-{number}", "2024", Decimal(number))
                try:
                    store.write([entry], "writer", request_id=f"{self.region}-{number}")
                except StoreError as fault:
                    assert fault.message.params["cause"].passes, str(fault)
                    self.refused += 1
                    continue
                self.acknowledged.append(number)
                number += 1


def wait_for_more(writers: list[Writer], figures: int) -> None:
    """Return once every writer has had so many more figures acknowledged."""
    wanted = [len(each.acknowledged) + figures for each in writers]
    while any(len(each.acknowledged) < n for each, n in zip(writers, wanted, strict=True)):
        time.sleep(0.05)


@pytest.mark.parametrize(
    ("away", "figures"), [(0.5, 3), pytest.param(60.0, 200, marks=pytest.mark.long)]
)
def test_a_failover_loses_nothing_that_was_acknowledged_and_nothing_that_was_typed(
    pair: Pair, serve: ServerFactory, away: float, figures: int
) -> None:
    writers = [Writer(pair.url, f"region-{number}") for number in range(WRITERS)]
    threads = [threading.Thread(target=each.run, daemon=True) for each in writers]
    with Directory.open(pair.url) as people:
        team = Team(serve("--mode", "team", database=pair.url), people)
        team.add("clerk", Grant(Role.CLERK, "binzhou"))
        with team.tab(team.signed_in("clerk")) as tab:
            tab.open(*ENTRY)
            tab.fill_in(value="4321亿")
            for thread in threads:
                thread.start()
            wait_for_more(writers, figures)
            pair.primary.kill()
            time.sleep(away)
            # Who saves meanwhile is told, and the page goes on by itself.
            tab.ask(tab.widgets["entry-save"].fragment, tab.widgets["entry-save"].id)
            if away > 1:
                tab.until("The database does not answer at the moment")
            pair.standby.promote()
            tab.collect()
            wait_for_more(writers, figures)
            tab.open(*ENTRY)
            assert "432,100,000,000" in tab.shown
            if "Saved" not in tab.everything:
                tab.click("entry-save")
                assert "Saved" in tab.shown
        assert team.visitor().get("/readyz").status == 200
    for each, thread in zip(writers, threads, strict=True):
        each.ended.set()
        thread.join()
    with Store.open(pair.standby.url("postgres")) as promoted:
        kept = promoted.history()
        for each in writers:
            own = kept[kept["region"] == each.region]
            # Each once, although what was not acknowledged has been sent again.
            assert sorted(own["value"].astype(int)) == each.acknowledged
        assert list(kept[kept["region"] == "binzhou"]["value"]) == ["432100000000"]
    if away > 1:
        assert all(each.refused for each in writers)
