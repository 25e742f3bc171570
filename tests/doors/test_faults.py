"""Faults of ours, shown to visitors: what to do for everybody, the details for who mends them."""

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from dashboard.people.directory import Directory
from dashboard.people.identity import EVERYWHERE, Grant, Role
from tests.doors.conftest import ROOT, Team
from tests.doors.tab import Tab
from tests.machine.register import register_to_edit
from tests.machine.server import ServerFactory

MENDS = Role.CURATOR
OVERVIEW = ("overview", "lang=en")


@pytest.fixture
def served(tmp_path: Path) -> Iterator[Team]:
    database = f"sqlite:///{(tmp_path / 'figures' / 'actuals.db').as_posix()}"
    with Directory.open(database) as people, ServerFactory(tmp_path, ROOT) as factory:
        register = register_to_edit(tmp_path / "register")
        public = ("--mode", "team", "--reading", "public")
        made = Team(factory(*public, database=database, register=register), people)
        yield made


def shown_to_each(team: Team) -> Iterator[tuple[str, str]]:
    with Tab(team.served.port) as page:
        yield "guest", page.open(*OVERVIEW).shown
    for role in Role:
        with team.tab(team.signed_in(f"a-{role}")) as page:
            yield role, page.open(*OVERVIEW).shown


def test_what_an_edit_broke_is_told_to_who_may_mend_it(served: Team) -> None:
    with Tab(served.served.port) as page:
        assert "is broken" not in page.open(*OVERVIEW).shown
    for role in Role:
        served.add(f"a-{role}", Grant(role, EVERYWHERE, True))
    register = served.served.register
    good = register.read_text(encoding="utf-8")
    register.write_text(good.replace("indicator: revenue,", "indicator: revenu,", 1), "utf-8")
    for who, shown in shown_to_each(served):
        # The last good one stays up for all.
        assert "is broken" in shown
        assert ("targets.yaml:" in shown) is (who == MENDS)
        assert bool(re.search(r"\brevenu\b", shown)) is (who == MENDS)
        assert str(register.parent) not in shown or who == MENDS


def test_a_database_that_is_gone_is_not_ready(served: Team) -> None:
    for each in folder_of(served).iterdir():
        each.unlink()
    for _ in range(3):
        ready = served.visitor().get("/readyz")
        assert (ready.status, json.loads(ready.text)["database"]) == (503, "unreachable")
    assert served.visitor().get("/healthz").status == 200
    # Who watches asks every few seconds: the log has the reason, and once.
    assert served.served.printed().count("database is unreachable") == 1


def test_of_a_damaged_database_visitors_are_told_the_id_it_has_in_the_log(served: Team) -> None:
    for each in folder_of(served).iterdir():
        each.write_bytes(b"no database any more " * 5000)
    with Tab(served.served.port) as page:
        page.open(*OVERVIEW)
    first = served.visitor().get("/?lang=en").text
    for shown, everything in ((page.shown, page.everything), (first, first)):
        told = re.search(r"\b([0-9a-f]{16})\b", shown.rpartition("cannot be shown")[2])
        assert told
        for inside in (
            str(folder_of(served)),
            "sqlite",
            "Traceback",
            "malformed",
            "not a database",
        ):
            assert inside not in everything
        lines = [json.loads(x) for x in served.served.printed().splitlines() if x.startswith("{")]
        assert told[1] in {each.get("request") for each in lines if each["level"] == "error"}


def folder_of(team: Team) -> Path:
    return Path(team.served.database.removeprefix("sqlite:///")).parent
