"""The grammar of goals: its documented examples, what each word includes, and any text at all."""

import re
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dashboard.register import quantities
from dashboard.register.quantities import (
    DeclaredUnit,
    Measure,
    QuantityError,
    Target,
    Unit,
    exact,
    parse_quantity,
    parse_target,
)
from dashboard.register.quantity_texts import describe, format_quantity, format_target

# The table in the module's own documentation: text, unit (or measure in brackets), comparator, value.
_ROW = re.compile(
    r"^``(?P<text>.+?)``\s+(?P<unit>\S.*?)\s{2,}(?P<said>.+?)\s{2,}(?P<value>\S.*)$", re.M
)
DOCUMENTED = [found.groupdict() for found in _ROW.finditer(quantities.__doc__ or "")]
PER_PERSON = DeclaredUnit(
    "yuan-per-person",
    ("元/人", "yuan per person"),
    ((("万元/人", "10,000 yuan per person"), Decimal(10000)),),
)
MEASURES: dict[str, tuple[Unit, Measure]] = {
    "(times base)": ("yuan", "times base"),
    "(change)": ("yuan", "change from base"),
    "(in step with)": ("fraction", "in step with"),
    "yuan": ("yuan", "value"),
    "count": ("count", "value"),
    "fraction": ("fraction", "value"),
    "(declared)": (PER_PERSON, "value"),
}


def documented(row: dict[str, str]) -> str:
    return row["text"]


@pytest.mark.parametrize("row", DOCUMENTED, ids=documented)
def test_reads_what_its_documentation_says(row: dict[str, str]) -> None:
    target = parse_target(row["text"], *MEASURES[row["unit"]])
    said, _, more = row["said"].replace("``", "").partition(" (")
    assert target.comparator == said
    assert (target.level, target.kept) == (more == "level)", more == "kept)")
    value, _, more = row["value"].partition(",")
    assert target.per_year == (more.strip() == "every year")
    low, _, high = value.partition(" to ")
    assert target.value == (None if low == "none" else Decimal(low))
    assert target.value_high == (Decimal(high) if high else None)


def test_documents_every_comparator_but_the_plain_ones() -> None:
    said = {row["said"].replace("``", "").split(" (")[0] for row in DOCUMENTED}
    beside = {"in step", "basically in step", "better than"}
    assert said == {">", "about", "range", ">=", "approach", "<=", "maintain"} | beside


# Refused, with the code of the sentence that says why.
BAD: list[tuple[str, Unit, Measure, str]] = [
    ("12", "fraction", "value", "quantity-needs-percent"),
    ("5500", "yuan", "value", "quantity-needs-money-unit"),
    ("> 850 以上", "count", "value", "quantity-contradicts-itself"),
    ("5–3", "count", "value", "quantity-range-backwards"),
    ("3–3", "count", "value", "quantity-range-backwards"),
    ("3 亿元–5", "yuan", "value", "quantity-range-unit"),
    (">= 3–5", "count", "value", "quantity-range-with-comparator"),
    ("1,23", "count", "value", "quantity-unreadable"),
    ("1e3", "count", "value", "quantity-unreadable"),
    ("10²", "count", "value", "quantity-unreadable"),
    ("about", "count", "value", "quantity-unreadable"),
    ("", "count", "value", "quantity-unreadable"),
    ("850 %", "count", "value", "unit-does-not-fit"),
    ("850 亿元", "count", "value", "unit-does-not-fit"),
    ("850 家", "yuan", "value", "unit-does-not-fit"),
    ("850 家", "fraction", "value", "unit-does-not-fit"),
    ("5 个百分点", "fraction", "value", "unit-does-not-fit"),
    ("2", "yuan", "times base", "quantity-needs-times"),
    ("7.5", "yuan", "average growth", "quantity-needs-percent"),
    ("同步", "yuan", "value", "quantity-in-step-needs-measure"),
    ("9 %", "fraction", "in step with", "quantity-needs-in-step"),
    ("1" * 31, "count", "value", "quantity-too-long"),
    ("1" * 81, "count", "value", "quantity-too-long"),
    ("约 5 级", "count", "value", "quantity-contradicts-itself"),
    ("5500 USD", "yuan", "value", "quantity-unknown-word"),
    (">= 3 公里", PER_PERSON, "value", "quantity-unknown-word"),
    ("1.5", PER_PERSON, "value", "quantity-needs-unit-word"),
    ("优于", "yuan", "value", "quantity-in-step-needs-measure"),
]


@pytest.mark.parametrize(("text", "unit", "measure", "code"), BAD)
def test_refuses_what_could_mean_two_things(
    text: str, unit: Unit, measure: Measure, code: str
) -> None:
    with pytest.raises(QuantityError) as refused:
        parse_target(text, unit, measure)
    assert refused.value.code == code


@pytest.mark.parametrize(
    "text", ["850以上", "达850", "不少于850", "不低于850", "至少 850", "≥850", "850"]
)
def test_words_that_include_the_number(text: str) -> None:
    assert parse_target(text).comparator == ">="


@pytest.mark.parametrize("text", ["超850", "超过850", "突破850", "过850", "高于850", "＞８５０"])
def test_words_that_exclude_the_number(text: str) -> None:
    assert parse_target(text) == Target(">", Decimal(850))


@pytest.mark.parametrize("text", ["850以下", "850以内", "不超过850", "至多850", "≤ 850"])
def test_words_that_set_an_upper_limit_include_the_number(text: str) -> None:
    assert parse_target(text) == Target("<=", Decimal(850))


