"""Evaluations from the command line, over the shipped example method and figures worked by hand.

The method: 40 % share of each one's own goal (to 120), 30 % min-max from 60, 30 % standard score of
growth (50 and 10). Figures of revenue in 亿元:

| cluster | 2023 | 2024 | 2025 | goal 2027 |
| --- | --- | --- | --- | --- |
| high-end-aluminium | 4000 | 4000 | 4400 | 5500 |
| fine-chemicals | | 2000 | 2400 | 3000 |
| food-processing | 1000 | 1000 | 1000 | 2000 |

2025, share of the goal: 4400/5500, 2400/3000, 1000/2000 = 80, 80, 50.
Min-max over 1000 … 4400: 100; 60 + 40 x 1400/3400 = 76.470588…; 60.
Growth 10 %, 20 %, 0: mean 10 %, variance (0 + 0.01 + 0.01) / 3, deviation 0.0816496…, so
50, 50 + 10 x 1.2247448… = 62.247448…, 37.752551….
Scores: 32 + 30 + 15 = 77; 32 + 22.941176… + 18.674234… = 73.615411…; 20 + 18 + 11.325765… = 49.325765….
2024: growth of fine chemicals is unknown, so that two are ranked, aluminium before food.
"""

import csv
import io
import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from dashboard.actuals.store import Entry, Store
from tests.commands.conftest import Run

YI = Decimal(10) ** 8
FIGURES = {
    "high-end-aluminium": {"2023": 4000, "2024": 4000, "2025": 4400},
    "fine-chemicals": {"2024": 2000, "2025": 2400},
    "food-processing": {"2023": 1000, "2024": 1000, "2025": 1000},
}


@pytest.fixture
def filled(sqlite_url: str) -> str:
    entries = [
        Entry("binzhou", cluster, "revenue", year, value * YI)
        for cluster, years in FIGURES.items()
        for year, value in years.items()
    ]
    with Store.open(sqlite_url) as store:
        store.write(entries, "li")
    return sqlite_url


def told(run: Run, *words: str) -> list[dict[str, Any]]:
    done = run("evaluate", "binzhou", *words, "--format", "json")
    assert (done.code, done.err) == (0, "")
    rows: list[dict[str, Any]] = json.loads(done.out)
    return rows


def test_scores_ranks_and_classes_are_as_worked_by_hand(run: Run, filled: str) -> None:
    rows = told(run, "--period", "2025")
    assert [(row["unit"], row["rank"], row["score"], row["grade"]) for row in rows[:3]] == [
        # Of three 20 % are 0.6 and 50 % are 1.5: nobody is A, the first is B; 80 % are 2.4.
        ("high-end-aluminium", 1, "77.00", "B"),
        ("fine-chemicals", 2, "73.62", "C"),
        ("food-processing", 3, "49.33", "D"),
    ]
    assert [row["moved"] for row in rows[:3]] == [0, None, -1]
    assert {row["compared"] for row in rows} == {"2024"}
    assert rows[1]["unrounded"].startswith("73.6154")
    share, spread, growth = rows[1]["indicators"]
    assert (share["points"], share["contribution"]) == ("80", "32")
    assert (share["target"], share["goal"]) == (
        "300000000000",
        "binzhou-2024.t3000.fine-chemicals",
    )
    assert spread["points"].startswith("76.470588")
    assert (growth["figure"], growth["base"], growth["value"]) == (
        "240000000000",
        "200000000000",
        "0.2",
    )
    assert growth["points"].startswith("62.2474487139")
    assert filled


def test_who_is_left_out_stands_last_with_the_reason_and_without_points(
    run: Run, filled: str
) -> None:
    rows = told(run, "--period", "2025")
    left = rows[3:]
    assert len(left) == 9
    assert {(row["rank"], row["score"], row["left_out"]) for row in left} == {
        (None, None, "no-figure")
    }
    assert left[0]["reason"] == "No figure of Operating revenue for 2025; it is not counted as 0."
    assert {one["points"] for row in left for one in row["indicators"]} == {None}
    # In 2024 the growth of fine chemicals has no base.
    rows = told(run, "--period", "2024")
    (fine,) = [row for row in rows if row["unit"] == "fine-chemicals"]
    assert (fine["rank"], fine["left_out"]) == (None, "no-base")
    assert filled


def test_the_newest_period_is_taken_and_another_can_be_compared_with(run: Run, filled: str) -> None:
    rows = told(run)
    assert rows[0]["period"] == "2025"
    rows = told(run, "--compare", "2023")
    # In 2023 nobody had a growth, so there is no rank to have changed from.
    assert {(row["compared"], row["moved"]) for row in rows} == {(None, None)}
    assert filled


