"""The form: typed, understood, shown as a change, saved; and whatever may come between."""

import json
from collections.abc import Callable

import pytest
from streamlit.testing.v1 import AppTest

from dashboard.actuals.store import Store
from dashboard.entry.author import local_author
from tests.entry.conftest import OpenPage, inputs, report, sheet, shown, type_figure, value_of

ALUMINIUM = {"region": "binzhou", "cluster": "high-end-aluminium", "indicator": "revenue"}


def type_value(page: AppTest, text: str) -> AppTest:
    return type_figure(page, value=text)


def decide(page: AppTest, whose: str, reason: str = "") -> AppTest:
    """Decide between the two values of the aluminium's revenue, and save so."""
    page.radio(key="entry-decide-high-end-aluminium-revenue").set_value(whose)
    page.text_input(key="entry-reason").set_value(reason)
    page.button(key="entry-resolve").click().run()
    assert not page.exception
    return page


def save(page: AppTest) -> AppTest:
    page.button(key="entry-save").click().run()
    assert not page.exception
    return page


def points(page: AppTest, role: str = "current") -> dict[int, float]:
    """Return the months and values drawn on the chart beside the form."""
    spec = json.loads(page.get("plotly_chart")[0].proto.spec)
    traces = [trace for trace in spec["data"] if trace["meta"] == role]
    return dict(zip(traces[0]["x"], traces[0]["y"], strict=True)) if traces else {}


@pytest.mark.parametrize(
    ("lang", "understood", "saved"),
    [
        ("zh", "12.3亿 → 1,230,000,000 元", "已保存："),
        ("en", "12.3亿 → 1,230,000,000 yuan", "Saved:"),
    ],
)
def test_shows_what_was_typed_as_understood_before_anything_is_saved(
    open_page: OpenPage, store: Store, lang: str, understood: str, saved: str
) -> None:
    page = type_value(open_page(lang, **ALUMINIUM), "12.3亿")
    assert understood in shown(page)
    assert store.revision() == 0
    assert saved in shown(save(page))
    # Today is 20 October 2026, so the period offered first is January to September.
    assert value_of(store, "high-end-aluminium", "revenue", "2026-M09") == "1230000000"


def test_a_bare_amount_is_in_hundred_millions_as_the_label_says(
    open_page: OpenPage, store: Store
) -> None:
    page = open_page("en", **ALUMINIUM)
    assert sheet(page)["columns"][0]["label"] == "Value (亿元 = 100 million yuan)"
    save(type_value(page, "3,760.5"))
    # 3760.5 × 100,000,000 = 376,050,000,000.
    assert value_of(store, "high-end-aluminium", "revenue", "2026-M09") == "376050000000"
    # The chart beside it is in the same unit, its axis and its table too.
    assert points(page) == {9: 3760.5}
    assert '<p class="ct-sub">亿元 ·' in shown(page)
    assert "in 亿元" in shown(page)
    assert "billion" not in shown(page)


def test_after_saving_the_chart_has_moved_and_the_inputs_are_empty(
    open_page: OpenPage, record: Callable[..., int]
) -> None:
    record("high-end-aluminium", "revenue", "2026-M08", "329000000000")
    page = open_page(**ALUMINIUM)
    assert points(page) == {8: 3290.0}
    page = save(type_value(page, "3760.5"))
    assert points(page) == {8: 3290.0, 9: 3760.5}
    assert inputs(page)["value"] == ""


def test_an_error_is_a_sentence_and_cannot_be_saved(open_page: OpenPage, store: Store) -> None:
    page = type_value(open_page("en", **ALUMINIUM), "1e2")
    assert "Cannot be saved" in shown(page)
    assert page.button(key="entry-save").disabled
    assert store.revision() == 0


def test_a_warning_needs_a_reason_before_it_can_be_saved(
    open_page: OpenPage, store: Store, record: Callable[..., int]
) -> None:
    record("high-end-aluminium", "revenue", "2025-M09", "320000000000")
    # Forty thousand hundred millions are more than ten times last year's 3,200.
    page = type_value(open_page("en", **ALUMINIUM), "40000")
    assert "Please check" in shown(page)
    assert "Give the reason first" in shown(save(page))
    assert store.revision() == 1, "last year's figure alone"
    page.text_input(key="entry-reason").set_value("a merger")
    save(page)
    assert value_of(store, "high-end-aluminium", "revenue", "2026-M09") == "4000000000000"


