"""Bulletins of all regions from the command line: one each, and what was cut off goes on."""

from pathlib import Path

from dashboard.register import load_register
from tests.commands.conftest import ROOT, Run


def test_every_region_with_a_plan_has_its_file_and_only_missing_ones_are_made_again(
    run: Run, tmp_path: Path
) -> None:
    folder = tmp_path / "out"
    words = ("bulletin", "--all", "--period", "2026-M09", "--format", "xlsx", "-o", str(folder))
    assert run(*words).code == 0
    made = {path.name: path.stat().st_mtime_ns for path in folder.iterdir()}
    register = load_register(ROOT / "data" / "targets.yaml", ROOT / "seeds")
    planned = {one["region"] for one in register.rows("plans")}
    assert set(made) == {f"{region}-2026-M09.xlsx" for region in planned}
    (folder / "binzhou-2026-M09.xlsx").unlink()
    assert run(*words).code == 0
    again = {path.name: path.stat().st_mtime_ns for path in folder.iterdir()}
    assert {name for name in again if again[name] != made[name]} == {"binzhou-2026-M09.xlsx"}


def test_a_faulty_register_is_told_with_its_place_before_any_bulletin(
    run: Run, tmp_path: Path
) -> None:
    faulty, folder = tmp_path / "targets.yaml", tmp_path / "out"
    faulty.write_text("version: 1\nregionz:\n  a: 1\n", encoding="utf-8")
    words = ("bulletin", "--all", "--period", "2026-M09", "--format", "xlsx", "-o", str(folder))
    done = run(*words, "--register", str(faulty))
    assert done.code == 1
    assert any(f"{faulty}:2:" in line for line in done.complaints), done.err
    assert not folder.exists()
