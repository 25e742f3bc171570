"""Signing in, entering, signing out and going back, in a real Chromium."""

from collections.abc import Iterator
from decimal import Decimal

import pytest
from playwright.sync_api import Page, expect

from dashboard.actuals.records import Entry
from dashboard.actuals.store import Store
from dashboard.people.directory import Directory
from dashboard.people.identity import EVERYWHERE, Grant, Role
from tests.doors.conftest import PASSWORD, ROOT, Team
from tests.machine.server import ServerFactory

DEEP = "/region?region=binzhou&lang=en"
ENTRY = "/entry?lang=en&region=binzhou&cluster=high-end-aluminium&indicator=revenue"
DONE = '[data-testid="stApp"][data-test-script-state="notRunning"]'


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Team]:
    """A team of its own, whose figures are worth hiding."""
    folder = tmp_path_factory.mktemp("office")
    database = f"sqlite:///{(folder / 'actuals.db').as_posix()}"
    with Store.open(database) as store:
        store.write(
            [Entry("binzhou", "high-end-aluminium", "revenue", "2025", Decimal("412345000000"))],
            "before",
        )
    day = {"CLUSTER_DASHBOARD_TODAY": "2026-10-20"}
    with Directory.open(database) as people, ServerFactory(folder, ROOT) as factory:
        made = Team(factory("--mode", "team", database=database, environment=day), people)
        made.add("clerk", Grant(Role.CLERK, "binzhou"))
        made.add("viewer", Grant(Role.VIEWER, EVERYWHERE, True))
        yield made


def sign_in(page: Page, name: str) -> None:
    page.get_by_label("Name").fill(name)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()


def test_after_signing_out_nothing_is_shown_by_going_back(office: Team, browser_page: Page) -> None:
    page = browser_page
    page.goto(office.served.url + DEEP)
    expect(page.get_by_label("Name")).to_be_visible()
    sign_in(page, "clerk")
    page.wait_for_url("**" + DEEP)
    page.wait_for_selector(f"{DONE} h1")
    expect(page.get_by_text("Binzhou").first).to_be_visible()
    page.goto(office.served.url + ENTRY)
    entered = page.locator(".sheet.form td.value input")
    entered.fill("4130.5")
    page.keyboard.press("Tab")
    save = page.locator(".st-key-entry-save button")
    expect(save).to_be_enabled()
    save.click()
    with Store.open(office.served.database) as store:
        key = ("binzhou", "high-end-aluminium", "revenue")
        expect(entered).to_have_value("")
        # 4,130.5 times a hundred million yuan, entered by the person who is signed in.
        saved = [row for row in store.series([key])[key].values() if row.author == "clerk"]
        assert [row.value for row in saved] == ["413050000000"]
    page.get_by_role("link", name="Sign out").click()
    page.get_by_role("button", name="Sign out").click()
    expect(page.get_by_label("Name")).to_be_visible()
    for _ in range(3):
        page.go_back()
        page.wait_for_load_state()
        expect(page.get_by_label("Name")).to_be_visible()
        # What the first answer holds is no part of the body's text.
        expect(page.locator("#first-answer")).to_have_count(0)
        assert "412" not in page.inner_text("body")
        assert "Binzhou" not in page.inner_text("body")


def test_an_other_tab_is_signed_out_at_its_next_action(office: Team, browser_page: Page) -> None:
    page = browser_page
    page.goto(office.served.url + DEEP)
    sign_in(page, "clerk")
    page.wait_for_selector(f"{DONE} h1")
    other = page.context.new_page()
    other.goto(office.served.url + "/sign-out?lang=en")
    other.get_by_role("button", name="Sign out").click()
    page.locator(".st-key-frame-language button").click()
    expect(page.get_by_text("请先登录")).to_be_visible()
    assert "滨州" not in page.inner_text("body")


def test_a_viewer_is_told_why_nothing_can_be_entered(office: Team, browser_page: Page) -> None:
    page = browser_page
    page.goto(office.served.url + "/entry?region=binzhou&lang=en")
    sign_in(page, "viewer")
    page.wait_for_selector(f"{DONE} h1")
    expect(page.get_by_text("You cannot enter figures of this region")).to_be_visible()
    # A desktop of 1280 px at 400 %: the bar has a line more, and the pages' row lies over no title.
    page.set_viewport_size({"width": 320, "height": 256})
    below = "() => document.querySelector('h1').getBoundingClientRect().top"
    row = "() => document.querySelector('.st-key-frame-pages').getBoundingClientRect().bottom"
    page.wait_for_function(f"({row})() <= ({below})() && innerWidth === 320")
