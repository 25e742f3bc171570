"""What must never be in the repository: addresses of registries, paths of a machine, skipped tests."""

import re
from pathlib import Path

import pytest

from tests.structure.test_tree import ROOT, TRACKED, named

TEXTS = [
    path
    for path in TRACKED
    if path.suffix not in {".png", ".jpg", ".ico", ".xlsx", ".pdf", ".woff2"}
    # These two name what they look for.
    and path.name != Path(__file__).name
]


def lines_with(pattern: str, paths: list[Path]) -> list[str]:
    found = re.compile(pattern)
    return [
        f"{path.relative_to(ROOT)}:{number}: {line.strip()[:100]}"
        for path in paths
        for number, line in enumerate(path.read_bytes().decode("utf-8", "replace").splitlines(), 1)
        if found.search(line)
    ]


def test_no_lock_carries_download_addresses() -> None:
    foreign = {"uv.lock", "poetry.lock", "Pipfile.lock", "package-lock.json", "yarn.lock"}
    assert [path for path in TRACKED if path.name in foreign] == []
    locks = [path for path in TRACKED if path.suffix == ".lock"]
    assert named(locks) == ["bench/vizro.lock", "requirements-test.lock", "requirements.lock"]
    assert lines_with(r"https?:|--index-url|--extra-index-url|--find-links| @ ", locks) == []


def test_no_file_names_a_registry() -> None:
    hosts = r"pypi\.org|pythonhosted|registry\.npmjs|mirrors?\.[a-z]+\.(com|cn|edu)|index-url ="
    assert lines_with(hosts, TEXTS) == []


def test_no_file_names_a_path_of_somebodys_machine() -> None:
    assert (
        lines_with(r"/home/(?!me/)[a-z]|/Users/[A-Za-z]|/root/|/work/[a-z]|[A-Z]:\\\\Users", TEXTS)
        == []
    )


def test_every_dependency_has_its_reason() -> None:
    text = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    listed = text[text.index("dependencies = [") : text.index("]\n\n[project.optional")]
    wanted = [line for line in listed.splitlines() if line.startswith("    ")]
    assert [line for line in wanted if "  # " not in line] == []


@pytest.mark.parametrize("lock", ["requirements.lock", "requirements-test.lock"])
def test_every_locked_package_has_hashes_in(lock: str) -> None:
    blocks = re.split(r"\n(?=\S)", (ROOT / lock).read_text(encoding="utf-8"))
    pinned = [block for block in blocks if re.match(r"[a-z0-9-]+==", block)]
    assert pinned
    assert [block.splitlines()[0] for block in pinned if "--hash=sha256:" not in block] == []


def test_no_test_is_skipped_or_expected_to_fail() -> None:
    tests = [path for path in TEXTS if path.parts[len(ROOT.parts)] == "tests"]
    given_up = r"pytest\.(mark\.)?(skip|xfail|importorskip)|unittest\.skip"
    assert lines_with(given_up, [path for path in tests if path.suffix == ".py"]) == []


def test_every_silenced_check_gives_its_reason() -> None:
    sources = [path for path in TEXTS if path.suffix == ".py"]
    silenced = (
        r"# noqa(?!: [A-Z]+[0-9]+(, [A-Z]+[0-9]+)*\W+\w)|# type: ignore(?!\[[a-z-]+\]\s+# \w)"
    )
    assert lines_with(silenced, sources) == []


def test_every_rule_that_is_off_somewhere_has_its_reason_beside_it() -> None:
    text = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    for begin in ("\nignore = [\n", "\n[tool.ruff.lint.per-file-ignores]\n"):
        block = text.partition(begin)[2].partition("\n\n" if "[tool" in begin else "\n]\n")[0]
        above = ""
        for line in block.splitlines():
            if re.search(r'"[A-Z]+[0-9]+"', line):
                assert "# " in line or above.startswith("# "), line
            above = line


def test_every_page_a_test_opens_in_a_browser_is_closed_whatever_happens() -> None:
    tests = [path for path in TEXTS if path.parts[len(ROOT.parts)] == "tests"]
    opening = lines_with(r"\.new_context\(", [path for path in tests if path.suffix == ".py"])
    assert [line.partition(":")[0] for line in opening] == ["tests/machine/browser.py"]


def test_nothing_is_promised_for_later() -> None:
    sources = [path for path in TEXTS if path.suffix in {".py", ".yaml", ".toml", ".md"}]
    assert lines_with(r"#\s*(TO" + r"DO|FIX" + r"ME|XXX)\b", sources) == []
