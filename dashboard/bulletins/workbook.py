"""A bulletin as an Excel workbook: numbers in cells, live formulas, charts that can be edited.

Completion, change and the tallies are formulas over the figures beside them, so that a reader sees
how they come about; what the verdict itself hangs on (path, rule) is text of the dashboard.
"""

import io
import math
import re
from collections.abc import Collection
from decimal import Decimal
from fractions import Fraction
from functools import cache
from typing import TYPE_CHECKING, Any, NamedTuple

from dashboard.bulletins.content import Bulletin, GoalLine
from dashboard.bulletins.drawings import laggard_figures, parted
from dashboard.bulletins.native_charts import WIDTHS, is_of_lines, write_chart
from dashboard.bulletins.sections import marks, moved_text, overall, steps_table
from dashboard.bulletins.signature import Signature
from dashboard.judging import Standing
from dashboard.languages import say
from dashboard.views.look import tokens
from dashboard.wording.scales import ems, scale_of
from dashboard.wording.states import lamp_group_word

if TYPE_CHECKING:
    from xlsxwriter import Workbook

_A4 = 9
_HEAD = 3
_COLUMNS = ("goal", "lead", "due", "unit", "target", "actual", "period", "before")
_FORMULAS = ("change", "completion")
# On a sheet of A4 that lies.
_PAGE_ROWS = 30
# A column of sentences, as wide as a page.
_TEXT_WIDTH = 100
_STEP_WIDTHS = (40, 26, 24, 14, 16, 16)
# The first number of a text, and its decimals.
_NUMBER = re.compile(r"[0-9][0-9,]*(?:\.([0-9]+))?")
_WIDTHS = (34, 26, 10, 8, 13, 13, 14, 14, 10, 10, 10, 14)


def write_workbook(bulletin: Bulletin, signature: Signature, standing: Standing) -> bytes:
    """Return the workbook: goals with their chart, units, ranks, laggards' charts, steps, and notes.

    `standing` is what the bulletin was composed from.
    """
    from xlsxwriter import Workbook

    out = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with Workbook(out, options) as book:
        book.set_properties(
            {
                "title": bulletin.title,
                "comments": signature.id,
                "created": signature.moment.replace(tzinfo=None),
            }
        )
        looks = _looks(book, bulletin.lang)
        _goals(book, bulletin, looks)
        _units(book, bulletin, looks)
        _rankings(book, bulletin, looks)
        _laggards(book, bulletin, standing, looks)
        _steps(book, bulletin, looks)
        _notes(book, bulletin, signature, looks)
    return out.getvalue()


def _looks(book: "Workbook", lang: str) -> dict[str, Any]:
    ink, base = (
        tokens("light"),
        {"font_name": say("language.font", lang), "font_size": 10, "valign": "vcenter"},
    )
    line = {"bottom": 1, "bottom_color": ink["line"]}
    made: dict[str, dict[str, Any]] = {
        "title": {"font_size": 15, "font_color": ink["ink"]},
        "head": {
            "font_color": ink["muted"],
            "bottom": 2,
            "bottom_color": ink["ink"],
            "text_wrap": 1,
        },
        "text": {"text_wrap": 1, "indent": 1} | line,
        # What is no number, in a column of numbers.
        "aside": {"text_wrap": 1, "align": "right"} | line,
        "number": {"num_format": "#,##0", "align": "right"} | line,
        "place": {"num_format": "0.00", "align": "right"} | line,
        "percent": {"num_format": "0.0%", "align": "right"} | line,
        "points": {"num_format": "+0.0;−0.0;0.0", "align": "right"} | line,
        "plain": {"text_wrap": 1},
        "subtitle": {"font_size": 12, "font_color": ink["accent"]},
        "date": {},
    }
    made["number-head"] = made["head"] | {"align": "right"}
    made["head"] |= {"indent": 1}
    looks: dict[str, Any] = {name: book.add_format(base | look) for name, look in made.items()}
    # How a number is written, by its format.
    looks["as"] = cache(
        lambda code: book.add_format(base | {"align": "right", "num_format": code} | line)
    )
    return looks


def _sheet(book: "Workbook", bulletin: Bulletin, name: str, looks: dict[str, Any]) -> Any:
    # bulletin.section.*
    sheet = book.add_worksheet(say(f"bulletin.section.{name}", bulletin.lang)[:31])
    sheet.set_paper(_A4)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    sheet.hide_gridlines(2)
    sheet.set_footer("&L" + bulletin.title.replace("&", "&&") + "&R&P / &N")
    sheet.write_string(0, 0, bulletin.title, looks["title"])
    sheet.write_string(1, 0, " ".join([bulletin.issued, *marks(bulletin)]), looks["date"])
    return sheet


