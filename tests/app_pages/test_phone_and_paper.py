"""What a finger and a printer need: targets of 44 px, the verdict in view, whole cards on full pages."""

import io
import re
from itertools import pairwise

import pytest
from playwright.sync_api import Page, expect
from pypdf import PdfReader

from tests.app_pages.test_pages_in_the_browser import ALL_DRAWN, settle
from tests.conftest import VisitAs
from tests.machine.server import Served

GOAL = "binzhou-2024.high-tech-firms"
PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}

# What can be tapped, but for words within a sentence, and is less than 44 px high.
SMALL = """() => [...document.querySelectorAll(
    '.ct a, .ct summary, [class*="st-key-frame-"] :is(a, button), [data-testid="stMain"] button')]
    .filter(one => !one.closest('p') && one.checkVisibility({ visibilityProperty: true }))
    .filter(one => { const box = one.getBoundingClientRect();
        return box.height && (box.height < 43.5 || box.width < 43.5) })
    .map(one => `${one.className} ${one.innerText}`.trim())"""
# Lines that begin with a 个 or a ： of the line before.
BROKEN = """() => { const found = []
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
    const box = (node, at) => { const one = document.createRange()
        one.setStart(node, at); one.setEnd(node, at + 1); return one.getBoundingClientRect() }
    for (let node; (node = walker.nextNode());) for (const [at, sign] of [...node.data].entries()) {
        if (!'个：'.includes(sign) || !node.data.slice(0, at).trim()) continue
        const before = node.data.slice(0, at).trimEnd().length - 1
        const here = box(node, at), there = box(node, before)
        if (here.width && there.width && here.top > there.top + 5) found.push(node.data.trim())
    } return found }"""

# What draws charts is there.
NO_SKELETON = """() => !document.querySelector('[data-testid="stSkeleton"]')"""
UNDRAWN = """() => document.querySelectorAll('[data-testid="stPlotlyChart"]:not(:has(.main-svg))').length"""


@pytest.fixture
def phone(visit_as: VisitAs) -> Page:
    return visit_as(locale="zh-CN", **PHONE)


def test_on_a_phone_the_goal_tapped_comes_first_and_every_target_fits_a_finger(
    demo_app: Served, phone: Page
) -> None:
    phone.goto(f"{demo_app.url}/region?region=binzhou&lang=zh&goal={GOAL}")
    settle(phone)
    phone.wait_for_function(NO_SKELETON)
    # The verdict with its number is in view without a scroll.
    for words in (".ct-verdict h2 .ct-lamp", ".ct-verdict .ct-decided dd >> nth=0"):
        box = phone.locator(words).first.bounding_box()
        assert box is not None and box["y"] + box["height"] <= 844
    phone.wait_for_function(ALL_DRAWN)
    phone.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")
    assert phone.evaluate(SMALL) == []
    assert phone.evaluate(BROKEN) == []
    # No button of the drawing lies over its words; who answers and how much is done is listed.
    assert not phone.locator(".modebar-container").first.is_visible()
    listed = phone.locator(".ct-late tbody tr").first.inner_text()
    assert "工业和信息化局" in listed and re.search(r"[0-9.]+%", listed)


@pytest.mark.parametrize("address", ["evaluation?region=binzhou", "completeness?region=binzhou"])
def test_on_a_phone_wide_tables_are_cards_and_the_tab_looked_at_lies_over_no_other(
    demo_app: Served, phone: Page, address: str
) -> None:
    phone.goto(f"{demo_app.url}/{address}&lang=zh")
    settle(phone)
    # No part of the page is reached by sliding sideways.
    wide = """() => [...document.querySelectorAll('[data-testid="stMain"] .ct-scroll')]
        .filter(one => one.checkVisibility() && one.scrollWidth > one.clientWidth + 1).length"""
    assert phone.evaluate(wide) == 0
    tabs = """() => [...document.querySelectorAll(".st-key-frame-pages a")]
        .map(one => one.getBoundingClientRect()).map(one => [one.left, one.right])"""
    places = phone.evaluate(tabs)
    assert all(one[1] <= other[0] + 1 for one, other in pairwise(places))
    here = phone.locator(".st-key-frame-pages a:has(strong)")
    expect(here).to_be_in_viewport(ratio=1)


def test_a_chart_screens_further_down_is_drawn_when_its_reader_comes_near(
    demo_app: Served, phone: Page
) -> None:
    phone.goto(f"{demo_app.url}/region?region=binzhou&lang=zh")
    settle(phone)
    phone.wait_for_function(NO_SKELETON)
    assert phone.evaluate(UNDRAWN) == 1
    phone.get_by_test_id("stPlotlyChart").scroll_into_view_if_needed()
    expect(phone.locator("[data-testid=stPlotlyChart] .main-svg").first).to_be_visible()


def printed(page: Page, address: str) -> list[str]:
    """Print a page that nobody has scrolled: the text of each sheet, the foot's not alone on the last."""
    page.goto(address)
    settle(page)
    page.wait_for_function(NO_SKELETON)
    paper = page.pdf(prefer_css_page_size=True)
    # Paper shows the charts that nobody has scrolled to.
    assert page.evaluate(UNDRAWN) == 0
    sheets = [each.extract_text() for each in PdfReader(io.BytesIO(paper)).pages]
    # What the foot is a foot of stands on its sheet: more than that and the sheet's number.
    foot = "".join(page.locator(".ct-foot").inner_text().split())
    assert len("".join(sheets[-1].split())) > len(foot) + 20
    return sheets


@pytest.mark.parametrize(("address", "most"), [("goals?region=binzhou", 4), ("", 4)])
def test_a_page_prints_whole_without_a_page_for_its_foot_alone(
    demo_app: Served, visit_as: VisitAs, address: str, most: int
) -> None:
    sheets = printed(visit_as(locale="zh-CN"), f"{demo_app.url}/{address}")
    assert 1 <= len(sheets) <= most


def test_on_paper_a_title_stands_over_its_chart_and_no_field_to_type_in_is_printed(
    demo_app: Served, visit_as: VisitAs
) -> None:
    page = visit_as(locale="en-GB")
    # The title came last on a page, unit and source and the chart first on the next.
    jiangsu = printed(page, f"{demo_app.url}/region?region=jiangsu&lang=en")
    assert len(jiangsu) <= 9
    said = page.locator(".ct-caption > *").all_inner_texts()
    title, stated = ("".join(each.split()) for each in said)
    (titled,) = [text for each in jiangsu if title in (text := "".join(each.split()))]
    # Whatever the order in which a page's words are read out.
    assert stated in titled and "Goalof2020about8" in titled
    review = "".join(printed(page, f"{demo_app.url}/review?lang=en"))
    assert "Review" in review and "Why it goes back" not in review and "Choose all" not in review
    entry = "".join(printed(page, f"{demo_app.url}/entry?region=binzhou&lang=en"))
    assert "Due list" in entry and "Reported for" in entry
    assert "Check before saving" not in entry and "Evidence" not in entry
    # A table of figures is printed to its last row.
    table = "".join(
        "".join(printed(page, f"{demo_app.url}/entry?region=binzhou&way=grid&lang=en")).split()
    )
    last = page.locator(".sheet tbody tr th").last.inner_text()
    assert "".join(last.split()) in table
