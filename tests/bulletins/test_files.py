"""A bulletin in Word, PDF, Excel and as an offline page says one thing, and is known again."""

import io
import re
import shutil
import time
from datetime import date
from decimal import Decimal
from pathlib import Path
from zipfile import ZipFile

import pytest
from docx import Document
from docx.shared import Cm, Mm
from openpyxl import load_workbook
from pypdf import PdfReader

from dashboard.actuals.officials import Assignment
from dashboard.actuals.periods import period
from dashboard.actuals.remedies import Plan, Turn
from dashboard.actuals.store import Entry, Store
from dashboard.bulletins.issuing import MEDIA_TYPES, IssuerRefused, issued, verify
from dashboard.bulletins.word import LayoutRefused
from dashboard.register import Catalogue
from dashboard.settings import Settings
from tests.bulletins.conftest import YI
from tests.conftest import VisitAs
from tests.machine.office import saved_by_office

AT = period("2026-M09")
TITLE = "关于滨州市2026年1–9月产业集群目标完成情况的通报"


@pytest.fixture
def settings(filled: str) -> Settings:
    return Settings(database=filled)


def made(
    settings: Settings, register: Catalogue, form: str, lang: str = "zh", **more: object
) -> bytes:
    with Store.open(settings.database) as store:
        return issued(
            settings, store, register, "binzhou", AT, lang, form, author="Li", **more  # type: ignore[arg-type]  # as given
        )  # fmt: skip


def test_what_a_guest_takes_is_kept_once_and_found_again(
    settings: Settings, register: Catalogue
) -> None:
    def taken() -> bytes:
        with Store.open(settings.database) as store:
            return issued(settings, store, register, "binzhou", AT, "zh", "html")

    first = taken()
    # Said in it to the second.
    time.sleep(1)
    assert taken() == first
    with Store.open(settings.database) as store:
        found = verify(first, settings, store, register)
        kept = [one for one in store.issued_bulletins(region="binzhou") if not one.author]
    assert found.untouched
    assert len(kept) == 1


def squeezed(text: str) -> str:
    return re.sub(r"\s+", "", text)


def test_an_issuer_with_signs_that_cannot_be_seen_signs_nothing(
    settings: Settings, register: Catalogue
) -> None:
    with pytest.raises(IssuerRefused) as refused:
        made(settings, register, "docx", issuer="滨州市\u202e发改委\ud800")
    assert refused.value.codes == ("U+202E", "U+D800")


def test_the_word_file_has_headings_tables_and_a_picture(
    settings: Settings, register: Catalogue
) -> None:
    document = Document(io.BytesIO(made(settings, register, "docx", issuer="市工业和信息化局")))
    styles = {one.style.name: one.text for one in document.paragraphs if one.style}
    assert styles["Title"] == TITLE
    headings = [
        one.text for one in document.paragraphs if one.style and one.style.name == "Heading 1"
    ]
    assert headings == [
        "一、总体情况", "二、各项指标完成情况", "三、各责任单位情况", "四、位次情况",
        "五、进度较快的目标", "六、进度滞后的目标", "七、未报送情况", "八、下一步工作", "九、说明",
    ]  # fmt: skip
    goals = document.tables[0]
    assert len(goals.rows) == 40
    row = next(one for one in goals.rows if one.cells[0].text == "高端铝业：超5500亿级")
    assert [row.cells[place].text for place in (2, 4, 7, 9)] == [
        "> 5,500 亿元", "4,400.00 亿元", "80%", "●\u00a0按序时"
    ]  # fmt: skip
    assert len(document.inline_shapes) == 1
    signed = [one.text for one in document.paragraphs].index("发布单位：市工业和信息化局")
    # Neither name and day nor a row of a table stand on a sheet without what they belong to.
    above, name = document.paragraphs[signed - 1 : signed + 1]
    assert (above.text[:3], above.paragraph_format.keep_with_next) == ("（六）", True)
    assert name.paragraph_format.keep_with_next is True
    for table in document.tables:
        firsts = [row.cells[0].paragraphs[0].paragraph_format for row in table.rows]
        last = len(firsts) - 1
        kept = {n for n in range(last) if firsts[n].keep_with_next}
        assert kept == {0, 1, last - 1} - {last}
    assert len(document.sections) == 1


