"""The shell around every page: ours in name, icon, language and policy."""

import base64
import gzip
import hashlib
import re
from pathlib import Path

import pytest
import streamlit
from playwright.sync_api import Page

from dashboard.shell.bundles import KINDS, Compressed, bundles_of, static_folder
from dashboard.shell.front_page import front_page, is_page, language_of, security_headers
from dashboard.shell.plotly_bundle import trimmed
from tests.machine.server import Served


def test_the_shell_has_our_title_and_language() -> None:
    assert b'<html lang="zh-CN"' in front_page("zh").body
    assert "<title>集群目标跟踪</title>".encode() in front_page("zh").body
    assert b'<html lang="en"' in front_page("en").body
    assert b"<title>Cluster target tracking</title>" in front_page("en").body


def test_the_shell_does_not_name_its_maker_or_another_host() -> None:
    page = front_page("zh").body.decode()
    assert "Streamlit" not in re.sub(r'(src|href)="[^"]*"', "", page)
    assert re.findall(r"(?:https?:)?//[a-z]", page.replace("//www.w3.org/2000/svg", "")) == []


def test_every_bundle_the_shell_asks_for_is_installed() -> None:
    static = Path(streamlit.__file__).parent / "static"
    asked = re.findall(r'(?:src|href)="\./([^"]+)"', front_page("zh").body.decode())
    assert len(asked) > 1
    assert [name for name in asked if not (static / name).is_file()] == []


def test_the_policy_allows_exactly_the_inline_scripts_of_the_shell() -> None:
    for lang in ("zh", "en"):
        inline = re.findall(r"<script>(.*?)</script>", front_page(lang).body.decode(), re.DOTALL)
        hashes = [base64.b64encode(hashlib.sha256(s.encode()).digest()).decode() for s in inline]
        assert list(front_page(lang).scripts) == [f"'sha256-{one}'" for one in hashes]
        policy = security_headers()["content-security-policy"]
        assert all(one in policy for one in hashes)
        assert "script-src 'self' 'wasm-unsafe-eval' 'sha256-" in policy
        assert "unsafe-eval'" not in policy.replace("wasm-unsafe-eval'", "")


@pytest.mark.parametrize(
    ("query", "accepted", "lang"),
    [
        ("lang=en", "zh-CN", "en"),
        ("region=binzhou&lang=zh", "en-GB", "zh"),
        ("", "en-US;q=0.9,zh;q=0.5", "en"),
        ("", "zh-TW,en;q=0.8", "zh"),
        ("", "", "zh"),
        ("lang=xx", "", "zh"),
        ("slang=en", "zh", "zh"),
    ],
)
def test_the_link_chooses_the_language_before_the_browser(
    query: str, accepted: str, lang: str
) -> None:
    assert language_of(query, accepted) == lang


@pytest.mark.parametrize(
    ("path", "ours"),
    [
        ("/", True),
        ("/region", True),
        ("/healthz", False),
        ("/static/js/index.js", False),
        ("/media", False),
        ("/_stcore/health", False),
        ("/favicon.png", False),
        ("/a/b", False),
        ("//evil.example", False),
        ("/region\n", False),
    ],
)
def test_page_addresses_are_told_from_the_rest(path: str, ours: bool) -> None:
    assert is_page(path) is ours


@pytest.mark.parametrize("page", KINDS)
def test_a_page_names_every_bundle_of_its_elements_and_all_that_they_import(page: str) -> None:
    folder = static_folder() / "js"
    named = set(re.findall(r"static/js/([\w.-]+\.js)", front_page("zh", page).body.decode()))
    for kind in KINDS[page]:
        assert any(name.startswith(f"{kind}.") for name in named), kind
    for name in named:
        source = (folder / name).read_text(encoding="utf-8")
        imported = set(re.findall(r'(?:from|import)"\./([\w.-]+\.js)"', source))
        assert imported <= named, name


