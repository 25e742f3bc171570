"""The drawings in a real Chromium, under Streamlit's own theme, light, dark, narrow and on paper."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, suppress
from functools import cache
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from dashboard.views import look
from dashboard.views.look import Theme
from tests.machine.browser import fresh_page
from tests.machine.server import free_port

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def gallery(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Serve the gallery by `streamlit run`, so that .streamlit/config.toml is what is tested."""
    port = free_port()
    command = [sys.executable, "-m", "streamlit", "run", str(ROOT / "tests/views/gallery.py"),
               "--server.headless=true", f"--server.port={port}", "--server.address=127.0.0.1",
               "--server.fileWatcherType=none"]  # fmt: skip
    log = tmp_path_factory.mktemp("gallery") / "log"
    with log.open("w") as said, subprocess.Popen(
        command, cwd=ROOT, stdout=said, stderr=said, env=os.environ | {"PYTHONPATH": str(ROOT)}
    ) as process:  # fmt: skip
        try:
            wait_until_listening(port, process, log)
            yield f"http://127.0.0.1:{port}"
        finally:
            process.terminate()


def wait_until_listening(port: int, process: "subprocess.Popen[bytes]", log: Path) -> None:
    """Return once the port answers; fail with what was printed if the process ends or is slow."""
    deadline = time.monotonic() + 300
    while time.monotonic() < deadline and process.poll() is None:
        with suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
            return
        time.sleep(0.1)
    raise AssertionError("the gallery did not start:\n" + log.read_text())


Visit = Callable[..., Page]


@pytest.fixture(scope="module")
def visit(chromium: Browser, gallery: str) -> Iterator[Visit]:
    """Open a page of the gallery in a browser of a given width and colour scheme, each page once."""
    opened = ExitStack()

    @cache
    def page_of(path: str, lang: str, scheme: Theme, width: int) -> Page:
        seen = {"viewport": {"width": width, "height": 1000}, "color_scheme": scheme}
        page = opened.enter_context(fresh_page(chromium, **seen))
        page.goto(f"{gallery}/{path}?lang={lang}")
        page.wait_for_selector('[data-testid="stApp"][data-test-script-state="notRunning"]')
        # The last piece of either page.
        page.wait_for_selector(".st-key-card-native, .st-key-card-growth .main-svg")
        return page

    def go(path: str, lang: str, scheme: Theme = "light", width: int = 1440) -> Page:
        return page_of(path, lang, scheme, width)

    with opened:
        yield go


def rgb(colour: str) -> str:
    return "rgb({}, {}, {})".format(*(int(colour[n : n + 2], 16) for n in (1, 3, 5)))


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("path", ["", "charts"])
def test_nothing_is_wider_than_a_phone(
    visit: Visit, path: str, lang: str, shot: Callable[[Page, str], Path]
) -> None:
    page = visit(path, lang, width=390)
    shot(page, f"gallery-{path or 'pieces'}-{lang}-390")
    wide = page.evaluate(
        """() => [...document.querySelectorAll('.ct, .ct *, .js-plotly-plot')]
            // A table behind a figure scrolls in a frame of its own; the frame itself has to fit.
            .filter(e => !e.parentElement.closest('.ct-scroll'))
            .filter(e => e.getBoundingClientRect().right > innerWidth + 0.5)
            .map(e => e.className)"""
    )
    assert wide == []
    main = page.locator('[data-testid="stMain"]')
    assert main.evaluate("e => e.scrollWidth <= e.clientWidth")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_html_and_figures_follow_the_theme(
    visit: Visit, scheme: Theme, shot: Callable[[Page, str], Path]
) -> None:
    colour = look.tokens(scheme)
    page = visit("", "zh", scheme)
    shot(page, f"gallery-pieces-zh-{scheme}")
    card = page.locator(".ct-card").first
    assert card.evaluate("e => getComputedStyle(e).backgroundColor") == rgb(colour["card"])
    title = page.locator(".ct-board h2").first
    assert title.evaluate("e => getComputedStyle(e).color") == rgb(colour["ink"])
    page = visit("charts", "zh", scheme)
    shot(page, f"gallery-charts-zh-{scheme}")
    lines = page.locator(".st-key-card-cumulative .scatterlayer .js-line")
    drawn = lines.evaluate_all("all => all.map(e => e.style.stroke)")
    # last year, the schedule, this year
    assert drawn == [rgb(colour[name]) for name in ("last-year", "path", "data")]


