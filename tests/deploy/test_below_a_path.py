"""The dashboard below a path of another site, behind a real nginx, in a real Chromium."""

from datetime import timedelta
from decimal import Decimal
from pathlib import Path
from urllib.parse import urlsplit

from playwright.sync_api import ConsoleMessage, expect

from dashboard.actuals.records import Entry
from dashboard.actuals.store import Store
from dashboard.people.actor import By
from dashboard.people.directory import Directory
from dashboard.people.identity import Grant, Role
from dashboard.people.links import Opens, Wanted
from tests.conftest import VisitAs
from tests.deploy import nginx
from tests.doors.conftest import OPERATOR, PASSWORD, TREE
from tests.machine.server import ServerFactory, free_port

DONE = '[data-testid="stApp"][data-test-script-state="notRunning"] h1'
SERIES = ("binzhou", "high-end-aluminium", "revenue")


def test_everything_works_below_a_path_and_nothing_is_asked_outside_of_it(
    serve: ServerFactory, sqlite_url: str, tmp_path: Path, visit_as: VisitAs
) -> None:
    with Store.open(sqlite_url) as store:
        store.write([Entry(*SERIES, "2025", Decimal(412345000000))], "before")
    with Directory.open(sqlite_url) as people:
        clerk = (Grant(Role.CLERK, "binzhou"),)
        added = people.accounts.add(OPERATOR, "clerk", "", clerk, password=PASSWORD)
        wanted = Wanted(
            "x", "region", "region=binzhou", Opens.REGION, ("binzhou",), timedelta(days=1)
        )
        key = people.links.give(By(added.person, TREE), wanted).token
    folder, tls = tmp_path / "nginx", free_port()
    folder.mkdir()
    base = f"https://127.0.0.1:{tls}/targets"
    around = {"CLUSTER_DASHBOARD_PROXIES": "127.0.0.1", "CLUSTER_DASHBOARD_TODAY": "2026-10-20"}
    served = serve("--mode", "team", "--address", base, database=sqlite_url, environment=around)
    # As a watch over the server asks it, and not through the site.
    assert [served.get(path)[0] for path in ("/readyz", "/targets/readyz", "/region")] == [
        200,
        200,
        404,
    ]
    # The site is not ours alone: whether all of it speaks TLS only is not ours to say.
    host = f"127.0.0.1:{tls}"
    status, heads, described = served.get("/targets/api/v1/", Host=host)
    assert (status, "strict-transport-security" in heads) == (200, False)
    assert b'href="/targets/api/v1/openapi.json"' in described
    whole = nginx.arranged(folder, [served.port, served.port], tls, "/targets")
    page = visit_as(ignore_https_errors=True, viewport={"width": 1440, "height": 1000})
    asked: list[str] = []
    said: list[str] = []

    def heard(message: ConsoleMessage) -> None:
        if message.type == "error":
            said.append(f"{message.text} {message.location}")

    page.on("request", lambda request: asked.append(request.url))
    page.on("websocket", lambda socket: asked.append(socket.url))
    page.on("console", heard)
    page.on("pageerror", lambda fault: said.append(str(fault)))
    with nginx.running(whole, tls):
        # A deep link is there again after signing in.
        page.goto(f"{base}/region?region=binzhou&lang=en")
        page.locator("a[hreflang=zh]").click()
        page.wait_for_url(f"{base}/sign-in?lang=zh**")
        page.go_back()
        page.get_by_label("Name").fill("clerk")
        page.get_by_label("Password").fill(PASSWORD)
        page.get_by_role("button", name="Sign in").click()
        page.wait_for_url(f"{base}/region?region=binzhou&lang=en")
        page.wait_for_selector(DONE)
        paths = {cookie["name"]: cookie["path"] for cookie in page.context.cookies(f"{base}/")}
        assert paths["__Secure-cluster_session"] == "/targets/"
        page.locator(".st-key-frame-share button").click()
        link = page.get_by_text(f"{base}/region?region=binzhou&lang=en")
        expect(link).to_be_visible()
        page.keyboard.press("Escape")
        page.locator(".st-key-frame-pages a").first.click()
        page.wait_for_url(f"{base}/?lang=en")
        page.wait_for_selector(DONE)
        # A link within a page, whole and in place.
        page.get_by_role("link", name="Binzhou", exact=True).first.click()
        page.wait_for_url(f"{base}/region?**")
        page.wait_for_selector(DONE)
        page.goto(
            f"{base}/entry?lang=en&region=binzhou&cluster=high-end-aluminium&indicator=revenue"
        )
        entered = page.locator(".sheet.form td.value input")
        entered.fill("4130.5")
        page.keyboard.press("Tab")
        save = page.locator(".st-key-entry-save button")
        expect(save).to_be_enabled()
        save.click()
        expect(entered).to_have_value("")
        with Store.open(sqlite_url) as store:
            saved = [
                row for row in store.series([SERIES])[SERIES].values() if row.author == "clerk"
            ]
        # 4,130.5 times a hundred million yuan.
        assert [row.value for row in saved] == ["413050000000"]
        card = page.locator(".st-key-card-upload")
        with page.expect_download() as coming:
            card.get_by_text("Download the template", exact=True).click()
        template = tmp_path / "template.xlsx"
        coming.value.save_as(template)
        card.locator("input[type=file]").set_input_files(template)
        expect(card.get_by_text("In order: 0 new, 0 changed")).to_be_visible()
        page.get_by_role("link", name="Sign out").click()
        page.wait_for_url(f"{base}/sign-out?**")
        page.get_by_role("button", name="Sign out").click()
        page.wait_for_url(f"{base}/sign-in?**")
        # A link that is a key, and a link within what it shows.
        page.goto(f"{base}/s/{key}?lang=en")
        page.locator(f'a[href^="/targets/s/{key}/goals"]').first.click()
        page.wait_for_url(f"{base}/s/{key}/goals?**")
        expect(page.locator("h1").first).to_be_visible()
        # A bent link is made good, and then wants a sign-in.
        page.goto(f"{base}/Region/?lang=en")
        assert page.url == f"{base}/sign-in?next=%2Fregion%3Flang%3Den&lang=en"
    outside = [url for url in asked if not urlsplit(url).path.startswith("/targets/")]
    assert (outside, said) == ([], [])
