"""The grid: everything owed for one period, typed or pasted, saved all or none."""

import json
from collections.abc import Callable

import pytest
from streamlit.testing.v1 import AppTest

from dashboard.actuals.store import Store
from dashboard.entry.author import local_author
from tests.entry.conftest import OpenPage, report, sheet, shown, stamp_of, value_of

# What a browser reports of one cell.
EDIT = {"region": "binzhou", "period": "2026-M09", "id": "high-end-aluminium/revenue", "value": "3710", "stamp": 9}  # fmt: skip
ALUMINIUM, CHEMICALS, FOOD = "high-end-aluminium", "fine-chemicals", "food-processing"
FIRST, SECOND = f"{ALUMINIUM}/revenue", f"{CHEMICALS}/revenue"


def open_table(open_page: OpenPage, lang: str = "zh", region: str = "binzhou") -> AppTest:
    page = open_page(lang, region=region)
    page.segmented_control(key="choose-way").set_value("grid").run()
    assert not page.exception
    return page


def rows(page: AppTest) -> dict[str, dict[str, str]]:
    """Return the sheet's rows by the subject whose revenue they are, else by their own id."""
    return {row["id"].removesuffix("/revenue"): row for row in sheet(page)["rows"]}


def type_cells(page: AppTest, typed: dict[str, dict[str, str]], stamp: int = 0) -> AppTest:
    """Type into the rows of a revenue, named by their subject."""
    return report(page, {f"{subject}/revenue": cells for subject, cells in typed.items()}, stamp)


def save(page: AppTest) -> AppTest:
    page.button(key="entry-save").click().run()
    assert not page.exception
    return page


def column(page: AppTest, name: str) -> list[str]:
    return [row[name] for row in sheet(page)["rows"]]


@pytest.mark.parametrize(("lang", "change"), [("zh", "新填：3,710 亿元（371,000,000,000 元）"), ("en", "new: 3,710 亿元 (371,000,000,000 yuan)")])  # fmt: skip
def test_every_change_is_listed_before_it_is_saved_and_then_saved_together(
    open_page: OpenPage, store: Store, lang: str, change: str
) -> None:
    page = type_cells(
        open_table(open_page, lang),
        {ALUMINIUM: {"value": "3710"}, CHEMICALS: {"value": "2,106.79亿", "note": "快报"}},
    )
    assert change in shown(page)
    assert store.revision() == 0
    save(page)
    assert value_of(store, "high-end-aluminium", "revenue", "2026-M09") == "371000000000"
    # 2106.79 × 100,000,000 = 210,679,000,000.
    assert value_of(store, "fine-chemicals", "revenue", "2026-M09") == "210679000000"
    frame = store.current("binzhou")
    assert frame["at"].nunique() == 1, "one transaction, one moment"
    assert list(frame[frame["subject"] == "fine-chemicals"]["note"]) == ["快报"]


def test_one_error_keeps_the_whole_sheet_from_being_saved(
    open_page: OpenPage, store: Store
) -> None:
    page = type_cells(
        open_table(open_page, "en"), {ALUMINIUM: {"value": "3710"}, CHEMICALS: {"value": "1e2"}}
    )
    assert page.button(key="entry-save").disabled
    assert store.revision() == 0
    assert "1 row cannot be saved: Fine chemicals · Operating revenue." in shown(page)


def test_the_other_rows_can_be_saved_alone_and_the_wrong_one_stays(
    open_page: OpenPage, store: Store
) -> None:
    page = type_cells(
        open_table(open_page), {ALUMINIUM: {"value": "3710"}, CHEMICALS: {"value": "1e2"}}
    )
    assert "有 1 行不能保存：精细化工 · 营业收入。" in shown(page)
    page.button(key="entry-save-others").click().run()
    assert not page.exception
    # 3710 × 100,000,000 = 371,000,000,000.
    assert value_of(store, "high-end-aluminium", "revenue", "2026-M09") == "371000000000"
    assert value_of(store, "fine-chemicals", "revenue", "2026-M09") is None
    assert column(page, "value")[:2] == ["", "1e2"]