def _heads(
    sheet: Any, row: int, names: list[str], looks: dict[str, Any], numbers: Collection[int] = ()
) -> None:
    # Two lines: names of columns are longer than what stands in them.
    sheet.set_row(row, _height(2))
    for place, name in enumerate(names):
        look = looks["number-head" if place in numbers else "head"]
        sheet.write_string(row, place, name, look)


def _goals(book: "Workbook", bulletin: Bulletin, looks: dict[str, Any]) -> None:
    lang = bulletin.lang
    sheet = _sheet(book, bulletin, "goals", looks)
    # bulletin.column.*
    names = [say(f"bulletin.column.{name}", lang) for name in _COLUMNS]
    names += [say(f"bulletin.column.{name}", lang) for name in (*_FORMULAS, "gap", "status")]
    _heads(sheet, _HEAD, names, looks, numbers=(4, 5, 7, 8, 9, 10))
    for place, width in enumerate(_WIDTHS):
        sheet.set_column(place, place, width)
    # A number that is wider than its column is shown as ####.
    longest = max((ems(line.change_text) for line in bulletin.goals), default=0.0)
    change = len(_COLUMNS)
    sheet.set_column(change, change, max(_WIDTHS[change], longest * 1.9 + 2))
    for row, line in enumerate(bulletin.goals, start=_HEAD + 1):
        _goal(sheet, row, line, lang, looks)
    last = _HEAD + len(bulletin.goals)
    sheet.freeze_panes(_HEAD + 1, 1)
    sheet.repeat_rows(_HEAD)
    sheet.autofilter(_HEAD, 0, last, len(names) - 1)
    shown = [one for one in bulletin.goals if one.target is not None and one.value is not None]
    if shown:
        _completions(book, sheet, bulletin, looks)


def _completions(book: "Workbook", sheet: Any, bulletin: Bulletin, looks: dict[str, Any]) -> None:
    """Draw the column of completions of `sheet`, on a sheet of its own, in charts of a page at most.

    Below the table they would be cut in two where a page ends.
    """
    title, fill = sheet.get_name().replace("'", "''"), tokens("light")["data"]
    drawn, row, breaks = _sheet(book, bulletin, "charts", looks), _HEAD, []
    for begin, end in parted(len(bulletin.goals)):
        first, last = _HEAD + 2 + begin, _HEAD + 1 + end
        name = say("bulletin.column.completion", bulletin.lang)
        chart = book.add_chart({"type": "bar"})
        chart.add_series(
            {
                "name": name,
                "categories": f"='{title}'!$A${first}:$A${last}",
                "values": f"='{title}'!$J${first}:$J${last}",
                "fill": {"color": fill},
                "gap": 40,
            }
        )
        chart.set_title({"name": name, "name_font": {"size": 11}})
        chart.set_legend({"none": True})
        chart.set_y_axis({"reverse": True, "num_font": {"size": 8}})
        chart.set_x_axis({"num_format": "0%", "min": 0, "major_gridlines": {"visible": True}})
        height = 60 + 20 * (end - begin)
        chart.set_size({"width": 900, "height": height})
        drawn.insert_chart(row, 0, chart)
        row += height // 20 + 1
        breaks.append(row)
    drawn.set_portrait()
    drawn.set_h_pagebreaks(breaks[:-1])


