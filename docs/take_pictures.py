"""`make pictures`: photograph the demonstration for the README.

    python -m docs.take_pictures [--folder docs/pictures] [--all]

`--all` takes every page in both languages, light and dark, 1440 and 390 px wide, with and without
figures, for a look at the whole.
"""

import argparse
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

from bench import registers, stores
from dashboard import cli
from dashboard.actuals.store import Store
from dashboard.demonstration import fill
from dashboard.register import load_register
from tests.machine.browser import launch_chromium
from tests.machine.server import ServerFactory

ROOT = Path(__file__).parent.parent
STILL = '[data-testid="stApp"][data-test-script-state="notRunning"]'
SHEET = ".sheet td.value input"
TYPED = "4711.35亿"
PAGES = {
    "overview": "/?",
    "region": "/region?region=binzhou&",
    "cluster": "/cluster?region=binzhou&cluster=high-end-aluminium&",
    "goals": "/goals?",
    "evaluation": "/evaluation?region=binzhou&",
    "entry": "/entry?region=binzhou&cluster=high-end-aluminium&",
    "review": "/review?",
    "completeness": "/completeness?region=binzhou&",
    "sources": "/sources?region=binzhou&",
}


@dataclass(frozen=True)
class Shot:
    """One picture to take."""

    page: str
    lang: str
    theme: str
    width: int

    @property
    def name(self) -> str:
        """Return the file's name without its ending."""
        phone = "-phone" if self.width < 600 else ""
        return f"{self.page}-{self.lang}-{self.theme}{phone}"


# What the README shows.
SHOWN = (
    Shot("overview", "zh", "light", 1440),
    Shot("region", "zh", "light", 1440),
    Shot("region", "zh", "dark", 390),
    Shot("entry", "zh", "light", 1440),
)


def every() -> Iterator[Shot]:
    """Yield every page, language, theme and width."""
    for page in PAGES:
        for lang in ("zh", "en"):
            for theme in ("light", "dark"):
                for width in (1440, 390):
                    yield Shot(page, lang, theme, width)


def take(browser: Browser, url: str, shot: Shot, path: Path, *, whole: bool) -> None:
    """Open one page as a fresh visitor and keep its picture at `path`."""
    size = {"width": shot.width, "height": 1080 if shot.width > 600 else 844}
    context = browser.new_context(
        viewport=size,
        color_scheme="dark" if shot.theme == "dark" else "light",
        locale="zh-CN" if shot.lang == "zh" else "en-GB",
    )
    page = context.new_page()
    page.set_default_timeout(90_000)
    page.goto(f"{url}{PAGES[shot.page]}lang={shot.lang}")
    page.wait_for_selector("h1")
    page.wait_for_selector(STILL)
    # Until then the page stands as it was first answered, without its drawings.
    page.wait_for_selector("#first-answer", state="detached")
    if shot.page == "entry":
        page.wait_for_selector(SHEET)
        if not whole:
            # As typed, as understood, as a change.
            page.locator(SHEET).first.fill(TYPED)
            page.locator("text=/→|新填/").first.wait_for()
            page.set_viewport_size({"width": shot.width, "height": 1200})
    page.wait_for_load_state("networkidle")
    page.wait_for_timeout(600)
    if whole:
        # Streamlit scrolls inside the page: a full-page picture needs a window as tall as it all.
        tall = page.locator('[data-testid="stMain"]').evaluate("main => main.scrollHeight")
        page.set_viewport_size({"width": shot.width, "height": min(int(tall) + 40, 8000)})
        page.wait_for_load_state("networkidle")
        page.wait_for_timeout(600)
    page.screenshot(path=path)
    context.close()


def take_many(browser: Browser, serve: ServerFactory, folder: Path, path: Path) -> None:
    """Keep the picture of an overview of 300 made-up plans at `path`."""
    plans = registers.plans(folder, stores.LARGE)
    url = f"sqlite:///{(folder / 'actuals.db').as_posix()}"
    with Store.open(url) as store:
        stores.fill(store, stores.LARGE)
    today = {"CLUSTER_DASHBOARD_TODAY": "2026-03-16"}
    seeds = ("--seeds", str(plans.seeds))
    server = serve(*seeds, register=plans.register, database=url, environment=today)
    page = browser.new_page(viewport={"width": 1440, "height": 1080}, locale="zh-CN")
    page.set_default_timeout(180_000)
    page.goto(f"{server.url}/?lang=zh")
    page.locator(".ct-regions").last.wait_for()
    page.wait_for_selector("#first-answer", state="detached")
    page.wait_for_load_state("networkidle")
    page.screenshot(path=path)
    page.close()


def take_bulletin(browser: Browser, folder: Path, path: Path) -> None:
    """Keep the picture of a bulletin of the demonstration, as its offline page, at `path`."""
    file, url = folder / "bulletin.html", f"sqlite:///{(folder / 'bulletin.db').as_posix()}"
    with Store.open(url) as store:
        fill(store, load_register(ROOT / "data" / "targets.yaml"), date.today())
    month = date.today().replace(day=1) - timedelta(days=1)
    asked = ("bulletin", "binzhou", "--period", f"{month:%Y-M%m}", "--format", "html")
    cli.main([*asked, "--lang", "zh", "--database", url, "--output", str(file)])
    page = browser.new_page(viewport={"width": 1000, "height": 1200}, locale="zh-CN")
    page.goto(file.as_uri())
    page.locator(".chart .main-svg").first.wait_for()
    page.screenshot(path=path)
    page.close()


def main() -> None:
    """Take the pictures asked for."""
    parser = argparse.ArgumentParser(prog="make pictures")
    parser.add_argument("--folder", type=Path, default=ROOT / "docs" / "pictures")
    parser.add_argument("--all", action="store_true")
    parser.add_argument("--only", default="", help="part of a picture's name")
    asked = parser.parse_args()
    asked.folder.mkdir(parents=True, exist_ok=True)
    shots = list(every()) if asked.all else list(SHOWN)
    with (
        tempfile.TemporaryDirectory(prefix="pictures-") as folder,
        ServerFactory(Path(folder), ROOT) as serve,
        sync_playwright() as playwright,
    ):
        browser = launch_chromium(playwright)
        served = {"full": serve("--demo")}
        if asked.all:
            served["empty"] = serve()
        for state, server in served.items():
            for shot in shots:
                name = f"{state}-{shot.name}" if asked.all else shot.name
                if asked.only in name:
                    path = asked.folder / f"{name}.png"
                    take(browser, server.url, shot, path, whole=asked.all)
        if not asked.all and asked.only in "bulletin-zh":
            path = asked.folder / "bulletin-zh.png"
            take_bulletin(browser, Path(folder), path)
        if not asked.all and asked.only in "overview-many-zh":
            path = asked.folder / "overview-many-zh.png"
            take_many(browser, serve, Path(folder) / "many", path)
        browser.close()


if __name__ == "__main__":
    main()