def test_the_grid_shows_the_last_value_its_period_and_the_same_period_of_last_year(
    open_page: OpenPage, record: Callable[..., int]
) -> None:
    record("high-end-aluminium", "revenue", "2025-M09", "324128000000")
    record("high-end-aluminium", "revenue", "2026-M08", "329000000000")
    record("fine-chemicals", "revenue", "2026-M09", "200000000000")
    page = open_table(open_page)
    assert column(page, "what")[:2] == ["高端铝业 · 营业收入", "精细化工 · 营业收入"]
    assert column(page, "previous")[:2] == ["3,241.28", ""]
    assert column(page, "last")[:2] == ["3,290", "2,000"]
    assert column(page, "when")[:2] == ["2026年1–8月", "本期已报"]


def test_the_chart_moves_with_the_save(open_page: OpenPage) -> None:
    page = save(type_cells(open_table(open_page), {ALUMINIUM: {"value": "3710"}}))
    spec = json.loads(page.get("plotly_chart")[0].proto.spec)
    current = next(trace for trace in spec["data"] if trace["meta"] == "current")
    assert (current["x"], current["y"]) == ([9], [3710.0])


def test_after_a_save_the_sheet_is_empty_and_an_edit_taken_in_before_is_nothing(
    open_page: OpenPage, store: Store
) -> None:
    page = save(type_cells(open_table(open_page), {ALUMINIUM: {"value": "3710"}}, stamp=7))
    assert set(column(page, "value")) == {""}
    assert store.draft(local_author(), "entry:binzhou") is None
    # The browser may report the same edit once more: it was typed before the save.
    type_cells(page, {ALUMINIUM: {"value": "3710"}}, stamp=7)
    assert set(column(page, "value")) == {""}
    type_cells(page, {ALUMINIUM: {"value": "3711"}}, stamp=8)
    assert column(page, "value")[0] == "3711"


def test_what_is_typed_while_a_save_is_under_way_is_not_lost(
    open_page: OpenPage, store: Store
) -> None:
    page = type_cells(open_table(open_page), {ALUMINIUM: {"value": "3710"}}, stamp=7)
    # The browser's next report comes with the click and has another row in it: nothing is saved
    # that was not shown, and nothing typed is dropped.
    at = {"region": "binzhou", "period": "2026-M09", "seen": None}
    edits = [
        at | {"id": "high-end-aluminium/revenue", "value": "3710", "stamp": 7},
        at | {"id": "fine-chemicals/revenue", "value": "2107", "stamp": 8},
    ]
    page.session_state["entry-sheet"] = {"report": {"edits": edits}}
    save(page)
    # Saved is what was shown, and only that.
    assert value_of(store, "high-end-aluminium", "revenue", "2026-M09") == "371000000000"
    assert value_of(store, "fine-chemicals", "revenue", "2026-M09") is None
    assert column(page, "value")[:2] == ["", "2107"]
    save(page)
    assert value_of(store, "fine-chemicals", "revenue", "2026-M09") == "210700000000"


@pytest.mark.parametrize(
    "reported",
    [
        "text",
        {"report": []},
        {"report": {"edits": {"a": "3710"}, "enter": 5}},
        {"report": {"edits": ["3710", EDIT | {"stamp": True}, EDIT | {"region": 5}]}},
        {"report": {"edits": [EDIT | {"value": 3710}], "enter": {"id": "x"}}},
        {"report": {"edits": [EDIT | {"id": "somebody/else"}, EDIT | {"region": "foshan"}]}},
    ],
)
def test_a_report_that_no_sheet_of_ours_would_send_is_nothing(
    open_page: OpenPage, reported: object
) -> None:
    page = open_table(open_page)
    page.session_state["entry-sheet"] = reported
    page.run()
    assert not page.exception
    assert set(column(page, "value")) == {""}


def test_every_typed_row_tells_how_it_was_understood(open_page: OpenPage) -> None:
    page = type_cells(
        open_table(open_page),
        {ALUMINIUM: {"value": "3710"}, CHEMICALS: {"value": "1e2"}, FOOD: {"note": "等统计局"}},
    )
    found = rows(page)
    assert (found[ALUMINIUM]["mark"], found[FOOD]["mark"]) == ("fine", "")
    assert "371,000,000,000 元" in found[ALUMINIUM]["told"]
    assert found[CHEMICALS]["mark"] == "fault"
    assert "1e2" in found[CHEMICALS]["told"]


def test_typed_cells_outlive_a_look_at_the_form(open_page: OpenPage) -> None:
    page = type_cells(open_table(open_page), {ALUMINIUM: {"value": "3710"}})
    page.segmented_control(key="choose-way").set_value("form").run()
    page.segmented_control(key="choose-way").set_value("grid").run()
    assert column(page, "value")[0] == "3710"


