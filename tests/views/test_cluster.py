"""What a cluster is told about itself, and what is said of all clusters together."""

import re
from collections.abc import Callable

from dashboard.addresses.selection import Selection
from dashboard.judging import Standing
from dashboard.views import boards
from dashboard.views import cluster as panel
from dashboard.views.distances import distances

Stand = Callable[..., Standing]

CENTRES = "provincial-innovation-centres"
EACH = "jiangsu-2018.provincial-innovation-centres"


def plain(html: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html))


def test_what_each_cluster_owes_is_compared_with_the_clusters_own_figure(stand: Stand) -> None:
    # One of 13 clusters has its centre: the province stands at 1/13 = 7.7 %, this cluster is done.
    standing = stand(("jiangsu", "core-it", CENTRES, "2020", "1"))
    html = plain(distances(standing, "jiangsu", "core-it", CENTRES, EACH, "zh"))
    assert "每个集群都要达到" in html and "已达到" in html
    assert "7.7" not in html and "还差" not in html
    assert "reached" in plain(distances(standing, "jiangsu", "core-it", CENTRES, EACH, "en"))


def test_a_cluster_short_of_what_each_owes_is_told_its_own_gap(stand: Stand) -> None:
    clusters = stand().catalogue.clusters_of("jiangsu")
    other = next(row["id"] for row in clusters if row["id"] != "core-it")
    standing = stand(("jiangsu", other, CENTRES, "2020", "0"))
    html = plain(distances(standing, "jiangsu", other, CENTRES, EACH, "en"))
    # 1 wanted, 0 there.
    assert "1 centre to go" in html


def test_the_verdict_over_all_clusters_is_called_theirs(stand: Stand) -> None:
    standing = stand(("jiangsu", "core-it", CENTRES, "2020", "1"))
    told = plain(panel.headline(standing, "jiangsu", "core-it", CENTRES, "zh"))
    assert "全部 13 个 集群：" in told and "还差" not in told
    assert "all 13 clusters:" in plain(
        panel.headline(standing, "jiangsu", "core-it", CENTRES, "en")
    )


def test_a_cluster_without_a_goal_of_its_own_is_measured_by_the_tiers_and_says_no_goal(
    stand: Stand,
) -> None:
    standing = stand()
    own = {row["cluster"] for row in standing.rows("jiangsu") if row["cluster"]}
    other = next(
        row["id"] for row in standing.catalogue.clusters_of("jiangsu") if row["id"] not in own
    )
    names = panel.indicator_names(standing, "jiangsu", other, "zh")
    first = next(iter(names))
    assert names[first] == "集群规模"
    told = plain(panel.headline(standing, "jiangsu", other, first, "zh"))
    assert "未设置目标" in told and "0 %" not in told and "0%" not in told
    told = plain(panel.headline(standing, "jiangsu", other, first, "en"))
    assert "No goal" in told and "0%" not in told


def test_a_growth_has_a_gap_in_points_and_no_completion(stand: Stand) -> None:
    # 12.8 % reported against 12 % promised: 0.8 points above, never 12.8 / 12 = 106.7 %.
    standing = stand(("xinle", "clusters", "revenue-growth", "2023", "0.128"))
    for lang in ("zh", "en"):
        told = plain(boards.untiered(standing, "xinle", lang, Selection(page="region")))
        assert "106.7" not in told and "0.8" in told
