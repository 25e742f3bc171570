"""What pages are drawn from: goals with verdicts, series, and pieces drawn once."""

from collections.abc import Callable

from dashboard.judging import Pieces, Standing
from dashboard.panels.tally import Tally, tally

Stand = Callable[..., Standing]

TEXTILES = ("binzhou", "smart-textiles", "revenue")


def test_without_figures_every_goal_is_unreported(stand: Stand) -> None:
    standing = stand()
    counted = tally(standing.table()["group"])
    assert counted == Tally(total=len(standing.table()), green=0, yellow=0, red=0, missed=0, none=0,
                            unreported=len(standing.table()))  # fmt: skip


def test_a_goal_carries_its_verdict(stand: Stand) -> None:
    standing = stand((*TEXTILES, "2023", "120000000000"), (*TEXTILES, "2025", "150000000000"))
    row = standing.row("binzhou-2024.t2000.smart-textiles")
    assert row is not None
    # 1500 of 2000; the path of constant growth from 1200 is at sqrt(1200 * 2000) = 1549.19 in 2025,
    # 77.46 % of the goal: 75.00 - 77.46 = -2.46 points.
    assert row["verdict"]["completion"] == 0.75
    assert round(row["verdict"]["gap_points"], 2) == -2.46
    assert (row["verdict"]["status"], row["group"], row["reported"]) == ("behind", "yellow", True)


def test_a_tier_count_is_not_reported_while_no_member_is(stand: Stand) -> None:
    row = stand().row("binzhou-2024.t2000.count")
    assert row is not None
    assert not row["reported"]


def test_a_series_is_in_the_order_of_its_periods(stand: Stand) -> None:
    standing = stand(
        (*TEXTILES, "2025", "150000000000"),
        (*TEXTILES, "2026-M09", "110000000000"),
        (*TEXTILES, "2026-M03", "40000000000"),
        (*TEXTILES, "2024", "130000000000"),
    )
    periods = [figure["period"] for figure in standing.figures_of(*TEXTILES)]
    assert periods == ["2024", "2025", "2026-M03", "2026-M09"]
    assert standing.series_of("binzhou", "smart-textiles") == ["revenue"]


def test_the_newest_figure_is_the_one_entered_last(stand: Stand) -> None:
    standing = stand((*TEXTILES, "2025", "1"), (*TEXTILES, "2024", "2"))
    newest = standing.newest("binzhou")
    assert newest is not None
    assert (newest["period"], newest["value"]) == ("2024", "2")
    assert standing.newest("foshan") is None


def test_a_piece_is_drawn_once_for_all(stand: Stand) -> None:
    standing, drawn = stand(), []

    def draw(_: Standing, lang: str) -> str:
        drawn.append(lang)
        return f"<p>{lang}</p>"

    assert [standing.drawn(draw, lang) for lang in ("zh", "zh", "en")] == [
        "<p>zh</p>", "<p>zh</p>", "<p>en</p>",
    ]  # fmt: skip
    assert drawn == ["zh", "en"]


def test_pieces_do_not_grow_without_end() -> None:
    pieces, drawn = Pieces(most=2), []
    for key in ("a", "b", "a", "c", "a", "b"):
        pieces.of(key, lambda key=key: drawn.append(key))
    # b gave way to c, as a had just been looked at.
    assert drawn == ["a", "b", "c", "b"]
