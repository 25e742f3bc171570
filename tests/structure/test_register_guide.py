"""The curator's guide is written from the models."""

from docs import register_guide


def test_the_guide_to_the_register_is_current() -> None:
    assert register_guide.PAGE.read_text(encoding="utf-8") == register_guide.page(), (
        "Write it anew with: python -m docs.register_guide"
    )


def test_the_guide_explains_every_key_a_goal_may_have() -> None:
    from dashboard.register.models import Goal

    goals = register_guide.page().split("### Goal\n")[1].split("\n### ")[0]
    assert [name for name in Goal.model_fields if f"| `{name}` |" not in goals] == []
