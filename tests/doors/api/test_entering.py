"""Programs send figures through the one door: compared first, then written whole or not at all."""

import json
from typing import Any

import pytest

from dashboard.cli import main
from tests.doors.conftest import Team
from tests.doors.visitor import Answer, Visitor
from tests.machine.server import Served

YEAR = {"region": "binzhou", "subject": "smart-textiles", "indicator": "revenue", "period": "2025"}


def send(server: Served, *figures: dict[str, Any], query: str = "", **more: Any) -> Answer:
    headers = {"Content-Type": "application/json"}
    reason = {"reason": more.pop("reason")} if "reason" in more else {}
    body = json.dumps({"figures": list(figures)} | reason)
    return Visitor(server.port).ask(
        "POST", f"/api/v1/observations?lang=en{query}", body, **headers | more
    )


def recorded(server: Served, period: str = "2025", subject: str = "smart-textiles") -> list[str]:
    path = f"/api/v1/observations?region=binzhou&subject={subject}&period={period}"
    return [one["value"] for one in json.loads(Visitor(server.port).get(path).text)["items"]]


def test_a_dry_run_says_what_would_be_and_writes_nothing(own: Served) -> None:
    told = json.loads(send(own, YEAR | {"value": "960亿"}, query="&dry_run=true").text)
    assert (told["new"], told["written"], told["dry_run"]) == (1, 0, True)
    assert told["rows"][0]["new"] == "96000000000"
    assert recorded(own) == []


def test_a_dry_run_refuses_whom_the_write_would_refuse(team: Team) -> None:
    viewer = team.signed_in("viewer")
    for query in ("&dry_run=true", ""):
        body = json.dumps({"figures": [YEAR | {"value": "960亿"}]})
        path = f"/api/v1/observations?lang=en{query}"
        answer = viewer.ask("POST", path, body, Content_Type="application/json")
        assert answer.status == 403, answer.text


def test_figures_are_written_and_a_change_wants_its_reason(own: Served) -> None:
    # A cluster of its own, as each test has here: the server is that of all of them.
    mine = YEAR | {"subject": "metal-sheet"}
    first = send(own, mine | {"value": "960", "unit": "亿元"})
    assert json.loads(first.text)["written"] == 1
    assert json.loads(send(own, mine | {"value": "960亿"}).text)["unchanged"] == 1
    refused = send(own, mine | {"value": "961亿"})
    assert refused.status == 409
    told = json.loads(refused.text)
    assert "1 figure wants a reason" in told["detail"]
    assert told["comparison"]["rows"][0]["old"] == "96000000000"
    assert recorded(own, subject="metal-sheet") == ["96000000000"]
    assert send(own, mine | {"value": "961亿"}, reason="recounted").status == 200
    assert recorded(own, subject="metal-sheet") == ["96100000000"]


def test_a_first_figure_whose_unit_slipped_is_refused_until_a_reason_is_given(own: Served) -> None:
    # The plan wants 550 billion yuan of it.
    mine = YEAR | {"subject": "high-end-aluminium", "value": "10000"}
    refused = send(own, mine)
    assert refused.status == 409
    (warning,) = json.loads(refused.text)["comparison"]["rows"][0]["warnings"]
    assert "10,000 yuan is more than 1,000 times away" in str(warning)
    assert recorded(own, subject="high-end-aluminium") == []
    assert send(own, mine, reason="the first line").status == 200
    path = "/api/v1/observations/binzhou/high-end-aluminium/revenue"
    (revision,) = json.loads(Visitor(own.port).get(path).text)["items"]
    told = (revision["value"], revision["checks"], revision["reason"])
    assert told == ("10000", ["far-from-goals"], "the first line")


def test_one_figure_that_is_refused_keeps_all_from_being_written(own: Served) -> None:
    good = YEAR | {"period": "2024", "value": "900亿"}
    bad = YEAR | {"period": "2024-13", "value": "900亿"}
    answer = send(own, good, bad)
    assert answer.status == 409
    assert json.loads(answer.text)["comparison"]["refused"] == 1
    assert recorded(own, "2024") == []


def test_a_figure_that_changed_since_it_was_read_is_a_conflict(own: Served) -> None:
    mine = {"subject": "new-energy-equipment", "period": "2022"}
    first = YEAR | mine | {"value": "700亿", "seen_revision": 0}
    assert send(own, first).status == 200
    answer = send(own, first | {"value": "710亿"}, reason="recounted")
    assert answer.status == 409
    assert recorded(own, "2022", "new-energy-equipment") == ["70000000000"]


