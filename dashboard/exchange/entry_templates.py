"""A workbook in which an office fills in what a region owes for one period, and nothing else.

One row a series, in words; the cell for the figure is the first unlocked one of its row, the note
stands right of it. What a program needs is hidden: the figure's id, the revision that was seen, and
on a sheet of its own what the workbook was made for.
"""

import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from dashboard.actuals.entering.context import Recorded
from dashboard.actuals.entering.entries import figure_id
from dashboard.actuals.messages import Message, Param
from dashboard.entry.periods import period_label
from dashboard.entry.rows import series_for, table
from dashboard.entry.series import Asked, asked_of
from dashboard.exchange.figure_files import MADE_FOR, TEMPLATE
from dashboard.languages import LANGUAGES, say
from dashboard.languages.characters import plain_name
from dashboard.people.scopes import responsible_units

if TYPE_CHECKING:
    from xlsxwriter.worksheet import Worksheet

    from dashboard.register import Catalogue

_COLUMNS = (
    "id", "revision", "subject", "indicator", "unit", "last", "when", "previous", "value", "note",
)  # fmt: skip
_WIDTHS = {
    "subject": 26, "indicator": 30, "unit": 8, "last": 13, "when": 13, "previous": 13, "value": 15,
    "note": 32,
}  # fmt: skip
_HEADING_ROW = 3
_A4 = 9
_INK, _ACCENT, _LINE, _PALE, _ENTRY = "#1B2430", "#1F4E79", "#C9D2DC", "#F4F6F8", "#FFF8E1"
_MOST_EXACT = 15
_NOTES = ("preliminary", "final", "reported", "estimated")


@dataclass(frozen=True, slots=True)
class Template:
    """What a template is for: a region's figures of a period, those of one unit or, "", all."""

    region: str
    code: str
    unit: str
    rows: Sequence[Asked]


class NothingOwed(Exception):
    """No figure is owed: `message` says for what, or which units there are."""

    def __init__(self, message: Message) -> None:
        super().__init__(message.code)
        self.message = message


def template_of(
    catalogue: "Catalogue",
    region: str,
    code: str,
    unit: str = "",
    asked: Sequence[Asked] | None = None,
) -> Template:
    """Return what a region owes for a period, by `unit` the part a responsible unit answers for.

    `asked` are the series to choose from, by default all of the region. Raises
    `NothingOwed`.
    """
    asked = asked_of(catalogue, region) if asked is None else list(asked)
    if unit:
        known = {
            plain_name(each): each
            for series in asked
            for each in responsible_units(catalogue, *series.key)
        }
        called = known.get(plain_name(unit))
        if called is None:
            units = tuple(sorted(known.values())[:30])
            told: dict[str, Param] = {"text": unit[:80], "units": units}
            raise NothingOwed(Message("exchange.template.no-unit", told))
        unit = called
        asked = [each for each in asked if unit in responsible_units(catalogue, *each.key)]
    rows = series_for(asked, code, {}, subject=None, every=False, unreported=False)
    if not rows:
        place = catalogue.region(region) or {}
        values = {"region": str(place.get(f"name_{LANGUAGES[0]}", region)), "period": code}
        raise NothingOwed(Message("exchange.template.none", values))
    return Template(region, code, unit, rows)


def write_template(
    template: Template, catalogue: "Catalogue", store: Recorded, on: date, lang: str
) -> bytes:
    """Return the workbook (.xlsx); `on` is the day it is made."""
    from xlsxwriter import Workbook

    held = store.series([each.key for each in template.rows])
    cells = table(template.rows, held, template.code, {}, lang)
    place = catalogue.region(template.region) or {}
    called = str(place.get(f"name_{lang}", template.region))
    named = {
        "region": called,
        "period": period_label(template.code, "", lang),
        "unit": template.unit or say("exchange.template.all-units", lang),
        "on": on.isoformat(),
        "n": len(template.rows),
    }
    out = io.BytesIO()
    with Workbook(out, {"in_memory": True, "strings_to_formulas": False}) as book:
        book.set_properties(
            {
                "title": say("exchange.template.title", lang, **named),
                "created": datetime(on.year, on.month, on.day),  # noqa: DTZ001 - a day, not a moment
            }
        )
        book.formats[0].set_font_name(say("language.font", lang))
        sheet = book.add_worksheet(say("exchange.template.sheet", lang))
        _write_sheet(_Formats(book, lang), sheet, template, cells, named, lang)
        facts = book.add_worksheet("cluster-dashboard")
        facts.very_hidden()
        said = {
            "region": template.region,
            "period": template.code,
            "unit": template.unit,
            "register": catalogue.version,
        }
        facts.write_string(0, 0, TEMPLATE)
        for row, name in enumerate(MADE_FOR, 1):
            facts.write_string(row, 0, name)
            facts.write_string(row, 1, said[name])
        facts.protect()
    return out.getvalue()


