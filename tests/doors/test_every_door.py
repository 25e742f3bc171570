"""Every door of the pages, tried by every role in and out of its scope, against what the rules say.

A real server, real sessions, the pages over their websocket. What is expected comes from the rules
alone and from who answers for which figure; what the code makes of scopes is not asked.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import TypeAlias

import pytest
from websockets.exceptions import InvalidStatus

from dashboard.actuals.records import Entry, FigureKey
from dashboard.actuals.store import Store
from dashboard.people.directory import Directory
from dashboard.people.identity import Grant, Role
from dashboard.people.matrix import OPEN_WHEN_PUBLIC, RULES, Action, Scope
from tests.doors.conftest import ROOT, Team
from tests.doors.tab import SHEET, Tab
from tests.doors.visitor import Visitor
from tests.machine.server import ServerFactory

HIS, OTHER = "binzhou", "foshan"
SCIENCE = "市科技局"


@dataclass(frozen=True)
class Series:
    """A series of the register, a goal judged by it, and whether the bureau answers for it.

    `hundred` tells its figures from those of the others, which stand on the same pages.
    """

    region: str
    subject: str
    indicator: str
    goal: str
    of_science: bool
    hundred: int

    @property
    def before(self) -> int:
        return self.hundred + 7

    @property
    def published(self) -> int:
        return self.hundred + 11

    @property
    def entered(self) -> int:
        return self.hundred + 22

    def in_year(self, year: int) -> FigureKey:
        return (self.region, self.subject, self.indicator, str(year))


FIRMS = Series(HIS, "clusters", "high-tech-firms", "binzhou-2024.high-tech-firms", True, 600)
FACTORIES = Series(HIS, "clusters", "smart-factories", "binzhou-2024.smart-factories", False, 700)
# The bureau of this name answers for it in Foshan: another than that of Binzhou.
EQUIPMENT = Series(
    OTHER, "smart-equipment", "output", "foshan-2020.t3000.smart-equipment", True, 800
)
ALL = (FIRMS, FACTORIES, EQUIPMENT)

# Who tries: an account for each role in Binzhou, and a clerk of one bureau there.
OF_SCIENCE = "clerk-of-science"
PEOPLE = {
    **{f"{role}-of-binzhou": Grant(role, HIS) for role in Role},
    OF_SCIENCE: Grant(Role.CLERK, HIS, False, (SCIENCE,)),
}


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Team]:
    folder = tmp_path_factory.mktemp("doors")
    database = f"sqlite:///{(folder / 'actuals.db').as_posix()}"
    with Directory.open(database) as people, ServerFactory(folder, ROOT) as factory:
        made = Team(factory("--mode", "team", database=database), people)
        for name, grant in PEOPLE.items():
            made.add(name, grant)
        yield made


@pytest.fixture
def store(served: Team) -> Store:
    return laid_out(served.served.database)


def laid_out(database: str) -> Store:
    """Of each series something is published of 2023 and 2024, twice; then 2024 is entered anew.

    Twice, as a page tells what the publication before had, and another test may have published all.
    """
    kept = Store.open(database)
    for stage in ("before", "published", "entered"):
        figures = {series.in_year(2023): series.hundred + 5 for series in ALL}
        figures |= {series.in_year(2024): getattr(series, stage) for series in ALL}
        held = kept.figures(list(figures))
        entries = [
            Entry(
                *figure,
                Decimal(value),
                note="a note of hers",
                evidence="table 3",
                seen_revision=held[figure].revision if figure in held else None,
            )
            for figure, value in figures.items()
        ]
        kept.write(entries, "wang")
        if stage != "entered":
            kept.publish([HIS, OTHER], "chen")
    return kept


def reads(page: Tab, series: Series) -> str:
    """Return all that a page tells of a series; it is opened once for all doors of reading."""
    query = f"region={series.region}&goal={series.goal}&why=yes&lang=en"
    if (page.page, page.query) != ("region", query):
        page.open("region", query)
    return page.shown


def numbers(text: str, *wanted: int) -> bool:
    return any(re.search(rf"\b{number}\b", text) for number in wanted)


def has_read_published(page: Tab, series: Series, _: Visitor, __: Store) -> bool:
    return numbers(reads(page, series), series.published, series.entered)


def has_read_unpublished(page: Tab, series: Series, _: Visitor, __: Store) -> bool:
    return numbers(reads(page, series), series.entered)


def has_seen_history(page: Tab, series: Series, _: Visitor, __: Store) -> bool:
    told = reads(page, series)
    seen = ["wang" in told, "a note of hers" in told, "table 3" in told]
    assert len(set(seen)) == 1, "a page tells of an entry all or nothing"
    return seen[0]


def has_exported(page: Tab, series: Series, visitor: Visitor, _: Store) -> bool:
    page.open("goals", f"region={series.region}&lang=en")
    if not page.offers("goals-csv"):
        return False
    file = visitor.get(page.file_of("goals-csv"))
    return file.status == 200 and series.goal in file.text


def has_entered(page: Tab, series: Series, _: Visitor, store: Store) -> bool:
    figure = series.in_year(2022)
    held = store.figures([figure]).get(figure)
    # Less than a year later, as for what only grows; and another than the last who came entered.
    value = series.hundred + (1 if held is None or held.value != str(series.hundred + 1) else 2)
    page.open("entry", f"region={series.region}&goal={series.goal}&period=2022&lang=en")
    if not page.offers(SHEET):
        return False
    page.fill_in(value=str(value))
    if page.offers("entry-reason"):
        page.type("entry-reason", "counted anew")
    page.click("entry-save")
    found = store.figures([figure]).get(figure)
    return found is not None and Decimal(found.value or 0) == unit(series) * value


def has_withdrawn(page: Tab, series: Series, _: Visitor, store: Store) -> bool:
    figure = series.in_year(2023)
    page.open("entry", f"region={series.region}&goal={series.goal}&period=2023&lang=en")
    if not page.offers("entry-withdraw"):
        return False
    page.type("entry-withdraw-reason", "counted twice")
    page.click("entry-withdraw")
    return store.figures([figure])[figure].value is None


def has_published(page: Tab, series: Series, _: Visitor, store: Store) -> bool:
    page.open("entry", f"region={series.region}&lang=en")
    if not page.offers("entry-publish"):
        return False
    page.click("entry-publish")
    page.click("entry-publish-now")
    return store.unpublished(series.region) == 0


def has_ended_sessions(_: Tab, __: Series, visitor: Visitor, ___: Store) -> bool:
    # One's own, on all devices: this region or that makes no difference.
    there = Visitor(visitor.port, dict(visitor.cookies))
    visitor.sign_out(everywhere="yes")
    return there.get("/").status == 303


def unit(series: Series) -> int:
    """In what the form takes figures: 亿元 for money."""
    return 10**8 if series.indicator == "output" else 1


Door: TypeAlias = Callable[[Tab, Series, Visitor, Store], bool]

DOORS: Mapping[Action, Door] = {
    Action.READ_PUBLISHED: has_read_published,
    Action.READ_UNPUBLISHED: has_read_unpublished,
    Action.SEE_HISTORY: has_seen_history,
    Action.EXPORT: has_exported,
    Action.ENTER: has_entered,
    Action.WITHDRAW: has_withdrawn,
    Action.PUBLISH: has_published,
    Action.END_SESSIONS: has_ended_sessions,
}
# These have their doors on the command line, which acts for the user of the machine, and are tried
# by every role where they are decided: tests/people/test_every_role.py, test_permitted_store.py.
OF_THE_COMMAND_LINE = {
    Action.IMPORT,
    Action.READ_AUDIT,
    Action.MANAGE_PEOPLE,
    Action.GRANT_ROLE,
    Action.ISSUE_TOKEN,
    Action.REVOKE_TOKEN,
}
# Who may edit the register is shown what is wrong with it: test_faults.py.
OF_FAULTS = {Action.EDIT_REGISTER}
# Steps of returns are tried by every role where they are decided: test_permitted_returns.py.
OF_RETURNS = {Action.REVIEW}
# What opens without an account, who gives and who revokes it: test_shared_links.py.
OF_LINKS = {Action.GIVE_LINK, Action.REVOKE_LINK}
# Comments and evidence are tried by every role where they are decided: test_permitted_comments.py.
OF_COMMENTS = {Action.READ_COMMENTS, Action.COMMENT, Action.ATTACH_EVIDENCE}


def expected(name: str, series: Series) -> set[Action]:
    """What the rules let somebody do through the pages, worked out from role, region and bureau."""
    grant, found = PEOPLE[name], set()
    for action in DOORS:
        scope = RULES[action].get(grant.role)
        reaches = {
            None: False,
            Scope.OWN: True,
            Scope.PERSON: True,
            Scope.REGION: series.region == HIS,
            Scope.UNITS: series.region == HIS and (grant.units is None or series.of_science),
        }
        if reaches[scope]:
            found.add(action)
    return found


def test_every_action_is_tried_somewhere() -> None:
    elsewhere = OF_THE_COMMAND_LINE | OF_FAULTS | OF_RETURNS | OF_LINKS | OF_COMMENTS
    assert set(DOORS) | elsewhere == set(Action)


@pytest.mark.parametrize("series", ALL, ids=lambda series: series.indicator)
@pytest.mark.parametrize("name", PEOPLE)
def test_each_role_gets_through_the_doors_the_rules_open_and_no_other(
    name: str, series: Series, served: Team, store: Store
) -> None:
    visitor = served.signed_in(name)
    with served.tab(visitor) as page:
        done = {action for action, door in DOORS.items() if door(page, series, visitor, store)}
    assert done == expected(name, series)


def test_a_guest_gets_through_none(served: Team) -> None:
    visitor = served.visitor()
    # No page of theirs ever opens, so no door of one.
    with pytest.raises(InvalidStatus), served.tab(visitor):
        pass
    assert visitor.get("/goals").status == 303


def test_where_reading_is_public_a_guest_reads_and_exports_what_is_published(
    served: Team, store: Store, tmp_path: Path
) -> None:
    database = served.served.database
    with ServerFactory(tmp_path, ROOT) as factory:
        public = factory("--mode", "team", "--reading", "public", database=database)
        visitor = Visitor(public.port)
        with Tab(public.port) as page:
            for series in ALL:
                done = {
                    action
                    for action, door in DOORS.items()
                    if action is not Action.END_SESSIONS and door(page, series, visitor, store)
                }
                assert done == set(OPEN_WHEN_PUBLIC)
