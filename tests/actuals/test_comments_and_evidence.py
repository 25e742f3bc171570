"""Comments and evidence of figures in the store: kept once, never changed, bytes as they were handed in."""

import threading
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from dashboard.actuals.engines import open_engine
from dashboard.actuals.evidence_storage import EvidenceFault, FileStorage, checksum_of
from dashboard.actuals.figure_comments import MOST_OF_A_FIGURE
from dashboard.actuals.figure_records import Audience, CommentRefused
from dashboard.actuals.records import RequestReused
from dashboard.actuals.store import Store

FIGURE = ("binzhou", "high-end-aluminium", "revenue", "2026-M09")
OTHER = (*FIGURE[:3], "2026-M08")
PDF = ("台账.pdf", "application/pdf")
CONTENT = b"%PDF-1.7 made for the test %%EOF"


@pytest.fixture
def store(store_url: str) -> Store:
    return Store.open(store_url)


@pytest.fixture
def folder(tmp_path: Path) -> FileStorage:
    (tmp_path / "evidence").mkdir()
    return FileStorage((tmp_path / "evidence").as_uri())


def test_comments_stand_in_the_order_in_which_they_were_said_each_at_its_figure(
    store: Store,
) -> None:
    first = store.comments.add(FIGURE, "li", "  含新并入的\n两家企业 ", Audience.REPORTING)
    store.comments.add(OTHER, "wang", "初步数", Audience.PUBLIC)
    last = store.comments.add(FIGURE, "zhao", "已核", Audience.READERS)
    assert store.comments.of([FIGURE]) == [first, last]
    assert (first.text, first.author, first.audience) == ("含新并入的 两家企业", "li", "reporting")
    assert [one.text for one in store.comments.of_series(FIGURE[:3])] == [
        "含新并入的 两家企业", "初步数", "已核",
    ]  # fmt: skip
    assert [one.id for one in store.comments.of_regions(["binzhou"])] == [1, 2, 3]
    assert store.comments.of_regions(["foshan"]) == []
    # No verdict hangs on what is said: the figures' counter stands where it was.
    assert store.revision() == 0


def test_a_comment_says_something_that_can_be_seen_and_is_not_too_long(store: Store) -> None:
    for said, code in (
        (" \n", "comments.empty"),
        ("字" * 501, "comments.long"),
        ("大\u202e于", "comments.control"),
        ("a\x1bb", "comments.control"),
    ):
        with pytest.raises(CommentRefused) as refused:
            store.comments.add(FIGURE, "li", said, Audience.REPORTING)
        assert str(refused.value.args[0]) == code
    assert store.comments.of([FIGURE]) == []
    assert store.comments.add(FIGURE, "li", "字" * 500, Audience.REPORTING).id == 1


def test_a_request_sent_twice_counts_once_and_is_its_authors_own(store: Store) -> None:
    def add(author: str) -> int:
        return store.comments.add(FIGURE, author, "said", Audience.REPORTING, request_id="same").id

    assert [add("li"), add("li"), add("wang")] == [1, 1, 2]


