"""Programs ask for promises, figures and verdicts, and are told what the pages show."""

import csv
import gzip
import io
import json
import re
from dataclasses import replace
from datetime import date
from fractions import Fraction

import pytest

from dashboard.actuals.remedies import Plan, Turn
from dashboard.actuals.store import Store
from dashboard.people.identity import Grant, Role
from tests.doors.conftest import Team
from tests.doors.test_strangers import raw
from tests.doors.visitor import Answer, Visitor
from tests.machine.server import Served

NAMES = ("regions", "documents", "plans", "indicators", "goals", "assessments", "remedies")
NAMES += ("clusters", "evaluations", "observations")


def asked(server: Served, path: str, **headers: str) -> Answer:
    return Visitor(server.port).get(f"/api/v1/{path}", **headers)


def items(server: Served, path: str) -> list[dict[str, object]]:
    answer = asked(server, path)
    assert answer.status == 200, answer.text
    found: list[dict[str, object]] = json.loads(answer.text)["items"]
    return found


def test_every_name_has_a_list_and_single_things(demo_app: Served) -> None:
    paths = json.loads(asked(demo_app, "openapi.json").text)["paths"]
    assert {f"/{name}" for name in NAMES} <= set(paths)
    for name in NAMES[:-1]:
        first = items(demo_app, f"{name}?limit=1")[0]
        assert json.loads(asked(demo_app, f"{name}/{first['id']}").text) == first


def test_the_shipped_plans_are_all_there(demo_app: Served) -> None:
    assert {one["code_text"] for one in items(demo_app, "plans")} >= {"1122+N", "2+2+4"}
    assert json.loads(asked(demo_app, "goals").text)["total"] == 109


def test_a_list_is_walked_part_by_part_without_loss_or_repetition(demo_app: Served) -> None:
    found, path = [], "/api/v1/goals?region=binzhou&limit=7"
    while path:
        part = json.loads(Visitor(demo_app.port).get(path).text)
        found += [one["id"] for one in part["items"]]
        path = part["next"]
    assert len(found) == len(set(found)) == part["total"]


def test_a_verdict_carries_its_steps(demo_app: Served) -> None:
    row = items(demo_app, "assessments?region=binzhou&lang=en&limit=1")[0]
    assert row["steps"]
    assert str(row["steps"][0]["value"]) in str(row["explanation"])  # type: ignore[index]  # JSON


def test_every_goal_with_a_yellow_or_red_lamp_wants_a_reason_and_no_other(
    demo_app: Served,
) -> None:
    lamps = [f"assessments?region=binzhou&limit=1000&lamp={lamp}" for lamp in ("yellow", "red")]
    behind = {row["id"] for path in lamps for row in items(demo_app, path)}
    wanted = items(demo_app, "remedies?region=binzhou&state=wanting&limit=1000")
    assert {row["id"] for row in wanted} == behind
    assert behind
    unknown = asked(demo_app, "remedies/no-such-goal")
    assert unknown.status == 404
    assert "remedy" in json.loads(unknown.text)["detail"]


def test_a_problem_taken_up_is_listed_for_who_answers_it_and_for_nobody_else(team: Team) -> None:
    goal, day = "foshan-2020.t10000.equipment-manufacturing", date(2026, 10, 20)
    with Store.open(team.served.database) as store:
        turn = Turn("foshan", goal, "li", 0, "missed", "2025", day)
        store.remedies.plan(turn, Plan("缺少用地", "调整规划", "王明", date(2026, 12, 31)))
        store.remedies.escalate(replace(turn, seen=1), "请省里协调", "guangdong")
    for name, role, region in (
        ("above", Role.REVIEWER, "guangdong"),
        ("beside", Role.REVIEWER, "shandong"),
        ("reader", Role.VIEWER, "guangdong"),
    ):
        team.add(name, Grant(role, region))
        told = team.signed_in(name).get("/api/v1/remedies?state=escalated")
        found = [one for one in json.loads(told.text)["items"] if one["id"] == goal]
        # What is asked is what was written, under the verdict that it answers.
        said = [(one["status"], one["note"], one["asked_of"], one["reason"]) for one in found]
        wanted = [("missed", "请省里协调", "guangdong", "缺少用地")]
        assert said == (wanted if name == "above" else []), name
        single = team.signed_in(name).get(f"/api/v1/remedies/{goal}")
        assert (single.status, json.loads(single.text).get("state")) == (
            (200, "escalated") if name == "above" else (404, None)
        )


def test_the_table_has_the_rows_of_the_list(demo_app: Served) -> None:
    path = "observations?region=binzhou&indicator=revenue&limit=50"
    answer = asked(demo_app, f"{path}&format=csv")
    assert answer.header("content-type") == "text/csv; charset=utf-8"
    assert answer.body.startswith(b"\xef\xbb\xbf")
    rows = list(csv.DictReader(io.StringIO(answer.body.decode("utf-8-sig"))))
    assert [row["value"] for row in rows] == [one["value"] for one in items(demo_app, path)]


