"""`init` as who has installed the program types it."""

from pathlib import Path

from dashboard import settings
from tests.commands.conftest import ROOT, Run


def test_a_register_of_ones_own_is_the_one_that_came_with_the_program(
    run: Run, tmp_path: Path
) -> None:
    folder = tmp_path / "ours"
    done = run("init", str(folder))
    assert (done.code, done.err) == (0, "")
    for name in ("data", "seeds"):
        copied = {path.name: path.read_bytes() for path in (folder / name).iterdir()}
        assert copied == {path.name: path.read_bytes() for path in (ROOT / name).iterdir()}
    register = str(folder / "data" / "targets.yaml")
    assert register in done.out
    assert run("check", register).code == 0


def test_a_folder_with_something_in_it_is_left_as_it_is(run: Run, tmp_path: Path) -> None:
    (tmp_path / "ours" / "data").mkdir(parents=True)
    (tmp_path / "ours" / "data" / "targets.yaml").write_text("mine")
    done = run("init", str(tmp_path / "ours"))
    assert (done.code, done.out, len(done.complaints)) == (1, "", 1)
    assert (tmp_path / "ours" / "data" / "targets.yaml").read_text() == "mine"
    assert sorted(each.name for each in tmp_path.iterdir()) == ["actuals.db", "ours"]


def test_no_register_is_put_where_an_upgrade_replaces_it(run: Run) -> None:
    inside = Path(settings.__file__).parent / "ours"
    done = run("init", str(inside))
    assert (done.code, len(done.complaints)) == (1, 1)
    assert not inside.exists()
