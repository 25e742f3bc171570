"""What the overview chooses to show first."""

from collections.abc import Callable

import pytest

from dashboard.panels import overview
from dashboard.panels.calendar import calendar
from dashboard.panels.laggards import behind
from dashboard.panels.standing import Standing
from dashboard.selection import Selection

Stand = Callable[..., Standing]

# 1200亿 in the base year and 1300亿 in 2025, of 2000亿 by 2027: 65.0 - 77.5 = -12.5 points, red.
RED = (
    ("binzhou", "food-processing", "revenue", "2023", "120000000000"),
    ("binzhou", "food-processing", "revenue", "2025", "130000000000"),
)
# The same base and 1500亿: 75.0 - 77.5 = -2.5 points, yellow.
YELLOW = (
    ("binzhou", "smart-textiles", "revenue", "2023", "120000000000"),
    ("binzhou", "smart-textiles", "revenue", "2025", "150000000000"),
)
# 7 万亿 of about 8 万亿 by 2020 (5 % below is 7.6): missed for good.
MISSED = (("jiangsu", "clusters", "principal-revenue", "2020", "7000000000000"),)


def test_far_behind_comes_before_behind_and_both_before_what_was_missed(stand: Stand) -> None:
    standing = stand(*YELLOW, *MISSED, *RED)
    assert behind(standing) == [
        "binzhou-2024.t2000.food-processing",
        "binzhou-2024.t2000.smart-textiles",
        "jiangsu-2018.total-2020",
    ]
    assert behind(standing, "jiangsu") == ["jiangsu-2018.total-2020"]


def test_of_many_regions_those_furthest_behind_are_shown(
    stand: Stand, monkeypatch: pytest.MonkeyPatch
) -> None:
    standing = stand(*MISSED)
    assert overview.shown_regions(standing) == ["binzhou", "xinle", "jiangsu", "foshan"]
    monkeypatch.setattr(overview, "MOST_REGIONS", 2)
    assert overview.shown_regions(standing) == ["jiangsu", "binzhou"]


def test_the_calendar_lists_coming_years_before_those_past(stand: Stand) -> None:
    html = calendar(stand(), "en", Selection())
    years = [word for word in ("2020", "2023", "2025", "2026", "2027") if f">{word}</a>" in html]
    assert years == ["2020", "2023", "2025", "2026", "2027"]
    order = sorted(years, key=lambda year: html.index(f">{year}</a>"))
    assert order == ["2026", "2027", "2025", "2023", "2020"]


def test_each_basis_is_told_once(stand: Stand) -> None:
    standing = stand()
    assert overview.bases(standing, "binzhou") == ["revenue"]
    assert overview.bases(standing, "jiangsu") == ["cluster-scale", "principal-revenue"]
    assert overview.bases(standing, "xinle") == ["revenue-growth"]
