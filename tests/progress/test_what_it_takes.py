"""What it would take, in the goal's own direction, and only where something is still asked."""

from __future__ import annotations

import pandas as pd
import pytest

from dashboard.wording.explanation import explain
from dashboard.wording.requirements import need_text
from tests.progress.building import figure, goal, verdict

YI = "00000000"
FALLING = {"direction": "down", "comparator": "<="}
SHARE = {"kind": "share", "unit": "fraction"}

# (what it shows, goal, figures, on, what it takes)
TABLE = [
    ("800 of 1000 亿 by 2027 without a base: (1000/800)^(1/2) - 1 = 11.8 % a year",
     goal("1000" + YI, unit="yuan", due=2027), [("2025", "800" + YI)], "2026-03-01",
     "20 billion yuan are missing; that takes growth of 11.8% a year until 2027 (derived)."),
    ("70 -> 100 % by 2027: 30 points over two years, never growth of 19.5 %",
     goal("1", due=2027, **SHARE), [("2025", "0.7")], "2026-03-01",
     "30 percentage points are missing; that takes 15 percentage points a year until 2027 "
     "(derived)."),
    ("330 of 400 firms with three months left: 70 / 3, not growth of 115.9 % a year",
     goal("400", kind="stock", due=2026), [("2026-M09", "330")], "2026-11-30",
     "70 are missing; that takes 23.33 in each remaining month (derived)."),
    ("a share 1.5 points short with six months left: 0.25 a month, not 3 a year",
     goal("0.9", due=2026, **SHARE), [("2026-M06", "0.885")], "2026-07-15",
     "1.5 percentage points are missing; that takes 0.25 percentage points in each remaining month "
     "(derived)."),
    ("a whole year left: (400/330)^1 - 1 = 21.2 %",
     goal("400", kind="stock", due=2026), [("2025", "330")], "2026-03-01",
     "70 are missing; that takes growth of 21.2% a year until 2026 (derived)."),
    ("a yearly share: 85 of 90 % at June, 5 points over six months",
     goal("0.9", every="year", **SHARE), [("2026-M06", "0.85")], "2026-07-15",
     "5 percentage points are missing; that takes 0.83 percentage points in each remaining month "
     "(derived)."),
    ("a level below zero has no growth: from -20 to 80 are 100 over two years",
     goal("80", kind="stock", due=2027), [("2025", "-20")], "2026-03-01",
     "100 are missing; that takes 50 a year until 2027 (derived)."),
    ("100 down to 80 by 2027: (80/100)^(1/2) - 1 = -10.6 %",
     goal("80", due=2027, **FALLING), [("2025", "100")], "2026-03-01",
     "20 over; that takes a fall of 10.6% a year until 2027 (derived)."),
    ("one firm", goal("400", every="year"), [("2026-M11", "399")], "2026-12-15",
     "1 is missing; that takes 1 in each remaining month (derived)."),
    ("a limit leaves 40 for six months", goal("100", every="year", **FALLING),
     [("2026-M06", "60")], "2026-07-15",
     "The limit leaves 6.67 for each remaining month (derived)."),
    ("a limit passed: nothing can be done any more", goal("100", every="year", **FALLING),
     [("2026-M06", "101")], "2026-07-15", ""),
    ("growth 2.5 points short", goal("0.12", kind="growth", unit="fraction", due=2026),
     [("2026-M06", "0.095")], "2026-07-15", "Growth has to rise by 2.5 percentage points."),
    ("cost growth 2 points too high",
     goal("0.03", kind="growth", unit="fraction", due=2026, **FALLING),
     [("2026-M06", "0.05")], "2026-07-15", "Growth has to fall by 2 percentage points."),
    ("exactly 14 % where more was asked: not by 0 points",
     goal("0.14", kind="growth", unit="fraction", due=2026, comparator=">"),
     [("2026-M06", "0.14")], "2026-07-15", "It has to go beyond 14%."),
    ("after the year nothing is asked", goal("0.12", kind="growth", unit="fraction", due=2025),
     [("2025", "0.115")], "2026-03-15", ""),
    ("a level exactly at what was to be exceeded",
     goal("5500" + YI, unit="yuan", due=2027, comparator=">"), [("2025", "5500" + YI)],
     "2026-03-01", "It has to go beyond 550 billion yuan."),
    ("no due year: the amount alone", goal("1000", kind="stock"), [("2025", "800")],
     "2026-03-01", "200 are missing."),
    ("met", goal("400", every="year"), [("2026-M06", "410")], "2026-07-15", ""),
    ("due, final figure missing", goal("850", kind="stock", due=2025), [("2024", "800")],
     "2026-03-15", ""),
]  # fmt: skip


@pytest.mark.parametrize(
    ("promised", "known", "on", "takes"),
    [row[1:] for row in TABLE],
    ids=[row[0] for row in TABLE],
)
def test_what_it_takes(
    promised: dict[str, object], known: list[tuple[str, str]], on: str, takes: str
) -> None:
    row = verdict(promised, *(figure(code, value) for code, value in known), on=on)
    assert explain(row, promised, "en").need == takes
    assert bool(need_text(row, "zh")) == bool(takes)


def test_in_chinese_a_fall_is_a_fall() -> None:
    promised = goal("80", due=2027, **FALLING)
    row = verdict(promised, figure("2025", "100"), on="2026-03-01")
    assert need_text(row, "zh") == "超出20，到2027年每年需下降10.6%（推算）。"


def test_across_a_change_of_basis_nothing_is_advised() -> None:
    indicators = pd.DataFrame(
        {
            "id": ["thing", "other"], "continued_by": ["other", None],
            "continued_since": [2025, None], "name_zh": ["旧", "新"], "name_en": ["Old", "New"],
        }
    )  # fmt: skip
    promised = goal("1000", due=2027, base_year=2022)
    known = [figure("2022", "700"), figure("2024", "800")]
    row = verdict(promised, *known, on="2026-03-01", indicators=indicators)
    assert row["status"] == "cannot-judge"
    assert need_text(row, "en") == ""


def test_what_is_left_after_a_limit_was_missed_is_told_as_too_many() -> None:
    from dashboard.wording.reasons import reason_text

    promised = goal("100", every="year", **FALLING)
    row = verdict(promised, figure("2025", "101"), on="2026-01-15")
    assert reason_text(row, "en") == (
        "The time is up: 2025 stands at 101 against a limit of 100, 1 over."
    )
