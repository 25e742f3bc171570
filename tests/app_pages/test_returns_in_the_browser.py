"""A return from the clerk to the readers, in a real Chromium, with three people signed in at once."""

import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime
from decimal import Decimal

import pytest
from playwright.sync_api import Page, expect

from dashboard.actuals.store import Entry, Store
from dashboard.people.directory import Directory
from dashboard.people.identity import EVERYWHERE, Grant, Role
from tests.conftest import VisitAs
from tests.doors.conftest import PASSWORD, ROOT, Team
from tests.machine.server import ServerFactory

ALUMINIUM = ("binzhou", "high-end-aluminium", "revenue")
FORM = "/entry?lang=zh&region=binzhou&cluster=high-end-aluminium&indicator=revenue&period=2025"
DONE = '[data-testid="stApp"][data-test-script-state="notRunning"]'
# 15 September 2026, noon in China, before which the first figure was published.
EARLIER = datetime(2026, 9, 15, 4, tzinfo=UTC)


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Team]:
    """An office where review is wanted; 2024's figure was published in September."""
    folder = tmp_path_factory.mktemp("returns")
    path = folder / "actuals.db"
    database = f"sqlite:///{path.as_posix()}"
    with Store.open(database) as store:
        store.write([Entry(*ALUMINIUM, "2024", Decimal(410_000_000_000))], "before")
        store.publish(["binzhou"], "before")
    with closing(sqlite3.connect(path)) as opened, opened:
        names = opened.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall()
        made = opened.execute("SELECT sql FROM sqlite_master WHERE type = 'trigger'").fetchall()
        for (name,) in names:
            opened.execute(f"DROP TRIGGER {name}")
        at = int(EARLIER.timestamp() * 1_000_000)
        for statement in (
            "UPDATE audit SET at = ?",
            "UPDATE revision SET at = ?",
            "UPDATE latest SET at = ?",
            "UPDATE counter SET at = ?",
            "UPDATE publication SET at = ?",
        ):
            opened.execute(statement, (at,))
        for (statement,) in made:
            opened.execute(statement)
    day = {"CLUSTER_DASHBOARD_TODAY": "2026-10-20", "CLUSTER_DASHBOARD_REVIEW": "on"}
    with Directory.open(database) as people, ServerFactory(folder, ROOT) as factory:
        team = Team(factory("--mode", "team", database=database, environment=day), people)
        team.add("clerk", Grant(Role.CLERK, "binzhou"))
        team.add("reviewer", Grant(Role.REVIEWER, "binzhou"))
        team.add("publisher", Grant(Role.PUBLISHER, "binzhou"))
        team.add("viewer", Grant(Role.VIEWER, EVERYWHERE, True))
        yield team


def go(page: Page, office: Team, address: str) -> None:
    page.goto(office.served.url + address)
    page.wait_for_selector(f"{DONE} h1")


def signed_in(visit_as: VisitAs, office: Team, name: str, address: str) -> Page:
    page = visit_as(viewport={"width": 1440, "height": 1400})
    page.goto(office.served.url + address)
    page.get_by_label("账号").fill(name)
    page.get_by_label("密码").fill(PASSWORD)
    page.get_by_role("button", name="登录").click()
    page.wait_for_selector(f"{DONE} h1")
    return page


def enter(page: Page, value: str, reason: str = "") -> None:
    page.locator(".sheet.form td.value input").fill(value)
    page.keyboard.press("Tab")
    save = page.locator(".st-key-entry-save button")
    expect(save).to_be_enabled()
    if reason:
        page.locator(".st-key-entry-reason input").fill(reason)
    save.click()
    expect(page.get_by_text("已保存").first).to_be_visible()


def aluminium(page: Page, said: str) -> None:
    """Find the cluster's bar on the overview, with its share and its lamp in words."""
    ending = re.compile(rf"^高端铝业 · .*{re.escape(said)}$")
    expect(page.get_by_role("link", name=ending).first).to_be_visible()


def test_a_figure_is_submitted_returned_mended_approved_published_and_the_past_stays(
    office: Team, visit_as: VisitAs
) -> None:
    viewer = signed_in(visit_as, office, "viewer", "/?lang=zh")
    aluminium(viewer, "74.5% · 未到考核时点")

    # What is owed stands first; the clerk enters and submits.
    clerk = signed_in(visit_as, office, "clerk", FORM)
    expect(clerk.get_by_role("heading", name="应报清单")).to_be_visible()
    enter(clerk, "5600")
    clerk.locator(".st-key-return-0-submit button").click()
    expect(clerk.get_by_text("2025年：已上报，等待“滨州市”审核。")).to_be_visible()

    # The reviewer sees it beside last year's and sends the one figure back.
    reviewer = signed_in(visit_as, office, "reviewer", "/review?lang=zh")
    row = reviewer.get_by_role("row").filter(has_text="高端铝业")
    for cell in ("5,600 亿元", "4,100", "增长 36.6%"):
        expect(row.get_by_text(cell).first).to_be_visible()
    reviewer.locator("[class*=st-key-review-marked] input").click()
    reviewer.get_by_role("option", name="高端铝业").click()
    reviewer.keyboard.press("Escape")
    reviewer.locator("[class*=st-key-review-remark] input").fill("与快报不符")
    reviewer.locator("[class*=st-key-review-why] input").fill("核对统计口径")
    reviewer.locator("[class*=st-key-review-return-one] button").press("Enter")
    expect(reviewer.get_by_text("2025年：已退回。")).to_be_visible()

    # The clerk is told first what to mend and why, mends it and submits again.
    go(clerk, office, FORM)
    expect(clerk.get_by_text("退回原因：核对统计口径").first).to_be_visible()
    expect(clerk.get_by_text("需修改：高端铝业 · 营业收入（与快报不符）").first).to_be_visible()
    enter(clerk, "5650", "按统计口径更正")
    clerk.locator(".st-key-return-0-submit button").click()
    expect(clerk.get_by_text("2025年：已上报，等待“滨州市”审核。")).to_be_visible()

    # The reviewer approves by keyboard alone.
    go(reviewer, office, "/review?lang=zh")
    expect(reviewer.get_by_text("已修改").first).to_be_visible()
    chosen = reviewer.locator("[class*=st-key-review-chosen] input")
    chosen.focus()
    reviewer.keyboard.press("Space")
    expect(reviewer.locator(".st-key-review-approve button")).to_be_enabled()
    reviewer.keyboard.press("Control+Enter")
    expect(reviewer.get_by_text("2025年：已审核。")).to_be_visible()

    # Readers see the old one until the publisher publishes.
    go(viewer, office, "/?lang=zh")
    aluminium(viewer, "74.5% · 未到考核时点")
    publisher = signed_in(visit_as, office, "publisher", "/review?lang=zh")
    publisher.locator("[class*=st-key-review-publish-] button").click()
    expect(publisher.get_by_text("2025年：已发布。")).to_be_visible()

    # 5,650 of 5,500 is 102.7 %, two years before it is due; the link from before shows the old.
    go(viewer, office, "/?lang=zh")
    aluminium(viewer, "102.7% · 提前完成")
    go(viewer, office, "/?lang=zh&as_of=2026-09-30")
    aluminium(viewer, "74.5% · 未到考核时点")