def test_ten_columns_of_english_stand_on_sheets_that_lie(
    settings: Settings, register: Catalogue
) -> None:
    document = Document(io.BytesIO(made(settings, register, "docx", "en")))
    lies = [(one.page_width or 0) > (one.page_height or 0) for one in document.sections]
    assert lies == [False, True, False]
    # All of its width, and no more.
    width = sum(cell.width or 0 for cell in document.tables[0].rows[0].cells)
    assert 0.95 < width / (Mm(297) - 2 * Cm(2.4)) <= 1


@pytest.fixture
def behind(settings: Settings) -> Settings:
    """A cluster whose revenue falls on the way to its goal, with its remedy."""
    goal = "binzhou-2024.t2000.smart-textiles"
    with Store.open(settings.database) as store:
        store.write(
            [
                Entry("binzhou", "smart-textiles", "revenue", "2023", 1000 * YI),
                Entry("binzhou", "smart-textiles", "revenue", "2025", 950 * YI),
            ],
            "Li",
        )
        store.remedies.plan(
            Turn("binzhou", goal, "Li", 0, "far-behind", "2025", date(2026, 10, 8)),
            Plan("订单减少", "开展产销对接", "张三", date(2026, 12, 20)),
        )
    return settings


def test_a_laggards_trajectory_is_drawn_and_what_is_to_be_done_names_person_and_deadline(
    behind: Settings, register: Catalogue, folder: Path
) -> None:
    word = Document(io.BytesIO(made(behind, register, "docx")))
    assert len(word.inline_shapes) == 2
    numbered = [one.text for one in word.paragraphs if one.text.startswith("（一）智能纺织")]
    assert "订单减少" in "".join(numbered)
    pages = PdfReader(io.BytesIO(made(behind, register, "pdf"))).pages
    printed = squeezed("".join(page.extract_text() for page in pages))
    assert "智能纺织：营业收入亿元·年度" in printed
    path = folder / "bulletin.xlsx"
    path.write_bytes(made(behind, register, "xlsx"))
    book = load_workbook(path)
    steps = book["下一步工作"]
    heads = [cell.value for cell in steps[4]]
    (row,) = [[cell.value for cell in line] for line in steps.iter_rows(min_row=5)]
    assert dict(zip(heads, row, strict=True)) == {
        "目标": "智能纺织：2000亿级", "责任单位": "市制造强市建设领导小组；包联：尚未明确",
        "还需完成": "每年还需增长 45.1%", "完成时限": "2027年", "责任人": "张三",
        "措施时限": "2026年12月20日",
    }  # fmt: skip
    sheet = book["滞后目标走势"]
    (chart,) = sheet._charts
    points = [[cell.value for cell in line[:4]] for line in sheet.iter_rows(min_row=7)]
    assert [row for row in points if row[0] == "实际"] == [
        ["实际", "2023年", 2023, 1000], ["实际", "2025年", 2025, 950],
    ]  # fmt: skip
    # What is between two whole numbers is not written as one of them.
    assert {one[3].number_format for one in sheet.iter_rows(min_row=7) if one[3].value == 950} == {
        "#,##0"
    }
    assert "#,##0.00" in {one[3].number_format for one in sheet.iter_rows(min_row=7)}
    for series in chart.series:
        (first, *_, last) = [
            sheet[cell][0].value if isinstance(sheet[cell], tuple) else sheet[cell].value
            for cell in series.yVal.numRef.f.split("!")[1].replace("$", "").split(":")
        ]
        assert {first, last} <= {row[3] for row in points}


def test_an_office_puts_its_own_layout_in_the_place_of_ours(
    settings: Settings, register: Catalogue, folder: Path
) -> None:
    own = Document()
    own.add_paragraph("红头文件 {{ title }}")
    own.save(str(folder / "own.docx"))
    written = made(settings, register, "docx", layout=folder / "own.docx")
    assert Document(io.BytesIO(written)).paragraphs[0].text == f"红头文件 {TITLE}"
    (folder / "no.docx").write_bytes(b"no Word file")
    faults = {
        "{{ titel }}": ("tag", "titel"),
        "{% for one in sections %}{{ one.titel }}{% endfor %}": ("tag", "titel"),
        "{{ title.__class__.__mro__ }}": ("grammar", None),
        "{% for one in sections %}{{ one.title }}": ("grammar", None),
        "{{ title + 1 }}": ("filling", None),
        "{{ 1 / 0 }}": ("filling", "division by zero"),
    }
    for n, tag in enumerate(faults):
        bad = Document()
        bad.add_paragraph(tag)
        bad.save(str(folder / f"bad-{n}.docx"))
    layouts = {"no.docx": ("file", "")}
    layouts |= {f"bad-{n}.docx": told for n, told in enumerate(faults.values())}
    for name, (code, reason) in layouts.items():
        with pytest.raises(LayoutRefused) as refused:
            made(settings, register, "docx", layout=folder / name)
        assert (refused.value.code, reason in (None, refused.value.reason)) == (code, True), name


