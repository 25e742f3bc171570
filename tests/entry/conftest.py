"""The entry page in process, on a fresh database and the repository's own register."""

import json
from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from dashboard import settings as configuration
from dashboard.actuals.entering import SEEN_NOW, RawEntry, save, understand
from dashboard.actuals.store import Store
from dashboard.register import Catalogue, load_register
from dashboard.settings import Settings
from tests.machine.pages import page_to_run

ROOT = Path(__file__).parents[2]
TODAY = date(2026, 10, 20)

OpenPage = Callable[..., AppTest]


@pytest.fixture(scope="session")
def catalogue(compiled: Path) -> Catalogue:
    return load_register(ROOT / "data" / "targets.yaml", cache=compiled)


@pytest.fixture
def store(sqlite_url: str) -> Store:
    return Store.open(sqlite_url)


@pytest.fixture
def open_page(sqlite_url: str, monkeypatch: pytest.MonkeyPatch, compiled: Path) -> OpenPage:
    """Return a function that opens the page as a new visitor, in a language, with a link's choices."""

    def opened(lang: str = "zh", read_only: bool = False, **choices: str) -> AppTest:
        settings = Settings.from_environment(
            database=sqlite_url, today=TODAY, cache=compiled, read_only=read_only
        )
        monkeypatch.setattr(configuration, "_active", settings)
        page = page_to_run("entry")
        page.query_params["lang"] = lang
        for name, value in choices.items():
            page.query_params[name] = value
        page.run()
        assert not page.exception
        return page

    return opened


@pytest.fixture
def record(store: Store, catalogue: Catalogue) -> Callable[..., int]:
    """Return a function by which somebody else enters a figure through the door."""

    def entered(
        subject: str, indicator: str, period: str, value: str, author: str = "Wang", region: str = "binzhou"
    ) -> int:  # fmt: skip
        raw = RawEntry(region, subject, indicator, period, value, seen_revision=SEEN_NOW)
        rows = understand([raw], catalogue, store, TODAY)
        return save(rows, store, author, "known").revision

    return entered


def shown(page: AppTest) -> str:
    """Return all HTML and captions on the page, to look for sentences in; blanks are blanks."""
    told = [str(element.proto.body) for element in page.get("html")]
    told += [caption.value for caption in page.caption]
    return "\n".join(told).replace("\u00a0", " ")


def sheet(page: AppTest) -> dict[str, Any]:
    """Return what the page sent to the inputs in the browser: the form's, or the sheet's."""
    (element,) = page.get("bidi_component")
    return dict(json.loads(element.proto.json))


def inputs(page: AppTest) -> dict[str, str]:
    """Return the one figure of the form: its texts, and how it is marked."""
    (figure,) = sheet(page)["rows"]
    return dict(figure)


def type_figure(page: AppTest, **typed: str) -> AppTest:
    """Type into the form as the browser reports it: all its inputs, stamped later than before."""
    figure = inputs(page)
    texts = {name: figure[name] for name in ("value", "note", "evidence")} | typed
    return report(page, {figure["id"]: texts})


def report(
    page: AppTest, typed: Mapping[str, Mapping[str, str]], stamp: int = 0, enter: str = ""
) -> AppTest:
    """Report what is typed, by series, as the browser does; `enter` is where Enter was pressed.

    Each edit says which revision was on the screen, and is stamped later than the last one.
    """
    shown = sheet(page)
    at = {"region": shown["region"], "period": shown["period"]}
    stamp = stamp or stamp_of(page) + 1
    seen = {row["id"]: row["seen"] for row in shown["rows"]}
    edits = [
        at | {"id": id, "seen": seen.get(id), "stamp": stamp, **texts}
        for id, texts in typed.items()
    ]
    pressed = at | {"id": enter, "seen": None, "stamp": stamp + 1} if enter else None
    page.session_state["entry-sheet"] = {"report": {"edits": edits, "enter": pressed}}
    page.run()
    assert not page.exception
    return page


def stamp_of(page: AppTest) -> int:
    """Return the highest stamp that the page has answered for the region it shows."""
    shown = sheet(page)
    return int(shown["taken"].get(shown["region"], 0))


def value_of(store: Store, subject: str, indicator: str, period: str) -> str | None:
    """Ask the database for one figure of Binzhou."""
    frame = store.current("binzhou", subject)
    found = frame[(frame["indicator"] == indicator) & (frame["period"] == period)]
    return None if found.empty else str(found["value"].iloc[0])
