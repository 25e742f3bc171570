"""Leaders of clusters from the command line: assigned, ended, listed as of a day, named when missing."""

import json
from typing import Any

import pytest

from tests.commands.conftest import Run

ASSIGN = ("assign", "binzhou", "fine-chemicals", "--person", "甲", "--post", "副市长")
BY = ("--since", "2026-03-01", "--reason", "滨办发〔2026〕3号")


def told(run: Run, *words: str, **more: str) -> Any:
    done = run("officials", *words, "--format", "json", **more)
    assert (done.code, done.err) == (0, "")
    return json.loads(done.out)


def of_chemicals(run: Run, *words: str) -> Any:
    rows = told(run, "list", "--region", "滨州市", *words)
    return [row for row in rows if row["cluster"] == "fine-chemicals"]


def test_a_leader_is_assigned_until_another_is_or_nobody(run: Run) -> None:
    (none,) = of_chemicals(run)
    assert (none["person"], none["since"]) == (None, None)
    kept = told(run, *ASSIGN, *BY)
    assert (kept["id"], kept["person"], kept["since"]) == (1, "甲", "2026-03-01")
    (row,) = of_chemicals(run)
    assert (row["person"], row["post"], row["since"]) == ("甲", "副市长", "2026-03-01")
    told(run, "end", "binzhou", "fine-chemicals", "--since", "2026-09-01", "--reason", "调任")
    (row,) = of_chemicals(run)
    assert row["person"] is None
    # For the same day a later one takes the place of the earlier.
    told(run, "assign", "binzhou", "fine-chemicals", "--person", "乙", "--since", "2026-09-01",
         "--reason", "订正")  # fmt: skip
    (row,) = of_chemicals(run)
    assert row["person"] == "乙"


def test_every_cluster_without_one_is_listed_by_name(run: Run) -> None:
    told(run, *ASSIGN, *BY)
    done = run("officials", "list", "--region", "binzhou", lang="zh_CN.UTF-8")
    lines = done.out.splitlines()
    assert len(lines) == 2 + 12
    assert sum("尚未明确" in line for line in lines) == 11
    assert sum("甲" in line for line in lines) == 1


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("assign", "binzhou", "nope", "--person", "甲", *BY), "no cluster “nope”"),
        (("assign", "nowhere", "nope", "--person", "甲", *BY), "nowhere"),
        ((*ASSIGN, "--since", "2026-03-01", "--reason", " "), "Give the ground"),
    ],
)
def test_what_cannot_be_assigned_is_said(run: Run, words: tuple[str, ...], sentence: str) -> None:
    done = run("officials", *words)
    assert done.code == 1
    assert sentence in done.err