def test_a_correction_shows_old_and_new_and_keeps_both_revisions(
    open_page: OpenPage, store: Store, record: Callable[..., int]
) -> None:
    record("high-end-aluminium", "revenue", "2026-M09", "370000000000")
    page = type_value(open_page(**ALUMINIUM), "3750")
    assert "3,700 亿元 → 3,750 亿元（370,000,000,000 元 → 375,000,000,000 元）" in shown(page)
    assert "请先写明理由" in shown(save(page))
    page.text_input(key="entry-reason").set_value("统计局核定")
    save(page)
    history = store.history("binzhou", "high-end-aluminium", "revenue", "2026-M09")
    assert list(history["value"]) == ["370000000000", "375000000000"]
    assert list(history["author"]) == ["Wang", local_author()]


def test_unsaved_work_is_there_again_for_a_new_visitor_of_the_same_name(
    open_page: OpenPage, store: Store
) -> None:
    page = type_value(open_page(**ALUMINIUM), "3750")
    type_figure(page, note="快报")
    again = open_page(**ALUMINIUM)
    assert inputs(again)["value"] == "3750"
    assert inputs(again)["note"] == "快报"
    assert "已恢复上次未保存的 1 处内容" in shown(again)
    elsewhere = open_page(region="binzhou", cluster="fine-chemicals", indicator="revenue")
    assert inputs(elsewhere)["value"] == ""
    assert "还有未保存的内容" in shown(elsewhere)
    again.button(key="entry-discard").click().run()
    assert inputs(again)["value"] == ""
    assert store.draft(local_author(), "entry:binzhou") is None


def test_a_saved_figure_leaves_no_draft_behind(open_page: OpenPage, store: Store) -> None:
    save(type_value(open_page(**ALUMINIUM), "3750"))
    assert store.draft(local_author(), "entry:binzhou") is None


def test_a_damaged_draft_is_an_empty_form(open_page: OpenPage, store: Store) -> None:
    for payload in ('{"0 high-end-aluminium/revenue": {"value": 5}}', "{", "[]", "5"):
        store.save_draft(local_author(), "entry:binzhou", payload)
        assert inputs(open_page(**ALUMINIUM))["value"] == ""


def test_a_figure_somebody_else_changed_meanwhile_is_shown_with_both_values(
    open_page: OpenPage, store: Store, record: Callable[..., int]
) -> None:
    page = type_value(open_page("en", **ALUMINIUM), "3750")
    record("high-end-aluminium", "revenue", "2026-M09", "371000000000")
    page.button(key="entry-save").click().run()
    said = shown(page)
    assert "Somebody else has changed this figure" in said
    assert "3,710 亿元 (371,000,000,000 yuan) · Wang," in said
    assert "375,000,000,000 yuan" in said
    assert value_of(store, "high-end-aluminium", "revenue", "2026-M09") == "371000000000"


def test_the_person_may_save_on_top_of_the_other_value(
    open_page: OpenPage, store: Store, record: Callable[..., int]
) -> None:
    page = type_value(open_page(**ALUMINIUM), "3750")
    record("high-end-aluminium", "revenue", "2026-M09", "371000000000")
    page.button(key="entry-save").click().run()
    decide(page, "mine")
    assert "请先写明理由" in shown(page)
    decide(page, "mine", "以统计局数据为准")
    history = store.history("binzhou", "high-end-aluminium", "revenue", "2026-M09")
    assert list(history["value"]) == ["371000000000", "375000000000"]


def test_the_person_may_keep_the_other_value(
    open_page: OpenPage, store: Store, record: Callable[..., int]
) -> None:
    page = type_value(open_page(**ALUMINIUM), "3750")
    record("high-end-aluminium", "revenue", "2026-M09", "371000000000")
    page.button(key="entry-save").click().run()
    decide(page, "theirs")
    assert inputs(page)["value"] == ""
    assert value_of(store, "high-end-aluminium", "revenue", "2026-M09") == "371000000000"
    assert store.draft(local_author(), "entry:binzhou") is None


def test_a_draft_that_waited_while_the_figure_changed_is_a_conflict_too(
    open_page: OpenPage, record: Callable[..., int]
) -> None:
    type_value(open_page(**ALUMINIUM), "3750")
    record("high-end-aluminium", "revenue", "2026-M09", "371000000000")
    assert "他人已改动这个数据" in shown(open_page(**ALUMINIUM))


