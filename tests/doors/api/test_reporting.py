"""Programs see returns, completeness and issued bulletins, and step returns through the one door."""

import json
from typing import Any
from urllib.parse import quote

from dashboard.actuals.bulletins import IssuedBulletin
from dashboard.actuals.store import Store
from tests.doors.conftest import Team
from tests.doors.visitor import Answer, Visitor
from tests.machine.server import Served

FIGURE = {"region": "binzhou", "subject": "food-processing", "indicator": "revenue",
          "period": "2025", "value": "990亿"}  # fmt: skip
YEAR_BEFORE = FIGURE | {"period": "2024", "value": "950亿"}
ISSUED = IssuedBulletin(
    "binzhou-2026-M09-0123456789ab", "pdf", "binzhou", "2026-M09", "zh", "市工信局", "2026-10-20",
    "li", 1_760_000_000_000_000, 7, "abc", "0.1", "c" * 64, "f" * 64,
)  # fmt: skip


def ask(visitor: Visitor, path: str) -> Any:
    answer = visitor.get(f"/api/v1/{path}")
    assert answer.status == 200, answer.text
    return json.loads(answer.text)


def send(visitor: Visitor, path: str, body: dict[str, Any]) -> Answer:
    return visitor.ask("POST", f"/api/v1/{path}", json.dumps(body), Content_Type="application/json")


def test_a_return_goes_its_way_and_each_step_names_what_it_saw(own: Served) -> None:
    me = Visitor(own.port)
    assert send(me, "observations", {"figures": [FIGURE, YEAR_BEFORE]}).status == 200
    due = ask(me, "returns?region=binzhou&period=2025")["items"]
    mine = next(one for one in due if one["entered"])
    assert (mine["state"], mine["number"]) == ("draft", 0)
    path = f"returns/binzhou/{quote(mine['unit'])}/2025?lang=en"
    tried = send(me, f"{path}&dry_run=true", {"step": "submit", "seen": 0})
    assert (tried.status, json.loads(tried.text)["state"]) == (200, "draft"), tried.text
    # What the state does not allow, a dry run refuses as the step itself does.
    for query in ("&dry_run=true", ""):
        refused = send(me, path + query, {"step": "publish", "seen": 0})
        assert refused.status == 409
        assert refused.header("content-type") == "application/problem+json"
    for number, (step, state) in enumerate(
        [("submit", "submitted"), ("return", "returned"), ("submit", "submitted"),
         ("approve", "approved"), ("publish", "published")]
    ):  # fmt: skip
        wanted = {"reason": "checked against the ledger"} if step == "return" else {}
        done = send(me, path, {"step": step, "seen": number} | wanted)
        assert (done.status, json.loads(done.text).get("state")) == (200, state), done.text
    late = send(me, path, {"step": "correct", "seen": 2, "reason": "recounted"})
    assert late.status == 409
    shown = ask(me, path)
    assert [one["step"] for one in shown["steps"]] == [
        "submit", "return", "submit", "approve", "publish",
    ]  # fmt: skip
    figure = next(one for one in shown["figures"] if one["subject"] == "food-processing")
    assert (figure["value"], figure["published"]) == ("99000000000", None)
    # What it is read beside: of a whole year there is none before in the same year.
    assert (figure["last_year"], figure["before"]) == ("95000000000", None)
    counted = ask(me, "completeness?region=binzhou&period=2025")["items"]
    assert [one["id"] for one in counted] == ["binzhou:2025"]
    assert counted[0]["owed"] == sum(
        counted[0][name] for name in ("ahead", "due", "missing", "returned", "reported", "late")
    )
    assert ask(me, "completeness/binzhou:2025") == counted[0]


def test_who_may_not_read_what_is_unpublished_sees_no_return_and_steps_none(team: Team) -> None:
    viewer, clerk = team.signed_in("viewer"), team.signed_in("clerk")
    assert ask(viewer, "returns")["items"] == []
    assert ask(viewer, "completeness")["items"] == []
    units = {one["unit"] for one in ask(clerk, "returns?region=binzhou&period=2025")["items"]}
    assert units
    path = f"returns/binzhou/{quote(min(units))}/2025"
    assert viewer.get(f"/api/v1/{path}").status == 403
    for dry in ("", "?dry_run=true"):
        for who, step in ((viewer, "submit"), (clerk, "approve")):
            assert send(who, path + dry, {"step": step, "seen": 0}).status == 403
    guest = team.visitor()
    assert send(guest, path, {"step": "submit", "seen": 0}).status == 401


def test_issued_bulletins_are_listed_with_their_files_and_not_who_made_them(own: Served) -> None:
    with Store.open(own.database) as store:
        store.issue_bulletin(ISSUED)
        store.issue_bulletin(ISSUED._replace(format="docx", file_checksum="e" * 64))
    me = Visitor(own.port)
    (found,) = ask(me, "bulletins?region=binzhou&period=2026-M09")["items"]
    assert sorted(one["format"] for one in found["files"]) == ["docx", "pdf"]
    assert "li" not in found.values()
    assert ask(me, f"bulletins/{ISSUED.id}") == found
    assert me.get("/api/v1/bulletins/none").status == 404
    assert ask(me, "bulletins?region=foshan")["items"] == []


def test_numbers_of_json_are_whole_whichever_way_they_are_written(own: Served) -> None:
    me, path = Visitor(own.port), "returns/binzhou/nobody/2025?lang=en"
    assert send(me, path, {"step": "submit", "seen": 0.0}).status == 404
    for seen in (0.5, "0", True, -1):
        assert send(me, path, {"step": "submit", "seen": seen}).status == 422
    assert ask(me, "returns?period=")["items"] == []


def test_a_return_that_nobody_owes_is_not_found(own: Served) -> None:
    me = Visitor(own.port)
    for path in ("nowhere/x/2025", "binzhou/nobody/2025", "binzhou/x/2025-13"):
        answer = me.get(f"/api/v1/returns/{path}")
        assert (answer.status, answer.header("content-type")) == (404, "application/problem+json")