def test_one_request_for_two_figures_is_one_comment_and_a_sentence(store: Store) -> None:
    elsewhere = ("foshan", *OTHER[1:])
    barrier, told = threading.Barrier(2), []

    def add(figure: tuple[str, str, str, str]) -> None:
        barrier.wait()
        try:
            store.comments.add(figure, "li", "said", Audience.REPORTING, request_id="same")
            told.append("kept")
        except RequestReused as fault:
            told.append(str(fault.args[0]))

    threads = [threading.Thread(target=add, args=(figure,)) for figure in (FIGURE, elsewhere)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(told) == ["kept", "store.request-reused"]
    assert len(store.comments.of([FIGURE, elsewhere])) == 1


def test_many_who_comment_at_once_lose_nothing(store: Store) -> None:
    def say(author: str) -> None:
        for n in range(5):
            store.comments.add(FIGURE, author, f"{n}", Audience.REPORTING)

    threads = [threading.Thread(target=say, args=(f"clerk-{n}",)) for n in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    kept = store.comments.of([FIGURE])
    assert [one.id for one in kept] == list(range(1, 21))
    assert {(one.author, one.text) for one in kept} == {
        (f"clerk-{n}", f"{m}") for n in range(4) for m in range(5)
    }


def test_of_many_who_withdraw_a_file_at_once_one_is_first(store: Store) -> None:
    store.evidence.add(FIGURE, "li", PDF, CONTENT, Audience.REPORTING, None)
    found: list[str] = []

    def withdraw(author: str) -> None:
        found.append(store.evidence.withdraw(1, author, "wrong one").withdrawn_by)

    threads = [threading.Thread(target=withdraw, args=(f"clerk-{n}",)) for n in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(found) == 4
    assert len(set(found)) == 1


def test_a_figure_takes_no_more_than_so_many(store: Store, store_url: str) -> None:
    row = dict(zip(("region", "subject", "indicator", "period"), FIGURE, strict=True))
    given = text(
        "INSERT INTO figure_comment (id, region, subject, indicator, period, audience, text,"
        " author, at, request_id) VALUES (:id, :region, :subject, :indicator, :period, 'reporting',"
        " 'x', 'li', 1, :request)"
    )
    rows = [row | {"id": n, "request": f"{n}"} for n in range(1, MOST_OF_A_FIGURE + 1)]
    with open_engine(store_url).begin() as connection:
        connection.execute(given, rows)
    with pytest.raises(CommentRefused):
        store.comments.add(FIGURE, "li", "one more", Audience.REPORTING)
    assert store.comments.add(OTHER, "li", "another figure", Audience.REPORTING).id == 201


def test_a_file_comes_back_as_it_was_handed_in_wherever_it_lies(
    store: Store, folder: FileStorage
) -> None:
    for storage, figure in ((None, FIGURE), (folder, OTHER)):
        kept = store.evidence.add(figure, "li", PDF, CONTENT, Audience.REPORTING, storage)
        assert (kept.size, kept.checksum) == (len(CONTENT), checksum_of(CONTENT))
        assert store.evidence.content(kept, storage) == CONTENT
    # What lay in the database before a folder was named is found there still.
    assert store.evidence.content(store.evidence.of([FIGURE])[0], folder) == CONTENT
    assert store.evidence.count() == (2, 2 * len(CONTENT))


def test_one_figure_takes_the_same_file_once_and_again_after_it_was_withdrawn(store: Store) -> None:
    def add(figure: tuple[str, str, str, str] = FIGURE) -> int:
        return store.evidence.add(figure, "li", PDF, CONTENT, Audience.REPORTING, None).id

    assert (add(), add(OTHER)) == (1, 2)
    with pytest.raises(EvidenceFault):
        add()
    gone = store.evidence.withdraw(1, "wang", "交错了")
    assert (gone.withdrawn, gone.withdrawn_by, gone.reason) == (True, "wang", "交错了")
    # Withdrawing again changes nothing, and the first reason stands.
    assert store.evidence.withdraw(1, "zhao", "other").reason == "交错了"
    assert add() == 3
    assert [(one.id, one.withdrawn) for one in store.evidence.of([FIGURE])] == [
        (1, True),
        (3, False),
    ]
    # Its bytes stay: marked, not deleted.
    assert store.evidence.content(gone, None) == CONTENT


def test_bytes_that_were_changed_are_said_and_not_given_out(
    store: Store, folder: FileStorage, tmp_path: Path
) -> None:
    kept = store.evidence.add(FIGURE, "li", PDF, CONTENT, Audience.REPORTING, folder)
    (lying,) = [path for path in (tmp_path / "evidence").rglob("*") if path.is_file()]
    assert lying.name == kept.checksum
    for bent in (CONTENT[:-1] + b"!", CONTENT + b"more", b""):
        lying.write_bytes(bent)
        with pytest.raises(EvidenceFault) as refused:
            store.evidence.content(kept, folder)
        assert refused.value.args[0] == "evidence.altered"
    lying.unlink()
    with pytest.raises(EvidenceFault) as refused:
        store.evidence.content(kept, folder)
    assert refused.value.args[0] == "evidence.missing"


def test_a_folder_that_is_not_there_is_said_and_never_made(store: Store, tmp_path: Path) -> None:
    away = FileStorage((tmp_path / "not-mounted").as_uri())
    with pytest.raises(EvidenceFault) as refused:
        store.evidence.add(FIGURE, "li", PDF, CONTENT, Audience.REPORTING, away)
    assert refused.value.args[0] == "evidence.unreachable"
    assert not (tmp_path / "not-mounted").exists()
    assert store.evidence.of([FIGURE]) == []


def test_no_row_is_ever_changed_or_taken_back(store: Store, store_url: str) -> None:
    store.comments.add(FIGURE, "li", "said", Audience.REPORTING)
    store.evidence.add(FIGURE, "li", PDF, CONTENT, Audience.REPORTING, None)
    store.evidence.withdraw(1, "li", "wrong one")
    engine = open_engine(store_url)
    for table in ("figure_comment", "evidence_file", "evidence_withdrawal", "evidence_content"):
        column = "checksum" if table == "evidence_content" else "author"
        for statement in (f"DELETE FROM {table}", f"UPDATE {table} SET {column} = 'x'"):  # noqa: S608 - the names above
            with pytest.raises(DBAPIError), engine.begin() as connection:
                connection.execute(text(statement))
    assert store.comments.of([FIGURE])[0].author == "li"
