"""Amounts in sentences: short enough to be read, never rounded onto a number they are not."""

from fractions import Fraction

import pytest

from dashboard.wording.amounts import amount_apart, amount_of

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
