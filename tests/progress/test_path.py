"""The drawn line of a path: worked by hand, the same points as the verdict's."""

from fractions import Fraction

import pytest

from dashboard.progress.path import line_between, path_of


def test_constant_growth_of_ten_percent_over_three_years() -> None:
    # 1000 x 1.1 = 1100, x 1.1 = 1210, x 1.1 = 1331
    path = path_of((2024, Fraction(1000)), [], (2027, Fraction(1331)), by_rate=True)
    drawn = {int(year): float(value) for year, value in path.line()}
    assert drawn == pytest.approx({2024: 1000, 2025: 1100, 2026: 1210, 2027: 1331})
    assert path.growth is not None and float(path.growth) == pytest.approx(0.1)


def test_a_straight_path_adds_the_same_every_year_and_has_no_growth() -> None:
    # from 100 to 160 in three years: 20 a year
    path = path_of((2024, Fraction(100)), [], (2027, Fraction(160)), by_rate=False)
    assert path.line() == [(2024, 100), (2025, 120), (2026, 140), (2027, 160)]
    assert path.growth is None


def test_a_path_is_drawn_through_its_printed_milestones() -> None:
    # 100 to 150 in two years is 25 a year, 150 to 160 in one year is 10.
    path = path_of((2024, Fraction(100)), [(2026, Fraction(150))], (2027, Fraction(160)), False)
    assert path.line() == [(2024, 100), (2025, 125), (2026, 150), (2027, 160)]
    by_rate = path_of((2024, Fraction(100)), [(2026, Fraction(144))], (2027, Fraction(160)), True)
    assert [round(float(value)) for _, value in by_rate.line()] == [100, 120, 144, 160]
    assert by_rate.growth is None


@pytest.mark.parametrize("base", [0, -5])
def test_growth_from_nothing_or_less_has_no_line(base: int) -> None:
    assert line_between((Fraction(2024), Fraction(base)), (2027, Fraction(160)), True) == []


def test_a_line_that_ends_before_it_begins_is_not_drawn() -> None:
    assert line_between((Fraction(2027), Fraction(1)), (2027, Fraction(160)), False) == []


def test_a_line_may_begin_within_a_year() -> None:
    # The end of September 2026 is 2025.75: a year and a quarter before the end of 2027.
    begin = Fraction(8103, 4)
    drawn = line_between((begin, Fraction(100)), (2027, Fraction(150)), False)
    # 50 over a year and a quarter are 40 a year: 10 to the end of 2026, 40 more to that of 2027.
    assert drawn == [(begin, 100), (2026, 110), (2027, 150)]
