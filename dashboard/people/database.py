"""The people's tables in the store's database: their migrations, beside those of the figures."""

from sqlalchemy import Connection, Engine, text
from sqlalchemy.exc import DBAPIError

from dashboard.actuals.database_trouble import first_line
from dashboard.actuals.engines import open_engine
from dashboard.actuals.retries import retried
from dashboard.actuals.transactions import migrate
from dashboard.people.messages import PeopleError

# The newest migration this code knows, and all before it (a test compares with the files).
HEAD = "0004"
KNOWN = frozenset({"0001", "0002", "0003", "0004"})
VERSION_TABLE = "people_version"
MIGRATIONS = "dashboard.people:migrations"
# Any number, the same in all processes and not the store's: who holds it migrates.
MIGRATION_LOCK = 0x70656F70


class NewerPeople(PeopleError):
    """A newer version of the program has been at work on these tables."""


class PeopleUnreachable(PeopleError):
    """The database cannot be used; the message says why."""


def open_people(url: str) -> Engine:
    """Return an engine on `url` whose database has all tables of figures and people.

    Raises `StoreError` for the address or the figures, `PeopleError` for the people.
    """
    engine = open_engine(url)
    try:
        retried(lambda: migrate(engine, MIGRATIONS, HEAD, version, MIGRATION_LOCK), opening=True)
    except DBAPIError as error:
        engine.dispose()
        raise PeopleUnreachable("database.unreachable", reason=first_line(error)) from error
    except PeopleError:
        engine.dispose()
        raise
    return engine


def version(connection: Connection) -> str | None:
    """The tables' migration, None where there are none. Raises `NewerPeople` for one not known."""
    if not connection.dialect.has_table(connection, VERSION_TABLE):
        return None
    found = connection.execute(text("SELECT version_num FROM people_version")).scalar()
    if found is not None and found not in KNOWN:
        raise NewerPeople("database.newer", found=str(found), known=HEAD)
    return found
