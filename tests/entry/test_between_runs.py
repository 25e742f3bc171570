"""What happens between two looks at the page: others save, other tabs type, the database fails."""

import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from dashboard.actuals.store import Store
from dashboard.entry.author import local_author
from tests.entry.conftest import OpenPage, inputs, shown, type_figure, value_of
from tests.entry.test_table import ALUMINIUM as FIRST_ROW
from tests.entry.test_table import CHEMICALS as SECOND_ROW
from tests.entry.test_table import column, open_table, type_cells

ALUMINIUM = {"region": "binzhou", "cluster": "high-end-aluminium", "indicator": "revenue"}
CHEMICALS = {"region": "binzhou", "cluster": "fine-chemicals", "indicator": "revenue"}


def type_value(page: AppTest, text: str) -> AppTest:
    return type_figure(page, value=text)


@pytest.mark.parametrize("before", [None, "360000000000"])
def test_who_types_after_somebody_saved_is_shown_both_values(
    open_page: OpenPage, record: Callable[..., int], before: str | None
) -> None:
    if before:
        record("high-end-aluminium", "revenue", "2026-M09", before)
    page = open_page("en", **ALUMINIUM)
    record("high-end-aluminium", "revenue", "2026-M09", "371000000000")
    said = shown(type_value(page, "3750"))
    assert "Somebody else has changed this figure" in said
    assert "Wang, " in said


def test_in_the_grid_too_who_types_after_somebody_saved_is_shown_both_values(
    open_page: OpenPage, record: Callable[..., int]
) -> None:
    page = open_table(open_page, "en")
    record("high-end-aluminium", "revenue", "2026-M09", "371000000000")
    said = shown(type_cells(page, {FIRST_ROW: {"value": "3750"}}))
    assert "Somebody else has changed this figure" in said


def test_a_period_looked_at_only_now_is_seen_as_it_is_now(
    open_page: OpenPage, record: Callable[..., int]
) -> None:
    page = type_value(open_page("en", **ALUMINIUM), "3750")
    record("high-end-aluminium", "revenue", "2026-M08", "371000000000")
    page.selectbox(key="entry-period").set_value("2026-M08").run()
    assert "Somebody else" not in shown(page)
    assert not page.button(key="entry-save").disabled


def test_a_withdrawal_leaves_the_correction_that_is_being_typed(
    open_page: OpenPage, store: Store, record: Callable[..., int]
) -> None:
    record("high-end-aluminium", "revenue", "2026-M09", "370000000000")
    page = type_value(open_page(**ALUMINIUM), "3750")
    page.text_input(key="entry-withdraw-reason").set_value("报错了时期")
    page.button(key="entry-withdraw").click().run()
    assert inputs(page)["value"] == "3750"
    assert "他人已改动" not in shown(page)
    page.button(key="entry-save").click().run()
    assert value_of(store, "high-end-aluminium", "revenue", "2026-M09") == "375000000000"


def test_a_reason_belongs_to_one_figure(open_page: OpenPage, record: Callable[..., int]) -> None:
    record("high-end-aluminium", "revenue", "2026-M09", "370000000000")
    record("fine-chemicals", "revenue", "2026-M09", "210000000000")
    page = open_page(**ALUMINIUM)
    page.text_input(key="entry-withdraw-reason").set_value("报错了时期")
    page.selectbox(key="entry-subject").set_value("fine-chemicals").run()
    assert page.text_input(key="entry-withdraw-reason").value == ""


def test_a_reason_for_one_value_is_none_for_another(
    open_page: OpenPage, record: Callable[..., int]
) -> None:
    record("high-end-aluminium", "revenue", "2025-M09", "320000000000")
    page = type_value(open_page(**ALUMINIUM), "40000")
    page.text_input(key="entry-reason").set_value("合并").run()
    type_value(page, "50000")
    assert page.text_input(key="entry-reason").value == ""


def test_in_the_grid_a_reason_for_one_value_is_none_for_another(
    open_page: OpenPage, record: Callable[..., int]
) -> None:
    record("high-end-aluminium", "revenue", "2025-M09", "320000000000")
    page = type_cells(open_table(open_page), {FIRST_ROW: {"value": "40000"}})
    page.text_input(key="entry-reason").set_value("合并").run()
    type_cells(page, {FIRST_ROW: {"value": "50000"}})
    assert page.text_input(key="entry-reason").value == ""


def test_two_tabs_keep_each_other_s_unsaved_work(open_page: OpenPage) -> None:
    one, other = open_page(**ALUMINIUM), open_page(**CHEMICALS)
    type_value(one, "3750")
    type_value(other, "2107")
    type_value(one, "3751")
    assert inputs(open_page(**ALUMINIUM))["value"] == "3751"
    assert inputs(open_page(**CHEMICALS))["value"] == "2107"


def test_two_tabs_with_one_grid_keep_each_other_s_cells(open_page: OpenPage) -> None:
    one, other = open_table(open_page), open_table(open_page)
    type_cells(one, {FIRST_ROW: {"value": "3750"}})
    type_cells(other, {SECOND_ROW: {"value": "2107"}})
    assert column(open_table(open_page), "value")[:2] == ["3750", "2107"]
    one.button(key="entry-discard").click().run()
    assert column(open_table(open_page), "value")[:2] == ["", "2107"]


def test_a_draft_that_cannot_be_kept_is_said_until_it_is_kept(
    open_page: OpenPage, store: Store, tmp_path: Path
) -> None:
    page = open_page("en", **ALUMINIUM)
    with sqlite3.connect(tmp_path / "actuals.db", isolation_level=None) as file:
        file.execute("ALTER TABLE draft RENAME TO draft_away")
        assert "Not kept yet" in shown(type_value(page, "3750"))
        assert "figures were not saved" not in shown(page)
        assert "Not kept yet" in shown(page.run())
        file.execute("ALTER TABLE draft_away RENAME TO draft")
    assert "Not kept yet" not in shown(page.run())
    assert "3750" in str(store.draft(local_author(), "entry:binzhou"))


def test_a_single_quarter_that_was_saved_can_be_chosen(
    open_page: OpenPage, record: Callable[..., int]
) -> None:
    record("high-end-aluminium", "revenue", "2026-Q2", "120000000000")
    page = open_table(open_page)
    page.selectbox(key="entry-period").set_value("2026-Q2").run()
    assert not page.exception
    assert column(page, "last")[0] == "1,200"


def test_a_note_without_a_value_yet_outlives_the_saving_of_other_rows(
    open_page: OpenPage, store: Store
) -> None:
    page = type_cells(
        open_table(open_page), {FIRST_ROW: {"value": "3750"}, SECOND_ROW: {"note": "等统计局"}}
    )
    page.button(key="entry-save").click().run()
    assert not page.exception
    assert value_of(store, "high-end-aluminium", "revenue", "2026-M09") == "375000000000"
    assert column(page, "note")[:2] == ["", "等统计局"]
    assert column(open_table(open_page), "note")[1] == "等统计局"
