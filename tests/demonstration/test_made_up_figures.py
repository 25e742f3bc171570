"""The demonstration: the same every time, of every kind, and never where real figures are."""

from collections import Counter
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from dashboard.actuals.due_dates import Due
from dashboard.actuals.entering import SEEN_NOW, RawEntry, understand
from dashboard.actuals.periods import period
from dashboard.actuals.return_states import State, Step, Vintage
from dashboard.actuals.store import Entry, Store
from dashboard.demonstration import NotThrowAway, fill, invent
from dashboard.entry.returns import periods_owed, reports_of
from dashboard.entry.series import asked_of
from dashboard.progress.table import assess_table
from dashboard.register import Catalogue, load_register

ROOT = Path(__file__).parents[2]
TODAY = date(2026, 10, 20)


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    return load_register(ROOT / "data" / "targets.yaml")


@pytest.fixture
def store(sqlite_url: str) -> Store:
    return Store.open(sqlite_url)


def test_the_same_day_gives_the_same_figures(catalogue: Catalogue) -> None:
    assert invent(catalogue, TODAY) == invent(catalogue, TODAY)


def test_no_period_lies_in_the_future(catalogue: Catalogue) -> None:
    for today in (TODAY, date(2026, 1, 1), date(2026, 3, 31), date(2027, 12, 31)):
        assert max(period(figure.period).end for figure in invent(catalogue, today)) <= today


def test_every_plan_has_years_and_months_and_clusters(catalogue: Catalogue) -> None:
    figures = invent(catalogue, TODAY)
    for region in ("binzhou", "xinle", "jiangsu", "foshan"):
        own = [figure for figure in figures if figure.region == region]
        assert len({figure.period for figure in own if figure.period.isdigit()}) >= 3
        assert "2026-M09" in {figure.period for figure in own}
    clusters = {(f.region, f.subject) for f in figures if f.indicator in {"revenue", "output"}}
    assert len(clusters) >= 15


def test_leaders_are_made_up_and_say_so_and_one_cluster_of_a_region_has_none(
    catalogue: Catalogue, store: Store
) -> None:
    fill(store, catalogue, TODAY)
    clusters = [str(row["id"]) for row in catalogue.clusters_of("binzhou")]
    named = store.officials.of_region("binzhou")
    assert {each.cluster for each in named} == set(clusters[:-1])
    assert all("演示领导 demo leader" in each.person for each in named)
    # The first cluster had another before.
    assert [each.since for each in named if each.cluster == clusters[0]] == [
        "2024-01-01", "2025-01-01",
    ]  # fmt: skip


def test_nearly_every_verdict_can_be_seen(catalogue: Catalogue, store: Store) -> None:
    fill(store, catalogue, TODAY)
    rules = {rule["id"]: rule["json"] for rule in catalogue.rows("lamp_rules")}
    verdicts = assess_table(catalogue.frame("goals"), store.current(), TODAY, rules)
    seen = Counter(verdicts["status"])
    assert {"on-schedule", "behind", "far-behind", "met", "overdue", "no-data"} <= set(seen)
    assert {"green", "yellow", "red", "grey"} <= set(verdicts["lamp"])
    assert seen["no-data"] < len(verdicts) / 4


def test_the_door_finds_no_error_in_any_of_them(catalogue: Catalogue, store: Store) -> None:
    figures = invent(catalogue, TODAY)
    raw = [
        RawEntry(f.region, f.subject, f.indicator, f.period, f.typed, seen_revision=SEEN_NOW)
        for f in figures
    ]
    rows = understand(raw, catalogue, store, TODAY)
    assert [row.errors[0].text("en") for row in rows if row.errors] == []
    assert [row.value for row in rows] == [figure.value for figure in figures]


def test_filling_marks_the_database_and_happens_once(catalogue: Catalogue, store: Store) -> None:
    written = fill(store, catalogue, TODAY)
    assert written == len(invent(catalogue, TODAY))
    assert store.demo
    before = store.revision()
    assert fill(store, catalogue, TODAY) == 0
    assert store.revision() == before


def test_some_figures_were_corrected_later(catalogue: Catalogue, store: Store) -> None:
    fill(store, catalogue, TODAY)
    history = store.history("jiangsu", "clusters", "principal-revenue", "2025")
    assert len(history) == 2
    assert Decimal(history["value"].iloc[0]) < Decimal(history["value"].iloc[1])


def test_every_figure_says_that_it_is_made_up(catalogue: Catalogue, store: Store) -> None:
    fill(store, catalogue, TODAY)
    frame = store.current()
    assert frame["note"].str.contains("虚构 made up").all()
    assert set(frame["author"]) == {"演示 demo"}


def test_its_returns_are_in_but_for_one_late_one_sent_back_and_what_is_left_to_do(
    catalogue: Catalogue, store: Store
) -> None:
    fill(store, catalogue, TODAY)
    asked = asked_of(catalogue, "binzhou")
    codes = periods_owed(asked, TODAY)
    held = store.series([each.key for each in asked])
    returns = {now.key: now for now in store.returns.all(["binzhou"])}
    reports = reports_of(asked, held, returns, {}, TODAY, by_return_only=True, codes=codes)
    # Four units and eleven months that have ended. The largest unit has its whole year and September
    # still to do, another's August came late and its September waits, a third's September went back.
    stands = Counter(each.standing for each in reports)
    assert stands == {Due.REPORTED: 40, Due.LATE: 1, Due.RETURNED: 1, Due.MISSING: 2}
    states = Counter(now.state for now in returns.values())
    assert states == {State.PUBLISHED: 40, State.SUBMITTED: 1, State.RETURNED: 1}
    largest = "各县(市、区)"
    left = {(each.key.unit, each.key.period) for each in reports if each.standing is Due.MISSING}
    assert left == {(largest, "2025"), (largest, "2026-M09")}
    # What is under review or went back is shown all the same: it was published before.
    assert len(store.publishable("binzhou")) == 0
    assert Vintage.PRELIMINARY in store.returns.vintages("binzhou").values()
    said = [step for key in returns for step in store.returns.steps(key)]
    assert {step.author for step in said} == {"演示 demo"}
    assert all("虚构 made up" in step.reason for step in said if step.step is Step.RETURN)


def test_real_figures_are_never_mixed_with_made_up_ones(catalogue: Catalogue, store: Store) -> None:
    store.write([Entry("binzhou", "clusters", "revenue", "2025", Decimal(1))], "Li")
    with pytest.raises(NotThrowAway):
        fill(store, catalogue, TODAY)
    assert store.revision() == 1
    assert not store.demo


@pytest.mark.parametrize("folder", ["shapes", "kinds"])
def test_plans_of_any_shape_can_be_demonstrated(store: Store, folder: str) -> None:
    catalogue = load_register(ROOT / "tests" / "register" / folder / "targets")
    assert fill(store, catalogue, TODAY) > 0
