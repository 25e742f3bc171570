"""Returns: every step and every refusal, what is locked, what is published, who wins of two."""

import re
import subprocess
import sys
import threading
from collections.abc import Callable
from datetime import datetime, timedelta
from decimal import Decimal

import pytest
from alembic import command
from alembic.config import Config
from sqlalchemy import create_engine, text
from sqlalchemy.exc import DBAPIError

from dashboard.actuals.return_states import State, Step, StepRefused, Vintage, steps_from
from dashboard.actuals.return_steps import FigureLocked, ReturnChanged
from dashboard.actuals.returns import ReturnKey, ReturnNow
from dashboard.actuals.store import Entry, Store

UNIT = "市工业和信息化局"
KEY = ReturnKey("binzhou", UNIT, "2026-M09")
REVENUE = ("binzhou", "clusters", "revenue", "2026-M09")
FIRMS = ("binzhou", "clusters", "firms", "2026-M09")
OTHER = ("binzhou", "clusters", "patents", "2026-M09")
LEVELS = ("xinle", "binzhou")


@pytest.fixture
def store(store_url: str) -> Store:
    return Store.open(store_url)


def enter(store: Store, figure: tuple[str, str, str, str], value: str | None) -> int:
    held = store.figures([figure]).get(figure)
    exact = None if value is None else Decimal(value)
    entry = Entry(*figure, exact, seen_revision=held.revision if held else None)
    return store.write([entry], "li").revision


def submit(store: Store, seen: int = 0, levels: tuple[str, ...] = LEVELS[:1]) -> ReturnNow:
    return store.returns.submit(KEY, [REVENUE, FIRMS], "li", through=levels, seen=seen)


def published(store: Store) -> dict[str, str]:
    """Indicator -> value, as the readers of Binzhou see it now."""
    last = {region: one.revision for region, one in store.publications().items()}
    rows = store.observations_published(last)
    return {row.observation.indicator: str(row.observation.value) for row in rows}


def brought_to(store: Store, state: State) -> ReturnNow:
    """Bring the return to a state by the shortest way."""
    returns = store.returns
    if state is State.DRAFT:
        return returns.one(KEY)
    submit(store)
    if state is State.RETURNED:
        returns.send_back(KEY, "wang", "核对口径", seen=1)
    if state in {State.APPROVED, State.PUBLISHED}:
        returns.approve(KEY, "wang", seen=1)
    if state is State.PUBLISHED:
        returns.publish(KEY, "chen", seen=2)
    return returns.one(KEY)


STEPS: dict[Step, Callable[[Store, int], ReturnNow]] = {
    Step.SUBMIT: submit,
    Step.RETURN: lambda store, seen: store.returns.send_back(KEY, "wang", "核对", seen=seen),
    Step.APPROVE: lambda store, seen: store.returns.approve(KEY, "wang", seen=seen),
    Step.PUBLISH: lambda store, seen: store.returns.publish(KEY, "chen", seen=seen),
    Step.CORRECT: lambda store, seen: store.returns.correct(KEY, "li", "普查修订", seen=seen),
}
# By hand, not from the code: what may follow what.
ALLOWED = {
    (State.DRAFT, Step.SUBMIT): State.SUBMITTED,
    (State.RETURNED, Step.SUBMIT): State.SUBMITTED,
    (State.SUBMITTED, Step.RETURN): State.RETURNED,
    (State.SUBMITTED, Step.APPROVE): State.APPROVED,
    (State.APPROVED, Step.RETURN): State.RETURNED,
    (State.APPROVED, Step.PUBLISH): State.PUBLISHED,
    (State.PUBLISHED, Step.CORRECT): State.DRAFT,
}


