"""The desk's pure parts: what is owed, periods to choose, edits and drafts."""

import json
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.actuals.periods import period
from dashboard.entry.drafts import (
    LONGEST_TEXT,
    MOST_EDITS,
    Typed,
    Unsaved,
    changes,
    edits_of,
    read,
    refused_of,
)
from dashboard.entry.periods import newest_code, offered, period_codes, years
from dashboard.entry.rows import series_for
from dashboard.entry.series import asked_of, choice_of, nearest
from dashboard.register import Catalogue
from dashboard.wording.entry_units import amount

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


PERIOD = "2026-M09"


def edit(id: str, stamp: int, seen: int | None = None, **texts: str) -> dict[str, object]:
    return {"region": "binzhou", "period": PERIOD, "id": id, "seen": seen, "stamp": stamp, **texts}


def taken_in(unsaved: Unsaved, *reported: dict[str, object]) -> Unsaved:
    unsaved.take_in(edits_of(list(reported)), {"a/x", "b/x"})
    return unsaved


def test_edits_are_laid_over_what_stands_and_remember_what_was_on_the_screen() -> None:
    unsaved = Unsaved("binzhou", {("b/x", PERIOD): Typed("1", "note", seen=6)}, stamp=10)
    # b/x was begun at revision 6, although 7 is on the screen by now; no goal asks for a c/x.
    taken_in(
        unsaved,
        edit("a/x", 11, value="5"),
        edit("b/x", 12, seen=7, value="2"),
        edit("c/x", 13, value="9"),
    )
    assert unsaved.typed == {
        ("b/x", PERIOD): Typed("2", "note", seen=6),
        ("a/x", PERIOD): Typed("5"),
    }
    # The edit without a place is answered too, so that the browser lets it go.
    assert unsaved.stamp == 13


def test_an_edit_is_taken_in_once_and_only_in_its_own_region() -> None:
    assert taken_in(Unsaved("binzhou", stamp=10), edit("a/x", 10, value="5")).typed == {}
    assert taken_in(Unsaved("foshan"), edit("a/x", 10, value="5")).typed == {}


def test_an_emptied_cell_is_no_change() -> None:
    unsaved = Unsaved("binzhou", {("a/x", PERIOD): Typed("1")})
    assert taken_in(unsaved, edit("a/x", 2, value=" ")).typed == {}


def test_what_is_typed_on_after_an_own_save_answers_the_figure_saved() -> None:
    unsaved = Unsaved("binzhou", saved={(("a/x", PERIOD), 4): 9})
    taken_in(unsaved, edit("a/x", 2, seen=4, value="37"))
    assert unsaved.typed["a/x", PERIOD].seen == 9


def test_a_figure_moves_to_another_period_unless_one_stands_there() -> None:
    typed = {("a/x", PERIOD): Typed("1", seen=3), ("b/x", PERIOD): Typed("2"), ("b/x", "2025"): Typed("3")}  # fmt: skip
    unsaved = Unsaved("binzhou", typed)
    unsaved.move("a/x", PERIOD, "2025", 8)
    unsaved.move("b/x", PERIOD, "2025", 8)
    assert unsaved.of_period("2025") == {"a/x": Typed("1", seen=8), "b/x": Typed("3")}
    assert unsaved.of_period(PERIOD) == {"b/x": Typed("2")}


PLACES = st.tuples(
    TEXTS.filter(bool), st.sampled_from(["2024", "2025-M09", "2025-Q3", "2025-H2", "2025-06-30"])
)
FIGURES = st.builds(Typed, TEXTS, TEXTS, st.none() | TEXTS, st.none() | REVISIONS)


@given(st.dictionaries(PLACES, FIGURES))
def test_a_draft_comes_back_as_it_was(typed: dict[tuple[str, str], Typed]) -> None:
    left = {place: each for place, each in typed.items() if each}
    assert read(json.dumps(changes({}, left))) == left


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | TEXTS,
    lambda inner: st.lists(inner) | st.dictionaries(TEXTS, inner),
)


@pytest.mark.parametrize(
    "payload", ["[" * 100_000, f'{{"2025 a/x": {{"value": "1", "seen": {2**63}}}}}', '{"2025 a/x": {"value": "1", "seen": -1}}']
)  # fmt: skip
def test_no_draft_is_too_deep_and_no_revision_too_large(payload: str) -> None:
    assert all(typed == Typed("1") for typed in read(payload).values())


@given(JSON.map(json.dumps) | TEXTS)
def test_a_damaged_draft_is_read_as_far_as_it_makes_sense(payload: str) -> None:
    for typed in read(payload).values():
        assert isinstance(typed.value, str)


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
def test_no_figure_is_rounded_away_on_the_desk(
    catalogue: Catalogue, value: str, written: str
) -> None:
    (series, *_) = asked_of(catalogue, "binzhou")
    assert amount(value, series.unit, "en") == written


def reported(**more: object) -> dict[str, object]:
    return {"region": "binzhou", "period": "2025", "id": "a/b", "seen": None, "stamp": 1} | more


def test_a_period_that_is_none_is_no_place_for_a_figure() -> None:
    # Its name would be asked for wherever unsaved work is listed.
    for code in ("", "2025-M13", "soon", "2025-m09", "9" * 5000):
        assert edits_of([reported(period=code, value="1")]) == []
        assert read(json.dumps({f"{code} a/b": {"value": "1"}})) == {}


def test_a_report_is_taken_in_portions_the_oldest_first_so_that_nothing_is_let_go_unread() -> None:
    many = [reported(id=f"a/{n}", value="1", stamp=n) for n in range(MOST_EDITS + 7, 0, -1)]
    taken = edits_of(many)
    assert [edit.stamp for edit in taken] == list(range(1, MOST_EDITS + 1))


def test_a_text_that_is_too_long_is_counted_and_not_taken() -> None:
    long = reported(note="字" * (LONGEST_TEXT + 1), value="1")
    kept = reported(note="字" * LONGEST_TEXT, stamp=2)
    assert refused_of([long, kept]) == 1
    assert [edit.stamp for edit in edits_of([long, kept])] == [2]
    assert (refused_of("none"), refused_of([None, 3])) == (0, 0)
