"""The address that is a key: it opens what it was given for, to be read, and nothing else."""

from datetime import timedelta
from urllib.parse import quote

import pytest
from websockets.exceptions import InvalidStatus

from dashboard.people.actor import By
from dashboard.people.links import Opens, Wanted
from dashboard.people.matrix import NotPermitted
from tests.doors.conftest import OPERATOR, PASSWORD, PORTAL, TREE, Team
from tests.doors.tab import Tab
from tests.doors.visitor import Answer

MONTH = timedelta(days=30)
REGION = Wanted("week 41", "region", "region=binzhou", Opens.REGION, ("binzhou",), MONTH)
VIEW = Wanted("goals", "goals", "region=binzhou&status=unreported", Opens.VIEW, ("binzhou",), MONTH)
EVERYTHING = Wanted("all", "overview", "", Opens.EVERYTHING, None, MONTH)


@pytest.fixture(scope="module")
def viewer(team: Team) -> By:
    session = team.people.signing_in.sign_in(By(address="192.0.2.9"), "viewer", PASSWORD)
    return By(session.person, TREE)


def given(team: Team, by: By, wanted: Wanted) -> str:
    return f"/s/{team.people.links.give(by, wanted).token}"


def as_told(answer: Answer) -> tuple[int, list[tuple[str, str]], bytes]:
    """An answer without what is another each time."""
    each = {"date", "x-request-id"}
    heads = sorted((k.lower(), v) for k, v in answer.headers if k.lower() not in each)
    return answer.status, heads, answer.body


def test_a_link_opens_its_region_to_whoever_has_it(team: Team, viewer: By) -> None:
    address = given(team, viewer, REGION)
    page = team.visitor().get(f"{address}?lang=en&utm_source=chat")
    assert page.status == 200
    assert "<h1>Binzhou</h1>" in page.text
    assert '<meta property="og:title" content="Binzhou' in page.text
    assert "Lamps: " in page.text.partition('<meta name="description"')[2].partition(">")[0]
    assert "<script" not in page.text
    # What its own bar leads to, and what a chat program made of it.
    for path in (f"{address}/goals?region=binzhou", f"{address}%E3%80%82", f"{address}/"):
        assert team.visitor().get(path).status == 200
    for bent in ("/goals%3Fregion%3Dbinzhou%26lang%3Den", "/goals%E3%80%82?region=binzhou&lang=en"):
        page = team.visitor().get(f"{address}{bent}")
        assert (page.status, '<html lang="en"' in page.text) == (200, True)
    for bent in (f"{address}_", address.replace("/s/", "/s//"), f"{address}？lang＝en"):
        page = team.visitor().get(f"{quote(bent)}?lang=en")
        assert (page.status, "<h1>Binzhou</h1>" in page.text) == (200, True)
    for bent in (f"/{address}", address.replace("/s/", "/S/")):
        led = team.visitor().get(f"{bent}?lang=en")
        assert (led.status, led.header("location")) == (303, f"{address}?lang=en")


@pytest.mark.parametrize(
    "asked",
    [
        "/region?region=foshan",
        "/goals?region=foshan",
        "/region?Region=Foshan",
        "/region?goal=foshan-2020.t3000.smart-equipment",
        "/goals?goal=foshan-2020.t3000.smart-equipment&why=yes",
        "?region=foshan",
        quote("/region？region＝foshan"),
        "/overview",
        "/entry?region=binzhou",
        "/anything",
    ],
)
def test_a_link_to_a_region_opens_no_other(asked: str, team: Team, viewer: By) -> None:
    page = team.visitor().get(f"{given(team, viewer, REGION)}{asked}")
    assert page.status == 404
    assert "此链接只打开这一地区" in page.text
    assert "佛山" not in page.text


def test_a_link_to_one_view_opens_that_and_the_reasons_of_its_lamps(team: Team, viewer: By) -> None:
    address = given(team, viewer, VIEW)
    asked = {
        "": 200,
        "?lang=en": 200,
        "/goals?region=binzhou&status=unreported&goal=binzhou-2024.high-tech-firms&why=yes": 200,
        "/goals?region=binzhou&status=green": 404,
        "/goals?region=foshan": 404,
        "/region?region=binzhou": 404,
    }
    assert {path: team.visitor().get(address + path).status for path in asked} == asked
    # No link of the page leads out of it but to the live pages.
    page = team.visitor().get(address).text
    assert 'href="./' not in page
    assert f'href="{address}/region' not in page
    # A lamp that leads nowhere any more is a lamp still.
    cluster = "region=binzhou&cluster=high-end-aluminium"
    view = Wanted("cluster", "cluster", cluster, Opens.VIEW, ("binzhou",), MONTH)
    page = team.visitor().get(given(team, viewer, view)).text
    assert '<span class="ct-lamp ct-' in page and '<span><i class="ct-shape' not in page