@pytest.mark.parametrize("state", State)
def test_from_each_state_the_steps_of_the_cycle_lead_on_and_all_others_are_refused(
    store: Store, state: State
) -> None:
    enter(store, REVENUE, "100")
    before = brought_to(store, state)
    assert before.state is state
    for step in Step:
        if (state, step) in ALLOWED:
            assert step in steps_from(state)
            continue
        with pytest.raises(StepRefused) as refused:
            STEPS[step](store, before.number)
        # The sentence exists for every pair, in both languages.
        for lang in ("zh", "en"):
            assert refused.value.message.text(lang)
        assert store.returns.one(KEY) == before
    steps = len(store.returns.steps(KEY))
    # One return walks all allowed steps of its state, each on a database of the same past.
    step = next(step for (of, step) in ALLOWED if of is state)
    after = STEPS[step](store, before.number)
    assert after.state is ALLOWED[state, step]
    assert after.number == before.number + 1
    assert len(store.returns.steps(KEY)) == steps + 1


def test_an_approved_return_can_still_be_returned(store: Store) -> None:
    enter(store, REVENUE, "100")
    brought_to(store, State.APPROVED)
    assert STEPS[Step.RETURN](store, 2).state is State.RETURNED


def test_each_step_keeps_who_took_it_when_and_why(store: Store) -> None:
    enter(store, REVENUE, "100")
    submit(store)
    store.returns.send_back(KEY, "wang", "单位写错", seen=1, figures={REVENUE: "应为亿元"})
    steps = store.returns.steps(KEY)
    assert [(one.number, one.step, one.author, one.reason) for one in steps] == [
        (1, Step.SUBMIT, "li", ""),
        (2, Step.RETURN, "wang", "单位写错"),
    ]
    assert steps[0].at < steps[1].at
    marked = store.returns.figures(steps[1].id)
    assert [(one.figure, one.reason) for one in marked] == [(REVENUE, "应为亿元")]


def test_a_submission_holds_every_figure_owed_and_says_which_is_not_reported(
    store: Store,
) -> None:
    id = enter(store, REVENUE, "100")
    now = submit(store)
    assert now.submission is not None
    held = {one.figure: one.revision for one in store.returns.figures(now.submission)}
    assert held == {REVENUE: id, FIRMS: None}


def test_a_return_without_a_figure_is_not_submitted(store: Store) -> None:
    with pytest.raises(StepRefused, match="no figure at all"):
        submit(store)
    assert store.returns.all() == []


@pytest.mark.parametrize("reason", ["", "  "])
def test_what_goes_back_or_is_opened_again_says_why(store: Store, reason: str) -> None:
    enter(store, REVENUE, "100")
    submit(store)
    with pytest.raises(StepRefused, match="Say why the return goes back"):
        store.returns.send_back(KEY, "wang", reason, seen=1)
    store.returns.approve(KEY, "wang", seen=1)
    store.returns.publish(KEY, "chen", seen=2)
    with pytest.raises(StepRefused, match="Say why the published figures are corrected"):
        store.returns.correct(KEY, "li", reason, seen=3)
    with pytest.raises(StepRefused, match="500"):
        store.returns.correct(KEY, "li", "x" * 501, seen=3)
    assert store.returns.one(KEY).state is State.PUBLISHED


def test_a_reason_with_signs_that_cannot_be_seen_is_kept_neither_for_all_nor_for_one(
    store: Store,
) -> None:
    enter(store, REVENUE, "100")
    submit(store)
    for sign, code in (("\u202e", "U+202E"), ("\u200b", "U+200B"), ("\ud800", "U+D800")):
        wrong = f"应为{sign}亿元"
        with pytest.raises(StepRefused, match=re.escape(code)):
            store.returns.send_back(KEY, "wang", wrong, seen=1)
        with pytest.raises(StepRefused, match=re.escape(code)):
            store.returns.send_back(KEY, "wang", "见注", seen=1, figures={REVENUE: wrong})
    assert [one.state for one in store.returns.all()] == [State.SUBMITTED]


def test_a_figure_of_another_return_cannot_be_returned_with_it(store: Store) -> None:
    enter(store, REVENUE, "100")
    submit(store)
    with pytest.raises(StepRefused, match="not in this return"):
        store.returns.send_back(KEY, "wang", "错", seen=1, figures={OTHER: "错"})