def test_a_level_is_met_at_its_number_and_a_level_passed_only_above_it() -> None:
    assert parse_target("3000亿级", "yuan").comparator == ">="
    assert parse_target("过5500亿级", "yuan").comparator == ">"


def test_only_a_number_without_any_comparator_is_bare() -> None:
    assert parse_target("850").bare
    assert not parse_target(">= 850").bare
    assert not parse_target("850 以上").bare


@pytest.mark.parametrize(
    ("text", "yuan"),
    [
        ("1 元", "1"),
        ("1.5 万元", "15000"),  # 1.5 x 10^4
        ("12.3亿", "1230000000"),  # 12.3 x 10^8
        ("5000亿", "500000000000"),
        ("11.5 万亿元", "11500000000000"),  # 11.5 x 10^12
        ("1,234.5 亿元", "123450000000"),
        ("3 千亿元", "300000000000"),
        ("0.000000000001 亿元", "0.0001"),  # 10^-12 x 10^8
    ],
)
def test_money_is_exact_to_the_last_digit(text: str, yuan: str) -> None:
    assert exact(parse_quantity(text, "yuan").value) == yuan


def test_thirty_digits_survive() -> None:
    text = "123456789012345678901234567.891 亿元"
    assert exact(parse_quantity(text, "yuan").value) == "12345678901234567890123456789100000"


def test_doubling_is_two_times_the_base() -> None:
    for text in ("翻一番", "翻番", "倍增", "2 倍"):
        assert parse_target(text, "yuan", "times base").value == 2
    assert parse_target("翻两番", "yuan", "times base").value == 4  # doubled twice


def test_points_are_a_change_of_a_fraction() -> None:
    assert parse_target("5 个百分点", "fraction", "change from base").value == Decimal("0.05")


@pytest.mark.parametrize(
    "text", ["> 5 亿元", "5 亿元 左右", "3–5 亿元", "5 亿元 每年", "保持", "5亿级"]
)
def test_a_base_value_is_one_plain_number(text: str) -> None:
    with pytest.raises(QuantityError):
        parse_quantity(text, "yuan")


def test_a_quantity_tells_its_own_unit() -> None:
    assert parse_quantity("12.5 %").unit == "fraction"
    assert parse_quantity("12.5 %").value == Decimal("0.125")
    assert parse_quantity("5 亿元").unit == "yuan"
    assert parse_quantity("850 家").unit == "count"


def test_a_threshold_reads_as_words_in_both_languages() -> None:
    def words(text: str, level: bool = False) -> dict[str, str]:
        return describe(parse_target(text, "yuan"), "yuan", level)

    assert words("> 5000 亿元") == {"zh": "超5000亿元", "en": "above 500 billion yuan"}
    assert words("3000亿级") == {"zh": "3000亿级", "en": "300 billion yuan level"}
    assert words("> 5500 亿元", level=True) == {"zh": "超5500亿级", "en": "above 550 billion yuan"}
    assert words("> 1.5 万亿元") == {"zh": "超1.5万亿元", "en": "above 1.5 trillion yuan"}


numbers = st.decimals(
    min_value=Decimal("-1e12"), max_value=Decimal("1e15"), places=4, allow_nan=False
)
units = st.sampled_from(["yuan", "count", "fraction"])
comparators = st.sampled_from([">=", ">", "<=", "<", "=", "about", "approach", "maintain"])
measures = st.sampled_from(["value", "times base", "change from base", "average growth"])


@settings(deadline=None)
@given(numbers, units)
def test_a_quantity_written_out_reads_back_the_same(number: Decimal, unit: Unit) -> None:
    assert parse_quantity(format_quantity(number, unit), unit).value == number


@settings(deadline=None)
@given(comparators, numbers, units, measures, st.booleans())
def test_a_target_written_out_reads_back_the_same(
    comparator: quantities.Comparator,
    number: Decimal,
    unit: Unit,
    measure: Measure,
    per_year: bool,
) -> None:
    target = Target(comparator, number, None, per_year)
    assert parse_target(format_target(target, unit, measure), unit, measure) == target


@settings(deadline=None)
@given(numbers, numbers, units)
def test_a_range_written_out_reads_back_the_same(one: Decimal, two: Decimal, unit: Unit) -> None:
    low, high = sorted((abs(one), abs(two)))
    if low == high:
        high += 1
    target = Target("range", low, high)
    assert parse_target(format_target(target, unit), unit) == target


@settings(deadline=None)
@given(
    st.one_of(
        st.text(max_size=100),
        st.text(alphabet="0123456789.,->≥以上左右亿万元%倍每年–至 约", max_size=30),
    ),
    units,
    st.sampled_from(["value", "times base", "change from base", "average growth", "in step with"]),
)
def test_any_text_is_a_target_or_a_sentence(text: str, unit: Unit, measure: Measure) -> None:
    try:
        parse_target(text, unit, measure)
        parse_quantity(text)
    except QuantityError as error:
        assert error.code


@settings(deadline=None)
@given(numbers)
def test_exact_text_is_the_same_number_without_exponent_or_idle_zeros(number: Decimal) -> None:
    text = exact(number)
    assert Decimal(text) == number
    assert "E" not in text
    assert "." not in text or not text.endswith("0")


@settings(deadline=None)
@given(st.sampled_from([">=", ">", "<=", "about", "maintain"]), numbers, st.booleans())
def test_a_target_of_a_declared_unit_written_out_reads_back_the_same(
    comparator: quantities.Comparator, number: Decimal, kept: bool
) -> None:
    kept = kept and comparator in (">=", ">", "<=")
    target = Target(comparator, number, kept=kept)
    assert parse_target(format_target(target, PER_PERSON), PER_PERSON) == target