def test_what_the_asker_has_already_is_not_sent_again(demo_app: Served) -> None:
    first = asked(demo_app, "assessments?region=foshan")
    again = asked(demo_app, "assessments?region=foshan", If_None_Match=first.header("etag"))
    assert (again.status, again.body) == (304, b"")
    other = asked(demo_app, "assessments?region=binzhou", If_None_Match=first.header("etag"))
    assert other.status == 200


def test_who_takes_no_compression_is_given_none_after_somebody_who_did(demo_app: Served) -> None:
    path = "goals?region=jiangsu"
    small = asked(demo_app, path, Accept_Encoding="gzip")
    whole = asked(demo_app, path, Accept_Encoding="identity")
    assert (small.header("content-encoding"), whole.header("content-encoding")) == ("gzip", "")
    assert gzip.decompress(small.body) == whole.body
    # Two forms of one answer have tags of their own, and either says that it is still so.
    tags = (small.header("etag"), whole.header("etag"))
    assert tags[0] != tags[1]
    for tag in tags:
        assert asked(demo_app, path, Accept_Encoding="gzip", If_None_Match=tag).status == 304


def test_what_somebody_has_compressed_is_called_so_where_it_is_still_so(team: Team) -> None:
    # With a name, so that nothing is answered from what is kept.
    viewer, path = team.signed_in("viewer"), "/api/v1/goals?region=jiangsu"
    tag = viewer.get(path, Accept_Encoding="gzip").header("etag")
    assert tag.endswith('-gzip"')
    again = viewer.get(path, Accept_Encoding="gzip", If_None_Match=tag)
    assert (again.status, again.header("etag")) == (304, tag)


def test_an_answer_takes_the_form_that_is_accepted_and_is_refused_where_none_is(
    demo_app: Served,
) -> None:
    forms = {
        "text/csv": "text/csv; charset=utf-8",
        "text/*, application/json;q=0.5": "text/csv; charset=utf-8",
        "text/html, */*;q=0.8": "application/json",
        "application/json;q=0, */*;q=0.1": "text/csv; charset=utf-8",
        "no sense": "application/json",
    }
    for accept, media in forms.items():
        answer = asked(demo_app, "plans", Accept=accept)
        assert (accept, answer.status, answer.header("content-type")) == (accept, 200, media)
    for path, accept in (("plans", "image/png"), ("plans/binzhou-2024", "text/csv")):
        answer = asked(demo_app, path, Accept=accept, Accept_Language="en")
        assert answer.status == 406
        assert "application/json" in json.loads(answer.text)["detail"]


def test_a_head_is_answered_like_reading_without_the_body(demo_app: Served) -> None:
    for path in ("plans?limit=1", "plans/binzhou-2024", "openapi.json", ""):
        read = asked(demo_app, path)
        head = Visitor(demo_app.port).ask("HEAD", f"/api/v1/{path}")
        assert (head.status, head.body) == (200, b"")
        assert head.header("content-length") == read.header("content-length")
        assert head.header("etag") == read.header("etag")


@pytest.mark.parametrize(
    ("method", "path", "allowed"),
    [
        ("PATCH", "plans", "GET, HEAD"),
        ("PATCH", "observations", "GET, HEAD, POST"),
        ("OPTIONS", "officials", "POST"),
        ("HEAD", "officials", "POST"),
        ("DELETE", "openapi.json", "GET, HEAD"),
    ],
)
def test_another_method_is_told_those_that_an_address_takes(
    demo_app: Served, method: str, path: str, allowed: str
) -> None:
    answer = Visitor(demo_app.port).ask(method, f"/api/v1/{path}")
    assert (answer.status, answer.header("allow")) == (405, allowed)


def test_what_is_no_longer_as_it_was_seen_is_not_answered(demo_app: Served) -> None:
    tag = asked(demo_app, "plans").header("etag")
    assert asked(demo_app, "plans", If_Match=f'"0", {tag}').status == 200
    other = asked(demo_app, "plans", If_Match='"0"', Accept_Language="en")
    assert (other.status, json.loads(other.text)["title"]) == (412, "Not as it was seen")


@pytest.mark.parametrize(
    ("lang", "title", "whats"),
    [
        (
            "zh",
            "内容无法理解",
            ["只能是下列之一：json | csv。", "这里没有这个名称；请检查拼写。"],
        ),
        (
            "en",
            "Not understood",
            ["One of these is wanted: json | csv.",
             "There is nothing by this name here; check how it is spelt."],
        ),
    ],
)  # fmt: skip
def test_a_refusal_is_told_in_the_language_of_who_asks(
    demo_app: Served, lang: str, title: str, whats: list[str]
) -> None:
    answer = asked(demo_app, "plans?format=xml&Limit=1", Accept_Language=f"{lang};q=0.9")
    told = json.loads(answer.text)
    assert (told["title"], [one["what"] for one in told["errors"]]) == (title, whats)


