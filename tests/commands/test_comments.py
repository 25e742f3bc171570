"""Comments on figures from the command line."""

import json

from dashboard.entry.author import local_author
from tests.commands.conftest import Run

FIGURE = ("binzhou", "high-end-aluminium", "revenue", "--period", "2026-M09")


def test_a_comment_is_kept_and_listed_with_who_said_it_and_for_whom(run: Run) -> None:
    # Named as they are printed.
    done = run("comments", "add", "滨州市", "高端铝", "营业收入", "--period", "2026年1-9月",
               "--text", "含新并入的两家企业", "--format", "json")  # fmt: skip
    assert (done.code, done.err) == (0, "")
    said = json.loads(done.out)
    assert run("comments", "add", *FIGURE, "--text", "已核", "--audience", "public").code == 0
    listed = json.loads(run("comments", "list", "--region", "binzhou", "--format", "json").out)
    assert listed[0] == said
    assert [
        (one["id"], one["author"], one["period"], one["audience"], one["text"]) for one in listed
    ] == [
        (1, local_author(), "2026-M09", "reporting", "含新并入的两家企业"),
        (2, local_author(), "2026-M09", "public", "已核"),
    ]
    assert json.loads(
        run("comments", "list", "--indicator", "revenue", "--region", "foshan", "--format", "json").out
    ) == []  # fmt: skip


def test_what_cannot_be_kept_is_said_in_one_sentence(run: Run) -> None:
    for words, told in (
        ((*FIGURE, "--text", " "), "Nothing is written"),
        ((*FIGURE, "--text", "a\u202eb"), "U+202E"),
        (("binzhou", "high-end-aluminium", "revenue", "--period", "2026-M13", "--text", "x"), "2026-M13"),
        (("nowhere", *FIGURE[1:], "--text", "x"), "nowhere"),
    ):  # fmt: skip
        done = run("comments", "add", *words)
        assert (done.code, done.out) == (1, "")
        assert told in done.err
        assert len(done.err.strip().splitlines()) == 1
    assert run("comments", "add", *FIGURE, "--text", "x", "--audience", "me").code == 2
    assert json.loads(run("comments", "list", "--format", "json").out) == []


def test_a_withdrawn_comment_is_listed_with_by_whom_and_why(run: Run) -> None:
    said = json.loads(run("comments", "add", *FIGURE, "--text", "x", "--format", "json").out)
    done = run("comments", "withdraw", str(said["id"]), "--reason", "wrong month")
    assert (done.code, done.err) == (0, "")
    (listed,) = json.loads(run("comments", "list", "--format", "json").out)
    assert (listed["withdrawn_by"], listed["reason"]) == (local_author(), "wrong month")
    nobody = run("comments", "withdraw", "999", "--reason", "wrong month")
    assert (nobody.code, nobody.out) == (1, "")
    assert "no such comment" in nobody.err
