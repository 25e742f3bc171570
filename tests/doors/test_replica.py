"""Pages and answers read from a real standby, which may lag, be the wrong server, or be away."""

import json
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from decimal import Decimal

import psycopg
import pytest

from dashboard.actuals.replica import PrimaryState, StandbyState, unfit
from dashboard.actuals.store import Entry, Store
from dashboard.people.directory import Directory
from dashboard.people.identity import Grant, Role
from tests.commands.conftest import Run, run
from tests.doors.conftest import ROOT, Team
from tests.machine.postgres import PostgresServer
from tests.machine.server import ServerFactory

__all__ = ["run"]

ENTRY = "lang=en&region=binzhou&cluster=high-end-aluminium&indicator=revenue&period=2024"
CLUSTER = "lang=en&region=binzhou&cluster=high-end-aluminium&indicator=revenue"
FIGURES = "/api/v1/observations?region=binzhou&subject=high-end-aluminium&indicator=revenue"
BEHIND = {"en": "Read from a replica that is behind", "zh": "数据读自落后的只读副本"}
SCHEMA = "0001"
# Longer than a standby counts as near.
PATIENCE_S = 50


@dataclass(frozen=True)
class Pair:
    """A primary, the standby that follows it, and a server that reads from both."""

    team: Team
    primary: str
    standby: str
    follower: PostgresServer

    def on_standby(self, statement: str) -> None:
        with psycopg.connect(self.standby.replace("+psycopg", ""), autocommit=True) as asked:
            asked.execute(statement)  # type: ignore[call-overload]  # ours, no stranger's text

    def shown(self) -> tuple[list[str], str]:
        """What a guest is told of the figures, and as of when."""
        answer = self.team.visitor().get(FIGURES)
        assert answer.status == 200
        return [each["value"] for each in json.loads(answer.text)["items"]], answer.header(
            "read-as-of"
        )

    def logged(self, sentence: str) -> bool:
        return sentence in self.team.served.printed()


def eventually(holds: Callable[[], bool]) -> None:
    end = time.monotonic() + PATIENCE_S
    while not holds():
        assert time.monotonic() < end
        time.sleep(0.1)


def entry(year: int, value: int) -> Entry:
    return Entry("binzhou", "high-end-aluminium", "revenue", str(year), Decimal(value))


@pytest.fixture(scope="module")
def pair(
    tmp_path_factory: pytest.TempPathFactory, postgres_server: PostgresServer
) -> Iterator[Pair]:
    folder = tmp_path_factory.mktemp("replica")
    with ExitStack() as opened:
        primary = opened.enter_context(postgres_server.fresh_database())
        people = opened.enter_context(Directory.open(primary))
        follower = opened.enter_context(postgres_server.standby())
        standby = follower.url(primary.rpartition("/")[2])
        factory = opened.enter_context(ServerFactory(folder, ROOT))
        told = {"REPLICA": standby, "READING": "public", "REVIEW": "off"}
        environment = {f"CLUSTER_DASHBOARD_{name}": value for name, value in told.items()}
        served = factory("--mode", "team", database=primary, environment=environment)
        team = Team(served, people)
        team.add("clerk", Grant(Role.CLERK, "binzhou"))
        yield Pair(team, primary, standby, follower)


def test_readers_are_told_as_of_when_and_a_writer_sees_what_she_wrote(pair: Pair, run: Run) -> None:
    with Store.open(pair.primary, publishes=True) as store:
        store.write([entry(2021, 400_000_000_000)], "li")
        eventually(lambda: pair.logged("Pages are read from the replica."))
        eventually(lambda: pair.shown() == (["400000000000"], ""))
        pair.on_standby("SELECT pg_wal_replay_pause()")
        try:
            store.write([entry(2022, 410_000_000_000)], "li")
            with pair.team.tab(pair.team.signed_in("clerk")) as tab:
                tab.open("entry", ENTRY)
                tab.fill_in(value="4321亿")
                tab.click("entry-save")
                assert "Saved" in tab.shown
                # What she wrote, and what others wrote before it: all of it is the primary's.
                tab.open("cluster", CLUSTER)
                assert "432.1" in tab.shown
                assert BEHIND["en"] not in tab.shown
            eventually(lambda: pair.shown()[1] != "")
            assert pair.shown()[0] == ["400000000000"]
            for lang, told in BEHIND.items():
                with pair.team.tab(pair.team.visitor()) as tab:
                    tab.open("region", f"region=binzhou&lang={lang}")
                    assert told in tab.shown
                first = pair.team.visitor().get(f"/region?region=binzhou&lang={lang}")
                assert told in first.text
                with pair.team.tab(pair.team.visitor()) as tab:
                    tab.open("entry", f"region=binzhou&lang={lang}")
                    assert told not in tab.shown
            found = run(
                "doctor", "--database", pair.primary, CLUSTER_DASHBOARD_REPLICA=pair.standby
            )
            assert found.code == 0, found.out
            assert "is behind" in found.out
        finally:
            pair.on_standby("SELECT pg_wal_replay_resume()")
        eventually(lambda: pair.shown() == (["400000000000", "410000000000", "432100000000"], ""))


def test_a_server_that_does_not_follow_the_database_is_not_read(pair: Pair, run: Run) -> None:
    def told(replica: str, database: str = pair.primary) -> str:
        found = run("doctor", "--database", database, CLUSTER_DASHBOARD_REPLICA=replica)
        assert found.code == 0
        return found.out

    assert "follows the database and is not behind" in told(pair.standby)
    assert "follows no other server" in told(pair.primary)
    assert "cannot be asked" in told("postgresql://tests@127.0.0.1:1/clusters")
    of_one = PrimaryState(7, 1)
    assert unfit(StandbyState(True, 7, 2, SCHEMA), of_one) == "other-system"
    assert unfit(StandbyState(True, 7, 1, SCHEMA), of_one) == "other-schema"


def test_a_replica_that_is_away_is_logged_and_the_primary_is_read(pair: Pair) -> None:
    before = pair.shown()
    pair.follower.kill()
    assert pair.shown() == before
    eventually(lambda: pair.logged("Pages are read from the primary. The replica does not answer"))
    assert pair.shown() == before
    pair.follower.start()
    with Store.open(pair.primary, publishes=True) as store:
        store.write([entry(2023, 420_000_000_000)], "li")
    eventually(lambda: "420000000000" in pair.shown()[0])
