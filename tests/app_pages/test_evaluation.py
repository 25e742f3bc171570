"""The page of evaluations: scores with their bars, one unit's chart, each score opened.

Aluminium 4000 and 4400 of 5500, fine chemicals 2000 and 2400 of 3000, food 1000 and 1000 of 2000
(亿元, 2024, 2025, goal): 77.00, 73.62 and 49.33 as worked in tests/commands/test_evaluate.py.
"""

import io
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest

from dashboard.actuals.store import Entry, Store
from dashboard.charts.behind import table_behind
from dashboard.charts.evaluation import evaluation_figure
from dashboard.exchange.evaluations import as_csv, as_workbook
from dashboard.judging import Judging, Standing
from dashboard.judging.evaluations import evaluation_of
from dashboard.register import load_register
from tests.app_pages.conftest import TODAY, OpenPage, shown

YI = Decimal(10) ** 8
ROOT = Path(__file__).parents[2]
FIGURES = {
    "high-end-aluminium": (4000, 4400),
    "fine-chemicals": (2000, 2400),
    "food-processing": (1000, 1000),
}


@pytest.fixture
def filled(sqlite_url: str) -> Store:
    store = Store.open(sqlite_url)
    entries = [
        Entry("binzhou", cluster, "revenue", year, value * YI)
        for cluster, values in FIGURES.items()
        for year, value in zip(("2024", "2025"), values, strict=True)
    ]
    store.write(entries, "Li")
    return store


@pytest.fixture
def standing(filled: Store, compiled: Path) -> Standing:
    register = load_register(ROOT / "data" / "targets.yaml", cache=compiled)
    return Judging(filled).standing(register, TODAY)


def test_the_page_says_who_is_first_and_who_is_left_out(open_page: OpenPage, filled: Store) -> None:
    html = shown(open_page("evaluation", lang="zh"))
    assert "集群参评，高端铝业得分最高（77.00 分）。" in html
    assert "未参评，原因列在表下。" in html
    assert "2025年没有营业收入的数据；不计为 0。" in html
    assert "示例办法：由本系统自拟，无任何机关印发，仅供演示。" in html
    # 32, 22.94 and 18.67 of fine chemicals' 73.62, and their widths of the longest bar's 77.
    assert "营业收入（目标完成比） 32.00" in html
    assert "22.94" in html
    assert "--ct-w:41.56%" in html  # 32 / 77


def test_a_score_opens_to_its_arithmetic_and_the_link_says_so(
    open_page: OpenPage, filled: Store
) -> None:
    html = shown(open_page("evaluation", lang="zh"))
    link = "./evaluation?region=binzhou&amp;cluster=fine-chemicals&amp;why=yes"
    assert f'href="{link}&amp;period=2025&amp;method=example&amp;lang=zh"' in html
    seen = open_page("evaluation", lang="zh", cluster="fine-chemicals", why="yes")
    (copied,) = (code.value for code in seen.code)
    assert copied.splitlines()[0] == "精细化工 得 73.62 分，第 2 名，共 3 个。"
    assert "2,400 亿元 ÷ 3,000 亿元 × 100 = 80 分；× 40% = 32 分" in copied
    assert "得分：32 + 22.9412 + 18.6742 = 73.6154，保留 2 位小数为 73.62" in copied


def test_the_chart_has_a_units_points_beside_the_mean_of_all(standing: Standing) -> None:
    drawn = evaluation_figure(standing, "binzhou", "example", "2025", "fine-chemicals", "en")
    assert drawn is not None
    columns, rows = table_behind(drawn, "en")
    assert columns[1:3] == ["Fine chemicals", "mean of those evaluated"]
    # (80 + 80 + 50) / 3 = 70; (100 + 76.47 + 60) / 3 = 78.82; of standard scores always 50
    assert [row[:3] for row in rows] == [
        ["Operating revenue (share of target)", "80", "70"],
        ["Operating revenue (min–max)", "76.47", "78.82"],
        ["Operating revenue, year-on-year growth", "62.25", "50"],
    ]
    assert evaluation_figure(standing, "binzhou", "example", "2025", "rope-and-net", "en") is None


def test_the_table_goes_into_a_spreadsheet_as_it_is_shown(standing: Standing) -> None:
    found = evaluation_of(standing, "binzhou", "example", "2025")
    first = as_csv(standing, found, "zh").decode("utf-8-sig").splitlines()[1]
    assert first.startswith("1,高端铝业,77.0,")
    book = openpyxl.load_workbook(io.BytesIO(as_workbook(standing, found, "zh")))
    scores, rules, steps = book.worksheets
    assert [cell.value for cell in scores[3]][:3] == [2, "精细化工", 73.62]
    assert scores.max_row == 13
    assert rules["A1"].value == "集群综合竞争力评价（示例办法）"
    assert any("4,400 亿元 ÷ 5,500 亿元" in str(row[2].value) for row in steps.rows)


def test_without_figures_the_page_says_what_it_waits_for(open_page: OpenPage) -> None:
    assert "还没有可以评价的数据" in shown(open_page("evaluation", lang="zh"))


def test_a_region_without_a_method_is_not_answered_with_another(
    open_page: OpenPage, filled: Store
) -> None:
    html = shown(open_page("evaluation", lang="zh", region="foshan"))
    assert "这里没有评价办法" in html
    assert "高端铝业" not in html


def test_an_unknown_method_is_named(open_page: OpenPage, filled: Store) -> None:
    html = shown(open_page("evaluation", lang="en", method="nobody"))
    assert "There is no evaluation method “nobody”; the default one is shown." in html


def test_the_page_is_not_offered_where_the_register_has_no_method(
    open_page: OpenPage, tmp_path: Path
) -> None:
    text = (ROOT / "data" / "targets.yaml").read_text(encoding="utf-8")
    register = tmp_path / "targets.yaml"
    register.write_text(text.partition("evaluation_methods:")[0], encoding="utf-8")
    bare = open_page("overview", {"register": register, "seeds": ROOT / "seeds"}, lang="en")
    links = [one.proto.label for one in bare.get("page_link")]
    assert "Goals" in links
    assert "Evaluation" not in links
    assert "Evaluation" in [
        one.proto.label for one in open_page("overview", lang="en").get("page_link")
    ]
