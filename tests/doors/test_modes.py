"""Which modes start where, and what a refusal to start says."""

import io
from contextlib import redirect_stderr
from pathlib import Path

import pytest

from dashboard.cli import main
from tests.doors.visitor import Visitor
from tests.machine.server import ServerFactory


def refused(*words: str) -> str:
    said = io.StringIO()
    with redirect_stderr(said):
        assert main(["serve", "--lang", "en", *words]) == 1
    assert len(said.getvalue().strip().splitlines()) == 1
    return said.getvalue()


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.0.2.7", "dashboard.example"])
def test_local_listens_on_this_machine_only_and_names_the_other_modes(host: str) -> None:
    said = refused("--mode", "local", "--host", host)
    for mode in ("--mode public", "--mode team", "--mode oidc", "--mode proxy"):
        assert mode in said


def test_a_provider_needs_its_file_and_an_address() -> None:
    assert "CLUSTER_DASHBOARD_PROVIDER" in refused("--mode", "oidc")


def test_made_up_figures_do_not_go_with_signing_in() -> None:
    assert "Made-up" in refused("--mode", "team", "--demo")


def test_a_short_secret_is_none(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "secret").write_text("short", encoding="utf-8")
    monkeypatch.setenv("CLUSTER_DASHBOARD_SECRET", str(tmp_path / "secret"))
    assert "32 characters" in refused("--mode", "team")
    # Random bytes, which are no text.
    (tmp_path / "secret").write_bytes(bytes(range(128, 255)))
    assert "32 characters" in refused("--mode", "team")
    (tmp_path / "secret").unlink()
    assert f"secret file {tmp_path / 'secret'} cannot be read" in refused("--mode", "team")


def test_where_nobody_signs_in_there_is_nothing_to_sign_in_to(serve: ServerFactory) -> None:
    visitor = Visitor(serve("--mode", "public").port)
    assert visitor.get("/").status == 200
    for path in ("/sign-in", "/sign-out", "/password", "/api/who", "/metrics", "/oauth2callback"):
        assert visitor.get(path).status == 404


def test_over_tls_every_cookie_is_secure_and_ours_is_bound_to_the_host(
    serve: ServerFactory,
) -> None:
    served = serve("--mode", "team", "--address", "https://targets.example")
    visitor = Visitor(served.port)
    page = visitor.get("/sign-in", Host="targets.example")
    cookie = page.header("set-cookie")
    assert cookie.startswith("__Host-cluster_visit=")
    assert "; Secure" in cookie
    assert page.header("strict-transport-security") == "max-age=31536000"
    # A library's cookies know nothing of the proxy that ends the TLS.
    found = [
        value
        for path in ("/", "/sign-in", "/_stcore/health", "/_stcore/host-config")
        for name, value in Visitor(served.port).get(path, Host="targets.example").headers
        if name.lower() == "set-cookie"
    ]
    assert {value.partition("=")[0] for value in found} >= {
        "_streamlit_xsrf",
        "__Host-cluster_visit",
    }
    assert [value for value in found if "; secure" not in value.lower()] == []
