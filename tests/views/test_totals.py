"""The sums of a region's parts: exact, only of like with like, and plain about what is missing."""

import re
import shutil
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from dashboard.actuals.store import Entry, Store
from dashboard.judging import Judging, Standing
from dashboard.people.matrix import Reach
from dashboard.people.sight import Sight
from dashboard.register import load_register
from dashboard.views.totals import totals

Stand = Callable[..., Standing]
YI = "00000000"
NAMED = ("high-end-aluminium", "smart-textiles", "food-processing")


def plain(html: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html)).strip()


def revenue(cluster: str, period: str, value: str) -> tuple[str, str, str, str, str]:
    return ("binzhou", cluster, "revenue", period, value)


def members(standing: Standing) -> int:
    rows = standing.rows("binzhou")
    return len({r["cluster"] for r in rows if r["indicator"] == "revenue" and r["cluster"]})


def test_a_missing_cluster_makes_a_partial_sum_that_names_it(stand: Stand) -> None:
    standing = stand(*(revenue(name, "2025", f"{n}00{YI}") for n, name in enumerate(NAMED, 1)))
    said = plain(totals(standing, "binzhou", "en"))
    # 100 + 200 + 300 亿元
    assert f"Partial total 60 billion yuan: 3 of {members(standing)} members reported." in said
    missing = [r for r in standing.rows("binzhou") if r["cluster"] and r["cluster"] not in NAMED]
    assert missing[0]["subject_name_en"] in said
    assert "部分合计600 亿元" in plain(totals(standing, "binzhou", "zh"))


def test_a_whole_sum_stands_beside_the_total_as_entered(stand: Stand) -> None:
    every = {
        row["cluster"]: revenue(row["cluster"], "2025", "100" + YI)
        for row in stand().rows("binzhou")
        if row["indicator"] == "revenue" and row["cluster"]
    }
    own = ("binzhou", "clusters", "revenue", "2025", "1200" + YI)
    standing = stand(*every.values(), own)
    said = plain(totals(standing, "binzhou", "en"))
    n = len(every)
    assert f"Total {n * 10} billion yuan (all {n} members reported)." in said
    assert "120 billion yuan" in said


def test_full_years_and_the_months_after_them_are_never_mixed(stand: Stand) -> None:
    standing = stand(
        revenue(NAMED[0], "2025", "100" + YI), revenue(NAMED[1], "2026-M06", "70" + YI)
    )
    said = plain(totals(standing, "binzhou", "en"))
    assert said.count("1 of") == 2
    assert "Partial total 10 billion yuan" in said
    assert "Partial total 7 billion yuan" in said


def test_without_a_figure_or_where_figures_are_hidden_there_are_no_sums(stand: Stand) -> None:
    assert totals(stand(), "binzhou", "en") == ""
    standing = stand(revenue(NAMED[0], "2025", "100" + YI))
    assert totals(standing, "binzhou", "en")
    nothing = Reach(frozenset(), frozenset())
    assert totals(replace(standing, sight=Sight(nothing, nothing, ())), "binzhou", "en") == ""
    published = replace(standing, sight=Sight(nothing, nothing, (("binzhou", 9),)))
    assert "members published." in totals(published, "binzhou", "en")
    assert "成员中已发布 1 个" in plain(totals(published, "binzhou", "zh"))


def test_the_regions_right_below_add_up_beside_the_regions_own_total(
    sqlite_url: str, tmp_path: Path
) -> None:
    shutil.copytree(Path(__file__).parent / "harbour", tmp_path / "harbour")
    register = tmp_path / "harbour" / "targets.yaml"
    text = register.read_text(encoding="utf-8")
    below = "".join(
        f"  {name}: {{name: {{zh: {name}, en: {name.title()}}}, level: county, parent: harbour}}\n"
        for name in ("east", "west")
    )
    register.write_text(text.replace("indicators:\n", below + "indicators:\n", 1), encoding="utf-8")
    known = load_register(register, tmp_path / "harbour" / "seeds")
    store = Store.open(sqlite_url)
    figures = (("east", "300"), ("harbour", "700"))
    store.write([Entry(name, name, "firms", "2025", Decimal(n)) for name, n in figures], "Li")
    standing = Judging(store).standing(known, date(2026, 7, 20))
    said = plain(totals(standing, "harbour", "en"))
    assert "High-tech firms, 2 regions below" in said
    assert "Partial total 300: 1 of 2 members reported. West 700" in said


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_growth_and_shares_are_never_added(stand: Stand, lang: str) -> None:
    growth = [("binzhou", name, "revenue-growth", "2025", "0.1") for name in NAMED]
    assert totals(stand(*growth), "binzhou", lang) == ""


def test_a_cluster_that_lies_inside_another_is_counted_once(
    tmp_path: Path, sqlite_url: str
) -> None:
    shutil.copytree(Path(__file__).parent / "harbour", tmp_path / "harbour")
    register = tmp_path / "harbour" / "targets.yaml"
    text = register.read_text(encoding="utf-8").replace(
        "en: Textiles}", "en: Textiles}, parent: steel"
    )
    register.write_text(text, encoding="utf-8")
    known = load_register(register, tmp_path / "harbour" / "seeds")
    store = Store.open(sqlite_url)
    figures = (("steel", "100"), ("textiles", "40"), ("ships", "20"))
    store.write([Entry("harbour", n, "revenue", "2025", Decimal(v + YI)) for n, v in figures], "Li")
    said = plain(totals(Judging(store).standing(known, date(2026, 7, 20)), "harbour", "en"))
    # 100 + 20 亿元: the 40 of textiles are part of the 100 of steel
    assert "Total 12 billion yuan (all 2 members reported)." in said
