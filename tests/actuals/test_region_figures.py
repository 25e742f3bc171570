"""Figures of whole regions as rows: as they are, as they were, as they were published."""

import random
from collections.abc import Iterator
from datetime import datetime, timedelta
from decimal import Decimal

import pytest

from dashboard.actuals.observations import microseconds
from dashboard.actuals.periods import period
from dashboard.actuals.store import Entry, Observation, Store


@pytest.fixture
def store(store_url: str) -> Iterator[Store]:
    with Store.open(store_url) as opened:
        yield opened


def figure(
    value: str | None,
    period: str = "2024",
    *,
    region: str = "binzhou",
    subject: str = "clusters",
    seen: int | None = None,
) -> Entry:
    exact = None if value is None else Decimal(value)
    return Entry(
        region, subject, "revenue", period, exact,
        typed=value or "", unit_typed="元", note="月报", evidence="表 3", seen_revision=seen,
    )  # fmt: skip


def told(rows: list[Observation]) -> list[tuple[str, str, str, str | None]]:
    return [(row.region, row.subject, row.period, row.value) for row in rows]


def test_a_row_says_all_that_was_entered(store: Store) -> None:
    receipt = store.write([figure("100.50")], "李雷")
    at = microseconds(datetime.fromisoformat(str(receipt.at)))
    assert store.observations("binzhou") == [
        Observation("binzhou", "clusters", "revenue", "2024", "100.5", "100.50", "元", "月报",
                    "表 3", "李雷", at, 1, None, False),
    ]  # fmt: skip
    (row,) = store.observations(["binzhou"])
    assert (type(row), type(row.withdrawn), row.at_text) == (Observation, bool, receipt.at)


def test_only_the_regions_and_subjects_asked_for_are_read(store: Store) -> None:
    places = [("foshan", "b"), ("binzhou", "b"), ("binzhou", "a"), ("xinle", "a")]
    store.write([figure("1", region=region, subject=subject) for region, subject in places], "li")
    both = store.observations(["foshan", "binzhou", "nowhere", "foshan"])
    assert [row[:2] for row in both] == [("binzhou", "a"), ("binzhou", "b"), ("foshan", "b")]
    assert [row[:2] for row in store.observations(None)] == sorted(places)
    assert [row[:2] for row in store.observations(None, subjects=["b"])] == [
        ("binzhou", "b"),
        ("foshan", "b"),
    ]
    assert told(store.observations("xinle", subjects="b")) == []
    assert store.observations([]) == store.observations("binzhou", subjects=[]) == []


def test_the_periods_of_a_series_come_in_the_order_of_their_ends(store: Store) -> None:
    shuffled = ["2024", "2024-M09", "2023", "2024-06-20", "2024-Q3"]
    store.write([figure("1", code) for code in shuffled], "li")
    # September ends the third quarter too; the longer stretch comes last.
    in_order = ["2023", "2024-06-20", "2024-Q3", "2024-M09", "2024"]
    assert [row.period for row in store.observations("binzhou")] == in_order
    assert [row.period for row in store.observations("binzhou", as_of=5)] == in_order


def test_a_region_can_be_read_as_it_stood_after_any_revision(store: Store) -> None:
    store.write([figure("100"), figure("90", "2023")], "li")
    store.write([figure("110", seen=1)], "li")
    store.write([figure(None, seen=3)], "li")
    store.write([figure("120", seen=None), figure("7", region="foshan")], "li")
    after = [told(store.observations("binzhou", as_of=last)) for last in range(7)]
    one, ninety = [("binzhou", "clusters", "2024", "100")], ("binzhou", "clusters", "2023", "90")
    assert after == [
        [],
        one,
        [ninety, *one],
        [ninety, ("binzhou", "clusters", "2024", "110")],
        [ninety],
        [ninety, ("binzhou", "clusters", "2024", "120")],
        [ninety, ("binzhou", "clusters", "2024", "120")],
    ]
    moment = datetime.fromisoformat(store.observations("binzhou")[1].at_text)
    assert len(store.observations(None, as_of=moment)) == 3
    assert len(store.observations(None, as_of=moment - timedelta(microseconds=1))) == 1


def test_each_region_is_read_as_its_own_publication_had_it(store: Store) -> None:
    store.write([figure("100"), figure("7", region="foshan")], "li")
    store.publish(["binzhou", "foshan"], "chen")
    first = microseconds(datetime.fromisoformat(store.publications()["binzhou"].at))
    store.write([figure("110", seen=1), figure("90", "2023"), figure("8", region="foshan", seen=2)],
                "li")  # fmt: skip
    store.publish(["binzhou"], "chen")
    second = microseconds(datetime.fromisoformat(store.publications()["binzhou"].at))
    store.write([figure("120", seen=3)], "li")

    def seen(**up_to: int) -> list[tuple[str, str, str | None, int]]:
        found = store.observations_published(up_to)
        return [(*(of := each.observation)[0:4:3], of.value, each.published) for each in found]

    assert seen(binzhou=5, foshan=2) == [
        ("binzhou", "2023", "90", second),
        ("binzhou", "2024", "110", second),
        ("foshan", "2024", "7", first),
    ]
    assert seen(binzhou=2) == [("binzhou", "2024", "100", first)]
    # 4 is none of Binzhou's publications, and 5 none of Foshan's.
    assert seen(binzhou=4, foshan=5) == seen(nowhere=2) == []
    assert store.observations_published({"binzhou": 5}, subjects="other") == []


def test_a_published_figure_can_be_told_without_its_history(store: Store) -> None:
    store.write([figure("100")], "li")
    store.write([figure("110", seen=1)], "li")
    store.publish(["binzhou"], "chen")
    (each,) = store.observations_published({"binzhou": 2})
    assert (each.observation.author, each.observation.replaces) == ("li", 1)
    assert each.without_history() == Observation(
        "binzhou", "clusters", "revenue", "2024", "110", "110", "元", "", "", "", each.published, 2,
        None, False,
    )  # fmt: skip


def test_any_history_reads_as_its_revisions_counted_one_by_one(store: Store) -> None:
    chance = random.Random(9)
    codes = ["2023", "2023-M09", "2024", "2024-Q2", "2024-06-20"]
    revisions: list[Entry] = []
    held: dict[tuple[str, ...], int] = {}
    for _ in range(12):
        places = {
            (chance.choice("ab"), chance.choice("xyz"), chance.choice(codes)) for _ in "12345"
        }
        entries = [
            figure(chance.choice([None, "1", "2", "3"]), code, region=region, subject=subject,
                   seen=held.get((region, subject, "revenue", code)))
            for region, subject, code in sorted(places)
        ]  # fmt: skip
        store.write(entries, "li")
        for entry in entries:
            revisions.append(entry)
            held[entry.figure] = len(revisions)
    assert len(revisions) > 40
    for last in range(len(revisions) + 1):
        state = {entry.figure: (number, entry) for number, entry in enumerate(revisions[:last], 1)}
        expected = [
            (*entry.figure, str(entry.value), number)
            for number, entry in state.values()
            if entry.value is not None
        ]
        expected.sort(key=lambda row: (row[:3], period(row[3]).order))
        for regions in (None, "a", ["b"]):
            rows = store.observations(regions, as_of=last)
            assert [(*row[:5], row.revision) for row in rows] == [
                row for row in expected if regions is None or row[0] in regions
            ]
    assert store.observations(None) == store.observations(None, as_of=len(revisions))
