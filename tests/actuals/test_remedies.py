"""Reasons and remedies: every step and every refusal, as it was on a day, who wins of two, published."""

import threading
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from dashboard.actuals.engines import open_engine
from dashboard.actuals.remedies import (
    Plan,
    Remedy,
    RemedyChanged,
    RemedyRefused,
    RemedyStep,
    State,
    Turn,
)
from dashboard.actuals.store import Entry, RegionChange, Store

GOAL = "binzhou-2024.t5500.high-end-aluminium"
ON = date(2026, 10, 20)
PLAN = Plan("订单减少", "新建产线", "王明", date(2026, 12, 31))


@pytest.fixture
def store(store_url: str) -> Store:
    return Store.open(store_url)


def turn(seen: int, goal: str = GOAL, request_id: str | None = None) -> Turn:
    return Turn("binzhou", goal, "li", seen, "behind", "2026-M09", ON, request_id=request_id)


STEPS: dict[RemedyStep, Callable[[Store, int], Remedy]] = {
    RemedyStep.PLAN: lambda store, seen: store.remedies.plan(turn(seen), PLAN),
    RemedyStep.REPORT: lambda store, seen: store.remedies.report(turn(seen), "产线在建"),
    RemedyStep.ESCALATE: lambda store, seen: store.remedies.escalate(
        turn(seen), "缺用地", "shandong"
    ),
    RemedyStep.ANSWER: lambda store, seen: store.remedies.answer(turn(seen), "已批用地"),
}
# By hand, not from the code: what leads where.
ALLOWED = {
    (None, RemedyStep.PLAN): State.OPEN,
    (State.OPEN, RemedyStep.PLAN): State.OPEN,
    (State.OPEN, RemedyStep.REPORT): State.OPEN,
    (State.OPEN, RemedyStep.ESCALATE): State.ESCALATED,
    (State.ESCALATED, RemedyStep.PLAN): State.OPEN,
    (State.ESCALATED, RemedyStep.ANSWER): State.ANSWERED,
    (State.ANSWERED, RemedyStep.PLAN): State.OPEN,
    (State.ANSWERED, RemedyStep.REPORT): State.OPEN,
    (State.ANSWERED, RemedyStep.ESCALATE): State.ESCALATED,
    (State.DONE, RemedyStep.PLAN): State.OPEN,
}


def brought_to(store: Store, state: State | None) -> int:
    """Bring the remedy to a state by the shortest way; return the number of its last step."""
    if state is None:
        return 0
    done = [STEPS[RemedyStep.PLAN](store, 0)]
    if state is State.DONE:
        done.append(store.remedies.report(turn(1), "产线已投产", done=True))
    if state in {State.ESCALATED, State.ANSWERED}:
        done.append(STEPS[RemedyStep.ESCALATE](store, 1))
    if state is State.ANSWERED:
        done.append(STEPS[RemedyStep.ANSWER](store, 2))
    assert done[-1].state == state
    return done[-1].number


@pytest.mark.parametrize("state", [None, *State])
def test_from_each_state_the_steps_that_follow_lead_on_and_all_others_are_refused(
    store: Store, state: State | None
) -> None:
    seen = brought_to(store, state)
    for step, take in STEPS.items():
        if (state, step) in ALLOWED:
            continue
        with pytest.raises(RemedyRefused) as refused:
            take(store, seen)
        assert refused.value.message.text("zh") != refused.value.message.text("en")
        assert len(store.remedies.steps("binzhou", GOAL)) == seen
    follows = [step for known, step in ALLOWED if known == state]
    if follows:
        taken = STEPS[follows[0]](store, seen)
        assert (taken.number, taken.state) == (seen + 1, ALLOWED[state, follows[0]])


def test_every_step_tells_the_whole_remedy_and_what_became_of_it(store: Store) -> None:
    brought_to(store, State.ANSWERED)
    (now,) = store.remedies.latest(["binzhou"])
    assert (now.reason, now.remedy, now.person, now.deadline) == (
        "订单减少", "新建产线", "王明", "2026-12-31",
    )  # fmt: skip
    assert (now.note, now.asked_of, now.author) == ("已批用地", "shandong", "li")
    notes = [one.note for one in store.remedies.steps("binzhou", GOAL)]
    assert notes == ["", "缺用地", "已批用地"]


@pytest.mark.parametrize(
    ("plan", "key"),
    [
        (Plan(" ", "新建产线", "王明", ON), "reason-missing"),
        (Plan("订单减少", "\u3000", "王明", ON), "remedy-missing"),
        (Plan("订单减少", "新建产线", "", ON), "person-missing"),
        (Plan("订" * 501, "新建产线", "王明", ON), "reason-text"),
        (Plan("订单\u202e减少", "新建产线", "王明", ON), "reason-text"),
        (Plan("订单减少", "新建产线", "王" * 61, ON), "person-text"),
        (Plan("订单减少", "新建产线", "王明", ON - timedelta(days=1)), "deadline-past"),
        (Plan("订单减少", "新建产线", "王明", date(2062, 12, 31)), "deadline-far"),
    ],
)
def test_what_is_missing_too_long_or_impossible_is_refused(
    store: Store, plan: Plan, key: str
) -> None:
    with pytest.raises(RemedyRefused) as refused:
        store.remedies.plan(turn(0), plan)
    assert refused.value.message.code == f"actuals.remedies.refused.{key}"
    assert refused.value.message.text("zh") != refused.value.message.text("en")
    assert store.remedies.latest() == []


