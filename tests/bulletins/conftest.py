"""Bulletins over the repository's register and figures worked by hand."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from dashboard.actuals.store import Entry, Store
from tests.views.conftest import register, stand

__all__ = ["register", "stand"]

TODAY = date(2026, 10, 20)
YI = Decimal(10) ** 8
# Last year's and this year's January to September, and January to August, in 亿元.
REVENUE = {
    "high-end-aluminium": (3000, 3300, 2600, 2860),
    "fine-chemicals": (1500, 1680, 1300, 1430),
    "food-processing": (1000, 1100, 900, 1008),
    "smart-textiles": (800, 760, 700, 665),
}
PERIODS = ("2025-M09", "2026-M09", "2025-M08", "2026-M08")


@pytest.fixture
def filled(sqlite_url: str) -> str:
    """Return a database in which four clusters have reported two months, and two years besides."""
    entries = [
        Entry("binzhou", cluster, "revenue", code, value * YI)
        for cluster, values in REVENUE.items()
        for code, value in zip(PERIODS, values, strict=True)
    ]
    entries += [
        Entry("binzhou", "high-end-aluminium", "revenue", "2023", 3300 * YI),
        Entry("binzhou", "high-end-aluminium", "revenue", "2025", 4400 * YI),
    ]
    with Store.open(sqlite_url) as store:
        store.write(entries, "Li")
    return sqlite_url


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "out"
    made.mkdir()
    return made
