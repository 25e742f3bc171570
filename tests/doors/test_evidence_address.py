"""Evidence files at their address: given to whom they are for, to be saved, and nothing told to others."""

import hashlib

from sqlalchemy import create_engine, text

from dashboard.actuals.figure_records import Audience
from dashboard.actuals.store import Store
from dashboard.doors.addresses import kind_of
from dashboard.people.identity import Grant, Role
from dashboard.settings import Settings
from tests.doors.conftest import Team

FIGURE = ("binzhou", "food-processing", "revenue", "2022")
CONTENT = "企业,营收\n甲,12\n".encode()


def kept(team: Team, figure: tuple[str, str, str, str], name: str, audience: Audience) -> int:
    with Store.open(team.served.database) as store:
        named = (name, "text/csv")
        return store.evidence.add(figure, "li", named, CONTENT + name.encode(), audience, None).id


def test_who_it_is_for_saves_it_and_to_all_others_there_is_none(team: Team) -> None:
    number = kept(team, FIGURE, '台账 "九月".csv', Audience.REPORTING)
    team.add("clerk-of-foshan", Grant(Role.CLERK, "foshan"))
    clerk = team.signed_in("clerk")
    answer = clerk.get(f"/evidence/{number}")
    assert answer.status == 200
    assert answer.text.encode() == CONTENT + '台账 "九月".csv'.encode()
    told = {name: answer.header(name) for name in (
        "content-type", "content-disposition", "x-content-type-options", "cache-control",
    )}  # fmt: skip
    assert told == {
        "content-type": "text/csv; charset=utf-8",
        "content-disposition": f'attachment; filename="evidence-{number}.csv"; '
        "filename*=UTF-8''%E5%8F%B0%E8%B4%A6%20%22%E4%B9%9D%E6%9C%88%22.csv",
        "x-content-type-options": "nosniff",
        "cache-control": "no-store",
    }
    assert clerk.ask("HEAD", f"/evidence/{number}").status == 200
    nobody = clerk.get("/evidence/999999999")
    # As published readers see it, nothing is published: the viewer is told no more than a guest.
    for other in (team.visitor(), team.signed_in("viewer"), team.signed_in("clerk-of-foshan")):
        refused = other.get(f"/evidence/{number}")
        assert (refused.status, refused.header("content-type")) == (
            404,
            nobody.header("content-type"),
        )
        assert "台账" not in refused.text
    for path in (
        "0",
        "01",
        "-1",
        "1e3",
        f"{number}/x",
        f"{number}%2f..",
        "x",
        "",
        "../x",
        "9" * 30,
    ):
        assert clerk.get(f"/evidence/{path}").status in {404, 303}
    for method in ("POST", "PUT", "DELETE"):
        assert clerk.ask(method, f"/evidence/{number}", "").status == 405


def test_what_was_withdrawn_or_changed_is_said_and_not_given(team: Team) -> None:
    figure = (*FIGURE[:3], "2021")
    gone, bent = (kept(team, figure, name, Audience.REPORTING) for name in ("a.csv", "b.csv"))
    with Store.open(team.served.database) as store:
        store.evidence.withdraw(gone, "li", "wrong one")
    digest = hashlib.sha256(CONTENT + b"b.csv").hexdigest()
    with create_engine(team.served.database).begin() as connection:
        # As somebody with the database in their hands would.
        connection.execute(text("DROP TRIGGER evidence_content_no_update"))
        connection.execute(
            text("UPDATE evidence_content SET content = :bent WHERE checksum = :digest"),
            {"bent": b"x" * len(CONTENT + b"b.csv"), "digest": digest},
        )
    clerk = team.signed_in("clerk")
    for number, sentence in ((gone, "withdrawn"), (bent, digest)):
        answer = clerk.get(f"/evidence/{number}?lang=en")
        assert (answer.status, answer.header("cache-control")) == (410, "no-store")
        assert sentence in answer.text
        assert answer.header("content-type") == "text/plain; charset=utf-8"


def test_a_server_without_a_place_for_files_has_no_such_address() -> None:
    kinds = [kind_of("/evidence/1", Settings(evidence=each)) for each in ("", "database")]
    assert kinds == ["", "evidence"]
