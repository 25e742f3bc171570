"""Whoever may read the audit searches it on its page and takes it along, in a real browser."""

import csv
import io
from pathlib import Path

from playwright.sync_api import Browser, expect

from tests.audit.recorded import record
from tests.machine.browser import fresh_page
from tests.machine.server import ServerFactory


def test_the_audit_is_searched_by_person_kind_region_and_word_and_downloaded(
    serve: ServerFactory, sqlite_url: str, chromium: Browser, tmp_path: Path
) -> None:
    record(sqlite_url)
    served = serve("--no-browser", database=sqlite_url)
    with fresh_page(chromium, viewport={"width": 1440, "height": 1400}) as page:
        page.goto(f"{served.url}/audit?lang=en&region=binzhou")
        lines = page.locator(".ct-audit tbody tr")
        expect(lines).to_have_count(19)
        page.get_by_label("Who", exact=True).fill("wang")
        page.keyboard.press("Enter")
        expect(lines).to_have_count(4)
        changed = lines.nth(3)
        expect(changed).to_contain_text("from 192.0.2.7")
        expect(changed).to_contain_text("12.3 yuan → −13 yuan")
        expect(changed).to_contain_text("typo")
        page.get_by_placeholder("id, note, reason").fill("wrong month")
        expect(lines).to_have_count(2)
        with page.expect_download() as coming:
            page.get_by_role("button", name="Download CSV").click()
        path = tmp_path / "audit.csv"
        coming.value.save_as(path)
    rows = list(csv.DictReader(io.StringIO(path.read_text(encoding="utf-8-sig"))))
    assert [(row["person"], row["reason"]) for row in rows] == [("wang", "wrong month")] * 2
