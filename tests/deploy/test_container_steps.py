"""The steps of deploy/Containerfile, one after the other in a folder of their own."""

import json
import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.machine.server import ServerFactory
from tests.structure.test_tree import ROOT

STEPS = (ROOT / "deploy" / "Containerfile").read_text(encoding="utf-8")


@pytest.mark.long
def test_the_build_stage_gives_a_program_that_works(tmp_path: Path) -> None:
    """No engine for containers is asked of the machine: COPY copies, RUN runs, in one folder."""
    source, program = tmp_path / "source", tmp_path / "program"
    source.mkdir()
    build = STEPS.partition("\nFROM ")[2].partition("\nFROM ")[0]
    kept = {k: v for k, v in os.environ.items() if k not in {"PYTHONPATH", "VIRTUAL_ENV"}}

    def run(line: str) -> str:
        done = subprocess.run(
            ["sh", "-c", line], cwd=source, env=kept, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, f"{line}\n{done.stdout}{done.stderr}"
        return done.stdout

    for line in build.splitlines():
        word, _, rest = line.partition(" ")
        if word == "COPY":
            *names, to = shlex.split(rest)
            for name in names:
                if (ROOT / name).is_dir():
                    shutil.copytree(ROOT / name, source / to)
                else:
                    shutil.copy(ROOT / name, source / to)
        elif word == "RUN":
            there = rest.replace("/opt/cluster-dashboard", str(program))
            run(there.replace("/tmp/wheel", str(tmp_path / "wheel")))  # noqa: S108 - the container's own
    command = program / "bin" / "cluster-dashboard"
    assert "Nothing was changed." in run(f"{command} doctor --lang en")


def test_the_last_stages_command_answers_its_own_health_check(serve: ServerFactory) -> None:
    stage = STEPS.rpartition("\nFROM ")[2]
    told = dict(re.findall(r"(CLUSTER_DASHBOARD_\w+)=(\S+)", stage))
    (checking,) = re.findall(r"(?m)^HEALTHCHECK .* CMD (\[.*\])$", stage)
    (starting,) = re.findall(r"(?m)^CMD (\[.*\])$", stage)
    program, word, *options = json.loads(starting)
    assert (program, word) == ("cluster-dashboard", "serve")
    served = serve(*options, environment=told)
    asked = json.loads(checking.replace(told["CLUSTER_DASHBOARD_PORT"], str(served.port)))
    assert asked[0] == "python"

    def healthy() -> bool:
        done = subprocess.run([sys.executable, *asked[1:]], capture_output=True, check=False)
        return done.returncode == 0

    assert healthy()
    # From outside of the container, and for reading only, as nothing else was said.
    assert "Read-only: the server listens on 0.0.0.0" in served.printed()
    served.stop()
    assert not healthy()
