"""The worksheet's pure parts: what is owed, periods to choose, cells and drafts."""

import json
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.actuals.periods import period
from dashboard.register import Catalogue
from dashboard.worksheet.amounts import amount
from dashboard.worksheet.choices import newest_code, offered, period_codes, years
from dashboard.worksheet.drafts import Sketch, changes, read_form, read_grid
from dashboard.worksheet.grid import Cell, series_for, taken_in
from dashboard.worksheet.series import asked_of, choice_of, nearest

REVISIONS = st.integers(0, 2**63 - 1)
TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)


def test_a_region_owes_what_its_goals_ask_for_cluster_by_cluster(catalogue: Catalogue) -> None:
    asked = asked_of(catalogue, "binzhou")
    keys = [series.id for series in asked]
    assert keys[:2] == ["high-end-aluminium/revenue", "fine-chemicals/revenue"]
    # "Each cluster at least one" is entered for each of the twelve clusters.
    assert sum(series.indicator == "service-teams" for series in asked) == 12
    # A coverage is followed by those covered and those that should be.
    place = keys.index("clusters/iiot-coverage")
    assert keys[place + 1 : place + 3] == ["clusters/iiot-firms", "clusters/above-size-cluster-firms"]  # fmt: skip
    # Nothing is entered for a tier, and nothing twice.
    assert not any(series.subject.startswith("t1") for series in asked)
    assert len(keys) == len(set(keys))


def test_a_goal_is_owed_until_its_year_and_one_without_a_year_for_as_long_as_it_stands(
    catalogue: Catalogue,
) -> None:
    asked = {series.id: series for series in asked_of(catalogue, "jiangsu")}
    total = asked["clusters/principal-revenue"]
    assert [total.owed_in(year) for year in (2017, 2018, 2025, 2026)] == [False, True, True, False]
    assert asked["clusters/control-software-coverage"].owed_in(2030)


def test_the_rows_of_a_month_leave_out_what_is_past_due_unless_asked(catalogue: Catalogue) -> None:
    asked = asked_of(catalogue, "jiangsu")
    wanted = {"subject": None, "unreported": False}
    now = series_for(asked, "2026-M09", {}, every=False, **wanted)
    assert "clusters/principal-revenue" not in {series.id for series in now}
    every = series_for(asked, "2026-M09", {}, every=True, **wanted)
    assert len(every) == len(asked)


@pytest.mark.parametrize("region", ["binzhou", "xinle", "jiangsu", "foshan"])
def test_a_link_leads_back_to_its_own_series(catalogue: Catalogue, region: str) -> None:
    asked = asked_of(catalogue, region)
    for series in asked:
        assert nearest(asked, **choice_of(series)) == series


def test_a_link_to_something_unknown_leads_to_the_first_series(catalogue: Catalogue) -> None:
    asked = asked_of(catalogue, "foshan")
    assert nearest(asked, "no-such.goal", "nobody", "nothing") == asked[0]


def test_only_periods_that_have_ended_are_offered() -> None:
    on = date(2026, 3, 31)
    # January to March has ended on its last day; a single quarter begins with the second.
    assert period_codes(2026, "flow", on) == ["2026-M03", "2026-M02"]
    assert period_codes(2026, "stock", on) == ["2026-M03", "2026-M02", "2026-M01"]
    assert period_codes(2025, "flow", on)[0] == "2025"
    assert years(2024, on) == [2026, 2025, 2024]
    assert years(2024, date(2026, 1, 15)) == [2025, 2024]


@pytest.mark.parametrize(
    ("today", "code"),
    [("2026-10-20", "2026-M09"), ("2026-02-27", "2025"), ("2026-01-02", "2025"), ("2026-03-01", "2026-M02")],
)  # fmt: skip
def test_the_newest_period_is_the_last_month_that_has_ended(today: str, code: str) -> None:
    assert newest_code(date.fromisoformat(today)) == code
    assert period(code).end <= date.fromisoformat(today)


@given(TEXTS)
def test_a_period_from_an_old_draft_is_offered_or_not_but_never_a_fault(text: str) -> None:
    assert offered(text, "flow", date(2026, 10, 20)) in {True, False}


def edit(value: str, note: str, stamp: int) -> dict[str, object]:
    return {"value": value, "note": note, "stamp": stamp}


def test_edits_are_laid_over_what_stands_and_remember_what_was_on_the_screen() -> None:
    typed = {"b/x": Cell("1", "note", seen=6)}
    edits = {"a/x": edit("5", "", 11), "b/x": edit("2", "note", 12), "c/x": edit("9", "", 13)}
    # b/x was begun at revision 6, although 7 is drawn by now; nobody has drawn a c/x.
    assert taken_in(typed, edits, {"a/x": None, "b/x": 7}, 10) == (
        {"a/x": Cell("5", "", None), "b/x": Cell("2", "note", 6)},
        12,
    )


def test_an_edit_is_taken_in_once() -> None:
    assert taken_in({}, {"a/x": edit("5", "", 10)}, {"a/x": None}, 10) == ({}, 10)


def test_an_emptied_cell_is_no_change() -> None:
    assert taken_in({"a/x": Cell("1")}, {"a/x": edit(" ", "", 2)}, {"a/x": 7}, 1) == ({}, 2)


@given(st.dictionaries(TEXTS, st.builds(Cell, TEXTS, TEXTS, st.none() | REVISIONS)))
def test_a_grid_s_draft_comes_back_as_it_was(cells: dict[str, Cell]) -> None:
    typed = {id: cell for id, cell in cells.items() if cell}
    assert read_grid(json.dumps(changes({}, typed))) == typed


@given(st.dictionaries(TEXTS, st.builds(Sketch, TEXTS, TEXTS, TEXTS, TEXTS, st.none() | REVISIONS)))  # fmt: skip
def test_the_form_s_drafts_come_back_as_they_were(sketches: dict[str, Sketch]) -> None:
    left = {id: sketch for id, sketch in sketches.items() if sketch}
    assert read_form(json.dumps(changes({}, left))) == left


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | TEXTS,
    lambda inner: st.lists(inner) | st.dictionaries(TEXTS, inner),
)


@pytest.mark.parametrize(
    "payload", ["[" * 100_000, f'{{"a/x": {{"value": "1", "seen": {2**63}}}}}', '{"a/x": {"value": "1", "seen": -1}}']
)  # fmt: skip
def test_no_draft_is_too_deep_and_no_revision_too_large(payload: str) -> None:
    assert all(cell == Cell("1") for cell in read_grid(payload).values())


@given(JSON.map(json.dumps) | TEXTS)
def test_a_damaged_draft_is_read_as_far_as_it_makes_sense(payload: str) -> None:
    for cell in read_grid(payload).values():
        assert isinstance(cell.value, str)
    for sketch in read_form(payload).values():
        assert isinstance(sketch.period, str)


@pytest.mark.parametrize(
    ("value", "written"),
    [
        # 1500.5 / 100,000,000 = 0.000015005
        ("1500.5", "0.000015005"),
        ("0.0000000001", "0.000000000000000001"),
        ("-1", "−0.00000001"),
        ("0", "0"),
        ("123456789012345678.0123456789", "1,234,567,890.123456780123456789"),
    ],
)
def test_no_figure_is_rounded_away_in_the_worksheet(
    catalogue: Catalogue, value: str, written: str
) -> None:
    (series, *_) = asked_of(catalogue, "binzhou")
    assert amount(value, series, "en") == written