def test_it_is_approved_when_every_level_has_approved(store: Store) -> None:
    enter(store, REVENUE, "100")
    assert submit(store, levels=LEVELS).waits_for == "xinle"
    half = store.returns.approve(KEY, "wang", seen=1)
    assert (half.state, half.waits_for) == (State.SUBMITTED, "binzhou")
    with pytest.raises(StepRefused, match="still being reviewed"):
        store.returns.publish(KEY, "chen", seen=2)
    assert store.returns.approve(KEY, "zhao", seen=2).state is State.APPROVED
    # Returned at any level, it begins at the first again.
    store.returns.send_back(KEY, "zhao", "重核", seen=3)
    assert submit(store, seen=4, levels=LEVELS).waits_for == "xinle"


@pytest.mark.parametrize("state", [State.SUBMITTED, State.APPROVED, State.PUBLISHED])
def test_what_is_reviewed_or_published_is_locked_also_where_nothing_was_reported(
    store: Store, state: State
) -> None:
    enter(store, REVENUE, "100")
    brought_to(store, state)
    last = store.revision()
    for figure, value in ((REVENUE, "110"), (REVENUE, None), (FIRMS, "3")):
        with pytest.raises(FigureLocked) as refused:
            enter(store, figure, value)
        assert UNIT in refused.value.message.text("zh")
    assert store.locks([REVENUE, FIRMS, OTHER]) == {REVENUE: (state, UNIT), FIRMS: (state, UNIT)}
    assert store.revision() == last
    # What the return does not hold is as free as ever.
    enter(store, OTHER, "7")
    enter(store, (*REVENUE[:3], "2026-M08"), "90")


@pytest.mark.parametrize("state", [State.DRAFT, State.RETURNED])
def test_what_is_not_submitted_or_was_returned_can_be_changed(store: Store, state: State) -> None:
    enter(store, REVENUE, "100")
    brought_to(store, state)
    enter(store, REVENUE, "110")
    assert store.figures([REVENUE])[REVENUE].value == "110"


def test_publishing_a_return_shows_its_figures_and_nothing_else(store: Store) -> None:
    enter(store, OTHER, "7")
    enter(store, REVENUE, "100")
    brought_to(store, State.PUBLISHED)
    assert published(store) == {"revenue": "100"}
    # The other figure still waits, though it was entered before.
    assert store.unpublished("binzhou") == 1
    assert store.publish(["binzhou"], "chen") == {"binzhou": 1}
    assert published(store) == {"revenue": "100", "patents": "7"}
    assert store.unpublished("binzhou") == 0


def test_a_correction_is_a_new_round_and_what_was_published_stays_to_be_seen(
    store: Store,
) -> None:
    enter(store, REVENUE, "100")
    enter(store, FIRMS, "5")
    brought_to(store, State.PUBLISHED)
    first = store.publications()["binzhou"]
    opened = store.returns.correct(KEY, "li", "普查修订", seen=3)
    assert (opened.state, opened.round) == (State.DRAFT, 2)
    id = enter(store, REVENUE, "120")
    # Until the correction is published, readers see what was.
    assert published(store) == {"revenue": "100", "firms": "5"}
    submit(store, seen=4)
    store.returns.approve(KEY, "wang", seen=5)
    store.returns.publish(KEY, "chen", seen=6)
    assert published(store) == {"revenue": "120", "firms": "5"}
    # Only what is another number is a revision of what was published.
    vintages = store.returns.vintages("binzhou")
    assert vintages == {1: Vintage.FINAL, 2: Vintage.FINAL, id: Vintage.REVISED}
    # By its number, and by its moment.
    before = {r.observation.indicator: r.observation.value
              for r in store.observations_published({"binzhou": first.revision})}  # fmt: skip
    assert before == {"revenue": "100", "firms": "5"}
    just_before = datetime.fromisoformat(store.publications()["binzhou"].at)
    earlier = store.publications(just_before - timedelta(microseconds=1))
    assert earlier["binzhou"] == first


