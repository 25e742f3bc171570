"""One recorded database of each kind, to be tampered with in transactions that are given up."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Connection, create_engine

from tests.audit.recorded import record
from tests.machine.postgres import PostgresServer


@pytest.fixture(scope="session", params=["sqlite", "postgresql"])
def recorded_url(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[str]:
    """Return the URL of a database in which everything was done once."""
    if request.param == "sqlite":
        url = f"sqlite:///{Path(tmp_path_factory.mktemp('recorded')).as_posix()}/actuals.db"
        record(url)
        yield url
        return
    server: PostgresServer = request.getfixturevalue("postgres_server")
    with server.fresh_database() as url:
        record(url)
        yield url


@pytest.fixture
def tampered(recorded_url: str) -> Iterator[Connection]:
    """A connection of somebody who may do everything; what they do is undone afterwards."""
    engine = create_engine(recorded_url)
    with engine.connect() as connection:
        connection.exec_driver_sql("BEGIN") if engine.dialect.name == "sqlite" else None
        yield connection
        connection.rollback()
    engine.dispose()
