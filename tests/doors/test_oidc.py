"""Signing in with an identity provider, end to end: a real provider made for tests, over HTTP."""

import http.client
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import urlencode, urlsplit

import pytest
from oidc_provider_mock import User, run_server_in_thread

from dashboard.doors.claims_cookie import CLAIMS, claimed_grants, signed_grants
from dashboard.people.cookies import set_cookie
from dashboard.people.directory import Directory
from dashboard.people.identity import Kind
from dashboard.settings import Settings
from tests.doors.conftest import OPERATOR, ROOT
from tests.doors.visitor import Answer, Visitor
from tests.machine.server import Served, ServerFactory, free_port

DEEP = "/region?region=binzhou&lang=en"


@dataclass
class Federation:
    served: Served
    people: Directory
    below: str = ""

    def visitor(self) -> Visitor:
        return Visitor(self.served.port)

    def sign_in(self, visitor: Visitor, sub: str, next: str = DEEP) -> Answer:
        """Go the whole way a browser goes; return our answer at the callback."""
        first = visitor.get(
            f"{self.below}/sign-in?next={next.replace('?', '%3F').replace('&', '%26')}"
        )
        assert first.status == 303
        to_provider = visitor.get(first.header("location"))
        assert to_provider.status == 302
        back = _agree(to_provider.header("location"), sub)
        return visitor.get(back)


@pytest.fixture(scope="module")
def federation(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Federation]:
    yield from _federation(tmp_path_factory.mktemp("oidc"), timedelta(hours=1))


@pytest.fixture
def short_lived(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Federation]:
    """A provider whose tokens have expired two minutes ago."""
    yield from _federation(tmp_path_factory.mktemp("oidc"), timedelta(seconds=-120))


@pytest.fixture
def below_a_path(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Federation]:
    """The same below a path of another site."""
    yield from _federation(tmp_path_factory.mktemp("oidc"), timedelta(hours=1), "/targets")


def _federation(folder: Path, lasts: timedelta, below: str = "") -> Iterator[Federation]:
    users = [
        User(sub="1001", claims={"preferred_username": "li", "groups": ["targets-clerks"]}),
        User(sub="1002", claims={"preferred_username": "guest", "groups": ["canteen"]}),
    ]
    database = f"sqlite:///{(folder / 'actuals.db').as_posix()}"
    with ExitStack() as stack:
        provider = stack.enter_context(
            run_server_in_thread(access_token_max_age=lasts, user_claims=users)
        )
        told = folder / "provider.toml"
        told.write_text(
            f'issuer = "http://localhost:{provider.server_port}"\n'
            'client_id = "targets"\nclient_secret = "a client secret"\n'
            '[[roles]]\nclaim = "groups"\nvalue = "targets-clerks"\n'
            'role = "clerk"\nregion = "binzhou"\n',
            encoding="utf-8",
        )
        people = stack.enter_context(Directory.open(database))
        factory = stack.enter_context(ServerFactory(folder, ROOT))
        port = free_port()
        served = factory(
            "--mode", "oidc", "--address", f"http://127.0.0.1:{port}{below}",
            database=database, port=port, environment={"CLUSTER_DASHBOARD_PROVIDER": str(told)},
        )  # fmt: skip
        yield Federation(served, people, below)


def _agree(address: str, sub: str) -> str:
    """Agree at the provider as the person `sub`; return the path it sends the browser back to."""
    asked = urlsplit(address)
    connection = http.client.HTTPConnection(str(asked.hostname), asked.port, timeout=300)
    heads = {"Content-Type": "application/x-www-form-urlencoded"}
    connection.request("POST", f"{asked.path}?{asked.query}", urlencode({"sub": sub}), heads)
    answer = connection.getresponse()
    answer.read()
    back = urlsplit(answer.headers["Location"])
    connection.close()
    return f"{back.path}?{back.query}"


def test_signing_in_leads_back_to_the_very_link_under_our_own_session(
    federation: Federation,
) -> None:
    visitor = federation.visitor()
    assert visitor.get(DEEP).status == 303
    done = federation.sign_in(visitor, "1001")
    assert (done.status, done.header("location")) == (303, DEEP)
    assert visitor.get(DEEP).status == 200
    assert {"cluster_session", "cluster_claims"} <= set(visitor.cookies)
    # The thirty-day cookies of the library do not leave the server.
    assert not [name for name in visitor.cookies if name.startswith("_streamlit_user")]
    known = federation.people.accounts.find("li")
    assert known is not None
    assert known.person.kind is Kind.OIDC


