"""Who is assigned to a cluster, on its page: said, and entered in a dialog by who may."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

from playwright.sync_api import Page, expect

from dashboard.actuals.officials import Assignment
from dashboard.actuals.store import Store
from tests.app_pages.conftest import OpenPage
from tests.machine.server import ServerFactory

LINK = {"lang": "zh", "region": "binzhou", "cluster": "fine-chemicals"}
DONE = '[data-testid="stApp"][data-test-script-state="notRunning"]'


def test_a_leader_is_entered_beside_the_cluster_unless_another_was_meanwhile(
    serve: ServerFactory, browser_page: Page, sqlite_url: str, shot: Callable[[Page, str], Path]
) -> None:
    served = serve(database=sqlite_url, environment={"CLUSTER_DASHBOARD_TODAY": "2026-10-20"})
    page = browser_page
    page.goto(f"{served.url}/cluster?lang=zh&region=binzhou&cluster=fine-chemicals")
    page.wait_for_selector(f"{DONE} h1")
    head = page.locator(".ct-headline")
    expect(head).to_contain_text("包联领导：尚未明确（规划一(三)要求逐个集群明确）")
    page.get_by_role("button", name="填报包联领导").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_role("textbox", name="姓名").fill("甲")
    dialog.get_by_role("textbox", name="职务").fill("副市长")
    dialog.get_by_role("button", name="保存").click()
    # The ground is wanted; what was typed is still there.
    expect(dialog).to_contain_text("请写明依据或原因，如文号。")
    dialog.get_by_role("textbox", name="依据或原因").fill("滨办发〔2026〕3号")
    shot(page, "official-dialog")
    dialog.get_by_role("button", name="保存").click()
    expect(dialog).to_have_count(0)
    expect(head).to_contain_text("包联领导：甲（副市长），自2026年10月20日起")
    page.get_by_role("button", name="填报包联领导").click()
    # What it was opened over is what its author saw.
    expect(dialog).to_contain_text("包联领导：甲（副市长）")
    given = Assignment("binzhou", "fine-chemicals", "乙", "", date(2026, 10, 1), "文件")
    with Store.open(sqlite_url) as store:
        store.officials.assign(given, "王明")
    dialog.get_by_role("textbox", name="姓名").fill("丙")
    dialog.get_by_role("textbox", name="依据或原因").fill("文件")
    dialog.get_by_role("button", name="保存").click()
    expect(dialog).to_contain_text("王明已另行填报该集群的包联领导")
    with Store.open(sqlite_url) as store:
        assert [one.person for one in store.officials.of_region("binzhou")] == ["甲", "乙"]


def test_nothing_is_offered_on_a_day_looked_back_to_or_where_only_is_read(
    open_page: OpenPage,
) -> None:
    assert "official-open" in [one.key for one in open_page("cluster", **LINK).button]
    for seen in (
        open_page("cluster", as_of="2026-06-30", **LINK),
        open_page("cluster", {"read_only": True}, **LINK),
    ):
        assert "official-open" not in [one.key for one in seen.button]
