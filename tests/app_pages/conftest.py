"""The pages in process, each opened by a link as a new visitor, on a database of their own."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from dashboard import settings as configuration
from dashboard.actuals.store import Entry, Store
from dashboard.settings import Settings
from tests.machine.pages import page_to_run

ROOT = Path(__file__).parents[2]
TODAY = date(2026, 10, 20)

# Smart textiles of Binzhou: 1200亿 in the base year, 1500亿 in 2025, of 2000亿 by 2027.
FIGURES = (
    ("binzhou", "smart-textiles", "revenue", "2023", "120000000000"),
    ("binzhou", "smart-textiles", "revenue", "2024", "130000000000"),
    ("binzhou", "smart-textiles", "revenue", "2025", "150000000000"),
    ("binzhou", "smart-textiles", "revenue", "2025-M09", "100000000000"),
    ("binzhou", "smart-textiles", "revenue", "2026-M09", "110000000000"),
    ("xinle", "clusters", "revenue-growth", "2023", "0.128"),
)

OpenPage = Callable[..., AppTest]


@pytest.fixture
def figures(sqlite_url: str) -> Store:
    """Record `FIGURES` in the test's database."""
    store = Store.open(sqlite_url)
    store.write([Entry(*figure[:4], Decimal(figure[4])) for figure in FIGURES], "Li")
    return store


@pytest.fixture
def open_page(sqlite_url: str, monkeypatch: pytest.MonkeyPatch, compiled: Path) -> OpenPage:
    """Return a function that opens a page by its link's parameters; `changes` are settings."""

    def opened(page: str, changes: dict[str, object] | None = None, **query: str) -> AppTest:
        settings = Settings.from_environment(
            database=sqlite_url, today=TODAY, cache=compiled
        ).with_changes(**(changes or {}))
        monkeypatch.setattr(configuration, "_active", settings)
        seen = page_to_run(page)
        for name, value in query.items():
            seen.query_params[name] = value
        seen.run()
        assert not seen.exception
        return seen

    return opened


def shown(seen: AppTest) -> str:
    """Return all HTML of a page, without the stylesheet, to look for sentences in; blanks are blanks."""
    pieces = [str(element.proto.body) for element in seen.get("html")]
    told = "\n".join(piece for piece in pieces if not piece.startswith("<style>"))
    return told.replace("\u00a0", " ")
