"""What the door finds in a figure by itself: places, periods, values, words."""

from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

from dashboard.actuals.entering import SEEN_NOW
from dashboard.actuals.messages import Figure
from dashboard.actuals.returns import ReturnKey
from dashboard.actuals.store import Store
from dashboard.register import Catalogue, load_register
from tests.actuals.door import errors, look, notices, put, raw, warnings

HARBOUR = Path(__file__).parents[1] / "views" / "harbour"


def test_a_figure_is_understood_and_shown_beside_what_was_typed(
    shipped: Catalogue, store: Store
) -> None:
    (row,) = look(shipped, store, raw("12.3亿", "2025年1-9月"))
    assert row.figure == ("binzhou", "next-generation-it", "revenue", "2025-M09")
    assert (row.value, row.exact, row.unit_typed) == (Decimal(1_230_000_000), "1230000000", "亿")
    assert row.shown == "12.3亿 → 1,230,000,000 元"
    assert (row.old_value, row.old_revision) == (None, None)
    assert (errors(row), warnings(row), row.to_write) == ([], [], True)


def test_printed_names_and_aliases_are_understood_as_ids(shipped: Catalogue, store: Store) -> None:
    (row,) = look(
        shipped, store, raw("5亿", region="滨州市", subject="高端铝", indicator="营业收入")
    )
    assert row.series == ("binzhou", "high-end-aluminium", "revenue")


def test_a_name_is_known_with_the_number_of_its_row_and_the_word_for_clusters(
    shipped: Catalogue, store: Store
) -> None:
    for written in (
        "1.高端铝业", "（一）高端铝业", "一、高端铝", "③ 高端铝业", "12、高端铝业产业集群", "高端铝业集群",
    ):  # fmt: skip
        (row,) = look(shipped, store, raw("5亿", subject=written, indicator="2.营业收入"))
        assert row.series == ("binzhou", "high-end-aluminium", "revenue"), written
    # All clusters of a region are not the region.
    (row,) = look(shipped, store, raw("5亿", subject="滨州市产业集群", indicator="营业收入"))
    assert errors(row) == ["entering.subject-near"]


@pytest.mark.parametrize(
    ("wrong", "why", "near"),
    [
        ({"region": "binzhuo"}, "region-near", "binzhou"),
        ({"region": "atlantis"}, "region-unknown", None),
        ({"subject": "high-end-aluminum"}, "subject-near", "high-end-aluminium"),
        ({"subject": "automobiles"}, "subject-unknown", None),
        ({"subject": "each-cluster"}, "each-cluster", None),
        ({"subject": "t5500"}, "tier", None),
        ({"indicator": "revenu"}, "indicator-near", "revenue"),
        ({"indicator": "weather"}, "indicator-unknown", None),
    ],
)
def test_what_the_register_does_not_know_is_refused_with_the_nearest_name(
    shipped: Catalogue, store: Store, wrong: dict[str, str], why: str, near: str | None
) -> None:
    (row,) = look(shipped, store, raw("5亿", **wrong))
    assert errors(row) == [f"entering.{why}"]
    assert row.errors[0].params.get("near") == near


@pytest.mark.parametrize(
    "written",
    [
        "\u2fbc端铝业",
        "高端铝业\u200b",
        "\ufeff高端铝业",
        "\xa0高端铝业\u3000",
        "\u202d高端铝业\u202c",
    ],
    ids=["radical", "zero-width-space", "second-mark", "no-break-space", "direction-marks"],
)
def test_a_name_is_found_by_what_a_reader_sees_of_it(
    shipped: Catalogue, store: Store, written: str
) -> None:
    (row,) = look(shipped, store, raw("5亿", subject=written, indicator="营业收\u2f0a"))
    assert (errors(row), row.series) == ([], ("binzhou", "high-end-aluminium", "revenue"))


def test_what_the_eye_cannot_tell_in_an_unknown_name_is_named_by_code_point(
    shipped: Catalogue, store: Store
) -> None:
    # A Cyrillic е, and a sign of private use.
    (latin,) = look(shipped, store, raw("5亿", indicator="r\u0435venue"))
    (chinese,) = look(shipped, store, raw("5亿", subject="高端\ue000铝业"))
    assert latin.errors[0].text("en") == (
        "The register has no indicator “r\u0435venue” (which holds the unusual characters U+0435); "
        "did you mean “revenue”?"
    )
    assert "（其中有不常见的字符 U+E000）" in chinese.errors[0].text("zh")
    (plain,) = look(shipped, store, raw("5亿", indicator="revenu"))
    assert "U+" not in plain.errors[0].text("en")


