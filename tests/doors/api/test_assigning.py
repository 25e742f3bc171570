"""Programs assign leaders to clusters within the rights of whom they act for."""

import json
from typing import Any

from dashboard.actuals.store import Store
from tests.doors.conftest import Team
from tests.doors.visitor import Answer, Visitor

GIVEN = {"region": "binzhou", "cluster": "food-processing", "person": "甲", "post": "副市长",
         "since": "2026-03-01", "reason": "滨办发3号"}  # fmt: skip


def send(visitor: Visitor, body: dict[str, Any], **headers: str) -> Answer:
    headers.setdefault("Content_Type", "application/json")
    return visitor.ask("POST", "/api/v1/officials?lang=en", json.dumps(body), **headers)


def test_a_leader_is_assigned_once_by_who_may_and_what_is_wrong_is_said(team: Team) -> None:
    clerk = team.signed_in("clerk")
    first, again = (send(clerk, GIVEN, Idempotency_Key="one") for _ in range(2))
    assert (first.status, first.text) == (200, again.text)
    kept = json.loads(first.text)
    assert {name: kept[name] for name in GIVEN} == GIVEN
    for bad, status in (
        (GIVEN | {"reason": " "}, 409),
        (GIVEN | {"person": "a\u202eb"}, 409),
        (GIVEN | {"person": ""}, 409),
        (GIVEN | {"cluster": "nobody"}, 409),
        (GIVEN | {"seen": 0}, 409),
        (GIVEN | {"since": "soon"}, 422),
        (GIVEN | {"region": "nowhere"}, 404),
        (GIVEN | {"region": "foshan", "cluster": "smart-equipment"}, 403),
    ):
        answer = send(clerk, bad)
        assert answer.status == status, answer.text
        assert answer.header("content-type") == "application/problem+json"
    assert send(clerk, GIVEN | {"person": "乙"}, Idempotency_Key="one").status == 409
    assert send(team.signed_in("viewer"), GIVEN).status == 403
    assert send(team.visitor(), GIVEN).status == 401
    ended = {"person": "", "post": "", "since": "2026-09-01", "seen": kept["id"]}
    assert send(clerk, GIVEN | ended).status == 200
    with Store.open(team.served.database) as store:
        held = [one for one in store.officials.of_region("binzhou") if one.author == "clerk"]
    assert [(one.person, one.since) for one in held] == [("甲", "2026-03-01"), ("", "2026-09-01")]
