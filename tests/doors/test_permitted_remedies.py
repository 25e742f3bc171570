"""Remedies as one person may write and see them: every role, in and out of scope, before publication."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from dashboard.actuals.remedies import Plan, Remedy
from dashboard.actuals.return_states import State
from dashboard.actuals.return_steps import ReturnKey
from dashboard.actuals.store import Entry, Store
from dashboard.doors.identity import people
from dashboard.doors.permitted_remedies import PermittedRemedies
from dashboard.doors.permitted_returns import PermittedReturns, RemedyWanted
from dashboard.judging import Judging, Standing
from dashboard.people.actor import By
from dashboard.people.identity import GUEST, Grant, Kind, Person, Role
from dashboard.people.matrix import NotPermitted
from dashboard.people.scopes import regions_tree
from dashboard.people.sight import sight_of
from dashboard.register import Catalogue, load_register
from dashboard.settings import Settings
from tests.machine.register import register_to_edit
from tests.views.conftest import register

__all__ = ["register"]

GOAL = "binzhou-2024.t5500.high-end-aluminium"
ON = date(2026, 10, 20)
PLAN = Plan("订单减少", "新建产线", "王明", date(2026, 12, 31))
HIS, ABOVE, OTHER = "binzhou", "shandong", "foshan"


@pytest.fixture
def settings(sqlite_url: str) -> Settings:
    return Settings.from_environment(database=sqlite_url, mode="team")


@pytest.fixture
def store(sqlite_url: str) -> Store:
    kept = Store.open(sqlite_url)
    kept.write(
        [
            Entry(HIS, "high-end-aluminium", "revenue", "2023", Decimal("3.3E11")),
            Entry(HIS, "high-end-aluminium", "revenue", "2025", Decimal("3.4E11")),
        ],
        "li",
    )
    return kept


def somebody(*grants: Grant) -> Person:
    return Person(1, "li", Kind.ACCOUNT, "Li", grants)


def standing(store: Store, register: Catalogue, person: Person | None) -> Standing:
    known = {region: one.published for region, one in store.changes().items()}
    sight = None if person is None else sight_of(person, register, True, lambda: known)
    return Judging(store).standing(register, ON, sight=sight)


def desk(
    person: Person, store: Store, register: Catalogue, settings: Settings
) -> PermittedRemedies:
    by = By(person, regions_tree(register), "request", "")
    # As judged from all figures: what is tried is the matrix, not what one sees.
    at = standing(store, register, None)
    return PermittedRemedies(store, at, settings, lambda: by, ON)


@pytest.mark.parametrize("region", [HIS, OTHER])
@pytest.mark.parametrize("role", list(Role))
def test_who_may_enter_there_says_why_and_nobody_else(
    role: Role, region: str, store: Store, register: Catalogue, settings: Settings
) -> None:
    own = desk(somebody(Grant(role, region)), store, register, settings)
    allowed = role is Role.CLERK and region == HIS
    assert own.may_write(standing(store, register, None).row(GOAL) or {}) is allowed
    if allowed:
        assert own.plan(GOAL, PLAN).number == 1
        told = people(settings).audit.latest(1)[0]
        assert (told.action, told.subject, told.outcome) == ("remedy", GOAL, "done")
    else:
        with pytest.raises(NotPermitted):
            own.plan(GOAL, PLAN)
        assert store.remedies.latest() == []
        assert people(settings).audit.latest(1)[0].outcome == "refused"


def test_a_clerk_of_another_unit_of_the_region_may_not(
    store: Store, register: Catalogue, settings: Settings
) -> None:
    row = standing(store, register, None).row(GOAL) or {}
    for units, allowed in ((("不存在的局",), False), (tuple(row["responsible"]), True)):
        own = desk(somebody(Grant(Role.CLERK, HIS, units=units)), store, register, settings)
        assert own.may_write(row) is allowed


def test_who_reports_in_the_place_of_the_responsible_unit_says_why_before_the_next_return(
    tmp_path: Path, sqlite_url: str, settings: Settings
) -> None:
    file = register_to_edit(tmp_path)
    text = file.read_text(encoding="utf-8")
    # The county's bureau is responsible, and a town reports the figures.
    town = "  zhengmo: {name: {zh: 正莫镇, en: Zhengmo}, level: town, parent: xinle}\n"
    text = text.replace("  jiangsu:      {name", f"{town}  jiangsu:      {{name", 1)
    rule = "    officials: 三(三)\n    reporting: {by: zhengmo, through: [xinle]}\n"
    file.write_text(text.replace("    officials: 三(三)\n", rule, 1), encoding="utf-8")
    known = load_register(file)
    firms = ("xinle", "clusters", "srdi-smes", "2023")
    kept = Store.open(sqlite_url)
    kept.write([Entry(*firms, Decimal(3))], "li")
    goal = "xinle-2023.srdi-smes"
    row = standing(kept, known, None).row(goal) or {}
    assert row["group"] == "missed" and "正莫镇" not in row["responsible"]
    units = {"正莫镇": True, row["responsible"][0]: True, "别的局": False}
    for unit, allowed in units.items():
        own = desk(somebody(Grant(Role.CLERK, "xinle", units=(unit,))), kept, known, settings)
        assert own.may_write(row) is allowed, unit
    clerk = somebody(Grant(Role.CLERK, "xinle", units=("正莫镇",)))
    by = By(clerk, regions_tree(known), "request", "")
    reviewed = settings.with_changes(review="on", today=ON)
    returns = PermittedReturns(kept, known, reviewed, lambda: by)
    key = ReturnKey("xinle", "正莫镇", "2023")
    with pytest.raises(RemedyWanted, match="SRDI SMEs fostered"):
        returns.submit(key, seen=0, reason="x")
    desk(clerk, kept, known, settings).plan(goal, PLAN)
    assert returns.submit(key, seen=0, reason="x").state is State.SUBMITTED


@pytest.mark.parametrize("region", [HIS, ABOVE])
@pytest.mark.parametrize("role", list(Role))
def test_a_reviewer_of_the_region_above_answers_and_nobody_else(
    role: Role, region: str, store: Store, register: Catalogue, settings: Settings
) -> None:
    clerk = desk(somebody(Grant(Role.CLERK, HIS)), store, register, settings)
    clerk.plan(GOAL, PLAN)
    asked = clerk.escalate(GOAL, "缺少用地")
    assert asked.asked_of == ABOVE
    by = somebody(Grant(role, region))
    # As the page has it: who reviews above may see nothing else of the region.
    seen = standing(store, register, by)
    known = By(by, regions_tree(register), "request", "")
    own = PermittedRemedies(store, seen, settings, lambda: known, ON)
    allowed = role is Role.REVIEWER and region == ABOVE
    assert own.may_answer(asked) is allowed
    assert own.to_answer() == ([asked] if allowed else [])
    if allowed:
        answered = own.answer(GOAL, "已安排")
        assert (answered.state, answered.status) == ("answered", asked.status)
        assert own.to_answer() == []
    else:
        with pytest.raises(NotPermitted):
            own.answer(GOAL, "已安排")


def test_readers_see_a_remedy_once_it_and_its_figure_are_published(
    store: Store, register: Catalogue, settings: Settings
) -> None:
    def seen(person: Person) -> Remedy | None:
        return standing(store, register, person).remedies(HIS).get(GOAL)

    clerk = somebody(Grant(Role.CLERK, HIS))
    store.publish([HIS], "chen")
    desk(clerk, store, register, settings).plan(GOAL, PLAN)
    assert seen(GUEST) is None
    mine = seen(clerk)
    assert mine is not None
    assert mine.author == "li"
    store.publish([HIS], "chen")
    published = seen(GUEST)
    assert published is not None
    # What is done is told, who wrote it down is not.
    assert (published.reason, published.author, published.at) == ("订单减少", "", 0)


def test_a_remedy_of_a_figure_under_review_is_not_shown_with_a_publication_of_others(
    store: Store, register: Catalogue, settings: Settings
) -> None:
    held = (HIS, "high-end-aluminium", "revenue", "2025")
    store.returns.submit(ReturnKey(HIS, "某局", "2025"), [held], "li", through=(HIS,), seen=0)
    clerk = somebody(Grant(Role.CLERK, HIS))
    written = desk(clerk, store, register, settings).plan(GOAL, PLAN)
    assert written.period == "2025"
    # 2023 is published after it, 2025 is not.
    store.publish([HIS], "chen")
    assert store.publications()[HIS].revision > written.id
    assert GOAL not in standing(store, register, GUEST).remedies(HIS)
    assert GOAL in standing(store, register, clerk).remedies(HIS)


def test_where_entering_publishes_so_does_saying_why(
    store: Store, register: Catalogue, sqlite_url: str
) -> None:
    store.publish([HIS], "chen")
    open_to_all = Settings.from_environment(database=sqlite_url, mode="team", review="off")
    desk(somebody(Grant(Role.CLERK, HIS)), store, register, open_to_all).plan(GOAL, PLAN)
    assert GOAL in standing(store, register, GUEST).remedies(HIS)
