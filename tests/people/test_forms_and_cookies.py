"""Forms only from our own pages; cookies that neither scripts nor neighbours can touch."""

import pytest

from dashboard.people.cookies import (
    SESSION,
    VISIT,
    came_from_us,
    clear_cookie,
    form_token,
    is_ours,
    read_cookie,
    set_cookie,
    visit_id,
)
from dashboard.settings import Settings

OURS = "https://targets.example"
PLAIN = Settings(address="http://targets.example")
OVER_TLS = Settings(address=OURS)
BELOW = Settings(address="https://site.example/targets")


def test_a_forms_token_belongs_to_one_cookie_and_one_form() -> None:
    mine, theirs = visit_id(), visit_id()
    token = form_token(mine, "/sign-in")
    assert is_ours(mine, "/sign-in", token)
    for cookie, form, sent in (
        (theirs, "/sign-in", token),
        (mine, "/sign-out", token),
        (mine, "/sign-in", token[:-1]),
        (mine, "/sign-in", ""),
        (mine, "/sign-in", None),
        (mine, "/sign-in", mine),
        (mine, "/sign-in", "é" * 64),
        ("é", "/sign-in", token),
        ("", "/sign-in", form_token("", "/sign-in")),
        (None, "/sign-in", token),
    ):
        assert not is_ours(cookie, form, sent)


def test_the_cookie_cannot_be_read_off_the_forms_token() -> None:
    cookie = visit_id()
    assert cookie not in form_token(cookie, "/sign-in")
    assert len(cookie) == 43


@pytest.mark.parametrize(
    ("origin", "site", "expected"),
    [
        (OURS, "same-origin", True),
        (OURS, None, True),
        (None, "same-origin", True),
        # An old browser says nothing; the form's token decides.
        (None, None, True),
        ("https://evil.example", "cross-site", False),
        ("https://evil.example", "same-origin", False),
        ("https://evil.targets.example", "same-site", False),
        (OURS, "same-site", False),
        (OURS, "none", False),
        ("null", None, False),
        ("http://targets.example", None, False),
        ("https://targets.example:8443", None, False),
        ("", None, False),
    ],
)
def test_the_browser_must_not_say_that_another_site_sent_the_form(
    origin: str | None, site: str | None, expected: bool
) -> None:
    assert came_from_us(origin, site, OURS) is expected


def test_cookies_are_closed_to_scripts_and_over_tls_to_neighbours() -> None:
    assert set_cookie(SESSION, "abc", OVER_TLS) == (
        "__Host-cluster_session=abc; Path=/; HttpOnly; SameSite=Lax; Secure"
    )
    assert set_cookie(VISIT, "abc", PLAIN) == ("cluster_visit=abc; Path=/; HttpOnly; SameSite=Lax")
    assert clear_cookie(SESSION, OVER_TLS).endswith("; Secure; Max-Age=0")


def test_below_a_path_cookies_are_not_sent_to_the_rest_of_the_site() -> None:
    # `__Host-` is for cookies of all paths only: a browser would refuse it.
    assert set_cookie(SESSION, "abc", BELOW) == (
        "__Secure-cluster_session=abc; Path=/targets/; HttpOnly; SameSite=Lax; Secure"
    )
    assert read_cookie([b"__Secure-cluster_session=abc"], SESSION, BELOW) == "abc"
    assert read_cookie([b"__Host-cluster_session=abc"], SESSION, BELOW) is None


@pytest.mark.parametrize(
    ("headers", "value"),
    [
        ([], None),
        ([b""], None),
        ([b"cluster_session=abc"], "abc"),
        ([b"a=b; cluster_session=abc; c=d"], "abc"),
        ([b"a=b", b"cluster_session=abc"], "abc"),
        ([b"cluster_session="], None),
        ([b"Cluster_Session=abc"], None),
        ([b"xcluster_session=abc"], None),
        # A planted second one: which is ours cannot be told.
        ([b"cluster_session=abc; cluster_session=def"], None),
        ([b"cluster_session=abc", b"cluster_session=abc"], None),
        ([b"a=" + b"x" * 9000 + b"; cluster_session=abc"], None),
        ([b"\xff\xfe;;;=; cluster_session=abc"], "abc"),
    ],
)
def test_a_cookie_is_read_only_if_there_is_just_one(
    headers: list[bytes], value: str | None
) -> None:
    assert read_cookie(headers, SESSION, PLAIN) == value


def test_over_tls_a_cookie_without_the_prefix_is_not_ours() -> None:
    assert read_cookie([b"cluster_session=planted"], SESSION, OVER_TLS) is None
    assert read_cookie([b"__Host-cluster_session=abc"], SESSION, OVER_TLS) == "abc"
