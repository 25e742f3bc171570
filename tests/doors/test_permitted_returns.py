"""Returns as one person may step them: every step by every role, in and out of scope, at each level."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from dashboard.actuals.due_dates import Due
from dashboard.actuals.records import Entry
from dashboard.actuals.return_states import State, Step, StepRefused
from dashboard.actuals.return_steps import ReturnKey, ReturnNow
from dashboard.actuals.store import Store
from dashboard.doors.identity import people
from dashboard.doors.permitted_returns import NoSuchUnit, PermittedReturns
from dashboard.entry.returns import figures_of, units_of
from dashboard.entry.series import asked_of
from dashboard.people.actor import By
from dashboard.people.identity import GUEST, Grant, Kind, Person, Role
from dashboard.people.matrix import NotPermitted
from dashboard.people.scopes import regions_tree
from dashboard.register import Catalogue, load_register
from dashboard.settings import Settings

HARBOUR = Path(__file__).parents[1] / "views" / "harbour"
HIS, ABOVE = "harbour", "south"
UNIT = "市工信局"
KEY = ReturnKey(HIS, UNIT, "2026-M09")
REVENUE = (HIS, "steel", "revenue", "2026-M09")
ON = date(2026, 10, 20)

# By hand, not from the matrix: who may take which step in the region of their grant.
TAKES = {
    Step.SUBMIT: {Role.CLERK},
    Step.CORRECT: {Role.CLERK},
    Step.APPROVE: {Role.REVIEWER},
    Step.RETURN: {Role.REVIEWER},
    Step.PUBLISH: {Role.PUBLISHER},
}
FROM = {
    Step.SUBMIT: State.DRAFT,
    Step.APPROVE: State.SUBMITTED,
    Step.RETURN: State.SUBMITTED,
    Step.PUBLISH: State.APPROVED,
    Step.CORRECT: State.PUBLISHED,
}
STEPS: dict[Step, Callable[[PermittedReturns, int], ReturnNow]] = {
    Step.SUBMIT: lambda desk, seen: desk.submit(KEY, seen=seen),
    Step.APPROVE: lambda desk, seen: desk.approve(KEY, seen=seen),
    Step.RETURN: lambda desk, seen: desk.send_back(KEY, "核对", seen=seen),
    Step.PUBLISH: lambda desk, seen: desk.publish(KEY, seen=seen),
    Step.CORRECT: lambda desk, seen: desk.correct(KEY, "修订", seen=seen),
}


@pytest.fixture(scope="module")
def catalogue(tmp_path_factory: pytest.TempPathFactory) -> Catalogue:
    """The invented city, whose returns its own reviewers approve and then the province's."""
    folder = tmp_path_factory.mktemp("register")
    text = (HARBOUR / "targets.yaml").read_text(encoding="utf-8")
    at = "    document: harbour\n"
    said = at + "    reporting: {day: 10, through: [harbour, south]}\n"
    (folder / "targets.yaml").write_text(text.replace(at, said, 1), encoding="utf-8")
    return load_register(folder / "targets.yaml", HARBOUR / "seeds", folder / "cache")


@pytest.fixture
def settings(sqlite_url: str) -> Settings:
    return Settings.from_environment(database=sqlite_url, mode="team", review="on")


@pytest.fixture
def store(sqlite_url: str) -> Store:
    kept = Store.open(sqlite_url)
    kept.write([Entry(*REVENUE, Decimal(5))], "li")
    return kept


def somebody(*grants: Grant) -> Person:
    return Person(1, "li", Kind.ACCOUNT, "Li", grants)


def as_seen_by(
    person: Person, store: Store, catalogue: Catalogue, settings: Settings
) -> PermittedReturns:
    by = By(person, regions_tree(catalogue), "request", "")
    return PermittedReturns(store, catalogue, settings, lambda: by)


def brought_to(store: Store, state: State) -> ReturnNow:
    """Bring the return to a state without asking anybody, with one level to approve."""
    if state is not State.DRAFT:
        store.returns.submit(KEY, [REVENUE], "li", through=(HIS,), seen=0)
    if state in {State.APPROVED, State.PUBLISHED}:
        store.returns.approve(KEY, "wang", seen=1)
    if state is State.PUBLISHED:
        store.returns.publish(KEY, "chen", seen=2)
    return store.returns.one(KEY)