def test_the_deadline_may_be_the_same_day_and_has_passed_the_day_after(store: Store) -> None:
    taken = store.remedies.plan(turn(0), Plan("订单减少", "新建产线", "王明", ON))
    assert not taken.is_overdue(ON)
    assert taken.is_overdue(ON + timedelta(days=1))
    done = store.remedies.report(turn(1), "已投产", done=True)
    assert not done.is_overdue(ON + timedelta(days=1))


def test_a_report_is_asked_for_from_the_next_month_on() -> None:
    # 31 October, 16:30 in UTC is half past midnight of 1 November in China.
    at = datetime(2026, 10, 31, 16, 30, tzinfo=UTC)
    micros = int(at.timestamp()) * 1_000_000
    said = Remedy(1, "binzhou", GOAL, 1, "plan", "open", "behind", "2026-M09", "a", "b", "c",
                  "2026-12-31", "", "", "li", micros)  # fmt: skip
    assert not said.wants_report(date(2026, 11, 30))
    assert said.wants_report(date(2026, 12, 1))
    for state in ("done", "escalated"):
        assert not said._replace(state=state).wants_report(date(2026, 12, 1))


def test_a_step_after_one_that_was_not_seen_is_refused(store: Store) -> None:
    brought_to(store, State.OPEN)
    with pytest.raises(RemedyChanged) as changed:
        store.remedies.plan(turn(0), PLAN)
    assert "li" in changed.value.message.text("en")
    assert len(store.remedies.steps("binzhou", GOAL)) == 1


def test_of_many_at_one_goal_one_wins_and_of_many_at_their_own_all_do(store: Store) -> None:
    outcomes: list[str] = []

    def write(goal: str) -> None:
        try:
            store.remedies.plan(turn(0, goal), PLAN)
            outcomes.append("kept")
        except RemedyChanged:
            outcomes.append("changed")

    for goals in ([GOAL] * 6, [f"goal-{n}" for n in range(6)]):
        threads = [threading.Thread(target=write, args=(goal,)) for goal in goals]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert sorted(outcomes) == ["changed"] * 5 + ["kept"] * 7
    assert len({one.id for one in store.remedies.latest()}) == 7


def test_a_step_sent_twice_under_one_id_is_taken_once(store: Store) -> None:
    first = store.remedies.plan(turn(0, request_id="r1"), PLAN)
    assert store.remedies.plan(turn(0, request_id="r1"), PLAN) == first
    assert len(store.remedies.steps("binzhou", GOAL)) == 1


def test_it_stands_as_it_was_after_a_revision_and_at_a_moment(store: Store) -> None:
    store.write([Entry("binzhou", "clusters", "revenue", "2024", Decimal(1))], "li")
    first = store.remedies.plan(turn(0), PLAN)
    second = store.remedies.report(turn(1), "产线在建")
    assert (first.id, second.id, store.revision()) == (2, 3, 3)
    assert [one.number for one in store.remedies.latest(up_to=2)] == [1]
    assert store.remedies.latest(up_to=1) == []
    moment = datetime.fromisoformat(first.at_text)
    assert store.revision_as_of(moment) == 2
    # A figure written after has the next number, and the region's pages know that it changed.
    store.write([Entry("binzhou", "clusters", "revenue", "2025", Decimal(1))], "li")
    assert store.changes() == {"binzhou": RegionChange("binzhou", 4, 0, 4)}


def test_a_publication_of_the_region_takes_it_along_also_without_a_figure(store: Store) -> None:
    store.write([Entry("binzhou", "clusters", "revenue", "2024", Decimal(1))], "li")
    store.publish(["binzhou"], "chen")
    taken = store.remedies.plan(turn(0), PLAN)
    assert store.publications()["binzhou"].revision < taken.id
    assert store.unpublished_remedies("binzhou") == 1
    assert store.publish(["binzhou"], "chen") == {"binzhou": 1}
    assert store.publications()["binzhou"].revision >= taken.id
    before = store.publications()
    store.publish(["binzhou"], "chen")
    assert store.publications() == before


def test_what_was_said_cannot_be_changed_or_taken_back(store: Store, store_url: str) -> None:
    brought_to(store, State.OPEN)
    engine = open_engine(store_url)
    for statement in ("UPDATE remedy SET reason = 'x'", "DELETE FROM remedy"):
        with pytest.raises(DBAPIError, match="append-only"), engine.begin() as connection:
            connection.execute(text(statement))
    engine.dispose()
    assert store.remedies.latest()[0].reason == "订单减少"