def test_fifty_thousand_unknown_names_are_refused_and_only_the_first_get_a_guess(
    shipped: Catalogue, store: Store
) -> None:
    rows = look(shipped, store, *[raw("5亿", region=f"binzhuo{n}") for n in range(50_000)])
    assert all(row.errors for row in rows)
    assert errors(rows[0]) == ["entering.region-near"]
    assert errors(rows[-1]) == ["entering.region-unknown"]


def test_a_number_cut_at_its_comma_is_asked_about(shipped: Catalogue, store: Store) -> None:
    halves = {"note": "234"}
    (page,) = look(shipped, store, raw("1", **halves))
    assert (errors(page), "halves" in warnings(page)) == ([], True)
    (file,) = look(shipped, store, raw("1", line=2, **halves))
    assert errors(file) == ["entering.halves"]
    assert "1,234" in file.errors[0].text("zh")
    for value, words in (
        ("1亿", "234"),
        ("1000", "234"),
        ("1", "2340"),
        ("1", "共234家"),
        ("1.5", "234"),
    ):
        (row,) = look(shipped, store, raw(value, note=words))
        assert "halves" not in warnings(row)


def test_the_code_of_a_first_day_in_a_file_may_be_a_month_unless_an_export_wrote_it(
    shipped: Catalogue, store: Store
) -> None:
    first = raw("5亿", "2025-06-01")
    assert errors(look(shipped, store, first)[0]) == []
    (asked,) = look(shipped, store, replace(first, line=2, seen_revision=SEEN_NOW))
    assert errors(asked) == ["period.day-or-month"]
    (exported,) = look(shipped, store, replace(first, line=2, seen_revision=7))
    assert errors(exported) == []
    put(shipped, store, first)
    (known,) = look(shipped, store, replace(first, line=2, seen_revision=SEEN_NOW))
    assert errors(known) == []


@pytest.mark.parametrize(
    ("period", "why"),
    [
        ("2025-09", "period.month-alone"),
        ("2025-01", "period.january"),
        ("2025-01-20", "period.january"),
        ("soon", "period.unreadable"),
        ("2026", "entering.future"),
        ("2026年1-3月", "entering.future"),
    ],
)
def test_a_period_must_be_clear_and_over(
    shipped: Catalogue, store: Store, period: str, why: str
) -> None:
    (row,) = look(shipped, store, raw("5亿", period))
    assert errors(row) == [why]


def test_a_period_that_ended_yesterday_is_no_future(shipped: Catalogue, store: Store) -> None:
    # The day is 15 March 2026: January–February is over, and a level may be read on the 14th.
    flow, level = look(
        shipped,
        store,
        raw("5亿", "2026年1-2月"),
        raw("5", "2026-03-14", subject="clusters", indicator="high-tech-firms"),
    )
    assert errors(flow) == errors(level) == []
    assert level.figure[3] == "2026-03-14"


@pytest.mark.parametrize(
    ("value", "other", "why"),
    [
        ("1e2", {}, "typed.exponent"),
        ("12%", {}, "typed.unit"),
        ("850家", {}, "typed.unit"),
        ("-5亿", {}, "entering.negative"),
        ("(5)", {"subject": "clusters", "indicator": "high-tech-firms"}, "entering.negative"),
        ("12.5", {"subject": "clusters", "indicator": "high-tech-firms"}, "entering.not-whole"),
        ("-1%", {"subject": "binzhou", "indicator": "iiot-coverage"}, "entering.negative"),
        ("101%", {"subject": "binzhou", "indicator": "iiot-coverage"}, "entering.above-limit"),
        ("5亿", {"note": "a" * 1001}, "entering.note-long"),
        ("5亿", {"evidence": "a" * 501}, "entering.evidence-long"),
        ("5亿", {"note": "a\x00b"}, "entering.note-control"),
        ("5亿", {"evidence": "\u202e"}, "entering.evidence-control"),
        ("5亿", {"note": "年报\u200b"}, "entering.note-control"),
        ("5亿", {"withdraw": True}, "entering.withdraw-with-value"),
        ("", {"withdraw": True}, "entering.nothing-to-withdraw"),
    ],
)
def test_a_figure_that_cannot_be_is_an_error(
    shipped: Catalogue, store: Store, value: str, other: dict[str, object], why: str
) -> None:
    (row,) = look(shipped, store, raw(value, **other))
    assert why in errors(row)
    assert not row.to_write


