"""Several processes behind one port: what one visitor asks goes to one of them, whatever comes.

The tests share a server and run in their order; the last two end its parts.
"""

import http.client
import socket
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing

import psutil
import pytest

from dashboard.doors.modes import ModeRefused, check_mode
from dashboard.people.directory import Directory
from dashboard.people.identity import EVERYWHERE, Grant, Role
from dashboard.settings import Settings
from tests.doors.conftest import ROOT, Team
from tests.doors.tab import Tab
from tests.doors.visitor import Visitor
from tests.machine.server import Served, ServerFactory

GOALS = ("goals", "lang=en&region=binzhou")
ENTRY = ("entry", "lang=en&region=binzhou")


@pytest.fixture(scope="module")
def team(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Team]:
    folder = tmp_path_factory.mktemp("processes")
    database = f"sqlite:///{(folder / 'actuals.db').as_posix()}"
    with Directory.open(database) as people, ServerFactory(folder, ROOT) as factory:
        options = ("--mode", "team", "--processes", "2")
        metrics = {"CLUSTER_DASHBOARD_METRICS": "on"}
        served = factory(*options, database=database, environment=metrics)
        team = Team(served, people)
        team.add("clerk", Grant(Role.CLERK, EVERYWHERE))
        yield team


@pytest.fixture(scope="module")
def clerks(team: Team) -> list[Visitor]:
    """Four browsers, one after the other, each told the next process."""
    return [team.signed_in("clerk") for _ in range(4)]


def serving(served: Served) -> list[psutil.Process]:
    """Return the processes that serve, which all listen; the one that watches over them does not."""
    family = psutil.Process(served.process.pid).children(recursive=True)
    return [each for each in family if listens(each)]


def listens(process: psutil.Process) -> bool:
    return any(each.status == psutil.CONN_LISTEN for each in process.net_connections("tcp"))


def pages_held(process: psutil.Process) -> int:
    states = [each.status for each in process.net_connections("tcp")]
    return states.count(psutil.CONN_ESTABLISHED)


def shared_memory(process: psutil.Process, name: str) -> str:
    return next(each.path for each in process.memory_maps() if each.path.endswith(name))


def upload(visitor: Visitor, tab: Tab, connection: http.client.HTTPConnection, size: int) -> int:
    body = (
        '--edge\r\nContent-Disposition: form-data; name="file"; filename="f.csv"\r\n'
        f"Content-Type: text/csv\r\n\r\n{'x' * size}\r\n--edge--\r\n"
    )
    visitor.get("/_stcore/health")
    told = {
        "Content-Type": "multipart/form-data; boundary=edge",
        "X-Xsrftoken": visitor.cookies["_streamlit_xsrf"],
        "Cookie": visitor.cookie,
    }
    # Head and body in one piece, as a browser sends a small file.
    connection.request("PUT", f"/_stcore/upload_file/{tab.session}/a{size}", body, told)
    return answer_of(connection)[0]


def download(visitor: Visitor, path: str, connection: http.client.HTTPConnection) -> bytes:
    connection.request("GET", path, headers={"Cookie": visitor.cookie})
    status, body = answer_of(connection)
    return body if status == 200 else b""


def answer_of(connection: http.client.HTTPConnection) -> tuple[int, bytes]:
    answer = connection.getresponse()
    return answer.status, answer.read()


def test_visitors_upload_and_download_through_the_process_they_were_given(
    team: Team, clerks: list[Visitor]
) -> None:
    assert sorted(each.cookies["cluster_process"] for each in clerks) == ["0", "0", "1", "1"]
    processes = serving(team.served)
    assert len(processes) == 2
    with ExitStack() as opened:
        tabs = [opened.enter_context(team.tab(each)) for each in clerks]
        for tab in tabs:
            tab.open(*ENTRY)
        assert [pages_held(each) for each in processes] == [2, 2]
        # What one meets of a full disk, the other knows.
        assert len({shared_memory(each, "full.disk") for each in processes}) == 1
        assert "cluster_dashboard_open_pages 4.0" in Visitor(team.served.port).get("/metrics").text
        # One connection for all of them, as a proxy in front keeps it.
        one = opened.enter_context(closing(connected(team.served.port)))
        kept = one.sock
        for size in (10, 400_000):
            sent = [upload(*each, one, size) for each in zip(clerks, tabs, strict=True)]
            assert sent == [204] * 4
        paths = [tab.open(*GOALS).file_of("goals-csv") for tab in tabs]
        assert [b"binzhou" in download(*each, one) for each in zip(clerks, paths, strict=True)] == [
            True
        ] * 4
        assert one.sock is kept
        # The other process knows nothing of that page.
        clerks[0].cookies["cluster_process"] = clerks[1].cookies["cluster_process"]
        assert upload(clerks[0], tabs[0], one, 20) == 404
        clerks[0].cookies["cluster_process"] = clerks[2].cookies["cluster_process"]


