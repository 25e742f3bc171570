"""Evaluations as plain rows, for the command line, for programs and for spreadsheets."""

from typing import TYPE_CHECKING, Any

from dashboard.exchange.csv_files import write_sheet
from dashboard.exchange.list_workbooks import write_cells
from dashboard.judging import Standing
from dashboard.judging.evaluations import RegionEvaluation
from dashboard.languages import say
from dashboard.progress.numbers import decimal_text
from dashboard.wording import evaluation_steps
from dashboard.wording.evaluations import EvaluationWords, words_of

if TYPE_CHECKING:
    from dashboard.progress.evaluation import Mark, Result

# One row a unit. Scores and weights are exact decimal texts; `id` names method, region, period, unit.
EVALUATION_FIELDS = (
    "id", "method", "region", "period", "compared", "unit", "name", "rank", "tied", "moved", "score",
    "unrounded", "grade", "reported", "left_out", "reason", "indicators", "explanation",
)  # fmt: skip
SHEET_COLUMNS = ("rank", "unit", "score", "moved", "class")


def evaluation_rows(standing: Standing, found: RegionEvaluation, lang: str) -> list[dict[str, Any]]:
    """Return every unit of an evaluation, the best first and those left out last.

    `left_out` is the reason's name and `reason` its sentence, None and empty for who is ranked.
    Of each indicator the figure, its points, the share of the weight it has and what it adds are
    exact decimal texts (30 digits where the decimal has no end), None where there is no figure.
    """
    words = words_of(standing, found, lang)
    return [_row(words, one) for one in found.evaluation.results]


def _row(words: EvaluationWords, one: "Result") -> dict[str, Any]:
    found, method = words.found, words.evaluation.method
    row = {
        "id": ":".join((method.id, found.region, found.period, one.unit)),
        "method": method.id,
        "region": found.region,
        "period": found.period,
        "compared": found.compared,
        "unit": one.unit,
        "name": words.unit(one.unit),
        "rank": one.rank,
        "tied": one.tied,
        "moved": one.moved,
        "score": None if one.shown is None else format(one.shown, "f"),
        "unrounded": decimal_text(one.score),
        "grade": one.grade,
        "reported": decimal_text(one.reported / method.weight),
        "left_out": one.left_out,
        "reason": words.left_out(one) if one.left_out is not None else "",
        "indicators": [_indicator(words, one, mark) for mark in one.marks],
        "explanation": evaluation_steps.as_text(words, one),
    }
    return {name: row[name] for name in EVALUATION_FIELDS}


def _indicator(words: EvaluationWords, one: "Result", mark: "Mark") -> dict[str, Any]:
    criterion, measured = mark.criterion, mark.measurement
    return {
        "indicator": criterion.indicator,
        "measure": "growth" if criterion.growth else "value",
        "normalisation": criterion.normalisation,
        "weight": decimal_text(criterion.weight),
        "figure": decimal_text(measured.figure),
        "base": decimal_text(measured.base),
        "value": decimal_text(measured.value),
        "target": decimal_text(measured.target),
        "goal": words.found.goals.get((one.unit, criterion.id)),
        "points": decimal_text(mark.points),
        "share": decimal_text(mark.share),
        "contribution": decimal_text(mark.contribution),
        "lack": mark.lack,
    }


def as_csv(standing: Standing, found: RegionEvaluation, lang: str) -> bytes:
    """Return the table of scores as CSV for a spreadsheet: UTF-8 with its mark, never a formula."""
    heads, rows = _table(words_of(standing, found, lang))
    out = [dict(zip(heads, row, strict=True)) for row in rows]
    return write_sheet(heads, out).encode("utf-8-sig")


def as_workbook(standing: Standing, found: RegionEvaluation, lang: str) -> bytes:
    """Return the table of scores as a workbook, with the rules and each reckoning beside it."""
    import io

    from xlsxwriter import Workbook

    words = words_of(standing, found, lang)
    heads, rows = _table(words)
    out = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with Workbook(out, options) as book:
        head = book.add_format({"bold": True, "bottom": 1})
        sheet = book.add_worksheet(say("evaluation.sheet.scores", lang))
        for column, name in enumerate(heads):
            sheet.set_column(column, column, 24 if column == 1 else 14)
            sheet.write_string(0, column, name, head)
        for line, row in enumerate(rows, 1):
            write_cells(sheet, line, row)
        sheet.freeze_panes(1, 2)
        sheet = book.add_worksheet(say("evaluation.sheet.rules", lang))
        sheet.set_column(0, 0, 100)
        for line, told in enumerate(_stated(words)):
            sheet.write_string(line, 0, told)
        sheet = book.add_worksheet(say("evaluation.sheet.steps", lang))
        sheet.set_column(0, 0, 28)
        sheet.set_column(1, 1, 36)
        sheet.set_column(2, 2, 90)
        steps = (
            (words.unit(one.unit), label, value)
            for one in words.evaluation.results
            for label, value in evaluation_steps.steps(words, one)
        )
        for line, step in enumerate(steps):
            write_cells(sheet, line, step)
    return out.getvalue()


def _stated(words: EvaluationWords) -> list[str]:
    row, lang = words.found.method, words.lang
    name = str(row[f"name_{lang}"])
    return [name, words.source(), words.period(), *words.rules()]


def _table(words: EvaluationWords) -> tuple[list[str], list[list[object]]]:
    """Heads and rows of the table: what a page shows, scores as numbers of their own precision."""
    lang = words.lang
    criteria = words.evaluation.method.criteria
    # evaluation.column.*
    heads = [say(f"evaluation.column.{name}", lang) for name in SHEET_COLUMNS]
    heads += [
        say(
            "evaluation.column.criterion",
            lang,
            name=words.criterion(one),
            weight=words.weight(one),
        )
        for one in criteria
    ]
    heads.append(say("evaluation.column.reason", lang))
    return heads, [_cells(words, one) for one in words.evaluation.results]


def _cells(words: EvaluationWords, one: "Result") -> list[object]:
    shown = None if one.shown is None else float(one.shown)
    moved = words.moved(one) if one.moved is not None else None
    added = [
        None if mark.contribution is None else round(float(mark.contribution), 6)
        for mark in one.marks
    ]
    reason = words.left_out(one) if one.left_out is not None else ""
    return [one.rank, words.unit(one.unit), shown, moved, one.grade, *added, reason]
