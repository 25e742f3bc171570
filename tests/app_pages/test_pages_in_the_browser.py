"""The pages in a real browser: moved through, shared, looked at on a phone, and kept at home."""

import re
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlsplit
from zipfile import ZipFile

import pytest
from playwright.sync_api import Page, expect
from playwright.sync_api import TimeoutError as PlaywrightTimeout

from tests.conftest import VisitAs
from tests.machine.server import Served

PAGES = ("", "region", "cluster", "goals", "entry", "sources")
REGIONS = ("binzhou", "xinle", "jiangsu", "foshan")
Shot = Callable[[Page, str], Path]
Looks = list[tuple[str, str]]

OF_EACH_REGION = [(name, region) for name in ("region", "cluster") for region in REGIONS]
OF_ANY = [(name, "jiangsu") for name in PAGES if name not in {"region", "cluster"}]
# Every page in both languages, and every region in one of them; all of them in `make test-long`.
SAMPLES = [
    ("zh", [*OF_EACH_REGION[0::2], *OF_ANY]),
    ("en", [*OF_EACH_REGION[1::2], *OF_ANY]),
    *(pytest.param(lang, OF_EACH_REGION, marks=pytest.mark.long) for lang in ("zh", "en")),
]

# Of every chart there is, the drawing is there; one far down the page is drawn when it is gone to.
ALL_DRAWN = """() => [...document.querySelectorAll('[data-testid="stPlotlyChart"]')]
    .every(chart => chart.querySelector('.main-svg') || chart.scrollIntoView())"""
# Neither the page nor the part of it that scrolls is wider than the window.
FITS = """() => [document.documentElement, document.querySelector('[data-testid="stMain"]')]
    .every(one => !one || one.scrollWidth <= one.clientWidth)"""
# Of every bar that has a figure, the figure is seen.
FILLED = """() => [...document.querySelectorAll('.ct-bar .ct-fill')]
    .every(one => one.offsetHeight > 4 && (one.offsetWidth > 0 || one.style.cssText.includes(' 0.00')))"""


def settle(page: Page) -> None:
    """Wait until the script has run and what it sent is drawn."""
    page.locator('[data-testid="stApp"][data-test-script-state="notRunning"]').wait_for()
    page.locator(".ct-headline h1").first.wait_for()


def visit(page: Page, address: str) -> None:
    page.goto(address)
    settle(page)


def test_a_link_shared_from_a_region_opens_the_same_view_elsewhere(
    demo_app: Served, browser_page: Page, visit_as: VisitAs, asked_for: list[str]
) -> None:
    visit(browser_page, f"{demo_app.url}/?lang=zh")
    browser_page.get_by_role("link", name="地区", exact=True).click()
    browser_page.wait_for_url("**/region?lang=zh")
    expect(browser_page.locator("h1")).to_have_text("滨州市")
    choose(browser_page, "地区", "佛山市 · 广东省")
    browser_page.wait_for_url("**/region?*region=foshan*")
    expect(browser_page.locator("h1")).to_have_text("佛山市")
    # Only a page that has been drawn keeps what is chosen on it.
    drawn = browser_page.locator(".js-plotly-plot .gtitle", has_text="智能制造装备及机器人")
    expect(drawn).to_have_count(1)
    choose(browser_page, "看哪个目标", "军民融合及电子信息：超5000亿元")
    # The chart before it stays until the page has run.
    chosen = browser_page.locator(".js-plotly-plot .gtitle", has_text="军民融合及电子信息")
    expect(chosen).to_have_count(1)
    browser_page.get_by_role("button", name="分享", exact=True).click()
    dialog = browser_page.get_by_role("dialog")
    link = dialog.locator("code").inner_text().strip()
    assert link.startswith(f"{demo_app.url}/region?")
    expect(dialog).to_contain_text("只有这台电脑能打开这个链接。")
    # Today can be pinned like any other day.
    dialog.get_by_text(re.compile("^固定在截至")).click()
    expect(dialog.locator("code")).to_contain_text("&as_of=20")
    expect(dialog).to_contain_text("对方看到的是截至")

    elsewhere = visit_as(locale="en-US")
    visit(elsewhere, link)
    expect(elsewhere.locator("h1")).to_have_text("佛山市")
    expect(elsewhere.locator(".js-plotly-plot .gtitle")).to_contain_text("军民融合及电子信息")
    assert {urlsplit(asked).hostname for asked in asked_for if asked.startswith("http")} == {
        "127.0.0.1"
    }


def test_goals_are_found_while_one_types(demo_app: Served, browser_page: Page) -> None:
    visit(browser_page, f"{demo_app.url}/goals?lang=zh")
    box = browser_page.get_by_label("搜索")
    box.press_sequentially("高新技术 ")
    browser_page.wait_for_url("**q=*")
    rows = browser_page.locator(".ct-goals tbody tr")
    expect(rows.first).to_contain_text("高新技术企业")
    # Nobody pressed Enter; the box keeps the focus and every sign, and takes more.
    expect(box).to_be_focused()
    expect(box).to_have_value("高新技术 ")
    box.press_sequentially("850")
    expect(rows).to_have_count(1)
    expect(box).to_have_value("高新技术 850")


