"""What if: exact arithmetic on a supposition that cannot be taken for anything else."""

import pytest

from dashboard.progress.forecasting import Forecast, what_if, what_if_words


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
        ("zh", "假设：今后每年都与2025年的115 亿元持平。"),
    ],
)
def test_no_growth_at_all_is_told_as_staying(lang: str, headline: str) -> None:
    assert what_if_words(what_if("11500000000", 2025, "0", []), "yuan", lang).headline == headline
