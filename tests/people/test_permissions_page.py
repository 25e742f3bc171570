"""The page in the documentation is what the matrix says."""

from dashboard.languages import LANGUAGES, has
from dashboard.people.identity import Role
from dashboard.people.matrix import RULES, Action
from dashboard.people.permissions_page import as_markdown
from tests.structure.test_tree import ROOT


def test_the_page_is_the_one_the_code_prints() -> None:
    page = (ROOT / "docs" / "permissions.md").read_text(encoding="utf-8")
    assert page == as_markdown(), (
        "python -m dashboard.people.permissions_page > docs/permissions.md"
    )


def test_every_cell_of_the_matrix_is_on_the_page() -> None:
    rows = {
        action: line
        for action in Action
        for line in as_markdown().splitlines()
        if f"(`{action}`)" in line
    }
    for action in Action:
        cells = [cell.strip() for cell in rows[action].strip("|").split("|")][1:]
        assert [cell == "—" for cell in cells] == [role not in RULES[action] for role in Role]


def test_every_role_action_and_refusal_has_its_words() -> None:
    reasons = [
        "no-rule", "unknown-region", "not-signed-in", "must-change-password", "token-scope",
        "no-role", "out-of-scope", "not-your-units", "not-yours", "person-out-of-scope",
    ]  # fmt: skip
    keys = [
        *(f"role.{role}" for role in Role),
        *(f"action.{action}" for action in Action),
        *(f"decision.{reason}" for reason in reasons),
    ]
    assert [key for key in keys for lang in LANGUAGES if not has(f"people.{key}", lang)] == []
