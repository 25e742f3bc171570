"""The pages in a real browser: moved through, shared, looked at on a phone, and kept at home."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.machine.server import Served, ServerFactory

PAGES = ("", "region", "cluster", "goals", "entry", "sources")
REGIONS = ("binzhou", "xinle", "jiangsu", "foshan")
Shot = Callable[[Page, str], Path]


def settle(page: Page) -> None:
    """Wait until the script has run and what it sent is drawn."""
    page.locator('[data-testid="stApp"][data-test-script-state="notRunning"]').wait_for()
    page.locator(".ct-headline h1").first.wait_for()


def visit(page: Page, address: str) -> None:
    page.goto(address)
    settle(page)


@pytest.fixture(scope="module")
def demonstration(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """Serve the demonstration once for all tests that only look."""
    root = Path(__file__).parents[2]
    with ServerFactory(tmp_path_factory.mktemp("demonstration"), root) as serve:
        yield serve("--demo")


def test_a_link_shared_from_a_region_opens_the_same_view_elsewhere(
    demonstration: Served, browser_page: Page, chromium: Browser, asked_for: list[str]
) -> None:
    visit(browser_page, f"{demonstration.url}/?lang=zh")
    browser_page.get_by_role("link", name="地区", exact=True).click()
    browser_page.wait_for_url("**/region?lang=zh")
    expect(browser_page.locator("h1")).to_have_text("滨州市")
    choose(browser_page, "地区", "佛山市")
    browser_page.wait_for_url("**/region?*region=foshan*")
    expect(browser_page.locator("h1")).to_have_text("佛山市")
    # Only a page that has been drawn keeps what is chosen on it.
    expect(browser_page.locator(".js-plotly-plot .gtitle")).to_contain_text("智能制造装备及机器人")
    choose(browser_page, "看哪个目标", "军民融合及电子信息：超5000亿元")
    # The chart before it stays until the page has run.
    chosen = browser_page.locator(".js-plotly-plot .gtitle", has_text="军民融合及电子信息")
    expect(chosen).to_have_count(1)
    browser_page.get_by_role("button", name="分享", exact=True).click()
    dialog = browser_page.get_by_role("dialog")
    link = dialog.locator("code").inner_text().strip()
    assert link.startswith(f"{demonstration.url}/region?")

    context = chromium.new_context(locale="en-US")
    elsewhere = context.new_page()
    visit(elsewhere, link)
    expect(elsewhere.locator("h1")).to_have_text("佛山市")
    expect(elsewhere.locator(".js-plotly-plot .gtitle")).to_contain_text("军民融合及电子信息")
    context.close()
    assert {urlsplit(asked).hostname for asked in asked_for if asked.startswith("http")} == {
        "127.0.0.1"
    }


def test_copying_the_shared_link_works(demonstration: Served, chromium: Browser) -> None:
    context = chromium.new_context(permissions=["clipboard-read", "clipboard-write"])
    page = context.new_page()
    visit(page, f"{demonstration.url}/cluster?region=binzhou&cluster=smart-textiles")
    page.locator(".st-key-frame-share button").click()
    dialog = page.get_by_role("dialog")
    shown = dialog.locator("code").inner_text().strip()
    # Seen without hovering, under a word of the page's language.
    button = dialog.get_by_role("button", name="Copy to clipboard")
    named = "e => getComputedStyle(e, '::after').content"
    assert button.evaluate(named) in ('"复制"', '"Copy"')
    faint = (
        "e => { for (; e; e = e.parentElement) if (getComputedStyle(e).opacity < 1) return true }"
    )
    assert not button.evaluate(faint)
    button.click()
    assert page.evaluate("navigator.clipboard.readText()") == shown
    context.close()


def test_a_link_without_a_language_speaks_the_readers(
    demonstration: Served, chromium: Browser
) -> None:
    for locale, name in (("zh-CN", "滨州市"), ("en-GB", "Binzhou"), ("fr-FR", "滨州市")):
        context = chromium.new_context(locale=locale)
        page = context.new_page()
        visit(page, f"{demonstration.url}/region?region=binzhou")
        expect(page.locator("h1")).to_have_text(name)
        context.close()


def test_the_overview_needs_no_plotly(
    demonstration: Served, browser_page: Page, asked_for: list[str]
) -> None:
    visit(browser_page, demonstration.url)
    assert not [asked for asked in asked_for if "plotly" in asked.lower()]
    # A card a region; Jiangsu's two bases are two panels on one.
    assert browser_page.locator(".ct-region").count() == 4
    assert browser_page.locator(".ct-region .ct-basis").count() == 5


def test_back_returns_to_the_view_before(demonstration: Served, browser_page: Page) -> None:
    visit(browser_page, f"{demonstration.url}/region?region=binzhou&lang=en")
    choose(browser_page, "Region", "Foshan")
    expect(browser_page.locator("h1")).to_have_text("Foshan")
    browser_page.go_back()
    expect(browser_page.locator("h1")).to_have_text("Binzhou")


def test_goals_are_found_by_typing(demonstration: Served, browser_page: Page) -> None:
    visit(browser_page, f"{demonstration.url}/goals?lang=en")
    browser_page.get_by_label("Search").fill("green factories")
    browser_page.get_by_label("Search").press("Enter")
    browser_page.wait_for_url(re.compile(r"q=green"))
    expect(browser_page.locator(".ct-goals tbody tr")).to_have_count(1)


def test_a_link_nobody_can_follow_opens_the_overview_and_says_so(
    demonstration: Served, browser_page: Page
) -> None:
    visit(browser_page, f"{demonstration.url}/charts?lang=en")
    expect(browser_page.locator(".ct-notices")).to_contain_text("There is no page “charts”")
    expect(browser_page.get_by_role("dialog")).to_have_count(0)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_no_page_scrolls_sideways_on_a_phone(
    demonstration: Served, chromium: Browser, shot: Shot, lang: str
) -> None:
    context = chromium.new_context(viewport={"width": 390, "height": 844})
    page = context.new_page()
    wide = []
    for name in PAGES:
        for region in REGIONS if name in {"region", "cluster"} else ("jiangsu",):
            visit(page, f"{demonstration.url}/{name}?region={region}&lang={lang}")
            page.wait_for_load_state("networkidle")
            if too_wide(page):
                # What counts is the page at rest, not a moment of its being laid out.
                page.wait_for_timeout(2000)
            if too_wide(page):
                wide.append(f"{name} {region}")
            shot(page, f"phone-{name or 'overview'}-{region}-{lang}")
    context.close()
    assert wide == []


def too_wide(page: Page) -> bool:
    """Tell whether the page, or the part of it that scrolls, is wider than the window."""
    return bool(
        page.evaluate(
            """() => [document.documentElement, document.querySelector('[data-testid="stMain"]')]
               .some(one => one && one.scrollWidth > one.clientWidth)"""
        )
    )


def choose(page: Page, label: str, option: str) -> None:
    """Choose an option of a select box, as a person does."""
    page.get_by_role("combobox", name=label).first.click()
    page.get_by_role("option", name=option, exact=True).click()
    settle(page)
