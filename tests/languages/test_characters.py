"""What of a text is writing, and what cannot be seen."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.languages.characters import (
    hidden,
    odd,
    plain_name,
    visible,
    visible_in_json,
    written,
)


@pytest.mark.parametrize(
    ("text", "seen"),
    [
        ("\ufeff\ufeff高端铝业\u200b", "高端铝业"),
        ("\xa0高端\u3000\t铝业 ", "高端 铝业"),
        # ⾼ and ⼊ are radicals of one block, ⻓ of another, 樂 a compatibility ideograph.
        ("\u2fbc端营业收\u2f0a\u2ed3\uf914", "高端营业收入长樂"),
        ("ＡＢＣ（１２％）", "ABC(12%)"),
        ("\u202d12\u202c", "12"),
        ("12²", "12²"),
        ("plain words", "plain words"),
        ("two\nlines\x00", "two lines"),
    ],
)
def test_a_text_is_read_as_it_is_seen(text: str, seen: str) -> None:
    assert written(text) == seen


def test_names_are_compared_in_their_compatibility_form() -> None:
    assert plain_name("ﬁne ①号\ufe0f") == "fine 1号"
    assert plain_name("cafe\u0301") == "café"


def test_what_cannot_be_seen_or_is_unusual_is_named_by_code_point() -> None:
    assert hidden("a\u200bb\ufeffc\u200b\x1b\ud800") == ["U+200B", "U+FEFF", "U+001B", "U+D800"]
    assert hidden("两\n行\t，和 emoji 🙂") == []
    assert odd("高端 alu（2025）·→№") == []
    assert odd("r\u0435v\ue000\ufffd") == ["U+0435", "U+E000", "U+FFFD"]
    assert written("高\ufffd") == "高\ufffd"


def test_what_cannot_be_seen_is_written_out_for_a_terminal_and_for_json() -> None:
    assert visible("a\x1b[2J\u202eb\U000e0041\nc\td") == "a\\x1b[2J\\u202eb\\U000e0041\nc\td"
    text = json.dumps({"note": "a\u202eb\U000e0041\x7f"}, ensure_ascii=False)
    shown = visible_in_json(text)
    assert hidden(shown) == []
    assert json.loads(shown) == json.loads(text)


@given(st.text())
def test_reading_twice_finds_nothing_new(text: str) -> None:
    assert hidden(written(text)) == []
    assert written(written(text)) == written(text)
    assert plain_name(plain_name(text)) == plain_name(text)
