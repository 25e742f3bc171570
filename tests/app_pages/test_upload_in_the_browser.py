"""A clerk and a workbook, in a real browser: download, fill in, upload, see, confirm."""

import io
import re
import zipfile
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter
from playwright.sync_api import Browser, Page, expect

from dashboard.actuals.store import Entry, Store
from dashboard.register import load_register
from dashboard.settings import default_register
from tests.machine.browser import fresh_page
from tests.machine.server import Served, ServerFactory

ENTRY = "/entry?lang=zh&region=binzhou&period=2026-M09"
ALUMINIUM = ("binzhou", "high-end-aluminium", "revenue", "2026-M09")


DAY = {"CLUSTER_DASHBOARD_TODAY": "2026-10-20"}


@pytest.fixture
def served(serve: ServerFactory) -> Served:
    return serve("--no-browser", environment=DAY)


def upload(page: Page, name: str, content: bytes) -> None:
    page.locator(".st-key-card-upload input[type=file]").set_input_files(
        {"name": name, "mimeType": "application/octet-stream", "buffer": content}
    )


def test_a_clerk_downloads_the_template_fills_it_in_uploads_it_and_confirms(
    serve: ServerFactory, chromium: Browser, tmp_path: Path
) -> None:
    # Whichever of several processes the browser is told, both ways go through it.
    served = serve("--no-browser", "--processes", "2", environment=DAY)
    with fresh_page(chromium, viewport={"width": 1440, "height": 1400}) as page:
        page.goto(served.url + ENTRY)
        card = page.locator(".st-key-card-upload")
        with page.expect_download() as coming:
            card.get_by_text("下载填报模板").click()
        path = tmp_path / "template.xlsx"
        coming.value.save_as(path)
        book = openpyxl.load_workbook(path)
        sheet = book.worksheets[0]
        row = next(
            row
            for row in range(5, sheet.max_row + 1)
            if sheet.cell(row, 1).value == "figure:" + "/".join(ALUMINIUM)
        )
        first = next(
            column for column in range(1, 11) if not sheet.cell(row, column).protection.locked
        )
        sheet.cell(row, first).value = 4123.5
        sheet.cell(row, first + 1).value = "初步数"
        filled = io.BytesIO()
        book.save(filled)
        upload(page, "填好.xlsx", filled.getvalue())
        expect(card.get_by_text("可以写入：新增 1，更改 0，未变 0")).to_be_visible()
        expect(card.get_by_text(f"I{row}")).to_be_visible()
        with Store.open(served.database) as store:
            assert store.figures([ALUMINIUM]) == {}
        card.get_by_text("确认写入 1 项").click()
        expect(card.get_by_text("已写入 1 项。")).to_be_visible()
        with Store.open(served.database) as store:
            held = store.figures([ALUMINIUM])[ALUMINIUM]
        # 4,123.5 亿元 × 100,000,000.
        assert (held.value, held.note) == ("412350000000", "初步数")
        # The page around it knows it, too.
        expect(page.get_by_text("已报 1 项")).to_be_visible()
        # A template of another region is refused with one sentence.
        page.goto(served.url + "/entry?lang=zh&region=foshan&period=2026-M09")
        upload(page, "滨州.xlsx", filled.getvalue())
        expect(card.get_by_text("这份模板是滨州市的，而这里填报的是佛山市")).to_be_visible()
        expect(card.locator(".st-key-upload-confirm button")).to_be_disabled()


def hostile() -> dict[str, tuple[bytes, str]]:
    """What a server chokes on, each with the beginning of the one sentence that says why it is refused."""
    swollen = io.BytesIO()
    openpyxl.Workbook().save(swollen)
    archive = zipfile.ZipFile(swollen, "a", zipfile.ZIP_DEFLATED, compresslevel=1)
    with archive, archive.open("xl/media/zeros", "w") as part:
        for _ in range(257):
            part.write(bytes(1 << 20))
    locked = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le")
    return {
        "bomb.xlsx": (swollen.getvalue(), "工作簿解压后超过 256 MB"),
        "locked.xlsx": (locked, "文件设有密码"),
        "picture.xlsx": (b"\x89PNG\r\n\x1a\n" + bytes(5000), "文件是图片或别的文件"),
        "columns.csv": (b"," * 1_000_000, "这一行有 1,000,001 列"),
        "newlines.csv": (b"\n" * 15_000_000, "文件超过 1,000,000 行"),
        "bytes.csv": (bytes(5_000_000), "文件不是文本"),
    }


