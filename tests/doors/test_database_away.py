"""A PostgreSQL that is stopped, hangs, is locked or read-only under a running server, and there again."""

import json
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from urllib.parse import quote

import psycopg
import pytest

from dashboard.people.directory import Directory
from dashboard.people.identity import Grant, Role
from tests.doors.conftest import PASSWORD, ROOT, Team
from tests.doors.tab import SHEET, Tab
from tests.machine.postgres import PostgresServer, start_postgres
from tests.machine.server import ServerFactory

ENTRY = ("entry", "lang=en&region=binzhou&cluster=high-end-aluminium&indicator=revenue&period=2024")
AWAY = "The database does not answer at the moment"
# Whatever the database or its driver says.
ITS_WORDS = ("psycopg", "127.0.0.1", "refused", "connection", "canceling", "Traceback", "SQL")


@dataclass(frozen=True)
class Installation:
    team: Team
    postgres: PostgresServer
    url: str

    def connection(self) -> psycopg.Connection[tuple[object, ...]]:
        return psycopg.connect(self.url.replace("+psycopg", ""), autocommit=True)

    def clerk(self) -> Tab:
        return self.team.tab(self.team.signed_in("clerk"))

    def errors(self) -> list[str]:
        lines = self.team.served.printed().splitlines()
        return [
            each["said"]
            for each in map(json.loads, (x for x in lines if x.startswith("{")))
            if each["level"] == "error"
        ]


