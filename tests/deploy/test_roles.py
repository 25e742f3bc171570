"""A server whose user may not make tables, as docs/operating.md sets one up."""

import re
from collections.abc import Iterator
from decimal import Decimal

import pytest
from sqlalchemy import create_engine, text

from dashboard.actuals.store import Entry, Store, StoreError
from dashboard.people.directory import Directory
from tests.structure.test_tree import ROOT

OPERATING = (ROOT / "docs" / "operating.md").read_text(encoding="utf-8")


def as_owner(url: str, *statements: str) -> None:
    engine = create_engine(url)
    with engine.begin() as connection:
        for statement in statements:
            connection.execute(text(statement))
    engine.dispose()


@pytest.fixture
def user(new_postgres_url: str) -> Iterator[str]:
    """Make a user who may nothing but connect."""
    name = "app_" + new_postgres_url.rpartition("test_")[2].partition("?")[0][:12]
    as_owner(new_postgres_url, f"CREATE USER {name}", "REVOKE CREATE ON SCHEMA public FROM PUBLIC")
    yield name
    as_owner(new_postgres_url, f"DROP OWNED BY {name}", f"DROP USER {name}")


def test_after_the_owners_first_start_the_documented_grants_are_enough(
    new_postgres_url: str, user: str
) -> None:
    theirs = re.sub(r"//[^@/]*@", f"//{user}@", new_postgres_url)
    with pytest.raises(StoreError) as caught:
        Store.open(theirs)
    assert "permission denied" in str(caught.value)
    Directory.open(new_postgres_url).close()
    granted = re.findall(r"(?m)^GRANT (?:SELECT|USAGE)[^;]*;", OPERATING)
    assert len(granted) == 2
    as_owner(new_postgres_url, *(each.replace("cluster_app", user) for each in granted))
    with Store.open(theirs) as store, Directory.open(theirs) as people:
        store.write([Entry("r", "r", "i", "2024", Decimal(1))], "li")
        assert store.publish(["r"], "li") == {"r": 1}
        assert people.audit.latest() == []
