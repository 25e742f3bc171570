"""Amounts in sentences: short enough to be read, never rounded onto a number they are not."""

from decimal import Decimal
from fractions import Fraction

import pytest

from dashboard.wording.amounts import amount_apart, amount_of, year_on_year_text
from dashboard.wording.scales import scale_against

YI = 10**8


@pytest.mark.parametrize(
    ("value", "unit", "lang", "said"),
    [
        # Five digits beside the unit: the decimals go first.
        (Fraction("1234.72") * YI, "yuan", "zh", "1,234.7 亿元"),
        (Fraction("8552.76") * YI, "yuan", "zh", "8,552.8 亿元"),
        (Fraction("234.72") * YI, "yuan", "zh", "234.72 亿元"),
        (Fraction("1.14") * 10**12, "yuan", "zh", "1.14 万亿元"),
        (Fraction("1234.72") * YI, "yuan", "en", "123.47 billion yuan"),
        (Fraction("12345.67"), "count", "zh", "12,346"),
        # What is counted keeps every whole one.
        (Fraction(1234567), "count", "zh", "1,234,567"),
        (Fraction("0.12345"), "fraction", "zh", "12.35%"),
        (Fraction(0), "yuan", "zh", "0 元"),
    ],
)
def test_a_sentence_has_at_most_five_digits_beside_a_unit(
    value: Fraction, unit: str, lang: str, said: str
) -> None:
    assert amount_of(value, unit, lang) == said


def test_it_has_more_where_fewer_would_reach_a_goal_that_was_missed() -> None:
    # 5499.96 would be written 5,500.0 in five digits.
    goal = Fraction(5500 * YI)
    assert amount_apart(Fraction("5499.96") * YI, [goal], "yuan", "zh") == "5,499.96 亿元"
    assert amount_apart(Fraction("5432.11") * YI, [goal], "yuan", "zh") == "5,432.1 亿元"


@pytest.mark.parametrize(
    ("value", "said"),
    [
        # 吨标准煤/万元 and indices below one: 0.5234 is not 0.52.
        (Fraction("0.5234"), "0.5234"),
        (Fraction("0.00012"), "0.00012"),
        (Fraction("1.0234"), "1.0234"),
        (Fraction("92.456"), "92.456"),
        # Beyond five digits they are rounded, and so is what only a division gives.
        (Fraction("92.45678"), "92.457"),
        (Fraction("1234.567"), "1,234.6"),
        (Fraction(1, 3), "0.33"),
    ],
)
def test_a_small_number_keeps_the_digits_it_was_written_with(value: Fraction, said: str) -> None:
    for unit in ("count", "tce"):
        assert amount_of(value, unit, "en") == said


@pytest.mark.parametrize(
    ("value", "goal", "unit", "said"),
    [
        # A limit of 0.5234 missed by the tenth decimal, and one met by it.
        ("0.5234000001", "0.5234", "tce", "0.5234000001"),
        ("0.5233999999", "0.5234", "tce", "0.5233999999"),
        ("92.499999", "92.5", "count", "92.499999"),
        ("92.5", "92.5", "count", "92.5"),
        # The same of money above its limit: 100.000000001 亿 does not read 100.
        ("10000000000.1", "10000000000", "yuan", "100.0001"),
        ("9999999999.9", "10000000000", "yuan", "99.9999"),
        ("0.30000001", "0.3", "fraction", "30.0001%"),
    ],
)
def test_in_a_list_no_figure_reads_as_the_number_it_is_off(
    value: str, goal: str, unit: str, said: str
) -> None:
    scale = scale_against([(value, goal)], unit, "zh")
    assert scale.against(value, goal) == said


def test_of_a_loss_or_of_nothing_there_is_no_growth() -> None:
    assert year_on_year_text(Decimal(5), Decimal(4), "flow", "zh") == "增长 25%"
    assert year_on_year_text(Decimal(5), Decimal(0), "flow", "zh") is None
    # From a loss of 10 to a profit of 5 is no fall of 150 %.
    assert year_on_year_text(Decimal(5), Decimal(-10), "flow", "zh") is None
    assert year_on_year_text(Decimal("0.02"), Decimal("-0.01"), "growth", "zh") == "+3 个百分点"