def test_how_settled_a_figure_is_can_be_said_and_asked_as_of_a_moment(store: Store) -> None:
    enter(store, REVENUE, "100")
    store.returns.submit(
        KEY, [REVENUE], "li", through=LEVELS[:1], seen=0, vintage=Vintage.PRELIMINARY
    )
    assert store.returns.vintages("binzhou") == {1: Vintage.PRELIMINARY}
    moment = datetime.fromisoformat(store.returns.one(KEY).at_text)
    store.returns.approve(KEY, "wang", seen=1)
    store.returns.publish(KEY, "chen", seen=2)
    store.returns.correct(KEY, "li", "核实无误", seen=3)
    store.returns.submit(KEY, [REVENUE], "li", through=LEVELS[:1], seen=4)
    # The same number, now final; it was preliminary, and nothing at all before that.
    assert store.returns.vintages("binzhou") == {1: Vintage.FINAL}
    assert store.returns.vintages("binzhou", moment) == {1: Vintage.PRELIMINARY}
    assert store.returns.vintages("binzhou", moment - timedelta(microseconds=1)) == {}


def test_a_withdrawal_is_reviewed_and_published_like_a_figure(store: Store) -> None:
    enter(store, REVENUE, "100")
    brought_to(store, State.PUBLISHED)
    store.returns.correct(KEY, "li", "不属本期", seen=3)
    enter(store, REVENUE, None)
    submit(store, seen=4)
    store.returns.approve(KEY, "wang", seen=5)
    assert published(store) == {"revenue": "100"}
    store.returns.publish(KEY, "chen", seen=6)
    assert published(store) == {}


@pytest.mark.parametrize("state", [State.SUBMITTED, State.RETURNED])
def test_publishing_a_region_leaves_out_what_is_under_way_in_a_return(
    store: Store, state: State
) -> None:
    enter(store, REVENUE, "100")
    enter(store, OTHER, "7")
    brought_to(store, state)
    assert store.publish(["binzhou"], "chen") == {"binzhou": 1}
    assert published(store) == {"patents": "7"}
    assert store.unpublished("binzhou") == 1
    # Doing it again finds nothing to publish and records nothing.
    number = store.publications()["binzhou"].revision
    assert store.publish(["binzhou"], "chen") == {"binzhou": 0}
    assert store.publications()["binzhou"].revision == number


def test_a_correction_under_way_is_left_out_as_well(store: Store) -> None:
    enter(store, REVENUE, "100")
    brought_to(store, State.PUBLISHED)
    store.returns.correct(KEY, "li", "更正", seen=3)
    enter(store, REVENUE, "120")
    assert store.publish(["binzhou"], "chen") == {"binzhou": 0}
    assert published(store) == {"revenue": "100"}


def test_publishing_a_region_takes_approved_returns_along(store: Store) -> None:
    enter(store, REVENUE, "100")
    brought_to(store, State.APPROVED)
    assert store.publish(["binzhou"], "chen") == {"binzhou": 1}
    assert store.returns.one(KEY).state is State.PUBLISHED
    with pytest.raises(FigureLocked):
        enter(store, REVENUE, "110")


def test_only_what_is_reviewed_is_published_where_that_is_wanted(store: Store) -> None:
    enter(store, OTHER, "7")
    enter(store, REVENUE, "100")
    assert store.publish(["binzhou"], "chen", reviewed_only=True) == {"binzhou": 0}
    assert store.publications() == {}
    brought_to(store, State.APPROVED)
    assert store.publish(["binzhou"], "chen", reviewed_only=True) == {"binzhou": 1}
    assert published(store) == {"revenue": "100"}
    assert store.unpublished("binzhou") == 1


def test_each_figure_says_when_it_was_first_published_by_itself_or_with_all(store: Store) -> None:
    enter(store, REVENUE, "100")
    brought_to(store, State.PUBLISHED)
    alone = store.publications()["binzhou"]
    enter(store, OTHER, "7")
    store.publish(["binzhou"], "chen")
    both = store.publications()["binzhou"]
    frame = store.published({"binzhou": both.revision})
    assert dict(zip(frame["indicator"], frame["published"], strict=True)) == {
        "revenue": alone.at,
        "patents": both.at,
    }
    assert store.first_shown("binzhou", 1) == alone.revision
    assert store.first_shown("binzhou", store.revision() + 1) is None


