"""The database: whether it answers, is whole, is of this version, may be written, and when it is."""

import errno
import os
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import Connection, func, inspect, select, text
from sqlalchemy.exc import DBAPIError

from dashboard.actuals.database_addresses import shown, understood
from dashboard.actuals.database_trouble import first_line
from dashboard.actuals.engines import inspecting_engine
from dashboard.actuals.messages import ActualsError
from dashboard.actuals.observations import microseconds, moment_text
from dashboard.actuals.store_faults import StoreError
from dashboard.actuals.tables import counter
from dashboard.backup import schema
from dashboard.diagnosis.finding import Finding, fault, fault_told, fine, warning
from dashboard.languages import LANGUAGES
from dashboard.people.messages import PeopleError
from dashboard.people.tables import person

_PART = "database"
# Seconds: what is recorded further ahead keeps figures from being saved.
_APART = 600
# Connections that one process may ask for, and what PostgreSQL keeps for itself.
_WANTED = 20


def database_findings(url: str, mode: str) -> list[Finding]:
    """Look at the database of an installation that runs in `mode`, without changing it."""
    try:
        parsed = understood(url)
    except StoreError as error:
        return [_told(error)]
    place = shown(parsed)
    path = Path(str(parsed.database))
    on_a_file = parsed.get_backend_name() == "sqlite"
    # Not `Path.exists`: a folder that may not be looked into raises there.
    if on_a_file and not os.path.exists(path):  # noqa: PTH110 - as said
        return [_of_absent(path, place)]
    try:
        engine = inspecting_engine(url)
        try:
            with engine.connect() as connection:
                found = _looked_at(connection, place)
                if mode == "local":
                    found += _of_people(connection)
        finally:
            engine.dispose()
    except (ActualsError, PeopleError) as error:
        return [_told(error)]
    except DBAPIError as error:
        key = "not-opened" if on_a_file else "unreachable"
        return [fault(_PART, key, database=place, reason=first_line(error))]
    if on_a_file and path.stat().st_mode & 0o077:
        found.append(warning(_PART, "open-file", path=path))
    return found or [fine(_PART, "database-fine", database=place)]


def _of_absent(path: Path, place: str) -> Finding:
    """Whether the first start can make a database where there is none."""
    there = next(each for each in path.absolute().parents if os.path.exists(each))  # noqa: PTH110 - as above
    if not there.is_dir():
        return fault(_PART, "not-made", database=place, reason=os.strerror(errno.ENOTDIR))
    if not os.access(there, os.W_OK | os.X_OK):
        return fault(_PART, "not-made", database=place, reason=os.strerror(errno.EACCES))
    return fine(_PART, "no-database-yet", database=place)


def _looked_at(connection: Connection, place: str) -> list[Finding]:
    found: list[Finding] = []
    versions = schema.versions(connection)
    newest = {each.version_table: each.head for each in schema.SCHEMAS}
    if versions != newest:
        found.append(warning(_PART, "to-be-upgraded", database=place))
    if connection.dialect.name == "sqlite":
        whole = str(connection.exec_driver_sql("PRAGMA quick_check(1)").scalar())
        if whole != "ok":
            found.append(fault(_PART, "damaged", database=place, reason=whole.splitlines()[0]))
    else:
        found += _of_server(connection, versions != newest)
    if "schema_version" in versions:
        found += _of_clock(connection)
    return found


def _of_server(connection: Connection, to_be_upgraded: bool) -> list[Finding]:
    """What PostgreSQL allows this user, and whether its clock is ours."""
    found = []
    asked = (
        "SELECT pg_is_in_recovery() OR current_setting('default_transaction_read_only')::bool, "
        "has_schema_privilege(current_schema(), 'CREATE'), extract(epoch FROM now())::bigint, "
        "current_setting('server_encoding'), current_setting('max_connections')::int - "
        "(SELECT count(*) FROM pg_stat_activity), current_user"
    )
    row = connection.exec_driver_sql(asked).one()
    read_only, may_create, seconds, encoding, free, user = row
    if read_only:
        found.append(fault(_PART, "read-only"))
    if to_be_upgraded and not may_create:
        found.append(fault(_PART, "no-create", user=user))
    ours = set(inspect(connection).get_table_names()) & {
        name for each in schema.SCHEMAS for name in each.metadata.tables
    }
    allowed = text(
        "SELECT has_table_privilege(:table, 'SELECT') AND has_table_privilege(:table, 'INSERT')"
    )
    refused = [t for t in sorted(ours) if not connection.execute(allowed, {"table": t}).scalar()]
    if refused:
        found.append(fault(_PART, "no-rights", user=user, tables=tuple(refused)))
    apart = abs(int(seconds) - int(datetime.now(UTC).timestamp()))
    if apart > 60:
        found.append(warning("clock", "clocks-apart", n=apart))
    if encoding != "UTF8":
        found.append(warning(_PART, "encoding", encoding=encoding))
    if free < _WANTED:
        found.append(warning(_PART, "few-connections", n=int(free)))
    return found


def _of_people(connection: Connection) -> list[Finding]:
    """Accounts in a database whose mode knows none: a server was told its mode, the commands not."""
    if not inspect(connection).has_table(person.name):
        return []
    n = connection.execute(select(func.count()).select_from(person)).scalar_one()
    return [warning(_PART, "accounts-in-local", n=n)] if n else []


def _of_clock(connection: Connection) -> list[Finding]:
    last = connection.execute(select(counter.c.at)).scalar_one()
    now = microseconds(datetime.now(UTC))
    if last <= now:
        return []
    values = {"last": moment_text(last), "now": moment_text(now)}
    made = fault if last - now > _APART * 1_000_000 else warning
    return [made("clock", "clock-behind", **values)]


def _told(error: ActualsError | PeopleError) -> Finding:
    return fault_told(_PART, {lang: error.message.text(lang) for lang in LANGUAGES})
