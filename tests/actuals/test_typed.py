"""What people type: exact figures, or a sentence that says what is unclear."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.actuals.typed import EXACT, Typed, TypedError, parse_typed, plain_text
from dashboard.register.quantities import DeclaredUnit

CELL = st.text(
    alphabet=st.one_of(st.characters(), st.sampled_from("0123456789.,%()-+ 万亿元￥１２３")),
    max_size=30,
)


def value(text: str, unit: str = "yuan", default_unit: str | None = None) -> str:
    typed = parse_typed(text, unit, default_unit)
    assert typed is not None
    return plain_text(typed.value)


def refusal(text: str, unit: str = "yuan", default_unit: str | None = None) -> str:
    with pytest.raises(TypedError) as caught:
        parse_typed(text, unit, default_unit)
    assert caught.value.message.text("zh")
    return caught.value.message.code.removeprefix("actuals.typed.")


@pytest.mark.parametrize(
    ("text", "yuan"),
    [
        ("1,234.5", "1234.5"),
        ("１２３４．５", "1234.5"),
        ("1，234，567", "1234567"),
        ("12.3亿", "1230000000"),  # 12.3 × 10^8
        ("12.3 亿元", "1230000000"),
        ("￥12", "12"),
        ("¥ 12.50", "12.5"),
        ("￥12.3亿", "1230000000"),
        ("(5)", "-5"),
        ("（5万）", "-50000"),
        ("-5", "-5"),
        ("−5", "-5"),
        ("+5", "5"),
        ("4500万元", "45000000"),  # 4500 × 10^4
        ("1.4万亿", "1400000000000"),  # 1.4 × 10^12
        ("3千亿元", "300000000000"),  # 3 × 10^11
        ("50 billion", "50000000000"),
        ("1.5 Trillion yuan", "1500000000000"),
        ("12元", "12"),
        (".5亿", "50000000"),
        ("007", "7"),
        ("\ufeff12.3\u200b亿\xa0", "1230000000"),
        ("5\u3000亿元", "500000000"),
        ("0.00", "0"),
        ("-0", "0"),
    ],
)
def test_money_is_read_to_the_last_digit(text: str, yuan: str) -> None:
    assert value(text) == yuan


def test_a_bare_number_is_in_the_unit_the_form_shows() -> None:
    assert value("12.3", default_unit="亿元") == "1230000000"
    assert value("12.3", default_unit="万元") == "123000"
    assert value("12.3") == "12.3"
    # What is written wins over what the form shows.
    assert value("500万元", default_unit="亿元") == "5000000"


def test_percentages_become_fractions() -> None:
    assert value("12%", "fraction") == "0.12"
    assert value("１２．５％", "fraction") == "0.125"
    assert value("12 percent", "fraction") == "0.12"
    assert value("(0.4%)", "fraction") == "-0.004"
    assert value("5‰", "fraction") == "0.005"
    assert value("12", "fraction", "%") == "0.12"
    # A program that says so may give the fraction itself.
    assert value("0.12", "fraction", "fraction") == "0.12"
    assert value("1.5", "fraction") == "1.5"


def test_counts_take_ten_thousands_and_measure_words() -> None:
    assert value("850", "count") == "850"
    assert value("850家", "count") == "850"
    assert value("100家次", "count") == "100"
    assert value("1.25万家", "count") == "12500"
    assert value("8万名", "count") == "80000"


def test_a_count_in_the_measure_word_of_another_kind_of_thing_is_refused() -> None:
    for text, counted in (
        ("60人", "家"),
        ("1.2万名", "家"),
        ("60 家", "名"),
        ("60项", "名"),
        ("3台", "起"),
    ):
        with pytest.raises(TypedError) as refused:
            parse_typed(text, "count", None, frozenset({counted, "things"}))
        assert refused.value.message.code == "actuals.typed.counter", text
    # The unit of a heading (数值（人）) counts as one that is written behind the number.
    with pytest.raises(TypedError):
        parse_typed("60", "count", "人", frozenset({"家"}))
    # 个 counts everything, 人 and 名 the same people, 户 and 家 the same firms.
    for text, counted in (
        ("60个", "家"),
        ("60人", "个"),
        ("60人", "名"),
        ("60户", "家"),
        ("60项", "家"),
        ("60件", "起"),
        ("60家", "企业"),
        ("60家", "平台"),
        ("60家", "家（次）"),
        ("60家企业", "家企业"),
        ("60项目", "项目"),
        ("60人", "万人次"),
    ):
        assert parse_typed(text, "count", None, frozenset({counted})).value == 60, text


CARBON = DeclaredUnit(
    "carbon",
    ("tCO2/万元", "t CO2 per m²"),
    ((("万tCO2/万元", "thousand t CO2 per m²"), Decimal(10000)),),
)


@pytest.mark.parametrize(
    ("text", "default_unit", "exact"),
    [
        ("0.46 tCO2/万元", None, "0.46"),
        ("0.46tCO2 / 万元", None, "0.46"),
        ("1.5万tCO2/万元", None, "15000"),
        ("(1.5 万tCO2/万元)", None, "-15000"),
        ("0.46", "tCO2/万元", "0.46"),
        ("0.46", "万tCO2/万元", "4600"),
        ("0.46 t CO2 per m²", None, "0.46"),
        ("0.46 T CO2 per m2", None, "0.46"),
        ("0.46", "t CO2 per m2", "0.46"),
        ("1,234.5", None, "1234.5"),
    ],
)
def test_a_declared_unit_is_read_in_its_own_words_with_digits_and_superscripts(
    text: str, default_unit: str | None, exact: str
) -> None:
    typed = parse_typed(text, "carbon", default_unit, declared=CARBON)
    assert typed is not None
    assert plain_text(typed.value) == exact


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("1 2 tCO2/万元", "spaces"),
        ("1.2.3 tCO2/万元", "points"),
        ("0.46 xtCO2/万元", "several"),
        ("0.46 t/万元", "unit"),
        ("0.46 万元", "unit"),
    ],
)
def test_what_is_no_word_of_a_declared_unit_is_refused_with_those_that_are(
    text: str, why: str
) -> None:
    with pytest.raises(TypedError) as refused:
        parse_typed(text, "carbon", None, declared=CARBON)
    assert refused.value.message.code == f"actuals.typed.{why}"
    if why == "unit":
        told = "tCO2/万元, 万tCO2/万元, t CO2 per m²"
        assert told in refused.value.message.text("en")


@pytest.mark.parametrize("blank", ["", "  ", "\u3000", "-", "—", "——"])
def test_a_blank_is_no_entry(blank: str) -> None:
    assert parse_typed(blank, "yuan") is None


@pytest.mark.parametrize(
    ("text", "unit", "default_unit", "why"),
    [
        ("1.234,5", "yuan", None, "separators"),
        ("12,34", "yuan", None, "separators"),
        ("12,3456", "yuan", None, "separators"),
        ("1,234,56", "yuan", None, "separators"),
        ("12.3.4", "yuan", None, "points"),
        ("5.", "yuan", None, "points"),
        ("1e2", "yuan", None, "exponent"),
        ("1E+05", "count", None, "exponent"),
        ("1 234", "yuan", None, "spaces"),
        ("1亿2000万", "yuan", None, "several"),
        ("3-5", "count", None, "several"),
        ("(-5)", "yuan", None, "signs"),
        ("十二亿", "yuan", None, "spelled"),
        ("$5", "yuan", None, "currency"),
        ("5 USD", "yuan", None, "currency"),
        ("5兆", "yuan", None, "zhao"),
        ("12%", "yuan", None, "unit"),
        ("12家", "yuan", None, "unit"),
        ("12亿元", "count", None, "unit"),
        ("12元", "fraction", None, "unit"),
        ("￥12", "fraction", None, "unit"),
        ("2.3个百分点", "fraction", None, "percentage-points"),
        ("0.12", "fraction", "%", "percent-or-fraction"),
        ("0.12", "fraction", None, "percent-or-fraction"),
        ("-0.5", "fraction", None, "percent-or-fraction"),
        ("about 5", "yuan", None, "approximate"),
        ("约12亿", "yuan", None, "approximate"),
        ("12亿左右", "yuan", None, "approximate"),
        ("12余亿元", "yuan", None, "approximate"),
        ("≥12", "count", None, "approximate"),
        ("nan", "yuan", None, "no-number"),
        ("暂无", "count", None, "no-number"),
        ("/", "fraction", "%", "no-number"),
        ("同上", "yuan", None, "ditto"),
        ("#N/A", "yuan", None, "formula"),
        ("2026-11-01", "yuan", None, "date"),
        ("12亿（初步）", "yuan", None, "remark"),
        ("12*", "count", None, "remark"),
        ("△5", "fraction", "%", "triangle"),
        ("伍佰", "yuan", None, "spelled"),
        ("∞", "yuan", None, "unreadable"),
        ("12²", "yuan", None, "unit"),
        ("1\u202e23", "yuan", None, "control"),
        ("1" * 31, "yuan", None, "digits"),
        ("0.12345678901", "yuan", None, "digits"),
        ("1" * 61, "yuan", None, "too-long"),
        ("1" * 19, "yuan", None, "too-large"),
        ("-100万万亿", "yuan", None, "unit"),
        ("(1000000万亿)", "yuan", None, "too-large"),
    ],
)
def test_what_is_unclear_is_refused_with_its_reason(
    text: str, unit: str, default_unit: str | None, why: str
) -> None:
    assert refusal(text, unit, default_unit) == why


def test_what_was_understood_is_shown_beside_what_was_typed() -> None:
    typed = parse_typed("12.3亿", "yuan")
    assert isinstance(typed, Typed)
    assert typed.unit_typed == "亿"
    assert typed.shown == "12.3亿 → 1,230,000,000 元"
    assert typed.shown_in("en") == "12.3亿 → 1,230,000,000 yuan"


def test_an_exact_value_is_written_in_one_way() -> None:
    written = [plain_text(Decimal(each)) for each in ("1.50", "1E+3", "-0.00", "100", "0.1200")]
    assert written == ["1.5", "1000", "0", "100", "0.12"]


@given(CELL, st.sampled_from(["yuan", "count", "fraction"]), st.sampled_from([None, "%", "亿元"]))
def test_any_text_is_a_figure_a_blank_or_a_sentence(
    text: str, unit: str, default_unit: str | None
) -> None:
    try:
        typed = parse_typed(text, unit, default_unit)
    except TypedError as error:
        assert error.message.text("zh")
        assert error.message.text("en")
    else:
        assert typed is None or (typed.shown_in("zh") and typed.shown_in("en"))


@given(
    st.decimals(1 - 10**6, 10**6 - 1, places=10),
    st.sampled_from([("", 0), ("万", 4), ("亿元", 8), ("万亿元", 12)]),
    st.booleans(),
)
def test_a_figure_survives_being_written_and_read(
    number: Decimal, unit: tuple[str, int], grouped: bool
) -> None:
    written = format(number, ",f" if grouped else "f") + unit[0]
    assert Decimal(value(written)) == number.scaleb(unit[1], EXACT)