def test_copying_the_shared_link_works(demo_app: Served, visit_as: VisitAs) -> None:
    page = visit_as(permissions=["clipboard-read", "clipboard-write"])
    visit(page, f"{demo_app.url}/cluster?region=binzhou&cluster=smart-textiles")
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


def test_a_link_without_a_language_speaks_the_readers(demo_app: Served, visit_as: VisitAs) -> None:
    for locale, name in (("zh-CN", "滨州市"), ("en-GB", "Binzhou"), ("fr-FR", "滨州市")):
        page = visit_as(locale=locale)
        visit(page, f"{demo_app.url}/region?region=binzhou")
        expect(page.locator("h1")).to_have_text(name)


def test_the_overview_needs_no_plotly(
    demo_app: Served, browser_page: Page, asked_for: list[str]
) -> None:
    visit(browser_page, demo_app.url)
    assert not [asked for asked in asked_for if "plotly" in asked.lower()]
    # A card a region; Jiangsu's two bases are two panels on one, and Xinle's growth is one beside
    # the completion of its other goals.
    assert browser_page.locator(".ct-region").count() == 4
    assert browser_page.locator(".ct-region .ct-basis").count() == 6


def test_back_returns_to_the_view_before(demo_app: Served, browser_page: Page) -> None:
    visit(browser_page, f"{demo_app.url}/region?region=binzhou&lang=en")
    choose(browser_page, "Region", "Foshan · Guangdong Province")
    expect(browser_page.locator("h1")).to_have_text("Foshan")
    browser_page.go_back()
    expect(browser_page.locator("h1")).to_have_text("Binzhou")


def test_goals_are_found_by_typing(demo_app: Served, browser_page: Page) -> None:
    visit(browser_page, f"{demo_app.url}/goals?lang=en")
    browser_page.get_by_label("Search").fill("green factories")
    browser_page.get_by_label("Search").press("Enter")
    browser_page.wait_for_url(re.compile(r"q=green"))
    expect(browser_page.locator(".ct-goals tbody tr")).to_have_count(1)


def test_a_link_nobody_can_follow_opens_the_overview_and_says_so(
    demo_app: Served, browser_page: Page
) -> None:
    visit(browser_page, f"{demo_app.url}/charts?lang=en")
    expect(browser_page.locator(".ct-notices")).to_contain_text("There is no page “charts”")
    expect(browser_page.get_by_role("dialog")).to_have_count(0)


@pytest.mark.parametrize(("lang", "looked_at"), SAMPLES)
def test_no_page_scrolls_sideways_on_a_phone(
    demo_app: Served, visit_as: VisitAs, shot: Shot, lang: str, looked_at: Looks
) -> None:
    page = visit_as(viewport={"width": 390, "height": 844})
    wide = []
    for name, region in looked_at:
        visit(page, f"{demo_app.url}/{name}?region={region}&lang={lang}")
        page.wait_for_load_state("networkidle")
        page.wait_for_function(ALL_DRAWN)
        try:
            # Charts are drawn before they are fitted, for longer the busier the machine is: what
            # counts is what becomes of the page, not how soon.
            page.wait_for_function(FITS)
        except PlaywrightTimeout:
            wide.append(f"{name} {region}")
        assert page.evaluate(FILLED)
        shot(page, f"phone-{name or 'overview'}-{region}-{lang}")
    assert wide == []


def choose(page: Page, label: str, option: str) -> None:
    """Choose an option of a select box, as a person does."""
    page.get_by_role("combobox", name=label).first.click()
    page.get_by_role("option", name=option, exact=True).click()
    settle(page)


def test_all_data_and_the_bulletins_of_a_whole_tree_are_made_beside_the_page(
    demo_app: Served, browser_page: Page, tmp_path: Path
) -> None:
    page = browser_page
    visit(page, f"{demo_app.url}/sources?lang=zh")
    start = page.locator(".st-key-export-start button")

    def taken(name: str) -> ZipFile:
        with page.expect_download() as given:
            page.locator(".st-key-export-file button").click()
        given.value.save_as(tmp_path / name)
        return ZipFile(tmp_path / name)

    # A list of choices closes when the page scrolls below it.
    start.scroll_into_view_if_needed()
    page.wait_for_timeout(300)
    choose(page, "导出内容", "Data Package（CSV 及说明）")
    start.click()
    expect(page.locator(".st-key-export-file")).to_contain_text("datapackage.zip")
    assert "datapackage.json" in taken("data.zip").namelist()
    choose(page, "导出内容", "各地区通报")
    choose(page, "地区（含下级）", "江苏省")
    choose(page, "通报格式", "PDF（打印）")
    start.click()
    expect(page.locator(".st-key-export-file")).to_contain_text("江苏省")
    (name,) = taken("bulletins.zip").namelist()
    assert name.startswith("关于江苏省")