class _Formats:
    """The looks of the cells, each made once."""

    def __init__(self, book: Any, lang: str) -> None:
        def look(**more: Any) -> Any:
            return book.add_format(
                {
                    "font_name": say("language.font", lang),
                    "font_size": 10.5,
                    "font_color": _INK,
                    "valign": "vcenter",
                }
                | more
            )

        framed = {"border": 1, "border_color": _LINE}
        self.title = look(bold=True, font_size=16)
        self.about = look(font_color="#5B6775", text_wrap=True, valign="top")
        self.heading = look(
            **framed,
            bold=True,
            font_color="#FFFFFF",
            bg_color=_ACCENT,
            text_wrap=True,
            align="center",
        )
        self.text = look(**framed, bg_color=_PALE, text_wrap=True)
        self.unit = look(**framed, bg_color=_PALE, align="center")
        self.number = look(**framed, bg_color=_PALE, align="right", num_format="#,##0.##########")
        self.whole = look(**framed, bg_color=_PALE, align="right", num_format="#,##0")
        self.entry = look(**framed, bg_color=_ENTRY, align="right", locked=False, bold=True)
        self.note = look(**framed, bg_color=_ENTRY, locked=False, text_wrap=True)


def _write_sheet(
    looks: _Formats,
    sheet: "Worksheet",
    template: Template,
    cells: Sequence[Mapping[str, Any]],
    named: Mapping[str, Any],
    lang: str,
) -> None:
    end = _HEADING_ROW + len(cells)
    first, last = _COLUMNS.index("subject"), len(_COLUMNS) - 1
    sheet.merge_range(0, first, 0, last, say("exchange.template.title", lang, **named), looks.title)
    sheet.merge_range(1, first, 1, last, say("exchange.template.for", lang, **named), looks.about)
    sheet.merge_range(2, first, 2, last, say("exchange.template.how", lang), looks.about)
    sheet.set_row(0, 30)
    sheet.set_row(1, 18)
    sheet.set_row(2, 46)
    sheet.set_row(_HEADING_ROW, 32)
    for column, name in enumerate(_COLUMNS):
        hidden = {"hidden": True} if column < first else {}
        sheet.set_column(column, column, _WIDTHS.get(name, 12), None, hidden)
        sheet.write_string(
            # exchange.template.column.*
            _HEADING_ROW,
            column,
            say(f"exchange.template.column.{name}", lang),
            looks.heading,
        )
    for row, (series, each) in enumerate(zip(template.rows, cells, strict=True), _HEADING_ROW + 1):
        sheet.set_row(row, 22)
        seen = each["seen"]
        texts = {
            "id": figure_id((*series.key, template.code)),
            "revision": "" if seen is None else str(seen),
            "subject": series.subject_name(lang),
            "indicator": series.indicator_name(lang),
            "when": each["when"],
        }
        for name, text in texts.items():
            sheet.write_string(row, _COLUMNS.index(name), text, looks.text)
        sheet.write_string(row, _COLUMNS.index("unit"), each["unit"], looks.unit)
        for name in ("last", "previous"):
            _write_amount(sheet, row, _COLUMNS.index(name), each[name], looks)
        sheet.write_blank(row, _COLUMNS.index("value"), None, looks.entry)
        sheet.write_blank(row, _COLUMNS.index("note"), None, looks.note)
    _rule_cells(sheet, end, lang)
    sheet.freeze_panes(_HEADING_ROW + 1, first + 2)
    sheet.protect("", {"format_columns": True, "format_rows": True, "autofilter": True})
    sheet.set_selection(
        _HEADING_ROW + 1, _COLUMNS.index("value"), _HEADING_ROW + 1, _COLUMNS.index("value")
    )
    sheet.hide_gridlines(2)
    sheet.set_paper(_A4)
    sheet.set_landscape()
    sheet.set_margins(left=0.5, right=0.5, top=0.7, bottom=0.6)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(_HEADING_ROW)
    sheet.print_area(0, first, end, last)
    sheet.set_header("&R&9" + f"{named['region']}  {named['period']}".replace("&", "&&"))
    sheet.set_footer("&C&9&P / &N")


def _rule_cells(sheet: "Worksheet", end: int, lang: str) -> None:
    """Say at each cell what to write; a note may be chosen, and any other text written."""
    value, note = _COLUMNS.index("value"), _COLUMNS.index("note")
    sheet.data_validation(
        _HEADING_ROW + 1, value, end, value,
        {
            "validate": "any",
            "input_title": say("exchange.template.column.value", lang),
            "input_message": say("exchange.template.hint", lang),
        },
    )  # fmt: skip
    sheet.data_validation(
        _HEADING_ROW + 1, note, end, note,
        {
            "validate": "list",
            # exchange.template.note.estimated, exchange.template.note.final,
            # exchange.template.note.preliminary, exchange.template.note.reported
            "source": [say(f"exchange.template.note.{each}", lang) for each in _NOTES],
            "show_error": False,
        },
    )  # fmt: skip


def _write_amount(sheet: "Worksheet", row: int, column: int, text: str, looks: _Formats) -> None:
    """Write an amount as a number where a spreadsheet keeps all of its digits, else as text."""
    digits = text.replace(",", "")
    if digits and len(digits.replace(".", "").lstrip("-0")) <= _MOST_EXACT:
        # A format with optional decimals would leave a bare point behind whole numbers.
        sheet.write_number(
            row, column, float(digits), looks.number if "." in digits else looks.whole
        )
    else:
        sheet.write_string(row, column, text, looks.number)