@pytest.mark.parametrize("region", [HIS, ABOVE])
@pytest.mark.parametrize("role", list(Role))
@pytest.mark.parametrize("step", list(Step))
def test_each_role_takes_the_steps_it_may_in_its_region_and_no_other(
    step: Step, role: Role, region: str, store: Store, catalogue: Catalogue, settings: Settings
) -> None:
    desk = as_seen_by(somebody(Grant(role, region)), store, catalogue, settings)
    before = brought_to(store, FROM[step])
    allowed = region == HIS and role in TAKES[step]
    assert desk.may(before, step) is allowed
    if allowed:
        assert STEPS[step](desk, before.number).number == before.number + 1
        told = people(settings).audit.latest(1)[0]
        assert (told.actor, told.outcome) == ("account li", "done")
        assert told.detail == {"step": step.value, "number": str(before.number + 1)}
    else:
        with pytest.raises(NotPermitted):
            STEPS[step](desk, before.number)
        assert store.returns.one(KEY) == before
        told = people(settings).audit.latest(1)[0]
        assert (told.actor, told.outcome) == ("account li", "refused")


@pytest.mark.parametrize("step", list(Step))
def test_a_guest_and_a_server_for_reading_take_no_step(
    step: Step, store: Store, catalogue: Catalogue, settings: Settings
) -> None:
    before = brought_to(store, FROM[step])
    everything = somebody(*(Grant(role, "*", True) for role in Role))
    reading = settings.with_changes(read_only=True)
    for person, site in ((GUEST, settings), (everything, reading)):
        desk = as_seen_by(person, store, catalogue, site)
        assert not desk.may(before, step)
        with pytest.raises(NotPermitted):
            STEPS[step](desk, before.number)
    assert store.returns.one(KEY) == before


def test_each_level_is_approved_by_a_reviewer_of_its_own_region(
    store: Store, catalogue: Catalogue, settings: Settings
) -> None:
    own, above = (
        as_seen_by(somebody(Grant(Role.REVIEWER, region)), store, catalogue, settings)
        for region in (HIS, ABOVE)
    )
    as_seen_by(somebody(Grant(Role.CLERK, HIS)), store, catalogue, settings).submit(KEY, seen=0)
    assert [now.key for now in own.waiting()] == [KEY]
    assert above.waiting() == []
    with pytest.raises(NotPermitted):
        above.approve(KEY, seen=1)
    with pytest.raises(NotPermitted):
        above.show(KEY)
    assert own.approve(KEY, seen=1).state is State.SUBMITTED
    # Now it is the province's turn, and its reviewer sees the figures for that long.
    assert own.waiting() == []
    assert [now.key for now in above.waiting()] == [KEY]
    row = above.show(KEY).rows[0]
    assert row.figure is not None
    assert row.figure.value == "5"
    with pytest.raises(NotPermitted):
        own.approve(KEY, seen=2)
    assert above.approve(KEY, seen=2).state is State.APPROVED


def test_a_clerk_of_a_unit_submits_its_return_and_no_other(
    store: Store, catalogue: Catalogue, settings: Settings
) -> None:
    own, other = (
        as_seen_by(somebody(Grant(Role.CLERK, HIS, False, (unit,))), store, catalogue, settings)
        for unit in (UNIT, "市科技局")
    )
    with pytest.raises(NotPermitted):
        other.submit(KEY, seen=0)
    assert other.reports(HIS, ON, KEY.period) == []
    assert own.submit(KEY, seen=0).state is State.SUBMITTED


def test_a_return_holds_what_the_register_asks_of_the_unit_and_what_else_ends_then(
    store: Store, catalogue: Catalogue, settings: Settings
) -> None:
    quarter = (*REVENUE[:3], "2026-Q3")
    store.write([Entry(*quarter, Decimal(2)), Entry(*REVENUE[:3], "2026-M08", Decimal(1))], "li")
    desk = as_seen_by(somebody(Grant(Role.CLERK, HIS)), store, catalogue, settings)
    now = desk.submit(KEY, seen=0)
    assert now.through == (HIS, ABOVE)
    assert now.submission is not None
    held = {one.figure[1:]: one.revision for one in store.returns.figures(now.submission)}
    assert held.pop(("steel", "revenue", "2026-M09")) == 1
    assert held.pop(("steel", "revenue", "2026-Q3")) == 2
    # The eight others of September are named and not reported: three clusters' growth, two more
    # revenues, the city's accidents, revenue and firms.
    assert len(held) == 8
    assert set(held.values()) == {None}


