"""Saving what was understood: all of it or nothing, with reasons, once."""

from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dashboard.actuals.entering import (
    SEEN_NOW,
    RawEntry,
    ReasonsNeeded,
    Refused,
    save,
    understand,
)
from dashboard.actuals.entering.saving import BadWords
from dashboard.actuals.return_steps import ReturnKey
from dashboard.actuals.store import Conflict, Store
from dashboard.register import Catalogue
from tests.actuals.door import TODAY, look, put, raw


@pytest.fixture
def store(store_url: str) -> Iterator[Store]:
    with Store.open(store_url) as opened:
        yield opened


def test_what_was_typed_is_kept_beside_the_exact_value(shipped: Catalogue, store: Store) -> None:
    rows = look(shipped, store, raw(" 12.3亿 ", note=" 月报 ", evidence="表3"))
    receipt = save(rows, store, "李雷")
    saved = store.current().iloc[0]
    kept = ["value", "typed", "unit_typed", "note", "evidence", "author"]
    assert saved[kept].tolist() == ["1230000000", "12.3亿", "亿", "月报", "表3", "李雷"]
    assert receipt.count == 1


def test_one_error_keeps_the_whole_batch_out(shipped: Catalogue, store: Store) -> None:
    rows = look(shipped, store, raw("5亿", "2024"), raw("1e2"), raw("6亿", "2023"))
    with pytest.raises(Refused) as caught:
        save(rows, store, "li")
    assert caught.value.rows == [1]
    assert store.revision() == 0


def test_a_warning_needs_a_reason_and_the_reason_is_kept(shipped: Catalogue, store: Store) -> None:
    put(shipped, store, raw("5亿", "2024"))
    rows = look(shipped, store, raw("6亿", "2023"), raw("50亿", "2025"))
    for reasons in (None, {}, {1: "  "}, {0: "并购"}):
        with pytest.raises(ReasonsNeeded) as caught:
            save(rows, store, "li", reasons)
        assert caught.value.rows == [1]
    assert store.revision() == 1
    assert save(rows, store, "li", {1: "并购"}).count == 2


def test_blank_and_unchanged_rows_are_left_out(shipped: Catalogue, store: Store) -> None:
    put(shipped, store, raw("5亿", "2024"))
    rows = look(
        shipped,
        store,
        raw("5亿", "2024", seen_revision=1),
        raw("", "2023"),
        raw("6亿", "2025"),
    )
    assert save(rows, store, "li").count == 1
    assert store.revision() == 2


def test_a_conflict_between_looking_and_saving_writes_nothing(
    shipped: Catalogue, store: Store
) -> None:
    put(shipped, store, raw("5亿"))
    mine = look(shipped, store, raw("6亿", seen_revision=1), raw("4亿", "2024"))
    put(shipped, store, raw("7亿", seen_revision=SEEN_NOW))
    with pytest.raises(Conflict) as caught:
        save(mine, store, "wang")
    (clash,) = caught.value.theirs
    assert (clash.value, clash.author, clash.mine.typed) == ("700000000", "li", "6亿")
    assert store.current()["value"].tolist() == ["700000000"]


def test_a_return_submitted_between_looking_and_saving_is_said_at_the_rows_that_it_holds(
    shipped: Catalogue, store: Store
) -> None:
    put(shipped, store, raw("5亿", "2024"))
    rows = look(shipped, store, raw("7亿", "2023"), raw("6亿", "2024", seen_revision=SEEN_NOW))
    key = ReturnKey(rows[1].region, "工信局", "2024")
    store.returns.submit(key, [rows[1].figure], "wang", through=(), seen=0)
    with pytest.raises(Refused) as caught:
        save(rows, store, "li", "改正")
    assert caught.value.rows == [1]
    # The very words that who looks later is told, and no name of the database's own.
    again = look(shipped, store, raw("6亿", "2024", seen_revision=SEEN_NOW))
    assert [each.text("zh") for each in rows[1].errors] == [
        "这个数据在“工信局”已上报、正在审核的报表中，不能改动；请待审核通过或退回。"
    ]
    assert (rows[0].errors, again[0].errors) == ([], rows[1].errors)
    assert store.revision() == 1


def test_who_looks_now_has_seen_what_is_there_now(shipped: Catalogue, store: Store) -> None:
    put(shipped, store, raw("5亿"))
    with pytest.raises(Conflict):
        save(look(shipped, store, raw("6亿")), store, "wang")
    save(look(shipped, store, raw("6亿", seen_revision=SEEN_NOW)), store, "wang")
    assert store.current()["value"].tolist() == ["600000000"]


def test_a_withdrawal_is_kept_with_its_note(shipped: Catalogue, store: Store) -> None:
    put(shipped, store, raw("5亿"))
    put(shipped, store, raw("", withdraw=True, note="报错地区", seen_revision=1))
    history = store.history("binzhou")
    assert history["withdrawn"].tolist() == [False, True]
    assert history["note"].tolist() == ["", "报错地区"]