def test_the_pdf_has_chinese_to_select_embedded_fonts_and_bookmarks(
    settings: Settings, register: Catalogue
) -> None:
    reader = PdfReader(io.BytesIO(made(settings, register, "pdf")))
    text = squeezed("".join(page.extract_text() for page in reader.pages))
    assert squeezed(TITLE) in text
    assert "4,400.00亿元" in text
    assert next(one["/Title"] for one in reader.outline if isinstance(one, dict)) == "一、总体情况"
    fonts = {
        str(font["/BaseFont"]): font["/DescendantFonts"][0]["/FontDescriptor"]
        for page in reader.pages
        for font in (one.get_object() for one in page["/Resources"]["/Font"].values())
    }
    assert fonts
    assert all({"/FontFile2", "/FontFile3"} & set(one.get_object()) for one in fonts.values())
    width, height = reader.pages[0].mediabox.width, reader.pages[0].mediabox.height
    assert (round(width), round(height)) == (595, 842)


def test_the_last_note_comes_along_to_the_page_of_issuer_and_date(
    settings: Settings, register: Catalogue
) -> None:
    # Nearly a page of issuers: it does not fit below the notes.
    issuers = "市工业和信息化局、" * 190
    pages = PdfReader(io.BytesIO(made(settings, register, "pdf", issuer=issuers))).pages
    before, last = (squeezed(page.extract_text()) for page in pages[-2:])
    assert "（一）" in before
    assert "不等于零。发布单位" in last


def test_the_workbooks_formulas_come_to_the_values_shown(
    settings: Settings, register: Catalogue, folder: Path
) -> None:
    path = folder / "bulletin.xlsx"
    covered = [
        Entry("binzhou", "clusters", name, code, value)
        for code, share, firms in (("2025", "0.64", 640), ("2026-M09", "0.795", 795))
        for name, value in (
            ("iiot-firms", Decimal(firms)), ("above-size-cluster-firms", Decimal(1000)),
            ("iiot-coverage", Decimal(share)),
        )
    ] + [Entry("binzhou", "clusters", "iiot-coverage", "2025-M09", Decimal("0.64"))]  # fmt: skip
    with Store.open(settings.database) as store:
        store.write(covered, "Li")
    path.write_bytes(made(settings, register, "xlsx"))
    shown, formulas = load_workbook(path, data_only=True), load_workbook(path)
    sheet = formulas.worksheets[0]
    row = next(n for n in range(5, 44) if sheet.cell(n, 1).value == "高端铝业：超5500亿级")
    assert sheet.cell(row, 10).value == f"=F{row}/E{row}"
    assert (sheet.cell(row, 5).value, sheet.cell(row, 6).value) == (5500, 4400)
    # With the words of the page, and no point behind a whole number.
    assert sheet.cell(row, 5).number_format == '"> "#,##0'
    # Of 64 % a year before it is 15.5 points more, and no growth of 15.5 %.
    share = next(n for n in range(5, 44) if sheet.cell(n, 1).value == "规上企业工业互联网覆盖率")
    change = sheet.cell(share, 9)
    assert change.value == f"=(F{share}-H{share})*100"
    assert "个百分点" in change.number_format
    assert shown.worksheets[0].cell(share, 9).value == pytest.approx(15.5)
    assert len(sheet._charts) == 1 or "xl/charts/chart1.xml" in ZipFile(path).namelist()
    again = load_workbook(saved_by_office(path, folder / "again"), data_only=True)
    for before, after in zip(shown.worksheets, again.worksheets, strict=True):
        for line, other in zip(before.iter_rows(), after.iter_rows(), strict=False):
            for cell, new in zip(line, other, strict=False):
                if isinstance(cell.value, int | float):
                    assert new.value == pytest.approx(cell.value, abs=1e-9)


