"""Makes the Word layout of the bulletin anew: `python -m docs.make_word_layout`.

An office replaces it by a layout of its own; this is the one that comes along. The tags in it are
docxtpl's: what a bulletin says is filled in, the styles are Word's own.
"""

from pathlib import Path

from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor

LAYOUT = Path(__file__).parents[1] / "dashboard" / "bulletins" / "layouts" / "bulletin.docx"
_INK, _ACCENT = RGBColor(0x1B, 0x24, 0x30), RGBColor(0x1F, 0x4E, 0x79)


def main() -> None:
    """Write the layout."""
    document = Document()
    page = document.sections[0]
    page.page_width, page.page_height = Cm(21.0), Cm(29.7)
    page.left_margin = page.right_margin = Cm(2.4)
    page.top_margin = page.bottom_margin = Cm(2.4)
    for name, size, colour in (
        ("Normal", 11, _INK), ("Title", 20, _INK), ("Heading 1", 14, _ACCENT),
        ("Heading 2", 11.5, _ACCENT), ("Caption", 9, _INK), ("List Paragraph", 11, _INK),
    ):  # fmt: skip
        style = document.styles[name]
        style.font.size, style.font.color.rgb = Pt(size), colour
        style.font.name = "Times New Roman" if name in {"Normal", "List Paragraph"} else "Arial"
        fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
        fonts.set(qn("w:eastAsia"), "仿宋" if name in {"Normal", "List Paragraph"} else "黑体")
        for theme in ("asciiTheme", "eastAsiaTheme", "hAnsiTheme", "cstheme"):
            fonts.attrib.pop(qn(f"w:{theme}"), None)
    title = document.add_paragraph("{{ title }}", style="Title")
    title.alignment = WD_ALIGN_PARAGRAPH.CENTER
    document.add_paragraph("{{ addressees }}")
    add = document.add_paragraph
    add("{%p for part in sections %}")
    add("{{ part.title }}", style="Heading 1")
    add("{%p for words in part.paragraphs %}")
    add("{{ words }}")
    add("{%p endfor %}")
    add("{%p if part.drawing %}")
    add("{{ part.drawing }}")
    add("{%p endif %}")
    add("{%p for table in part.tables %}")
    add("{%p if table.title %}")
    add("{{ table.title }}", style="Heading 2")
    add("{%p endif %}")
    _table(document)
    add("{%p if table.note %}")
    add("{{ table.note }}", style="Caption")
    add("{%p endif %}")
    add("{%p endfor %}")
    add("{%p for words in part.listed %}")
    add("{{ words }}", style="List Paragraph")
    add("{%p endfor %}")
    add("{%p endfor %}")
    signed = add("{{ issuer }}")
    signed.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    dated = add("{{ issued }}")
    dated.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    add("{{ made }}", style="Caption")
    page.footer.paragraphs[0].text = "{{ id }}"
    # A layout without a day in it is the same whenever it is made.
    document.core_properties.title, document.core_properties.author = "", ""
    document.save(str(LAYOUT))


def _table(document: Document) -> None:
    table = document.add_table(rows=4, cols=3)
    table.style = "Table Grid"
    rows = (
        ("{%tc for name in table.headings %}", "{{ name }}", "{%tc endfor %}"),
        ("{%tr for row in table.rows %}", "", ""),
        ("{%tc for cell in row %}", "{{ cell }}", "{%tc endfor %}"),
        ("{%tr endfor %}", "", ""),
    )
    for line, words in zip(table.rows, rows, strict=True):
        for cell, text in zip(line.cells, words, strict=True):
            cell.text = text
            cell.paragraphs[0].paragraph_format.space_after = Pt(0)
            for run in cell.paragraphs[0].runs:
                run.font.size = Pt(8)
    # The headings stand again on every page.
    repeated = OxmlElement("w:tblHeader")
    repeated.set(qn("w:val"), "true")
    table.rows[0]._tr.get_or_add_trPr().append(repeated)


if __name__ == "__main__":
    main()
