"""Whatever people can type, and whatever names the register holds: shown as text, kept as text."""

import csv
import io
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pytest
from playwright.sync_api import Page

from dashboard.actuals.records import Entry
from dashboard.actuals.store import Store
from tests.doors.conftest import ROOT
from tests.doors.tab import Tab
from tests.doors.visitor import Visitor
from tests.machine.register import register_to_edit
from tests.machine.server import Served, ServerFactory

HARM = "<img src=x onerror=alert(1)><script>alert(2)</script>"
SQL = "'); DROP TABLE revision; -- \" OR 1=1 /*"
FORMULA = "=1+1"
FIRMS = ("binzhou", "clusters", "high-tech-firms")
ALUMINIUM = ("binzhou", "high-end-aluminium", "revenue")
GOAL = "region=binzhou&goal=binzhou-2024.high-tech-firms"
PAGES = (
    "?lang=en",
    f"region?{GOAL}&why=yes&lang=en",
    "cluster?region=binzhou&cluster=high-end-aluminium&lang=en",
    "goals?region=binzhou&lang=en",
    "entry?region=binzhou&cluster=high-end-aluminium&indicator=revenue&lang=en",
    "sources?region=binzhou&lang=en",
)
DONE = '[data-testid="stApp"][data-test-script-state="notRunning"] h1'


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """One's own machine, with harm in the register's names and in a figure's note and evidence."""
    folder = tmp_path_factory.mktemp("hostile")
    with ServerFactory(folder, ROOT) as factory:
        made = factory("--mode", "local", register=harmed(folder))
        with Store.open(made.database) as store:
            store.write(
                [
                    Entry(*k, "2024", Decimal(611), note=HARM, evidence=HARM)
                    for k in (FIRMS, ALUMINIUM)
                ],
                HARM,
            )
        yield made


def harmed(folder: Path) -> Path:
    register = register_to_edit(folder)
    text = register.read_text(encoding="utf-8")
    for name in ("Binzhou", "Operating revenue"):
        assert f"en: {name}}}" in text
        text = text.replace(f"en: {name}}}", f'en: "{FORMULA} {name} {HARM}"}}')
    register.write_text(text, encoding="utf-8")
    return register


def test_no_name_note_or_author_becomes_part_of_a_page(served: Served, browser_page: Page) -> None:
    said: list[str] = []
    browser_page.on("dialog", lambda dialog: (said.append(dialog.message), dialog.dismiss()))
    for address in PAGES:
        browser_page.goto(f"{served.url}/{address}")
        browser_page.wait_for_selector(DONE)
        # The name is there, as the letters it is made of; in the sources regions have other names.
        if not address.startswith("sources"):
            assert "<img src=x" in browser_page.inner_text("body")
        assert browser_page.locator('img[src="x"], script:has-text("alert(2)")').count() == 0
    assert said == []


@pytest.mark.parametrize("text", [SQL, FORMULA, HARM])
def test_what_is_typed_is_kept_letter_by_letter(served: Served, text: str) -> None:
    with Store.open(served.database) as store:
        before = store.revision()
        with Tab(served.port) as page:
            page.open("entry", f"{GOAL}&period=2023&lang=en")
            page.fill_in(value=str(600 + before), note=text, evidence=text)
            if page.offers("entry-reason"):
                page.type("entry-reason", text)
            page.click("entry-save")
        history = store.history(*FIRMS)
        assert store.revision() == before + 1
    newest = history.loc[history["revision"].idxmax()]
    assert (newest["note"], newest["evidence"]) == (text, text)
    assert Visitor(served.port).get("/readyz").status == 200


def test_a_name_that_is_a_formula_is_text_in_the_file(served: Served) -> None:
    with Tab(served.port) as page:
        page.open("goals", "region=binzhou&lang=en")
        file = Visitor(served.port).get(page.file_of("goals-csv"))
    cells = [cell for row in csv.reader(io.StringIO(file.text)) for cell in row]
    assert any(FORMULA in cell and HARM in cell for cell in cells)
    assert [cell for cell in cells if cell.startswith(("=", "+", "@", "\t"))] == []