def test_the_offline_page_draws_its_charts_with_the_network_off(
    settings: Settings, register: Catalogue, folder: Path, visit_as: VisitAs
) -> None:
    content = made(settings, register, "html")
    assert len(content) < 8 * 1024 * 1024
    path = folder / "bulletin.html"
    path.write_bytes(content)
    page = visit_as(offline=True)
    faults: list[str] = []
    page.on("pageerror", lambda fault: faults.append(str(fault)))
    page.goto(path.as_uri())
    page.wait_for_selector(".chart .main-svg")
    assert page.locator("h1").inner_text() == TITLE
    strokes = page.locator(".chart .scatterlayer .js-line").evaluate_all(
        "lines => lines.map(one => getComputedStyle(one).stroke)"
    )
    # The one colour of data: on the page Streamlit puts it in the place of what the figure names.
    assert "rgb(44, 127, 184)" in strokes
    assert faults == []


@pytest.mark.parametrize("form", MEDIA_TYPES)
def test_a_file_is_known_again_and_what_was_revised_since_is_listed(
    behind: Settings, register: Catalogue, form: str
) -> None:
    settings, since = behind, date(2026, 1, 1)
    leader = Assignment("binzhou", "smart-textiles", "赵六", "副市长", since, "分工")
    with Store.open(settings.database) as store:
        # After the period's end, as returns are approved after it, too.
        store.officials.assign(leader, "Li")
    content = made(settings, register, form)
    with Store.open(settings.database) as store:
        found = verify(content, settings, store, register)
        assert (found.untouched, found.reproduced, found.revised) == (True, True, ())
        store.write(
            [Entry("binzhou", "fine-chemicals", "revenue", "2026-M09", 1690 * YI, seen_revision=6)],
            "Wang",
        )
        # It said that it was not published, and still does.
        store.publish(["binzhou"], "Chen")
        later = verify(content, settings, store, register)
        assert (later.untouched, later.reproduced) == (True, True)
        assert [(row["subject"], row["author"]) for row in later.revised] == [
            ("fine-chemicals", "Wang")
        ]


def saved(content: bytes, *changes: tuple[str, str, str]) -> bytes:
    """A packed file as another program saves it: in parts whose names match, one text for another."""
    out = io.BytesIO()
    with ZipFile(io.BytesIO(content)) as packed, ZipFile(out, "w") as again:
        for name in packed.namelist():
            part = packed.read(name)
            for where, old, new in changes:
                if re.fullmatch(where, name):
                    part = re.sub(old, new, part.decode()).encode()
            again.writestr(name, part)
    return out.getvalue()


def test_what_other_programs_saved_is_told_from_what_was_issued(
    settings: Settings, register: Catalogue
) -> None:
    issued_as = {form: made(settings, register, form) for form in MEDIA_TYPES}
    word, page = issued_as["docx"], issued_as["html"]
    own_name = ("docProps/core.xml", "<dc:identifier>.*?</dc:identifier>", "")
    runs = ("word/footer1.xml", "(binzhou-2026)(-M09)", r"\1</w:t></w:r><w:r><w:t>\2")
    edited = {
        "docx": [
            # Word numbers its paragraphs by who edited them; WPS forgets the name, and cuts words.
            saved(word, ("word/document.xml", "<w:p>", '<w:p w:rsidR="00AB12CD">')),
            saved(word, own_name, runs),
            saved(word, ("word/document.xml", "滨州市", "惠州市")),
        ],
        "xlsx": [saved(issued_as["xlsx"], own_name, ("xl/sharedStrings.xml", "高端铝业", "铝业"))],
        "pdf": [issued_as["pdf"] + b"\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"],
        "html": [page.replace(b"</html>", b"<i></i></html>"), page.decode().encode("utf-16")],
    }
    with Store.open(settings.database) as store:
        for form, files in edited.items():
            for content in files:
                found = verify(content, settings, store, register)
                assert found.record is not None
                assert (found.record.format, found.untouched, found.reproduced) == (
                    form, False, True,
                )  # fmt: skip


def test_a_file_that_was_never_issued_is_unknown(
    settings: Settings, register: Catalogue, folder: Path
) -> None:
    shutil.copyfile(Path(__file__), folder / "other.docx")
    with Store.open(settings.database) as store:
        for content in (b"", b"PK\x03\x04broken", (folder / "other.docx").read_bytes()):
            assert verify(content, settings, store, register).record is None