def test_the_text_opens_the_arithmetic_in_both_languages(run: Run, filled: str) -> None:
    english = run("evaluate", "binzhou", "--period", "2025")
    assert english.code == 0
    assert "3 clusters are evaluated; High-end aluminium has the highest score (77.00 points)." in (
        english.out
    )
    assert "440 billion yuan ÷ 550 billion yuan × 100 = 80 points; × 40% = 32 points" in english.out
    assert "Score: 32 + 30 + 15 = 77, rounded to 2 decimals: 77.00" in english.out
    chinese = run("evaluate", "滨州市", "--period", "2025", "--lang", "zh")
    assert "3 个集群参评，高端铝业得分最高（77.00 分）。" in chinese.out
    assert "4,400 亿元 ÷ 5,500 亿元 × 100 = 80 分；× 40% = 32 分" in chinese.out
    assert "食品加工 得 49.33 分，第 3 名，共 3 个。" in chinese.out
    assert "下降 1 位（与2024年相比）" in chinese.out
    assert "示例办法：由本系统自拟，无任何机关印发，仅供演示。" in chinese.out
    assert filled


def test_csv_has_a_row_a_cluster(run: Run, filled: str) -> None:
    done = run("evaluate", "binzhou", "--period", "2025", "--format", "csv")
    rows = list(csv.DictReader(io.StringIO(done.out.lstrip("\ufeff"))))
    assert len(rows) == 12
    assert (rows[0]["unit"], rows[0]["score"], rows[0]["rank"]) == (
        "high-end-aluminium",
        "77.00",
        "1",
    )
    assert filled


def test_a_correction_moves_the_score(run: Run, filled: str) -> None:
    with Store.open(filled) as store:
        seen = store.revision()
        store.write(
            [Entry("binzhou", "food-processing", "revenue", "2025", 2000 * YI, seen_revision=seen)],
            "li",
        )
    # Food now has 2000 of 2000: 100 points for its share alone. Growth 10, 20, 100 %: mean 43.3,
    # deviation 40.3, so it has 50 + 10 x 1.407 = 64.07 for it, and 40 + 18 + 19.22 = 77.22 in all;
    # aluminium has 32 + 30 + 0.3 x (50 - 10 x 33.3 / 40.3) = 74.52.
    first, second, *_ = told(run, "--period", "2025")
    assert (first["unit"], first["score"]) == ("food-processing", "77.22")
    assert (second["unit"], second["score"]) == ("high-end-aluminium", "74.52")


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["foshan"], "The register has no evaluation method for foshan"),
        (["binzhou", "--method", "nobody"], "no evaluation method “nobody” for binzhou"),
        (["binzhou"], "There are no figures of binzhou to evaluate yet"),
        (["binzhou", "--period", "soon"], "soon"),
        (["nowhere"], "nowhere"),
    ],
)
def test_what_cannot_be_evaluated_is_said(run: Run, words: list[str], sentence: str) -> None:
    done = run("evaluate", *words)
    assert done.code == 1
    assert sentence in done.err
    assert "Traceback" not in done.err


def test_the_formulas_compute_with_the_numbers_they_print(run: Run, filled: str) -> None:
    # 8.16 % would give 37.7451 points; 8.165 % gives 50 - 10 x 10 / 8.165 = 37.7526.
    done = run("evaluate", "binzhou", "--period", "2025", "--lang", "en")
    assert "50 + 10 × (0% − 10%) ÷ 8.165% = 37.7526 points" in done.out
    assert (
        "60 + (100 − 60) × (240 billion yuan − 100 billion yuan) ÷ (440 billion yuan − " in done.out
    )


def test_a_units_evaluation_is_drawn_as_a_picture(run: Run, filled: str, tmp_path: Path) -> None:
    path = tmp_path / "a.svg"
    asked = ("chart", "binzhou/fine-chemicals", "--period", "2025", "--format", "svg", "-o")
    assert run(*asked, str(path)).code == 0
    # Worked above: the points of the second of three.
    assert all(points in path.read_text(encoding="utf-8") for points in ("76.47", "62.25"))
    early = run(
        "chart", "binzhou/fine-chemicals", "--period", "2024", "-o", str(tmp_path / "b.png")
    )
    # Left out of that year's ranking: its growth is unknown.
    assert (early.code, early.err.startswith("There is nothing to draw of")) == (1, True)
