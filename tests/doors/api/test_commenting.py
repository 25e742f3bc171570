"""Programs read and write comments within the rights of whom they act for."""

import json
from typing import Any

from dashboard.actuals.figure_records import Audience
from dashboard.actuals.store import Store
from tests.doors.conftest import Team
from tests.doors.visitor import Answer, Visitor
from tests.machine.server import Served

FIGURE = {"region": "binzhou", "subject": "food-processing", "indicator": "revenue",
          "period": "2024"}  # fmt: skip
TEXT = "含新并入的两家企业"


def send(visitor: Visitor, body: dict[str, Any], **headers: str) -> Answer:
    headers.setdefault("Content_Type", "application/json")
    return visitor.ask("POST", "/api/v1/comments?lang=en", json.dumps(body), **headers)


def listed(visitor: Visitor, query: str) -> list[dict[str, Any]]:
    answer = visitor.get(f"/api/v1/comments?{query}")
    assert answer.status == 200, answer.text
    found: list[dict[str, Any]] = json.loads(answer.text)["items"]
    return found


def test_a_comment_sent_twice_under_one_key_counts_once(own: Served) -> None:
    me = Visitor(own.port)
    sent = FIGURE | {"text": TEXT}
    first, again = (send(me, sent, Idempotency_Key="one") for _ in range(2))
    assert (first.status, first.text) == (200, again.text)
    (said,) = listed(me, "region=binzhou&subject=food-processing&period=2024")
    assert said == json.loads(first.text)
    assert (said["text"], said["audience"]) == (TEXT, "reporting")
    for bad, status in (
        (sent | {"text": " "}, 409),
        (sent | {"text": "a\u202eb"}, 409),
        (sent | {"period": "2024-M13"}, 409),
        (sent | {"audience": "everybody"}, 422),
        (sent | {"text": "x" * 2001}, 422),
        (sent | {"region": "nowhere"}, 404),
    ):
        answer = send(me, bad)
        assert answer.status == status, answer.text
        assert answer.header("content-type") == "application/problem+json"
    assert send(me, sent, Content_Type="text/plain").status == 415
    assert len(listed(me, "period=2024")) == 1


def test_each_reads_what_is_for_them_and_only_the_office_writes(team: Team) -> None:
    key = (FIGURE["region"], FIGURE["subject"], FIGURE["indicator"], "2023")
    with Store.open(team.served.database) as store:
        store.comments.add(key, "li", "inside", Audience.REPORTING)
    viewer, clerk = team.signed_in("viewer"), team.signed_in("clerk")
    assert [one["text"] for one in listed(clerk, "period=2023")] == ["inside"]
    assert listed(viewer, "period=2023") == []
    sent = FIGURE | {"period": "2023", "text": TEXT}
    assert send(viewer, sent).status == 403
    assert send(team.visitor(), sent).status == 401
    assert send(clerk, sent | {"audience": "public"}).status == 409
    assert send(clerk, sent).status == 200
    assert send(clerk, sent | {"region": "foshan", "subject": "smart-equipment"}).status == 403


def test_a_comment_is_withdrawn_once_by_its_author_and_by_nobody_who_may_not(team: Team) -> None:
    clerk = team.signed_in("clerk")
    made = json.loads(send(clerk, FIGURE | {"period": "2022", "text": TEXT}).text)
    assert (made["withdrawn_at"], made["reason"]) == ("", "")
    place = f"/api/v1/comments/{made['id']}/withdraw?lang=en"

    def withdraw(visitor: Visitor, reason: str) -> Answer:
        body = json.dumps({"reason": reason})
        return visitor.ask("POST", place, body, Content_Type="application/json")

    assert withdraw(team.signed_in("viewer"), "not seen").status == 409
    assert withdraw(clerk, " ").status == 409
    done = withdraw(clerk, "wrong month")
    assert done.status == 200, done.text
    assert withdraw(clerk, "again").text == done.text
    (said,) = listed(clerk, "period=2022")
    assert said == json.loads(done.text)
    assert (said["text"], said["withdrawn_by"], said["reason"]) == (TEXT, "clerk", "wrong month")
    # Another comment is not lost under the name of the first.
    sent = FIGURE | {"period": "2021", "text": TEXT}
    assert send(clerk, sent, Idempotency_Key="two").status == 200
    assert send(clerk, sent | {"text": "x"}, Idempotency_Key="two").status == 409