def test_edits_stay_with_their_series_when_the_rows_change(open_page: OpenPage) -> None:
    page = type_cells(open_table(open_page), {CHEMICALS: {"value": "2106.79"}})
    page.selectbox(key="entry-filter").set_value("fine-chemicals").run()
    # The first row is now the chemicals' revenue, and it has kept what was typed.
    assert column(page, "what")[0] == "营业收入"
    assert column(page, "value")[0] == "2106.79"
    type_cells(page, {CHEMICALS: {"value": "2107"}})
    page.selectbox(key="entry-filter").set_value("*").run()
    assert column(page, "value")[:3] == ["", "2107", ""]


def test_what_is_typed_in_rows_not_shown_is_saved_too(open_page: OpenPage, store: Store) -> None:
    page = type_cells(open_table(open_page), {ALUMINIUM: {"value": "3710"}})
    page.selectbox(key="entry-filter").set_value("fine-chemicals").run()
    type_cells(page, {CHEMICALS: {"value": "2107"}})
    save(page)
    assert value_of(store, "high-end-aluminium", "revenue", "2026-M09") == "371000000000"
    assert value_of(store, "fine-chemicals", "revenue", "2026-M09") == "210700000000"


def test_only_what_is_not_reported_yet_can_be_listed(
    open_page: OpenPage, record: Callable[..., int]
) -> None:
    record("high-end-aluminium", "revenue", "2026-M09", "370000000000")
    page = open_table(open_page)
    page.toggle(key="entry-unreported").set_value(True).run()
    assert column(page, "what")[0] == "精细化工 · 营业收入"


def test_unsaved_cells_are_there_again_for_a_new_visitor_of_the_same_name(
    open_page: OpenPage,
) -> None:
    type_cells(open_table(open_page), {FOOD: {"value": "1435.5", "note": "初步"}})
    again = open_table(open_page)
    assert column(again, "value")[2] == "1435.5"
    assert column(again, "note")[2] == "初步"
    assert "已恢复上次未保存的 1 处内容" in shown(again)
    again.button(key="entry-discard").click().run()
    assert set(column(again, "value")) == {""}
    assert set(column(open_table(open_page), "value")) == {""}


def test_cells_belong_to_their_period(open_page: OpenPage) -> None:
    page = type_cells(open_table(open_page), {FOOD: {"value": "1435.5"}})
    page.selectbox(key="entry-period").set_value("2026-M08").run()
    assert set(column(page, "value")) == {""}
    page.selectbox(key="entry-period").set_value("2026-M09").run()
    assert column(page, "value")[2] == "1435.5"


def test_on_a_conflict_nothing_is_saved_and_each_figure_is_decided(
    open_page: OpenPage, store: Store, record: Callable[..., int]
) -> None:
    page = type_cells(
        open_table(open_page, "en"),
        {ALUMINIUM: {"value": "3710"}, CHEMICALS: {"value": "2107"}, FOOD: {"value": "1435.5"}},
    )
    record("high-end-aluminium", "revenue", "2026-M09", "370000000000")
    record("fine-chemicals", "revenue", "2026-M09", "210000000000")
    page.button(key="entry-save").click().run()
    said = shown(page)
    assert "Somebody else has changed this figure" in said
    assert "3,700 亿元 (370,000,000,000 yuan) · Wang," in said
    assert value_of(store, "food-processing", "revenue", "2026-M09") is None
    page.button(key="entry-resolve").click().run()
    assert "Choose first" in shown(page)
    page.radio(key="entry-decide-high-end-aluminium-revenue").set_value("mine")
    page.radio(key="entry-decide-fine-chemicals-revenue").set_value("theirs")
    page.text_input(key="entry-reason").set_value("revised by the statistics office")
    # Deciding saves: what was chosen, and the row that nobody else has touched.
    page.button(key="entry-resolve").click().run()
    assert not page.exception
    assert value_of(store, "high-end-aluminium", "revenue", "2026-M09") == "371000000000"
    assert value_of(store, "fine-chemicals", "revenue", "2026-M09") == "210000000000"
    assert value_of(store, "food-processing", "revenue", "2026-M09") == "143550000000"


