"""Entering in a real browser: the form, the grid, drafts that outlive it, two people at one figure."""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from dashboard.actuals.store import Store
from tests.machine.browser import fresh_page
from tests.machine.server import Served, ServerFactory

ALUMINIUM = "/entry?lang=zh&region=binzhou&cluster=high-end-aluminium&indicator=revenue"


@pytest.fixture
def served(serve: ServerFactory) -> Served:
    return serve("--no-browser", environment={"CLUSTER_DASHBOARD_TODAY": "2026-10-20"})


@contextmanager
def visitor(chromium: Browser, width: int = 1440, height: int = 1400) -> Iterator[Page]:
    """Open a fresh browser, with nothing of an earlier visit, and close it."""
    with fresh_page(
        chromium,
        viewport={"width": width, "height": height},
        permissions=["clipboard-read", "clipboard-write"],
    ) as page:
        yield page


def open_form(page: Page, served: Served, address: str = ALUMINIUM) -> None:
    page.goto(served.url + address)
    expect(value_input(page)).to_be_visible()


def value_input(page: Page) -> Locator:
    return page.locator(".sheet.form td.value input")


def type_value(page: Page, text: str, understood: str) -> None:
    value_input(page).fill(text)
    expect(page.get_by_text(understood, exact=False).first).to_be_visible()


def save_form(page: Page) -> None:
    button = page.locator(".st-key-entry-save button")
    expect(button).to_be_enabled()
    button.click()


def open_grid(page: Page, served: Served) -> None:
    page.goto(served.url + "/entry?lang=zh&region=binzhou")
    page.get_by_text("表格填报", exact=True).click()
    expect(new_values(page).first).to_be_visible()


def new_values(page: Page) -> Locator:
    return page.locator(".sheet:not(.form) td.value input")


def type_cell(page: Page, row: int, text: str, understood: str) -> None:
    """Type into the new-value column and wait until the change is listed as understood."""
    new_values(page).nth(row).click()
    page.keyboard.type(text)
    page.keyboard.press("Enter")
    expect(changes(page).get_by_text(understood)).to_be_visible()


def paste(page: Page, row: int, text: str) -> None:
    page.evaluate("text => navigator.clipboard.writeText(text)", text)
    new_values(page).nth(row).click()
    page.keyboard.press("Control+v")


def changes(page: Page) -> Locator:
    return page.locator(".st-key-card-entry-changes")


def stored(served: Served, subject: str) -> list[tuple[str, str]]:
    with Store.open(served.database) as store:
        frame = store.current("binzhou", subject)
        return list(zip(frame["period"], frame["value"], strict=True))


def drawn(page: Page, card: str) -> Locator:
    """Return the table behind the chart: its points, as text."""
    return page.locator(f".st-key-card-{card} details")


def test_a_figure_goes_through_the_form_into_the_database_and_onto_the_chart(
    chromium: Browser, served: Served, shot: Callable[[Page, str], Path]
) -> None:
    with visitor(chromium) as page:
        asked: list[str] = []
        page.on("request", lambda request: asked.append(request.url))
        open_form(page, served)
        type_value(page, "3,760.5", "3,760.5 → 376,050,000,000 元")
        assert stored(served, "high-end-aluminium") == []
        save_form(page)
        expect(page.get_by_text("已保存：")).to_be_visible()
        expect(page.locator(".st-key-entry-chart .js-plotly-plot")).to_be_visible()
        expect(drawn(page, "entry-chart")).to_contain_text("3,760.5")
        with page.expect_download() as taken:
            page.locator(".st-key-entry-chart-csv button").click()
        assert "3,760.5" in taken.value.path().read_text(encoding="utf-8-sig")
        assert stored(served, "high-end-aluminium") == [("2026-M09", "376050000000")]
        expect(value_input(page)).to_have_value("")
        # A second figure moves the chart again: January to August now, too.
        page.locator(".st-key-entry-period input").click()
        page.get_by_role("option", name="2026年1–8月").click()
        type_value(page, "3290", "3290 → 329,000,000,000 元")
        save_form(page)
        expect(page.get_by_text("已保存：")).to_be_visible()
        expect(drawn(page, "entry-chart")).to_contain_text("3,290")
        shot(page, "entry-form-saved")
        outside = [url for url in asked if not url.startswith((served.url, "data:", "blob:"))]
        assert [
            url for url in outside if not url.startswith(served.url.replace("http", "ws"))
        ] == []


