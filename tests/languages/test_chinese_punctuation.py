"""Chinese sentences carry Chinese punctuation: ，；：？！（） and never their half-width likenesses."""

import re

import pytest

from dashboard.languages import catalogue, rooms

_IDEOGRAPH = "\u4e00-\u9fff"
# Half-width marks that touch an ideograph, a closing quotation or a value. A value may be followed
# by a colon of its own notation ({file}:{line}), and a bracket may hold a formula or a clause.
HALF_WIDTH = re.compile(
    rf"(?<=[{_IDEOGRAPH}”）}}])[,;:?!](?![/{{\d])"
    rf"|[,;:?!]\s?(?=[{_IDEOGRAPH}“])"
    rf"|(?<=[{_IDEOGRAPH}}}])\([^()]*[{_IDEOGRAPH}{{][^()−÷]*\)"
    rf"|(?<=[{_IDEOGRAPH}”])[:,;]\s?(?={{)"
)


@pytest.mark.parametrize("room", rooms("zh"))
def test_chinese_sentences_have_full_width_punctuation_in(room: str) -> None:
    half = {key: said for key, said in catalogue(room, "zh").items() if HALF_WIDTH.search(said)}
    assert half == {}


@pytest.mark.parametrize(
    "wrong", ["没有保存,请重试", "原因:{reason}", "{n}个,其余", "时期(如 {period})", "“甲”;乙"]
)
def test_a_half_width_mark_is_seen(wrong: str) -> None:
    assert HALF_WIDTH.search(wrong)


@pytest.mark.parametrize(
    "right",
    ["请写 1,234.5 或 -Q3", "{file}:{line}", "({a} − {b}) ÷ {c}", "sqlite:///文件", "12:30"],
)
def test_numbers_addresses_and_formulas_keep_theirs(right: str) -> None:
    assert not HALF_WIDTH.search(right)
