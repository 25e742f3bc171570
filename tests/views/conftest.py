"""Standings over the repository's register and figures whose verdicts were worked by hand."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from dashboard.actuals.store import Entry, Store
from dashboard.judging import Judging, Standing
from dashboard.register import Catalogue, load_register

ROOT = Path(__file__).parents[2]
TODAY = date(2026, 10, 20)

Stand = Callable[..., Standing]


@pytest.fixture(scope="session")
def register() -> Catalogue:
    return load_register(ROOT / "data" / "targets.yaml")


@pytest.fixture
def stand(register: Catalogue, sqlite_url: str) -> Stand:
    """Return a function: (region, subject, indicator, period, value) rows -> a standing."""

    def standing(*figures: tuple[str, str, str, str, str], on: date = TODAY) -> Standing:
        store = Store.open(sqlite_url)
        if figures:
            store.write([Entry(*figure[:4], Decimal(figure[4])) for figure in figures], "Li")
        return Judging(store).standing(register, on)

    return standing