def test_what_was_read_in_january_goes_with_february_and_no_return_is_made_in_between(
    store: Store, catalogue: Catalogue, settings: Settings
) -> None:
    firms = (HIS, HIS, "firms")
    store.write([Entry(*firms, "2026-M01", Decimal(7))], "li")
    desk = as_seen_by(somebody(Grant(Role.CLERK, HIS)), store, catalogue, settings)
    for code in ("2026-M01", "2026-Q3", "2026-06-20"):
        with pytest.raises(StepRefused, match="makes no return for"):
            desk.submit(ReturnKey(HIS, UNIT, code), seen=0)
    now = desk.submit(ReturnKey(HIS, UNIT, "2026-M02"), seen=0)
    assert now.submission is not None
    held = {one.figure: one.revision for one in store.returns.figures(now.submission)}
    assert held[*firms, "2026-M01"] == 2


def test_a_report_is_due_overdue_reported_and_returned_by_the_calendar(
    store: Store, catalogue: Catalogue, settings: Settings
) -> None:
    desk = as_seen_by(somebody(Grant(Role.CLERK, HIS)), store, catalogue, settings)

    def stands(on: date) -> tuple[Due, date, int, int]:
        (report,) = desk.reports(HIS, on, KEY.period)
        return report.standing, report.due, report.entered, report.owed

    # 10 October 2026 is a Saturday: owed by Monday the 12th.
    monday = date(2026, 10, 12)
    assert stands(date(2026, 9, 30)) == (Due.AHEAD, monday, 1, 9)
    assert stands(monday) == (Due.DUE, monday, 1, 9)
    assert stands(date(2026, 10, 13)) == (Due.MISSING, monday, 1, 9)
    desk.submit(KEY, seen=0)
    store.returns.send_back(KEY, "wang", "错", seen=1)
    assert stands(ON)[0] is Due.RETURNED
    # January and February are one, and the twelve months before the day are looked at.
    codes = [report.key.period for report in desk.reports(HIS, ON)]
    assert codes == ["2025-M10", "2025-M11", "2025", *(f"2026-M0{n}" for n in range(2, 10))]


def test_where_review_is_not_wanted_all_figures_make_a_report_without_a_return(
    store: Store, catalogue: Catalogue, settings: Settings
) -> None:
    plain = settings.with_changes(review="publisher")
    desk = as_seen_by(somebody(Grant(Role.CLERK, HIS)), store, catalogue, plain)
    (report,) = desk.reports(HIS, date(2020, 1, 1), KEY.period)
    assert report.standing is Due.AHEAD
    owed = units_of(asked_of(catalogue, HIS))[KEY.unit]
    missing = [each for each in figures_of(owed, KEY.period, {}) if each != REVENUE]
    store.write([Entry(*figure, Decimal(1)) for figure in missing], "li")
    # Written on the day of the test, which is no day of the calendar asked about: late or in time.
    (report,) = desk.reports(HIS, ON, KEY.period)
    assert report.standing in {Due.REPORTED, Due.LATE}
    strict = as_seen_by(somebody(Grant(Role.CLERK, HIS)), store, catalogue, settings)
    (report,) = strict.reports(HIS, ON, KEY.period)
    assert report.standing is Due.MISSING


def test_a_figure_under_review_is_read_beside_the_month_before_and_the_year_before(
    store: Store, catalogue: Catalogue, settings: Settings
) -> None:
    beside = (("2026-M08", 4), ("2026-M03", 1), ("2025-M09", 3), ("2026-Q3", 2))
    store.write([Entry(*REVENUE[:3], code, Decimal(n)) for code, n in beside], "li")
    desk = as_seen_by(somebody(Grant(Role.REVIEWER, HIS)), store, catalogue, settings)
    rows = {(row.series.id, row.code): row for row in desk.show(KEY).rows}
    row = rows["steel/revenue", "2026-M09"]
    shown = (row.figure, row.before, row.last_year)
    assert [one.value if one else None for one in shown] == ["5", "4", "3"]