def test_only_pages_with_a_chart_fetch_what_draws_it() -> None:
    assert b"js/PlotlyChart." not in front_page("zh", "overview").body
    assert b"js/PlotlyChart." in front_page("zh", "region").body


def test_our_look_and_script_stand_before_all_that_is_fetched() -> None:
    page = front_page("en", "region").body.decode()
    assert page.index("<style>") < page.index("BACKEND_BASE_URL") < page.index('type="module"')


@pytest.mark.parametrize(
    ("path", "media"),
    [
        ("js/../index.html", None),
        ("js/..%2findex.html", None),
        ("js/nothing.js", None),
        ("css/index.js", None),
        ("media/x.woff2", None),
        ("js/", None),
    ],
)
def test_only_installed_scripts_and_styles_have_a_compressed_copy(
    path: str, media: str | None
) -> None:
    assert Compressed().kind(path) is media


def test_a_compressed_copy_is_the_file() -> None:
    name = bundles_of("overview")[-1]
    copies = Compressed()
    assert copies.kind(f"js/{name}") == "text/javascript; charset=utf-8"
    copy = copies.copy(f"js/{name}")
    assert gzip.decompress(copy.body) == (static_folder() / "js" / name).read_bytes()
    assert copies.copy(f"js/{name}") is copy


def test_a_script_is_sent_compressed_to_who_takes_it_and_kept_for_good(demo_app: Served) -> None:
    path = f"/static/js/{bundles_of('overview')[-1]}"
    whole = (static_folder().parent / path[1:]).read_bytes()
    status, headers, body = demo_app.get(path, **{"accept-encoding": "br, gzip;q=0.8"})
    assert (status, headers["content-encoding"]) == (200, "gzip")
    assert "immutable" in headers["cache-control"] and headers["vary"] == "accept-encoding"
    assert gzip.decompress(body) == whole and len(body) < len(whole) / 2
    for refused in ("identity", "gzip;q=0"):
        status, headers, body = demo_app.get(path, **{"accept-encoding": refused})
        assert (status, body) == (200, whole) and "content-encoding" not in headers


def test_what_draws_charts_is_sent_without_maps_and_asked_for_again_by_its_content(
    demo_app: Served,
) -> None:
    path = f"/static/js/{bundles_of('region')[-1]}"
    whole = (static_folder().parent / path[1:]).read_bytes()
    status, headers, body = demo_app.get(path, **{"accept-encoding": "gzip"})
    ours = gzip.decompress(body)
    assert status == 200 and len(ours) < len(whole) / 2
    # Every module is still named; maps are empty, bars and axes as they were.
    assert ours.count(b'{"src/') == whole.count(b'{"src/')
    assert b'"node_modules/maplibre-gl/dist/maplibre-gl.mjs"(){}' in ours
    for kept in (b'"src/traces/bar/plot.js"(', b'"src/plots/cartesian/axes.js"('):
        begins = whole.index(kept)
        assert whole[begins : begins + 5000] in ours
    # The name has no hash of this content, which another version of ours may change.
    assert headers["cache-control"] == "public, no-cache"
    again = {"accept-encoding": "gzip", "if-none-match": headers["etag"]}
    status, _, body = demo_app.get(path, **again)
    assert (status, body) == (304, b"")


def test_what_draws_charts_is_left_whole_where_it_is_not_made_as_expected() -> None:
    for other in ("", "export default 1", 'x=_({"lib/bar.js"(e,t){}});return _({"lib/all.js"('):
        assert trimmed(other) is None


def test_a_deep_link_asks_for_nothing_that_is_not_there(
    demo_app: Served, browser_page: Page
) -> None:
    missing: list[str] = []
    browser_page.on("response", lambda a: missing.append(a.url) if a.status >= 400 else None)
    browser_page.goto(f"{demo_app.url}/region?region=binzhou")
    browser_page.locator(".js-plotly-plot .main-svg").first.wait_for()
    assert missing == []
