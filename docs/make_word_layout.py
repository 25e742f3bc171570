"""Makes the Word layout of the bulletin anew: `python -m docs.make_word_layout`.

An office replaces it by a layout of its own; this is the one that comes along. The tags in it are
docxtpl's: what a bulletin says is filled in, the styles are Word's own.
"""

from pathlib import Path
from typing import Any

from docx import Document
from docx.enum.table import WD_CELL_VERTICAL_ALIGNMENT
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
        ("Normal", 11, _INK), ("Title", 18, _INK), ("Heading 1", 14, _ACCENT),
        ("Heading 2", 11.5, _ACCENT), ("Caption", 9, _INK), ("Body Text", 11, _INK),
        ("List Paragraph", 11, _INK),
    ):  # fmt: skip
        style = document.styles[name]
        style.font.size, style.font.color.rgb = Pt(size), colour
        running = name in {"Normal", "Body Text", "List Paragraph", "Caption"}
        style.font.name = "Times New Roman" if running else "Arial"
        fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
        fonts.set(qn("w:eastAsia"), "仿宋" if running else "黑体")
        for theme in ("asciiTheme", "eastAsiaTheme", "hAnsiTheme", "cstheme"):
            fonts.attrib.pop(qn(f"w:{theme}"), None)
    document.styles["Caption"].font.bold = False
    # Without it another office's program takes the signs of other scripts for punctuation.
    for told in document.styles.element.iter(qn("w:lang")):
        told.set(qn("w:eastAsia"), "zh-CN")
    for name in ("Body Text", "List Paragraph"):
        _indent_first_line(document.styles[name])
    title = document.add_paragraph("{{ title }}", style="Title")
    title.alignment = WD_ALIGN_PARAGRAPH.CENTER
    document.add_paragraph("{{ addressees }}")
    add = document.add_paragraph
    add("{%p for part in sections %}")
    add("{{ part.title }}", style="Heading 1")
    add("{%p for words in part.paragraphs %}")
    add("{{ words }}", style="Body Text")
    add("{%p endfor %}")
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
    add("{%p for drawing in part.drawings %}")
    add("{{ drawing }}").alignment = WD_ALIGN_PARAGRAPH.CENTER
    add("{%p endfor %}")
    add("{%p endfor %}")
    signed = add("{{ issuer }}")
    signed.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    dated = add("{{ issued }}")
    dated.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    # Name and day stand on one page, and what it was made from with them.
    signed.paragraph_format.keep_with_next = dated.paragraph_format.keep_with_next = True
    add("{{ made }}", style="Caption")
    foot = page.footer.paragraphs[0]
    # Past the middle, to the right.
    foot.add_run("{{ id }}\t\t")
    _add_page_number(foot)
    # A layout without a day in it is the same whenever it is made.
    document.core_properties.title, document.core_properties.author = "", ""
    document.save(str(LAYOUT))


def _indent_first_line(style: Any) -> None:
    """Two signs, as offices write, whatever the size."""
    style.paragraph_format.left_indent, style.paragraph_format.first_line_indent = Pt(0), Pt(22)
    style.element.pPr.ind.set(qn("w:firstLineChars"), "200")


def _add_page_number(paragraph: Any) -> None:
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), "PAGE")
    run, text = OxmlElement("w:r"), OxmlElement("w:t")
    text.text = "1"
    run.append(text)
    field.append(run)
    paragraph._p.append(field)


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
            cell.vertical_alignment = WD_CELL_VERTICAL_ALIGNMENT.CENTER
            form = cell.paragraphs[0].paragraph_format
            form.space_after, form.line_spacing = Pt(0), 1.0
            for run in cell.paragraphs[0].runs:
                run.font.size = Pt(7.5)
                if line is table.rows[0]:
                    run.font.name = "Arial"
                    run._r.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), "黑体")
    for cell in table.rows[0].cells:
        shade = OxmlElement("w:shd")
        for name, value in (("val", "clear"), ("color", "auto"), ("fill", "EAF0F6")):
            shade.set(qn(f"w:{name}"), value)
        cell._tc.get_or_add_tcPr().find(qn("w:vAlign")).addprevious(shade)
    # The headings stand again on every page.
    repeated = OxmlElement("w:tblHeader")
    repeated.set(qn("w:val"), "true")
    table.rows[0]._tr.get_or_add_trPr().append(repeated)
    # No row is torn between two pages.
    for line in table.rows:
        whole = OxmlElement("w:cantSplit")
        line._tr.get_or_add_trPr().insert(0, whole)
    margins = OxmlElement("w:tblCellMar")
    for side, width in (("top", "34"), ("left", "57"), ("bottom", "34"), ("right", "57")):
        margin = OxmlElement(f"w:{side}")
        margin.set(qn("w:w"), width)
        margin.set(qn("w:type"), "dxa")
        margins.append(margin)
    borders = OxmlElement("w:tblBorders")
    for side in ("top", "left", "bottom", "right", "insideH", "insideV"):
        border = OxmlElement(f"w:{side}")
        for name, value in (("val", "single"), ("sz", "4"), ("space", "0"), ("color", "A9B4C0")):
            border.set(qn(f"w:{name}"), value)
        borders.append(border)
    # Before the look, as the format's order is.
    look = table._tbl.tblPr.find(qn("w:tblLook"))
    look.addprevious(borders)
    look.addprevious(margins)


if __name__ == "__main__":
    main()
