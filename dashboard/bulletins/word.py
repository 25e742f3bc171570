"""A bulletin as a Word file that is made to be edited: real headings, tables and pictures.

The layout is a Word file with docxtpl's tags; an office may put its own in the place of ours.
"""

import io
from pathlib import Path
from typing import Any
from zipfile import BadZipFile

from dashboard.bulletins.content import Bulletin
from dashboard.bulletins.drawings import completion_drawing
from dashboard.bulletins.sections import Table, sections
from dashboard.bulletins.signature import Signature
from dashboard.exchange.pictures import as_png

_LAYOUT = Path(__file__).parent / "layouts" / "bulletin.docx"
_PICTURE_MM = 160
# What Word leaves beside the text of a cell, left and right.
_MARGINS_MM = 4


class LayoutRefused(Exception):
    """The layout cannot be filled in; its text says why."""


def write_word(bulletin: Bulletin, signature: Signature, layout: Path | None = None) -> bytes:
    """Return the Word file, in our layout or an office's own. Raises `LayoutRefused`."""
    from docx.opc.exceptions import PackageNotFoundError
    from docx.shared import Mm
    from docxtpl import DocxTemplate, InlineImage
    from jinja2 import TemplateError
    from jinja2.sandbox import SandboxedEnvironment

    path = layout or _LAYOUT
    try:
        template = DocxTemplate(path)
        template.init_docx()
    except (PackageNotFoundError, BadZipFile, KeyError, ValueError, OSError) as fault:
        raise LayoutRefused(str(fault) or type(fault).__name__) from fault
    svg = completion_drawing(bulletin)
    parts: list[dict[str, Any]] = [
        {
            "title": one.title,
            "paragraphs": one.paragraphs,
            "tables": one.tables,
            "listed": one.listed,
            "drawing": InlineImage(template, io.BytesIO(as_png(svg)), width=Mm(_PICTURE_MM))
            if one.charted and svg is not None
            else None,
        }
        for one in sections(bulletin)
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
    try:
        # A layout is an office's own file, and still no program of its author's runs from it.
        template.render(told, SandboxedEnvironment(autoescape=True), autoescape=True)
    except TemplateError as fault:
        raise LayoutRefused(str(fault)) from fault
    _set_columns(template.docx, [table for part in parts for table in part["tables"]])
    properties = template.docx.core_properties
    properties.title, properties.author = bulletin.title, signature.issuer_text
    properties.identifier, properties.language = signature.id, bulletin.lang
    properties.created = properties.modified = signature.moment.replace(tzinfo=None)
    out = io.BytesIO()
    template.save(out)
    return out.getvalue()


def _set_columns(document: Any, tables: list[Table]) -> None:
    """Give the columns their widths, and numbers their place at the right; a layout cannot know them.

    An office's own table that is none of ours keeps its look.
    """
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.shared import Mm

    by_headings = {one.headings: one for one in tables}
    for drawn in document.tables:
        ours = (
            by_headings.get(tuple(cell.text for cell in drawn.rows[0].cells))
            if drawn.rows
            else None
        )
        if ours is None:
            continue
        drawn.autofit = False
        text = _PICTURE_MM - _MARGINS_MM * len(ours.shares)
        widths = [Mm(_MARGINS_MM + share * text) for share in ours.shares]
        for column, width in zip(drawn.columns, widths, strict=True):
            column.width = width
        for line in drawn.rows:
            for cell, width, number in zip(line.cells, widths, ours.numbers, strict=True):
                cell.width = width
                if number:
                    cell.paragraphs[0].alignment = WD_ALIGN_PARAGRAPH.RIGHT
