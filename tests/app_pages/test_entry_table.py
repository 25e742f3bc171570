"""The table of figures under real hands: slow machines, keys, ranges, blocks of a spreadsheet."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.machine.browser import fresh_page
from tests.machine.server import Served, ServerFactory

ROOT = Path(__file__).parents[2]
# Every test types in a period of its own: what one leaves unsaved stands in the cells of the next.
FORM = "/entry?lang=zh&region=binzhou&way=form&period=2026-M09"
TABLE = "/entry?lang=zh&region=binzhou&way=grid&period=2026-M09"
FIGURES = ["3710", "2106.79", "1435.5", "657.2", "812", "123.45", "77.1", "66.2"]

# Takes the first cell that a person can see the moment it can be seen, as a person would.
TAKE_FIRST_CELL = """
selector => new Promise(done => {
  const look = () => {
    for (const host of document.querySelectorAll('[data-testid="stBidiComponentIsolated"]')) {
      const cell = host.shadowRoot?.querySelector(selector)
      if (cell?.offsetWidth) { cell.focus(); return done() }
    }
    setTimeout(look, 5)
  }
  look()
})
"""

# The table stands, and has the focus without having been given it.
WAIT_FOR_THE_TABLE_UNDER_THE_HAND = """
() => new Promise(done => {
  const look = () => {
    for (const host of document.querySelectorAll('[data-testid="stBidiComponentIsolated"]')) {
      const cell = host.shadowRoot?.querySelector(".sheet:not(.form) td.value input")
      if (cell && host.shadowRoot.activeElement === cell) return done()
    }
    setTimeout(look, 5)
  }
  look()
})
"""


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """Start one server for all; each test works in a period of its own or discards what it typed."""
    with ServerFactory(tmp_path_factory.mktemp("served"), ROOT) as serve:
        yield serve("--no-browser", environment={"CLUSTER_DASHBOARD_TODAY": "2026-10-20"})


@pytest.fixture
def page(chromium: Browser) -> Iterator[Page]:
    """Open a fresh browser that may use the clipboard."""
    with fresh_page(
        chromium,
        viewport={"width": 1440, "height": 1400},
        permissions=["clipboard-read", "clipboard-write"],
    ) as opened:
        yield opened


@pytest.fixture
def busy_cores() -> Iterator[None]:
    """Keep every core busy meanwhile."""
    spinning = [
        subprocess.Popen([sys.executable, "-c", "while True: pass"])
        for _ in range(os.cpu_count() or 1)
    ]
    yield
    for process in spinning:
        process.kill()
        process.wait()


def values(page: Page) -> Locator:
    return page.locator(".sheet:not(.form) td.value input")


def notes(page: Page) -> Locator:
    return page.locator(".sheet td.note input")


def changes(page: Page) -> Locator:
    return page.locator(".st-key-card-entry-changes")


def told(page: Page) -> Locator:
    return page.locator(".sheet .told")


def slow(page: Page) -> None:
    page.context.new_cdp_session(page).send("Emulation.setCPUThrottlingRate", {"rate": 6})


def open_table(page: Page, served: Served, period: str) -> None:
    page.goto(served.url + TABLE.replace("2026-M09", period))
    expect(values(page).first).to_be_visible(timeout=90_000)


def all_understood(page: Page) -> None:
    """Wait until every figure stands in its cell and is listed as it was typed."""
    for row, figure in enumerate(FIGURES):
        expect(values(page).nth(row)).to_have_value(figure, timeout=90_000)
        listed = changes(page).get_by_text(f"键入 {figure}", exact=True)
        expect(listed).to_be_visible(timeout=90_000)


@pytest.mark.usefixtures("busy_cores")
def test_a_cell_of_the_table_takes_every_key_from_the_moment_it_is_seen(
    page: Page, served: Served
) -> None:
    slow(page)
    page.goto(served.url + TABLE.replace("2026-M09", "2026-M08"))
    page.evaluate(TAKE_FIRST_CELL, ".sheet:not(.form) td.value input")
    for figure in FIGURES:
        page.keyboard.type(figure)
        page.keyboard.press("Enter")
    all_understood(page)


@pytest.mark.usefixtures("busy_cores")
def test_a_cell_of_the_form_loses_nothing_to_the_table_that_takes_its_place(
    page: Page, served: Served
) -> None:
    page.goto(served.url + FORM.replace("2026-M09", "2026-M07"))
    expect(page.locator(".sheet.form td.value input")).to_be_visible(timeout=90_000)
    slow(page)
    page.get_by_text("表格填报", exact=True).click()
    # The form still stands there: a person sees its cell, and types the whole column.
    page.evaluate(TAKE_FIRST_CELL, ".sheet td.value input")
    for figure in FIGURES:
        page.keyboard.type(figure)
        page.keyboard.press("Enter")
    all_understood(page)


def test_a_figure_that_is_half_typed_goes_on_in_the_table_that_takes_the_forms_place(
    page: Page, served: Served
) -> None:
    page.goto(served.url + FORM.replace("2026-M09", "2026-M01"))
    expect(page.locator(".sheet.form td.value input")).to_be_visible()
    slow(page)
    page.get_by_text("表格填报", exact=True).click()
    page.evaluate(TAKE_FIRST_CELL, ".sheet.form td.value input")
    page.keyboard.type("37")
    page.evaluate(WAIT_FOR_THE_TABLE_UNDER_THE_HAND)
    page.keyboard.type("10")
    expect(values(page).first).to_have_value("3710")


def copied(page: Page) -> str:
    return str(page.evaluate("() => navigator.clipboard.readText()"))


def paste(page: Page, row: int, block: str) -> None:
    page.evaluate("block => navigator.clipboard.writeText(block)", block)
    values(page).nth(row).click()
    page.keyboard.press("Control+v")


def column(page: Page, rows: int = 4) -> list[str]:
    return [values(page).nth(row).input_value() for row in range(rows)]


def test_every_step_in_the_table_can_be_taken_back_and_done_again(
    page: Page, served: Served
) -> None:
    open_table(page, served, "2026-M06")
    paste(page, 0, "3710\t快报\n2107\n")
    assert column(page) == ["3710", "2107", "", ""]
    page.keyboard.press("Control+z")
    assert column(page) == ["", "", "", ""]
    expect(notes(page).first).to_have_value("")
    page.keyboard.press("Control+y")
    assert column(page) == ["3710", "2107", "", ""]
    expect(notes(page).first).to_have_value("快报")
    # Typing is one step, whatever it consists of; Ctrl+Y writes nothing of its own.
    values(page).nth(2).click()
    page.keyboard.type("4601")
    page.keyboard.press("Control+z")
    page.keyboard.press("Control+Shift+z")
    page.keyboard.press("Control+y")
    assert column(page) == ["3710", "2107", "4601", ""]
    # A range: filled down, copied, emptied; each of them one step.
    page.keyboard.press("Shift+ArrowDown")
    page.keyboard.press("Control+d")
    assert column(page) == ["3710", "2107", "4601", "4601"]
    page.keyboard.press("Control+c")
    expect(told(page)).to_have_text("已复制 2 格。")
    assert copied(page) == "4601\n4601"
    page.keyboard.press("Delete")
    assert column(page) == ["3710", "2107", "", ""]
    for _ in range(2):
        page.keyboard.press("Control+z")
    assert column(page) == ["3710", "2107", "4601", ""]
    expect(changes(page).get_by_text("键入 4601", exact=True)).to_have_count(1)
    # A discard is a step too: nothing of it is gone for good.
    page.locator(".st-key-entry-discard button").click()
    expect(changes(page).get_by_text("还没有改动。")).to_be_visible()
    expect(told(page)).to_have_text("已放弃 4 格。")
    page.keyboard.press("Control+z")
    assert column(page) == ["3710", "2107", "4601", ""]
    expect(notes(page).first).to_have_value("快报")
    expect(changes(page).get_by_text("键入 4601", exact=True)).to_have_count(1)
    # What is more than a sheet can be meant to hold is not pasted at all.
    paste(page, 0, "1\t2\n" * 2501)
    expect(told(page)).to_have_text("未粘贴：超过 5000 格，请分几次粘贴。")
    assert column(page) == ["3710", "2107", "4601", ""]


def test_a_month_is_typed_saved_corrected_and_published_without_a_mouse(
    page: Page, served: Served
) -> None:
    open_table(page, served, "2026-M02")
    figures = ["980", "512.5", "441", "160.25", "203", "31.4", "20", "18.6", "88", "7.5", "64", "9"]
    page.evaluate(TAKE_FIRST_CELL, ".sheet td.value input")
    # As many keys as a spreadsheet takes: the digits, Enter behind each figure, one to save.
    for figure in figures:
        page.keyboard.type(figure)
        page.keyboard.press("Enter")
    page.keyboard.press("Control+s")
    expect(page.get_by_text("已保存 12 项。")).to_be_visible()
    expect(values(page).first).to_have_value("")
    assert column(page, 12) == [""] * 12
    # A note by an input method: what is being composed is no key of the sheet, and stays whole.
    notes(page).first.click()
    typing = page.context.new_cdp_session(page)
    for composed in ("k", "kuai", "快报"):
        typing.send(
            "Input.imeSetComposition",
            {"text": composed, "selectionStart": len(composed), "selectionEnd": len(composed)},
        )
    typing.send("Input.insertText", {"text": "快报"})
    expect(notes(page).first).to_have_value("快报")
    # A correction asks for its reason, and has the focus where it asks.
    page.keyboard.press("Shift+Tab")
    page.keyboard.type("990")
    page.keyboard.press("Control+s")
    expect(page.get_by_label("更正的理由")).to_be_focused()
    page.keyboard.type("统计局核定")
    page.keyboard.press("Enter")
    expect(page.get_by_text("980 亿元 → 990 亿元")).to_be_visible()
    expect(values(page).first).to_be_focused()
    # Publishing lists what it will publish, and asks where the focus is. The button is the new page's:
    # one of the page before the save would go, and the key with it.
    page.locator('[data-testid="stApp"][data-test-script-state="notRunning"]').wait_for()
    page.locator(".st-key-entry-publish button").focus()
    page.keyboard.press("Enter")
    listed = page.locator(".st-key-card-publish tbody tr")
    expect(listed.filter(has_text="2026年1–2月")).to_have_count(12)
    expect(page.locator(".st-key-entry-publish-now button")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator(".st-key-entry-publish-done")).to_be_focused()


def test_arrows_lead_to_every_cell_and_a_column_is_copied_by_its_heading(
    page: Page, served: Served
) -> None:
    open_table(page, served, "2026-M05")
    values(page).first.click()
    for key in ("ArrowRight", "ArrowDown", "ArrowLeft"):
        page.keyboard.press(key)
    expect(values(page).nth(1)).to_be_focused()
    page.keyboard.press("Control+ArrowUp")
    expect(values(page).first).to_be_focused()
    page.locator(".sheet thead th.unit").click()
    page.keyboard.press("Control+c")
    expect(told(page)).to_have_text("已复制 94 格。")
    assert copied(page).splitlines()[0] == "亿元"


# What is copied out of a spreadsheet, what comes of it in the first three rows, and what is named.
BLOCKS = [
    ("指标\t本期\n高端铝业 营业收入\t5150\n精细化工 营业收入\t2650\n", ["5150", "2650", ""], ""),
    ("1\t高端铝业 营业收入\t5150\n2\t精细化工 营业收入\t2650\n3\t食品加工 营业收入\t1800\n", ["5150", "2650", "1800"], ""),
    ("合计\t7800\n高端铝业 营业收入\t5150\n精细化工 营业收入\t2650\n", ["5150", "2650", ""], "合计"),
    # The cluster and what is measured in two columns, and a unit that is not the sheet's.
    ("（二）精细化工\t营业收入\t万元\t26500000\n1.高端铝业\t营业收入\t万元\t51500000\n", ["51500000万元", "26500000万元", ""], ""),
    # A row for each cluster, which has several figures: the heading says which of them.
    ("序号\t集群\t营业收入（万元）\t利润\n1\t高端铝业\t51500000\t9\n2\t精细化工\t2650亿\t1\n\t合计\t7800\t10\n", ["51500000万元", "2650亿", ""], "合计、利润"),
    # Names that no row has are named, and nothing is poured anywhere.
    ("甲产业\t5150\n乙产业\t2650\n", ["", "", ""], "甲产业、乙产业"),
    # A title and a unit above the table, and headings over two columns: the running total is the figure.
    ("集群运行情况\t\t\n\t\t单位：万元\n集群\t营业收入\t\n\t本月\t累计\n高端铝业\t5720000\t51500000\n", ["51500000万元", "", ""], "营业收入 本月"),
    # Other periods than the sheet's, and years above figures.
    ("集群\t1-3月\t1—4月\t上年同期\n高端铝业 营业收入\t3710\t5150\t4900\n", ["5150", "", ""], "1-3月、上年同期"),
    ("指标\t2024\t2025\n高端铝业 营业收入\t4711\t5150\n", ["", "", ""], "2024、2025"),
    # Without names: a column of something else, or of a month alone, stays out; its own loses its heading.
    ("利润\n9\n1\n", ["", "", ""], "利润"),
    ("4月\n9\n1\n", ["", "", ""], "4月"),
    ("营业收入（万元）\n51500000\n26500000\n", ["51500000万元", "26500000万元", ""], ""),
    ("本期\t上年同期\n5150\t4900\n2650\t2500\n", ["5150", "2650", ""], "上年同期"),
    ("暂无\n2650\n", ["暂无", "2650", ""], ""),
]  # fmt: skip


def test_blocks_find_their_rows_by_name_and_their_columns_by_what_they_hold(
    page: Page, served: Served
) -> None:
    open_table(page, served, "2026-M04")
    for file, figures, said in BLOCKS:
        # By name wherever it is pasted; what has no names goes down from where it is.
        named = "高端铝业" in file or "产业" in file
        paste(page, 5 if named else 0, file)
        expect(told(page)).to_contain_text(f"未粘贴：{said}" if said else "已粘贴")
        assert column(page, 3) == figures, file
        assert values(page).nth(5).input_value() == "", file
        # Taken in before it is taken back, so that nothing of it is left for the next block.
        for figure in filter(None, figures):
            expect(changes(page).get_by_text(f"键入 {figure}", exact=True)).to_be_visible()
        if any(figures):
            page.keyboard.press("Control+z")
        assert column(page, 3) == ["", "", ""], file
        expect(changes(page).get_by_text("还没有改动。")).to_be_visible()


def test_enter_in_the_form_saves_and_goes_on_to_the_next_figure_owed(
    page: Page, served: Served
) -> None:
    page.goto(served.url + FORM.replace("2026-M09", "2026-M03"))
    figure = page.locator(".sheet.form td.value input")
    figure.click(timeout=90_000)
    # Faster than the page: the second figure is typed before its cell is there.
    page.keyboard.type("1980")
    page.keyboard.press("Enter")
    page.keyboard.type("512.5")
    expect(page.get_by_label("精细化工 · 营业收入 数值（亿元）")).to_have_value("512.5")
    expect(page.get_by_label("精细化工 · 营业收入 数值（亿元）")).to_be_focused()
    expect(page.get_by_text("已保存：高端铝业 · 营业收入")).to_be_visible()
    # A correction asks for its reason, where the focus then is.
    page.goto(served.url + FORM.replace("2026-M09", "2026-M03") + "&cluster=high-end-aluminium")
    figure.click(timeout=90_000)
    page.keyboard.type("1990")
    page.keyboard.press("Enter")
    expect(page.get_by_label("更正的理由")).to_be_focused()
    page.keyboard.type("统计局核定")
    page.keyboard.press("Enter")
    expect(page.get_by_text("1,980 亿元 → 1,990 亿元")).to_be_visible()
    expect(page.get_by_text("已保存：高端铝业 · 营业收入")).to_be_visible()


def test_what_was_meant_for_the_next_figure_is_never_added_to_one_that_is_asked_about(
    page: Page, served: Served
) -> None:
    figure = page.locator(".sheet.form td.value input")
    page.goto(served.url + FORM.replace("2026-M09", "2025-M05"))
    figure.click(timeout=90_000)
    page.keyboard.type("700")
    page.keyboard.press("Enter")
    expect(page.get_by_text("已保存：高端铝业 · 营业收入 · 2025年1–5月")).to_be_visible()
    page.goto(served.url + FORM.replace("2026-M09", "2025-M06"))
    figure.click(timeout=90_000)
    # A running total that falls is asked about, so the desk stays with it.
    page.keyboard.type("690")
    page.keyboard.press("Enter")
    page.keyboard.type("512.5")
    expect(page.get_by_label("有提醒仍保存的理由")).to_be_visible()
    expect(told(page)).to_contain_text("512.5")
    expect(figure).to_have_value("690")


WATCH_FOR_A_DIALOG = """() => {
    window.dialogs = 0
    new MutationObserver(() => { if (document.querySelector('[role="dialog"]')) window.dialogs += 1 })
        .observe(document.documentElement, { subtree: true, childList: true })
}"""


def test_what_is_typed_while_the_server_is_away_stays_and_is_sent_when_it_is_back(
    page: Page, serve: ServerFactory
) -> None:
    environment = {"CLUSTER_DASHBOARD_TODAY": "2026-10-20"}
    first = serve("--no-browser", environment=environment)
    open_table(page, first, "2026-M09")
    values(page).first.click()
    first.stop()
    expect(page.get_by_text("与服务器的连接中断。")).to_be_visible()
    page.evaluate(WATCH_FOR_A_DIALOG)
    page.keyboard.type("3710")
    page.keyboard.press("Enter")
    # Also what is typed while the frame's own dialog takes the focus, in a cell reached by a key.
    typed = ""
    while not page.evaluate("() => window.dialogs"):
        assert len(typed) < 400, "no dialog came"
        page.keyboard.type("7")
        typed += "7"
        page.wait_for_timeout(50)
    page.keyboard.type("89")
    expect(values(page).nth(1)).to_have_value(typed + "89")
    expect(values(page).nth(1)).to_be_focused()
    expect(page.get_by_role("dialog")).to_have_count(0)
    serve(
        "--no-browser",
        port=first.port,
        database=first.database,
        register=first.register,
        environment=environment,
    )
    expect(changes(page).get_by_text("键入 3710", exact=True)).to_be_visible(timeout=90_000)
    expect(values(page).first).to_have_value("3710")
    expect(values(page).nth(1)).to_be_focused()
    expect(page.get_by_text("与服务器的连接中断。")).to_have_count(0)
