"""An import of 100,000 figures from a workbook, beside the raw writing of the very same rows."""

import gc
import io
import sqlite3
import time
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import psycopg
import xlsxwriter
from psycopg import sql

from bench.servers import ROOT
from dashboard.actuals.store import Store
from dashboard.actuals.tables import latest, metadata
from dashboard.actuals.transactions import LARGE_CACHE
from dashboard.exchange.intake import take_in
from dashboard.register import Catalogue, load_register
from tests.machine.postgres import start_postgres

ROWS = 100_000
TODAY = date(2026, 10, 20)
HEAD = ("region", "subject", "indicator", "period", "value", "note")


@dataclass(frozen=True)
class Imported:
    """Seconds: to read, understand and check; to write; to write the same rows without us."""

    checked: float
    written: float
    raw: float


def measure(folder: Path) -> dict[str, Imported]:
    """Take in one workbook and write the rows that came of it raw: on SQLite, on PostgreSQL."""
    catalogue = load_register(ROOT / "data" / "targets.yaml", cache=folder)
    content = _workbook(catalogue)
    # As the server and the command do.
    gc.set_threshold(50_000, 20, 50)
    ours, theirs = folder / "ours.db", folder / "raw.db"
    checked, written = _imported(f"sqlite:///{ours}", catalogue, content)
    found = {"SQLite": Imported(checked, written, _copied(ours, theirs))}
    with (
        start_postgres(folder / "postgres") as server,
        server.fresh_database() as url,
        server.fresh_database() as other,
    ):
        checked, written = _imported(url, catalogue, content)
        found["PostgreSQL"] = Imported(checked, written, _copied_in_postgres(url, other))
    return found


def _imported(url: str, catalogue: Catalogue, content: bytes) -> tuple[float, float]:
    with Store.open(url) as store:
        began = time.perf_counter()
        taken = take_in(content, catalogue, store, TODAY)
        checked = time.perf_counter() - began
        began = time.perf_counter()
        receipt = taken.write(store, "bench", "a measure")
        written = time.perf_counter() - began
    if receipt.count != ROWS:
        raise RuntimeError(f"{receipt.count} of {ROWS} rows were written")
    return checked, written


def _workbook(catalogue: Catalogue) -> bytes:
    """Return the same value for many clusters, counts and months, so that no part exceeds its whole."""
    subjects = [str(row["id"]) for row in catalogue.clusters_of("binzhou")]
    counts = [str(r["id"]) for r in catalogue.rows("indicators") if r["unit"] == "count"]
    periods = [f"{year}-M{month:02d}" for year in range(1949, 2026) for month in range(2, 13)]
    figures = ((s, i, p) for p in periods for s in subjects for i in counts if i != "tier-count")
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"constant_memory": True}) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, HEAD)
        for row, figure in zip(range(1, ROWS + 1), figures, strict=False):
            sheet.write_row(row, 0, ("binzhou", *figure, 5, "bench"))
    return out.getvalue()


def _copied(ours: Path, theirs: Path) -> float:
    source, target = sqlite3.connect(ours), sqlite3.connect(theirs)
    target.execute("PRAGMA journal_mode=WAL")
    target.execute("PRAGMA synchronous=FULL")
    # The room that a large write of ours has.
    target.execute(f"PRAGMA cache_size = -{LARGE_CACHE}")
    listed = source.execute(
        "SELECT name, sql FROM sqlite_master WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite_%'"
        " ORDER BY type = 'index', type = 'trigger'"
    ).fetchall()
    rows = {}
    for name, made in listed:
        target.execute(made)
        if made.startswith("CREATE TABLE"):
            rows[name] = source.execute(f'SELECT * FROM "{name}"').fetchall()  # noqa: S608 - our own
    began = time.perf_counter()
    with target:
        for name, held in rows.items():
            if held:
                marks = ", ".join("?" * len(held[0]))
                target.executemany(f'INSERT INTO "{name}" VALUES ({marks})', held)  # noqa: S608 - our own
    return time.perf_counter() - began


def _copied_in_postgres(ours: str, theirs: str) -> float:
    """COPY every table's rows in one transaction, and the current figures by one upsert."""
    Store.open(theirs).close()
    with (
        psycopg.connect(ours.replace("+psycopg", "")) as source,
        psycopg.connect(theirs.replace("+psycopg", "")) as target,
    ):
        rows = {
            table: source.execute(
                sql.SQL("SELECT * FROM {}").format(sql.Identifier(table))
            ).fetchall()
            for table in metadata.tables
            if table not in {"counter", "latest"}
        }
        names = ", ".join(column.name for column in latest.columns)
        picked = names.replace(" revision,", " id,")
        keys = ", ".join(column.name for column in latest.primary_key)
        new = ", ".join(f"{column.name} = excluded.{column.name}" for column in latest.columns)
        began = time.perf_counter()
        with target.cursor() as cursor:
            for table, held in rows.items():
                if not held:
                    continue
                copying = sql.SQL("COPY {} FROM STDIN").format(sql.Identifier(table))
                with cursor.copy(copying) as copy:
                    for row in held:
                        copy.write_row(row)
            cursor.execute(
                f"INSERT INTO latest ({names}) SELECT {picked} FROM revision "  # noqa: S608 - our own
                f"ON CONFLICT ({keys}) DO UPDATE SET {new}"
            )
        target.commit()
        return time.perf_counter() - began