@pytest.fixture(scope="module")
def installation(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    folder = tmp_path_factory.mktemp("away")
    with start_postgres(folder) as postgres:
        url = postgres.url("postgres")
        # Who sets limits of their own keeps them: here none at all.
        unlimited = f"{url}?options={quote('-c lock_timeout=0 -c statement_timeout=0')}"
        with Directory.open(url) as people, ServerFactory(folder, ROOT) as factory:
            team = Team(factory("--mode", "team", database=unlimited), people)
            team.add("clerk", Grant(Role.CLERK, "binzhou"))
            yield Installation(team, postgres, url)


@pytest.mark.parametrize(
    ("seconds", "period"), [(0, "2024"), pytest.param(60, "2023", marks=pytest.mark.long)]
)
def test_a_page_outlives_a_stop_of_the_database_with_what_is_typed(
    installation: Installation, seconds: int, period: str
) -> None:
    with installation.clerk() as tab, ThreadPoolExecutor(2) as pool:
        tab.open(ENTRY[0], ENTRY[1].replace("2024", period))
        told = json.loads(tab.widgets[SHEET].told)
        row = told["rows"][0]
        place = {"region": told["region"], "period": told["period"], "id": row["id"]}
        texts = {each["id"]: row[each["id"]] for each in told["columns"] if each["typed"]}
        edit = texts | place | {"value": "4321亿", "seen": row["seen"], "stamp": 1}
        programs = installation.team.signed_in("clerk")
        installation.postgres.stop()
        try:
            ready = installation.team.visitor().get("/readyz")
            assert (ready.status, json.loads(ready.text)["database"]) == (503, "unreachable")
            # A program waits for the database as long as a page does.
            asked = {
                lang: pool.submit(programs.get, f"/api/v1/assessments?lang={lang}")
                for lang in ("zh", "en")
            }
            tab._states[tab.widgets[SHEET].id] = (
                "json_value",
                json.dumps({"report": {"edits": [edit], "enter": None}}),
            )
            before = len(tab.everything)
            tab.ask(tab.widgets[SHEET].fragment)
            tab.until(AWAY)
            # Who comes anew is told as well, and not as a fault of ours.
            fresh = installation.team.visitor().get("/sign-in?lang=en")
            assert fresh.status == 200
            for lang, said in (
                ("zh", "暂时无法读取数据"),
                ("en", "The figures cannot be reached now"),
            ):
                refusal = asked[lang].result()
                assert (refusal.status, refusal.header("content-type")) == (
                    503,
                    "application/problem+json",
                )
                assert json.loads(refusal.text)["detail"].startswith(said)
            ends = time.monotonic() + seconds
            while time.monotonic() < ends:
                # As a browser does, which else would be taken for gone.
                tab.receive()
        finally:
            installation.postgres.start()
        tab.collect()
        assert "432,100,000,000" in tab.shown
        said = tab.everything[before:]
        for each in ITS_WORDS:
            assert each not in said
        tab.click("entry-save")
        assert "Saved" in tab.shown
        assert "A page waits for the database." in " ".join(installation.errors())
    with installation.connection() as asked:
        found = asked.execute(
            "SELECT value::text FROM latest WHERE period = %s", [period]
        ).fetchall()
    assert found == [("432100000000",)]
    assert installation.team.visitor().get("/readyz").status == 200


def test_who_signs_in_meanwhile_is_told_to_come_again(installation: Installation) -> None:
    signed_in = installation.team.signed_in("clerk")
    installation.postgres.stop()
    try:
        page = signed_in.get("/region?lang=en", Accept="text/html")
        tried = installation.team.visitor().sign_in("clerk", "not the password", "/")
    finally:
        installation.postgres.start()
    for answer in (page, tried):
        assert answer.status == 503
        assert "not available now; try again later" in answer.text
    assert signed_in.get("/region?lang=en").status == 200


def test_a_database_that_hangs_keeps_nobody_waiting(installation: Installation) -> None:
    with installation.clerk() as tab:
        tab.open(*ENTRY)
        asks = installation.team.signed_in("clerk")
        before = asks.get("/api/v1/assessments?region=binzhou")
        # Its connections stay open, and whatever is asked of them has no answer.
        with installation.postgres.hanging():
            ready = installation.team.visitor().get("/readyz")
            assert (ready.status, json.loads(ready.text)["database"]) == (503, "unreachable")
            refusal = asks.get("/api/v1/assessments?region=binzhou&lang=en")
            assert refusal.status == 503
            assert json.loads(refusal.text)["detail"].startswith(
                "The figures cannot be reached now"
            )
            tab.ask(tab.widgets[SHEET].fragment)
            tab.until(AWAY)
        tab.collect()
    after = asks.get("/api/v1/assessments?region=binzhou")
    assert (after.status, after.text) == (before.status, before.text)


def test_what_has_to_wait_is_not_ready(installation: Installation) -> None:
    with installation.connection() as other, other.transaction():
        other.execute("LOCK TABLE counter IN ACCESS EXCLUSIVE MODE")
        # Without limits of its own it would wait as long as the lock is held, which is until now.
        ready = installation.team.visitor().get("/readyz")
        assert (ready.status, json.loads(ready.text)["database"]) == (503, "unreachable")
        assert json.loads(ready.text)["register"] == "ok"


def test_a_save_that_a_read_only_database_refuses_is_told_logged_and_not_lost(
    installation: Installation,
) -> None:
    name = installation.connection().info.dbname
    with installation.clerk() as tab, installation.connection() as owner:
        tab.open(*ENTRY)
        tab.fill_in(value="4444亿")
        owner.execute(f"ALTER DATABASE {name} SET default_transaction_read_only = on")
        owner.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid() "
            "AND backend_type = 'client backend'"
        )
        try:
            before = len(tab.everything)
            tab._states[tab.widgets["entry-reason"].id] = ("string_value", "a correction")
            tab.click("entry-save")
            ready = installation.team.visitor().get("/readyz")
            assert (ready.status, json.loads(ready.text)["database"]) == (503, "unreachable")
            last = installation.errors()[-1]
            # A session cannot be kept either: one line, as of every save.
            told = len(installation.errors())
            assert installation.team.visitor().sign_in("clerk", PASSWORD).status == 503
            assert len(installation.errors()) == told + 1
        finally:
            owner.execute(f"ALTER DATABASE {name} RESET default_transaction_read_only")
        said = tab.everything[before:]
        assert "The figures were not saved. The database takes no changes" in said
        for each in ITS_WORDS:
            assert each not in said
        assert "Nothing was saved." in last
        assert "read-only transaction" in last
        assert "444,400,000,000" in tab.shown
        tab.click("entry-save")
        assert "Saved" in tab.shown
        assert installation.team.visitor().get("/readyz").status == 200
