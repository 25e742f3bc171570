"""Whatever is entered, a verdict comes back; and more is never worse."""

from __future__ import annotations

import math
from datetime import date

import pandas as pd
from hypothesis import given, settings
from hypothesis import strategies as st

from dashboard.progress.status import STATUSES
from dashboard.progress.table import COLUMNS, assess_table
from dashboard.wording.explanation import explain
from dashboard.wording.reasons import reason_text
from tests.progress.building import figure, goal, observed

RANK = {"red": 0, "yellow": 1, "green": 2}
KINDS = st.sampled_from(["flow", "stock", "share", "index", "growth"])
COMPARATORS = st.sampled_from([">=", ">", "about", "approach"])
AMOUNT = st.decimals(min_value=-1000, max_value=1000, places=2).map(str)
CODES = st.sampled_from(
    ["2023", "2024", "2025", "2025-M06", "2025-M09", "2025-M11", "2026-M02", "2026-M06"]
)


@st.composite
def upward_goals(draw: st.DrawFn) -> dict[str, object]:
    every = draw(st.sampled_from([None, "year"]))
    return goal(
        draw(st.decimals(min_value="0.5", max_value=1000, places=2).map(str)),
        kind=draw(KINDS),
        comparator=draw(COMPARATORS),
        unit=draw(st.sampled_from(["yuan", "count", "fraction"])),
        every=every,
        due=None if every else draw(st.sampled_from([2025, 2026, 2027])),
        base_year=2023,
        base_value=draw(st.none() | st.sampled_from(["0", "0.25", "50", "2000"])),
        accumulates=draw(st.sampled_from(["year", "start"])),
        since=draw(st.sampled_from([None, 2024])),
    )


@settings(max_examples=80, deadline=None)
@given(upward_goals(), CODES.filter(lambda c: c != "2023"), AMOUNT, AMOUNT)
def test_raising_an_actual_never_worsens_the_lamp_of_an_upward_goal(
    promised: dict[str, object], code: str, one: str, other: str
) -> None:
    low, high = sorted((one, other), key=float)
    on = date(2026, 7, 15)
    goals = pd.DataFrame([promised])
    before = assess_table(goals, observed(figure(code, low)), on).iloc[0]["lamp"]
    after = assess_table(goals, observed(figure(code, high)), on).iloc[0]["lamp"]
    if before in RANK and after in RANK:
        assert RANK[after] >= RANK[before]
    assert before not in RANK or after in RANK


@settings(max_examples=40, deadline=None)
@given(st.lists(st.tuples(CODES, AMOUNT), max_size=8), st.randoms(), upward_goals())
def test_the_order_of_rows_does_not_matter(
    entries: list[tuple[str, str]], random: object, promised: dict[str, object]
) -> None:
    rows = [figure(code, value, revision=n) for n, (code, value) in enumerate(entries)]
    mixed = list(rows)
    random.shuffle(mixed)
    goals, on = pd.DataFrame([promised]), date(2026, 7, 15)
    first, second = (
        assess_table(goals, observed(*rows), on),
        assess_table(goals, observed(*mixed), on),
    )
    plain = [one.drop(columns="assessment") for one in (first, second)]
    pd.testing.assert_frame_equal(*plain)


RUBBISH = st.one_of(
    st.none(), st.floats(), st.text(max_size=6), st.integers(), st.booleans(),
    st.sampled_from(["1e400", "-1e400", "NaN", "Infinity", "0", "-0", "1E-400"]),
)  # fmt: skip


@settings(max_examples=80, deadline=None)
@given(
    st.dictionaries(
        st.sampled_from(
            ["value", "value_float", "value_high", "due", "every", "since", "base_year",
             "base_value", "kind", "direction", "comparator", "measure", "path", "unit",
             "subject_kind", "members", "milestones", "accumulates", "stretch_of", "lamp_rule",
             "in_force", "step_indicator", "tier", "plan"]
        ),
        RUBBISH | st.lists(RUBBISH, max_size=3),
    ),
    st.lists(st.tuples(CODES, RUBBISH, RUBBISH, RUBBISH), max_size=4),
    st.dates(),
)  # fmt: skip
def test_no_input_gives_an_exception(
    odd: dict[str, object], entries: list[tuple[object, ...]], on: date
) -> None:
    rows = [
        figure(str(code), "1") | {"value": value, "value_float": rough, "year": year}
        for code, value, rough, year in entries
    ]
    promised = goal("10", every="year") | odd
    result = assess_table(
        pd.DataFrame([promised, promised | {"id": "second"}]), observed(*rows), on
    )
    assert list(result.columns) == list(COLUMNS)
    for row in result.to_dict("records"):
        assert STATUSES[row["status"]].lamp == row["lamp"]
        for lang in ("zh", "en"):
            assert reason_text(row, lang)
            assert explain(row, promised, lang).as_text()
        for name in ("completion", "schedule", "gap_points", "expected", "remaining"):
            assert not math.isinf(row[name])


def test_empty_frames_and_frames_without_columns_give_empty_answers() -> None:
    nothing = pd.DataFrame()
    assert len(assess_table(nothing, nothing, date(2026, 1, 1))) == 0
    assert len(assess_table(pd.DataFrame([goal("1")]).iloc[:0], observed(), date(2026, 1, 1))) == 0
    one = assess_table(pd.DataFrame([goal("1", due=2027)]), nothing, date(2026, 1, 1))
    assert one.iloc[0]["status"] == "no-data"
