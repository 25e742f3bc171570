"""Where a goal's figure stands among its peers: same kind, indicator and period, and who is missing."""

import re
from collections.abc import Callable
from dataclasses import replace

from dashboard.judging import Standing
from dashboard.people.matrix import Reach
from dashboard.people.sight import Sight
from dashboard.views.ranking import ranking

Stand = Callable[..., Standing]
YI = "00000000"
ALUMINIUM, TEXTILES, FOOD = "high-end-aluminium", "smart-textiles", "food-processing"


def plain(html: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html)).strip()


def revenue(cluster: str, period: str, value: str) -> tuple[str, str, str, str, str]:
    return ("binzhou", cluster, "revenue", period, value)


def ranked(standing: Standing, cluster: str, lang: str = "en") -> str:
    rows = standing.rows("binzhou")
    row = next(r for r in rows if r["cluster"] == cluster and r["indicator"] == "revenue")
    return plain(ranking(standing, row, lang))


def test_clusters_rank_by_their_figures_of_one_period_and_the_missing_are_named(
    stand: Stand,
) -> None:
    standing = stand(
        revenue(ALUMINIUM, "2025", "5200" + YI),
        revenue(TEXTILES, "2025", "1500" + YI),
        revenue(FOOD, "2025", "1500" + YI),
        # Another year's figure takes no part.
        revenue("furniture", "2024", "9000" + YI),
    )
    clusters = {
        row["cluster"]
        for row in standing.rows("binzhou")
        if row["indicator"] == "revenue" and row["subject_kind"] == "cluster"
    }
    told = ranked(standing, TEXTILES)
    assert f"ranks 2 (tied) among the 3 of {len(clusters)} of its kind" in told
    assert "Not reported:" in told and "2025" in told
    assert "列第2位（并列），其中有数据的3个" in ranked(standing, TEXTILES, "zh").replace(" ", "")
    assert "ranks 1 among" in ranked(standing, ALUMINIUM)


def test_nobody_is_ranked_without_a_figure_or_where_figures_are_hidden(stand: Stand) -> None:
    standing = stand(revenue(ALUMINIUM, "2025", "5200" + YI))
    assert ranked(standing, TEXTILES) == ""
    row = next(r for r in standing.rows("binzhou") if r["cluster"] == ALUMINIUM)
    assert ranking(standing, row, "en")
    nothing = Reach(frozenset(), frozenset())
    hidden = replace(standing, sight=Sight(nothing, nothing, ()), _own={})
    assert ranking(hidden, row, "en") == ""


def test_members_of_a_goal_for_each_cluster_are_told_in_order(stand: Stand) -> None:
    plain_standing = stand()
    each = next(r for r in plain_standing.rows("jiangsu") if r["subject_kind"] == "each-cluster")
    first, second, *_ = each["members"]
    series = [("jiangsu", name, each["indicator"], "2020") for name in (first, second)]
    standing = stand((*series[0], "3"), (*series[1], "5"))
    row = next(r for r in standing.rows("jiangsu") if r["id"] == each["id"])
    told = plain(ranking(standing, row, "zh"))
    names = {one["id"]: one["name_zh"] for one in standing.catalogue.clusters_of("jiangsu")}
    assert f"1 {names[second]}、2 {names[first]}。" in told.replace("个 ", "个")