def connected(port: int) -> http.client.HTTPConnection:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    connection.connect()
    return connection


def test_a_number_that_nobody_was_told_is_none_and_another_is_told(team: Team) -> None:
    known = {f"cluster_process={number}; Path=/; HttpOnly; SameSite=Lax" for number in range(2)}
    for told in ("2", "-1", "1e0", "\uff11", "0000", "1; cluster_process=0", "x" * 9000):
        cookie = f"cluster_process={told}".encode().decode("latin-1")
        answer = Visitor(team.served.port).get("/sign-in", Cookie=cookie)
        given = [value for name, value in answer.headers if value.startswith("cluster_process=")]
        assert (answer.status, [each in known for each in given]) == (200, [True]), told


def test_who_says_nothing_or_half_a_head_keeps_nobody_waiting(team: Team) -> None:
    begun = b"GET /healthz HTTP/1.1\r\nHost: 127.0.0.1\r\nCookie: cluster_pro"
    with ExitStack() as opened:
        silent = [
            opened.enter_context(socket.create_connection(("127.0.0.1", team.served.port)))
            for _ in range(60)
        ]
        for each in silent[::2]:
            each.sendall(begun)
        assert Visitor(team.served.port).get("/healthz").status == 200
        # The rest comes later, in pieces, for the one and the other process.
        for number, each in enumerate(silent[:8:2]):
            each.sendall(b"cess=%d\r\n" % (number % 2))
            each.sendall(b"\r\n")
            assert each.recv(12) == b"HTTP/1.1 200"


def test_a_process_that_is_killed_is_started_anew_and_its_visitors_find_it(
    team: Team, clerks: list[Visitor]
) -> None:
    by_number = {each.cookies["cluster_process"]: each for each in clerks}
    before = serving(team.served)
    with team.tab(by_number["0"]) as one, team.tab(by_number["1"]) as other:
        for tab in (one, other):
            tab.open(*GOALS)
        # Without the file of the database it would make an empty one.
        database = team.served.data.parents[1] / "actuals.db"
        away = database.rename(database.with_suffix(".away"))
        before[0].kill()
        before[0].wait(10)
        until(lambda: "is not started anew" in team.served.printed())
        assert not database.exists()
        away.rename(database)
        # What is asked meanwhile waits for it.
        assert [each.get("/healthz").status for each in by_number.values()] == [200, 200]
        alive = [tab for tab in (one, other) if still_open(tab)]
        assert len(alive) == 1
    assert (
        '"said": "A process of this server has ended and is started anew"' in team.served.printed()
    )
    # Nor does one that has just started, whatever it is asked first.
    database.rename(away)
    # What has a connection can still be read.
    assert {each.get("/region?lang=en").status for each in by_number.values()} <= {200, 503}
    assert not database.exists()
    away.rename(database)
    after = serving(team.served)
    assert (len(after), len({each.pid for each in after} & {each.pid for each in before})) == (2, 1)
    for clerk in by_number.values():
        with team.tab(clerk) as tab:
            assert download(
                clerk, tab.open(*GOALS).file_of("goals-csv"), connected(team.served.port)
            )


def until(true: Callable[[], bool]) -> None:
    end = time.monotonic() + 60
    while not true():
        assert time.monotonic() < end
        # Another process's log: there is no event to wait for.
        time.sleep(0.05)


def still_open(tab: Tab) -> bool:
    from websockets.exceptions import ConnectionClosed

    try:
        tab.rerun()
    except ConnectionClosed:
        return False
    return True


def test_told_to_stop_it_ends_with_all_its_processes(team: Team) -> None:
    family = psutil.Process(team.served.process.pid).children(recursive=True)
    assert team.served.stop() == 0
    assert psutil.wait_procs(family, timeout=20)[1] == []
    assert "Traceback" not in team.served.printed()


@pytest.mark.long
def test_processes_end_when_who_watches_over_them_is_killed(serve: ServerFactory) -> None:
    served = serve("--processes", "2")
    family = psutil.Process(served.process.pid).children(recursive=True)
    served.process.kill()
    assert psutil.wait_procs(family, timeout=30)[1] == []


def test_several_processes_leave_tls_to_a_proxy(own_home: object) -> None:
    with pytest.raises(ModeRefused, match="CLUSTER_DASHBOARD_PROCESSES"):
        check_mode(Settings(processes=2, certificate="c.pem", certificate_key="k.pem"))
    check_mode(Settings(certificate="c.pem", certificate_key="k.pem"))
