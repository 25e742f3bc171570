"""The real server, asked from outside."""

import asyncio
import subprocess
import sys
import threading
from pathlib import Path

import websockets
from playwright.sync_api import Page

from dashboard import __version__
from tests.machine.server import Served, ServerFactory, free_port


def test_it_tells_its_health_and_its_address(demo_app: Served) -> None:
    status, _, body = demo_app.get("/healthz")
    assert (status, body) == (200, b'{"status":"ok","version":"%s"}' % __version__.encode())
    assert f"Started: {demo_app.url}\n" in demo_app.printed()


def test_every_answer_carries_the_security_headers(demo_app: Served) -> None:
    for path in ("/", "/region", "/healthz", "/static/nothing.js", "/_stcore/health"):
        _, headers, _ = demo_app.get(path)
        assert "default-src 'self'" in headers["content-security-policy"]
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["referrer-policy"] == "same-origin"


def test_the_shell_speaks_the_links_language(demo_app: Served) -> None:
    assert b'<html lang="en"' in demo_app.get("/region?lang=en")[2]
    assert b'<html lang="zh-CN"' in demo_app.get("/region", **{"Accept-Language": "zh-CN"})[2]


def test_the_agent_interface_and_the_metrics_are_not_offered(demo_app: Served) -> None:
    assert demo_app.get("/_stcore/agent/interact")[0] in {404, 405}


def test_a_websocket_for_another_host_is_refused(demo_app: Served) -> None:
    # Another site's name that resolves to this machine (DNS rebinding) must not reach a session.
    async def knock(host: str) -> int:
        address = f"ws://{host}/_stcore/stream"
        here = {"host": "127.0.0.1", "port": demo_app.port}
        try:
            async with websockets.connect(address, subprotocols=["streamlit"], **here):
                return 101
        except websockets.exceptions.InvalidStatus as refusal:
            return refusal.response.status_code

    async def knock_twice() -> list[int]:
        return [await knock("evil.example"), await knock(f"127.0.0.1:{demo_app.port}")]

    answers: list[int] = []
    # A thread of its own: the browser of other tests keeps a loop running in this one.
    thread = threading.Thread(target=lambda: answers.extend(asyncio.run(knock_twice())))
    thread.start()
    thread.join()
    assert answers == [421, 101]


def test_a_taken_port_is_one_sentence_and_not_a_traceback(demo_app: Served) -> None:
    command = [sys.executable, "-m", "dashboard.cli", "serve", "--port", str(demo_app.port)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=300, check=False)
    assert done.returncode == 1
    assert str(demo_app.port) in done.stderr
    assert "Traceback" not in done.stderr + done.stdout


def test_a_broken_register_is_told_in_sentences_before_anything_listens(tmp_path: Path) -> None:
    broken = tmp_path / "targets.yaml"
    broken.write_text("version: 1\nregoins: {}\n", encoding="utf-8")
    command = [sys.executable, "-m", "dashboard.cli", "serve", "--port", str(free_port())]
    command += ["--register", str(broken), "--database", f"sqlite:///{tmp_path}/actuals.db"]
    done = subprocess.run(command, capture_output=True, text=True, timeout=300, check=False)
    assert done.returncode == 1
    assert "targets.yaml:2:1" in done.stderr
    assert "Traceback" not in done.stderr + done.stdout


def test_a_public_server_says_that_it_is_read_only_and_ends_quietly_when_told_to(
    serve: ServerFactory,
) -> None:
    served = serve("--host", "0.0.0.0", alone=True)
    assert "只读：服务器监听 0.0.0.0" in served.printed()
    assert "Read-only: the server listens on 0.0.0.0" in served.printed()
    assert served.stop() == 0
    assert "Traceback" not in served.printed()


def test_the_pages_also_run_without_our_server(browser_page: Page, own_home: object) -> None:
    port = free_port()
    command = [sys.executable, "-m", "streamlit", "run", "dashboard/app.py"]
    command += ["--server.port", str(port), "--server.headless", "true"]
    process = subprocess.Popen(
        command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        _open_when_listening(browser_page, f"http://127.0.0.1:{port}/", process)
        browser_page.wait_for_selector('[data-test-script-state="notRunning"] h1', timeout=300_000)
        assert browser_page.locator('[data-testid="stException"]').count() == 0
    finally:
        process.terminate()
        process.wait(60)


def test_a_browser_finds_nothing_to_complain_about(
    demo_app: Served, browser_page: Page, asked_for: list[str]
) -> None:
    complaints: list[str] = []
    browser_page.on(
        "console", lambda said: complaints.append(said.text) if said.type == "error" else None
    )
    browser_page.goto(demo_app.url)
    browser_page.wait_for_selector('[data-test-script-state="notRunning"] h1')
    assert complaints == []
    assert [url for url in asked_for if not url.startswith((demo_app.url, "data:", "blob:"))] == []


def _open_when_listening(page: Page, url: str, process: "subprocess.Popen[bytes]") -> None:
    from playwright.sync_api import Error

    while process.poll() is None:
        try:
            page.goto(url)
        except Error:
            page.wait_for_timeout(100)
        else:
            return
    raise AssertionError("streamlit run ended before it listened")