def test_a_warning_in_one_row_needs_a_reason_for_the_sheet(
    open_page: OpenPage, store: Store, record: Callable[..., int]
) -> None:
    record("high-end-aluminium", "revenue", "2025-M09", "320000000000")
    page = type_cells(
        open_table(open_page), {ALUMINIUM: {"value": "40000"}, FOOD: {"value": "1400"}}
    )
    assert "请先写明理由" in shown(save(page))
    assert store.revision() == 1, "last year's figure alone"
    page.text_input(key="entry-reason").set_value("合并")
    save(page)
    assert store.revision() == 3  # last year's figure, and these two


def test_a_year_without_anything_owed_says_what_to_do(open_page: OpenPage) -> None:
    page = open_table(open_page, "en", region="jiangsu")
    page.toggle(key="entry-unreported").set_value(True).run()
    page.selectbox(key="entry-year").set_value(2017).run()
    assert "No indicator fits" in shown(page)
    page.toggle(key="entry-every").set_value(True).run()
    assert len(column(page, "what")) == 40


def test_a_value_pasted_again_is_no_change_and_keeps_its_note(
    open_page: OpenPage, store: Store
) -> None:
    page = type_cells(open_table(open_page), {FOOD: {"value": "1435.5", "note": "快报"}})
    page = type_cells(save(page), {FOOD: {"value": "1435.50", "note": ""}})
    assert "无需保存" in shown(page)
    assert page.button(key="entry-save").disabled
    assert list(store.current("binzhou")["note"]) == ["快报"]


def test_what_is_pasted_is_never_run(open_page: OpenPage) -> None:
    hostile = "<img src=x onerror=alert(1)>"
    page = type_cells(open_table(open_page), {FOOD: {"value": hostile, "note": hostile}})
    assert "<img" not in shown(page)


def test_the_table_and_its_period_open_from_a_link(open_page: OpenPage) -> None:
    page = open_page("en", region="binzhou", way="grid", period="2025")
    assert page.selectbox(key="entry-period").value == "2025"
    assert rows(page)[ALUMINIUM]["what"] == "High-end aluminium · Operating revenue"
    page.segmented_control(key="choose-way").set_value("form").run()
    assert page.query_params["way"] == "form"
    assert page.query_params["period"] == "2025"


def test_every_note_is_listed_before_it_is_saved(open_page: OpenPage) -> None:
    page = type_cells(
        open_table(open_page),
        {ALUMINIUM: {"value": "3710", "note": "快报"}, CHEMICALS: {"note": "等统计局"}},
    )
    assert "备注：快报" in shown(page)
    assert "备注：等统计局" in shown(page)
    assert "等待数值" in shown(page)
    assert page.button(key="entry-save").label == "保存全部 1 项"


def test_the_button_counts_what_is_typed_also_what_is_wrong(open_page: OpenPage) -> None:
    page = type_cells(
        open_table(open_page),
        {ALUMINIUM: {"value": "3710"}, CHEMICALS: {"value": "1e2"}, FOOD: {"value": "1435.5"}},
    )
    assert page.button(key="entry-save").label == "保存全部 3 项"
    assert page.button(key="entry-save-others").label == "只保存其余 2 项"


def test_a_text_that_is_too_long_is_said_and_everything_else_is_taken(open_page: OpenPage) -> None:
    page = open_table(open_page, "en")
    report(page, {FIRST: {"value": "3710", "note": "x" * 4001}, SECOND: {"value": "2107"}})
    assert "The text of 1 figure is longer than 4000 characters and was not taken." in shown(page)
    assert column(page, "value")[:2] == ["", "2107"]


def test_ctrl_s_saves_the_table_or_leads_to_the_first_figure_that_cannot_be(
    open_page: OpenPage, store: Store
) -> None:
    page = open_table(open_page, "en")
    report(page, {FIRST: {"value": "3710"}, SECOND: {"value": "1e2"}})
    saves_by_key(page)
    assert store.revision() == 0
    assert sheet(page)["focus"]["id"] == SECOND
    report(page, {SECOND: {"value": "2107"}})
    saves_by_key(page)
    assert "2 figures saved." in shown(page)
    # 3710 × 100,000,000 and 2107 × 100,000,000.
    assert value_of(store, ALUMINIUM, "revenue", "2026-M09") == "371000000000"
    assert value_of(store, CHEMICALS, "revenue", "2026-M09") == "210700000000"


def saves_by_key(page: AppTest) -> None:
    at = {"region": "binzhou", "period": "2026-M09", "id": "", "seen": None}
    pressed = at | {"stamp": stamp_of(page) + 1}
    page.session_state["entry-sheet"] = {"report": {"edits": [], "enter": pressed}}
    page.run()
    assert not page.exception
