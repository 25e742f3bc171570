"""Signing in and out of a real server as a team, and what is tried against it."""

import pytest

from dashboard.people.identity import Grant, Role
from dashboard.people.matrix import Action
from tests.doors.conftest import OPERATOR, PASSWORD, Team
from tests.doors.visitor import Visitor

DEEP = "/region?region=binzhou&lang=en"


def test_a_guest_is_led_to_sign_in_and_back_to_the_very_link(team: Team) -> None:
    visitor = team.visitor()
    led = visitor.get(DEEP)
    assert (led.status, led.header("location")) == (
        303, "/sign-in?next=%2Fregion%3Fregion%3Dbinzhou%26lang%3Den&lang=en",
    )  # fmt: skip
    back = visitor.sign_in("clerk", PASSWORD, DEEP)
    assert (back.status, back.header("location")) == (303, DEEP)
    assert visitor.get(DEEP).status == 200


def test_the_page_works_without_script_and_password_managers_know_its_fields(team: Team) -> None:
    for lang, title in (("zh", "登录"), ("en", "Sign in")):
        page = team.visitor().get(f"/sign-in?lang={lang}")
        assert page.status == 200
        assert f"<h1>{title}</h1>" in page.text
        assert "<script" not in page.text
        assert 'autocomplete="username"' in page.text
        assert 'autocomplete="current-password"' in page.text


def test_the_cookie_is_out_of_reach_of_scripts_and_other_sites(team: Team) -> None:
    done = team.visitor().sign_in("clerk", PASSWORD)
    cookie = next(v for k, v in done.headers if k == "set-cookie" and "cluster_session=" in v)
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie
    # 32 random bytes are 43 letters of a URL.
    assert len(cookie.partition("=")[2].partition(";")[0]) == 43


def test_signed_in_pages_are_kept_by_no_cache(team: Team) -> None:
    visitor = team.signed_in("clerk")
    for path in ("/", DEEP, "/sign-out", "/password", "/_stcore/host-config"):
        assert visitor.get(path).header("cache-control") == "no-store"


def test_a_stolen_cookie_is_worth_nothing_after_signing_out(team: Team) -> None:
    visitor = team.signed_in("clerk")
    thief = Visitor(team.served.port, dict(visitor.cookies))
    assert thief.get(DEEP).status == 200
    assert visitor.sign_out().status == 303
    assert "cluster_session" not in visitor.cookies
    assert thief.get(DEEP).status == 303


def test_signing_out_everywhere_ends_the_other_devices(team: Team) -> None:
    here, there = team.signed_in("viewer"), team.signed_in("viewer")
    assert here.sign_out(everywhere="yes").status == 303
    assert there.get(DEEP).status == 303


def test_disabling_and_a_new_password_end_sessions(team: Team) -> None:
    team.add("leaver")
    visitor = team.signed_in("leaver")
    team.people.accounts.disable(OPERATOR, "leaver")
    assert visitor.get(DEEP).status == 303
    team.people.accounts.enable(OPERATOR, "leaver")
    first, second = team.signed_in("leaver"), team.signed_in("leaver")
    page = first.get("/password?lang=en")
    new = "seven loud cranes flying"
    fields = {"token": page.field("token"), "old": PASSWORD, "new": new, "again": new}
    assert first.send("/password", fields).status == 303
    assert first.get(DEEP).status == 200
    assert second.get(DEEP).status == 303


def test_a_session_id_brought_along_is_never_the_one_signed_in(team: Team) -> None:
    planted = "A" * 43
    visitor = Visitor(team.served.port, {"cluster_session": planted})
    visitor.sign_in("clerk", PASSWORD)
    assert visitor.cookies["cluster_session"] != planted
    assert Visitor(team.served.port, {"cluster_session": planted}).get(DEEP).status == 303


@pytest.mark.parametrize("forged", ["", "x", "A" * 43, "' OR 1=1 --", "%00", "a" * 9000])
def test_a_forged_cookie_is_a_guests(team: Team, forged: str) -> None:
    assert Visitor(team.served.port, {"cluster_session": forged}).get(DEEP).status == 303


def test_two_session_cookies_are_none(team: Team) -> None:
    visitor = team.signed_in("clerk")
    both = f"cluster_session={visitor.cookies['cluster_session']}; cluster_session={'A' * 43}"
    assert visitor.get(DEEP, Cookie=both).status == 303


@pytest.mark.parametrize("path", ["/sign-in", "/sign-out", "/password"])
@pytest.mark.parametrize("token", ["", "0" * 64, "é"])
def test_a_form_of_another_site_changes_nothing(team: Team, path: str, token: str) -> None:
    visitor = team.signed_in("clerk")
    held = visitor.cookies["cluster_session"]
    new = "seven loud cranes flying"
    fields = {"token": token, "name": "viewer", "password": PASSWORD}
    visitor.send(path, fields | {"old": PASSWORD, "new": new, "again": new, "everywhere": "yes"})
    assert visitor.cookies["cluster_session"] == held
    assert visitor.get(DEEP).status == 200


