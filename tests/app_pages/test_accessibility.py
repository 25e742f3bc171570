"""No page has what axe-core calls a violation: in two languages, light and dark."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

from tests.machine.browser import fresh_page
from tests.machine.server import Served

PAGES = (
    "/?",
    "/region?region=binzhou",
    "/cluster?region=binzhou&cluster=high-end-aluminium",
    "/goals?",
    "/entry?region=binzhou&way=grid",
    "/entry?region=binzhou&way=form",
    "/sources?region=binzhou",
    # A verdict's explanation over its page.
    "/region?region=binzhou&goal=binzhou-2024.high-tech-firms&why=yes",
)
# The page has run, what stood there before it is gone, and so is every skeleton.
STANDS = """() => document.querySelector('[data-testid="stApp"][data-test-script-state="notRunning"] h1')
    && !document.getElementById("first-answer") && !document.querySelector('[data-testid="stSkeleton"]')
    && [...document.querySelectorAll('[data-testid="stPlotlyChart"]')].every(one => one.querySelector(".main-svg"))"""
DARK = """() => getComputedStyle(document.querySelector('[data-testid="stApp"]')).colorScheme === "dark" """


def violations(page: Page, **options: object) -> list[str]:
    """Return what axe finds: the rule, where, and how to mend it."""
    found = Axe().run(page, options=options).response["violations"]
    return [
        f"{one['id']} {node['target']} {node['html'][:120]}: {node.get('failureSummary')}"
        for one in found
        for node in one["nodes"]
    ]


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_no_page_has_an_axe_violation_light_or_dark(
    demo_app: Served, chromium: Browser, lang: str
) -> None:
    found = []
    with fresh_page(chromium, viewport={"width": 1440, "height": 1100}) as page:
        for path in PAGES:
            page.emulate_media(color_scheme="light")
            page.goto(f"{demo_app.url}{path}&lang={lang}")
            page.wait_for_function(STANDS)
            light = violations(page)
            # The same elements in other colours.
            page.emulate_media(color_scheme="dark")
            page.wait_for_function(DARK)
            dark = violations(page, runOnly=["color-contrast"])
            found += [f"{path} {each}" for each in (*light, *dark)]
    assert found == [], "\n".join(found)
