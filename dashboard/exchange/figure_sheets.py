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
from dataclasses import dataclass, field, replace
from functools import lru_cache
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
    Measured,
    Names,
    count_periods,
    dated,
    heading,
    is_actual,
    is_beside,
    is_running_total,
    known_headings,
    period_in,
    running_total,
    unit_above,
    unit_alone,
    unit_in,
    with_year,
    words,
    year_in,
)
from dashboard.exchange.sheets import FileFault, LeftOut, Line, Row, Sheet, column_letter
from dashboard.languages.characters import plain_name
from dashboard.register.names import all_clusters

HEADING_ROWS = 20
# A sheet as wide or long as these was made by no office; reading it would only tie up the server.
MOST_COLUMNS, MOST_ROWS = 1_000, 200_000

_SUM = re.compile(
    r"(?:.{0,8}(?:合\s*计|总\s*计|小\s*计|共\s*计)|(?:grand |sub-?)?total|sum)\s*:?", re.IGNORECASE
)
_REMARK = re.compile(
    r"(?:注|备注|说明|附注|资料来源|数据来源|来源|单位|填报|制表|审核|note|source|remark).{0,8}:.*",
    re.IGNORECASE,
)

_NOTHING = Given()


@dataclass(frozen=True, slots=True)
class _Values:
    """A column of values: its place, what it says of its figures, the unit of bare numbers."""

    place: int
    says: Mapping[str, str] = field(default_factory=dict)
    unit: str = ""


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
        names = sum(_is_subject(cell, region, given) for cell in row.cells)
        columns += bool(_corner(row, region, given))
        if columns and given.names is not None:
            # Of two lines of headings the lower one is the table's.
            for i, cell in enumerate(row.cells):
                if given.names.measured(cell).indicator:
                    columns += 1
                elif _measured(rows[:at], row, i, given.names) is not None:
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
    values: Sequence[_Values]
    holds: Mapping[str, str]
    beside: frozenset[str] = frozenset()
    """Headings of what stands beside the figures."""
    units: int = 0
    """The line that says the units of the columns, 0 where none does."""
    register: Names | None = None
    """Who knows the register's names, None where nobody does."""

    @classmethod
    def of(cls, above: Sequence[Row], row: Row, given: Given) -> "_Table":
        headings = [heading(_headed(above, row, i)) for i in range(len(row.cells))]
        title = " ".join(words(each) for each in above)
        region = given.region_of(title)
        corner, measured, own_unit = _corner(row, region, given) or ("", "", "")
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
            values = [_Values(place, {}, headings[place].unit or unit)]
            return cls(above, row, headings, values, holds, beside, register=given.names)
        measures = _measures(above, row, names, title, unit, given)
        if measures:
            found = measures
            holds.pop("indicator", None)
        elif "period" in names:
            region = holds.get("region", "")
            found = [
                _Values(i, {"subject": cell}, unit)
                for i, cell in enumerate(row.cells)
                if names[i] not in KNOWN and _is_subject(cell, region, given)
            ]
        else:
            found = [
                _Values(i, *_above(above, i, period, title, own or unit, given))
                for i, cell in enumerate(row.cells)
                for period, own in [dated(cell)]
                if period
            ]
            if not found:
                found = _only_values(row, names, title, unit)
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
            if name and name not in KNOWN and not _is_sum(name):
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
            if name not in KNOWN and _is_sum(name)
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


def _headed(above: Sequence[Row], row: Row, place: int) -> str:
    """Return a heading, also one that is merged with the cell above it."""
    cell, over = row.cells[place], row.merged.get(place, "")
    if cell.strip() or not over.strip() or not above:
        return cell
    higher = above[-1].cells
    # One that reaches in from the left is the heading of that column, and not of this one too.
    return over if place < len(higher) and higher[place] == over else cell


def _above(
    above: Sequence[Row], place: int, cell: str, title: str, unit: str, given: Given
) -> tuple[dict[str, str], str]:
    """Return what a column of a period says: its period, and the indicator and unit merged above it."""
    says = {"period": with_year(cell, year_in(title))}
    if above and given.names is not None and not given.indicator:
        row = above[-1]
        over = row.merged.get(place) or (row.cells[place] if place < len(row.cells) else "")
        indicator = given.names.indicator_in(over)
        if indicator and len([each for each in row.cells if each.strip()]) > 1:
            return says | {"indicator": indicator}, unit_in(over) or unit
    return says, unit


