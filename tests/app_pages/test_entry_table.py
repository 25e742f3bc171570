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
