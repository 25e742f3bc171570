"""The store on SQLite and on PostgreSQL: revisions, reads, as of a moment, conflicts, exactness."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta, timezone
from decimal import Decimal

import pandas as pd
import pytest
from sqlalchemy import create_engine, text
from sqlalchemy.exc import DBAPIError

from dashboard.actuals.store import (
    OBSERVATION_COLUMNS,
    Conflict,
    Entry,
    RepeatedFigure,
    Store,
)


@pytest.fixture
def store(store_url: str) -> Iterator[Store]:
    with Store.open(store_url) as opened:
        yield opened


def entry(
    value: str | None, period: str = "2024", seen: int | None = None, subject: str = "aluminium"
) -> Entry:
    exact = None if value is None else Decimal(value)
    return Entry(
        "binzhou",
        subject,
        "revenue",
        period,
        exact,
        typed=value or "",
        unit_typed="元",
        note="月报",
        evidence="表 3",
        seen_revision=seen,
    )


def values(frame: pd.DataFrame) -> list[tuple[str, str]]:
    return list(zip(frame["period"], frame["value"], strict=True))


def test_an_empty_store_answers_with_empty_frames(store: Store) -> None:
    assert list(store.current().columns) == list(OBSERVATION_COLUMNS)
    assert len(store.current()) == len(store.history("binzhou")) == len(store.newest()) == 0
    assert store.revision() == 0


def test_a_figure_comes_back_with_who_when_and_as_typed(store: Store) -> None:
    before = datetime.now(UTC)
    receipt = store.write([entry("1230000000")], "李雷")
    row = store.current("binzhou").iloc[0].to_dict()
    assert before <= datetime.fromisoformat(row.pop("at")) <= datetime.now(UTC)
    assert pd.isna(row.pop("replaces"))
    assert row == {
        "region": "binzhou",
        "subject": "aluminium",
        "indicator": "revenue",
        "period": "2024",
        "year": 2024,
        "month": 12,
        "period_kind": "year",
        "value": "1230000000",
        "value_float": 1_230_000_000.0,
        "typed": "1230000000",
        "unit_typed": "元",
        "note": "月报",
        "evidence": "表 3",
        "author": "李雷",
        "revision": 1,
        "withdrawn": False,
    }
    assert (receipt.revision, receipt.count, receipt.first, receipt.last) == (1, 1, 1, 1)
    assert store.revision() == 1


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("1234567890123456789012345678", "1234567890123456789012345678"),
        ("0.1234567890123456789012345678", "0.1234567890123456789012345678"),
        ("12345678901234567890.0123456789", "12345678901234567890.0123456789"),
        ("-0.1", "-0.1"),
        ("1.500", "1.5"),
        ("1E+12", "1000000000000"),
        ("0.00", "0"),
    ],
)
def test_every_digit_comes_back_on_both_databases(store: Store, given: str, kept: str) -> None:
    store.write([entry(given)], "li")
    assert store.current()["value"].tolist() == [kept]
    assert store.history("binzhou")["value"].tolist() == [kept]
    assert store.newest()["value"].tolist() == [kept]


def test_a_newer_revision_replaces_and_nothing_is_lost(store: Store) -> None:
    store.write([entry("100")], "li")
    store.write([entry("110", seen=1)], "wang")
    assert values(store.current()) == [("2024", "110")]
    history = store.history("binzhou", "aluminium", "revenue", "2024")
    assert history[["revision", "value", "author"]].to_numpy().tolist() == [
        [1, "100", "li"],
        [2, "110", "wang"],
    ]
    assert history["replaces"].tolist() == [pd.NA, 1]


def test_withdrawing_is_a_revision_and_the_figure_can_come_again(store: Store) -> None:
    store.write([entry("90", "2023"), entry("100")], "li")
    store.write([entry(None, seen=2)], "wang")
    assert values(store.current()) == [("2023", "90")]
    assert store.newest()["period"].tolist() == ["2023"]
    # Whoever opens the form now sees nothing and says so.
    store.write([entry("105", seen=None)], "li")
    history = store.history("binzhou", period="2024")
    assert history["withdrawn"].tolist() == [False, True, False]
    assert history["replaces"].tolist() == [pd.NA, 2, 3]
    assert values(store.current()) == [("2023", "90"), ("2024", "105")]


def test_the_newest_figure_of_a_series_is_the_one_whose_period_ends_last(store: Store) -> None:
    store.write([entry("9", "2024-M09"), entry("8", "2024-M08"), entry("5", "2024-Q3")], "li")
    assert store.newest()[["period", "value"]].to_numpy().tolist() == [["2024-M09", "9"]]
    store.write([entry("80", "2023")], "li")
    assert store.newest()["period"].tolist() == ["2024-M09"]
    store.write([entry(None, "2024-M09", seen=1)], "li")
    # 2024-Q3 ends last now: it is July to September.
    assert store.newest()["period"].tolist() == ["2024-Q3"]


def test_reads_choose_regions_and_subjects(store: Store) -> None:
    store.write([entry("1"), entry("2", subject="clusters")], "li")
    store.write([Entry("foshan", "foshan", "output", "2024", Decimal(3))], "li")
    assert store.current("foshan")["value"].tolist() == ["3"]
    assert store.current(["binzhou", "foshan"])["value"].tolist() == ["1", "2", "3"]
    assert store.current("binzhou", "clusters")["value"].tolist() == ["2"]
    assert store.newest("foshan")["value"].tolist() == ["3"]


def test_the_store_can_be_asked_how_things_stood_at_a_moment(store: Store) -> None:
    first = store.write([entry("100")], "li")
    second = store.write([entry("110", seen=1), entry("50", "2023")], "li")
    third = store.write([entry(None, seen=2)], "li")
    moments = [datetime.fromisoformat(str(each.at)) for each in (first, second, third)]
    microsecond = timedelta(microseconds=1)
    assert values(store.current(as_of=moments[0] - microsecond)) == []
    # What was recorded at that very microsecond counts.
    assert values(store.current(as_of=moments[0])) == [("2024", "100")]
    assert values(store.current(as_of=moments[1] - microsecond)) == [("2024", "100")]
    assert values(store.current(as_of=moments[1])) == [("2023", "50"), ("2024", "110")]
    assert values(store.current("binzhou", as_of=moments[2])) == [("2023", "50")]
    assert values(store.current(as_of=2)) == [("2024", "110")]
    assert store.revision_as_of(moments[1]) == 3
    # The same instant on China's clock, and without a zone (UTC).
    beijing = moments[0].astimezone(timezone(timedelta(hours=8)))
    assert values(store.current(as_of=beijing)) == [("2024", "100")]
    assert values(store.current(as_of=moments[0].replace(tzinfo=None))) == [("2024", "100")]


def test_no_two_writes_share_a_moment_even_when_the_clock_stands_still(store: Store) -> None:
    receipts = [store.write([entry(str(n), str(2000 + n))], "li") for n in range(20)]
    moments = [str(receipt.at) for receipt in receipts]
    assert moments == sorted(set(moments))


def test_a_conflict_writes_nothing_and_shows_both_values(store: Store) -> None:
    store.write([entry("100")], "li")
    store.write([entry("110", seen=1)], "wang")
    with pytest.raises(Conflict) as caught:
        store.write([entry("120", seen=1), entry("7", "2023")], "li")
    (clash,) = caught.value.theirs
    assert (clash.mine.value, clash.value, clash.author, clash.revision) == (
        Decimal(120),
        "110",
        "wang",
        2,
    )
    assert clash.at == store.current()["at"].iloc[0]
    assert values(store.current()) == [("2024", "110")]
    assert store.revision() == 2


def test_a_figure_that_appeared_or_went_meanwhile_is_a_conflict(store: Store) -> None:
    store.write([entry("100")], "li")
    with pytest.raises(Conflict):
        store.write([entry("120", seen=None)], "wang")
    store.write([entry(None, seen=1)], "li")
    with pytest.raises(Conflict) as caught:
        store.write([entry("120", seen=1)], "wang")
    assert caught.value.theirs[0].value is None
    with pytest.raises(Conflict):
        store.write([entry("120", "2020", seen=99)], "wang")


def test_one_write_cannot_name_a_figure_twice(store: Store) -> None:
    with pytest.raises(RepeatedFigure):
        store.write([entry("1"), entry("2")], "li")
    assert store.revision() == 0


def test_a_save_sent_again_counts_once(store: Store) -> None:
    first = store.write([entry("100")], "li", request_id="form-1")
    again = store.write([entry("100")], "li", request_id="form-1")
    assert again.repeated
    assert (again.first, again.at, again.count) == (first.first, first.at, 1)
    assert len(store.history("binzhou")) == 1


def test_nothing_to_write_changes_nothing(store: Store) -> None:
    assert store.write([], "li").count == 0
    assert store.revision() == 0


def test_what_was_recorded_cannot_be_changed_or_removed(store: Store, store_url: str) -> None:
    store.write([entry("100")], "li")
    engine = create_engine(store_url)
    statements = [
        "UPDATE revision SET value = '1'",
        "DELETE FROM revision",
        "UPDATE audit SET author = 'nobody'",
        "DELETE FROM audit",
    ]
    if engine.dialect.name == "sqlite":
        statements.append("INSERT OR REPLACE INTO revision SELECT * FROM revision")
    else:
        statements.append("TRUNCATE revision")
    for statement in statements:
        with (
            pytest.raises(DBAPIError, match="append-only"),
            engine.begin() as connection,
        ):
            connection.execute(text(statement))
    engine.dispose()
    assert store.history("binzhou")["value"].tolist() == ["100"]


def test_the_audit_says_who_did_what_and_why(store: Store) -> None:
    reasons = {"binzhou/aluminium/revenue/2024": "jump-last: 并购"}
    store.write([entry("90", "2023")], "wang")
    store.write([entry("100"), entry("110", "2025")], "li", action="import", reasons=reasons)
    acts = store.acts()
    assert acts.drop(columns=["at", "reasons"]).to_numpy().tolist() == [
        ["li", "import", 2, 3],
        ["wang", "save", 1, 1],
    ]
    assert [json.loads(each) for each in acts["reasons"]] == [reasons, {}]
    assert acts["at"].tolist() == sorted(acts["at"], reverse=True)
    assert store.acts(last=1)["author"].tolist() == ["li"]


def test_ten_thousand_figures_are_one_write(store: Store) -> None:
    batch = [
        Entry(f"r{n % 10}", f"c{n % 100 // 10}", "revenue", str(2000 + n // 100), Decimal(n))
        for n in range(10_000)
    ]
    batch = [
        Entry(*each.figure[:3], f"{1950 + n // 100}", each.value) for n, each in enumerate(batch)
    ]
    receipt = store.write(batch, "li")
    assert (receipt.count, receipt.first, receipt.last) == (10_000, 1, 10_000)
    assert len(store.current()) == 10_000
    # 100 series of 100 years each; the newest year is 1950 + 9999 // 100 = 2049.
    newest = store.newest()
    assert (len(newest), set(newest["period"])) == (100, {"2049"})


def test_series_and_figures_are_looked_up_by_their_keys(store: Store) -> None:
    store.write([entry("1", "2023"), entry("2"), entry("3", subject="clusters")], "li")
    key = ("binzhou", "aluminium", "revenue")
    found = store.series([key, ("binzhou", "none", "revenue")])
    assert {code: row.value for code, row in found[key].items()} == {"2023": "1", "2024": "2"}
    assert list(store.figures([(*key, "2024"), (*key, "2022")])) == [(*key, "2024")]


def test_the_rows_of_a_region_that_are_kept_follow_what_others_write_and_withdraw(
    store: Store, store_url: str
) -> None:
    subjects = [f"cluster-{number}" for number in range(20)]
    keys = [("binzhou", subject, "revenue") for subject in subjects]
    store.write([entry("1", subject=subject) for subject in subjects], "Li")
    first = store.series(keys)
    assert {len(rows) for rows in first.values()} == {1}
    with Store.open(store_url) as other:
        # Another replica: one corrected, one withdrawn, one of another year.
        other.write(
            [
                entry("2", seen=1, subject="cluster-0"),
                entry(None, seen=2, subject="cluster-1"),
                entry("3", period="2025", subject="cluster-2"),
            ],
            "Wang",
        )
        assert store.series(keys) == other.series(keys)
    then = store.series(keys)
    assert then[keys[0]]["2024"].value == "2"
    assert then[keys[1]]["2024"].withdrawn
    assert {code: row.value for code, row in then[keys[2]].items()} == {"2024": "1", "2025": "3"}
    figures = store.figures([(*key, "2024") for key in keys])
    assert [figures[*key, "2024"].value for key in keys] == ["2", None, *["1"] * 18]
    # What was given out before stays as it was, and what is withdrawn is no figure.
    assert first[keys[0]]["2024"].value == "1"
    assert [row[1:5] for row in store.observations("binzhou")][:2] == [
        ("cluster-0", "revenue", "2024", "2"),
        ("cluster-10", "revenue", "2024", "1"),
    ]
    assert store.observations("binzhou") == store.observations(["binzhou"], as_of=store.revision())
