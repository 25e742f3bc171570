"""A register that takes a while to judge: how far it has come is said, and regions can be opened."""

import re
import time
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from dashboard import settings as configuration
from dashboard.first_paint.first_answer import MOST_BYTES, first_answer
from dashboard.people.identity import user_of_the_machine
from tests.app_pages.conftest import OpenPage, shown

REGIONS = 61
PATIENCE_S = 60
DOCUMENT = """\
id: plan-2024
title: {zh: 规划, en: Plan}
issued: 2024-05-31
clauses:
  - {id: 一, heading: {zh: 目标, en: Goals}}
"""


@pytest.fixture(scope="module")
def large_register(tmp_path_factory: pytest.TempPathFactory) -> dict[str, object]:
    """Write a register of sixty regions with one goal each; return the settings that name it."""
    folder = tmp_path_factory.mktemp("large")
    names = [f"city-{n}" for n in range(REGIONS)]
    lines = [
        "version: 1",
        "indicators:",
        "  firms: {name: {zh: 企业, en: Firms}, unit: count, kind: stock, direction: up,"
        " counted: {zh: 家, en: firms}}",
        "regions:",
        *(f"  {name}: {{name: {{zh: {name}, en: {name}}}, level: prefecture}}" for name in names),
        "plans:",
    ]
    for name in names:
        lines += [
            f"  {name}-2024:",
            f"    region: {name}",
            "    document: plan-2024",
            f"    name: {{zh: {name}, en: Plan of {name}}}",
            "    period: 2024–2027",
            "    status: in force",
            "    goals:",
            '      - {id: firms, of: region, indicator: firms, target: ">= 50", by: 2027, clause: 一}',
        ]
    (folder / "plan-2024.yaml").write_text(DOCUMENT, encoding="utf-8")
    register = folder / "targets" / "targets.yaml"
    register.parent.mkdir()
    register.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return {"register": register, "seeds": folder}


@pytest.mark.parametrize("page", ["overview", "goals"])
def test_a_page_that_counts_all_regions_says_how_far_they_are_judged(
    page: str, open_page: OpenPage, large_register: dict[str, object], tmp_path: Path
) -> None:
    own = large_register | {"cache": tmp_path}
    seen = open_page(page, own, lang="en")
    assert "The goals are being judged" in shown(seen)
    until = time.monotonic() + PATIENCE_S
    while "The goals are being judged" in shown(seen) and time.monotonic() < until:
        time.sleep(0.1)
        seen.run()
    assert "61 goals" in shown(seen)


def settled(open_page: OpenPage, settings: dict[str, object], **query: str) -> AppTest:
    """Open the overview by a link, once all regions are judged."""
    seen = open_page("overview", settings, lang="en", **query)
    until = time.monotonic() + PATIENCE_S
    while "The goals are being judged" in shown(seen) and time.monotonic() < until:
        time.sleep(0.1)
        seen.run()
    return seen


def test_many_regions_are_searched_and_sorted_by_choices_that_live_in_the_link(
    open_page: OpenPage, large_register: dict[str, object], tmp_path: Path
) -> None:
    seen = settled(open_page, large_register | {"cache": tmp_path}, q="city-5")
    # city-5 and city-50 to city-59.
    assert "11 regions" in shown(seen) and "ct-region" in shown(seen)
    seen.selectbox(key="choose-sort").select("reported").run()
    assert seen.query_params["sort"] == "reported" and "11 regions" in shown(seen)
    seen.text_input(key="choose-text").input("").run()
    assert "61 regions" in shown(seen) and "q" not in seen.query_params


def test_the_first_answer_names_every_region_in_parts(
    open_page: OpenPage, large_register: dict[str, object], tmp_path: Path
) -> None:
    settled(open_page, large_register | {"cache": tmp_path})
    settings = configuration.active()
    assert settings is not None
    named: list[str] = []
    for part in ("1", "2"):
        answered = first_answer(
            settings, "overview", [("part", part), ("lang", "en")], "en", user_of_the_machine("Li")
        )
        assert answered is not None and len(answered.body.encode()) <= MOST_BYTES
        named += re.findall(r'<th scope="row"><a href="[^"]*region=([a-z0-9-]+)', answered.body)
        last = re.findall(r'<a class="ct-link" href="([^"]*)">', answered.body)[-1]
        assert (last == "./?part=2&amp;lang=en") == (part == "1")
    assert named == [f"city-{n}" for n in range(REGIONS)]


def test_a_region_is_shown_at_once(
    open_page: OpenPage, large_register: dict[str, object], tmp_path: Path
) -> None:
    seen = open_page("region", large_register | {"cache": tmp_path}, lang="en", region="city-7")
    assert "city-7" in shown(seen) and "50 firms" in shown(seen)
