"""Where a series is heading, on a goal's page: forecast and supposition, worked by hand."""

import re
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from dashboard.actuals.store import Entry, Store
from dashboard.judging import Judging, Standing
from dashboard.register import load_register
from dashboard.views.outlook import first_growth, outlook_html, supposition

HARBOUR = Path(__file__).parent / "harbour"
Stand = Callable[..., Standing]
TEXTILES = "binzhou-2024.t2000.smart-textiles"
REVENUE = ("binzhou", "smart-textiles", "revenue")
YI = "00000000"


def test_the_supposition_begins_with_the_growth_that_ends_at_the_goal(stand: Stand) -> None:
    # Of 2000 亿元 in 2027, 1500 in 2025: (2000 / 1500)^(1/2) = 1.1547, so 15.5 %, which makes 2001.04.
    # The four quarters to June 2026 or any newer figure are nearer to the goal, and change nothing.
    standing = stand(
        (*REVENUE, "2025-M06", "700" + YI),
        (*REVENUE, "2025", "1500" + YI),
        (*REVENUE, "2026-M06", "500" + YI),
    )
    growth = first_growth(standing, TEXTILES)
    assert growth == Decimal("15.5")
    made = supposition(standing, TEXTILES, growth)
    assert made is not None
    assert dict(made.path)[2027] == pytest.approx(2001.0375e8)
    assert made.reached[0].year == 2027


def test_with_less_than_a_year_left_it_begins_with_the_growth_that_ends_at_the_goal(
    sqlite_url: str,
) -> None:
    # 850 firms at the end of 2027, 800 of them in June 2027: from the 750 of 2026, 13.5 % a year,
    # since 750 × 1.135 = 851.25 and 750 × 1.13 = 847.5.
    register = load_register(HARBOUR / "targets.yaml", HARBOUR / "seeds")
    firms = ("harbour", "harbour", "firms")
    store = Store.open(sqlite_url)
    known = [(*firms, "2026", "750"), (*firms, "2027-M06", "800")]
    store.write([Entry(*one[:4], Decimal(one[4])) for one in known], "Li")
    standing = Judging(store).standing(register, date(2027, 7, 20))
    assert first_growth(standing, "harbour-2024.firms") == Decimal("13.5")


def test_a_forecast_without_a_range_says_why_in_plain_sight(stand: Stand) -> None:
    years = [(*REVENUE, str(2021 + place), f"{1000 + 100 * place}{YI}") for place in range(5)]
    html = outlook_html(stand(*years), TEXTILES, "en")
    # 1000 to 1400 亿元 in 2025; two years ahead, in 2027, no range holds.
    plain, _, folded = html.partition("<details>")
    said = re.sub("<[^>]+>", " ", plain)
    assert "if the pace lasts; no range is given" in said
    assert "neither a range nor a chance is given" in said
    assert "For 2026 the range is" in folded


def test_a_level_read_within_the_year_does_not_raise_the_growth_that_is_supposed(
    sqlite_url: str,
) -> None:
    register = load_register(HARBOUR / "targets.yaml", HARBOUR / "seeds")
    store = Store.open(sqlite_url)
    firms = ("harbour", "harbour", "firms")
    known = [(*firms, "2025", "600"), (*firms, "2026-M06", "500")]
    store.write([Entry(*one[:4], Decimal(one[4])) for one in known], "Li")
    standing = Judging(store).standing(register, date(2026, 7, 20))
    # 850 firms in 2027.  From the 500 of June 2026 that takes 42.4 % a year, by which the 600 of 2025
    # would become 1,217; from the 600 it takes 19.5 %: 600 × 1.195² = 856.8, and 600 × 1.19² = 849.7.
    growth = first_growth(standing, "harbour-2024.firms")
    assert growth == Decimal("19.5")
    made = supposition(standing, "harbour-2024.firms", growth)
    assert made is not None
    assert made.path == ((2025, 600), (2026, 717), (2027, pytest.approx(856.815)))


def test_nothing_is_supposed_of_a_goal_whose_time_is_over(sqlite_url: str) -> None:
    register = load_register(HARBOUR / "targets.yaml", HARBOUR / "seeds")
    store = Store.open(sqlite_url)
    store.write([Entry("harbour", "harbour", "firms", "2026", Decimal(750))], "Li")
    judging = Judging(store)
    in_time = judging.standing(register, date(2027, 12, 31))
    assert supposition(in_time, "harbour-2024.firms", Decimal(8)) is not None
    over = judging.standing(register, date(2028, 1, 1))
    assert first_growth(over, "harbour-2024.firms") is None
    assert supposition(over, "harbour-2024.firms", Decimal(8)) is None
