"""However hostile a register's bytes, the work of reading it grows as its size does.

Work is counted in calls, not in time, which another's work on the machine would change.
"""

import sys
from collections.abc import Callable
from pathlib import Path
from types import FrameType

import pytest

from dashboard.register import Fault, check

INDICATOR = "  revenue: {name: {zh: 收入, en: Revenue}, unit: yuan, kind: flow, direction: up}\n"


def region(name: str, more: str = "") -> str:
    return f"  {name}: {{name: {{zh: 地, en: {name}}}, level: county{more}}}\n"


def with_token(size: int) -> str:
    """A key, a number and a name that is looked for, each of so many characters."""
    return (
        f"version: 1\nregions:\n{region('here')}{region('x' * size)}"
        f"indicators:\n{INDICATOR}clusters:\n  {'h' * size}: {{}}\n"
        f"{'k' * size}: {'9' * size}\n"
    )


def with_unknown_regions(size: int) -> str:
    lines = (region(f"county-{n}", f", parent: nowhere-{n}") for n in range(size))
    return f"version: 1\nregions:\n{''.join(lines)}indicators:\n{INDICATOR}"


def with_blank_lines(size: int) -> str:
    blank = "\n" * size
    return f"version: 1\nregions:\n{region('here')}{blank}indicators:\n{INDICATOR}"


def with_columns(size: int) -> str:
    keys = ", ".join(f"c{n}: 1" for n in range(size))
    return f"version: 1\nregions:\n  here: {{{keys}}}\nindicators:\n{INDICATOR}"


def work(act: Callable[[], object]) -> int:
    """Return how many calls it takes, those of C included."""
    calls = 0

    def counted(_: FrameType, event: str, __: object) -> None:
        nonlocal calls
        calls += event in {"call", "c_call"}

    before = sys.getprofile()
    sys.setprofile(counted)
    try:
        act()
    finally:
        sys.setprofile(before)
    return calls


@pytest.mark.parametrize(
    ("made", "size"),
    [
        (with_token, 5_000),
        (with_unknown_regions, 200),
        (with_blank_lines, 5_000),
        (with_columns, 200),
    ],
)
def test_four_times_the_size_is_at_most_about_four_times_the_work(
    made: Callable[[int], str], size: int, tmp_path: Path
) -> None:
    path = tmp_path / "targets.yaml"
    counts = []
    # The first round pays for what is imported.
    for each in (1, size, 4 * size):
        path.write_text(made(each), encoding="utf-8")
        faults: list[Fault] = []
        counts.append(work(lambda: faults.extend(check(path))))  # noqa: B023 - called at once
        # What is said of it is bounded, too.
        assert all(len(str(fault)) < 3_000 for fault in faults)
    assert counts[2] < 5 * counts[1]