def test_a_figure_is_withdrawn_with_a_reason_and_stays_in_the_history(
    open_page: OpenPage, store: Store, record: Callable[..., int]
) -> None:
    record("high-end-aluminium", "revenue", "2026-M09", "370000000000")
    page = open_page(**ALUMINIUM)
    page.button(key="entry-withdraw").click().run()
    assert "请先写明撤回理由" in shown(page)
    assert store.revision() == 1
    page.text_input(key="entry-withdraw-reason").set_value("报错了时期")
    page.button(key="entry-withdraw").click().run()
    assert not page.exception
    assert value_of(store, "high-end-aluminium", "revenue", "2026-M09") is None
    history = store.history("binzhou", "high-end-aluminium", "revenue", "2026-M09")
    assert list(history["withdrawn"]) == [False, True]
    assert history["note"].iloc[1] == "报错了时期"


def test_another_series_is_chosen_and_stands_in_the_link(open_page: OpenPage) -> None:
    page = open_page(**ALUMINIUM)
    page.selectbox(key="entry-subject").set_value("clusters").run()
    page.selectbox(key="entry-indicator").set_value("high-tech-firms").run()
    assert not page.exception
    assert page.query_params["goal"] == "binzhou-2024.high-tech-firms"
    assert page.query_params["indicator"] == "high-tech-firms"
    assert "cluster" not in page.query_params
    assert sheet(page)["columns"][0]["label"] == "数值（家）"


def test_outside_loopback_nothing_can_be_entered_and_the_page_says_so(
    open_page: OpenPage, store: Store
) -> None:
    for lang, words in (("zh", "当前只能查看"), ("en", "Read-only")):
        page = open_page(lang, read_only=True, **ALUMINIUM)
        assert words in shown(page)
        assert [b.key for b in page.button if str(b.key).startswith("entry")] == []
        assert len(page.text_input) == len(page.get("bidi_component")) == 0
    assert store.revision() == 0


def test_the_past_can_be_looked_at_but_not_entered(open_page: OpenPage) -> None:
    page = open_page("en", as_of="2026-01-31", **ALUMINIUM)
    assert "You are looking at the past" in shown(page)
    assert len(page.text_input) == len(page.get("bidi_component")) == 0


@pytest.mark.parametrize(
    "hostile",
    ["<script>alert(1)</script>", '"><img src=x onerror=alert(1)>', "{value}", "$\\alpha$", "1" * 70],
)  # fmt: skip
def test_what_is_typed_is_never_run(open_page: OpenPage, hostile: str) -> None:
    page = open_page(**ALUMINIUM)
    page = type_figure(page, value=hostile, note=hostile)
    assert "<script>alert" not in shown(page)
    assert "<img" not in shown(page)
    again = open_page(**ALUMINIUM)
    assert inputs(again)["note"] == hostile


def test_a_hostile_note_of_somebody_else_is_shown_as_text(
    open_page: OpenPage, store: Store, record: Callable[..., int]
) -> None:
    record("high-end-aluminium", "revenue", "2026-M09", "370000000000", author="<b>Eve</b>")
    page = type_value(open_page(**ALUMINIUM), "3750")
    assert "<b>Eve" not in shown(page)
    assert "&lt;b&gt;Eve" in shown(page)


def test_every_region_and_every_series_opens(open_page: OpenPage) -> None:
    for region in ("binzhou", "xinle", "jiangsu", "foshan"):
        page = open_page("en", region=region)
        for subject in page.selectbox(key="entry-subject").options[:3]:
            page.selectbox(key="entry-subject").select(subject).run()
            assert not page.exception


def test_a_single_quarter_that_is_saved_is_listed_on_the_same_screen(
    open_page: OpenPage, record: Callable[..., int]
) -> None:
    record("high-end-aluminium", "revenue", "2025-M06", "230000000000")
    record("high-end-aluminium", "revenue", "2024", "440000000000")
    page = open_page("en", **ALUMINIUM)
    page.selectbox(key="entry-year").set_value(2025).run()
    page.selectbox(key="entry-period").set_value("2025-Q3").run()
    save(type_value(page, "1100"))
    said = shown(page)
    assert "Reported for 2025" in said
    # 1100 × 100,000,000 = 110,000,000,000.
    assert "quarter 3 of 2025 alone" in said and "1,100 亿元 (110,000,000,000 yuan)" in said
    assert "2,300 亿元 (230,000,000,000 yuan)" in said
    assert "4,400 亿元 (440,000,000,000 yuan)" not in said, "another year"
    # The trajectory leads to the cluster's own goal, and to no number of clusters.
    assert "Actual, 2024: 4,400 亿元; Planned goal, 2027: &gt; 5,500 亿元" in said


def test_years_before_the_plan_s_base_year_can_be_entered(open_page: OpenPage) -> None:
    # The base year of Binzhou's plan is 2023; three years before it is 2020.
    page = open_page(**ALUMINIUM)
    assert page.selectbox(key="entry-year").options[-1] == "2020"


