"""Sharing in a real browser: frozen, revoked, photographed, framed."""

import re
import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from decimal import Decimal
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from io import BytesIO

import zxingcpp
from PIL import Image
from playwright.sync_api import Page, expect

from dashboard.actuals.records import Entry
from dashboard.actuals.store import Store
from dashboard.exchange.qr_codes import as_png
from tests.app_pages.test_pages_in_the_browser import visit
from tests.machine.server import Served

GOAL = re.compile("^高新技术企业 .*达850家")
# What Chromium shows in place of what may not be framed.
REFUSED = "chrome-error://chromewebdata/"
FIRMS = ("binzhou", "clusters", "high-tech-firms")


@contextmanager
def site(html: Callable[[], str]) -> Iterator[str]:
    """Another site of this machine, each page of which is `html()`; its origin."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            body = html().encode()
            self.send_response(200)
            self.send_header("content-type", "text/html; charset=utf-8")
            self.send_header("content-length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()


def test_a_frozen_link_is_given_read_framed_and_taken_back(
    serve: Callable[..., Served], browser_page: Page, visit_as: Callable[..., Page], sqlite_url: str
) -> None:
    store, framing = Store.open(sqlite_url), {"html": ""}
    store.write([Entry(*FIRMS, "2025", Decimal(700))], "Li")
    with ExitStack() as sites:
        allowed, other = (sites.enter_context(site(lambda: framing["html"])) for _ in range(2))
        served = serve(
            database=sqlite_url, environment={"CLUSTER_DASHBOARD_EMBED_ORIGINS": allowed}
        )
        query = "region=binzhou&goal=binzhou-2024.high-tech-firms"
        visit(browser_page, f"{served.url}/region?{query}&lang=zh")
        browser_page.locator(".st-key-frame-share button").click()
        dialog = browser_page.get_by_role("dialog")
        dialog.get_by_text("固定在截至").click()
        dialog.get_by_text("短链接（凭链接查看）").click()
        dialog.get_by_role("button", name="生成链接").click()
        expect(dialog.locator('[data-testid="stCode"] code')).to_have_count(2)
        address, framing["html"] = (
            one.strip() for one in dialog.locator('[data-testid="stCode"] code').all_inner_texts()
        )
        assert address.startswith(f"{served.url}/s/")

        # The code as it stands on the screen, and the one for paper.
        picture = Image.open(BytesIO(dialog.locator("img.ct-qr").screenshot()))
        assert [found.text for found in zxingcpp.read_barcodes(picture)] == [address]

        store.write([Entry(*FIRMS, "2025", Decimal(640), seen_revision=1, note="anew")], "Li")
        reader = visit_as(locale="zh-CN")
        reader.goto(address)
        expect(reader.locator("h1")).to_have_text("滨州市")
        goal = reader.get_by_role("row", name=GOAL)
        expect(goal).to_contain_text("700 家")
        expect(reader.locator(".ct-shared-told")).to_contain_text("此链接固定不变")
        now = reader.get_by_role("link", name="查看最新").get_attribute("href") or ""
        visit(reader, served.url + now)
        goal = reader.get_by_role("row", name=GOAL)
        expect(goal).to_contain_text("640 家")

        # Framed by the site that the settings name, and by no other; nor is a page of ours.
        reader.goto(allowed)
        expect(reader.frame_locator("iframe").locator("h1")).to_have_text("滨州市")
        reader.goto(other)
        reader.wait_for_load_state("networkidle")
        assert reader.frames[1].url == REFUSED
        framing["html"] = f'<iframe src="{served.url}/goals"></iframe>'
        reader.goto(allowed)
        reader.wait_for_load_state("networkidle")
        assert reader.frames[1].url == REFUSED

        dialog.locator(".st-key-share-mine summary").click()
        dialog.get_by_role("button", name="收回").click()
        expect(dialog.locator(".st-key-share-mine")).to_contain_text("已收回")
        reader.goto(address)
        expect(reader.locator("h1")).to_contain_text("此链接打不开任何内容")


def test_a_code_is_read_from_paper_at_two_centimetres() -> None:
    # As a phone sees it from 20 cm: 2 cm are some 300 pixels of its camera.
    address = "https://targets.example/s/AbCdEfGhIjKlMnOpQrStUv"
    picture = Image.open(BytesIO(as_png(address))).convert("L").resize((300, 300))
    assert [found.text for found in zxingcpp.read_barcodes(picture)] == [address]
