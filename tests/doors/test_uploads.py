"""Files at the door: from whom, for which page, how large, how many."""

import uuid
from collections.abc import Iterator

import pytest

from dashboard.doors.uploads import MOST_OF_ONE_PAGE, UPLOAD_BYTES, Uploads
from tests.doors.conftest import Team
from tests.doors.kept import digest
from tests.doors.visitor import Visitor

BODY = (
    '--edge\r\nContent-Disposition: form-data; name="file"; filename="f.csv"\r\n'
    "Content-Type: text/csv\r\n\r\nregion,subject\r\n--edge--\r\n"
)


@pytest.fixture(scope="module")
def page(team: Team) -> Iterator[tuple[Visitor, str]]:
    """Return a clerk and the id of the clerk's open entry page."""
    clerk = team.signed_in("clerk")
    with team.tab(clerk) as tab:
        tab.open("entry", "region=binzhou&lang=en")
        yield clerk, tab.session


def send(visitor: Visitor, session: str, file: str, method: str = "PUT", **headers: str) -> int:
    visitor.get("/_stcore/health")
    told = {
        "Content-Type": "multipart/form-data; boundary=edge",
        "X-Xsrftoken": visitor.cookies.get("_streamlit_xsrf", ""),
    }
    path = f"/_stcore/upload_file/{session}/{file}"
    body = BODY if method in ("PUT", "POST") else None
    return visitor.ask(method, path, body, **told | headers).status


def test_a_file_is_taken_from_who_may_enter_for_their_own_page(
    team: Team, page: tuple[Visitor, str]
) -> None:
    before = digest(team.served.database)
    clerk, session = page
    assert send(clerk, session, "a1") == 204
    assert send(clerk, session, "a1", "DELETE") == 204
    assert digest(team.served.database) == before


def test_nobody_else_sends_a_file_there(team: Team, page: tuple[Visitor, str]) -> None:
    _, session = page
    for visitor in (team.visitor(), team.signed_in("viewer"), team.signed_in("admin")):
        for method in ("PUT", "POST", "DELETE", "OPTIONS", "GET"):
            assert send(visitor, session, "b1", method) == 404


def test_who_may_not_enter_sends_none_to_a_page_of_their_own(team: Team) -> None:
    viewer = team.signed_in("viewer")
    with team.tab(viewer) as tab:
        tab.open("sources", "lang=en")
        assert send(viewer, tab.session, "c1") == 404


def test_a_file_is_only_put_and_taken_away(page: tuple[Visitor, str]) -> None:
    clerk, session = page
    for method in ("GET", "POST", "OPTIONS"):
        assert send(clerk, session, "d1", method) == 405
    assert clerk.get(f"/_stcore/upload_file/{session}/../x").status == 404


def test_a_page_holds_few_files_and_small_ones(page: tuple[Visitor, str]) -> None:
    clerk, session = page
    large = str(UPLOAD_BYTES + 1)
    assert send(clerk, session, "e0", **{"Content-Length": large}) == 413
    assert send(clerk, session, "e0", "DELETE") == 204
    # A clerk hands in one workbook after the other: the oldest makes room, and nobody is told to wait.
    sent = [send(clerk, session, f"e{n}") for n in range(1, 2 * MOST_OF_ONE_PAGE)]
    assert sent == [204] * len(sent)


def test_of_many_on_their_way_at_once_no_more_are_taken_than_a_page_may_hold() -> None:
    uploads, page = Uploads(), f"/_stcore/upload_file/{uuid.uuid4()}/"
    coming = [uploads.has_place(f"{page}{n}", "PUT") for n in range(MOST_OF_ONE_PAGE + 1)]
    assert coming == [True] * MOST_OF_ONE_PAGE + [False]
    uploads.came(f"{page}1", as_a_whole=True)
    assert uploads.has_place(f"{page}8", "PUT")
    assert not uploads.has_place(f"{page}9", "PUT")
    # What never came as a whole holds no place, nor does what was taken away.
    uploads.came(f"{page}0", as_a_whole=False)
    assert uploads.has_place(f"{page}9", "PUT")
    assert uploads.has_place(f"{page}8", "DELETE")
    assert uploads.has_place(f"{page}10", "PUT")


def test_another_site_cannot_send_one_in_the_name_of_a_clerk(page: tuple[Visitor, str]) -> None:
    clerk, session = page
    assert send(clerk, session, "f1", **{"X-Xsrftoken": ""}) == 403