def test_who_saw_an_older_step_or_an_older_figure_does_nothing(store: Store) -> None:
    first = enter(store, REVENUE, "100")
    enter(store, REVENUE, "110")
    with pytest.raises(ReturnChanged, match="figure of the return has changed"):
        store.returns.submit(
            KEY, [REVENUE], "li", through=LEVELS[:1], seen=0, shown={REVENUE: first}
        )
    submit(store)
    with pytest.raises(ReturnChanged, match="li took 1 step"):
        submit(store)
    store.returns.send_back(KEY, "wang", "错", seen=1)
    submit(store, seen=2)
    # The reviewer still looks at the first submission.
    with pytest.raises(ReturnChanged, match="li took 2 steps"):
        store.returns.approve(KEY, "zhao", seen=1)
    assert store.returns.one(KEY).state is State.SUBMITTED


def test_a_step_sent_twice_is_taken_once(store: Store) -> None:
    enter(store, REVENUE, "100")
    submit(store)
    for _ in range(2):
        now = store.returns.approve(KEY, "wang", seen=1, request_id="once")
        assert now.state is State.APPROVED
    assert len(store.returns.steps(KEY)) == 2


RACER = """
import sys
from decimal import Decimal
from dashboard.actuals.return_steps import FigureLocked, ReturnChanged
from dashboard.actuals.return_states import StepRefused
from dashboard.actuals.returns import ReturnKey
from dashboard.actuals.store import Conflict, Entry, Store
store = Store.open(sys.argv[1])
name = sys.argv[2]
print("ready", flush=True)
sys.stdin.readline()
for number in range(12):
    key = ReturnKey("r", "u", f"20{number:02d}")
    figure = ("r", "r", "i", key.period)
    seen = store.returns.one(key).number
    try:
        if name == "reviewer-a":
            store.returns.approve(key, name, seen=1)
        elif name == "reviewer-b":
            store.returns.send_back(key, name, "again", seen=1)
        else:
            store.write([Entry(*figure, Decimal(2), seen_revision=number + 1)], name)
        print("won", flush=True)
    except (FigureLocked, ReturnChanged, StepRefused, Conflict) as lost:
        print(type(lost).__name__, flush=True)
"""


def test_of_processes_that_approve_return_and_edit_one_return_never_two_win(
    store_url: str,
) -> None:
    with Store.open(store_url) as store:
        for number in range(12):
            key = ReturnKey("r", "u", f"20{number:02d}")
            figure = ("r", "r", "i", key.period)
            store.write([Entry(*figure, Decimal(1))], "li")
            store.returns.submit(key, [figure], "li", through=("r",), seen=0)
        names = ("reviewer-a", "reviewer-b", "clerk")
        racers = {
            name: subprocess.Popen(
                [sys.executable, "-c", RACER, store_url, name],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                text=True,
            )
            for name in names
        }
        for racer in racers.values():
            assert racer.stdout is not None
            assert racer.stdout.readline() == "ready\n"
        for racer in racers.values():
            assert racer.stdin is not None
            racer.stdin.write("go\n")
            racer.stdin.flush()
        told = {name: racer.communicate()[0].split() for name, racer in racers.items()}
        assert [racer.returncode for racer in racers.values()] == [0, 0, 0]
        for number in range(12):
            key = ReturnKey("r", "u", f"20{number:02d}")
            approved, returned, edited = (told[name][number] for name in names)
            now = store.returns.one(key)
            # Of approving and returning what both had seen exactly one happened.
            assert sorted([approved, returned]) == ["ReturnChanged", "won"]
            assert now.state is (State.APPROVED if approved == "won" else State.RETURNED)
            assert len(store.returns.steps(key)) == 2
            # The clerk changed the figure only after it had come back, and nothing else came of it.
            value = store.figures([("r", "r", "i", key.period)])[("r", "r", "i", key.period)].value
            assert (edited, value) in {("won", "2"), ("FigureLocked", "1")}
            assert edited != "won" or returned == "won"


