"""An answer is given again only while nothing has changed, and only to whom it may be given."""

import shutil
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from dashboard.actuals.store import Entry, Store
from dashboard.doors.api.kept_answers import KeptAnswers
from dashboard.doors.visits import visit_of
from dashboard.settings import Settings
from tests.doors.asked import run
from tests.machine.register import SHIPPED

if TYPE_CHECKING:
    from starlette.types import Message, Receive, Scope, Send

GOALS = "/api/v1/goals"


class Programs:
    """Stands where the programs' application does, and counts how often it is asked.

    What it says is another thing each time, or always what is `same`.
    """

    def __init__(self, settings: Settings, status: int = 200, same: str = "") -> None:
        self.times, self._status, self.same = 0, status, same
        self._kept = KeptAnswers(self._answer, settings)

    async def _answer(self, scope: "Scope", __: "Receive", send: "Send") -> None:
        self.times += 1
        said = self.same or str(self.times)
        headers = [(b"etag", f'"{said}"'.encode()), (b"content-type", b"application/json")]
        is_still_so = (b"if-none-match", f'"{said}"'.encode()) in scope["headers"]
        status, body = (304, b"") if is_still_so else (self._status, said.encode())
        await send({"type": "http.response.start", "status": status, "headers": headers})
        await send({"type": "http.response.body", "body": body})

    def ask(
        self,
        path: str = GOALS,
        query: str = "",
        method: str = "GET",
        vouched: str = "",
        **more: str,
    ) -> tuple[int, str]:
        """Return status and body of the answer to one request with these headers."""
        named = [(k.replace("_", "-").encode(), v.encode()) for k, v in more.items()]
        scope: dict[str, Any] = {
            "type": "http", "method": method, "scheme": "http", "path": path,
            "query_string": query.encode(), "client": ("127.0.0.1", 50_000),
            "headers": [(b"host", b"127.0.0.1:8501"), *named],
        }  # fmt: skip
        scope["cluster.visit"] = visit = visit_of(scope, ())
        visit.vouched = vouched
        heard: list[Message] = []

        async def receive() -> "Message":
            return {"type": "http.request", "body": b"", "more_body": False}

        async def keep(message: "Message") -> None:
            heard.append(message)

        run(self._kept(scope, receive, keep))
        start, body = heard
        return start["status"], body["body"].decode()


Site = Callable[..., Programs]


@pytest.fixture
def site(tmp_path: Path) -> Site:
    """Make the programs' door of an installation with these settings, on a register of its own."""
    shutil.copytree(SHIPPED.parent, tmp_path / "data")
    shutil.copytree(SHIPPED.parent.parent / "seeds", tmp_path / "seeds")

    def made(status: int = 200, same: str = "", **changes: Any) -> Programs:
        known = {"database": f"sqlite:///{(tmp_path / 'actuals.db').as_posix()}"}
        known |= {"register": tmp_path / "data" / SHIPPED.name, "cache": tmp_path / "cache"}
        settings = Settings(**(known | changes))
        programs = Programs(settings, status, same)
        # The register is read by whoever asks for it first.
        from dashboard import loading

        loading.catalogue(settings)
        return programs

    return made


def enter(tmp_path: Path, year: str) -> None:
    with Store.open(f"sqlite:///{(tmp_path / 'actuals.db').as_posix()}") as store:
        store.write([Entry("binzhou", "fine-chemicals", "revenue", year, Decimal(1))], "clerk")


def test_an_answer_is_given_again_until_a_figure_comes(site: Site, tmp_path: Path) -> None:
    programs = site()
    assert [programs.ask() for _ in range(3)] == [(200, "1")] * 3
    assert programs.ask(if_none_match='"1"') == (304, "")
    assert programs.ask(if_none_match='W/"0", W/"1"') == (304, "")
    enter(tmp_path, "2024")
    assert programs.ask(if_none_match='"1"') == (200, "2")
    enter(tmp_path, "2025")
    assert [programs.ask(), programs.ask()] == [(200, "3")] * 2


