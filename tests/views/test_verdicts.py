"""What a verdict says in words."""

from collections.abc import Callable

import pytest

from dashboard.judging import Standing
from dashboard.views.verdict import told

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
