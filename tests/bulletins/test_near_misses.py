"""No printed number reaches a goal that was missed, at whichever door it is printed."""

import csv
from datetime import date
from decimal import Decimal
from pathlib import Path

from dashboard.actuals.periods import period
from dashboard.actuals.store import Entry, Store
from dashboard.bulletins.issuing import composed
from dashboard.charts.goal import months_figure
from dashboard.exchange.goal_lists import as_csv
from dashboard.judging import Judging
from dashboard.register import load_register
from dashboard.views.verdict import told

YUAN = "unit: yuan, kind: flow, direction: up"
# Indicator, goal, period and figure, and how the figure and the gap read: each just misses it.
MISSES = {
    "money": (YUAN, '">= 500 亿元", by: 2025', "2025", "49999990000", "499.9999 亿元", "−0.00002"),
    "twice": (
        YUAN, '2 倍, measure: times base, by: 2025, base: {year: 2022, value: 250 亿元}',
        "2025", "49999999000", "499.99999 亿元", "−0.000002",
    ),
    # 5 % of 10 亿元 is tolerated: 9.5.
    "about": (YUAN, "10 亿元左右, by: 2025", "2025", "949999900", "9.499999 亿元", "−5.0"),
    "range": (YUAN, "3000–5000 亿元, by: 2025", "2025", "299999900000", "2,999.999 亿元", "−0.00003"),
    # Half of 1000 by June is the schedule.
    "schedule": (
        YUAN, '">= 1000 亿元", every: year', "2026-M06", "49999990000", "499.9999 亿元", "−0.00001",
    ),
    "growth": (
        "unit: fraction, kind: growth, direction: up", '">= 5 %", by: 2025',
        "2025", "0.04999", "4.999%", "−0.001",
    ),
    "share": (
        "unit: fraction, kind: share, direction: up", '">= 90 %", by: 2025',
        "2025", "0.8999999", "89.99999%", "",
    ),
    "index": ("unit: count, kind: index, direction: up", '"92.5", by: 2025', "2025", "92.49999", "92.49999", ""),
    "fall": (
        "unit: fraction, kind: index, direction: down",
        "-13.5 %, measure: change from base, by: 2025, base: {year: 2022, value: 100 %}",
        "2025", "0.865001", "86.5001%", "−0.001",
    ),
    "limit": ("unit: count, kind: flow, direction: down", '"<= 100000", by: 2025', "2025", "100001", "100,001", "−0.001"),
}  # fmt: skip


def test_no_door_prints_a_number_that_reaches_what_was_missed(
    tmp_path: Path, sqlite_url: str
) -> None:
    indicators = "".join(
        f"  {name}: {{name: {{zh: {name}}}, {kind}}}\n" for name, (kind, *_) in MISSES.items()
    )
    goals = "".join(
        f"      - {{id: {name}, of: region, indicator: {name}, target: {goal}}}\n"
        for name, (_, goal, *_) in MISSES.items()
    )
    (tmp_path / "seeds").mkdir()
    (tmp_path / "seeds" / "plan.yaml").write_text(
        "title: {zh: 规划}\nissued: 2022-01-01\nclauses: [{id: 一, heading: {zh: 目标}}]\n",
        encoding="utf-8",
    )
    (tmp_path / "targets.yaml").write_text(
        f"version: 1\nregions:\n  here: {{name: {{zh: 甲市}}, level: county}}\nindicators:\n"
        f"{indicators}plans:\n  plan:\n    region: here\n    document: plan\n    name: {{zh: 规划}}\n"
        f"    period: 2022–2028\n    defaults: {{clause: 一}}\n    goals:\n{goals}",
        encoding="utf-8",
    )
    register = load_register(tmp_path / "targets.yaml", tmp_path / "seeds")
    store = Store.open(sqlite_url)
    known = [(name, at, value) for name, (_, _, at, value, *_) in MISSES.items()]
    store.write(
        [Entry("here", "here", name, at, Decimal(value)) for name, at, value in known], "Li"
    )
    standing = Judging(store).standing(register, date(2026, 7, 20))
    row_of = {name: standing.row(f"plan.{name}") for name in MISSES}

    made, _ = composed(
        standing, "here", period("2026-M06"), "zh", today=date(2026, 7, 20), issuer=""
    )
    in_bulletin = {line.name: (line.actual_text, line.gap_text) for line in made.goals}
    given = as_csv(standing, [f"plan.{name}" for name in MISSES], "zh").decode("utf-8-sig")
    in_csv = {
        line["编号"].removeprefix("plan."): line for line in csv.DictReader(given.splitlines())
    }
    for name, (*_, figure, gap) in MISSES.items():
        row = row_of[name]
        assert row is not None
        assert row["verdict"]["lamp"] in ("red", "yellow")
        said = told(standing, row, "zh").as_text()
        assert figure in said
        assert figure in in_csv[name].values()
        assert in_bulletin[name][0] == figure
        assert (in_bulletin[name][1] or "").startswith(gap)
        if gap:
            assert f"{gap} 个百分点" in said
            assert f"{gap} 个百分点" in in_csv[name].values()
        # Nor is the share of it that is done.
        assert in_csv[name]["完成率"] != "100%"

    figures = standing.figures_of("here", "here", "schedule")
    drawn = months_figure(standing, row_of["schedule"], figures, "zh", goal="100000000000")
    assert drawn is not None
    labels = str(drawn)
    assert "2026年累计 499.9999" in labels
    assert "2026年累计 500" not in labels
