"""What pages show repeats what was recorded: each repeated row worked out anew and compared."""

import hashlib
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from sqlalchemy import Connection, Table, select

from dashboard.actuals.outbox import FAILED, GIVEN_UP, PUT, SENT, WAITING
from dashboard.actuals.return_states import Step
from dashboard.actuals.tables import (
    latest,
    newest,
    outbox,
    outbox_step,
    region_revision,
    return_now,
)

_Row = Mapping[str, Any]
_SERIES = ("region", "subject", "indicator")
_FIGURE = (*_SERIES, "period")
_RETURN = ("region", "unit", "period")
_REPEATED_OF_STEP = ("number", "state", "level", "through", "round", "author", "at", "reason")


# The state in which each step leaves a letter of the outbox.
_STATE_AFTER = {PUT: WAITING, FAILED: WAITING, SENT: SENT, GIVEN_UP: GIVEN_UP}


class Difference(NamedTuple):
    """A repeated row that says another thing than the record: its table, key, series and period."""

    table: str
    row: str
    series: str
    period: str


class Repeated:
    """What the records of one region say, taken in row by row."""

    def __init__(self) -> None:
        self._last: dict[tuple[Any, ...], _Row] = {}
        self._steps: dict[tuple[Any, ...], list[_Row]] = {}
        self._known: dict[int, tuple[str, str]] = {}
        self._revision = self._published = 0

    def note(self, table: str, row: _Row) -> None:
        """Take in a row of a record."""
        if table == "revision":
            figure = _key(row, _FIGURE)
            before = self._last.get(figure)
            if before is None or before["id"] < row["id"]:
                self._last[figure] = row
            if row["replaces"] is not None:
                self._know(row["replaces"], row)
        elif table in ("published_figure", "return_figure") and row["revision"] is not None:
            self._know(row["revision"], row)
        elif table == "return_step":
            self._steps.setdefault(_key(row, _RETURN), []).append(row)
        elif table == "publication":
            self._published = max(self._published, row["revision"])
        if table in ("revision", "remedy"):
            self._revision = max(self._revision, row["id"])

    def of_revision(self, id: int, connection: Connection) -> tuple[str, str]:
        """Return series and period of a revision that is gone, as others repeat them; else empty."""
        if id not in self._known:
            found = connection.execute(select(latest).where(latest.c.revision == id)).first()
            if found is not None:
                self._know(id, dict(found._mapping))
        return self._known.get(id, ("", ""))

    def differences(self, connection: Connection, region: str) -> Iterator[Difference]:
        """Yield each repeated row of the region that is not what its record says, or is missing."""
        figures = {figure: {**row, "revision": row["id"]} for figure, row in self._last.items()}
        yield from _compared(connection, latest, _FIGURE, figures, region)
        ends: dict[tuple[Any, ...], dict[str, Any]] = {}
        for figure, row in figures.items():
            before = ends.get(figure[:3])
            later = before is None or before["period_order"] < row["period_order"]
            if row["value"] is not None and later:
                ends[figure[:3]] = row
        yield from _compared(connection, newest, _SERIES, ends, region)
        states = {key: _now(steps) for key, steps in self._steps.items()}
        yield from _compared(connection, return_now, _RETURN, states, region)
        if not (self._last or self._revision or self._published):
            return
        changes = {"region": region, "revision": self._revision, "published": self._published}
        yield from _compared(connection, region_revision, ("region",), {(region,): changes}, region)

    def _know(self, id: int, row: _Row) -> None:
        self._known[id] = (f"{row['subject']}/{row['indicator']}", str(row["period"]))


def _now(steps: list[_Row]) -> dict[str, Any]:
    """Where a return stands after its steps."""
    ordered = sorted(steps, key=lambda step: int(step["number"]))
    submitted = [step["id"] for step in ordered if step["step"] == Step.SUBMIT]
    last = {name: ordered[-1][name] for name in (*_RETURN, *_REPEATED_OF_STEP)}
    return last | {
        "submission": submitted[-1] if submitted else None,
        "first_submitted": ordered[0]["at"],
    }


def _compared(
    connection: Connection,
    table: Table,
    names: tuple[str, ...],
    wanted: Mapping[tuple[Any, ...], Mapping[str, Any]],
    region: str,
) -> Iterator[Difference]:
    seen = set()
    chosen = select(table).where(table.c.region == region)
    for found in connection.execute(chosen, execution_options={"yield_per": 2_000}):
        row = dict(found._mapping)
        key = _key(row, names)
        seen.add(key)
        said = wanted.get(key)
        if said is None or any(row[name] != said[name] for name in row if name in said):
            yield _difference(table.name, key, row)
    for key in sorted(wanted.keys() - seen):
        yield _difference(table.name, key, wanted[key])


def _key(row: _Row, names: tuple[str, ...]) -> tuple[Any, ...]:
    return tuple(row[name] for name in names)


def _difference(table: str, key: tuple[Any, ...], row: _Row) -> Difference:
    series = (
        f"{row['subject']}/{row['indicator']}" if "indicator" in row else str(row.get("unit", ""))
    )
    return Difference(
        table, " ".join(str(part) for part in key), series, str(row.get("period", ""))
    )


def differing_letters(connection: Connection) -> Iterator[int]:
    """Yield the numbers of letters whose file or state is not what was done with them last."""
    step = outbox_step.c
    chosen = select(step.letter, step.checksum, step.step).order_by(step.id)
    last = {row.letter: (row.checksum, row.step) for row in connection.execute(chosen)}
    held = select(outbox.c.id, outbox.c.content, outbox.c.state)
    found = {
        row.id: (hashlib.sha256(row.content).hexdigest(), row.state)
        for row in connection.execute(held, execution_options={"yield_per": 50})
    }
    for letter in sorted({*last, *found}):
        checksum, done = last.get(letter, ("", ""))
        if found.get(letter) != (checksum, _STATE_AFTER.get(done)):
            yield letter
