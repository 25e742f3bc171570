"""The curator's guide is written from the models."""

import re
from pathlib import Path

from dashboard.register import check, load_register
from docs import register_guide


def test_the_guide_to_the_register_is_current() -> None:
    assert register_guide.PAGE.read_text(encoding="utf-8") == register_guide.page(), (
        "Write it anew with: python -m docs.register_guide"
    )


def test_the_guide_explains_every_key_a_goal_may_have() -> None:
    from dashboard.register.models import Goal

    goals = register_guide.page().split("### Goal\n")[1].split("\n### ")[0]
    assert [name for name in Goal.model_fields if f"| `{name}` |" not in goals] == []


def test_the_whole_register_in_the_guide_is_one(tmp_path: Path) -> None:
    whole = register_guide.page().split("## A whole register")[1].split("\n## ")[0]
    for name, text in re.findall(r"`([\w/.-]+)`:\n\n```yaml\n(.+?)```", whole, re.DOTALL):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text, encoding="utf-8")
    assert check(tmp_path / "data", tmp_path / "seeds") == []
    goals = load_register(tmp_path / "data", tmp_path / "seeds").rows("goals")
    # The example of an evaluation method is said to go with it, in a file of its own.
    (method,) = re.findall(
        r"```yaml\n(evaluation_methods:\n.+?)```", register_guide.page(), re.DOTALL
    )
    added = tmp_path / "data" / "evaluation_methods.yaml"
    added.write_text(f"version: 1\n{method}", encoding="utf-8")
    assert check(tmp_path / "data", tmp_path / "seeds") == []
    # Of the tiers: each of two members, and that they are two; of the plan six, and a stretch.
    assert len(goals) == 3 + 6 + 1
