"""What the columns of values in a table hold, by their headings and what is merged above them."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from dashboard.exchange.headings import (
    KNOWN,
    Given,
    Measured,
    Names,
    dated,
    heading,
    is_actual,
    is_running_total,
    period_in,
    running_total,
    unit_alone,
    unit_in,
    with_year,
    year_in,
)
from dashboard.exchange.sheets import Row
from dashboard.languages.characters import plain_name
from dashboard.register.names import all_clusters

_SUM = re.compile(
    r"(?:.{0,8}(?:合\s*计|总\s*计|小\s*计|共\s*计)|(?:grand |sub-?)?total|sum)\s*:?", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class ValueColumn:
    """A column of values: its place, what it says of its figures, the unit of bare numbers."""

    place: int
    says: Mapping[str, str] = field(default_factory=dict)
    unit: str = ""


def headed(above: Sequence[Row], row: Row, place: int) -> str:
    """Return a heading, also one that is merged with the cell above it."""
    cell, over = row.cells[place], row.merged.get(place, "")
    if cell.strip() or not over.strip() or not above:
        return cell
    higher = above[-1].cells
    # One that reaches in from the left is the heading of that column, and not of this one too.
    return over if place < len(higher) and higher[place] == over else cell


def of_period(
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


def of_indicators(
    above: Sequence[Row], row: Row, names: Sequence[str], title: str, unit: str, given: Given
) -> list[ValueColumn]:
    """Return the columns that are each called like an indicator; none where something else says which.

    Their period stands in a column, in the title, or beside the name.
    """
    if given.names is None or {"indicator", "id"} & set(names):
        return []
    of_all, year = period_in(title), year_in(title)
    found = []
    for i in range(len(row.cells)):
        what = measured_in(above, row, i, given.names) or Measured()
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
            found.append(ValueColumn(i, {k: v for k, v in says.items() if v}, what.unit or unit))
    return found


def of_actuals(row: Row, names: Sequence[str], title: str, unit: str) -> list[ValueColumn]:
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
    return [ValueColumn(found[0], {"period": running_total(period) if total else period}, unit)]


def measured_in(above: Sequence[Row], row: Row, place: int, names: Names) -> Measured | None:
    """What a column is called by, itself or below the heading of several.

    Below such a heading the running total is its figure; of what else stands there the indicator is "".
    """
    cell = headed(above, row, place)
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


def is_subject(cell: str, region: str, given: Given) -> bool:
    """Tell whether a cell names a cluster, or another subject, of the region that is spoken of."""
    region = region or given.region
    return given.names is not None and bool(region) and given.names.is_subject(region, cell)


def corner_of(row: Row, region: str, given: Given) -> tuple[str, str, str] | None:
    """What the first heading of a wide table names without saying so: its column, indicator and unit.

    It is blank or the name of what is measured, and beside it stand periods or clusters alone.
    """
    if not row.cells or heading(row.cells[0]).name in KNOWN:
        return None
    indicator, unit, _ = given.names.measured(row.cells[0]) if given.names else Measured()
    others = [cell for cell in row.cells[1:] if cell.strip() and not is_sum(cell)]
    if (row.cells[0].strip() and not indicator) or len(others) < 2:
        return None
    if all(is_subject(cell, region, given) for cell in others):
        return "period", indicator, unit
    # Figures such as 1999 and 2000 look like years.
    if all(dated(cell)[0] for cell in others) and not all(
        cell.strip().isdigit() for cell in others
    ):
        return "subject", indicator, unit
    return None


@lru_cache(maxsize=4096)
def is_sum(cell: str) -> bool:
    """Tell whether a cell names a sum, 合计 or "total"."""
    plain = plain_name(cell)
    # What the register calls all clusters together has figures of its own.
    return _SUM.fullmatch(plain) is not None and plain not in all_clusters().values()
