"""Two databases of either kind, and a backup of one of them."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from sqlalchemy import Connection, create_engine

from dashboard.backup.creation import create
from dashboard.register.copies import layout
from tests.machine.postgres import PostgresServer
from tests.machine.register import SHIPPED

NewDatabase = Callable[[str], str]


@contextmanager
def connected(url: str) -> Iterator[Connection]:
    """A connection of the test's own; what it does is kept."""
    engine = create_engine(url)
    try:
        with engine.begin() as connection:
            yield connection
    finally:
        engine.dispose()


@pytest.fixture
def new_database(
    tmp_path: Path, new_postgres_url: str, postgres_server: PostgresServer
) -> Iterator[NewDatabase]:
    """Return a function that gives a database nobody has opened, "sqlite" or "postgresql"."""
    given = iter(range(100))

    def make(kind: str) -> str:
        if kind == "postgresql":
            return new_postgres_url
        return f"sqlite:///{(tmp_path / f'target-{next(given)}.db').as_posix()}"

    yield make


def backed_up(url: str, path: Path) -> Path:
    """Back a database up with the repository's register."""
    create(url, layout(SHIPPED), path)
    return path
