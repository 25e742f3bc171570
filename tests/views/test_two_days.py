"""Two days side by side: lamps and figures then and now, and what moved them."""

import re
from collections.abc import Callable
from datetime import date

from dashboard.addresses.resolution import resolved
from dashboard.addresses.selection import Selection, read
from dashboard.judging import Standing
from dashboard.views.two_days import two_days
from dashboard.wording.two_days import between

Stand = Callable[..., Standing]
FIRMS, GOAL = ("binzhou", "clusters", "high-tech-firms"), "binzhou-2024.high-tech-firms"
TEXTILES = "binzhou-2024.t2000.smart-textiles"
BASE = (*FIRMS, "2023", "500")
THEN = date(2026, 3, 1)


def words(html: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


def test_a_goal_that_moved_is_told_then_and_now_and_by_what(stand: Stand) -> None:
    # 597 of 850 at the end of 2025; 650 by September 2026.
    earlier = stand(BASE, (*FIRMS, "2025", "597"), on=THEN)
    standing = stand((*FIRMS, "2026-M09", "650"))
    moved = between(earlier, standing, GOAL, "zh")
    assert moved is not None and moved.before is not None and moved.now is not None
    assert (moved.before.actual, moved.now.actual) == ("597 家", "650 家")
    assert (moved.before.period, moved.now.period) == ("2025年末", "2026年9月末")
    assert moved.moved == "此前为“严重滞后”（2025年末：597 家），现有2026年9月末的新数据：650 家。"
    html = words(two_days(earlier, standing, [GOAL, TEXTILES], "zh", Selection()))
    assert "从2026年3月1日到2026年10月20日有什么变化" in html
    assert "有变化的目标 1 个 ，无变化 1 个 。" in html
    assert html.index("597 家") < html.index("650 家") < html.index("此前为“严重滞后”")


def test_the_first_figure_is_no_change_from_nought(stand: Stand) -> None:
    earlier = stand(on=THEN)
    # Judged before the figures came in.
    assert earlier.row(GOAL)
    moved = between(earlier, stand(BASE, (*FIRMS, "2025", "597")), GOAL, "en")
    assert moved is not None and moved.before is not None
    assert (moved.before.actual, moved.before.status) == (None, "no-data")
    assert moved.moved == "First figure: 597 enterprises (end of 2025)."


def test_where_nothing_changed_no_row_stands(stand: Stand) -> None:
    earlier = stand(BASE, on=date(2026, 10, 19))
    html = words(two_days(earlier, stand(), [TEXTILES], "en", Selection()))
    assert "0 goals changed, 1 did not." in html and "Nothing changed" in html


def test_the_day_beside_is_in_the_link_and_has_to_be_earlier(stand: Stand) -> None:
    chosen, notes = read("goals", [("compare", "2026-03-01"), ("as_of", "2026-06-30")])
    assert (chosen.compare, notes) == (THEN, [])
    assert "compare=2026-03-01" in chosen.href()
    kept, notes = resolved(chosen, stand().catalogue, date(2026, 10, 20))
    assert (kept.compare, notes) == (THEN, [])
    late, notes = resolved(chosen.changed(as_of=THEN), stand().catalogue, date(2026, 10, 20))
    assert late.compare is None and [note.key for note in notes] == ["pages.note.no-earlier-day"]


def test_a_promise_of_every_year_is_judged_by_the_next_when_it_has_begun(stand: Stand) -> None:
    # Until 1 March last year's 398 of 400 count; from then on 2026 is asked for.
    earlier = stand(
        ("binzhou", "binzhou", "renovation-projects", "2025", "398"), on=date(2026, 2, 10)
    )
    moved = between(earlier, stand(), "binzhou-2024.renovation-projects", "en")
    assert moved is not None and moved.before is not None
    assert (moved.before.actual, moved.before.status) == ("398 projects", "overdue")
    assert moved.moved == (
        "Then 2025 was judged; now 2026 is, and no figure for it has been entered yet."
    )