def _goal(sheet: Any, row: int, line: GoalLine, lang: str, looks: dict[str, Any]) -> None:
    scale = scale_of([line.target, line.value, line.before], line.unit, lang)
    percent = line.unit == "fraction"
    for place, text in ((0, line.name), (1, line.unit_name), (2, line.due), (6, line.period)):
        sheet.write_string(row, place, text, looks["text"])
    target, actual = _written(line.target_text), _written(line.actual_text)
    unit = "%" if percent else scale.label or target.behind
    sheet.write_string(row, 3, unit, looks["text"])
    for place, value, text, written in (
        (4, line.target, line.target_text, target),
        (5, line.value, line.actual_text, actual),
        (7, line.before, say("bulletin.none", lang), actual),
    ):
        if value is None:
            sheet.write_string(row, place, text, looks["aside"])
        else:
            # Of a target its words, too: above, about, a level.
            code = written.code(percent=percent, unit=unit if place == 4 else None)
            sheet.write_number(row, place, _scaled(value, scale, percent), looks["as"](code))
    wrapped = [(line.name, 0), (line.unit_name, 1), (line.due, 2), (line.period, 6)]
    sheet.set_row(row, _height(max(_lines(text, _WIDTHS[place]) for text, place in wrapped)))
    at, same = row + 1, say("bulletin.ranking.same", lang)
    if line.value is None or line.before is None or (line.before <= 0 and not percent):
        # Of what was nothing or less there is no growth: the words of the page stand.
        sheet.write_string(row, 8, line.change_text, looks["aside"])
    elif percent:
        # Of two shares the difference, in points: 79.5 % after 64 % is no growth of 15.5 %.
        points = say("numbers.points", lang, amount="", n=2).replace('"', "")
        known = float((line.value - line.before) * 100)
        look = looks["as"](f'+0.0"{points}";−0.0"{points}";"{same}"')
        sheet.write_formula(row, 8, f"=(F{at}-H{at})*100", look, known)
    else:
        known = float(line.value / line.before - 1)
        look = looks["as"](f'0.0%;−0.0%;"{same}"')
        sheet.write_formula(row, 8, f"=F{at}/H{at}-1", look, known)
    if line.completion is None:
        sheet.write_string(row, 9, line.completion_text, looks["aside"])
    elif line.value is not None and line.target and _is_share(line):
        sheet.write_formula(row, 9, f"=F{at}/E{at}", looks["percent"], float(line.completion))
    else:
        sheet.write_number(row, 9, float(line.completion), looks["percent"])
    sheet.write_string(row, 10, line.gap_text, looks["aside"])
    sheet.write_string(row, 11, line.status_word, looks["text"])


class _Written(NamedTuple):
    """How a number stands in a text of the bulletin: what is before and behind it, and its decimals."""

    before: str
    decimals: int
    behind: str

    def code(self, *, percent: bool, unit: str | None) -> str:
        """Return the number's format; with `unit` also what else the text says, beside that unit."""
        digits = "0" if percent else "#,##0"
        digits += f".{'0' * self.decimals}" if self.decimals else ""
        digits += "%" if percent else ""
        if unit is None:
            return digits
        behind = self.behind.removeprefix(unit)
        named = [f'"{words}"' if words.strip() else "" for words in (self.before, behind)]
        return f"{named[0]}{digits}{named[1]}"


def _written(text: str) -> _Written:
    found = _NUMBER.search(text)
    if found is None:
        return _Written("", 0, "")
    before, behind = (
        part.replace('"', "") for part in (text[: found.start()], text[found.end() :])
    )
    return _Written(before.replace("\u00a0", " "), len(found[1] or ""), behind.strip())


def _lines(text: str, width: float) -> int:
    """How many lines a text takes in a column `width` signs wide; no program says so beforehand."""
    return max(1, math.ceil(ems(text) * 1.9 / width))


def _height(lines: int) -> float:
    return 15.0 * lines


def _is_share(line: GoalLine) -> bool:
    """Whether completion is actual over target; of a falling goal it is another formula."""
    return line.completion == Fraction(line.value or 0) / Fraction(line.target or 1)


def _scaled(value: Decimal, scale: Any, percent: bool) -> float:
    return float(value if percent else value / scale.factor)


def _units(book: "Workbook", bulletin: Bulletin, looks: dict[str, Any]) -> None:
    lang = bulletin.lang
    sheet = _sheet(book, bulletin, "units", looks)
    lamps = ("green", "yellow", "red", "missed", "unreported")
    names = [say("bulletin.column.name", lang), say("bulletin.column.total", lang)]
    names += [lamp_group_word(lamp, lang) for lamp in lamps]
    _heads(sheet, _HEAD, names, looks, numbers=range(1, 7))
    sheet.set_column(0, 0, 40)
    sheet.set_column(1, 6, 13)
    for row, line in enumerate(bulletin.units, start=_HEAD + 1):
        sheet.set_row(row, _height(_lines(line.name, 40)))
        sheet.write_string(row, 0, line.name, looks["text"])
        for place, n in enumerate(
            (line.total, line.green, line.yellow, line.red, line.missed, line.unreported), start=1
        ):
            sheet.write_number(row, place, n, looks["number"])
    last = _HEAD + 1 + len(bulletin.units)
    sheet.write_string(last, 0, say("bulletin.sum", lang), looks["text"])
    for place in range(1, 7):
        letter = "ABCDEFG"[place]
        total = sum(
            (one.total, one.green, one.yellow, one.red, one.missed, one.unreported)[place - 1]
            for one in bulletin.units
        )
        formula = f"=SUM({letter}{_HEAD + 2}:{letter}{last})"
        sheet.write_formula(last, place, formula, looks["number"], total)