def test_a_unit_that_does_not_report_is_named_with_those_that_do(
    store: Store, catalogue: Catalogue, settings: Settings
) -> None:
    desk = as_seen_by(somebody(Grant(Role.CLERK, HIS)), store, catalogue, settings)
    assert desk.unit_of(HIS, "Municipal Bureau of Industry") == [UNIT]
    with pytest.raises(NoSuchUnit, match="Those that do: 市工信局"):
        desk.unit_of(HIS, "nobody")
    with pytest.raises(NoSuchUnit):
        desk.submit(ReturnKey(HIS, "nobody", "2026-M09"), seen=0)


@pytest.mark.parametrize("severity", ["notice", "warning", "error", "off"])
def test_what_is_missing_where_others_have_reported_weighs_as_the_register_says(
    store: Store, settings: Settings, tmp_path: Path, severity: str
) -> None:
    text = (HARBOUR / "targets.yaml").read_text(encoding="utf-8")
    text += f"checks: {{missing_beside_others: {{severity: {severity}}}}}\n"
    (tmp_path / "targets.yaml").write_text(text, encoding="utf-8")
    register = load_register(tmp_path / "targets.yaml", HARBOUR / "seeds", tmp_path / "cache")
    # Steel has reported its revenue, and of the other two clusters one: half of two is enough.
    store.write([Entry(HIS, "ships", "revenue", KEY.period, Decimal(3))], "li")
    desk = as_seen_by(
        somebody(Grant(Role.CLERK, HIS), Grant(Role.REVIEWER, HIS)), store, register, settings
    )
    found = [
        (one.series.id, one.reported, one.peers)
        for one in desk.show(KEY).missing
        if one.series.indicator == "revenue"
    ]
    assert found == ([] if severity == "off" else [("textiles/revenue", 2, 2)])
    if severity in {"warning", "error"}:
        with pytest.raises(StepRefused, match="not reported where other clusters have reported"):
            desk.submit(KEY, seen=0)
        assert store.returns.one(KEY).number == 0
    if severity == "error":
        with pytest.raises(StepRefused, match="which the register does not allow"):
            desk.submit(KEY, seen=0, reason="closed since June")
    else:
        assert desk.submit(KEY, seen=0, reason="closed since June").reason == "closed since June"


def test_what_was_not_questioned_stands_and_a_change_to_it_is_told_to_the_reviewer(
    store: Store, catalogue: Catalogue, settings: Settings
) -> None:
    ships, textiles = ((HIS, one, "revenue", KEY.period) for one in ("ships", "textiles"))
    store.write([Entry(*ships, Decimal(3)), Entry(*textiles, Decimal(4))], "li")
    desk = as_seen_by(
        somebody(Grant(Role.CLERK, HIS), Grant(Role.REVIEWER, HIS)), store, catalogue, settings
    )

    def since() -> dict[str, str | None]:
        rows = desk.show(KEY).rows
        return {row.series.subject: row.since for row in rows if row.series.indicator == "revenue"}

    plain = settings.with_changes(review="publisher")
    clerk = as_seen_by(somebody(Grant(Role.CLERK, HIS)), store, catalogue, plain)
    clerk.submit(KEY, seen=0)
    assert set(since().values()) == {None}
    remarks = {REVENUE: "unlike last month", ships: "which scope?"}
    desk.send_back(KEY, "two questions", seen=1, figures=remarks)
    told = {row.series.subject: row.reason for row in desk.show(KEY).rows if row.reason}
    assert told == {"steel": "unlike last month", "ships": "which scope?"}
    waits = {"steel": "questioned", "ships": "questioned", "textiles": "accepted"}
    assert {subject: since()[subject] for subject in waits} == waits
    # One is mended, one is left, and one that nobody had questioned is changed.
    store.write([Entry(*REVENUE, Decimal(6), seen_revision=1)], "li")
    store.write([Entry(*textiles, Decimal(9), seen_revision=3)], "li")
    clerk.submit(KEY, seen=2)
    became = {"steel": "mended", "ships": "unmended", "textiles": "changed"}
    assert {subject: since()[subject] for subject in became} == became


def test_a_remark_is_no_longer_than_a_reason(
    store: Store, catalogue: Catalogue, settings: Settings
) -> None:
    brought_to(store, State.SUBMITTED)
    desk = as_seen_by(somebody(Grant(Role.REVIEWER, HIS)), store, catalogue, settings)
    with pytest.raises(StepRefused, match="too long"):
        desk.send_back(KEY, "look", seen=1, figures={REVENUE: "x" * 501})
    assert store.returns.one(KEY).state is State.SUBMITTED
