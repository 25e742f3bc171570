"""Every status and every reason the engine can give has its words in both languages."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

import dashboard.progress
from dashboard.languages import LANGUAGES, has
from dashboard.progress.lamp_rules import QUANTITIES
from dashboard.progress.path import PATHS
from dashboard.progress.status import ATTAINED, FOUR_GREYS, STATUSES
from dashboard.wording.changes import CAUSES

ROOM = Path(dashboard.progress.__file__).parent


def reasons() -> set[str]:
    """Every reason that a verdict or a refusal is made with as a literal."""
    found = set()
    for path in ROOM.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            name = getattr(getattr(node, "func", None), "id", "")
            if name in ("Verdict", "Refusal"):
                words = node.args[1:2] or [
                    one.value for one in node.args[:1] if hasattr(one, "value")
                ]
                for word in words:
                    found |= {x.value for x in ast.walk(word) if isinstance(x, ast.Constant)}
    return (
        {one for one in found if isinstance(one, str)} - set(STATUSES) - {"plan_status", " ", "-"}
    )


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_reason_is_worded(lang: str) -> None:
    assert len(reasons()) > 40
    assert sorted(r for r in reasons() if not has(f"progress.reason.{r}", lang)) == []


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_status_path_quantity_and_cause_is_worded(lang: str) -> None:
    keys = [status.key for status in STATUSES.values()]
    keys += [f"progress.path.{path}" for path in PATHS]
    keys += [f"progress.rule.quantity.{quantity}" for quantity in QUANTITIES]
    keys += [f"progress.move.{cause}" for cause in CAUSES if cause != "same"]
    assert [key for key in keys if not has(key, lang)] == []


def test_the_four_greys_are_grey_rings_and_reached_goals_are_green() -> None:
    assert {STATUSES[id].lamp for id in FOUR_GREYS} == {"grey"}
    assert {STATUSES[id].shape for id in FOUR_GREYS} == {"ring"}
    assert {STATUSES[id].lamp for id in ATTAINED} == {"green"}
    assert {s.sign for s in STATUSES.values()} == {"●", "▲", "■", "○"}
