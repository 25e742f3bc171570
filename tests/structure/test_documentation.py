"""The README and the command line tell the same story."""

import io
import re
from contextlib import redirect_stdout
from datetime import date
from functools import cache

import pytest

from dashboard import __version__
from dashboard.cli import main
from dashboard.settings import Settings
from tests.structure.test_tree import ROOT

README = ROOT / "README.md"
SECURITY = ROOT / "SECURITY.md"


@cache
def printed(*words: str) -> str:
    out = io.StringIO()
    with redirect_stdout(out), pytest.raises(SystemExit) as ended:
        main([*words, "--help"])
    assert ended.value.code == 0
    return out.getvalue()


COMMANDS = ["serve", "check", "goals", "assess", "actuals", "schema", "user", "token"]
COMMANDS += [
    "returns",
    "remedies",
    "evaluate",
    "officials",
    "comments",
    "backup",
    "restore",
    "template",
]
COMMANDS += ["bulletin", "bulletin-verify", "outbox", "chart", "export"]
# Of the operator.
COMMANDS += ["init", "settings", "doctor", "database", "audit"]
RETURNS = ["list", "show", "submit", "return", "approve", "correct", "publish"]
REMEDIES = ["list", "add", "report", "escalate", "answer", "show"]
COMMENTS = ["list", "add", "withdraw"]
ACTUALS = ["import", "export", "publish", "history"]
AUDIT = ["verify", "head", "list", "search", "export"]
USER = ["add", "list", "disable", "enable", "reset", "roles", "audit"]


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_is_in_the_help_and_in_the_readme(command: str) -> None:
    assert command in printed()
    assert f"cluster-dashboard {command}" in README.read_text(encoding="utf-8")
    assert len(printed(command)) > 100


@pytest.mark.parametrize("command", ACTUALS)
def test_every_command_about_actuals_is_in_the_help_and_in_the_readme(command: str) -> None:
    assert command in printed("actuals")
    assert re.search(rf"actuals [a-z|]*{command}", README.read_text(encoding="utf-8"))


@pytest.mark.parametrize(
    ("group", "words"),
    [
        ("actuals", ACTUALS),
        ("user", USER),
        ("returns", RETURNS),
        ("remedies", REMEDIES),
        ("comments", COMMENTS),
        ("audit", AUDIT),
    ],
)
def test_no_command_of_a_group_is_left_out(group: str, words: list[str]) -> None:
    (listed, *_) = re.findall(r"\{([a-z,]{8,})\}", printed(group))
    assert set(listed.split(",")) == set(words)
    told = README.read_text(encoding="utf-8")
    assert [word for word in words if not re.search(rf"{group} [a-z\\|]*{word}", told)] == []


def test_every_proof_of_security_exists_and_every_test_of_the_doors_is_one() -> None:
    named = set(re.findall(r"`(tests/[\w/]+\.py)`", SECURITY.read_text(encoding="utf-8")))
    assert {name for name in named if not (ROOT / name).exists()} == set()
    doors = {f"tests/doors/{path.name}" for path in (ROOT / "tests/doors").glob("test_*.py")}
    assert doors - named == set()


def test_every_setting_that_security_names_is_read() -> None:
    table = SECURITY.read_text(encoding="utf-8").partition("| setting")[2].partition("\n\n")[0]
    rows = [line.split("|")[1] for line in table.splitlines() if line.startswith("| `")]
    names = [name for row in rows for name in re.findall(r"`([A-Z_]+)`", row)]
    assert len(names) > 8
    assert set(names) - {name.upper() for name in Settings.model_fields} == set()


def test_the_help_names_no_command_that_is_not_tested_here() -> None:
    groups = re.findall(r"\{([a-z,-]+)\}", printed())
    assert groups, "the help lists the commands in braces"
    assert set(groups[0].split(",")) == set(COMMANDS)


@pytest.mark.parametrize("target", ["run", "test", "test-long", "check", "bench", "audit", "lock"])
def test_every_make_target_is_explained(target: str) -> None:
    assert f"make {target}" in README.read_text(encoding="utf-8")


def test_every_picture_and_file_the_readme_points_at_exists() -> None:
    linked = re.findall(r"\]\((?!https?:|#)([^)#]+)", README.read_text(encoding="utf-8"))
    assert linked
    assert [name for name in linked if not (ROOT / name).exists()] == []


def test_the_changelog_tells_every_version_newest_first_and_begins_with_the_programs_own() -> None:
    headings = re.findall(r"(?m)^## (.+)$", (ROOT / "CHANGELOG.md").read_text(encoding="utf-8"))
    released = [each for each in headings if each != "Unreleased"]
    assert headings[headings[0] == "Unreleased" :] == released
    dated = [re.fullmatch(r"(\d+)\.(\d+)\.(\d+), (\d{4}-\d{2}-\d{2})", each) for each in released]
    versions = [tuple(map(int, each.groups()[:3])) for each in dated if each]
    assert len(versions) == len(released)
    assert versions == sorted(set(versions), reverse=True)
    days = [date.fromisoformat(each[4]) for each in dated if each]
    assert days == sorted(days, reverse=True)
    assert ".".join(map(str, versions[0])) == __version__
