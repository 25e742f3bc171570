"""Where a sentence is said can be found by searching for its key.

A key is written out where it is said. One that is put together from a state or a column's name has its
keys in a comment beside it: each of them, or `room.group.*` for a group of more than six.
"""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from dashboard.languages import LANGUAGES, catalogue, rooms

PACKAGE = Path(__file__).parents[2] / "dashboard"
KEYS = sorted(key for room in rooms(LANGUAGES[0]) for key in catalogue(room, LANGUAGES[0]))
A_FEW = 6


def composed(path: Path) -> Iterator[tuple[int, str, list[str]]]:
    """Each f-string of a file that begins as a key does: its line, its beginning, what it may be."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if not isinstance(node, ast.JoinedStr) or not isinstance(node.values[0], ast.Constant):
            continue
        begin = str(node.values[0].value)
        if re.match(r"[a-z-]+\.", begin):
            parts = [
                re.escape(str(part.value)) if isinstance(part, ast.Constant) else r"[\w. -]+?"
                for part in node.values
            ]
            found = re.compile("".join(parts) + r"(-\w+)*")
            keys = [key for key in KEYS if key.startswith(begin) and found.fullmatch(key)]
            if keys:
                yield node.lineno, begin, keys


def unnamed(path: Path) -> list[str]:
    """What is put together in a file without its keys being named in a comment."""
    said = re.findall(r"^\s*# (.*)", path.read_text(encoding="utf-8"), re.MULTILINE)
    named = {key.strip() for line in said for key in line.split(",")}
    return [
        f"{path.relative_to(PACKAGE)}:{line}: {begin}… may be {', '.join(keys[:A_FEW])}"
        for line, begin, keys in composed(path)
        if not (set(keys) <= named or (len(keys) > A_FEW and begin + "*" in named))
    ]


def test_a_key_that_is_put_together_is_named_in_a_comment() -> None:
    assert [told for path in sorted(PACKAGE.rglob("*.py")) for told in unnamed(path)] == []


def test_views_say_what_they_name_and_leave_choosing_to_the_wording() -> None:
    # Which sentence stands for which state is chosen in wording/; a view names the one it says.
    chosen = [
        f"{path.relative_to(PACKAGE)}:{node.lineno}"
        for path in sorted((PACKAGE / "views").rglob("*.py"))
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Name)
        and node.func.id == "say"
        and not isinstance(node.args[0], ast.Constant)
    ]
    chosen += [
        str(path.relative_to(PACKAGE))
        for path in sorted((PACKAGE / "views" / "templates").rglob("*.*"))
        if re.search(r'say\((?!"[\w.-]+"[,)])', path.read_text(encoding="utf-8"))
    ]
    assert chosen == []


def test_a_key_that_is_named_nowhere_is_seen(tmp_path: Path) -> None:
    path = PACKAGE / "views" / "titles.py"
    assert list(composed(path)) == []
    bare = tmp_path / "bare.py"
    bare.write_text('say(f"returns.state.{state}", lang)\n', encoding="utf-8")
    assert [keys for _, _, keys in composed(bare)] == [
        ["returns.state.approved", "returns.state.draft", "returns.state.published",
         "returns.state.returned", "returns.state.submitted"],
    ]  # fmt: skip


def test_a_table_of_states_names_every_wording_of_its_group() -> None:
    # A state that is new has its wording first; the table without it would fail before a reader.
    text = (PACKAGE / "wording" / "states.py").read_text(encoding="utf-8")
    said = set(re.findall(r'": "([a-z][\w. -]+)"', text))
    groups = {key.rpartition(".")[0] for key in said}
    wanted = {key for key in KEYS if key.rpartition(".")[0] in groups}
    assert sorted(wanted - said) == []


def last_part(key: str) -> str:
    *_, before, last = key.split(".")
    return before if last in {"expected", "mend"} else last


def test_every_wording_is_said_somewhere() -> None:
    # Named in full, or in a comment beside where it is put together, or behind its room's name.
    written, said = [], set()
    for path in sorted(PACKAGE.rglob("*.*")):
        if path.suffix in {".py", ".html", ".js"}:
            text = path.read_text(encoding="utf-8")
            written.append(text)
            if path.suffix == ".py":
                said |= {key for _, _, keys in composed(path) for key in keys}
    text = "\n".join(written)
    words = set(re.findall(r"[a-z][\w-]*(?:\.[\w-]+)*", text))
    own = {"actuals", "audit", "backup", "diagnosis", "people", "register", "doors", "exchange"}
    silent = [
        key
        for key in KEYS
        if key not in words
        and key not in said
        and key not in text
        and not key.startswith(("chrome.", "language."))
        and not (key.split(".")[0] in own and last_part(key) in words)
    ]
    assert silent == []
