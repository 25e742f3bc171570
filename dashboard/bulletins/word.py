"""A bulletin as a Word file that is made to be edited: real headings, tables and pictures.

The layout is a Word file with docxtpl's tags; an office may put its own in the place of ours.
"""

import io
import re
from collections.abc import Sequence
from copy import deepcopy
from pathlib import Path
from typing import Any
from zipfile import BadZipFile

from dashboard.bulletins.content import Bulletin
from dashboard.bulletins.drawings import section_drawings
from dashboard.bulletins.sections import Table, lies_in, numeral, sections
from dashboard.bulletins.signature import Signature
from dashboard.exchange.typesetting import as_pngs
from dashboard.judging import Standing
from dashboard.languages import say

_LAYOUT = Path(__file__).parent / "layouts" / "bulletin.docx"
# What a table may take of a sheet that stands, and of one that lies.
_ACROSS_MM, _LYING_MM = 160, 247
# What our layout leaves beside the text of a cell, left and right.
_MARGINS_MM = 2
# How the library names what it does not know.
_QUOTED = re.compile(r"'([^']+)'")


class LayoutRefused(Exception):
    """The layout cannot be filled in: it is no Word file, or its tags are unknown, ill-formed or fail.

    `code` is file, tag, grammar or filling, `reason` which tag, or the library's words.
    """

    def __init__(self, code: str, reason: str = "") -> None:
        super().__init__(f"{code}: {reason}")
        self.code, self.reason = code, reason


def write_word(
    bulletin: Bulletin, signature: Signature, standing: Standing, layout: Path | None = None
) -> bytes:
    """Return the Word file, in our layout or an office's own. Raises `LayoutRefused`, `OSError`.

    `standing` is what the bulletin was composed from.
    """
    from docx.opc.exceptions import PackageNotFoundError
    from docx.shared import Mm
    from docxtpl import DocxTemplate, InlineImage

    try:
        template = DocxTemplate(io.BytesIO((layout or _LAYOUT).read_bytes()))
        template.init_docx()
    except (PackageNotFoundError, BadZipFile, LookupError, ValueError, SyntaxError) as fault:
        raise LayoutRefused("file") from fault
    drawn = section_drawings(bulletin, standing)
    pictures = iter(as_pngs([each.svg for drawings in drawn.values() for each in drawings]))
    inline = {
        name: [
            InlineImage(template, io.BytesIO(next(pictures)), width=Mm(each.width_mm))
            for each in drawings
        ]
        for name, drawings in drawn.items()
    }
    lies = lies_in(bulletin.lang)
    parts: list[dict[str, Any]] = [
        {
            "name": one.name,
            "title": one.title,
            "paragraphs": one.paragraphs,
            "tables": one.tables,
            "listed": _numbered(one.listed, bulletin.lang),
            "drawings": inline.get(one.name, []),
        }
        for one in sections(bulletin, lying=lies)
    ]
    told = {
        "title": bulletin.title,
        "addressees": bulletin.addressees,
        "sections": parts,
        "issuer": signature.issuer_text,
        "issued": bulletin.issued,
        "made": signature.made_text,
        "id": signature.id_text,
    }
    _fill(template, told, own=layout is not None)
    goals = next(part for part in parts if part["name"] == "goals")
    _set_columns(
        template.docx,
        [table for part in parts for table in part["tables"]],
        goals["tables"] if lies else (),
    )
    _keep_together(template.docx, [table for part in parts for table in part["tables"]])
    _keep_signed(template.docx, signature.issuer_text, bulletin.issued)
    if lies:
        _lay(template.docx, goals["title"], goals["tables"][0])
    properties = template.docx.core_properties
    properties.title, properties.author = bulletin.title, signature.issuer_text
    properties.identifier, properties.language = signature.id, bulletin.lang
    properties.created = properties.modified = signature.moment.replace(tzinfo=None)
    out = io.BytesIO()
    template.save(out)
    return out.getvalue()


