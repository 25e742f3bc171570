"""A clock that was two months ahead, and is right again."""

import json
from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest
from sqlalchemy import create_engine, select, text

from dashboard.actuals.observations import microseconds
from dashboard.actuals.store import Entry, Store, StoreError
from dashboard.actuals.tables import audit
from tests.commands.conftest import Run

SERIES = ("binzhou", "fine-chemicals", "revenue")


@pytest.fixture
def ahead(store_url: str) -> str:
    """Return a database whose one figure was entered by a clock two months ahead."""
    with Store.open(store_url) as store:
        store.write([Entry(*SERIES, "2024", Decimal(1))], "li")
    engine = create_engine(store_url)
    later = microseconds(datetime.now(UTC) + timedelta(days=60))
    with engine.begin() as connection:
        if engine.dialect.name == "postgresql":
            connection.execute(text("SET session_replication_role = replica"))
        else:
            connection.execute(text("DROP TRIGGER revision_no_update"))
            connection.execute(text("DROP TRIGGER audit_no_update"))
        for table in ("revision", "audit", "counter"):
            connection.execute(text(f"UPDATE {table} SET at = :at"), {"at": later})  # noqa: S608 - the names above
    engine.dispose()
    return store_url


def save(url: str, period: str) -> None:
    with Store.open(url) as store:
        store.write([Entry(*SERIES, period, Decimal(2))], "li")


def test_saving_goes_on_after_the_mending_and_the_audit_says_so(run: Run, ahead: str) -> None:
    with pytest.raises(StoreError, match="mend-clock"):
        save(ahead, "2025")
    words = ("database", "mend-clock", "--database", ahead)
    asked = run(*words)
    assert (asked.code, asked.err) == (1, "")
    assert "1 figure is dated later" in asked.out
    with pytest.raises(StoreError):
        save(ahead, "2025")
    done = run(*words, "--yes")
    assert (done.code, done.err) == (0, "")
    save(ahead, "2025")
    with Store.open(ahead) as store:
        # As of now, both are known; neither has been changed.
        assert store.current(as_of=datetime.now(UTC))["value"].tolist() == ["1", "2"]
    engine = create_engine(ahead)
    with engine.connect() as connection:
        lines = connection.execute(select(audit).order_by(audit.c.id)).all()
    engine.dispose()
    assert [line.action for line in lines] == ["save", "mend-clock", "save"]
    assert json.loads(lines[1].reasons)["figures"] == 1
    again = run(*words, "--yes", lang="zh_CN.UTF-8")
    assert (again.code, again.out) == (0, "没有数据的时间晚于本机时钟，无需处理。\n")