def test_figures_go_through_the_grid_into_the_database_and_onto_the_chart(
    chromium: Browser, served: Served, shot: Callable[[Page, str], Path]
) -> None:
    with visitor(chromium) as page:
        open_grid(page, served)
        type_cell(page, 0, "3710", "新填：3,710 亿元（371,000,000,000 元）")
        type_cell(page, 1, "2,106.79亿", "新填：2,106.79 亿元（210,679,000,000 元）")
        assert stored(served, "high-end-aluminium") == []
        shot(page, "entry-grid-typed")
        page.locator(".st-key-entry-save button").click()
        expect(page.get_by_text("已保存 2 项。")).to_be_visible()
        assert stored(served, "high-end-aluminium") == [("2026-M09", "371000000000")]
        assert stored(served, "fine-chemicals") == [("2026-M09", "210679000000")]
        expect(page.locator(".st-key-entry-chart .js-plotly-plot")).to_be_visible()
        expect(drawn(page, "entry-chart")).to_contain_text("3,710")


def test_a_column_pasted_from_a_spreadsheet_arrives_letter_by_letter(
    chromium: Browser, served: Served
) -> None:
    # What a number column would clamp, cut, guess or drop.
    column = ["1,234.5", "2,106.79亿", "１４３５．５", "￥657.2亿", "00123", "(5)", "12%", "1e2"]
    with visitor(chromium) as page:
        open_grid(page, served)
        paste(page, 0, "\r\n".join(column) + "\r\n")
        for text in column:
            expect(changes(page).get_by_text(f"键入 {text}", exact=True)).to_be_visible()
        for understood in ("123,450,000,000", "210,679,000,000", "143,550,000,000",
                           "65,720,000,000", "12,300,000,000", "−500,000,000"):  # fmt: skip
            first = re.compile(rf"^新填：.+（{understood} 元）$")
            expect(changes(page).get_by_text(first)).to_be_visible()
        expect(page.locator(".st-key-entry-save button")).to_be_disabled()
    assert stored(served, "high-end-aluminium") == []


def test_a_block_is_pasted_with_its_notes_and_what_has_no_place_is_said(
    chromium: Browser, served: Served
) -> None:
    block = '3710\t快报\t没有这一栏\n2107\t"两行\n备注"\n'
    with visitor(chromium) as page:
        open_grid(page, served)
        paste(page, 0, block)
        told = page.locator(".sheet .told")
        expect(told).to_have_text("已粘贴 4 格。 有 1 处没有对应的行或列，未粘贴：没有这一栏。")
        notes = page.locator(".sheet td.note input")
        expect(notes.nth(0)).to_have_value("快报")
        expect(notes.nth(1)).to_have_value("两行 备注")
        expect(changes(page).get_by_text("键入 2107 · 备注：两行 备注", exact=True)).to_be_visible()
        page.get_by_role("button", name="撤销").click()
        expect(page.get_by_text("还没有改动。")).to_be_visible()
        expect(new_values(page).nth(0)).to_have_value("")
        expect(notes.nth(1)).to_have_value("")


def test_a_block_that_names_its_rows_goes_to_them_whatever_its_order(
    chromium: Browser, served: Served
) -> None:
    block = "精细化工 营业收入\t2107\t快报\n高端铝业 · 营业收入\t3710\n"
    with visitor(chromium) as page:
        open_grid(page, served)
        paste(page, 5, block)
        expect(new_values(page).nth(0)).to_have_value("3710")
        expect(new_values(page).nth(1)).to_have_value("2107")
        expect(page.locator(".sheet td.note input").nth(1)).to_have_value("快报")
        expect(new_values(page).nth(5)).to_have_value("")


