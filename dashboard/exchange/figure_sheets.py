"""Rows of cells -> figures as text: where the headings are, what each column holds, what is no figure.

The heading row is the one of the first `HEADING_ROWS` filled ones that knows the most columns; a
title above it is left out, and its "单位：亿元" holds for bare numbers, as does a unit in the heading
(`数值（亿元）`) or, before both, the row's own cell in the column `unit`. Sums, notes below the table,
headings that a printed page repeats and blank rows are left out too, each by name: nothing disappears
in silence.

A wide table has a column for each period and a row for each cluster, or the other way round, or a
column for each indicator: every cell of it is a figure.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import chain

from dashboard.actuals.messages import OddCharacters, Param
from dashboard.exchange.headings import (
    KNOWN,
    NAMES,
    OPTIONAL,
    REQUIRED,
    ColumnName,
    ColumnNames,
    Given,
    Heading,
    Names,
    count_periods,
    dated,
    heading,
    is_beside,
    known_headings,
    period_in,
    unit_above,
    unit_alone,
    with_year,
    words,
    year_in,
)
from dashboard.exchange.sheets import FileFault, LeftOut, Line, Row, Sheet, column_letter
from dashboard.exchange.value_columns import (
    ValueColumn,
    corner_of,
    headed,
    is_subject,
    is_sum,
    measured_in,
    of_actuals,
    of_indicators,
    of_period,
)
from dashboard.languages.characters import plain_name

HEADING_ROWS = 20
# A sheet as wide or long as these was made by no office; reading it would only tie up the server.
MOST_COLUMNS, MOST_ROWS = 1_000, 200_000

_REMARK = re.compile(
    r"(?:注|备注|说明|附注|资料来源|数据来源|来源|单位|填报|制表|审核|note|source|remark).{0,8}:.*",
    re.IGNORECASE,
)

_NOTHING = Given()


def figures_of(rows: Iterable[Row | FileFault], given: Given = _NOTHING) -> Sheet:
    """Return the figures of a sheet whose rows come from the top; blank rows may be among them."""
    waiting: list[Row] = []
    filled = 0
    rest: Iterator[Row | FileFault] = iter(rows)
    for row in rest:
        if isinstance(row, FileFault):
            rest = iter((row,))
            break
        waiting.append(row)
        if len(row.cells) > MOST_COLUMNS:
            return Sheet(faults=(_too_wide(row),))
        filled += any(cell.strip() for cell in row.cells)
        if filled == HEADING_ROWS:
            break
    at = heading_row(waiting, given)
    if at is None:
        broken = [row for row in rest if isinstance(row, FileFault)]
        return Sheet(faults=broken[:1] or (FileFault(0, "empty", {}),))
    table = _Table.of(waiting[:at], waiting[at], given)
    below = next((row for row in waiting[at + 1 :] if any(map(str.strip, row.cells))), None)
    if below is not None and table.has_units_in(below):
        table = table.with_units_of(below)
    if not any(each.name in KNOWN for each in table.headings):
        values: dict[str, Param] = {"most": HEADING_ROWS, "known": ColumnNames()}
        return Sheet(faults=(FileFault(0, "no-headings", values),))
    faults = table.faults()
    if faults:
        return Sheet(faults=tuple(faults))
    return table.read(chain(waiting[at + 1 :], rest))


def heading_row(rows: Sequence[Row], given: Given = _NOTHING) -> int | None:
    """Return the place of the row that knows the most columns, the first of equals; None if all blank."""

    region = given.region_of(" ".join(map(words, rows)))

    def known(at: int) -> tuple[bool, int]:
        row = rows[at]
        columns, periods = known_headings(row.cells, row.merged), count_periods(row.cells)
        # One period is a figure's own; two are the columns of a wide table.
        wide = periods if periods > 1 else 0
        names = sum(is_subject(cell, region, given) for cell in row.cells)
        columns += bool(corner_of(row, region, given))
        if columns and given.names is not None:
            # Of two lines of headings the lower one is the table's.
            for i, cell in enumerate(row.cells):
                if given.names.measured(cell).indicator:
                    columns += 1
                elif measured_in(rows[:at], row, i, given.names) is not None:
                    columns += 2
        # Every table names a column; figures such as 1999 and 2000 look like years.
        return columns > 0, columns + max(wide, names if names > 1 and columns else 0)

    filled = [i for i, row in enumerate(rows) if any(cell.strip() for cell in row.cells)]
    return max(filled, key=lambda i: (known(i), -i), default=None)


def has_figures(rows: Sequence[Row], given: Given) -> bool:
    """Tell whether a sheet has headings of figures at all."""
    at = heading_row(rows[:HEADING_ROWS], given)
    return at is not None and not _Table.of(rows[:at], rows[at], given).faults()


@dataclass(frozen=True, slots=True)
class _Table:
    """A table below its headings: what each column holds, and what holds for all of it."""

    above: Sequence[Row]
    row: Row
    headings: Sequence[Heading]
    values: Sequence[ValueColumn]
    holds: Mapping[str, str]
    beside: frozenset[str] = frozenset()
    """Headings of what stands beside the figures."""
    units: int = 0
    """The line that says the units of the columns, 0 where none does."""
    register: Names | None = None
    """Who knows the register's names, None where nobody does."""

    @classmethod
    def of(cls, above: Sequence[Row], row: Row, given: Given) -> "_Table":
        headings = [heading(headed(above, row, i)) for i in range(len(row.cells))]
        title = " ".join(words(each) for each in above)
        region = given.region_of(title)
        corner, measured, own_unit = corner_of(row, region, given) or ("", "", "")
        if corner:
            headings[0] = Heading(corner)
        names = [each.name for each in headings]
        beside = frozenset(
            name
            for name in names
            if is_beside(name) or (given.names is not None and given.names.is_beside(name))
        )
        holds = {
            "region": region,
            "indicator": given.indicator or measured or given.indicator_of(title),
        }
        if "value" in names:
            holds["period"] = period_in(title)
        holds = {
            name: text
            for name, text in holds.items()
            if text and name not in {*names, "id" in names and name}
        }
        unit = own_unit or unit_above(above)
        if "value" in names:
            place = names.index("value")
            values = [ValueColumn(place, {}, headings[place].unit or unit)]
            return cls(above, row, headings, values, holds, beside, register=given.names)
        measures = of_indicators(above, row, names, title, unit, given)
        if measures:
            found = measures
            holds.pop("indicator", None)
        elif "period" in names:
            region = holds.get("region", "")
            found = [
                ValueColumn(i, {"subject": cell}, unit)
                for i, cell in enumerate(row.cells)
                if names[i] not in KNOWN and is_subject(cell, region, given)
            ]
        else:
            found = [
                ValueColumn(i, *of_period(above, i, period, title, own or unit, given))
                for i, cell in enumerate(row.cells)
                for period, own in [dated(cell)]
                if period
            ]
            if not found:
                found = of_actuals(row, names, title, unit)
        wide = {each.place for each in found}
        headings = [Heading("") if i in wide else each for i, each in enumerate(headings)]
        return cls(above, row, headings, found, holds, beside, register=given.names)

    @property
    def columns(self) -> dict[str, str]:
        return {each.name: column_letter(i) for i, each in enumerate(self.headings) if each.name}

    def faults(self) -> list[FileFault]:
        """What of the headings keeps the table from being read."""
        names = [each.name for each in self.headings]
        said = {*names, *self.holds, *(["value"] if self.values else [])}
        for each in self.values[:1]:
            said |= each.says.keys()
        if "id" in names:
            said |= NAMES
        faults = [
            FileFault(
                self.row.line, "column-missing", {"name": ColumnName(name), "known": ColumnNames()}
            )
            for name in REQUIRED
            if name not in said
        ]
        seen: set[str] = set()
        twice: set[str] = set()
        for i, name in enumerate(names):
            if name in self.beside:
                continue
            if name and name not in KNOWN and not is_sum(name):
                cell = f"{column_letter(i)}{self.row.place}"
                shown: dict[str, Param] = {"name": name[:40], "odd": OddCharacters(name[:40])}
                faults.append(FileFault(self.row.line, "column-unknown", shown, cell))
            if name and name in seen:
                twice.add(name)
            seen.add(name)
        faults += [
            FileFault(self.row.line, "column-twice", {"name": name}) for name in sorted(twice)
        ]
        return faults

    def has_units_in(self, row: Row) -> bool:
        """Whether the row below the headings says nothing but the units of their columns."""
        named = {i for i, each in enumerate(self.headings) if each.name in NAMES}
        said = [i for i, cell in enumerate(row.cells) if cell.strip() and i not in row.merged]
        return (
            bool({each.place for each in self.values}.intersection(said))
            and named.isdisjoint(said)
            and all(unit_alone(row.cells[i]) for i in said)
        )

    def with_units_of(self, row: Row) -> "_Table":
        """The same table with the units that the row below its headings says."""
        cells = row.cells
        values = [
            replace(each, unit=unit_alone(cells[each.place]) or each.unit)
            if each.place < len(cells)
            else each
            for each in self.values
        ]
        return replace(self, values=values, units=row.line)

    def read(self, rest: Iterable[Row | FileFault]) -> Sheet:
        """Return the figures below the headings, and what is none."""
        left_out = [
            LeftOut(row.line, row.place, "title", words(row)) for row in self.above if words(row)
        ]
        blanks: list[LeftOut] = []
        lines: list[Line] = []
        faults: list[FileFault] = []
        written = [cell.strip() for cell in self.row.cells]
        names = [each.name for each in self.headings]
        places = {each.place for each in self.values}
        left_out += [
            LeftOut(self.row.line, self.row.place, "sum-column", name)
            for name in names
            if name not in KNOWN and is_sum(name)
        ]
        left_out += [
            LeftOut(self.row.line, self.row.place, "column-beside", name)
            for i, name in enumerate(names)
            if i not in places and name in self.beside
        ]
        unnamed = [i for i, name in enumerate(names) if not name and i not in places]
        named = [i for i, name in enumerate(names) if name in NAMES]
        wide = len(self.values) > 1 or any(each.says for each in self.values)
        year = year_in(" ".join(words(row) for row in self.above))
        for row in rest:
            if isinstance(row, FileFault):
                faults.append(row)
                continue
            if not any(cell.strip() for cell in row.cells):
                blanks.append(LeftOut(row.line, row.place, "blank", ""))
                continue
            if row.line == self.units:
                left_out.append(LeftOut(row.line, row.place, "units", words(row)))
                continue
            # Blank rows below the table are no part of it.
            left_out += blanks
            blanks = []
            if len(row.cells) > MOST_COLUMNS:
                faults.append(_too_wide(row))
                break
            extra = [i for i in range(len(names), len(row.cells)) if row.cells[i].strip()]
            if extra:
                values = {"found": extra[-1] + 1, "expected": len(names)}
                faults.append(FileFault(row.line, "cells", values))
                continue
            reason = _no_figure(row, written, named, self.register)
            stray = [i for i in unnamed if i < len(row.cells) and row.cells[i].strip()]
            if stray and not reason:
                text = plain_name(row.cells[stray[0]])[:40]
                cell = f"{column_letter(stray[0])}{row.place}"
                faults.append(FileFault(row.line, "no-heading", {"text": text}, cell))
                continue
            if reason:
                left_out.append(LeftOut(row.line, row.place, reason, words(row)))
                continue
            if len(lines) + len(self.values) > MOST_ROWS:
                faults.append(FileFault(row.line, "rows", {"most": MOST_ROWS}))
                break
            cells = dict.fromkeys((*REQUIRED, *OPTIONAL), "")
            for name, cell in zip(names, row.cells, strict=False):
                cells[name] = cell
            for i in row.merged.keys() & set(named):
                cells[names[i]] = cells[names[i]] or row.merged[i]
            cells = {name: cells[name] for name in (*REQUIRED, *OPTIONAL)}
            cells.update(self.holds)
            cells["period"] = with_year(cells["period"], year)
            stated = plain_name(cells.pop("unit"))
            faults += self._asked(row)
            for each in self.values:
                if each.place in row.asked:
                    continue
                own = {**cells, **each.says}
                own["value"] = row.cells[each.place] if each.place < len(row.cells) else ""
                letter = column_letter(each.place) if wide else ""
                unit = stated or each.unit or None
                lines.append(Line(row.line, row.place, own, unit, letter))
        if not lines and not faults:
            faults.append(FileFault(0, "no-figures", {}))
        return Sheet(lines, faults, left_out, self.columns)

    def _asked(self, row: Row) -> Iterator[FileFault]:
        """Cells whose figures cannot be taken as they are: shortened by a format, broken formulas."""
        places = {each.place for each in self.values}
        for i, code in row.asked.items():
            name = self.headings[i].name if i < len(self.headings) else ""
            if i in places or name in NAMES or name in OPTIONAL:
                text = row.cells[i][:40] if i < len(row.cells) else ""
                cell = f"{column_letter(i)}{row.place}"
                yield FileFault(row.line, f"cell-{code}", {"text": text}, cell)


def _no_figure(
    row: Row, written: Sequence[str], named: Sequence[int], register: Names | None
) -> str:
    """Say why a row is no figure: `sum`, `row-beside`, `remark`, `heading`; "" for one that is.

    `written` are the headings as read, `named` the places of the columns that hold names. What the
    register itself calls an indicator (growth, 占比) has figures of its own.
    """
    names = [row.cells[i] for i in named if i < len(row.cells)]
    if any(map(is_sum, names)):
        return "sum"
    if any(
        is_beside(cell) and not (register and register.measured(cell).indicator) for cell in names
    ):
        return "row-beside"
    filled = [cell for cell in row.cells if cell.strip()]
    if len(filled) == 1 and _REMARK.fullmatch(plain_name(filled[0])):
        return "remark"
    if [cell.strip() for cell in row.cells] == written:
        return "heading"
    return ""


def _too_wide(row: Row) -> FileFault:
    return FileFault(row.line, "columns", {"found": len(row.cells), "most": MOST_COLUMNS})
