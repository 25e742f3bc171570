"""What if: exact arithmetic on a supposition that cannot be taken for anything else."""

from decimal import Decimal

import pytest

from dashboard.progress.forecasting import Forecast, growth_to_reach, what_if
from dashboard.wording.forecasts import what_if_words


def test_a_tenth_a_year_on_100_is_121_in_exactly_two_years() -> None:
    # 100 -> 110 -> 121: reached by the digit, which floats would miss or overshoot.
    made = what_if("100", 2025, "0.1", ["121", "121.0000000001"])
    assert made is not None
    assert [each.year for each in made.reached] == [2027, 2028]


def test_over_excludes_the_number_itself() -> None:
    made = what_if(100, 2025, 0.1, [121], comparator=">")
    assert made is not None
    assert made.reached[0].year == 2028


def test_a_falling_supposition_reaches_a_cap() -> None:
    # 100 -> 90 -> 81 -> 72.9
    made = what_if(100, 2025, "-0.1", [75, 120], comparator="<=")
    assert made is not None
    assert [(each.year, each.already) for each in made.reached] == [(2028, False), (2025, True)]


def test_what_is_not_reached_within_fifty_years_has_no_year() -> None:
    made = what_if(100, 2025, 0, [101])
    assert made is not None
    assert made.reached[0].year is None
    assert [year for year, _ in made.path] == [2025, 2026]


def test_the_path_goes_to_the_last_year_reached_or_further_if_asked() -> None:
    made = what_if(100, 2025, "0.1", [115], until=2030)
    assert made is not None
    # 115 in 2027 (121), drawn to 2030: 100 * 1.1^5 = 161.051
    assert made.path[-1] == (2030, pytest.approx(161.051))


def test_the_growth_it_takes_is_counted_from_where_the_supposition_starts() -> None:
    # 100 in 2025 to 150 in 2027: 1.225^2 = 1.500625 is enough, 1.22^2 = 1.4884 is not.
    needed = growth_to_reach(100, 2025, 150, 2027)
    assert needed == Decimal("0.225")
    made = what_if(100, 2025, needed, [150], until=2027)
    assert made is not None
    assert made.reached[0].year == 2027
    assert made.path[-1] == (2027, pytest.approx(150.0625))


def test_the_growth_it_takes_is_exact_at_the_step_and_beyond_it_where_over_is_asked() -> None:
    # 1.1^2 = 1.21 to the digit.
    assert growth_to_reach(100, 2025, 121, 2027) == Decimal("0.1")
    assert growth_to_reach(100, 2025, 121, 2027, comparator=">") == Decimal("0.105")


def test_a_fall_is_rounded_so_that_the_cap_is_reached() -> None:
    # 0.87^1 = 0.87; 0.865 is the last step that is at most 0.869.
    assert growth_to_reach(100, 2025, "87", 2026, comparator="<=") == Decimal("-0.13")
    assert growth_to_reach(100, 2025, "86.9", 2026, comparator="<=") == Decimal("-0.135")


@pytest.mark.parametrize(("value", "due"), [(0, 2027), (100, 2025), (100, None), ("?", 2027)])
def test_there_is_no_growth_to_reach_where_nothing_can_be_supposed(
    value: object, due: object
) -> None:
    assert growth_to_reach(value, 2025, 150, due) is None


@pytest.mark.parametrize(
    ("value", "growth"), [(0, 0.1), (-5, 0.1), (100, -1), (100, 11), ("?", 0.1), (100, None)]
)
def test_what_supposes_nothing_is_refused(value: object, growth: object) -> None:
    assert what_if(value, 2025, growth, [120]) is None


@pytest.mark.parametrize(
    ("lang", "marked", "never"),
    [("zh", "假设", "不是填报数"), ("en", "What if", "no entered figure")],
)
def test_every_wording_says_that_it_is_supposed(lang: str, marked: str, never: str) -> None:
    made = what_if("11500000000", 2025, "0.08", ["13000000000"])
    words = what_if_words(made, "yuan", lang)
    assert marked in words.name or marked.lower() in words.name.lower()
    assert words.headline.startswith(marked)
    assert any(never in sentence for sentence in words.sentences)
    assert made is not None
    assert made.what == "what-if"
    assert not isinstance(made, Forecast)


@pytest.mark.parametrize(
    ("lang", "headline"),
    [
        ("en", "What if: supposing it stays at the 11.5 billion yuan of 2025 every year."),
        ("zh", "假设：今后每年都与2025年的 115 亿元持平。"),
    ],
)
def test_no_growth_at_all_is_told_as_staying(lang: str, headline: str) -> None:
    assert what_if_words(what_if("11500000000", 2025, "0", []), "yuan", lang).headline == headline
