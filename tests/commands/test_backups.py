"""`backup` and `restore` as an operator types them."""

from collections.abc import Callable
from pathlib import Path

from dashboard.actuals.figure_records import Audience
from dashboard.actuals.store import Store
from tests.commands.conftest import Run
from tests.machine.register import register_to_edit

Sheet = Callable[..., str]


def test_figures_and_register_move_to_another_machine(
    run: Run, sheet: Sheet, tmp_path: Path, new_postgres_url: str
) -> None:
    run("actuals", "import", sheet("binzhou,high-end-aluminium,revenue,2025,4711.5 亿元,年报"))
    exported = run("actuals", "export").out
    register = register_to_edit(tmp_path / "old")
    file, folder = str(tmp_path / "monday"), tmp_path / "new" / "register"
    done = run("backup", file, "--register", str(register))
    assert (done.code, done.err) == (0, "")
    assert "7 files of the register" in done.out
    done = run("restore", file, "--database", new_postgres_url, "--folder", str(folder))
    assert (done.code, done.err) == (0, "")
    for path in sorted(register.parents[1].rglob("*.*")):
        assert (folder / path.relative_to(register.parents[1])).read_bytes() == path.read_bytes()
    there = ("--database", new_postgres_url, "--register", str(folder / "data"))
    assert run("actuals", "export", *there).out == exported
    again = run("restore", file, "--database", new_postgres_url, lang="zh_CN.UTF-8")
    assert (again.code, len(again.complaints)) == (1, 1)
    assert "不是空的" in again.err


def test_a_full_folder_is_left_alone_and_the_database_with_it(
    run: Run, tmp_path: Path, sqlite_url: str
) -> None:
    file, kept = str(tmp_path / "backup"), tmp_path / "folder" / "somebody's work.yaml"
    assert run("backup", file).code == 0
    kept.parent.mkdir()
    kept.write_text("a: 1")
    other = tmp_path / "other.db"
    words = ("--database", f"sqlite:///{other}", "--folder", str(kept.parent))
    done = run("restore", file, *words)
    assert (done.code, done.out, len(done.complaints)) == (1, "", 1)
    assert [each.name for each in kept.parent.iterdir()] == [kept.name]
    assert not other.exists()


def test_a_backup_without_a_database_or_a_register_is_a_sentence(run: Run, tmp_path: Path) -> None:
    file, missing = str(tmp_path / "backup"), tmp_path / "missing"
    for words in (("--database", f"sqlite:///{missing}"), ("--register", str(missing))):
        done = run("backup", file, *words)
        assert (done.code, done.out, len(done.complaints)) == (1, "", 1)
        assert str(missing) in done.err
    assert list(tmp_path.glob("*backup*")) == list(tmp_path.glob("missing")) == []


def test_comments_and_evidence_move_along_with_the_bytes_that_lie_in_the_database(
    run: Run, tmp_path: Path, sqlite_url: str, new_postgres_url: str
) -> None:
    figure = ("binzhou", "high-end-aluminium", "revenue", "2025")
    content = b"%PDF-1.7\n\x00\xff\n%%EOF\n"
    with Store.open(sqlite_url) as store:
        said = store.comments.add(figure, "li", "含新并入的两家企业", Audience.READERS)
        named = ("台账.pdf", "application/pdf")
        store.evidence.add(figure, "li", named, content, Audience.REPORTING, None)
        gone = store.evidence.withdraw(1, "wang", "交错了")
        kept = store.evidence.add(figure, "li", named, content, Audience.PUBLIC, None)
    file = str(tmp_path / "backup")
    assert run("backup", file).code == 0
    assert run("restore", file, "--database", new_postgres_url).code == 0
    with Store.open(new_postgres_url) as store:
        assert store.comments.of([figure]) == [said]
        assert store.evidence.of([figure]) == [gone, kept]
        assert store.evidence.content(kept, None) == content
        # The next one is numbered after those that came along.
        assert store.comments.add(figure, "li", "已核", Audience.READERS).id == said.id + 1
