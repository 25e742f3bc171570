"""A series without a goal is judged by the rules that judge a bare trend, and by no other."""

import re
from collections.abc import Callable

from dashboard.judging import Standing
from dashboard.views.trend import trend

Stand = Callable[..., Standing]

# A cluster of Jiangsu that the plan names without a goal of its own.
MACHINERY = ("jiangsu", "construction-machinery", "principal-revenue")


def plain(html: str) -> str:
    return re.sub("<[^>]+>", " ", html)


def test_growth_a_year_is_classed_by_each_rule_s_own_bands(stand: Stand) -> None:
    # 1000 to 1016.06 in two years: (1.01606)^(1/2) - 1 = 0.8 % a year. Eurostat: 0 to 1 %, moderate
    # progress; Open SDG: 0.5 to 1.5 %, moderate progress.
    standing = stand((*MACHINERY, "2023", "1000"), (*MACHINERY, "2025", "1016.06"))
    told = plain(trend(standing, *MACHINERY, "en"))
    assert told.count("0.8%") == 2 and told.count("moderate progress") == 2
    assert "from 2023 to 2025" in told and "promised nothing here" in told


def test_two_rules_may_class_one_growth_apart(stand: Stand) -> None:
    # 1.2 % a year: at least 1 % is significant for Eurostat, under 1.5 % moderate for Open SDG.
    standing = stand((*MACHINERY, "2024", "1000"), (*MACHINERY, "2025", "1012"))
    told = plain(trend(standing, *MACHINERY, "en"))
    assert "significant progress" in told and "moderate progress" in told


def test_a_fall_is_red_by_both(stand: Stand) -> None:
    # -5 % a year: beyond -1 % for Eurostat, below 0 for Open SDG.
    standing = stand((*MACHINERY, "2024", "1000"), (*MACHINERY, "2025", "950"))
    html = trend(standing, *MACHINERY, "zh")
    assert "显著背离" in html and "恶化" in html and html.count("ct-lamp ct-red") == 2


def test_opposite_signs_cannot_be_judged(stand: Stand) -> None:
    standing = stand((*MACHINERY, "2024", "-10"), (*MACHINERY, "2025", "950"))
    assert plain(trend(standing, *MACHINERY, "en")).count("cannot be judged") == 2


def test_one_year_and_a_year_so_far_make_no_trend(stand: Stand) -> None:
    standing = stand((*MACHINERY, "2025", "1000"), (*MACHINERY, "2026-M06", "600"))
    assert trend(standing, *MACHINERY, "en") == ""


def test_reported_growth_has_no_growth_of_its_own(stand: Stand) -> None:
    growth = ("xinle", "clusters", "revenue-growth")
    standing = stand((*growth, "2022", "0.1"), (*growth, "2023", "0.12"))
    assert trend(standing, *growth, "en") == ""