def test_threads_that_submit_and_edit_the_same_return_submit_what_stands(
    store_url: str,
) -> None:
    figures = [("r", "r", f"i{n}", "2024") for n in range(4)]
    key = ReturnKey("r", "u", "2024")
    with Store.open(store_url) as store:
        store.write([Entry(*figure, Decimal(0)) for figure in figures], "li")
        won: list[str] = []
        lost: list[str] = []

        def edit(figure: tuple[str, str, str, str]) -> None:
            for value in range(1, 6):
                held = store.figures([figure])[figure]
                try:
                    entry = Entry(*figure, Decimal(value), seen_revision=held.revision)
                    store.write([entry], figure[2])
                    won.append(figure[2])
                except FigureLocked:
                    lost.append(figure[2])

        def hand_in() -> None:
            store.returns.submit(key, figures, "li", through=("r",), seen=0)

        workers = [threading.Thread(target=edit, args=(figure,)) for figure in figures]
        workers.insert(2, threading.Thread(target=hand_in))
        for worker in workers:
            worker.start()
        for worker in workers:
            worker.join()
        # Nothing vanished: every edit was either recorded before, or refused after.
        assert len(won) + len(lost) == 20
        assert len(store.history("r")) == 4 + len(won)
        now = store.returns.one(key)
        assert now.submission is not None
        submitted = {one.figure: one.revision for one in store.returns.figures(now.submission)}
        stands = {key: row.revision for key, row in store.figures(figures).items()}
        assert submitted == stands


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE return_step SET reason = 'x'",
        "DELETE FROM return_step",
        "UPDATE return_figure SET reason = 'x'",
        "DELETE FROM return_figure",
        "UPDATE published_figure SET revision = 9",
        "DELETE FROM published_figure",
    ],
)
def test_no_step_and_no_publication_can_be_changed_or_removed(
    store: Store, store_url: str, statement: str
) -> None:
    enter(store, REVENUE, "100")
    brought_to(store, State.PUBLISHED)
    engine = create_engine(store_url)
    with pytest.raises(DBAPIError, match="append-only"), engine.begin() as connection:
        connection.execute(text(statement))
    engine.dispose()


def test_a_database_from_before_returns_shows_what_it_published(new_store_url: str) -> None:
    engine = create_engine(new_store_url)
    config = Config()
    config.set_main_option("script_location", "dashboard.actuals:migrations")
    figure = (
        "INSERT INTO {} (region, subject, indicator, period, period_order, value, typed,"
        " unit_typed, note, evidence, author, at, withdrawn, {}) VALUES ('binzhou', 'clusters',"
        " 'revenue', '{}', {}, '{}', '', '', '', '', 'li', {}, :no, {})"
    )
    years = (("2023", 202312314, "90", 1), ("2024", 202412314, "100", 2))
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "0003")
        for year, order, value, id in years:
            for table, number in (("revision", "id"), ("latest", "revision")):
                statement = figure.format(table, number, year, order, value, id, id)
                connection.execute(text(statement), {"no": False})
        connection.execute(text("UPDATE counter SET revision = 2, at = 9"))
        connection.execute(text("INSERT INTO region_revision VALUES ('binzhou', 2, 1, 3)"))
        connection.execute(
            text("INSERT INTO publication (region, revision, author, at) "
                 "VALUES ('binzhou', 1, 'chen', 5)")
        )  # fmt: skip
    engine.dispose()
    with Store.open(new_store_url) as store:
        # What was published before a figure came is still all that is.
        rows = store.observations_published({"binzhou": 1})
        assert [(r.observation.period, r.published) for r in rows] == [("2023", 5)]
        assert store.returns.all() == []
        assert store.unpublished("binzhou") == 1
        assert store.publish(["binzhou"], "chen") == {"binzhou": 1}
        assert store.publications()["binzhou"].revision == 2
