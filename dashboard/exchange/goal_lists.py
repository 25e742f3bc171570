"""Goals as CSV or a workbook for a spreadsheet: what a page says, and beside it the plain numbers to work with."""

from collections.abc import Iterable, Iterator
from decimal import Decimal

from dashboard.exchange.csv_files import write_sheet
from dashboard.exchange.list_workbooks import list_workbook
from dashboard.exchange.representations import computed
from dashboard.judging import Row, Standing
from dashboard.languages import say
from dashboard.languages.numbers import listed
from dashboard.wording import naming
from dashboard.wording.officials import officials_in_short
from dashboard.wording.reasons import gap_text
from dashboard.wording.states import lamp_word

CSV_COLUMNS = (
    "id", "region", "goal", "subject", "indicator", "basis", "unit", "target", "target-number",
    "target-high", "due", "ambition", "clause", "wording", "responsible", "leader", "actual", "actual-number",
    "period", "completion", "completion-number", "progress", "progress-number", "gap-points", "gap-number", "status",
)  # fmt: skip
_NUMBERS = frozenset(name for name in CSV_COLUMNS if name.endswith(("-number", "-high")))
_WIDTHS = {
    "id": 28,
    "goal": 36,
    "subject": 20,
    "indicator": 24,
    "target": 18,
    "wording": 40,
    "responsible": 36,
}


def as_csv(standing: Standing, chosen: Iterable[str], lang: str) -> bytes:
    """Return goals as CSV for a spreadsheet: UTF-8 with its mark, no cell ever a formula.

    A column of plain numbers stands beside each that is written for people: targets and actuals in
    the base unit (yuan, count, fraction), shares as fractions, gaps in percentage points; to the
    digit, as `assess --format json` has them.
    """
    heads = _heads(lang)
    out = [
        {heads[name]: value for name, value in cells.items()}
        for cells in _listed(standing, chosen, lang)
    ]
    return write_sheet(tuple(heads.values()), out).encode("utf-8-sig")


def as_workbook(standing: Standing, chosen: Iterable[str], lang: str) -> bytes:
    """Return goals as a workbook (.xlsx), with the same columns as `as_csv`; nothing is a formula."""
    rows = [
        {
            name: Decimal(str(value))
            if name in _NUMBERS and value is not None
            else _text(value, lang)
            for name, value in cells.items()
        }
        for cells in _listed(standing, chosen, lang)
    ]
    return list_workbook(_heads(lang), rows, _WIDTHS, lang)


def _heads(lang: str) -> dict[str, str]:
    # pages.csv.*
    return {name: say(f"pages.csv.{name}", lang) for name in CSV_COLUMNS}


def _listed(standing: Standing, chosen: Iterable[str], lang: str) -> Iterator[dict[str, object]]:
    rows = (row for goal in chosen if (row := standing.row(goal)))
    return (_cells(standing, row, lang) for row in rows)


def _text(value: object, lang: str) -> object:
    return listed(value, lang) if isinstance(value, list) else value


def _cells(standing: Standing, row: Row, lang: str) -> dict[str, object]:
    verdict = row["verdict"]
    names = naming.unit_names(standing, row["document"], lang)
    actual = naming.actual_text(standing, row, lang)
    found = verdict["assessment"]
    exact = computed(found)
    return {
        "id": row["id"],
        "region": standing.name(standing.catalogue.region(row["region"]), lang),
        "goal": naming.goal_name(row, lang),
        "subject": row[f"subject_name_{lang}"],
        "indicator": row[f"indicator_name_{lang}"],
        "basis": row[f"basis_{lang}"],
        "unit": row["unit"],
        "target": naming.target_text(standing, row, lang),
        "target-number": row["value"],
        "target-high": row["value_high"],
        "due": naming.due_text(row, lang),
        "ambition": row["ambition"],
        "clause": row["clause"],
        "wording": row["wording"],
        "responsible": [names.get(unit, unit) for unit in row["responsible"]],
        "leader": officials_in_short(standing, row["region"], row["cluster"], lang),
        "actual": actual,
        "actual-number": _number(row) if actual else None,
        "period": naming.actual_period(row, lang),
        "completion": naming.completion_text(row, lang),
        "completion-number": exact["completion"] if actual else None,
        "progress": naming.progress_text(row, lang),
        "progress-number": exact["progress"] if actual else None,
        # Unsigned where it is ahead: a plus would be taken for the beginning of a formula.
        "gap-points": None if found.gap is None else gap_text(found, lang, signed=False),
        "gap-number": exact["gap_points"],
        "status": lamp_word(verdict["status"], lang),
    }


def _number(row: Row) -> object:
    """The figure judged; of a count over clusters how many meet it; what each owes has no one number."""
    if row["subject_kind"] == "each-cluster":
        return None
    met = row["verdict"].get("met_count") if row["subject_kind"] == "tier" else None
    return row["verdict"]["actual"] if met is None else met