def test_a_request_sent_twice_under_one_key_counts_once(own: Served) -> None:
    figure = YEAR | {"subject": "new-materials", "period": "2021", "value": "650亿"}
    answers = [send(own, figure, **{"Idempotency-Key": "2021-once"}) for _ in range(2)]
    assert [one.status for one in answers] == [200, 200]
    path = "/api/v1/observations/binzhou/new-materials/revenue"
    rows = json.loads(Visitor(own.port).get(path).text)["items"]
    assert [row["period"] for row in rows].count("2021") == 1


def test_verdicts_are_those_of_the_command_line_to_the_digit(
    own: Served, capfd: pytest.CaptureFixture[str]
) -> None:
    # A cluster of its own, whichever tests have written before.
    mine = {"subject": "fine-chemicals"}
    figures = [
        YEAR | mine | {"period": code, "value": value}
        for code, value in (("2023", "1813.57亿"), ("2025", "2100亿"))
    ]
    assert send(own, *figures).status == 200
    words = ("assess", "--region", "binzhou", "--format", "json", "--lang", "en")
    assert main([*words, "--database", own.database]) == 0
    by_id = {row["id"]: row for row in json.loads(capfd.readouterr().out)}
    path = "/api/v1/assessments?region=binzhou&lang=en&limit=1000"
    rows = json.loads(Visitor(own.port).get(path).text)["items"]
    assert {row["id"] for row in rows} == set(by_id)
    assert any(row["gap_points"] for row in rows)
    for row in rows:
        known = by_id[row["id"]]
        shared = row.keys() & known.keys()
        assert {name: row[name] for name in shared} == {name: known[name] for name in shared}


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"Content-Type": "text/plain"}, 415),
        ({"Content-Type": "application/json", "Origin": "http://evil.example"}, 403),
        ({"Content-Type": "application/json", "Sec-Fetch-Site": "same-site"}, 403),
    ],
)
def test_no_form_of_another_site_can_send_figures(
    own: Served, headers: dict[str, str], status: int
) -> None:
    body = json.dumps({"figures": [YEAR | {"value": "1亿", "period": "2020"}]})
    answer = Visitor(own.port).ask("POST", "/api/v1/observations", body, **headers)
    assert answer.status == status
    assert recorded(own, "2020") == []


@pytest.mark.parametrize(
    ("figure", "question"),
    [
        ({"subject": "clusters", "indicator": "iiot-coverage", "value": "0.5"}, "0.5% or 50%"),
        ({"period": "2025-06-01", "value": "960亿"}, "may be a month"),
        ({"value": "1", "note": "234"}, "looks like 1,234"),
    ],
)
def test_what_a_file_asks_a_program_is_asked_too(
    figure: dict[str, Any], question: str, own: Served
) -> None:
    asked = YEAR | {"subject": "new-materials"} | figure
    told = json.loads(send(own, asked, query="&dry_run=true").text)
    assert (told["refused"], told["written"]) == (1, 0)
    assert question in str(told["rows"][0]["reasons"])
    refused = send(own, asked, reason="it is so")
    assert (refused.status, json.loads(refused.text)["comparison"]["refused"]) == (409, 1)
    assert recorded(own, subject=asked["subject"]) == []


def test_what_cannot_be_taken_is_refused_before_anything_is_written(own: Served) -> None:
    body = json.dumps({"figures": [YEAR | {"subject": "new-materials", "value": "960亿"}]})
    json_only = {"Content_Type": "application/json"}
    refusals: list[tuple[str, dict[str, str], int]] = [
        # A misspelt dry run would write.
        ("?dryrun=true", json_only, 422),
        ("", {"Content_Type": "text/plain"}, 415),
        ("", json_only | {"Content_Encoding": "gzip"}, 415),
        ("", json_only | {"If_Match": '"seen"'}, 412),
        ("", json_only | {"Accept": "text/csv"}, 406),
    ]
    for query, headers, status in refusals:
        answer = Visitor(own.port).ask("POST", f"/api/v1/observations{query}", body, **headers)
        assert (headers, answer.status) == (headers, status)
        assert answer.header("content-type") == "application/problem+json"
    assert recorded(own, subject="new-materials") == []


def test_who_may_not_ask_is_told_no_more_than_that(team: Team) -> None:
    sent = team.visitor().ask(
        "POST", "/api/v1/observations", "{no json", Content_Type="application/json"
    )
    assert sent.status == 401