def test_wrong_expired_and_revoked_get_one_page_in_both_languages(team: Team, viewer: By) -> None:
    short = Wanted(*("brief", "region", "region=binzhou", Opens.REGION, ("binzhou",)), timedelta(microseconds=1))  # fmt: skip
    revoked = team.people.links.give(viewer, REGION)
    team.people.links.revoke(viewer, revoked.id)
    addresses = [
        given(team, viewer, short),
        f"/s/{revoked.token}",
        f"/s/{revoked.token}/region?region=binzhou",
        "/s/AAAAAAAAAAAAAAAAAAAAAA",
        "/s/x",
        "/s/",
        "/s/../../etc/passwd",
    ]
    answers = [as_told(team.visitor().get(address)) for address in addresses]
    assert answers == [answers[0]] * len(addresses)
    status, heads, body = answers[0]
    assert (status, dict(heads)["referrer-policy"]) == (404, "no-referrer")
    assert "此链接打不开任何内容" in body.decode()
    assert "This link does not open anything" in body.decode()
    # Also for who prefers English, so that nothing tells how far a token got.
    english = team.visitor().get(addresses[1] + "?lang=en", Accept_Language="en")
    assert as_told(english) == answers[0]


def test_a_token_opens_no_other_door(team: Team, viewer: By) -> None:
    address = given(team, viewer, EVERYTHING)
    token = address.removeprefix("/s/")
    visitor = team.visitor()
    visitor.get(address)
    assert visitor.cookies == {}
    for path in ("/api/v1/regions", "/api/v1/observations?region=binzhou", "/api/who"):
        assert visitor.get(path, Authorization=f"Bearer {token}").status in {401, 403}
    assert visitor.get(f"/region?region=binzhou&token={token}").status == 303
    for cookie in (f"cluster_session={token}", f"session={token}"):
        with pytest.raises(InvalidStatus), Tab(team.served.port, cookie):
            pass
    for method in ("POST", "PUT", "DELETE", "OPTIONS"):
        assert visitor.ask(method, address, "x").status == 405
    assert visitor.get(f"/media/{token}.csv").status in {403, 404}


def test_only_what_no_session_stands_behind_is_framed_elsewhere(team: Team, viewer: By) -> None:
    opened = team.visitor().get(given(team, viewer, REGION))
    assert opened.header("content-security-policy").endswith(f"frame-ancestors 'self' {PORTAL}")
    assert (opened.header("x-frame-options"), opened.header("referrer-policy")) == (
        "",
        "no-referrer",
    )
    signed_in = Wanted(*("ours", "region", "region=binzhou", Opens.REGION, ("binzhou",), MONTH, True))  # fmt: skip
    address, member = given(team, viewer, signed_in), team.signed_in("clerk")
    asked = team.visitor().get(address)
    assert (asked.status, "region" in asked.text) == (401, False)
    others = [asked, member.get(address), member.get("/goals"), team.visitor().get("/s/x")]
    assert others[1].status == 200
    for answer in others:
        assert answer.header("content-security-policy").endswith("frame-ancestors 'self'")
        assert answer.header("x-frame-options") == "SAMEORIGIN"


def test_the_address_stands_in_no_log_metric_and_audit(team: Team, viewer: By) -> None:
    address = given(team, viewer, REGION)
    token = address.removeprefix("/s/")
    visitor = team.visitor()
    for path in ("", "/region?region=foshan", "/x/y", "?lang=%00"):
        visitor.get(address + path)
    assert '"kind": "shared"' in team.served.printed()
    told = team.served.printed() + visitor.get("/metrics").text
    told += str(team.people.read_audit(OPERATOR, 500))
    assert token not in told


def test_a_guest_gives_no_link_and_a_reader_none_to_anothers_region(team: Team) -> None:
    with pytest.raises(NotPermitted):
        team.people.links.give(By(regions_tree=TREE), REGION)
    session = team.people.signing_in.sign_in(By(address="192.0.2.9"), "clerk", PASSWORD)
    elsewhere = Wanted("x", "region", "region=foshan", Opens.REGION, ("foshan",), MONTH)
    with pytest.raises(NotPermitted):
        team.people.links.give(By(session.person, TREE), elsewhere)
