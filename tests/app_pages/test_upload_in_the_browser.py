"""A clerk and a workbook, in a real browser: download, fill in, upload, see, confirm."""

import io
from pathlib import Path

import openpyxl
import pytest
from playwright.sync_api import Browser, Page, expect

from dashboard.actuals.store import Store
from tests.machine.browser import fresh_page
from tests.machine.server import Served, ServerFactory

ENTRY = "/entry?lang=zh&region=binzhou&period=2026-M09"
ALUMINIUM = ("binzhou", "high-end-aluminium", "revenue", "2026-M09")


@pytest.fixture
def served(serve: ServerFactory) -> Served:
    return serve("--no-browser", environment={"CLUSTER_DASHBOARD_TODAY": "2026-10-20"})


def upload(page: Page, name: str, content: bytes) -> None:
    page.locator(".st-key-card-upload input[type=file]").set_input_files(
        {"name": name, "mimeType": "application/octet-stream", "buffer": content}
    )


def test_a_clerk_downloads_the_template_fills_it_in_uploads_it_and_confirms(
    served: Served, chromium: Browser, tmp_path: Path
) -> None:
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
        # A template of another region is refused with one sentence.
        page.goto(served.url + "/entry?lang=zh&region=foshan&period=2026-M09")
        upload(page, "滨州.xlsx", filled.getvalue())
        expect(card.get_by_text("这份模板是滨州市的，而这里填报的是佛山市")).to_be_visible()
        expect(card.locator(".st-key-upload-confirm button")).to_be_disabled()
