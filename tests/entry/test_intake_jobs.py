"""A file taken in beside the page: read once, written as shown, cancelled, left alone, one large one at a time."""

import hashlib
import threading
from collections.abc import Callable
from datetime import date
from decimal import Decimal

import pytest

from dashboard.actuals.store import Conflict, Entry, Store
from dashboard.entry.intake_jobs import LARGE, Cancelled, IntakeJob, KeptPlans, Plan, Stage
from dashboard.entry.intake_preview import dry_run
from dashboard.exchange.intake import Context, take_in
from dashboard.register import Catalogue, load_register
from dashboard.settings import default_register

TODAY = date(2026, 10, 20)
FIGURE = ("binzhou", "high-end-aluminium", "revenue", "2025-M09")
HEAD = "region,subject,indicator,period,value\n"
ONE = (HEAD + "binzhou,high-end-aluminium,revenue,2025-M09,3000亿\n").encode()
# Rows enough that the reading tells more than once how far it is.
MANY = (
    HEAD
    + "".join(
        f"binzhou,high-end-aluminium,revenue,{year}-M{month:02d},3000亿\n"
        for year in range(1500, 2026)
        for month in range(2, 13)
    )
).encode()
PATIENCE = 120


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    return load_register(default_register())


@pytest.fixture
def store(store_url: str) -> Store:
    return Store.open(store_url)


def checking(
    content: bytes, catalogue: Catalogue, store: Store
) -> Callable[[Callable[[float], None]], Plan]:
    def check(reached: Callable[[float], None]) -> Plan:
        taken = take_in(content, catalogue, store, TODAY, Context(region="binzhou"), reached)
        revision = store.change_of("binzhou")["binzhou"].revision
        checksum = hashlib.sha256(content).hexdigest()
        return Plan(taken, dry_run(taken, {}, "en"), checksum, revision)

    return check


def test_what_was_shown_is_what_is_written_without_reading_the_file_again(
    store: Store, catalogue: Catalogue
) -> None:
    job = IntakeJob(len(ONE))
    job.read(checking(ONE, catalogue, store))
    job.look(PATIENCE)
    assert (job.stage, job.fault) == (Stage.READY, None)
    plan = job.plan
    assert plan is not None
    assert (plan.shown.writes, plan.checksum) == (1, hashlib.sha256(ONE).hexdigest())
    assert store.revision() == 0
    job.write(lambda: plan.taken.write(store, "li", ""))
    job.look(PATIENCE)
    assert job.stage is Stage.WRITTEN
    assert job.receipt is not None
    assert job.receipt.count == 1
    # 3000 × 100,000,000 yuan.
    assert Decimal(store.figures([FIGURE])[FIGURE].value or 0) == Decimal("3E11")


def test_a_plan_whose_figure_somebody_else_wrote_is_refused_and_nothing_is_lost(
    store: Store, catalogue: Catalogue
) -> None:
    job = IntakeJob(len(ONE))
    job.read(checking(ONE, catalogue, store))
    job.look(PATIENCE)
    plan = job.plan
    assert plan is not None
    store.write([Entry(*FIGURE, Decimal("2.9E11"))], "wang")
    assert store.change_of("binzhou")["binzhou"].revision != plan.revision
    job.write(lambda: plan.taken.write(store, "li", ""))
    job.look(PATIENCE)
    assert isinstance(job.fault, Conflict)
    # It stands as it was shown, to be looked at again.
    assert (job.stage, job.plan) == (Stage.READY, plan)
    assert Decimal(store.figures([FIGURE])[FIGURE].value or 0) == Decimal("2.9E11")


def test_reading_that_is_cancelled_ends_at_the_next_step_and_lets_all_go(
    store: Store, catalogue: Catalogue
) -> None:
    job, check, shares = IntakeJob(len(MANY)), checking(MANY, catalogue, store), []

    def cancelling(reached: Callable[[float], None]) -> Plan:
        def told(share: float) -> None:
            shares.append(share)
            if share > 0.5:
                job.cancel()
            reached(share)

        return check(told)

    job.read(cancelling)
    job.look(PATIENCE)
    assert (job.stage, job.plan) == (Stage.ENDED, None)
    assert isinstance(job.fault, Cancelled)
    assert shares == sorted(shares)
    assert len([share for share in shares if share > 0.5]) == 1
    assert store.revision() == 0


def test_a_job_that_nobody_looks_at_any_more_ends(store: Store, catalogue: Catalogue) -> None:
    job = IntakeJob(len(MANY), left_alone=0.0)
    job.read(checking(MANY, catalogue, store))
    job.look(PATIENCE)
    assert isinstance(job.fault, Cancelled)


def test_large_files_are_read_one_after_the_other_and_small_ones_beside_them() -> None:
    goes_on = threading.Event()

    def holding(_: Callable[[float], None]) -> Plan:
        goes_on.wait(PATIENCE)
        raise Cancelled

    def ending(_: Callable[[float], None]) -> Plan:
        raise Cancelled

    first, second, small = IntakeJob(LARGE + 1), IntakeJob(LARGE + 1), IntakeJob(10)
    first.read(holding)
    while first.stage is Stage.WAITING:
        first.look(0.01)
    second.read(ending)
    small.read(ending)
    small.look(PATIENCE)
    assert small.stage is Stage.ENDED
    assert (first.stage, second.stage) == (Stage.READING, Stage.WAITING)
    goes_on.set()
    second.look(PATIENCE)
    assert second.stage is Stage.ENDED


def test_of_very_many_rows_the_oldest_plans_are_let_go(store: Store, catalogue: Catalogue) -> None:
    kept = KeptPlans(most=2)
    jobs = [IntakeJob(len(ONE), kept) for _ in range(3)]
    for job in jobs:
        job.read(checking(ONE, catalogue, store))
        job.look(PATIENCE)
    assert [job.plan is not None for job in jobs] == [False, True, True]
    jobs[2].cancel()
    assert [job.plan is not None for job in jobs] == [False, True, False]