def test_that_it_is_still_so_is_said_again_to_who_never_asks_for_the_whole(
    site: Site, tmp_path: Path
) -> None:
    programs = site(same="so")
    assert [programs.ask(if_none_match='"so"') for _ in range(3)] == [(304, "")] * 3
    assert programs.times == 1
    # Nobody has been given the whole: it has to be made, and is there for all from then on.
    assert [programs.ask(), programs.ask(if_none_match='"other"')] == [(200, "so")] * 2
    assert programs.times == 2
    # A commit elsewhere: asked once whether it is still so, the whole may be given again as well.
    enter(tmp_path, "2024")
    assert [programs.ask(if_none_match='"so"'), programs.ask()] == [(304, ""), (200, "so")]
    assert programs.times == 3
    enter(tmp_path, "2025")
    programs.same = "no more"
    assert programs.ask(if_none_match='"so"') == (200, "no more")
    assert programs.ask(if_none_match='"no more"') == (304, "")
    assert programs.times == 4


def test_an_answer_is_given_again_until_the_register_is_edited(site: Site, tmp_path: Path) -> None:
    programs = site()
    assert [programs.ask(), programs.ask()] == [(200, "1")] * 2
    edited = tmp_path / "data" / SHIPPED.name
    edited.write_text(f"{edited.read_text(encoding='utf-8')}\n# read again\n", encoding="utf-8")
    assert programs.ask() == (200, "2")


def test_an_answer_is_given_again_until_another_database_takes_the_place(
    site: Site, tmp_path: Path
) -> None:
    programs = site()
    assert [programs.ask(), programs.ask()] == [(200, "1")] * 2
    with Store.open(f"sqlite:///{(tmp_path / 'other.db').as_posix()}"):
        pass
    (tmp_path / "other.db").replace(tmp_path / "actuals.db")
    assert programs.ask() == (200, "2")
    (tmp_path / "actuals.db").unlink()
    assert programs.ask() == (200, "3")


def test_every_question_language_form_and_coding_has_an_answer_of_its_own(site: Site) -> None:
    programs = site()
    questions: list[dict[str, str]] = [
        {},
        {"query": "lang=en"},
        {"path": "/api/v1/plans"},
        {"accept_language": "en"},
        {"accept": "text/csv"},
        {"accept_encoding": "gzip"},
    ]
    first = [programs.ask(**one) for one in questions]
    assert first == [(200, str(n)) for n in (1, 2, 3, 4, 5, 6)]
    assert [programs.ask(**one) for one in questions] == first
    assert programs.ask(method="HEAD") == (200, "1")


def test_what_another_site_asks_is_passed_on_to_be_refused(site: Site) -> None:
    programs = site()
    programs.ask()
    for headers in ({"sec_fetch_site": "cross-site"}, {"origin": "https://elsewhere.example"}):
        before = programs.times
        programs.ask(**headers)
        assert programs.times == before + 1


@pytest.mark.parametrize(
    "named",
    [
        {"authorization": "Bearer cd_x"},
        {"cookie": "cluster_session=x"},
        {"vouched": "li"},
    ],
    ids=lambda named: next(iter(named)),
)
def test_who_comes_with_a_name_is_neither_given_what_is_kept_nor_leaves_anything(
    site: Site, named: dict[str, str]
) -> None:
    programs = site(mode="team", reading="public")
    assert [programs.ask(**named), programs.ask(**named)] == [(200, "1"), (200, "2")]
    assert [programs.ask(), programs.ask(**named), programs.ask()] == [
        (200, "3"), (200, "4"), (200, "3"),
    ]  # fmt: skip


def test_where_readers_sign_in_nothing_is_kept(site: Site) -> None:
    programs = site(mode="team", reading="signed-in")
    assert [programs.ask(), programs.ask()] == [(200, "1"), (200, "2")]


def test_nothing_is_kept_but_whole_answers_to_reading(site: Site) -> None:
    programs = site(status=404)
    assert [programs.ask(), programs.ask()] == [(404, "1"), (404, "2")]
    programs = site()
    assert [programs.ask(method="POST"), programs.ask(path="/healthz")] == [(200, "1"), (200, "2")]
    assert [programs.ask(content_length="2"), programs.ask()] == [(200, "3"), (200, "4")]
    assert [programs.ask(if_match='"4"'), programs.ask()] == [(200, "5"), (200, "4")]
