"""Goals and figures of every shape, for properties that have to hold for all of them."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from hypothesis import strategies as st

from tests.progress.building import figure, goal

Row = dict[str, Any]
MEMBERS = ["one", "two", "three"]
LEVELS = ("stock", "share", "index")
_MEASURED = {
    "times base": ["0.5", "1", "2"],
    "change from base": ["0.5", "-0.13", "0"],
    "average growth": ["0.1", "0", "-0.1"],
}
CODES = ("2024", "2025", "2025-M06", "2025-M09", "2026-M02", "2026-M06")
AMOUNTS = st.decimals(min_value=-20, max_value=130, places=2).map(str)


@st.composite
def any_goal(draw: st.DrawFn, *, falling: bool | None = None) -> Row:
    """One goal of any kind, comparator, measure and shape; `falling` fixes its direction."""
    kind = draw(st.sampled_from(["flow", *LEVELS, "growth"]))
    down = draw(st.booleans()) if falling is None else falling
    caps = ["<=", "<"] if down else [">=", ">"]
    comparator = draw(st.sampled_from([*caps, "about", "approach", "range", "maintain", "="]))
    measure = draw(st.sampled_from(["value", "value", "value", *_MEASURED]))
    value = draw(st.sampled_from(_MEASURED.get(measure, ["-40", "0", "3", "30", "66.6", "100"])))
    every = draw(st.sampled_from([None, "year"]))
    over_members = draw(st.integers(0, 5)) == 0
    columns: Row = {
        "kind": kind,
        "unit": "fraction" if kind in ("growth", "share") else draw(st.sampled_from(["count", "yuan"])),
        "direction": "down" if down else "up",
        "comparator": comparator,
        "measure": measure,
        "value_high": str(Decimal(value) + 7) if comparator == "range" else None,
        "every": every,
        "due": draw(st.sampled_from([None, 2025, 2026, 2027] if every else [2025, 2026, 2027, None])),
        "since": draw(st.sampled_from([None, None, 2024, 2025, 2027])),
        "accumulates": draw(st.sampled_from(["year", "start"])),
        "base_year": draw(st.sampled_from([0, 2023])),
        "base_value": draw(st.sampled_from([None, "-10", "0", "12.5", "60", "120"])),
        "path": draw(st.sampled_from([None, "straight", "constant growth"])),
        "milestones": draw(
            st.sampled_from([[], [], [{"year": 2025, "value": "45"}, {"year": 2026, "value": "-5"}]])
        ),
        "about_tolerance": draw(st.sampled_from([None, "0.03"])),
    }  # fmt: skip
    if over_members:
        columns |= {
            "subject": "each-cluster", "subject_kind": "each-cluster", "members": MEMBERS,
        }  # fmt: skip
    return goal(value, **columns)


@st.composite
def any_figures(draw: st.DrawFn, promised: Row) -> list[Row]:
    """Figures of the goal's subject (or members), some of them exactly on goal or schedule."""
    subjects = promised["members"] or [promised["subject"]]
    value = promised["value"]
    on_the_line = st.sampled_from(
        [value, str(Decimal(value) / 2), str(Decimal(value) * Decimal("0.4"))]
    )
    rows = []
    for subject in subjects:
        for code in draw(st.lists(st.sampled_from(CODES), max_size=4, unique=True)):
            spelled = draw(AMOUNTS | on_the_line)
            rows.append(figure(code, spelled, subject=subject, revision=len(rows) + 1))
    return rows


def with_stretch(promised: Row) -> list[Row]:
    """A growth goal with a stretch beside it; any other goal alone."""
    if promised["kind"] != "growth" or promised["members"] or promised["measure"] != "value":
        return [promised]
    sense = -1 if promised["direction"] == "down" else 1
    further = str(Decimal(promised["value"]) + sense * 5)
    stretch = goal(further, **{**_plain(promised), "id": "stretch", "stretch_of": promised["id"],
                               "comparator": "<" if sense < 0 else ">"})  # fmt: skip
    return [promised, stretch]


def _plain(promised: Row) -> Row:
    derived = ("value", "value_float", "value_high", "value_high_float", "base_printed")
    return {name: value for name, value in promised.items() if name not in derived}