def _rankings(book: "Workbook", bulletin: Bulletin, looks: dict[str, Any]) -> None:
    lang = bulletin.lang
    sheet = _sheet(book, bulletin, "rankings", looks)
    sheet.set_column(0, 0, 34)
    sheet.set_column(1, 4, 16)
    row = _HEAD
    if not bulletin.rankings:
        sheet.write_string(row, 0, say("bulletin.empty.rankings", lang), looks["plain"])
    begun, breaks = 0, []
    for table in bulletin.rankings:
        # A heading does not stand at the foot of a page without its rows.
        if row - begun + len(table.lines) + 2 > _PAGE_ROWS:
            breaks.append(row)
            begun = row
        sheet.write_string(row, 0, table.title, looks["subtitle"])
        names = ("name", "value", "change", "rank", "moved")
        heads = [say(f"bulletin.column.{name}", lang) for name in names]
        _heads(sheet, row + 1, heads, looks, numbers=(1, 2, 3))
        row += 2
        for line in table.lines:
            sheet.write_string(row, 0, line.name, looks["text"])
            sheet.write_string(row, 1, line.value_text, looks["aside"])
            sheet.write_string(row, 2, line.change_text, looks["aside"])
            sheet.write_number(row, 3, line.rank or 0, looks["number"])
            sheet.write_string(row, 4, moved_text(line, lang), looks["text"])
            row += 1
        if table.missing:
            listed = say("pages.list-comma", lang).join(table.missing)
            sheet.write_string(row, 0, say("bulletin.ranking.missing", lang, names=listed))
        row += 2
    sheet.set_h_pagebreaks(breaks)


def _laggards(
    book: "Workbook", bulletin: Bulletin, standing: Standing, looks: dict[str, Any]
) -> None:
    drawn = [one for _, one in laggard_figures(bulletin, standing) if is_of_lines(one)]
    if not drawn:
        return
    sheet = _sheet(book, bulletin, "trajectories", looks)
    for place, width in enumerate(WIDTHS):
        sheet.set_column(place, place, width)
    row, breaks = _HEAD, []
    for one in drawn:
        row = write_chart(book, sheet, row, one, bulletin.lang, looks)
        breaks.append(row)
    # Each chart with its points on a page of its own.
    sheet.set_h_pagebreaks(breaks[:-1])


def _steps(book: "Workbook", bulletin: Bulletin, looks: dict[str, Any]) -> None:
    lang = bulletin.lang
    sheet = _sheet(book, bulletin, "steps", looks)
    if not bulletin.steps:
        sheet.write_string(_HEAD, 0, say("bulletin.empty.steps", lang), looks["plain"])
        return
    table = steps_table(bulletin)
    for place, width in enumerate(_STEP_WIDTHS):
        sheet.set_column(place, place, width)
    _heads(sheet, _HEAD, list(table.headings), looks)
    for row, cells in enumerate(table.rows, start=_HEAD + 1):
        sheet.set_row(row, _height(max(map(_lines, cells, _STEP_WIDTHS))))
        for place, text in enumerate(cells):
            sheet.write_string(row, place, text, looks["text"])
    sheet.freeze_panes(_HEAD + 1, 1)
    sheet.repeat_rows(_HEAD)
    sheet.autofilter(_HEAD, 0, _HEAD + len(table.rows), len(table.headings) - 1)


def _notes(
    book: "Workbook", bulletin: Bulletin, signature: Signature, looks: dict[str, Any]
) -> None:
    lang = bulletin.lang
    sheet = _sheet(book, bulletin, "notes", looks)
    sheet.set_column(0, 0, _TEXT_WIDTH)
    told = [*overall(bulletin)]
    for name, listed in (
        ("leaders", bulletin.leaders), ("laggards", bulletin.laggards),
        ("unreported", bulletin.unreported),
    ):  # fmt: skip
        told += ["", say(f"bulletin.section.{name}", lang)]
        # bulletin.empty.laggards, bulletin.empty.leaders, bulletin.empty.rankings,
        # bulletin.empty.steps, bulletin.empty.unreported
        told += listed or [say(f"bulletin.empty.{name}", lang)]
    told += ["", say("bulletin.section.notes", lang), *bulletin.notes]
    told += ["", signature.issuer_text, bulletin.issued, signature.made_text, signature.id_text]
    for row, text in enumerate(told, start=_HEAD):
        sheet.set_row(row, _height(_lines(text, _TEXT_WIDTH)))
        sheet.write_string(row, 0, text, looks["plain"])
