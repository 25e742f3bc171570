"""The people of an empty database, under a clock of the test's own."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from argon2 import Parameters, Type

from dashboard.people.actor import By
from dashboard.people.clock import Limits
from dashboard.people.directory import Directory
from dashboard.people.identity import user_of_the_machine
from dashboard.people.passwords import Passwords
from tests.people.clocks import SetClock
from tests.people.regions import TREE

# The least argon2 allows: these tests are about what is around it. `test_passwords` uses ours.
QUICK = Parameters(
    type=Type.ID, version=19, salt_len=16, hash_len=32, time_cost=1, memory_cost=8, parallelism=1
)
LIMITS = Limits(idle=timedelta(hours=1), absolute=timedelta(hours=8), sessions_of_one=3)


@pytest.fixture
def clock() -> SetClock:
    return SetClock()


@pytest.fixture
def people(store_url: str, clock: SetClock) -> Iterator[Directory]:
    """An empty directory, once on SQLite and once on PostgreSQL."""
    with Directory.open(store_url, LIMITS, Passwords(QUICK), clock) as opened:
        yield opened


@pytest.fixture
def operator() -> By:
    """Who runs the command line on the server."""
    return By(user_of_the_machine("root"), TREE, "request-1", "")
