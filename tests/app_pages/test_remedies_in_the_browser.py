"""A goal that is behind: why and what is done is given on the region's page, and asked after later."""

import re
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

from playwright.sync_api import Page, expect

from dashboard.actuals.store import Entry, Store
from tests.machine.server import ServerFactory

GOAL = "binzhou-2024.t5500.high-end-aluminium"
DONE = '[data-testid="stApp"][data-test-script-state="notRunning"]'


def test_a_reason_and_a_remedy_are_given_beside_the_verdict_and_listed_when_overdue(
    serve: ServerFactory, browser_page: Page, sqlite_url: str, shot: Callable[[Page, str], Path]
) -> None:
    with Store.open(sqlite_url) as store:
        revenue = ("binzhou", "high-end-aluminium", "revenue")
        figures = {"2023": "3.3E11", "2025": "3.4E11"}
        store.write([Entry(*revenue, code, Decimal(n)) for code, n in figures.items()], "li")
    page, address = browser_page, f"/region?lang=zh&region=binzhou&goal={GOAL}"
    first = serve(database=sqlite_url, environment={"CLUSTER_DASHBOARD_TODAY": "2026-10-20"})
    page.goto(first.url + address)
    page.wait_for_selector(f"{DONE} h1")
    verdict = page.locator(".ct-verdict", has_text="原因和措施")
    expect(verdict).to_contain_text("进度滞后，尚未说明原因和措施。")
    page.get_by_role("button", name="填写原因和措施").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("原因").fill("铝价下跌，订单减少")
    dialog.get_by_role("button", name="保存").click()
    expect(dialog).to_contain_text("请说明措施。")
    dialog.get_by_label("措施").fill("新建两条产线")
    dialog.get_by_label("责任人").fill("王明")
    shot(page, "remedy-dialog")
    dialog.get_by_role("button", name="保存").click()
    expect(dialog).to_have_count(0)
    expect(verdict).to_contain_text("新建两条产线")
    expect(verdict).to_contain_text("2026年11月19日")
    late = page.locator(".ct-late td.ct-kind-status")
    expect(late).to_have_attribute(
        "title", re.compile("原因：铝价下跌，订单减少；措施：新建两条产线")
    )
    shot(page, "remedy-given")
    with Store.open(sqlite_url) as store:
        (kept,) = store.remedies.latest()
    assert (kept.reason, kept.person, kept.deadline) == ("铝价下跌，订单减少", "王明", "2026-11-19")
    later = serve(database=sqlite_url, environment={"CLUSTER_DASHBOARD_TODAY": "2027-01-20"})
    page.goto(f"{later.url}/?lang=zh")
    page.wait_for_selector(f"{DONE} h1")
    expect(page.locator(".ct-card", has_text="逾期未办结的措施")).to_contain_text("新建两条产线")
    shot(page, "remedy-overdue")
    page.goto(later.url + address)
    page.wait_for_selector(f"{DONE} h1")
    # From 19 November to 20 January are 62 days.
    expect(verdict).to_contain_text("已逾期 62 天")
    expect(verdict).to_contain_text("请说明进展")
    page.get_by_role("button", name="填写进展或措施").click()
    dialog.get_by_text("办结").click()
    dialog.get_by_label("办理结果").fill("已投产")
    dialog.get_by_role("button", name="保存").click()
    expect(verdict).to_contain_text("已办结")
    expect(verdict).not_to_contain_text("逾期")
    # Before it is published, what would be is listed.
    page.goto(f"{later.url}/entry?lang=zh&region=binzhou")
    page.locator(".st-key-entry-publish button").click()
    listed = page.locator(".st-key-card-publish tr", has_text="高端铝业")
    expect(listed.last).to_contain_text("铝价下跌，订单减少")
    for told in ("新建两条产线", "已投产", "王明", "2026年11月19日"):
        expect(listed.last).to_contain_text(told)
    shot(page, "remedy-publishing")
