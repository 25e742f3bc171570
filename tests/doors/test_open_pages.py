"""Pages that stay open after their visitor has left, or has other rights: every part asks anew."""

import re
from collections.abc import Iterator
from decimal import Decimal

import pytest

from dashboard.actuals.records import Entry
from dashboard.actuals.store import Store
from dashboard.people.directory import Directory
from dashboard.people.identity import Grant, Role
from tests.doors.conftest import OPERATOR, ROOT, Team
from tests.doors.kept import digest
from tests.doors.tab import SHEET, Tab
from tests.doors.visitor import Visitor
from tests.machine.server import ServerFactory

LOCKED = "Sign in first"
FIRMS = ("binzhou", "clusters", "high-tech-firms", "2024")
WHY = "region=binzhou&goal=binzhou-2024.high-tech-firms&why=yes&lang=en"


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Team]:
    folder = tmp_path_factory.mktemp("open")
    database = f"sqlite:///{(folder / 'actuals.db').as_posix()}"
    kept = Store.open(database)
    kept.write([Entry(*FIRMS, Decimal(611), note="a note of hers")], "wang")
    kept.publish(["binzhou"], "chen")
    with Directory.open(database) as people, ServerFactory(folder, ROOT) as factory:
        made = Team(factory("--mode", "team", database=database), people)
        made.add("li", Grant(Role.CLERK, "binzhou"))
        made.add("zhao", Grant(Role.CLERK, "binzhou"))
        made.add("chen", Grant(Role.VIEWER, "binzhou"))
        made.add("root", Grant(Role.ADMINISTRATOR, "binzhou"))
        yield made


def the_fragment(page: Tab) -> str:
    (found,) = page.fragments
    return found


def test_a_dialog_shows_nothing_more_after_signing_out(served: Team) -> None:
    visitor = served.signed_in("li")
    with served.tab(visitor) as page:
        assert "a note of hers" in page.open("region", WHY).shown
        dialog = the_fragment(page)
        assert "a note of hers" in page.rerun(dialog).shown
        visitor.sign_out()
        shown = page.rerun(dialog).shown
    assert LOCKED in shown
    assert "a note of hers" not in shown
    assert "611" not in shown


def test_the_first_answer_shows_nothing_more_after_signing_out(served: Team) -> None:
    visitor, path = served.signed_in("li"), "/cluster?region=binzhou&lang=en"
    seen = visitor.get("/region?" + WHY)
    assert (seen.status, seen.header("cache-control")) == (200, "no-store")
    assert "611" in seen.text and "Binzhou" in visitor.get(path).text
    visitor.sign_out()
    for asked in (path, "/region?" + WHY):
        answer = visitor.get(asked)
        assert answer.status == 303 and answer.body == b""


def test_the_first_answer_of_a_page_of_work_is_for_who_asks(served: Team) -> None:
    def said(name: str, path: str) -> str:
        answer = served.signed_in(name).get(f"/{path}?lang=en&region=binzhou").text
        return " ".join(re.sub(r"<[^>]+>", " ", answer.partition("<h1")[2]).split())

    with served.tab(served.signed_in("li")) as page:
        page.open("entry", "lang=en&region=binzhou&goal=binzhou-2024.high-tech-firms&period=2025")
        page.fill_in(value="700")
        page.click("entry-save")
        assert "Saved" in page.shown
        again = page.open("entry", "lang=en&period=2025").shown
    counted = re.search(r"[1-9]\d* of \d+ figures owed", again)
    assert counted
    first = served.signed_in("li").get("/entry?lang=en&region=binzhou&period=2025").text
    assert counted[0] in " ".join(re.sub(r"<[^>]+>", " ", first).split())
    assert "The audit is for administrators" in said("li", "audit")
    audit = said("root", "audit")
    assert "The audit is for administrators" not in audit
    assert "High-tech enterprises" in audit
    # Nor does anything ask for a run that is not there.
    assert "ScriptRunContext" not in served.served.printed()


def test_the_sheet_takes_and_shows_nothing_more_after_signing_out(served: Team) -> None:
    visitor = served.signed_in("li")
    before = digest(served.served.database)
    with served.tab(visitor) as page:
        page.open("entry", "region=binzhou&way=grid&lang=en&period=2025")
        assert page.widgets[SHEET].fragment
        visitor.sign_out()
        shown = page.fill_in(value="5").shown
        assert LOCKED in shown
        assert "High-tech" not in shown
        assert LOCKED in page.rerun().shown
    assert digest(served.served.database) == before


def test_who_has_become_a_viewer_sees_as_a_viewer_in_an_open_dialog(served: Team) -> None:
    served.add("gao", Grant(Role.CLERK, "binzhou"))
    with served.tab(served.signed_in("gao")) as page:
        assert "a note of hers" in page.open("region", WHY).shown
        dialog = the_fragment(page)
        served.people.grants.give(OPERATOR, "gao", Grant(Role.VIEWER, "binzhou"))
        served.people.grants.take_back(OPERATOR, "gao", Role.CLERK, "binzhou")
        shown = page.rerun(dialog).shown
    assert "611" in shown
    assert "a note of hers" not in shown


def test_a_file_is_made_for_who_is_still_there_and_given_to_nobody_else(served: Team) -> None:
    visitor = served.signed_in("chen")
    here, on_another_device = served.visitor(), served.signed_in("chen")
    with served.tab(visitor) as page:
        page.open("goals", "region=binzhou&lang=en")
        path = page.file_of("goals-csv")
        assert path.startswith("/media/")
        assert "high-tech-firms" in visitor.get(path).text
        # An address that leaks is worth nothing to others, signed in or not.
        for other in (here, served.signed_in("zhao"), Visitor(served.served.port)):
            answer = other.get(path)
            assert answer.status == 403
            assert "high-tech-firms" not in answer.text
        visitor.sign_out()
        assert visitor.get(path).status == 403
        assert page.file_of("goals-csv") == ""
    assert on_another_device.get(path).status == 200


def test_a_file_is_made_for_nobody_whose_rights_have_changed(served: Team) -> None:
    served.add("sun", Grant(Role.VIEWER, "binzhou"))
    with served.tab(served.signed_in("sun")) as page:
        page.open("goals", "region=binzhou&lang=en")
        served.people.grants.take_back(OPERATOR, "sun", Role.VIEWER, "binzhou")
        assert page.file_of("goals-csv") == ""


def test_of_a_region_one_may_not_read_nobody_says_that_nothing_was_reported(served: Team) -> None:
    with Store.open(served.served.database) as kept:
        kept.write([Entry("foshan", "smart-equipment", "output", "2024", Decimal(812))], "wang")
        kept.publish(["foshan"], "chen")
    with served.tab(served.signed_in("chen")) as page:
        shown = page.open("region", "region=foshan&lang=en").shown
    assert "you may not see the figures of this region" in shown
    assert "none reported yet" not in shown
    assert not re.search(r"\b812\b", shown)