@pytest.mark.parametrize(
    ("path", "headers", "status"),
    [
        (f"/api/v1/plans?lang=zh&x={'a' * 17_000}", {}, 414),
        ("/api/v1/plans?lang=zh", {"X": "a" * 70_000}, 431),
        ("/api/v1/plans", {"Accept-Language": "zh", **{f"X-{n}": "" for n in range(130)}}, 431),
        ("/api/v2/plans?lang=zh", {}, 404),
    ],
    ids=["address-too-long", "head-too-large", "too-many-lines", "another-version"],
)
def test_what_cannot_be_read_at_all_is_a_problem_for_programs_too(
    demo_app: Served, path: str, headers: dict[str, str], status: int
) -> None:
    lines = [f"GET {path} HTTP/1.1", f"Host: 127.0.0.1:{demo_app.port}", "Connection: close"]
    lines += [f"{name}: {value}" for name, value in headers.items()]
    found = raw(demo_app.port, "\r\n".join([*lines, "", ""]).encode())
    head, _, body = found.partition(b"\r\n\r\n")
    told = json.loads(body)
    assert head.startswith(b"HTTP/1.1 %d " % status)
    assert b"content-type: application/problem+json" in head.lower()
    assert re.search("[\u4e00-\u9fff]", told["title"] + told["detail"])


def test_an_evaluation_carries_what_each_indicator_adds(demo_app: Served) -> None:
    rows = items(demo_app, "evaluations?region=binzhou&period=2025&lang=en")
    ranked = [row for row in rows if row["rank"] is not None]
    assert [row["rank"] for row in ranked] == sorted(row["rank"] for row in ranked)  # type: ignore[type-var]  # JSON
    first = ranked[0]
    added = [Fraction(str(one["contribution"])) for one in first["indicators"]]  # type: ignore[attr-defined]  # JSON
    # Each is given to 30 digits.
    assert abs(sum(added) - Fraction(str(first["unrounded"]))) < Fraction(1, 10**25)
    assert str(first["score"]) in str(first["explanation"])
    assert [row["reason"] for row in rows if row["rank"] is None]
    one = asked(demo_app, f"evaluations/{first['id']}?lang=en")
    assert json.loads(one.text) == first


@pytest.mark.parametrize(
    ("path", "status", "says"),
    [
        ("goals?limit=1&limit=2", 422, "limit is there twice"),
        ("goals/nope", 404, "no goal “nope”"),
        ("goals?region=nope", 404, "no region “nope”"),
        ("observations/binzhou/nope/revenue", 404, "no subject “nope”"),
        ("evaluations?method=nope", 404, "no method “nope”"),
        ("evaluations/example:binzhou:2025:nope", 404, "no evaluation “"),
        ("evaluations/example:nope:2025:steel", 404, "no evaluation “"),
        ("evaluations/nope", 404, "no evaluation “nope”"),
        ("goals?limit=0", 422, "query.limit"),
        ("goals?Region=binzhou", 422, "query.Region"),
        ("goals?as_of=1764460800", 422, "query.as_of"),
        ("nowhere", 404, "/api/v1/"),
    ],
)
def test_what_cannot_be_answered_is_a_problem_in_a_sentence(
    demo_app: Served, path: str, status: int, says: str
) -> None:
    answer = asked(demo_app, path, Accept_Language="en")
    told = json.loads(answer.text)
    assert answer.header("content-type") == "application/problem+json"
    assert (answer.status, told["status"]) == (status, status)
    assert says in told["detail"]


def test_a_page_of_another_site_is_told_nothing(demo_app: Served) -> None:
    for headers in ({"Sec_Fetch_Site": "cross-site"}, {"Origin": "http://evil.example"}):
        assert asked(demo_app, "goals", **headers).status == 403


def test_the_page_for_people_names_every_address_and_loads_nothing(demo_app: Served) -> None:
    page = asked(demo_app, "", Accept_Language="en").text
    for name in NAMES:
        assert f"/api/v1/{name}" in page
    assert "<script" not in page
    assert "src=" not in page


def test_a_viewer_is_told_what_is_published_and_no_more(team: Team) -> None:
    viewer, clerk = team.signed_in("viewer"), team.signed_in("clerk")
    body = {"figures": [{"region": "binzhou", "subject": "fine-chemicals", "indicator": "revenue",
                         "period": "2025", "value": "800亿"}]}  # fmt: skip
    sent = clerk.ask(
        "POST", "/api/v1/observations", json.dumps(body), Content_Type="application/json"
    )
    assert (sent.status, json.loads(sent.text)["written"]) == (200, 1), sent.text
    path = "/api/v1/observations?region=binzhou&subject=fine-chemicals&period=2025"
    assert json.loads(clerk.get(path).text)["items"][0]["value"] == "80000000000"
    assert json.loads(viewer.get(path).text)["items"] == []
    revisions = "/api/v1/observations/binzhou/fine-chemicals/revenue"
    assert viewer.get(revisions).status == 403
    assert json.loads(clerk.get(revisions).text)["items"][0]["author"] == "clerk"


def test_a_token_that_is_none_is_refused_before_anything_else(team: Team) -> None:
    answer = team.visitor().get("/api/v1/goals?limit=0", Authorization="Bearer cd_nothing")
    assert answer.status == 401
    assert answer.header("www-authenticate") == "Bearer"