@pytest.mark.parametrize(
    "told",
    [
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
        {"Sec_Fetch_Site": "cross-site"},
        {"Sec_Fetch_Site": "same-site"},
    ],
)
def test_what_the_browser_says_of_another_site_is_believed(
    team: Team, told: dict[str, str]
) -> None:
    visitor = team.signed_in("clerk")
    token = visitor.get("/sign-out?lang=en").field("token")
    visitor.send("/sign-out", {"token": token}, **told)
    assert visitor.get(DEEP).status == 200


def test_the_token_of_one_visitor_does_not_fit_another(team: Team) -> None:
    mine = team.signed_in("clerk").get("/sign-out?lang=en").field("token")
    other = team.signed_in("viewer")
    other.send("/sign-out", {"token": mine})
    assert other.get(DEEP).status == 200


@pytest.mark.parametrize(
    "asked",
    [
        "//evil.example", "https://evil.example/", "/\\evil.example", "/%2f%2fevil.example",
        "/\t/evil.example", "javascript:alert(1)", "/sign-out", "/a\r\nSet-Cookie: x=1", "",
    ],
)  # fmt: skip
def test_signing_in_leads_nowhere_else(team: Team, asked: str) -> None:
    done = team.visitor().sign_in("clerk", PASSWORD, asked)
    assert (done.status, done.header("location")) == (303, "/")
    assert "x" not in [v.partition("=")[0] for k, v in done.headers if k == "set-cookie"]


def test_what_was_typed_comes_back_as_text_only(team: Team) -> None:
    page = team.visitor().sign_in('"><script>alert(1)</script>', "wrong", '/"><script>')
    assert page.status == 401
    assert "<script" not in page.text


def test_a_one_time_password_opens_nothing_but_its_own_replacement(team: Team) -> None:
    added = team.people.accounts.add(OPERATOR, "newcomer")
    visitor = team.visitor()
    done = visitor.sign_in("newcomer", str(added.one_time_password), DEEP)
    assert done.header("location") == "/password?next=%2Fregion%3Fregion%3Dbinzhou%26lang%3Den"
    page = visitor.get(done.header("location"))
    assert 'autocomplete="new-password"' in page.text
    fields = {"token": page.field("token"), "next": page.field("next").replace("&amp;", "&")}
    short = visitor.send(
        "/password",
        fields | {"old": str(added.one_time_password), "new": "short", "again": "short"},
    )
    assert short.status == 400
    done = visitor.send(
        "/password",
        fields | {"old": str(added.one_time_password), "new": PASSWORD, "again": PASSWORD},
    )
    assert (done.status, done.header("location")) == (303, DEEP)


def test_a_token_tells_a_program_for_whom_it_acts_until_it_is_revoked(team: Team) -> None:
    from datetime import timedelta

    issued = team.people.tokens.issue(
        OPERATOR, "clerk", "harvest", [Action.EXPORT], timedelta(days=1), ["binzhou"]
    )
    bearer = {"Authorization": f"Bearer {issued.secret}"}
    known = team.visitor().get("/api/who", **bearer)
    assert known.text == (
        '{"name":"clerk","token":"harvest","actions":["export"],"regions":["binzhou"]}'
    )
    assert team.visitor().get("/region", **bearer).status == 303
    team.people.tokens.revoke(OPERATOR, issued.id)
    assert team.visitor().get("/api/who", **bearer).status == 401
    assert issued.secret not in team.served.printed()


def test_who_enters_nothing_in_a_region_is_told_no_count_and_led_to_their_own_work(
    team: Team,
) -> None:
    team.add("reviewer", Grant(Role.REVIEWER, "binzhou"))
    team.add("publisher", Grant(Role.PUBLISHER, "binzhou"))
    # A clerk of Binzhou in Foshan, and a reviewer anywhere, are not told that nothing is owed there.
    for name, region, led in (
        ("clerk", "foshan", "entry?region=binzhou"),
        ("reviewer", "binzhou", "review"),
    ):
        with team.tab(team.signed_in(name)) as tab:
            tab.open("entry", f"region={region}&lang=en")
            assert "You cannot enter figures of this region" in tab.shown
            assert "owed" not in tab.shown
            assert f'ct-action\\" href=\\"./{led}' in tab.shown
    # A publisher sees what is due, and no way to enter it.
    for name, offered in (("publisher", False), ("clerk", True)):
        with team.tab(team.signed_in(name)) as tab:
            tab.open("entry", "region=binzhou&lang=en")
            assert "Due list" in tab.shown
            assert ("way=grid" in tab.shown) is offered
            assert ("figures owed" in tab.shown) is offered
