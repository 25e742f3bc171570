"""What a batch would do to what is recorded, told before anything is written."""

from dataclasses import replace

import pytest

from dashboard.actuals.entering import SEEN_NOW, Outcome, RawEntry, ReasonsNeeded, compare, save
from dashboard.actuals.entering.comparison import field_of
from dashboard.actuals.messages import Message
from dashboard.actuals.store import Store
from dashboard.register import Catalogue
from tests.actuals.door import look, put, raw


def in_file(entry: RawEntry, line: int) -> RawEntry:
    return replace(entry, line=line, place=line, seen_revision=SEEN_NOW)


def test_every_row_is_new_changed_unchanged_left_out_or_refused(
    shipped: Catalogue, store: Store
) -> None:
    put(shipped, store, raw("5亿", "2024"), raw("6亿", "2023"), raw("7亿", "2022", note="快报"))
    rows = look(
        shipped,
        store,
        *(
            in_file(entry, line)
            for line, entry in enumerate(
                [
                    raw("8亿", "2025"),
                    raw("5.5亿", "2024"),
                    raw("6亿", "2023"),
                    raw("7亿", "2022", note="终报"),
                    raw("", "2021"),
                    raw("9亿", "2020", region="atlantis"),
                ],
                2,
            )
        ),
    )
    found = compare(rows, columns={"region": "A", "value": "E"})
    assert found.counts == {"new": 1, "changed": 2, "unchanged": 1, "left_out": 1, "refused": 1}
    assert [row.outcome for row in found.rows] == [
        Outcome.NEW, Outcome.CHANGED, Outcome.UNCHANGED, Outcome.CHANGED, Outcome.LEFT_OUT,
        Outcome.REFUSED,
    ]  # fmt: skip
    assert [found.cell(row) for row in found.rows] == ["E2", "E3", "E4", "E5", "E6", "A7"]
    # A note beside the same value replaces no value.
    assert [row.line for row in found.wanting_reason] == [3]
    changed = found.rows[1].row
    assert changed is not None and changed.old is not None
    assert (changed.old_value, changed.value, changed.old.author) == (5 * 10**8, 55 * 10**7, "li")


def test_a_change_is_written_only_with_a_reason_and_the_audit_has_it(
    shipped: Catalogue, store: Store
) -> None:
    put(shipped, store, raw("5亿"))
    rows = look(shipped, store, raw("5.5亿", seen_revision=1), raw("4亿", "2024"))
    with pytest.raises(ReasonsNeeded) as caught:
        save(rows, store, "wang", changes_want_reason=True)
    assert (caught.value.rows, store.revision()) == ([0], 1)
    save(rows, store, "wang", "核实", changes_want_reason=True)
    assert any("changed: 核实" in str(kept) for kept in store.acts()["reasons"])


def test_what_somebody_else_changed_meanwhile_is_refused_with_both_values(
    shipped: Catalogue, store: Store
) -> None:
    put(shipped, store, raw("5亿"))
    put(shipped, store, raw("6亿", seen_revision=1))
    (row,) = compare(look(shipped, store, raw("7亿", seen_revision=1))).rows
    assert row.outcome is Outcome.REFUSED
    said = row.reasons[0].text("zh")
    assert "7 亿元" in said and "6 亿元" in said and "li" in said
    # Between looking and saving: the store's own conflict says what is there.
    fresh = look(shipped, store, raw("7亿", seen_revision=SEEN_NOW))
    assert compare(fresh).changed == 1
    assert compare(fresh, theirs={fresh[0].figure: None}).refused == 1


def test_a_withdrawal_is_a_change_and_what_follows_it_is_new(
    shipped: Catalogue, store: Store
) -> None:
    put(shipped, store, raw("5亿"))
    gone = look(shipped, store, raw("", withdraw=True, note="报错", seen_revision=1))
    assert [row.wants_reason for row in compare(gone).rows] == [True]
    save(gone, store, "li")
    assert compare(look(shipped, store, raw("6亿", seen_revision=2))).new == 1


@pytest.mark.parametrize(
    ("code", "field"),
    [
        ("actuals.entering.region-near", "region"),
        ("actuals.entering.tier", "subject"),
        ("actuals.entering.indicator-unknown", "indicator"),
        ("actuals.period.dotted", "period"),
        ("actuals.entering.future", "period"),
        ("actuals.typed.unit", "value"),
        ("actuals.entering.note-control", "note"),
    ],
)
def test_a_finding_points_at_the_field_it_is_about(code: str, field: str) -> None:
    assert field_of(Message(code)) == field
