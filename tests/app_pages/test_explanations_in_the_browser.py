"""A lamp in a real browser: a click opens its explanation, closing it leaves the link plain."""

import re

from playwright.sync_api import Page, expect

from tests.app_pages.test_pages_in_the_browser import visit
from tests.machine.server import Served


def test_a_click_on_a_lamp_opens_its_explanation(demo_app: Served, browser_page: Page) -> None:
    visit(browser_page, f"{demo_app.url}/region?region=binzhou&lang=zh")
    browser_page.locator(".ct-board a.ct-lamp").first.click()
    dialog = browser_page.get_by_role("dialog")
    expect(dialog).to_contain_text("各种亮灯规则并列")
    expect(dialog).to_contain_text("欧盟统计局增速比法")
    assert "why=yes" in browser_page.url
    browser_page.keyboard.press("Escape")
    expect(dialog).to_have_count(0)
    browser_page.wait_for_url(lambda url: "why=" not in url)


def test_a_dialog_in_the_dark_is_read_as_the_page_is(demo_app: Served, browser_page: Page) -> None:
    browser_page.emulate_media(color_scheme="dark")
    goal = "binzhou-2024.high-tech-firms"
    visit(browser_page, f"{demo_app.url}/region?region=binzhou&goal={goal}&why=yes")
    words = browser_page.get_by_role("dialog").locator(".ct h2").first
    expect(words).to_have_css("color", re.compile(r"rgb\(2\d\d, 2\d\d, 2\d\d\)"))


def test_on_a_phone_clauses_are_folded_and_open_by_a_touch(
    demo_app: Served, browser_page: Page
) -> None:
    browser_page.set_viewport_size({"width": 390, "height": 844})
    visit(browser_page, f"{demo_app.url}/region?region=binzhou&lang=zh")
    fold = browser_page.locator("details.ct-fold").first
    expect(fold.locator("table")).to_be_hidden()
    fold.locator("summary").click()
    expect(fold.locator("table")).to_be_visible()
    browser_page.set_viewport_size({"width": 1440, "height": 1080})
    expect(browser_page.locator("details.ct-fold").last.locator("table")).to_be_visible()
