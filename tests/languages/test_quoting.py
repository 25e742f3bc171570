"""Quotations that hold quotations."""

import pytest

from dashboard.languages.quoting import in_quotes


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_quotation_marks_inside_a_quotation_become_single(lang: str) -> None:
    assert in_quotes("“领跑者”企业科技巡诊", lang) == "“‘领跑者’企业科技巡诊”"


def test_words_without_quotation_marks_are_quoted_as_they_are() -> None:
    assert in_quotes("高新技术企业达850家", "zh") == "“高新技术企业达850家”"
