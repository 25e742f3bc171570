"""What a verdict says in words."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from dashboard.actuals.store import Entry, Store
from dashboard.addresses.selection import Selection
from dashboard.judging import Judging, Standing
from dashboard.register import load_register
from dashboard.views.verdict import facts, told, verdict

Stand = Callable[..., Standing]
FIRMS = ("binzhou", "clusters", "high-tech-firms")


@pytest.mark.parametrize(
    ("lang", "left"), [("zh", "还差253 家"), ("en", "253 enterprises are missing")]
)
def test_what_is_missing_is_said_with_what_is_counted(stand: Stand, lang: str, left: str) -> None:
    # 850 by 2027, 597 at the end of 2025: 850 - 597 = 253 to go.
    standing = stand((*FIRMS, "2023", "500"), (*FIRMS, "2025", "597"))
    row = standing.row("binzhou-2024.high-tech-firms")
    assert row is not None and left in told(standing, row, lang).need


def test_why_there_is_no_lamp_is_read_without_opening_anything(stand: Stand) -> None:
    revenue = ("binzhou", "high-end-aluminium", "revenue")
    goal = "binzhou-2024.t5500.high-end-aluminium"
    # A figure and its goal side by side do not say that the base is missing.
    said = verdict(stand((*revenue, "2025", "501230000000")), goal, "zh", Selection())
    assert said.index("尚未填报2023年的基数") < said.index("<details")
    # 5012.3 on the way from 4000 (2023) to 5500 (2027): the numbers tell it, the sentence is folded.
    said = verdict(stand((*revenue, "2023", "400000000000")), goal, "zh", Selection())
    assert said.index("<details") < said.index("按序时：")


PRODUCTIVITY = """\
version: 1
regions: {harbour: {name: {zh: 港市}, level: prefecture}}
units: {yuan-per-person: {name: {zh: 元/人}, base: yuan}}
indicators: {income: {name: {zh: 人均产出}, unit: yuan-per-person, kind: stock, direction: up}}
plans:
  harbour-2024:
    region: harbour
    document: harbour-2024
    name: {zh: 港市规划}
    period: 2024–2027
    goals:
      - {id: income, of: region, indicator: income, target: 1.5 万元/人, by: 2027, path: straight,
         base: {year: 2023, value: 1.1 万元/人}, clause: 一}
"""


def test_the_numbers_that_decided_stand_in_one_multiple_of_a_declared_unit(
    tmp_path: Path, sqlite_url: str
) -> None:
    (tmp_path / "seeds").mkdir()
    (tmp_path / "targets.yaml").write_text(PRODUCTIVITY, encoding="utf-8")
    (tmp_path / "seeds" / "harbour-2024.yaml").write_text(
        "title: {zh: 港市规划}\nissued: 2024-03-01\nclauses: [{id: 一, heading: {zh: 目标}}]\n",
        encoding="utf-8",
    )
    store = Store.open(sqlite_url)
    store.write([Entry("harbour", "harbour", "income", "2025", Decimal("12999.99"))], "Li")
    register = load_register(tmp_path / "targets.yaml", tmp_path / "seeds")
    standing = Judging(store).standing(register, date(2026, 6, 1))
    # From 1.1 to 1.5 over four years: 1.3 after two, and one fen less is not 1.3.
    told = [step.value for step in facts(standing, standing.row("harbour-2024.income"), "zh")]
    assert told[:2] == ["1.299999 万元/人", "≥ 1.5 万元/人"]
    assert "1.3 万元/人" in told