def test_growth_may_be_negative(shipped: Catalogue, store: Store) -> None:
    (row,) = look(shipped, store, raw("(0.4%)", indicator="revenue-growth"))
    assert (errors(row), row.exact) == ([], "-0.004")


def test_a_count_takes_its_own_measure_word(shipped: Catalogue, store: Store) -> None:
    (row,) = look(shipped, store, raw("1.2万家(次)", subject="binzhou", indicator="firms-served"))
    assert (errors(row), row.exact) == ([], "12000")


def test_a_bare_number_is_in_the_unit_that_the_screen_states(
    shipped: Catalogue, store: Store
) -> None:
    stated, base = look(shipped, store, raw("12.3", default_unit="亿元"), raw("12.3", "2024"))
    assert (stated.exact, stated.unit_typed) == ("1230000000", "亿元")
    assert (base.exact, base.unit_typed) == ("12.3", "yuan")


def test_a_blank_is_no_entry_and_says_when_words_are_lost(shipped: Catalogue, store: Store) -> None:
    plain, noted = look(shipped, store, raw(""), raw(" - ", "2024", note="未报"))
    assert [plain.blank, noted.blank] == [True, True]
    assert [plain.to_write, noted.to_write] == [False, False]
    assert (notices(plain), notices(noted)) == ([], ["words-without-value"])


def test_the_same_figure_twice_in_a_batch_is_an_error_on_each(
    shipped: Catalogue, store: Store
) -> None:
    rows = look(
        shipped, store, raw("5亿", "2025-M06"), raw("6亿", "2024"), raw("7亿", "2025年上半年")
    )
    assert [errors(row) for row in rows] == [["entering.twice"], [], ["entering.twice"]]
    assert [row.errors[0].params["rows"] for row in (rows[0], rows[2])] == [("3",), ("1",)]


def test_the_same_value_again_is_not_saved_again(shipped: Catalogue, store: Store) -> None:
    put(shipped, store, raw("12.3亿", note="初报"))
    same, reworded = (
        look(shipped, store, raw(value, note=note, seen_revision=SEEN_NOW))[0]
        for value, note in (("1230000000", "初报"), ("12.3亿", "终报"))
    )
    assert (same.unchanged, same.to_write, notices(same)) == (True, False, ["unchanged"])
    assert (reworded.unchanged, reworded.to_write) == (False, True)


def test_a_figure_in_a_return_that_is_locked_is_refused_before_anything_is_saved(
    shipped: Catalogue, store: Store
) -> None:
    put(shipped, store, raw("50亿"))
    key = ReturnKey("binzhou", "市工业和信息化局", "2025")
    figure = ("binzhou", "next-generation-it", "revenue", "2025")
    store.returns.submit(key, [figure], "li", through=["binzhou"], seen=0)
    # The same once more changes nothing, and another year is as free as ever.
    changed, same, other = (look(shipped, store, each)[0] for each in (
        raw("51亿"), raw("50亿"), raw("49亿", "2024"),
    ))  # fmt: skip
    assert errors(changed) == ["entering.locked-submitted"]
    assert "市工业和信息化局" in changed.errors[0].text("zh")
    assert (errors(same), errors(other)) == ([], [])
    store.returns.send_back(key, "wang", "核对口径", seen=1)
    assert errors(look(shipped, store, raw("51亿"))[0]) == []


def test_a_figure_that_goals_keep_step_with_is_judged_too(store: Store) -> None:
    # The city's revenue keeps step with the province's output, which no goal of the province names.
    harbour = load_register(HARBOUR / "targets.yaml", HARBOUR / "seeds")
    kept, other = look(
        harbour,
        store,
        raw("2060亿", "2025", region="south", subject="south", indicator="gdp"),
        raw("5亿", "2025", region="south", subject="south", indicator="revenue"),
    )
    assert (notices(kept), notices(other)) == ([], ["not-asked-for"])


def test_old_and_new_are_shown_before_saving(shipped: Catalogue, store: Store) -> None:
    put(shipped, store, raw("12亿"))
    (row,) = look(shipped, store, raw("12.3亿", seen_revision=1))
    assert (row.old_value, row.old_revision) == (Decimal(1_200_000_000), 1)
    assert row.change_in("zh") == "12 亿元 → 12.3 亿元（1,200,000,000 元 → 1,230,000,000 元）"


