"""The OpenAPI document is kept: whatever it allows is answered as it says, whatever else refused."""

import json
import re
import subprocess
import sys
from pathlib import Path
from urllib.parse import urljoin

import pytest

from dashboard.doors.api.models import Assessment
from dashboard.exchange.representations import GOAL_FIELDS, VERDICT_FIELDS
from tests.machine.server import Served


def asked_by_schemathesis(server: Served, folder: Path, *words: str) -> str:
    """All of its checks; slower than our own door's limit for one address."""
    command = [sys.executable, "-m", "schemathesis.cli", "run", f"{server.url}/api/v1/openapi.json"]
    done = subprocess.run(
        [*command, "--rate-limit", "1100/m", *words],
        cwd=folder,
        check=False,
        capture_output=True,
        text=True,
    )
    said = re.sub(r"(?m)^(.{300}).*$", r"\1", done.stdout)
    assert done.returncode == 0, said[-8000:]
    return said


def test_each_parameter_is_judged_as_described(own: Served, tmp_path: Path) -> None:
    words = (
        "--phases",
        "coverage",
        "--max-examples",
        "3",
        "--include-path-regex",
        "(observ|evalu)ations",
    )
    assert "Tested: 5" in asked_by_schemathesis(own, tmp_path, *words)


def test_a_verdict_is_described_with_all_that_the_command_line_gives() -> None:
    told = {*GOAL_FIELDS, *VERDICT_FIELDS, "on", "explanation", "steps"}
    assert set(Assessment.model_fields) == told


@pytest.mark.parametrize("address", ["/api/v1", "/api/v1/"])
def test_the_page_leads_to_the_description_with_a_slash_and_without(
    own: Served, address: str
) -> None:
    status, _, page = own.get(address)
    assert status == 200
    (link,) = re.findall(r'href="([^"]*openapi\.json)"', page.decode())
    status, _, described = own.get(urljoin(address, link))
    assert status == 200
    assert json.loads(described)["openapi"].startswith("3.1")


@pytest.mark.long
def test_made_up_requests_are_answered_as_described(own: Served, tmp_path: Path) -> None:
    asked_by_schemathesis(own, tmp_path, "--max-examples", "60")
