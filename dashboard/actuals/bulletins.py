"""Bulletins that were issued: what each was made from, so that it can be verified and made again."""

from typing import NamedTuple

from sqlalchemy import Connection, Engine, select

from dashboard.actuals import chain
from dashboard.actuals.tables import bulletin
from dashboard.actuals.transactions import writing as transaction


class IssuedBulletin(NamedTuple):
    """One file of a bulletin. `at` is in µs, `revision` the last figure counted, `day` its date."""

    id: str
    format: str
    region: str
    period: str
    lang: str
    issuer: str
    day: str
    author: str
    at: int
    revision: int
    register_version: str
    software: str
    content_checksum: str
    file_checksum: str


def issue(engine: Engine, issued: IssuedBulletin) -> None:
    """Keep that a file was issued; the same file again is the same record."""
    columns = (bulletin.c.id, bulletin.c.format, bulletin.c.file_checksum)
    with transaction(engine) as connection:
        chain.lock(connection, [issued.region])
        known = select(bulletin.c.id).where(
            *(column == getattr(issued, column.name) for column in columns)
        )
        if connection.execute(known).first() is None:
            chain.append(connection, bulletin, issued._asdict())
            chain.seal(connection, issued.author, issued.at)


def issued_bulletins(
    connection: Connection, *, id: str | None = None, region: str | None = None
) -> list[IssuedBulletin]:
    """Return the files that were issued, the newest first: of one id, of a region, or all."""
    asked = select(*(bulletin.c[name] for name in IssuedBulletin._fields))
    if id is not None:
        asked = asked.where(bulletin.c.id == id)
    if region is not None:
        asked = asked.where(bulletin.c.region == region)
    return [
        IssuedBulletin(*row) for row in connection.execute(asked.order_by(bulletin.c.at.desc()))
    ]
