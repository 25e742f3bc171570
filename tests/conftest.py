"""What every room's tests may ask for: two real databases, a real browser, the real server.

- `sqlite_url`, `postgres_url`: a database of its own for each test, with all tables and nothing in
  them; `new_sqlite_url`, `new_postgres_url`: nobody has opened it yet
- `store_url`, `new_store_url`: both of them, one after the other
- `compiled`: where the repository's register lies compiled
- `chromium`: one browser for the session; `browser_page`: a fresh visitor, `visit_as`: several
- `serve`: starts the real server on a database of its own; `demo_app`: one with made-up figures,
  shared by all tests that only look
- `shot`: keeps a picture of a page

Nothing here skips: what cannot be had fails with the line that installs it.
"""

import itertools
import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any, TypeAlias
from urllib.parse import urlsplit

import pytest
from hypothesis import settings
from playwright.sync_api import Browser, Page, Request, expect, sync_playwright

from tests.machine.browser import PATIENCE, fresh_page, launch_chromium
from tests.machine.postgres import PostgresServer, start_postgres
from tests.machine.register import compiled_register
from tests.machine.server import Served, ServerFactory

ROOT = Path(__file__).parent.parent

VisitAs: TypeAlias = Callable[..., Page]

# No example is timed: machines are noisy, and speed is measured by `make bench`.
settings.register_profile("untimed", deadline=None)
settings.register_profile("thorough", deadline=None, max_examples=1000)
settings.load_profile("untimed")
expect.set_options(timeout=PATIENCE)


@pytest.fixture(scope="session")
def homes(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Return folders to be made, one after the other.

    Numbered here: pytest would look through all folders there are to find the next number, ten
    thousand times.
    """
    folder = tmp_path_factory.mktemp("homes", numbered=False)
    return (folder / str(number) for number in itertools.count())


@pytest.fixture(autouse=True)
def own_home(homes: Iterator[Path], monkeypatch: pytest.MonkeyPatch) -> Path:
    """Keep every test out of the user's own data, cache and settings."""
    home = next(homes)
    home.mkdir()
    for name in [n for n in os.environ if n.startswith("CLUSTER_DASHBOARD_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("XDG_DATA_HOME", str(home / "data"))
    monkeypatch.setenv("XDG_CACHE_HOME", str(home / "cache"))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(home / "config"))
    return home


@pytest.fixture(scope="session")
def compiled() -> Path:
    """Return a cache folder in which the repository's register is compiled once for the session."""
    return compiled_register()


def with_all_tables(url: str) -> None:
    """Open a database as the product does, for figures and for people, and leave it."""
    from dashboard.actuals.store import Store
    from dashboard.people.directory import Directory

    Store.open(url).close()
    with Directory.open(url):
        pass


@pytest.fixture
def new_sqlite_url(tmp_path: Path) -> str:
    """Return the URL of a SQLite file that does not exist yet."""
    return f"sqlite:///{(tmp_path / 'actuals.db').as_posix()}"


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make the tables once: making them is slower than what most tests do with them."""
    path = tmp_path_factory.mktemp("template") / "actuals.db"
    with_all_tables(f"sqlite:///{path.as_posix()}")
    return path


@pytest.fixture
def sqlite_url(new_sqlite_url: str, sqlite_template: Path) -> str:
    """Return the URL of a SQLite file with all tables, all of them empty."""
    shutil.copyfile(sqlite_template, new_sqlite_url.removeprefix("sqlite:///"))
    return new_sqlite_url


@pytest.fixture(scope="session")
def postgres_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[PostgresServer]:
    """Start one real PostgreSQL for the session, and end it."""
    with start_postgres(tmp_path_factory.mktemp("postgres")) as server:
        yield server


@pytest.fixture
def new_postgres_url(postgres_server: PostgresServer) -> Iterator[str]:
    """Return the URL of a PostgreSQL database that nobody has opened; it is dropped afterwards."""
    with postgres_server.fresh_database() as url:
        yield url


@pytest.fixture(scope="session")
def postgres_template(postgres_server: PostgresServer) -> Iterator[str]:
    """Make the tables once; return the name of the database that has them."""
    with postgres_server.fresh_database() as url:
        with_all_tables(url)
        yield urlsplit(url).path.removeprefix("/")


@pytest.fixture
def postgres_url(postgres_server: PostgresServer, postgres_template: str) -> Iterator[str]:
    """Return the URL of a PostgreSQL database with all tables, all of them empty."""
    with postgres_server.fresh_database(postgres_template) as url:
        yield url


@pytest.fixture(params=["sqlite", "postgres"])
def store_url(request: pytest.FixtureRequest) -> str:
    """Return the URL of a database without a row; the test runs on SQLite and on PostgreSQL."""
    return str(request.getfixturevalue(f"{request.param}_url"))


@pytest.fixture(params=["sqlite", "postgres"])
def new_store_url(request: pytest.FixtureRequest) -> str:
    """Return the URL of a database that nobody has opened, on SQLite and on PostgreSQL."""
    return str(request.getfixturevalue(f"new_{request.param}_url"))


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """Launch one real Chromium for the session."""
    with sync_playwright() as playwright:
        browser = launch_chromium(playwright)
        try:
            yield browser
        finally:
            browser.close()


@pytest.fixture
def asked_for(browser_page: Page) -> list[str]:
    """Collect every address the visitor's browser asks for, from before the first page."""
    asked: list[str] = []

    def note(request: Request) -> None:
        asked.append(request.url)

    browser_page.on("request", note)
    return asked


@pytest.fixture
def visit_as(chromium: Browser) -> Iterator[VisitAs]:
    """Return a function that opens a page as one more fresh visitor; all are closed at the end.

    It takes what Playwright's `new_context` takes.
    """
    with ExitStack() as opened:

        def visitor(**told: Any) -> Page:
            return opened.enter_context(fresh_page(chromium, **told))

        yield visitor


@pytest.fixture
def browser_page(visit_as: VisitAs) -> Page:
    """Open a page as a fresh visitor: nothing stored, 1440 px wide."""
    return visit_as(viewport={"width": 1440, "height": 1000})


@pytest.fixture
def serve(tmp_path: Path) -> Iterator[ServerFactory]:
    """Start the real server as often as a test asks; all are ended by their own ids."""
    with ServerFactory(tmp_path, ROOT) as factory:
        yield factory


@pytest.fixture(scope="session")
def demo_app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """Start one demonstration server for all tests that only look and change nothing."""
    with ServerFactory(tmp_path_factory.mktemp("demo"), ROOT) as factory:
        yield factory("--demo")


@pytest.fixture
def shot(tmp_path: Path) -> Callable[[Page, str], Path]:
    """Keep a full-page picture; in the folder CLUSTER_PICTURES names, if it is set."""

    def keep(page: Page, name: str) -> Path:
        folder = Path(os.environ.get("CLUSTER_PICTURES") or tmp_path)
        folder.mkdir(parents=True, exist_ok=True)
        path = folder / f"{name}.png"
        page.screenshot(path=path, full_page=True)
        return path

    return keep
