"""One of what a register counts in the plural, in English."""

import pytest

from dashboard.languages.numbers import count
from dashboard.languages.singular import singular


@pytest.mark.parametrize(
    ("many", "one"),
    [
        ("enterprises", "enterprise"),
        ("enterprise visits", "enterprise visit"),
        ("factories", "factory"),
        ("factories and workshops", "factory and workshop"),
        ("enterprises or products", "enterprise or product"),
        ("green manufacturing systems", "green manufacturing system"),
        ("alliances", "alliance"),
        ("people", "person"),
        ("bases", "base"),
        ("batches", "batch"),
        ("boxes", "box"),
        ("staff", "staff"),
        ("series", "series"),
    ],
)
def test_one_of(many: str, one: str) -> None:
    assert singular(many) == one


def test_only_exactly_one_is_singular() -> None:
    shown = [count(n, "en", "enterprises") for n in ("0", "1", "1.5", "2", "1.00")]
    assert shown == [
        "0 enterprises", "1 enterprise", "1.5 enterprises", "2 enterprises", "1 enterprise",
    ]  # fmt: skip
    assert count("1", "zh", "家") == "1 家"