@pytest.mark.parametrize("width", [1440, 390])
def test_titles_of_any_length_stay_on_the_figure_and_off_the_plot(visit: Visit, width: int) -> None:
    page = visit("charts", "en", width=width)
    titles = page.locator(".js-plotly-plot .g-gtitle")
    titles.nth(5).wait_for()
    places = titles.evaluate_all(
        """all => all.map(e => {
            const figure = e.closest('.js-plotly-plot'), title = e.getBoundingClientRect();
            const plot = figure.querySelector('.nsewdrag').getBoundingClientRect();
            return [figure.getBoundingClientRect().top, title.top, title.bottom, plot.top];
        })"""
    )
    assert len(places) == 6
    for figure, top, bottom, plot in places:
        # The box of a line of text is half a pixel taller than its letters.
        assert figure - 1 <= top < bottom <= plot


@pytest.mark.parametrize("width", [1440, 390])
def test_all_thresholds_of_a_board_stand_in_one_line(visit: Visit, width: int) -> None:
    page = visit("", "en", width=width)
    ticks = page.locator(".ct-board").first.locator(".ct-goal")
    expect(ticks).to_have_count(12)
    places = ticks.evaluate_all("all => all.map(e => Math.round(e.getBoundingClientRect().x))")
    assert max(places) - min(places) <= 1


def test_the_name_stands_above_its_bar_on_a_phone_and_beside_it_on_a_desktop(visit: Visit) -> None:
    # The words themselves: what a finger meets is higher.
    above = """e => { const words = document.createRange()
        words.selectNodeContents(e.querySelector('.ct-name'))
        return words.getBoundingClientRect().bottom
            <= e.querySelector('.ct-bar').getBoundingClientRect().top + 1 }"""
    for width, expected in ((390, True), (1440, False)):
        member = visit("", "zh", width=width).locator(".ct-member").first
        assert member.evaluate(above) is expected


def test_a_table_becomes_labelled_rows_on_a_phone(visit: Visit) -> None:
    label = "e => getComputedStyle(e, '::before').content"
    cell = ".ct-table td.ct-kind-number"
    assert visit("", "zh", width=390).locator(cell).first.evaluate(label) == '"目标值"'
    assert visit("", "zh").locator(cell).first.evaluate(label) == "none"


def test_paper_is_light_even_from_a_dark_screen(visit: Visit) -> None:
    page = visit("", "zh", "dark")
    page.emulate_media(media="print")
    try:
        card = page.locator(".ct-card").first
        assert card.evaluate("e => getComputedStyle(e).backgroundColor") == "rgb(255, 255, 255)"
        assert page.locator('[data-testid="stHeader"]').is_hidden()
    finally:
        page.emulate_media(media="screen")


def test_the_table_behind_a_figure_opens_by_keyboard(visit: Visit) -> None:
    page = visit("charts", "en")
    fold = page.locator(".ct-behind").first
    fold.locator("summary").press("Enter")
    assert fold.locator("tbody tr").first.is_visible()


def test_the_drawings_ask_for_nothing_from_outside(visit: Visit, gallery: str) -> None:
    page = visit("charts", "zh")
    asked = page.evaluate("() => performance.getEntriesByType('resource').map(e => e.name)")
    outside = [url for url in asked if not url.startswith((gallery, "data:", "blob:"))]
    assert asked and outside == []