def test_the_period_lives_in_the_link(open_page: OpenPage, record: Callable[..., int]) -> None:
    page = open_page(**ALUMINIUM, period="2025")
    assert page.selectbox(key="entry-period").value == "2025"
    page.selectbox(key="entry-period").set_value("2025-M06").run()
    assert page.query_params["period"] == "2025-M06"
    page.selectbox(key="entry-year").set_value(2026).run()
    assert page.query_params["period"] == "2026-M06"
    assert page.selectbox(key="entry-period").value == "2026-M06"


@pytest.mark.parametrize("period", ["2027", "2026-M11", "1990", "nonsense", "2026-M9'"])
def test_a_period_that_cannot_be_had_leads_to_the_newest_of_its_year(
    open_page: OpenPage, period: str
) -> None:
    page = open_page(**ALUMINIUM, period=period)
    assert page.selectbox(key="entry-period").value == "2026-M09"


def test_what_is_typed_moves_along_to_another_period(open_page: OpenPage) -> None:
    page = type_value(open_page(**ALUMINIUM), "3750")
    page.selectbox(key="entry-period").set_value("2026-M08").run()
    assert inputs(page)["value"] == "3750"
    page.button(key="entry-save").click().run()
    assert "2026年1–8月" in shown(page)


def test_the_value_that_somebody_has_saved_already_is_nothing_to_decide(
    open_page: OpenPage, record: Callable[..., int]
) -> None:
    page = open_page("en", **ALUMINIUM)
    record("high-end-aluminium", "revenue", "2026-M09", "375000000000")
    page = type_value(page, "3750")
    assert "Somebody else" not in shown(page)
    assert page.button(key="entry-save").disabled


def test_a_half_of_a_percentage_is_asked_about_in_form_and_table_as_in_a_file(
    open_page: OpenPage, store: Store
) -> None:
    growth = {"region": "xinle", "indicator": "revenue-growth", "period": "2023"}
    for way in ("form", "grid"):
        page = open_page("en", way=way, **growth)
        series = next(r["id"] for r in sheet(page)["rows"] if r["id"].endswith("/revenue-growth"))
        report(page, {series: {"value": "0.5"}})
        assert "“0.5” may mean 0.5% or 50%; write the percent sign." in shown(page)
        assert page.button(key="entry-save").disabled
        report(page, {series: {"value": "0.5%"}})
        assert not page.button(key="entry-save").disabled
        report(page, {series: {"value": ""}})
    assert store.revision() == 0


def test_a_first_figure_whose_unit_slipped_is_asked_about_in_form_and_table_and_keeps_its_reason(
    open_page: OpenPage, store: Store
) -> None:
    for way in ("form", "grid"):
        page = open_page("en", way=way, period="2025", **ALUMINIUM)
        series = next(r["id"] for r in sheet(page)["rows"] if r["id"].endswith("/revenue"))
        report(page, {series: {"value": "10000元"}})
        # The plan wants 550 billion yuan of it.
        assert "1,000 times away from everything the plans name for this figure" in shown(page)
        save(page)
        assert store.revision() == 0
    page.text_input(key="entry-reason").set_value("the first line of a new works")
    save(page)
    assert value_of(store, "high-end-aluminium", "revenue", "2025") == "10000"
    assert store.reasons([1]) == {1: "far-from-goals: the first line of a new works"}


def test_the_headline_speaks_of_the_period_that_is_chosen(
    open_page: OpenPage, record: Callable[..., int]
) -> None:
    record("high-end-aluminium", "revenue", "2025", "500000000000")
    page = open_page("en", region="binzhou", way="grid", period="2025")
    assert "Binzhou, 2025: 1 of 94 figures owed has been reported." in shown(page)
    page.selectbox(key="entry-period").set_value("2025-M09").run()
    assert "Binzhou, January–September 2025: 0 of 94 figures owed have been reported." in shown(
        page
    )


def test_a_change_too_small_for_a_decimal_is_not_called_none(
    open_page: OpenPage, record: Callable[..., int]
) -> None:
    record("high-end-aluminium", "revenue", "2026-M09", "376050000000")
    page = type_value(open_page("en", **ALUMINIUM), "3761")
    assert "3,760.5 亿元 → 3,761 亿元" in shown(page)
    assert "unchanged" not in shown(page)
    # 3,760.5 to 1 is down by 99.97 %, which is not all of it.
    assert "down 100%" not in shown(type_value(page, "1"))
