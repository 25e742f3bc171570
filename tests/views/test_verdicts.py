"""What a verdict says in words."""

from collections.abc import Callable

import pytest

from dashboard.addresses.selection import Selection
from dashboard.judging import Standing
from dashboard.views.verdict import told, verdict

Stand = Callable[..., Standing]
FIRMS = ("binzhou", "clusters", "high-tech-firms")


@pytest.mark.parametrize(
    ("lang", "left"), [("zh", "还差253 家"), ("en", "253 enterprises are missing")]
)
def test_what_is_missing_is_said_with_what_is_counted(stand: Stand, lang: str, left: str) -> None:
    # 850 by 2027, 597 at the end of 2025: 850 - 597 = 253 to go.
    standing = stand((*FIRMS, "2023", "500"), (*FIRMS, "2025", "597"))
    row = standing.row("binzhou-2024.high-tech-firms")
    assert row is not None and left in told(standing, row, lang).need


def test_why_there_is_no_lamp_is_read_without_opening_anything(stand: Stand) -> None:
    revenue = ("binzhou", "high-end-aluminium", "revenue")
    goal = "binzhou-2024.t5500.high-end-aluminium"
    # A figure and its goal side by side do not say that the base is missing.
    said = verdict(stand((*revenue, "2025", "501230000000")), goal, "zh", Selection())
    assert said.index("尚未填报2023年的基数") < said.index("<details")
    # 5012.3 on the way from 4000 (2023) to 5500 (2027): the numbers tell it, the sentence is folded.
    said = verdict(stand((*revenue, "2023", "400000000000")), goal, "zh", Selection())
    assert said.index("<details") < said.index("按序时：")
