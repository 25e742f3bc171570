"""The shape of the tree: what a newcomer relies on without reading everything."""

import ast
import re
import subprocess
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[2]
PACKAGE = ROOT / "dashboard"

# From the ground up: a room may import its own and lower floors.
FLOORS = (
    {"settings", "setting_values", "languages"},
    {"register"},
    {"actuals"},
    # Accounts are kept in the figures' database, by its means; who may do what asks no figure.
    {"people"},
    {"backup"},
    {"audit"},
    {"progress"},
    {"judging"},
    {"wording"},
    # What a link looks at: parts of pages lead somewhere.
    {"addresses"},
    {"views"},
    {"charts", "exchange", "entry"},
    # Its invented figures stand in returns, whose calendar the entry desk knows.
    {"demonstration"},
    {"loading", "doors", "bulletins"},
    # What a page says, before any script has run; the pages offer its tables as files.
    {"first_paint"},
    {"shared_links"},
    {"app_pages"},
    {"shell"},
    {"app", "script", "server"},
    {"diagnosis"},
    {"commands", "cli"},
)
STREAMLIT_ROOMS = {
    "doors",
    "loading",
    "app_pages",
    "app",
    "server",
    "shell",
}
SQL_ROOMS = {"actuals", "people", "backup", "audit", "diagnosis"}

SOURCES = sorted(path for path in PACKAGE.rglob("*.py") if "_shipped" not in path.parts)
TRACKED = sorted(
    ROOT / name
    for name in subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    ).stdout.split("\0")
    if name and (ROOT / name).is_file()
)


def room(path: Path) -> str:
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py")


@cache
def parsed(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


@cache
def imported(path: Path) -> set[str]:
    """All modules a file imports, also late ones; not those only for the type checker."""
    names: set[str] = set()
    waiting: list[ast.AST] = [parsed(path)]
    while waiting:
        node = waiting.pop()
        if isinstance(node, ast.If) and "TYPE_CHECKING" in ast.unparse(node.test):
            waiting += node.orelse
            continue
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            names |= {node.module} | {f"{node.module}.{alias.name}" for alias in node.names}
        waiting += ast.iter_child_nodes(node)
    return names


def named(paths: list[Path]) -> list[str]:
    return [str(path.relative_to(ROOT)) for path in paths]


def test_imports_stand_together_at_the_head_of_a_file() -> None:
    """What only types need comes last; a file that was put into another may leave some behind."""
    late = []
    for path in SOURCES:
        seen = False
        for node in ast.parse(path.read_bytes()).body:
            if seen and isinstance(node, ast.Import | ast.ImportFrom):
                late.append(f"{path.relative_to(ROOT)}:{node.lineno}")
            is_import = isinstance(node, ast.Import | ast.ImportFrom)
            is_docstring = isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
            seen = seen or not (is_import or is_docstring)
    assert late == []


def test_every_room_has_a_floor() -> None:
    rooms = {room(path) for path in SOURCES} - {"__init__", "__main__"}
    assert rooms <= set().union(*FLOORS)


def test_imports_point_one_way() -> None:
    floor = {name: level for level, names in enumerate(FLOORS) for name in names}
    found = {}
    for path in SOURCES:
        own = floor.get(room(path), len(FLOORS))
        parts = [name.split(".") for name in imported(path)]
        asked = {part[1] for part in parts if part[0] == "dashboard" and len(part) > 1}
        found[str(path.relative_to(ROOT))] = {n for n in asked if floor.get(n, -1) > own}
    assert {path: above for path, above in found.items() if above} == {}


def test_streamlit_and_sql_stay_in_their_rooms() -> None:
    tops = {path: {name.split(".")[0] for name in imported(path)} for path in SOURCES}
    sql = {"sqlalchemy", "alembic", "psycopg", "sqlite3"}
    asking = [path for path, names in tops.items() if "streamlit" in names]
    assert named([path for path in asking if room(path) not in STREAMLIT_ROOMS]) == []
    asking = [path for path, names in tops.items() if names & sql]
    assert named([path for path in asking if room(path) not in SQL_ROOMS]) == []


def test_plotly_express_is_nowhere() -> None:
    assert [p for p in SOURCES if any("plotly.express" in n for n in imported(p))] == []


def test_progress_and_charts_do_no_reading_or_writing() -> None:
    outside = {"os", "pathlib", "socket", "urllib.request", "requests", "subprocess", "shutil"}
    pure = [path for path in SOURCES if room(path) in {"progress", "charts"}]
    assert named([path for path in pure if imported(path) & outside]) == []


def test_charts_are_given_their_words() -> None:
    # What a series, a period or a number is called is chosen in wording/, where all others ask too.
    asking = [
        path
        for path in SOURCES
        if room(path) == "charts"
        and any(name.startswith("dashboard.languages") for name in imported(path))
    ]
    assert named(asking) == []


def test_markup_stands_in_the_templates() -> None:
    # The frame's shell is the installed package's, changed in its own words.
    elsewhere = {"shell", "commands"}
    tag = re.compile(r"</?(div|p|span|ul|li|dl|h[1-6]|table|t[rdh]|a|b|i|section|details)[ >]")
    written = {
        path
        for path in SOURCES
        if room(path) not in elsewhere
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and tag.search(node.value)
    }
    # Plotly knows a bold word, and a component of Streamlit's is handed its one element.
    allowed = {"charts", "app_pages/sheet.py"}
    assert (
        sorted(
            str(path.relative_to(PACKAGE))
            for path in written
            if room(path) not in allowed and str(path.relative_to(PACKAGE)) not in allowed
        )
        == []
    )


def test_every_room_is_named_by_a_noun_of_the_field() -> None:
    empty = re.compile(r"^(utils?|helpers?|common|misc|managers?)(\.py)?$")
    parts = {part for path in TRACKED for part in path.relative_to(ROOT).parts}
    assert sorted(part for part in parts if empty.match(part)) == []


def test_every_chart_is_a_file_with_a_docstring() -> None:
    bare = [path for path in SOURCES if not ast.get_docstring(parsed(path))]
    assert named([path for path in bare if path.name != "__init__.py"]) == []