def test_signing_out_here_ends_it_for_a_thief_too(federation: Federation) -> None:
    visitor = federation.visitor()
    federation.sign_in(visitor, "1001")
    thief = Visitor(federation.served.port, dict(visitor.cookies))
    assert visitor.sign_out().status == 303
    assert thief.get(DEEP).status == 303


def test_below_a_path_the_provider_leads_back_there_and_cookies_stay_there(
    below_a_path: Federation,
) -> None:
    visitor = below_a_path.visitor()
    done = below_a_path.sign_in(visitor, "1001")
    assert (done.status, done.header("location")) == (303, f"/targets{DEEP}")
    assert visitor.get(f"/targets{DEEP}").status == 200
    kept = [value for name, value in done.headers if name.lower() == "set-cookie"]
    assert len(kept) >= 3
    assert [value for value in kept if "; path=/targets/;" not in f"{value};".lower()] == []


def test_the_claims_of_one_session_are_worth_nothing_with_another(
    federation: Federation,
) -> None:
    clerk, other = federation.visitor(), federation.visitor()
    federation.sign_in(clerk, "1001")
    federation.sign_in(other, "1002")
    other.cookies["cluster_claims"] = clerk.cookies["cluster_claims"]
    assert other.get(DEEP).status == 303
    body, _, signature = clerk.cookies["cluster_claims"].partition(".")
    for forged in (f"{body}.{'0' * 64}", f"{body}x.{signature}", "", ".", "é.é"):
        clerk.cookies["cluster_claims"] = forged.encode().decode("latin-1")
        assert clerk.get(DEEP).status == 303


def test_a_callback_nobody_began_signs_nobody_in(federation: Federation) -> None:
    for query in ("", "?code=guess&state=guess", "?error=access_denied&error_description=%3Cb%3E"):
        visitor = federation.visitor()
        answer = visitor.get(f"/oauth2callback{query}")
        assert answer.status == 403
        assert "cluster_session" not in visitor.cookies
        assert "<b>" not in answer.text


def test_a_code_is_used_once_and_by_who_asked_for_it(federation: Federation) -> None:
    visitor = federation.visitor()
    first = visitor.get("/sign-in")
    to_provider = visitor.get(first.header("location"))
    back = _agree(to_provider.header("location"), "1001")
    # Somebody who has seen the address, without the cookies of who began.
    assert federation.visitor().get(back).status == 403
    assert visitor.get(back).status == 303
    assert visitor.get(back).status == 403


def test_who_is_disabled_here_is_kept_out_whatever_the_provider_says(
    federation: Federation,
) -> None:
    visitor = federation.visitor()
    assert federation.sign_in(visitor, "1002").status == 303
    found = federation.people.accounts.find("guest")
    assert found is not None
    federation.people.accounts.disable(OPERATOR, "guest")
    assert visitor.get(DEEP).status == 303
    assert federation.sign_in(federation.visitor(), "1002").status == 403
    federation.people.accounts.enable(OPERATOR, "guest")


@pytest.mark.parametrize("asked", ["//evil.example", "https://evil.example/", "/\\evil.example"])
def test_the_way_back_leads_nowhere_else(federation: Federation, asked: str) -> None:
    done = federation.sign_in(federation.visitor(), "1001", asked)
    assert done.header("location") == "/"


def test_an_expired_token_signs_nobody_in(short_lived: Federation) -> None:
    visitor = short_lived.visitor()
    assert short_lived.sign_in(visitor, "1001").status == 403
    assert "cluster_session" not in visitor.cookies


def test_many_roles_of_many_units_fit_into_a_cookie_that_browsers_keep(tmp_path: Path) -> None:
    units = ", ".join(f'"unit {number} of the city government"' for number in range(15))
    rule = f'[[roles]]\nclaim = "groups"\nvalue = "g"\nrole = "clerk"\nunits = [{units}]\n'
    told = tmp_path / "provider.toml"
    told.write_text(
        'issuer = "https://login.example"\nclient_id = "targets"\nclient_secret = "secret"\n'
        + "".join(f'{rule}region = "region-{number}"\n' for number in range(200)),
        encoding="utf-8",
    )
    settings = Settings.from_environment(mode="oidc", address="https://targets.example")
    settings = settings.with_changes(provider=told)
    until = datetime.now(UTC) + timedelta(hours=1)
    value = signed_grants(settings, "a session", range(200), until)
    kept = set_cookie(CLAIMS, value, settings)
    # What browsers keep of one cookie, its attributes included.
    assert len(kept) <= 4096
    grants = claimed_grants(settings, [kept.partition(";")[0].encode()], "a session")
    assert grants is not None
    assert len(grants) == 200
    assert all(len(grant.units or ()) == 15 for grant in grants)
