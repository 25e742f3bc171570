"""No page has what axe-core calls a violation: in two languages, light and dark."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from tests.machine.browser import fresh_page
from tests.machine.server import Served

# Each list is opened one page after another by one visitor.
LOOKED_AT = (
    (
        "/?",
        "/goals?",
        "/region?region=binzhou",
        # A verdict's explanation over its page.
        "/region?region=binzhou&goal=binzhou-2024.high-tech-firms&why=yes",
        "/evaluation?region=binzhou&period=2025",
        "/review?",
        "/audit?",
    ),
    (
        "/cluster?region=binzhou&cluster=high-end-aluminium",
        "/entry?region=binzhou&way=grid",
        "/entry?region=binzhou&way=form",
        "/completeness?region=binzhou",
        "/sources?region=binzhou",
    ),
)
# The page has run, what stood there before it is gone, and so is every skeleton.
STANDS = """() => document.querySelector('[data-testid="stApp"][data-test-script-state="notRunning"] h1')
    && !document.getElementById("first-answer") && !document.querySelector('[data-testid="stSkeleton"]')
    && [...document.querySelectorAll('[data-testid="stPlotlyChart"]')].every(one => one.querySelector(".main-svg") || one.scrollIntoView())"""
# No colour is on its way any more.
DARK = """() => getComputedStyle(document.querySelector('[data-testid="stApp"]')).colorScheme === "dark"
    && document.getAnimations().every(one => one.playState !== "running")"""


def violations(page: Page, **options: object) -> list[str]:
    """Return what axe finds: the rule, where, and how to mend it."""
    # What passes is not written out, which is most of the time that axe takes.
    asked = {"resultTypes": ["violations"], "preload": False, **options}
    found = Axe().run(page, options=asked).response["violations"]
    return [
        f"{one['id']} {node['target']} {node['html'][:120]}: {node.get('failureSummary')}"
        for one in found
        for node in one["nodes"]
    ]


@pytest.mark.parametrize("paths", LOOKED_AT, ids=["read", "enter"])
def test_no_page_has_an_axe_violation_in_either_language_light_or_dark(
    demo_app: Served, chromium: Browser, paths: tuple[str, ...]
) -> None:
    found = []
    with fresh_page(chromium, viewport={"width": 1440, "height": 1100}) as page:
        for path in paths:
            page.emulate_media(color_scheme="light")
            page.goto(f"{demo_app.url}{path}&lang=zh")
            page.wait_for_function(STANDS)
            light = violations(page)
            # The same elements in other colours, then with other words.
            page.emulate_media(color_scheme="dark")
            page.wait_for_function(DARK)
            dark = violations(page, runOnly=["color-contrast"])
            if "why=" in path:
                page.goto(f"{demo_app.url}{path}&lang=en")
            else:
                page.locator(".st-key-frame-language button").click()
                expect(page.locator(".st-key-frame-language button")).to_have_text("中文")
            page.wait_for_function(STANDS)
            english = violations(page, rules={"color-contrast": {"enabled": False}})
            found += [f"{path} {each}" for each in (*light, *dark, *english)]
    assert found == [], "\n".join(found)


def test_keys_skip_the_bar_are_seen_on_the_navigation_and_meet_every_column(
    demo_app: Served, browser_page: Page
) -> None:
    page = browser_page
    page.goto(f"{demo_app.url}/entry?lang=en&region=binzhou&way=grid")
    page.wait_for_function(STANDS)
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to main content")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("main h1")).to_be_focused()
    page.keyboard.press("Tab")
    # The due list comes first: its first row's step.
    expect(page.locator("main .ct-table").get_by_role("link").first).to_be_focused()
    # Back through the bar: the title, Share, the language, the day, the pages.
    here = page.get_by_role("link", name="Sources")
    for _ in range(8):
        page.keyboard.press("Shift+Tab")
        if here.evaluate("link => link === document.activeElement"):
            break
    expect(here).to_be_focused()
    assert here.evaluate("link => getComputedStyle(link).outlineStyle") == "solid"
    # In English, whose words are longer, no column of the table is out of sight.
    table = page.locator(".sheet .frame")
    assert table.evaluate("frame => frame.scrollWidth <= frame.clientWidth")
    expect(page.locator(".sheet th.note")).to_be_in_viewport(ratio=1)