def test_a_save_sent_twice_counts_once(shipped: Catalogue, store: Store) -> None:
    rows = look(shipped, store, raw("5亿"))
    first = save(rows, store, "li", request_id="a")
    again = save(rows, store, "li", request_id="a")
    assert (again.repeated, again.last) == (True, first.last)
    assert store.revision() == 1


@pytest.mark.parametrize("author", ["", "  ", "x" * 201, "a\x00b"])
def test_a_save_says_who(shipped: Catalogue, store: Store, author: str) -> None:
    with pytest.raises(BadWords):
        save(look(shipped, store, raw("5亿")), store, author)
    assert store.revision() == 0


@pytest.mark.parametrize("years", [8, pytest.param(60, marks=pytest.mark.long)])
def test_a_batch_of_thousands_is_understood_and_saved_as_one(
    shipped: Catalogue, store: Store, years: int
) -> None:
    clusters = [row["id"] for row in shipped.clusters_of("jiangsu")]
    # 13 clusters × 11 points a year: 143 figures a year, 1144 in 8 years, 8580 in 60.
    rows = [
        RawEntry("jiangsu", cluster, "revenue", code, f"{month + 10}亿", seen_revision=SEEN_NOW)
        for cluster in clusters
        for year in range(2020 - years, 2020)
        for month in range(2, 13)
        for code in [str(year) if month == 12 else f"{year}-M{month:02d}"]
    ]
    receipt = save(understand(rows, shipped, store, TODAY), store, "li")
    assert receipt.count == len(store.current("jiangsu")) == 143 * years
    assert not any(row.to_write for row in understand(rows, shipped, store, TODAY))


@pytest.mark.parametrize(
    ("value", "words", "kept"),
    [
        # Nothing was asked about words: what is recorded stays, whatever the value.
        ("6亿", {}, ["快报", "表3"]),
        # An empty cell beside the same value is no wish to forget.
        ("5亿", {"note": "", "evidence": " "}, ["快报", "表3"]),
        ("5亿", {"note": "终报", "evidence": ""}, ["终报", "表3"]),
        # Beside another value it is: the words spoke of the old one.
        ("6亿", {"note": "", "evidence": ""}, ["", ""]),
    ],
)
def test_words_not_given_again_stay_as_they_are(
    shipped: Catalogue, store: Store, value: str, words: dict[str, str], kept: list[str]
) -> None:
    put(shipped, store, raw("5亿", note="快报", evidence="表3"))
    put(shipped, store, raw(value, seen_revision=SEEN_NOW, **words))
    assert store.current().iloc[0][["note", "evidence"]].tolist() == kept


def test_a_figure_after_a_withdrawal_does_not_inherit_its_reason(
    shipped: Catalogue, store: Store
) -> None:
    put(shipped, store, raw("5亿", evidence="表3"))
    put(shipped, store, raw("", withdraw=True, note="报错地区", seen_revision=SEEN_NOW))
    put(shipped, store, raw("5亿", seen_revision=SEEN_NOW))
    history = store.history("binzhou")
    assert history["note"].tolist() == ["", "报错地区", ""]
    assert history["evidence"].tolist() == ["表3", "", ""]


WORDS = st.text(max_size=30)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
@given(st.lists(st.builds(RawEntry, WORDS, WORDS, WORDS, WORDS, WORDS, WORDS, WORDS), max_size=3))
def test_any_text_in_any_field_is_only_ever_an_error(
    shipped: Catalogue, store: Store, rows: list[RawEntry]
) -> None:
    for row in understand(rows, shipped, store, TODAY):
        assert row.errors
        assert all(message.text(lang) for message in row.errors for lang in ("zh", "en"))


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
@given(
    st.builds(
        raw,
        st.text(alphabet="0123456789.,%()-万亿元 家", max_size=12),
        st.sampled_from(["2025", "2024-M06", "2025年1-9月", "2025-Q2", "2025-06-30"]),
        indicator=st.sampled_from(["revenue", "revenue-growth", "high-tech-firms", "output"]),
        note=WORDS,
    )
)
def test_whatever_is_understood_can_be_saved(
    shipped: Catalogue, store: Store, row: RawEntry
) -> None:
    (understood,) = understand([row], shipped, store, TODAY)
    if not understood.errors:
        before = store.revision()
        now = understand(
            [RawEntry(**{**_fields(row), "seen_revision": SEEN_NOW})], shipped, store, TODAY
        )
        assert store.revision() == before
        assert save(now, store, "li", "hypothesis").count == int(now[0].to_write)


def _fields(row: RawEntry) -> dict[str, object]:
    return {name: getattr(row, name) for name in row.__slots__}
