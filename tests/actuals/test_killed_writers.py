"""Writers killed in the middle of writes: what was acknowledged is there, nothing is there by half."""

import os
import random
import signal
import sqlite3
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path

import pytest

from dashboard.actuals.store import Store
from tests.actuals.writer import BATCH

WRITER = Path(__file__).parent / "writer.py"


def rounds_of_kill(url: str, rounds: int, check: "Check") -> int:
    """Let a writer be killed `rounds` times; return how many batches were acknowledged in all."""
    chance = random.Random(20240531)
    acknowledged_in_all = 0
    server = subprocess.Popen(
        [sys.executable, str(WRITER), url],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        bufsize=1,
        env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])},
    )
    assert server.stdin is not None
    assert server.stdout is not None
    try:
        for number in range(rounds):
            region = f"round-{number}"
            server.stdin.write(f"{region}\n")
            pid, acknowledged = 0, []
            wanted = chance.randrange(4)
            while not pid or len(acknowledged) < wanted:
                line = server.stdout.readline().split()
                if line[0] == "pid":
                    pid = int(line[1])
                else:
                    acknowledged.append(int(line[0]))
            # No event to wait for: the kill shall come at any point of a write.
            time.sleep(chance.random() * 0.003)
            os.kill(pid, signal.SIGKILL)
            while (said := server.stdout.readline().strip()) != "ended":
                acknowledged.append(int(said))
            check(region, acknowledged)
            acknowledged_in_all += len(acknowledged)
    finally:
        server.stdin.close()
        server.wait()
    return acknowledged_in_all


class Check:
    """Opens the database as anyone would after a crash and looks at one round's figures."""

    def __init__(self, url: str) -> None:
        self.url = url

    def __call__(self, region: str, acknowledged: list[int]) -> None:
        with Store.open(self.url) as store:
            for frame in (store.current(region), store.history(region), store.newest(region)):
                parts = Counter(frame["indicator"])
                assert set(parts.values()) <= {BATCH}, "half a batch"
                there = {int(name.removeprefix("batch-")) for name in parts}
                assert set(acknowledged) <= there, "an acknowledged figure is lost"
                # At most the one whose acknowledgement was cut off.
                assert len(there) <= len(acknowledged) + 1


class SqliteCheck(Check):
    def __call__(self, region: str, acknowledged: list[int]) -> None:
        connection = sqlite3.connect(self.url.removeprefix("sqlite:///"))
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        connection.close()
        super().__call__(region, acknowledged)
        with Store.open(self.url) as store:
            assert store.revision() == len(store.current())


@pytest.mark.parametrize("rounds", [20, pytest.param(800, marks=pytest.mark.long)])
def test_kills_lose_nothing_and_leave_nothing_half(sqlite_url: str, rounds: int) -> None:
    Store.open(sqlite_url).close()
    acknowledged = rounds_of_kill(sqlite_url, rounds, SqliteCheck(sqlite_url))
    assert acknowledged > rounds


@pytest.mark.parametrize("rounds", [5, pytest.param(200, marks=pytest.mark.long)])
def test_killed_writers_leave_postgres_whole_too(postgres_url: str, rounds: int) -> None:
    Store.open(postgres_url).close()
    acknowledged = rounds_of_kill(postgres_url, rounds, Check(postgres_url))
    assert acknowledged > rounds