def _measures(
    above: Sequence[Row], row: Row, names: Sequence[str], title: str, unit: str, given: Given
) -> list[_Values]:
    """Return the columns that are each called like an indicator; none where something else says which.

    Their period stands in a column, in the title, or beside the name.
    """
    if given.names is None or {"indicator", "id"} & set(names):
        return []
    of_all, year = period_in(title), year_in(title)
    found = []
    for i in range(len(row.cells)):
        what = _measured(above, row, i, given.names) or Measured()
        if not what.indicator or names[i] in KNOWN:
            continue
        says = {"indicator": what.indicator}
        own = with_year(what.period, year)
        if "period" not in names:
            says["period"] = own or of_all
            if is_running_total(row.cells[i]):
                says["period"] = running_total(says["period"])
        # Beside a column of periods, one of its own says something else.
        if "period" not in names or not own:
            found.append(_Values(i, {k: v for k, v in says.items() if v}, what.unit or unit))
    return found


def _only_values(row: Row, names: Sequence[str], title: str, unit: str) -> list[_Values]:
    """Return the one column of what was reached, where the title alone says when; none of several."""
    period = period_in(title)
    found = [
        i
        for i, cell in enumerate(row.cells)
        if names[i] not in KNOWN and (is_running_total(cell) or is_actual(cell))
    ]
    if not period or len(found) != 1:
        return []
    total = is_running_total(row.cells[found[0]])
    return [_Values(found[0], {"period": running_total(period) if total else period}, unit)]


def _measured(above: Sequence[Row], row: Row, place: int, names: Names) -> Measured | None:
    """What a column is called by, itself or below the heading of several.

    Below such a heading the running total is its figure; of what else stands there the indicator is "".
    """
    cell = _headed(above, row, place)
    own = names.measured(cell)
    if own.indicator:
        return own
    if not above or not cell.strip() or dated(cell)[0] or unit_alone(cell):
        return None
    higher = above[-1]
    over = higher.merged.get(place) or (higher.cells[place] if place < len(higher.cells) else "")
    found = names.measured(over)
    if not found.indicator:
        return None
    return found if is_running_total(cell) or is_actual(cell) else Measured()


def _is_subject(cell: str, region: str, given: Given) -> bool:
    region = region or given.region
    return given.names is not None and bool(region) and given.names.is_subject(region, cell)


def _corner(row: Row, region: str, given: Given) -> tuple[str, str, str] | None:
    """What the first heading of a wide table names without saying so: its column, indicator and unit.

    It is blank or the name of what is measured, and beside it stand periods or clusters alone.
    """
    if not row.cells or heading(row.cells[0]).name in KNOWN:
        return None
    indicator, unit, _ = given.names.measured(row.cells[0]) if given.names else Measured()
    others = [cell for cell in row.cells[1:] if cell.strip() and not _is_sum(cell)]
    if (row.cells[0].strip() and not indicator) or len(others) < 2:
        return None
    if all(_is_subject(cell, region, given) for cell in others):
        return "period", indicator, unit
    # Figures such as 1999 and 2000 look like years.
    if all(dated(cell)[0] for cell in others) and not all(
        cell.strip().isdigit() for cell in others
    ):
        return "subject", indicator, unit
    return None


def _no_figure(
    row: Row, written: Sequence[str], named: Sequence[int], register: Names | None
) -> str:
    """Say why a row is no figure: `sum`, `row-beside`, `remark`, `heading`; "" for one that is.

    `written` are the headings as read, `named` the places of the columns that hold names. What the
    register itself calls an indicator (growth, 占比) has figures of its own.
    """
    names = [row.cells[i] for i in named if i < len(row.cells)]
    if any(map(_is_sum, names)):
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


@lru_cache(maxsize=4096)
def _is_sum(cell: str) -> bool:
    plain = plain_name(cell)
    # What the register calls all clusters together has figures of its own.
    return _SUM.fullmatch(plain) is not None and plain not in all_clusters().values()


def _too_wide(row: Row) -> FileFault:
    return FileFault(row.line, "columns", {"found": len(row.cells), "most": MOST_COLUMNS})
