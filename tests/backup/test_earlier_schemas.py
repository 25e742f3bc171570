"""A database of every earlier schema opens, upgrades and keeps every row; its backup does, too."""

from itertools import product
from pathlib import Path

import pytest
from alembic.config import Config
from alembic.script import ScriptDirectory

from dashboard.actuals.engines import new_engine
from dashboard.actuals.transactions import writing
from dashboard.audit.database import open_recorded
from dashboard.audit.verification import Kind, verify
from dashboard.backup import schema
from dashboard.backup.restoration import restore
from dashboard.people.directory import Directory
from tests.backup.any_rows import contents, fill, refuse_losses
from tests.backup.conftest import NewDatabase, backed_up, connected


def steps(migrations: str) -> list[str]:
    """Read the steps from the files, so that one that comes later is tried, too."""
    config = Config()
    config.set_main_option("script_location", migrations)
    found = ScriptDirectory.from_config(config).walk_revisions()
    return sorted(script.revision for script in found)


# From which steps on there are chains.
CHAINED, CHAINED_PEOPLE = "0008", "0003"


def stood_together(figures: str, people: str) -> bool:
    """Tell whether some version had both steps: accounts got theirs when figures had 0007."""
    if people < CHAINED_PEOPLE:
        return figures <= "0007" if people == "0001" else figures == "0007"
    return figures >= CHAINED


PAIRS = sorted(product(*(steps(each.migrations) for each in schema.SCHEMAS)))
TOGETHER = [each for each in PAIRS if stood_together(*each)]
# What some version left behind, in turns on SQLite, restored into PostgreSQL, and the other way
# round: each is upgraded on both. In `make test-long` both ways, and what no version left behind.
EARLIER = [
    pytest.param(
        kind,
        each,
        marks=() if each in TOGETHER and TOGETHER.index(each) % 2 == turn else pytest.mark.long,
        id="-".join((kind, *each)),
    )
    for turn, kind in enumerate(("sqlite", "postgresql"))
    for each in PAIRS
]


@pytest.mark.parametrize(("kind", "at"), EARLIER)
def test_a_database_of_an_earlier_schema_upgrades_and_keeps_its_rows(
    kind: str, at: tuple[str, ...], new_database: NewDatabase, tmp_path: Path
) -> None:
    earlier = new_database(kind)
    wanted = {each.version_table: step for each, step in zip(schema.SCHEMAS, at, strict=True)}
    engine, _ = new_engine(earlier)
    with writing(engine) as connection:
        schema.make(connection, wanted)
    engine.dispose()
    with connected(earlier) as connection:
        fill(connection)
        before = contents(connection)
    path = backed_up(earlier, tmp_path / "backup")
    restored = new_database("sqlite" if kind == "postgresql" else "postgresql")
    restore(path, restored)
    with Directory.open(earlier):
        pass
    newest = {each.version_table: each.head for each in schema.SCHEMAS}
    for url in (earlier, restored):
        with connected(url) as connection:
            assert schema.versions(connection) == newest
            after = contents(connection)
        refuse_losses(before, after)
        with open_recorded(url) as recorded:
            told = {one.kind for each in verify(recorded) for one in each.findings}
        # What was there is chained as it was. Rows made up for the chain's own tables are no chain,
        # and those made up for what pages show repeat nothing.
        if at[0] < CHAINED and at[1] < CHAINED_PEOPLE:
            assert told == {Kind.REPEATED}
