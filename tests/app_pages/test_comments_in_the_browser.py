"""A figure is commented on and its evidence handed in, on the entry page, and shown beside its history."""

from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

from playwright.sync_api import Page, expect

from dashboard.actuals.store import Entry, Store
from tests.machine.server import ServerFactory

SERIES = ("binzhou", "high-end-aluminium", "revenue")
DONE = '[data-testid="stApp"][data-test-script-state="notRunning"] h1'


def test_a_clerk_comments_hands_in_evidence_and_withdraws_it(
    serve: ServerFactory,
    browser_page: Page,
    sqlite_url: str,
    tmp_path: Path,
    shot: Callable[[Page, str], Path],
) -> None:
    with Store.open(sqlite_url) as store:
        store.write([Entry(*SERIES, "2026-M09", Decimal("3E11"))], "li")
    folder = tmp_path / "evidence"
    folder.mkdir()
    served = serve(
        database=sqlite_url,
        environment={
            "CLUSTER_DASHBOARD_TODAY": "2026-10-20",
            "CLUSTER_DASHBOARD_EVIDENCE": folder.as_uri(),
        },
    )
    page, dialog = browser_page, browser_page.get_by_role("dialog")
    address = "region=binzhou&cluster=high-end-aluminium&indicator=revenue"
    page.goto(f"{served.url}/entry?lang=zh&{address}&period=2026-M09&way=form")
    page.wait_for_selector(DONE)
    opens = page.get_by_role("button", name="批注、交佐证材料")
    opens.click()
    dialog.get_by_label("批注内容").fill("含新并入的两家企业")
    dialog.get_by_role("button", name="保存").click()
    expect(dialog).to_have_count(0)
    expect(page.get_by_text("含新并入的两家企业")).to_be_visible()

    def hand_in(name: str, content: bytes) -> None:
        opens.click()
        dialog.get_by_text("交佐证材料", exact=True).click()
        dialog.locator("input[type=file]").set_input_files(
            {"name": name, "mimeType": "application/pdf", "buffer": content}
        )
        expect(dialog.get_by_text(name)).to_be_visible()
        dialog.get_by_role("button", name="提交").click()

    hand_in("九月.pdf", b"<html><script>alert(1)</script></html>")
    expect(dialog).to_contain_text("“九月.pdf”的内容不是 pdf 文件")
    page.keyboard.press("Escape")
    content = b"%PDF-1.7\n%%EOF\n"
    hand_in("台账.pdf", content)
    expect(dialog).to_have_count(0)
    shot(page, "comments-entry")
    with page.expect_download() as coming:
        page.get_by_role("link", name="台账.pdf").click()
    assert coming.value.suggested_filename == "台账.pdf"
    assert Path(coming.value.path()).read_bytes() == content
    # Where it was named, under its checksum, and nothing of its name.
    (lying,) = [path for path in folder.rglob("*") if path.is_file()]
    assert lying.read_bytes() == content
    # The folder goes: the page stands, and handing in says so.
    folder.rename(tmp_path / "away")
    hand_in("后来.pdf", content + b"%%EOF\n")
    expect(dialog).to_contain_text("现在连不上")
    (tmp_path / "away").rename(folder)
    dialog.get_by_text("撤回佐证材料", exact=True).click()
    dialog.get_by_label("原因").fill("交错了")
    dialog.get_by_role("button", name="撤回", exact=True).click()
    expect(page.get_by_text("交错了")).to_be_visible()
    opens.click()
    dialog.get_by_text("撤回批注", exact=True).click()
    dialog.get_by_label("原因").fill("写错了月份")
    dialog.get_by_role("button", name="撤回", exact=True).click()
    expect(page.get_by_text("写错了月份")).to_be_visible()
    shot(page, "comments-withdrawn")
    page.goto(f"{served.url}/cluster?lang=en&{address}")
    page.wait_for_selector(DONE)
    card = page.locator(".ct-card", has_text="Comments and evidence")
    expect(card).to_contain_text("含新并入的两家企业")
    expect(card).to_contain_text("January–September 2026")
    expect(card.get_by_role("link", name="台账.pdf")).to_have_count(0)
    # As of a day before it was said, nothing was.
    page.goto(f"{served.url}/cluster?lang=en&{address}&as_of=2026-10-01")
    page.wait_for_selector(DONE)
    expect(card).to_have_count(0)
