"""After signing in: back to the page asked for, and never to another host."""

from urllib.parse import quote, unquote, urljoin, urlsplit

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from dashboard.people.return_path import safe_return_path


@pytest.mark.parametrize(
    "path",
    [
        "/",
        "/board?region=binzhou&lang=zh",
        "/goal?id=binzhou-2024.t5500",
        "/board?name=%E6%BB%A8%E5%B7%9E&next=https%3A%2F%2Fexample.org%2F",
        "/entry#row-3",
        "/a/b/c.html",
    ],
)
def test_a_page_of_ours_is_gone_back_to_exactly(path: str) -> None:
    assert safe_return_path(path) == path


@pytest.mark.parametrize(
    "path",
    [
        None,
        "",
        "board",
        "https://evil.example/",
        "javascript:alert(1)",
        "//evil.example",
        "///evil.example",
        "/\\evil.example",
        "\\\\evil.example",
        "/%5cevil.example",
        "/%5Cevil.example",
        "/%2fevil.example",
        "/%252fevil.example",
        "/%25252525252fevil.example",
        "/%09/evil.example",
        "/\t/evil.example",
        "/\n/evil.example",
        " //evil.example",
        "/ /evil.example",
        "/./evil.example/..//x",
        "/..//evil.example",
        "/%2e%2e//evil.example",
        "/board\r\nSet-Cookie: a=b",
        "/board%0d%0aSet-Cookie: a=b",
        "/board%0d%0a",
        "/滨州",
        "/\u2215evil.example",
        "/%c0%af/evil.example",
        "/\ud800",
        "/" + "a" * 2048,
        "@evil.example",
        ":80/",
    ],
)
def test_anything_else_leads_to_the_front_page(path: str | None) -> None:
    assert safe_return_path(path) == "/"


def test_some_pages_are_never_gone_back_to() -> None:
    for path in ("/sign-out", "/sign-out/", "/sign-out?x=1", "/%73ign-out"):
        assert safe_return_path(path, not_to={"/sign-out"}) == "/"
    assert safe_return_path("/sign-outs", not_to={"/sign-out"}) == "/sign-outs"


def as_a_browser_reads(path: str) -> str:
    """The WHATWG URL parser on a relative address: no tabs, no newlines, `\\` is `/`."""
    stripped = path.strip("".join(map(chr, range(0x21))))
    return stripped.translate({9: None, 10: None, 13: None}).replace("\\", "/")


PIECES = st.sampled_from(
    ["/", "//", "\\", "%2f", "%5C", "%252f", "%09", "\t", "\n", "\r", " ", ".", "..", "%2e", "@",
     ":", "?", "#", "evil.example", "http:", "javascript:", "a", "%", "%0", "\x00", "\u3002", "%00"]
)  # fmt: skip


@given(st.one_of(st.text(), st.lists(PIECES, max_size=10).map("".join)))
@example("/%2F%2Fevil.example")
def test_no_text_leads_to_another_host(text: str) -> None:
    path = safe_return_path(text)
    for layer in (path, unquote(path), unquote(unquote(path))):
        seen = layer.split("?")[0].split("#")[0]
        target = urljoin("https://ours.example/sign-in", as_a_browser_reads(seen))
        assert urlsplit(target).netloc == "ours.example"
        assert urlsplit(target).scheme == "https"
    assert path.isascii()
    assert path.isprintable()
    assert " " not in path


@given(st.lists(st.text("abcdefg0123456789-", min_size=1), max_size=4), st.text())
def test_every_honest_link_survives(parts: list[str], value: str) -> None:
    asked = "/" + "/".join(parts) + "?name=" + quote(value.encode("utf-8", "replace"), safe="")
    assert safe_return_path(asked) == (asked if len(asked) <= 2048 else "/")
