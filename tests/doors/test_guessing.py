"""Guessing passwords and names at a real server."""

import http.client
from collections import Counter
from collections.abc import Iterator
from urllib.parse import urlencode

import pytest

from dashboard.people.directory import Directory
from tests.doors.conftest import PASSWORD, ROOT, Team
from tests.machine.server import ServerFactory


@pytest.fixture(scope="module")
def guessed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Team]:
    """A team of its own behind a proxy on this machine, so that visitors have addresses."""
    behind = {"CLUSTER_DASHBOARD_PROXIES": "127.0.0.1"}
    with ServerFactory(tmp_path_factory.mktemp("guessed"), ROOT) as factory:
        served = factory("--mode", "team", environment=behind)
        with Directory.open(served.database) as people:
            made = Team(served, people)
            made.add("heron")
            made.add("crane")
            made.add("wren")
            yield made


def test_unknown_names_get_the_same_page_as_wrong_passwords(guessed: Team) -> None:
    def tried(name: str) -> tuple[int, str]:
        visitor = guessed.visitor()
        page = visitor.sign_in(name, "some wrong password")
        told = page.text.replace(name, "NAME").replace(page.field("token"), "TOKEN")
        return page.status, told

    assert tried("wren") == tried("nobody")
    assert tried("wren")[0] == 401


@pytest.mark.parametrize(
    ("name", "guesser_at", "tries"),
    [
        ("heron", "203.0.113.9", 200),
        pytest.param("crane", "203.0.113.10", 10_000, marks=pytest.mark.long),
    ],
)
def test_guesses_are_slowed_however_many_and_the_owner_gets_in(
    guessed: Team, name: str, guesser_at: str, tries: int
) -> None:
    at_home = {"X_Forwarded_For": "198.51.100.7"}
    assert _signed_in(guessed, name, at_home) == 303
    guesser = guessed.visitor()
    token = guesser.get("/sign-in?lang=en").field("token")
    cookie = "; ".join(f"{k}={v}" for k, v in guesser.cookies.items())
    heads = {"Content-Type": "application/x-www-form-urlencoded", "Cookie": cookie}
    heads["X-Forwarded-For"] = guesser_at
    counted: Counter[int] = Counter()
    connection = http.client.HTTPConnection("127.0.0.1", guessed.served.port, timeout=300)
    for turn in range(tries):
        fields = {"token": token, "name": name, "password": f"guess number {turn}"}
        connection.request("POST", "/sign-in", urlencode(fields), heads)
        answer = connection.getresponse()
        answer.read()
        counted[answer.status] += 1
        assert answer.status != 429 or int(answer.headers["Retry-After"]) >= 1
    connection.close()
    # 5 tries are free, then waits of 1, 2, 4 … seconds: in an hour, far longer than this takes,
    # 5 + 10 (the 10th wait is 512 s, after it 900 s each) and fewer than 5 more are checked.
    assert set(counted) == {401, 429}
    assert counted[401] < 20
    # What others tried on the account from elsewhere does not keep its owner out.
    assert _signed_in(guessed, name, at_home) == 303
    assert guessed.visitor().get("/readyz").status == 200


def _signed_in(team: Team, name: str, address: dict[str, str]) -> int:
    visitor = team.visitor()
    token = visitor.get("/sign-in?lang=en", **address).field("token")
    fields = {"token": token, "name": name, "password": PASSWORD}
    return visitor.send("/sign-in", fields, **address).status
