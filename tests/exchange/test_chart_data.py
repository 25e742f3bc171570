"""The data of a chart as files: all its points, plain numbers, nothing that a program would run."""

import csv
import io
from collections.abc import Callable

import pytest
from python_calamine import CalamineWorkbook

from dashboard.charts.goal import goal_figure
from dashboard.exchange.chart_data import as_csv, as_workbook, chart_points
from dashboard.judging import Standing
from tests.charts.figures import all_figures
from tests.views.conftest import register, stand  # noqa: F401 - fixtures

Stand = Callable[..., Standing]
TEXTILES = ("binzhou", "smart-textiles", "revenue")


def test_every_point_of_a_chart_has_its_row_with_a_plain_number_and_its_unit(
    stand: Stand,  # noqa: F811 - the fixture
) -> None:
    standing = stand((*TEXTILES, "2023", "123456789000"), (*TEXTILES, "2025", "150000000000"))
    drawn = goal_figure(standing, "binzhou-2024.t2000.smart-textiles", "zh")
    assert drawn is not None
    rows = list(csv.DictReader(io.StringIO(as_csv(drawn, "zh").decode("utf-8-sig"))))
    entered = [(r["时期"], r["数值"], r["单位"]) for r in rows if r["系列"] == "实际"]
    # To the last digit, not as rounded for the drawing.
    assert entered == [("2023年", "1234.56789", "亿元"), ("2025年", "1500.0", "亿元")]
    (goal,) = [r for r in rows if r["系列"] == "规划目标"]
    assert (goal["时期"], goal["数值"]) == ("2027年", "2000.0")
    assert "智能纺织" in goal["图"] and "滨政办字" in goal["口径、期次与来源"]
    derived = [r for r in rows if "推算路径" in r["系列"]]
    assert (derived[0]["时期"], derived[-1]["时期"]) == ("2023年", "2027年")


def test_every_kind_of_chart_gives_the_same_rows_as_csv_and_as_a_workbook() -> None:
    for name, drawn in all_figures("en").items():
        points = chart_points(drawn, "en")
        assert points, name
        lines = list(csv.reader(io.StringIO(as_csv(drawn, "en").decode("utf-8-sig"))))
        book = CalamineWorkbook.from_filelike(io.BytesIO(as_workbook(drawn, "en")))
        sheet = book.get_sheet_by_index(0).to_python()
        assert len(lines) == len(sheet) == len(points) + 1
        assert lines[0] == sheet[0]
        at = lines[0].index("value")
        for line, row, point in zip(lines[1:], sheet[1:], points, strict=True):
            if point["value"] is not None:
                assert float(line[at]) == point["value"]
                # A workbook holds fifteen digits.
                assert row[at] == pytest.approx(point["value"], rel=1e-14)
