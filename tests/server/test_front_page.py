"""The shell around every page: ours in name, icon, language and policy."""

import base64
import hashlib
import re
from pathlib import Path

import pytest
import streamlit

from dashboard.front_page import front_page, is_page, language_of, security_headers


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
