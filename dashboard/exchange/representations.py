"""Goals, verdicts and figures as plain rows, and plain rows as JSON or as a table of text."""

import json
import math
import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from dashboard.actuals.entering.kept_reasons import read
from dashboard.languages import in_columns
from dashboard.languages.characters import visible, visible_in_json

if TYPE_CHECKING:
    from dashboard.progress.assess import Assessment


Row = Mapping[str, object]
ONE = Fraction(1)

# What `goals` gives for each goal. Values are exact decimal texts in the base unit.
GOAL_FIELDS = in_columns(
    "id region plan document subject subject_kind subject_name_* cluster tier indicator "
    "indicator_name_* unit kind direction basis_* name_* comparator value value_high target_text "
    "measure base_year base_value base_printed due every since stretch_of ambition clause wording "
    "responsible lead also members readings derived next_level in_force"
)

# What `assess` adds to it.
VERDICT_FIELDS = (
    "actual", "actual_unit", "period", "completion", "progress", "used", "gap_points", "status",
    "status_reason", "lamp", "schedule", "expected", "required_growth", "required_per_year",
    "required_per_month", "need", "remaining", "met_count", "member_count", "worst_member", "rule",
    "quantity", "revision",
)  # fmt: skip

# A bare number at the end of a line; a text there would end in its quote.
_EXPONENT = re.compile(r"(?m)(?<= )-?[0-9]+(\.[0-9]+)?e[-+]?[0-9]+(?=,?$)")

# One figure as `actuals export` and `actuals history` give it.
FIGURE_FIELDS = (
    "region", "subject", "indicator", "period", "value", "typed", "unit_typed", "note", "evidence",
    "author", "at", "revision", "replaces", "withdrawn",
)  # fmt: skip

# What was found at a revision when it was entered, why it stands, and how settled it is.
REVISION_FIELDS = (*FIGURE_FIELDS, "vintage", "checks", "reason")


def kept_in_fields(text: str) -> dict[str, object]:
    """Return what is kept of the checks of a revision as its fields `checks` and `reason`."""
    kept = read(text)
    return {"checks": list(kept.found), "reason": kept.reason}


def goal_rows(goals: Iterable[Row]) -> list[dict[str, object]]:
    """Return each goal with the fields `GOAL_FIELDS`, ready for JSON."""
    return [{name: plain(goal.get(name)) for name in GOAL_FIELDS} for goal in goals]


def verdict_rows(
    goals: Iterable[Row],
    assessments: Mapping[object, Mapping[str, Any]],
    lang: str,
    members: Mapping[str, Mapping[str, str]],
    counted: Callable[[Row], str],
) -> list[dict[str, object]]:
    """Return each goal with its verdict: `GOAL_FIELDS` and `VERDICT_FIELDS`.

    `assessments` is keyed by goal id. `members` names the clusters of each region, `counted` what a
    goal counts, or its unit. `status_reason` is the sentence in `lang`. Computed numbers are decimal
    texts: every digit where the decimal ends, else 30 significant ones, never on another side of a
    threshold. `actual` is in `actual_unit`. What is not known is None, never 0.
    """
    from dashboard.wording.reasons import reason_text

    rows = []
    for goal in goal_rows(goals):
        verdict = assessments[goal["id"]]
        row = goal | {name: plain(verdict.get(name)) for name in VERDICT_FIELDS}
        row |= computed(verdict["assessment"])
        if row["status"] == "no-data":
            # None of its members met it, as far as anybody knows: that is no count of zero.
            row["met_count"] = None
        told = {**verdict, "counted": counted(goal)}
        row["status_reason"] = reason_text(told, lang, members.get(str(row["region"])))
        rows.append(row)
    return rows


def computed(found: "Assessment") -> dict[str, object]:
    """Return the numbers that an assessment worked out, as exact decimal texts by field."""
    from dashboard.progress.lamp_rules import GAP_POINTS
    from dashboard.progress.numbers import decimal_text
    from dashboard.wording.reasons import gap_sides

    measured, asked, rule = found.measured, found.requirement, found.rule
    expected = measured.expected
    gap = None if found.gap is None else found.gap * 100
    where = gap_sides(found)
    if rule.quantity == GAP_POINTS:
        ruled, sides = gap, where
    else:
        ruled = found.quantity
        sides = (
            []
            if ruled is None
            else [(bound, found.side(bound, rule.quantity)) for bound in rule.bounds.values()]
        )
    progress = measured.completion if measured.from_base else None
    return {
        # Actual over target, and of the way from a base the share that has been gone.
        "completion": decimal_text(found.done, _beside_one(found.done)),
        "progress": decimal_text(progress, _beside_one(progress)),
        "used": decimal_text(measured.used),
        "gap_points": decimal_text(gap, where),
        "schedule": decimal_text(found.schedule),
        "expected": decimal_text(expected.value if expected else None),
        "required_growth": decimal_text(asked.growth),
        "required_per_year": decimal_text(asked.per_year),
        "required_per_month": decimal_text(asked.per_month),
        "remaining": decimal_text(asked.remaining),
        "quantity": decimal_text(ruled, sides),
    }  # fmt: skip


def _beside_one(share: Fraction | None) -> list[tuple[Fraction, int]]:
    from dashboard.progress.numbers import sign

    return [] if share is None else [(ONE, sign(share - ONE))]


def plain(value: object) -> object:
    """Return `value` as JSON knows it: missing values (None, NaN, pandas' NA) are null, sequences lists."""
    if value is None or isinstance(value, (str, bool)):
        return value
    if isinstance(value, (list, tuple)):
        return [plain(part) for part in value]
    if isinstance(value, dict):
        return {str(name): plain(part) for name, part in value.items()}
    if hasattr(value, "tolist"):  # what NumPy gives: scalars and arrays
        return plain(value.tolist())
    if isinstance(value, float):
        if not math.isfinite(value):
            return None
        return int(value) if value.is_integer() and abs(value) < 2**53 else value
    if isinstance(value, int):
        return value
    text = str(value)
    return None if text in {"<NA>", "NaT"} else text


def to_json(rows: object) -> str:
    """Write rows as JSON for people and programs: indented, Chinese as it is, numbers without exponents."""
    text = json.dumps(rows, ensure_ascii=False, indent=2, allow_nan=False)
    return visible_in_json(_EXPONENT.sub(lambda found: format(Decimal(found[0]), "f"), text))


def to_table(headings: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """Write rows as a table of text; a Chinese character is two columns wide.

    What cannot be seen in a cell, such as what steers a terminal, is written out.
    """
    cells = [[_printable(cell) for cell in row] for row in rows]
    table = [list(headings), *cells]
    widths = [max(_width(row[i]) for row in table) for i in range(len(headings))]
    lines = [
        "  ".join(
            cell + " " * (width - _width(cell)) for cell, width in zip(row, widths, strict=True)
        )
        for row in table
    ]
    lines.insert(1, "  ".join("-" * width for width in widths))
    return "\n".join(line.rstrip() for line in lines)


def _printable(cell: object) -> str:
    if cell is None:
        return ""
    if isinstance(cell, (list, tuple)):
        cell = "、".join(str(part) for part in cell)
    return visible(" ".join(str(cell).split()))


def _width(text: str) -> int:
    return sum(
        0 if unicodedata.combining(sign) else 2 if unicodedata.east_asian_width(sign) in "WF" else 1
        for sign in text
    )