def test_the_sheet_is_walked_and_mended_by_keys(chromium: Browser, served: Served) -> None:
    with visitor(chromium) as page:
        open_grid(page, served)
        new_values(page).nth(1).click()
        for key in ("1", "ArrowDown", "2", "Shift+Enter"):
            page.keyboard.press(key)
        # Back on the second row, whose figure stands selected: the next one replaces it.
        expect(new_values(page).nth(1)).to_be_focused()
        page.keyboard.type("3")
        page.keyboard.press("Tab")
        expect(page.locator(".sheet td.note input").nth(1)).to_be_focused()
        page.keyboard.type("x")
        page.keyboard.press("Escape")
        expect(page.locator(".sheet td.note input").nth(1)).to_have_value("")
        expect(changes(page).get_by_text("键入 3", exact=True)).to_be_visible()
        expect(changes(page).get_by_text("键入 2", exact=True)).to_be_visible()
        expect(changes(page).get_by_text("键入 1", exact=True)).not_to_be_visible()


def test_unsaved_work_outlives_the_browser(chromium: Browser, served: Served) -> None:
    with visitor(chromium) as page:
        open_form(page, served)
        type_value(page, "3750", "3750 → 375,000,000,000 元")
        open_grid(page, served)
        # The form's figure is the same one in the table.
        expect(new_values(page).nth(0)).to_have_value("3750")
        type_cell(page, 2, "1435.5", "新填：1,435.5 亿元（143,550,000,000 元）")
        # Closed in the middle of the next figure.
        new_values(page).nth(3).click()
        page.keyboard.type("657.2")
        page.wait_for_timeout(1000)
    with visitor(chromium) as page:
        open_form(page, served)
        expect(value_input(page)).to_have_value("3750")
        expect(page.get_by_text("已恢复上次未保存的 1 处内容")).to_be_visible()
        open_grid(page, served)
        expect(
            changes(page).get_by_text("新填：1,435.5 亿元（143,550,000,000 元）")
        ).to_be_visible()
        page.locator(".st-key-entry-save button").click()
        expect(page.get_by_text("已保存 3 项。")).to_be_visible()
    assert stored(served, "food-processing") == [("2026-M09", "143550000000")]
    assert stored(served, "smart-textiles") == [("2026-M09", "65720000000")]


def test_two_people_at_one_figure_are_both_shown_both_values(
    chromium: Browser, served: Served, shot: Callable[[Page, str], Path]
) -> None:
    with visitor(chromium) as mine, visitor(chromium) as theirs:
        open_form(mine, served)
        open_form(theirs, served)
        type_value(mine, "3750", "3750 → 375,000,000,000 元")
        type_value(theirs, "3710", "3710 → 371,000,000,000 元")
        save_form(theirs)
        expect(theirs.get_by_text("已保存：")).to_be_visible()
        save_form(mine)
        expect(mine.get_by_text("他人已改动这个数据")).to_be_visible()
        expect(mine.get_by_text(re.compile("371,000,000,000 元.+2026年"))).to_be_visible()
        assert stored(served, "high-end-aluminium") == [("2026-M09", "371000000000")]
        shot(mine, "entry-conflict")
        # The screen that asks has the focus, and deciding saves.
        expect(mine.get_by_role("radio", name="保留对方的")).to_be_focused()
        mine.get_by_text("在其后保存我的", exact=True).click()
        mine.get_by_label("保存我的数值的理由").fill("统计局核定")
        mine.locator(".st-key-entry-resolve button").click()
        expect(mine.get_by_text("已保存：")).to_be_visible()
    assert stored(served, "high-end-aluminium") == [("2026-M09", "375000000000")]


def test_a_phone_shows_the_form_and_the_grid_without_scrolling_sideways(
    chromium: Browser, served: Served, shot: Callable[[Page, str], Path]
) -> None:
    with visitor(chromium, width=390, height=844) as page:
        open_form(page, served)
        type_value(page, "3750", "3750 → 375,000,000,000 元")
        shot(page, "entry-form-phone")
        assert page.evaluate("document.documentElement.scrollWidth") <= 390
        open_grid(page, served)
        type_cell(page, 1, "2107", "新填：2,107 亿元（210,700,000,000 元）")
        shot(page, "entry-grid-phone")
        assert page.evaluate("document.documentElement.scrollWidth") <= 390
        page.locator(".st-key-entry-save button").click()
        # The form's figure stands in the table too.
        expect(page.get_by_text("已保存 2 项。")).to_be_visible()
    assert stored(served, "fine-chemicals") == [("2026-M09", "210700000000")]
