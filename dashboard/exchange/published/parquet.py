"""The published data as Parquet files, a table each, with the types of the columns."""

from collections.abc import Callable, Iterator
from datetime import date, datetime
from decimal import Decimal
from itertools import islice
from typing import Any

from dashboard.exchange.published.file_set import FileSet
from dashboard.exchange.published.tables import GIVEN, TABLES, Column, Table
from dashboard.judging import Row, Standing
from dashboard.languages import say

# Whoever enters or prints a number gives at most 18 digits before the point and 13 behind it.
PRECISION, SCALE = 38, 18
_ROWS_AT_ONCE = 20_000


class NotExact(Exception):
    """A number has more digits than a decimal of Parquet keeps."""


def write_parquet(
    standing: Standing, lang: str, files: FileSet, told: Callable[[str], None] = lambda _: None
) -> None:
    """Write each table as `<name>.parquet`; `told` is called with its name. Raises `NotExact`.

    Numbers that were entered or printed are decimals. Those worked out have up to thirty significant
    digits at any size, which no decimal of a fixed scale keeps: they are the exact decimal as text.
    """
    for table in TABLES:
        told(table.name)
        _write(table, standing, lang, files)


def _write(table: Table, standing: Standing, lang: str, files: FileSet) -> None:
    import pyarrow as pa
    import pyarrow.parquet as pq

    schema = pa.schema(
        [_arrow(column, lang) for column in table.columns],
        metadata={
            # exchange.data.table.*
            "title": say(f"exchange.data.table.{table.name}", lang),
            "register_version": standing.catalogue.version,
            "on": standing.on.isoformat(),
        },
    )
    rows = table.rows(standing, lang)
    with files.file(f"{table.name}.parquet") as file, pq.ParquetWriter(file, schema) as writer:
        while part := list(islice(_typed(table, rows), _ROWS_AT_ONCE)):
            try:
                writer.write_table(pa.Table.from_pylist(part, schema=schema))
            except pa.ArrowInvalid as fault:
                raise NotExact(table.name) from fault


def _arrow(column: Column, lang: str) -> Any:
    import pyarrow as pa

    types = {
        "string": pa.string(),
        "integer": pa.int64(),
        "number": pa.decimal128(PRECISION, SCALE) if column.name in GIVEN else pa.string(),
        "boolean": pa.bool_(),
        "date": pa.date32(),
        "datetime": pa.timestamp("us", tz="UTC"),
        "array": pa.list_(pa.string()),
    }
    told = {"title": column.title(lang)}
    if column.unit:
        told["unit"] = column.unit
    return pa.field(column.name, types[column.type], not column.required, told)


def _typed(table: Table, rows: Iterator[Row]) -> Iterator[Row]:
    for row in rows:
        yield {column.name: _value(column, row[column.name]) for column in table.columns}


def _value(column: Column, cell: Any) -> Any:
    if cell is None:
        return None
    if column.name in GIVEN:
        return Decimal(cell)
    if column.type == "date":
        return date.fromisoformat(cell)
    if column.type == "datetime":
        return datetime.fromisoformat(cell)
    return cell
