"""The same door where the pages are started by `streamlit run`."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.doors.conftest import ROOT
from tests.doors.tab import SHEET, Tab
from tests.doors.test_handshakes import knock
from tests.doors.visitor import Visitor
from tests.machine.register import compiled_register
from tests.machine.server import Served, free_port, wait_until_healthy


def started(folder: Path, *options: str, **environment: str) -> Served:
    folder.mkdir(parents=True, exist_ok=True)
    port, log = free_port(), folder / "log.txt"
    database = f"sqlite:///{(folder / 'actuals.db').as_posix()}"
    kept = {k: v for k, v in os.environ.items() if not k.startswith("CLUSTER_DASHBOARD_")}
    own = {
        "CLUSTER_DASHBOARD_DATABASE": database,
        "CLUSTER_DASHBOARD_CACHE": str(compiled_register()),
    }
    command = [sys.executable, "-m", "streamlit", "run", "dashboard/app.py"]
    command += ["--server.port", str(port), "--server.headless", "true", *options]
    with log.open("wb") as printed:
        process = subprocess.Popen(
            command,
            cwd=ROOT,
            env=kept | own | environment,
            stdin=subprocess.DEVNULL,
            stdout=printed,
            stderr=subprocess.STDOUT,
        )
    register = ROOT / "data" / "targets.yaml"
    return Served(f"http://127.0.0.1:{port}", port, database, register, log, process, folder)


@pytest.fixture(scope="module", params=["127.0.0.1", "0.0.0.0"])
def address(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(scope="module")
def run(address: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    served = started(tmp_path_factory.mktemp("run"), "--server.address", address)
    try:
        wait_until_healthy(served)
        yield served
    finally:
        served.stop()


def test_answers_are_those_of_our_door(run: Served) -> None:
    visitor = Visitor(run.port)
    for path, status in (("/", 200), ("/_stcore/metrics", 404), ("/_stcore/upload_file/a/b", 404)):
        answer = visitor.get(path)
        assert answer.status == status
        assert "default-src 'self'" in answer.header("content-security-policy")
        assert len(answer.header("x-request-id")) == 16
    assert visitor.get("/", Host="evil.example").status == 421


@pytest.mark.parametrize(
    ("host", "origin", "status"),
    [
        ("127.0.0.1:{port}", "http://127.0.0.1:{port}", 101),
        ("127.0.0.1:{port}", "https://evil.example", 403),
        ("127.0.0.1:{port}", "http://localhost:9999", 403),
        # A name of another site that was made to mean this machine.
        ("evil.example:{port}", "http://evil.example:{port}", 421),
    ],
)
def test_only_its_own_pages_open_a_websocket(
    run: Served, host: str, origin: str, status: int
) -> None:
    found = knock(run.port, {"Host": host, "Origin": origin})
    assert int(found.split()[1]) == status
    assert b"default-src 'self'" in found


def test_whoever_listens_for_others_lets_nobody_enter(run: Served, address: str) -> None:
    with Tab(run.port) as page:
        page.open("entry", "region=binzhou&goal=binzhou-2024.high-tech-firms&lang=en")
        assert (SHEET in page.widgets) is (address == "127.0.0.1")


def test_for_the_machines_own_user_it_listens_nowhere_else(tmp_path: Path) -> None:
    served = started(tmp_path, "--server.address", "0.0.0.0", CLUSTER_DASHBOARD_MODE="local")
    assert served.process.wait(300) == 1
    assert "--mode public" in served.printed()
    assert "Traceback" not in served.printed()