def test_a_figure_no_goal_asks_for_is_said_but_saved(shipped: Catalogue, store: Store) -> None:
    asked, unasked, coverage = look(
        shipped,
        store,
        raw("5亿"),
        raw("5亿", indicator="output"),
        # No goal counts firms on the industrial internet; their coverage is made of them.
        raw("5", region="xinle", subject="clusters", indicator="iiot-firms"),
    )
    assert [notices(asked), notices(unasked)] == [[], ["not-asked-for"]]
    assert unasked.to_write
    assert errors(coverage) == []


def test_money_is_said_in_the_unit_it_is_typed_in_before_the_exact_yuan() -> None:
    # 417,454,000,000 / 100,000,000 = 4174.54.
    figure = Figure(Decimal(417_454_000_000), "yuan")
    assert figure.in_language("zh") == "4,174.54 亿元（417,454,000,000 元）"
    assert figure.in_language("en") == "4,174.54 亿元 (417,454,000,000 yuan)"
    # Below a hundredth of 亿元, for shares, counts and nothing there is one way to say it.
    assert Figure(Decimal(999_999), "yuan").in_language("zh") == "999,999 元"
    assert Figure(Decimal("0.12"), "fraction").in_language("zh") == "12%"
    assert Figure(Decimal(850), "count").in_language("en") == "850"
    assert Figure(None, "yuan").in_language("en") == "—"


KINDS = Path(__file__).parents[1] / "register" / "kinds"


@pytest.fixture(scope="module")
def kinds() -> Catalogue:
    return load_register(KINDS / "targets", KINDS / "seeds")


@pytest.mark.parametrize(
    ("subject", "indicator", "period", "typed", "value"),
    [
        # an index has decimals, though its unit is a count
        ("haidong", "innovation", "2025", "90.5", "90.5"),
        ("haidong", "income", "2025", "1.5万元/人", "15000"),
        ("haidong", "income", "2025", "15000 yuan per person", "15000"),
        ("haidong", "density", "2025", "12.5 亿元/平方公里", "1250000000"),
        ("haidong", "intensity", "2025", "0.523", "0.523"),
        ("haidong", "cars", "2025", "3.2万辆", "32000"),
        # how many stand in a tier whose members are not named
        ("haidong-2024.hundreds", "tier-count", "2025", "4", "4"),
        ("两岸", "revenue", "2025", "30亿", "3000000000"),
        ("two-banks", "revenue", "2025", "30亿", "3000000000"),
    ],
)
def test_figures_of_every_kind_of_goal_are_understood(
    kinds: Catalogue,
    store: Store,
    subject: str,
    indicator: str,
    period: str,
    typed: str,
    value: str,
) -> None:
    (row,) = look(
        kinds,
        store,
        raw(typed, period, region="haidong", subject=subject, indicator=indicator),
    )
    assert (errors(row), row.exact) == ([], value)
    assert "entering.not-asked-for" not in notices(row)


def test_a_file_of_ours_names_a_declared_unit_by_its_id(kinds: Catalogue, store: Store) -> None:
    place = {"region": "haidong", "subject": "haidong", "indicator": "income"}
    (row,) = look(kinds, store, raw("12345.6", "2025", default_unit="yuan-per-person", **place))
    assert (errors(row), row.exact) == ([], "12345.6")


@pytest.mark.parametrize(
    ("subject", "indicator", "typed", "why"),
    [
        ("haidong", "cars", "0.5", "entering.not-whole"),
        ("haidong-2024.hundreds", "tier-count", "3.5", "entering.not-whole"),
        ("haidong", "income", "3 吨", "typed.unit"),
        ("haidong", "cars", "-5", "entering.negative"),
    ],
)
def test_a_figure_that_its_unit_cannot_have_is_refused(
    kinds: Catalogue, store: Store, subject: str, indicator: str, typed: str, why: str
) -> None:
    (row,) = look(
        kinds,
        store,
        raw(typed, "2025", region="haidong", subject=subject, indicator=indicator),
    )
    assert errors(row) == [why]


def test_a_tier_that_is_counted_is_named_with_its_plan(kinds: Catalogue, store: Store) -> None:
    place = {"region": "haidong", "subject": "hundreds", "indicator": "tier-count"}
    (row,) = look(kinds, store, raw("4", "2025", **place))
    assert errors(row) == ["entering.subject-near"]
    assert row.errors[0].params["near"] == "haidong-2024.hundreds"
