"""What a component reports that none of ours would: one line in the log, and the page goes on."""

import json

import pytest

from dashboard.doors.messages import sound_json
from dashboard.people.identity import Grant, Role
from tests.doors.conftest import Team
from tests.doors.tab import SHEET, Tab

PAGE = ("entry", "region=binzhou&way=grid&lang=en&period=2025")


@pytest.mark.parametrize(
    ("text", "sound"),
    [
        ('{"a": "5500 亿"}', '{"a": "5500 亿"}'),
        ("null", "null"),
        (r'{"a": "x\ud800y\udc00"}', '{"a": "x\N{REPLACEMENT CHARACTER}y\N{REPLACEMENT CHARACTER}"}'),
        # A pair is a character.
        (r'{"a": "\ud83d\ude00"}', '{"a": "\U0001f600"}'),
        (r'{"\ud800": "\\ud800"}', '{"\N{REPLACEMENT CHARACTER}": "\\\\ud800"}'),
        ("{", None),
        ("", None),
        ('{"a":' * 100_000, None),
    ],
)  # fmt: skip
def test_what_a_component_reported_is_mended_or_none(text: str, sound: str | None) -> None:
    assert sound_json(text) == sound


def reports(page: Tab, key: str, text: str) -> str:
    """Let the script of the input `key` report `text`; return what is shown then."""
    page._states[page.widgets[key].id] = ("json_value", text)
    return page.rerun(page.widgets[key].fragment).shown


def test_broken_payloads_are_one_line_in_the_log_and_half_a_character_blocks_nobody(
    team: Team,
) -> None:
    team.add("typist", Grant(Role.CLERK, "binzhou"))
    before = len(team.served.printed())
    with team.tab(team.signed_in("typist")) as page:
        page.open(*PAGE)
        row = json.loads(page.widgets[SHEET].told)["rows"][0]["id"]
        for broken in ("{", "[" * 200_000, '{"report": {"edits":'):
            assert "went wrong" not in reports(page, SHEET, broken)
        half = (
            r'{"report": {"edits": [{"region": "binzhou", "period": "2025", "id": "%s", "seen": null,'
            r' "value": "5\ud800", "note": "half a \ud800 character", "stamp": 900000000000000}]}}'
        )
        assert "went wrong" not in reports(page, SHEET, half % row)
    # Their draft is there, can be read, and the page can be opened again.
    with team.tab(team.signed_in("typist")) as page:
        assert "went wrong" not in page.open(*PAGE).shown
        assert SHEET in page.widgets
    log = team.served.printed()[before:]
    lines = [json.loads(line) for line in log.splitlines() if line.startswith("{")]
    told = [each for each in lines if each.get("reason") == "message component state that is none"]
    assert len(told) == 1
    assert [each for each in lines if "trace" in each] == []
