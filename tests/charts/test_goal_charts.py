"""Which drawing a goal gets, and what it is fed with."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from dashboard.actuals.store import Entry, Store
from dashboard.charts.behind import table_behind
from dashboard.charts.goal import goal_figure, months_figure
from dashboard.judging import Judging, Standing
from dashboard.register import load_register

Stand = Callable[..., Standing]
TEXTILES = ("binzhou", "smart-textiles", "revenue")


def traces(drawn: dict[str, Any] | None) -> dict[str, dict[str, Any]]:
    assert drawn is not None
    return {trace["meta"]: trace for trace in drawn["data"]}


def test_a_later_year_is_a_trajectory_with_its_derived_and_required_path(stand: Stand) -> None:
    standing = stand(
        (*TEXTILES, "2023", "120000000000"),
        (*TEXTILES, "2025", "150000000000"),
        (*TEXTILES, "2026-M09", "999"),
    )
    drawn = traces(goal_figure(standing, "binzhou-2024.t2000.smart-textiles", "zh"))
    # 亿元; the cumulative months of 2026 are not a year.
    assert (drawn["actual"]["x"], drawn["actual"]["y"]) == ([2023, 2025], [1200.0, 1500.0])
    assert (drawn["goal"]["x"], drawn["goal"]["y"]) == ([2027], [2000.0])
    assert drawn["derived"]["x"][0] == 2023 and drawn["derived"]["x"][-1] == 2027
    assert drawn["required"]["x"][0] == 2025
    # What is worked out is labelled by the year it stands at, like what was entered.
    said = {role: [told[0] for told in drawn[role]["customdata"]] for role in ("actual", "derived")}
    assert said["actual"] == ["2023年", "2025年"]
    assert (said["derived"][0], said["derived"][-1]) == ("2023年", "2027年")


def test_the_months_that_were_judged_are_drawn_where_they_end(stand: Stand) -> None:
    # Due in 2026 itself: the verdict goes by January to September, not by the year before.
    goal = next(
        row["id"]
        for row in stand().rows("foshan")
        if row["kind"] == "flow" and row["due"] == 2026 and row["subject_kind"] == "cluster"
    )
    row = stand().row(goal)
    assert row is not None
    series = (row["region"], row["subject"], row["indicator"])
    standing = stand((*series, "2025", "190000000000"), (*series, "2026-M09", "150000000000"))
    drawn = goal_figure(standing, goal, "zh")
    judged = traces(drawn)["judged"]
    # The end of September stands three quarters of a year after that of 2025; 1500 亿元.
    assert (judged["x"], judged["y"]) == ([2025.75], [1500.0])
    assert judged["customdata"][0][0] == "2026年1–9月"
    assert drawn is not None
    assert any("2026年1–9月 1,500" in one["text"] for one in drawn["layout"]["annotations"])


def test_the_other_total_is_a_printed_milestone(stand: Stand) -> None:
    drawn = traces(goal_figure(stand(), "jiangsu-2018.total-2025", "en"))
    # 8 trillion yuan by 2020 on the way to 11.5 trillion by 2025.
    assert (drawn["milestone"]["x"], drawn["milestone"]["y"]) == ([2020], [8.0])
    assert (drawn["goal"]["x"], drawn["goal"]["y"]) == ([2025], [11.5])


def test_growth_stands_between_floor_and_stretch(stand: Stand) -> None:
    standing = stand(("xinle", "clusters", "revenue-growth", "2023", "0.128"))
    for goal in ("xinle-2023.revenue-growth", "xinle-2023.revenue-growth.stretch"):
        drawn = traces(goal_figure(standing, goal, "zh"))
        assert set(drawn["floor"]["y"]) == {12.0} and set(drawn["stretch"]["y"]) == {14.0}
        assert drawn["actual"]["y"] == [12.8]


def test_a_yearly_goal_is_drawn_by_its_months(stand: Stand) -> None:
    projects = ("binzhou", "binzhou", "renovation-projects")
    standing = stand(
        (*projects, "2025-M06", "150"), (*projects, "2025", "410"), (*projects, "2026-M06", "180")
    )
    drawn = goal_figure(standing, "binzhou-2024.renovation-projects", "zh")
    assert drawn is not None
    assert [180.0] in [trace["y"] for trace in drawn["data"]]
    assert [150.0, 410.0] in [trace["y"] for trace in drawn["data"]]


def test_a_goal_without_figures_is_drawn_bare(stand: Stand) -> None:
    standing = stand()
    threshold = traces(goal_figure(standing, "binzhou-2024.t2000.smart-textiles", "zh"))
    # 2000亿 by 2027, and nothing else.
    assert [*threshold] == ["goal"]
    assert (threshold["goal"]["x"], threshold["goal"]["y"]) == ([2027], [2000.0])
    counted = traces(goal_figure(standing, "binzhou-2024.high-tech-firms", "zh"))
    assert (counted["goal"]["x"], counted["goal"]["y"]) == ([2027], [850.0])
    assert goal_figure(standing, "no.goal", "zh") is None


def test_a_goal_without_a_year_is_a_line_that_names_no_year(stand: Stand) -> None:
    goal = "foshan-2020.joint-trillion-clusters"
    bare = goal_figure(stand(), goal, "zh")
    row = stand().row(goal)
    assert row is not None
    series = (row["region"], row["subject"], row["indicator"])
    reported = goal_figure(stand((*series, "2024", "1"), (*series, "2025", "2")), goal, "zh")
    for drawn in (bare, reported):
        line = traces(drawn)["goal"]
        assert line["mode"].startswith("lines") and len(set(line["y"])) == 1
        assert {said[0] for said in line["customdata"]} == {"未定年份"}
        assert "2026" not in str(table_behind(drawn, "zh"))
    english = table_behind(goal_figure(stand(), goal, "en"), "en")
    assert "no year printed" in str(english)


def test_a_running_total_is_a_level(stand: Stand) -> None:
    standing = stand()
    row = next(
        r
        for region in standing.regions()
        for r in standing.rows(region)
        if r["accumulates"] == "start" and r["due"] and r["kind"] == "flow" and r["value"]
    )
    series = (row["region"], row["subject"], row["indicator"])
    standing = stand((*series, "2025", "3"), (*series, "2026-M03", "4"), (*series, "2026-M06", "5"))
    drawn = goal_figure(standing, row["id"], "zh")
    actual = traces(drawn)["actual"]
    # A year's mark is its end: the ends of March and June lie a quarter and a half beyond it.
    assert (actual["x"], actual["y"]) == ([2025, 2025.25, 2025.5], [3.0, 4.0, 5.0])
    assert [said[0] for said in actual["customdata"]] == [
        "截至2025年末", "截至2026年3月末", "截至2026年6月末"]  # fmt: skip
    english = traces(goal_figure(standing, row["id"], "en"))["actual"]
    assert english["customdata"][2][0] == "to the end of June 2026"


def test_growth_of_the_year_so_far_stands_beside_the_years(stand: Stand) -> None:
    growth = ("xinle", "clusters", "revenue-growth")
    standing = stand((*growth, "2022", "0.11"), (*growth, "2023-M06", "0.128"))
    drawn = traces(goal_figure(standing, "xinle-2023.revenue-growth", "zh"))
    assert drawn["actual"]["y"] == [11.0]
    # The end of June lies halfway between the ends of 2022 and 2023.
    assert (drawn["single"]["x"], drawn["single"]["y"]) == ([2022.5], [12.8])
    assert drawn["single"]["customdata"][0][0] == "2023年1–6月"


def test_a_single_quarter_is_drawn_and_stands_in_the_table(stand: Stand) -> None:
    standing = stand((*TEXTILES, "2025", "150000000000"), (*TEXTILES, "2026-Q2", "40000000000"))
    drawn = goal_figure(standing, "binzhou-2024.t2000.smart-textiles", "zh")
    assert traces(drawn)["single"]["y"] == [400.0]
    assert "2026年第2季度（当季）" in str(table_behind(drawn, "zh"))


def test_a_count_of_clusters_is_drawn_cluster_by_cluster(stand: Stand) -> None:
    standing = stand((*TEXTILES, "2025", "150000000000"))
    drawn = goal_figure(standing, "binzhou-2024.t2000.count", "zh")
    told = str(table_behind(drawn, "zh"))
    assert "智能纺织" in told and "1,500" in told
    # Revenue of a year is no level: not "年末".
    assert "2025年末" not in told
    each = goal_figure(stand(), "jiangsu-2018.provincial-innovation-centres", "zh")
    assert each is not None


def test_a_range_of_years_cuts_the_actuals(stand: Stand) -> None:
    standing = stand(*((*TEXTILES, str(year), "1000") for year in range(2019, 2026)))
    goal = "binzhou-2024.t2000.smart-textiles"
    drawn = traces(goal_figure(standing, goal, "zh", since=2022, until=2024))
    assert drawn["actual"]["x"] == [2022, 2023, 2024]


def test_without_months_there_is_no_monthly_figure(stand: Stand) -> None:
    standing = stand((*TEXTILES, "2025", "1000"))
    row = standing.row("binzhou-2024.t2000.smart-textiles")
    assert row is not None
    assert months_figure(standing, row, standing.figures_of(*TEXTILES), "zh") is None


def test_a_milestone_is_drawn_where_its_measure_puts_it_and_not_at_its_multiple(
    sqlite_url: str,
) -> None:
    # 100 亿 in 2023, twice that by 2027 and 1.5 times in 2025: marks at 200 and 150, not at 2 and 1.5.
    # An index of 100 % is to fall by 13 %, by 6 % in 2025: marks at 87 and 94 %, not at -6 %.
    kinds = Path(__file__).parents[1] / "register" / "kinds"
    register = load_register(kinds / "targets", kinds / "seeds")
    given = {("clusters", "revenue"): ("10000000000", "14000000000"),
             ("haidong", "energy-index"): ("1", "0.95")}  # fmt: skip
    with Store.open(sqlite_url) as store:
        store.write(
            [Entry("haidong", *series, year, Decimal(value))
             for series, values in given.items()
             for year, value in zip(("2023", "2025"), values, strict=True)],
            "Li",
        )  # fmt: skip
        standing = Judging(store).standing(register, date(2026, 11, 30))
        for goal, milestone, end in (("total", 150, 200), ("fall", 94, 87)):
            drawn = goal_figure(standing, f"haidong-2024.{goal}", "zh")
            assert drawn is not None
            marks = [(t["x"], t["y"]) for t in drawn["data"] if t["meta"] in ("milestone", "goal")]
            # The other goals of the series are marked at their numbers, too: 100 x 1.09^4 = 141.16.
            assert ([2025], [milestone]) in marks
            assert ([2027], [end]) in marks
            assert all(y[0] > 80 for _, y in marks)
