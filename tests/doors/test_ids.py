"""Streamlit's ids are not keys: what was given to one person is nothing in another's hands."""

import json

import pytest
from streamlit.proto.BackMsg_pb2 import BackMsg

from dashboard.people.identity import Grant, Role
from tests.doors.conftest import Team
from tests.doors.tab import Tab

PAGE = ("goals", "region=binzhou&lang=en")


@pytest.fixture(scope="module", autouse=True)
def readers(team: Team) -> None:
    for name in ("hers", "another"):
        team.add(name, Grant(Role.VIEWER, "binzhou"))


def asks_for(page: Tab, offer: str) -> str:
    """Ask for an offered file by its id; return the file's address, "" if it is refused."""
    asked = BackMsg()
    asked.backend_operation_request.request_id = "1"
    asked.backend_operation_request.session_id = page.session
    asked.backend_operation_request.deferred_file.file_id = offer
    page.send(asked)
    while True:
        message = page.receive()
        if message.WhichOneof("type") == "backend_operation_response":
            return message.backend_operation_response.deferred_file.url


def test_a_session_goes_on_with_whom_it_was_given_to_only(team: Team) -> None:
    her = team.signed_in("hers")
    with team.tab(her) as page:
        session = page.open(*PAGE).session
        # While her page is open, and after it.
        thiefs = team.signed_in("another").cookie
        with Tab(team.served.port, thiefs, resumes=session) as thief:
            assert thief.open(*PAGE).session not in {"", session}
        assert page.rerun().session == session
    with Tab(team.served.port, thiefs, resumes=session) as thief:
        assert thief.open(*PAGE).session != session
    with Tab(team.served.port, her.cookie, resumes=session) as again:
        assert again.open(*PAGE).session == session


def test_a_file_is_made_for_whom_it_was_offered_to_only(team: Team) -> None:
    with team.tab(team.signed_in("hers")) as page, team.tab(team.signed_in("another")) as thief:
        page.open(*PAGE)
        thief.open(*PAGE)
        offer = page.widgets["goals-csv"].file
        assert len(offer) == 32
        assert asks_for(thief, offer) == ""
        assert asks_for(thief, "f" * 32) == ""
        # And she is not shut out by it.
        assert asks_for(page, offer).startswith("/media/")


def test_two_people_who_ask_for_the_same_file_both_get_it(team: Team) -> None:
    her, another = team.signed_in("hers"), team.signed_in("another")
    with team.tab(her) as one, team.tab(another) as two:
        paths = [page.open(*PAGE).file_of("goals-csv") for page in (one, two)]
        # Streamlit names a file by what is in it.
        assert paths[0] == paths[1]
        for visitor in (her, another):
            assert visitor.get(paths[0]).status == 200
        assert team.signed_in("clerk").get(paths[0]).status == 403
        her.sign_out()
        assert her.get(paths[0]).status == 403
        assert another.get(paths[0]).status == 200


def test_no_id_of_a_session_or_a_file_is_in_the_log(team: Team) -> None:
    her = team.signed_in("hers")
    with team.tab(her) as page:
        page.open(*PAGE)
        offer, session = page.widgets["goals-csv"].file, page.session
        asks_for(page, offer)
        asks_for(page, "e" * 32)
        # Streamlit itself tells by its id that a session is connected already.
        with Tab(team.served.port, her.cookie, resumes=session) as again:
            again.open(*PAGE)
    written = team.served.printed()
    told = [json.loads(line) for line in written.splitlines() if line.startswith("{")]
    assert any(each.get("reason") == "message deferred_file of another" for each in told)
    assert "already connected" in written
    for id in (offer, session, "e" * 32):
        assert id not in written
