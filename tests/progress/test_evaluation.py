"""The composite evaluation, worked by hand: the arithmetic stands beside each expectation."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.progress.evaluation import (
    SPREAD,
    TARGET_SHARE,
    UNROUNDED,
    Z_SCORE,
    Criterion,
    Evaluation,
    Grade,
    Measurement,
    Method,
    Unit,
    evaluate,
    moved,
)

REVENUE = Criterion("revenue", Fraction(60))
PATENTS = Criterion("patents", Fraction(40))


def units(**values: dict[str, object]) -> list[Unit]:
    """Units by name, each with its values by criterion; a pair is a value and its target."""

    def measured(value: object) -> Measurement:
        if isinstance(value, tuple):
            return Measurement(Fraction(str(value[0])), target=Fraction(str(value[1])))
        return Measurement(None if value is None else Fraction(str(value)))

    return [
        Unit(name, {criterion: measured(value) for criterion, value in of.items()})
        for name, of in values.items()
    ]


def one_criterion(criterion: Criterion, *values: object) -> Evaluation:
    asked = {f"u{n}": {criterion.id: value} for n, value in enumerate(values)}
    return evaluate(Method("m", (criterion,)), units(**asked))


def points(found: Evaluation) -> dict[str, Fraction | None]:
    return {one.unit: one.marks[0].points for one in found.results}


def ranks(found: Evaluation) -> dict[str, int | None]:
    return {one.unit: one.rank for one in found.results}


# -- normalisation


def test_min_max_runs_from_the_worst_figure_to_the_best() -> None:
    # 20 -> 0; 50 -> (50 - 20) / (80 - 20) = 1/2 -> 50; 80 -> 100
    found = one_criterion(Criterion("r", Fraction(1)), 20, 50, 80)
    assert points(found) == {"u2": 100, "u1": 50, "u0": 0}


def test_min_max_may_begin_at_sixty() -> None:
    # 60 + 40 x 0, 60 + 40 x 1/2, 60 + 40 x 1
    found = one_criterion(Criterion("r", Fraction(1), least=Fraction(60)), 20, 50, 80)
    assert points(found) == {"u2": 100, "u1": 80, "u0": 60}


def test_min_max_of_what_should_fall_gives_most_to_the_smallest() -> None:
    # energy per output 3, 4, 5: (5 - 3) / 2 = 1, (5 - 4) / 2 = 1/2, 0
    found = one_criterion(Criterion("r", Fraction(1), rising=False), 3, 4, 5)
    assert points(found) == {"u0": 100, "u1": 50, "u2": 0}


def test_min_max_between_fixed_ends_does_not_hang_on_the_others() -> None:
    # 0 … 200: 20 -> 10; 50 -> 25; 250 lies beyond and has 100
    fixed = Criterion("r", Fraction(1), worst=Fraction(0), best=Fraction(200))
    assert points(one_criterion(fixed, 20, 50, 250)) == {"u2": 100, "u1": 25, "u0": 10}
    assert points(one_criterion(fixed, 20)) == {"u0": 10}


@pytest.mark.parametrize(
    ("fixed", "rising", "figures", "expected"),
    [
        # The worst is fixed at 100 and nobody comes above it: all have the least, 60 of 40 too.
        ({"worst": Fraction(100)}, True, (40, 60), [0, 0]),
        ({"worst": Fraction(60)}, True, (40, 60), [0, 0]),
        # At most 20 counts: all who need more than that have the least.
        ({"worst": Fraction(20)}, False, (25, 30), [0, 0]),
        # The best is fixed at 30 and everybody is there: all have the most.
        ({"best": Fraction(30)}, True, (40, 60), [100, 100]),
        ({"best": Fraction(70)}, False, (40, 60), [100, 100]),
        # From a fixed 0 to the best of them.
        ({"worst": Fraction(0)}, True, (15, 60), [25, 100]),
    ],
)
def test_one_fixed_end_that_all_are_beyond_is_the_end_of_all(
    fixed: dict[str, Fraction], rising: bool, figures: tuple[int, ...], expected: list[int]
) -> None:
    criterion = Criterion("c", Fraction(1), rising=rising, **fixed)
    given = points(one_criterion(criterion, *figures))
    assert [given[f"u{n}"] for n in range(len(figures))] == expected


@pytest.mark.parametrize(
    ("goalposts", "figures", "published"),
    [
        # World Bank, Doing Business 2017, Portugal, Starting a Business: 5 procedures, 4.5 days,
        # 2.1 % of income per capita, no capital; 92.85 of 100. Ends: 18 to 1, 100 to 0.5, 200 to 0,
        # 400 to 0. (13/17 + 95.5/99.5 + 197.9/200 + 1) / 4 = 92.850...
        ([("18", "1"), ("100", "0.5"), ("200", "0"), ("400", "0")],
         ["5", "4.5", "2.1", "0"], "92.85"),
        # Doing Business 2015, Portugal, Dealing with Construction Permits: 14 procedures, 113 days,
        # 1.4 % of the warehouse's value; 77.31 of 100. Ends: 30 to 5, 373 to 26, 20 to 0.
        # (16/25 + 260/347 + 18.6/20) / 3 = 77.309...
        ([("30", "5"), ("373", "26"), ("20", "0")], ["14", "113", "1.4"], "77.31"),
    ],
)  # fmt: skip
def test_the_distance_to_frontier_that_the_world_bank_published_comes_out(
    goalposts: list[tuple[str, str]], figures: list[str], published: str
) -> None:
    criteria = tuple(
        Criterion(f"c{n}", Fraction(1), rising=False, worst=Fraction(worst), best=Fraction(best))
        for n, (worst, best) in enumerate(goalposts)
    )
    asked = units(portugal={f"c{n}": figure for n, figure in enumerate(figures)})
    found = evaluate(Method("distance to frontier", criteria), asked).of("portugal")
    assert found is not None
    assert found.shown == Decimal(published)


def test_nobody_is_behind_anybody_where_all_figures_are_equal() -> None:
    assert points(one_criterion(Criterion("r", Fraction(1)), 7, 7)) == {"u0": 100, "u1": 100}
    z = Criterion("r", Fraction(1), normalisation=Z_SCORE)
    assert points(one_criterion(z, 7, 7)) == {"u0": 50, "u1": 50}


def test_the_share_of_the_target_is_kept_between_its_bounds() -> None:
    # 45 / 60 = 75 %; 90 / 60 = 150 %, kept to 120; a loss of 6 is under 0 and has 0
    share = Criterion("r", Fraction(1), normalisation=TARGET_SHARE, most=Fraction(120))
    found = one_criterion(share, (45, 60), (90, 60), (-6, 60))
    assert points(found) == {"u1": 120, "u0": 75, "u2": 0}


def test_the_share_of_a_target_that_is_a_limit_is_turned_round() -> None:
    # at most 2: 4 used -> 2 / 4 = 50; 2 -> 100; 1 -> 200, kept to 100; nothing used -> 100
    limit = Criterion("r", Fraction(1), rising=False, normalisation=TARGET_SHARE)
    found = one_criterion(limit, (4, 2), (2, 2), (1, 2), (0, 2))
    assert points(found) == {"u1": 100, "u2": 100, "u3": 100, "u0": 50}


def test_the_standard_score_is_exact_where_the_deviation_is() -> None:
    # 2, 4, 4, 4, 5, 5, 7, 9: mean 40 / 8 = 5; squares 9+1+1+1+0+0+4+16 = 32; 32 / 8 = 4; root 2
    # 9 -> (9 - 5) / 2 = 2 -> 50 + 20 = 70; 2 -> -1.5 -> 35; 7 -> 60
    z = Criterion("r", Fraction(1), normalisation=Z_SCORE)
    found = one_criterion(z, 2, 4, 4, 4, 5, 5, 7, 9)
    assert points(found)["u7"] == 70
    assert points(found)["u6"] == 60
    assert points(found)["u0"] == 35
    assert found.spreads["r"].deviation == 2
    assert not found.spreads["r"].rooted


def test_a_root_without_an_end_is_taken_to_eighty_digits() -> None:
    # 1, 2, 3: mean 2, variance 2 / 3; 3 -> 1 / sqrt(2/3) = sqrt(3/2)
    # sqrt(1.5) = 1.2247448713915890490986420373529456959829737403283350642163...  (OEIS A115754)
    z = Criterion("r", Fraction(1), normalisation=Z_SCORE)
    found = one_criterion(z, 1, 2, 3)
    known = Fraction("1.2247448713915890490986420373529456959829737403283350642163")
    best, middle, last = found.results
    assert best.marks[0].points is not None
    assert abs(best.marks[0].points - 50 - 10 * known) < Fraction(1, 10**56)
    # 62.2474… -> 62.25; exactly 50; 37.7525… -> 37.75
    assert [best.shown, middle.shown, last.shown] == [
        Decimal("62.25"),
        Decimal("50.00"),
        Decimal("37.75"),
    ]
    assert found.spreads["r"].rooted


def test_a_deviation_turns_round_where_less_is_better() -> None:
    # 1 and 3: mean 2, deviation 1
    falling = Criterion("r", Fraction(1), rising=False, normalisation=Z_SCORE)
    assert points(one_criterion(falling, 1, 3)) == {"u0": 60, "u1": 40}


# -- weights


def test_the_score_is_the_weighted_mean_and_its_parts_are_told() -> None:
    # a: revenue 100, patents 0 -> 60 % x 100 + 40 % x 0 = 60
    # b: revenue 50, patents 75 -> 30 + 30 = 60; c: revenue 0, patents 100 -> 40
    method = Method("m", (REVENUE, PATENTS))
    found = evaluate(
        method,
        units(
            a={"revenue": 30, "patents": 0},
            b={"revenue": 20, "patents": 6},
            c={"revenue": 10, "patents": 8},
        ),
    )
    assert {one.unit: one.score for one in found.results} == {"a": 60, "b": 60, "c": 40}
    middle = found.of("b")
    assert middle is not None
    assert [mark.contribution for mark in middle.marks] == [30, 30]
    assert [mark.share for mark in middle.marks] == [Fraction(3, 5), Fraction(2, 5)]


# -- what is missing


def test_who_lacks_a_figure_is_left_out_and_is_no_peer_of_the_others() -> None:
    # Were d's revenue of 0 a peer, b would have 25 for revenue and not 0.
    method = Method("m", (REVENUE, PATENTS))
    found = evaluate(
        method,
        units(
            a={"revenue": 80, "patents": 1},
            b={"revenue": 20, "patents": 3},
            d={"revenue": 0, "patents": None},
        ),
    )
    assert ranks(found) == {"a": 1, "b": 2, "d": None}
    out = found.of("d")
    assert out is not None
    assert (out.left_out, out.score, out.marks[1].lack) == ("no-figure", None, "no-figure")
    # a: 60 % x 100 + 0; b: 0 + 40 % x 100
    assert [one.score for one in found.ranked] == [60, 40]


def test_the_weight_of_what_is_missing_is_spread_over_the_rest() -> None:
    # Weights 50, 30, 20. b lacks the last: 50 / 80 x 0 + 30 / 80 x 100 = 37.5
    # a: 50 % x 100 + 30 % x 0 + 20 % x 100 = 70; c: 50 % x 50 + 30 % x 50 + 0 = 40
    criteria = (
        Criterion("x", Fraction(50)),
        Criterion("y", Fraction(30)),
        Criterion("z", Fraction(20)),
    )
    found = evaluate(
        Method("m", criteria, missing=SPREAD),
        units(
            a={"x": 3, "y": 1, "z": 9},
            b={"x": 1, "y": 3, "z": None},
            c={"x": 2, "y": 2, "z": 5},
        ),
    )
    assert {one.unit: one.score for one in found.results} == {
        "a": 70,
        "b": Fraction(75, 2),
        "c": 40,
    }
    without = found.of("b")
    assert without is not None
    assert [mark.share for mark in without.marks] == [Fraction(5, 8), Fraction(3, 8), None]
    assert (without.marks[2].lack, without.marks[2].contribution) == ("no-figure", None)
    assert without.left_out is None


def test_who_has_figures_for_too_little_of_the_weight_is_left_out() -> None:
    method = Method("m", (REVENUE, PATENTS), missing=SPREAD, least_weight=Fraction(50))
    found = evaluate(
        method,
        units(
            a={"revenue": 2, "patents": 1},
            b={"revenue": 1, "patents": 2},
            c={"revenue": None, "patents": 5},
            d={"revenue": None, "patents": None},
        ),
    )
    assert {one.unit: one.left_out for one in found.left_out} == {
        "c": "too-little",
        "d": "no-figure",
    }
    # c's 5 patents are nobody's peer: b has the most.
    assert [one.score for one in found.ranked] == [60, 40]


def test_a_lone_figure_is_compared_with_nobody() -> None:
    alone = units(a={"revenue": 2, "patents": 1}, b={"revenue": 1, "patents": None})
    # Left out is b for its patents, and then a has no peer at all.
    found = evaluate(Method("m", (REVENUE, PATENTS)), alone)
    assert {one.unit: one.left_out for one in found.results} == {"a": "no-peers", "b": "no-figure"}
    # Where weights are spread, nobody has points for the patents: revenue alone decides.
    found = evaluate(Method("m", (REVENUE, PATENTS), missing=SPREAD), alone)
    assert {one.unit: one.score for one in found.results} == {"a": 100, "b": 0}
    first = found.of("a")
    assert first is not None
    assert first.marks[1].lack == "no-peers"


def test_a_share_without_a_target_is_none_and_no_zero() -> None:
    share = Criterion("r", Fraction(1), normalisation=TARGET_SHARE)
    found = one_criterion(share, (3, 4), 5, (5, 0))
    assert {one.unit: one.left_out for one in found.results} == {
        "u0": None,
        "u1": "no-target",
        "u2": "no-target",
    }


# -- rank, ties and classes


def fixed(*values: object, **more: object) -> Evaluation:
    """Scores that are the values themselves."""
    criterion = Criterion("r", Fraction(1), worst=Fraction(0), best=Fraction(100))
    asked = {f"u{n}": {"r": value} for n, value in enumerate(values)}
    return evaluate(Method("m", (criterion,), **more), units(**asked))  # type: ignore[arg-type]  # a method's own fields


def test_equal_scores_share_a_rank_and_the_next_is_skipped() -> None:
    found = fixed(90, 80, 80, 70)
    assert ranks(found) == {"u0": 1, "u1": 2, "u2": 2, "u3": 4}
    assert [one.tied for one in found.results] == [False, True, True, False]


def test_scores_are_equal_when_they_are_printed_alike() -> None:
    # 80.004 and 80.001 are both 80.00; half up 80.005 is 80.01
    found = fixed("80.004", "80.001", "80.005")
    assert ranks(found) == {"u2": 1, "u0": 2, "u1": 2}
    assert [str(one.shown) for one in found.results] == ["80.01", "80.00", "80.00"]


def test_unrounded_scores_decide_where_the_method_says_so() -> None:
    assert ranks(fixed("80.004", "80.001", ties=UNROUNDED)) == {"u0": 1, "u1": 2}


def test_an_indicator_decides_among_equal_scores_where_the_method_says_so() -> None:
    # a: 60 + 0, b: 30 + 30 = 60, c: 40. Of a and b the one with more patents is first.
    asked = units(
        a={"revenue": 30, "patents": 0},
        b={"revenue": 20, "patents": 6},
        c={"revenue": 10, "patents": 8},
    )
    found = evaluate(Method("m", (REVENUE, PATENTS), ties="patents"), asked)
    assert ranks(found) == {"b": 1, "a": 2, "c": 3}
    assert not any(one.tied for one in found.results)


def test_classes_by_score_begin_at_their_bound() -> None:
    grades = (Grade("A", Fraction(90)), Grade("B", Fraction(80)), Grade("C"))
    found = fixed(90, "89.995", "89.994", 80, "79.99", grades=grades)
    # 89.995 is printed 90.00, and goes by what is printed.
    assert {one.unit: one.grade for one in found.results} == {
        "u0": "A",
        "u1": "A",
        "u2": "B",
        "u3": "B",
        "u4": "C",
    }


def test_classes_by_share_count_those_who_are_ranked() -> None:
    # Of 6 ranked 20 % are 1.2: rank 1 alone; 50 % are 3; the rest. Two without a figure count not.
    grades = (Grade("A", top=Fraction(1, 5)), Grade("B", top=Fraction(1, 2)), Grade("C"))
    found = fixed(90, 80, 80, 70, 60, 50, None, None, grades=grades)
    assert [one.grade for one in found.ranked] == ["A", "B", "B", "C", "C", "C"]
    assert [one.grade for one in found.left_out] == [None, None]


def test_a_change_of_rank_counts_from_where_one_stood() -> None:
    found = moved(fixed(90, 80, 70, 60), fixed(50, 80, 90, None))
    # then: u2 1, u1 2, u0 3; now: u0 1, u1 2, u2 3, u3 4 and new
    assert {one.unit: one.moved for one in found.results} == {
        "u0": 2,
        "u1": 0,
        "u2": -2,
        "u3": None,
    }


# -- who is compared with whom


@pytest.mark.parametrize("what", ["basis", "scope", "period"])
def test_figures_that_differ_are_not_compared(what: str) -> None:
    criterion = Criterion("r", Fraction(1))
    asked = [
        Unit("a", {"r": Measurement(Fraction(1), **{what: "营业收入"})}),  # type: ignore[arg-type]  # one of three texts
        Unit("b", {"r": Measurement(Fraction(2), **{what: "产值"})}),  # type: ignore[arg-type]  # one of three texts
    ]
    found = evaluate(Method("m", (criterion,)), asked)
    assert found.refused == (what,)
    assert [(one.score, one.rank) for one in found.results] == [(None, None), (None, None)]


def test_units_of_several_levels_are_not_compared() -> None:
    asked = [
        Unit("a", {"r": Measurement(Fraction(1))}, "cluster"),
        Unit("b", {"r": Measurement(Fraction(2))}, "cluster"),
        Unit("c", {"r": Measurement(Fraction(3))}, "chain"),
    ]
    method = Method("m", (Criterion("r", Fraction(1)),))
    assert evaluate(method, asked).refused == ("level",)
    found = evaluate(method, asked, level="cluster")
    assert found.refused == ()
    assert {one.unit: (one.rank, one.left_out) for one in found.results} == {
        "b": (1, None),
        "a": (2, None),
        "c": (None, "other-level"),
    }


# -- whatever the figures are

VALUES = st.one_of(st.none(), st.decimals(-(10**12), 10**12, places=2))
CRITERIA = (
    REVENUE,
    Criterion("patents", Fraction(25), normalisation=Z_SCORE, rising=False),
    Criterion("talent", Fraction(15), normalisation=TARGET_SHARE),
)


@given(
    st.lists(st.tuples(VALUES, VALUES, VALUES), max_size=8),
    st.sampled_from(["leave out", SPREAD]),
)
def test_whatever_the_figures_are_parts_make_the_score_and_nothing_missing_counts(
    values: list[tuple[Decimal | None, ...]], missing: str
) -> None:
    asked = [
        Unit(
            f"u{n}",
            {
                criterion.id: Measurement(
                    None if value is None else Fraction(value), target=Fraction(10)
                )
                for criterion, value in zip(CRITERIA, row, strict=True)
            },
        )
        for n, row in enumerate(values)
    ]
    found = evaluate(Method("m", CRITERIA, missing=missing), asked)
    assert len(found.results) == len(asked)
    for one in found.results:
        assert (one.rank is None) == (one.left_out is not None)
        for mark in one.marks:
            if mark.measurement.value is None:
                assert (mark.points, mark.contribution) == (None, None)
        if one.rank is not None:
            parts = [mark.contribution for mark in one.marks if mark.contribution is not None]
            assert sum(parts) == one.score
            assert sum(mark.share for mark in one.marks if mark.share is not None) == 1
    scores = [one.shown for one in found.ranked if one.shown is not None]
    assert scores == sorted(scores, reverse=True)