def test_hostile_files_and_a_colleague_who_writes_meanwhile_leave_the_page_standing(
    served: Served, chromium: Browser
) -> None:
    with fresh_page(chromium, viewport={"width": 1440, "height": 1400}) as page:
        page.goto(served.url + ENTRY)
        card = page.locator(".st-key-card-upload")
        # More of them than a page holds at once, one after the other.
        for name, (content, sentence) in hostile().items():
            upload(page, name, content)
            expect(card.get_by_text(sentence)).to_be_visible()
            expect(card.get_by_text("有 1 行不能写入")).to_be_visible()
            expect(card.locator(".st-key-upload-confirm button")).to_be_disabled()
            card.get_by_text("放弃这个文件").click()
            expect(card.get_by_text(sentence)).to_have_count(0)
        upload(page, "large.csv", b"\n" * 17_000_000)
        expect(card.get_by_text("文件超过 16 MB；请分成几个文件。")).to_be_visible()
        row = "binzhou,high-end-aluminium,revenue,2026-M09,4000亿"
        upload(page, "own.csv", f"region,subject,indicator,period,value\n{row}\n".encode())
        expect(card.get_by_text("可以写入：新增 1，更改 0")).to_be_visible()
        with Store.open(served.database) as store:
            store.write([Entry(*ALUMINIUM, Decimal("3.9E11"))], "wang")
        card.get_by_text("确认写入 1 项").click()
        # Not written: both values are shown, and who was first.
        expect(card.get_by_text("可以写入：新增 0，更改 1")).to_be_visible()
        expect(card.get_by_text("3,900 亿元 → 4,000 亿元")).to_be_visible()
        expect(card).to_contain_text("wang")
        with Store.open(served.database) as store:
            assert store.figures([ALUMINIUM])[ALUMINIUM].author == "wang"
        card.get_by_label("请写明理由").fill("月报已核")
        card.get_by_text("确认写入 1 项").click()
        expect(card.get_by_text("已写入 1 项。")).to_be_visible()
        with Store.open(served.database) as store:
            assert store.figures([ALUMINIUM])[ALUMINIUM].value == "400000000000"


@pytest.mark.long
def test_a_hundred_thousand_rows_are_cancelled_half_way_and_then_written(
    served: Served, chromium: Browser
) -> None:
    catalogue = load_register(default_register())
    subjects = [str(row["id"]) for row in catalogue.clusters_of("binzhou")]
    counts = [str(r["id"]) for r in catalogue.rows("indicators") if r["unit"] == "count"]
    months = [f"{year}-M{month:02d}" for year in range(1949, 2026) for month in range(2, 13)]
    figures = ((s, i, m) for m in months for s in subjects for i in counts if i != "tier-count")
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"constant_memory": True}) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, ("region", "subject", "indicator", "period", "value"))
        for row, figure in zip(range(1, 100_001), figures, strict=False):
            sheet.write_row(row, 0, ("binzhou", *figure, 5))
    with fresh_page(chromium, viewport={"width": 1440, "height": 1400}) as page:
        page.goto(served.url + ENTRY)
        card = page.locator(".st-key-card-upload")
        upload(page, "large.xlsx", out.getvalue())
        bar = card.get_by_role("progressbar")
        expect(bar).to_have_attribute("aria-valuenow", re.compile("[2-9][0-9]"))
        card.get_by_text("取消").click()
        expect(bar).to_have_count(0)
        with Store.open(served.database) as store:
            assert store.revision() == 0
        upload(page, "large.xlsx", out.getvalue())
        expect(card.get_by_text("新增 100,000，更改 0")).to_be_visible()
        card.get_by_text("确认写入").click()
        expect(card.get_by_text("已写入 100,000 项。")).to_be_visible()
        with Store.open(served.database) as store:
            assert store.revision() == 100_000