def _fill(template: Any, told: dict[str, Any], *, own: bool) -> None:
    """Put what is told in the places of a layout's tags. Raises `LayoutRefused` for an office's `own`."""
    from jinja2 import StrictUndefined, TemplateError, UndefinedError
    from jinja2.sandbox import SandboxedEnvironment

    # A layout is an office's own file, and still no program of its author's runs from it. A tag that
    # nobody fills in would be a gap in a bulletin that nobody sees.
    environment = SandboxedEnvironment(autoescape=True, undefined=StrictUndefined)
    try:
        template.render(told, environment, autoescape=True)
    except UndefinedError as fault:
        raise LayoutRefused("tag", (_QUOTED.findall(str(fault)) or [str(fault)])[-1]) from fault
    except TemplateError as fault:
        raise LayoutRefused("grammar", str(fault)) from fault
    except (
        TypeError, ValueError, ArithmeticError, LookupError, AttributeError, SyntaxError
    ) as fault:  # fmt: skip
        # What a tag asks for is done by Python, and so are its mistakes.
        if not own:
            raise
        raise LayoutRefused("filling", str(fault)) from fault


def _numbered(listed: Sequence[str], lang: str) -> list[str]:
    return [
        say("bulletin.listed", lang, number=numeral(n, lang), text=text)
        for n, text in enumerate(listed, start=1)
    ]


def _set_columns(document: Any, tables: Sequence[Table], lying: Sequence[Table]) -> None:
    """Give the columns their widths, and numbers their place at the right; a layout cannot know them.

    An office's own table that is none of ours keeps its look.
    """
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.shared import Mm

    by_headings = {one.headings: one for one in tables}
    for drawn in document.tables:
        ours = by_headings.get(_headings(drawn)) if drawn.rows else None
        if ours is None:
            continue
        drawn.autofit = False
        across = _LYING_MM if ours in lying else _ACROSS_MM
        text = across - _MARGINS_MM * len(ours.shares)
        widths = [Mm(_MARGINS_MM + share * text) for share in ours.shares]
        for column, width in zip(drawn.columns, widths, strict=True):
            column.width = width
        for line in drawn.rows:
            for cell, width, number in zip(line.cells, widths, ours.numbers, strict=True):
                cell.width = width
                if number:
                    cell.paragraphs[0].alignment = WD_ALIGN_PARAGRAPH.RIGHT


def _keep_together(document: Any, tables: Sequence[Table]) -> None:
    """Leave no row of our tables alone on a sheet: neither under its headings nor at the end.

    A table's note stays with its last row.
    """
    with_note = {one.headings: bool(one.note) for one in tables}
    for drawn in document.tables:
        noted = with_note.get(_headings(drawn)) if drawn.rows else None
        if noted is None:
            continue
        rows = drawn.rows
        kept = {0, 1, len(rows) - 2} - {len(rows) - 1} | ({len(rows) - 1} if noted else set())
        for at in kept & set(range(len(rows))):
            for cell in rows[at].cells:
                for paragraph in cell.paragraphs:
                    paragraph.paragraph_format.keep_with_next = True


def _keep_signed(document: Any, issuer: str, issued: str) -> None:
    """Have name and day stand under words of the bulletin, and not on a sheet of their own."""
    paragraphs = document.paragraphs
    dated = next((at for at, one in enumerate(paragraphs) if one.text == issued), 0)
    for above in reversed(paragraphs[:dated]):
        above.paragraph_format.keep_with_next = True
        if above.text not in {"", issuer}:
            return


def _lay(document: Any, heading: str, table: Table) -> None:
    """Put a table under its heading on sheets that lie; in a layout that has another heading it stands."""
    from docx.enum.section import WD_ORIENT
    from docx.oxml import OxmlElement

    begins = next((one for one in document.paragraphs if one.text == heading), None)
    drawn = next(
        (one for one in document.tables if one.rows and _headings(one) == table.headings), None
    )
    if begins is None or drawn is None:
        return

    def ended(*, lying: bool) -> Any:
        """A paragraph that ends a section of sheets like the document's own."""
        own = deepcopy(document.sections[-1]._sectPr)
        if lying:
            size = own.pgSz
            size.w, size.h, size.orient = size.h, size.w, WD_ORIENT.LANDSCAPE
        paragraph = OxmlElement("w:p")
        paragraph.get_or_add_pPr().append(own)
        return paragraph

    begins._p.addprevious(ended(lying=False))
    drawn._tbl.addnext(ended(lying=True))


def _headings(drawn: Any) -> tuple[str, ...]:
    return tuple(cell.text for cell in drawn.rows[0].cells)
