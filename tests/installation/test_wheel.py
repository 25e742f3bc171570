"""The wheel: everything the package has is in it, and it installs with the versions that were tested."""

import os
import re
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from tests.machine.audit import pinned
from tests.structure.test_tree import ROOT, TRACKED

LOCK = ROOT / "requirements.lock"


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the wheel as a release does."""
    folder = tmp_path_factory.mktemp("wheel")
    run(sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder), cwd=ROOT)
    (built,) = folder.glob("*.whl")
    return built


def run(*command: str, cwd: Path) -> str:
    kept = {k: v for k, v in os.environ.items() if k not in {"PYTHONPATH", "VIRTUAL_ENV"}}
    done = subprocess.run(
        command, cwd=cwd, env=kept, capture_output=True, text=True, timeout=900, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def test_every_file_of_the_package_and_the_register_is_in_the_wheel(wheel: Path) -> None:
    places = {"dashboard": "dashboard", "data": "dashboard/_shipped/data", "seeds": "dashboard/_shipped/seeds"}  # fmt: skip
    wanted = set()
    for path in TRACKED:
        top, _, rest = path.relative_to(ROOT).as_posix().partition("/")
        if top in places and "_shipped" not in rest:
            wanted.add(f"{places[top]}/{rest}")
    with zipfile.ZipFile(wheel) as opened:
        held = {name for name in opened.namelist() if ".dist-info/" not in name}
    assert wanted - held == set()
    assert {name for name in held - wanted if "/." in name} == set()


@pytest.mark.long
def test_an_installed_wheel_has_the_locked_versions_and_gives_its_register_away(
    wheel: Path, tmp_path: Path
) -> None:
    """As docs/operating.md has it: constraints made from the lock, then the wheel."""
    made = ("sed", "-n", r"/^[a-z]/s/ *\\$//p", str(LOCK))
    (tmp_path / "constraints.txt").write_text(run(*made, cwd=tmp_path))
    run(sys.executable, "-m", "venv", "program", cwd=tmp_path)
    program = tmp_path / "program" / "bin"
    pip = (str(program / "python"), "-m", "pip", "--disable-pip-version-check", "--quiet")
    run(*pip, "install", "-c", "constraints.txt", str(wheel), cwd=tmp_path)
    frozen = run(*pip, "freeze", cwd=tmp_path)
    installed = set(re.findall(r"(?m)^(\S+)==(\S+)$", frozen.lower().replace("_", "-")))
    assert len(installed) > 40
    assert installed - set(pinned(LOCK.read_text(encoding="utf-8")).items()) == set()
    command = str(program / "cluster-dashboard")
    run(command, "init", "ours", cwd=tmp_path)
    told = run(command, "check", "ours/data/targets.yaml", "--lang", "en", cwd=tmp_path)
    assert "109 goals" in told
