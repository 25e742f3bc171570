"""What the door finds in a figure beside others: falls, jumps, parts above wholes."""

from decimal import Decimal

import pytest

from dashboard.actuals.entering import SEEN_NOW
from dashboard.actuals.store import Store
from dashboard.register import Catalogue
from tests.actuals.door import errors, look, notices, put, raw, warnings


def here(value: str, period: str = "2025", **other: object) -> object:
    return raw(value, period, **{"region": "here", "subject": "lamps", **other})


def test_what_adds_up_since_january_does_not_fall(shipped: Catalogue, store: Store) -> None:
    put(shipped, store, raw("50亿", "2025-M06"))
    (fallen,) = look(shipped, store, raw("49亿", "2025-M09"))
    assert (errors(fallen), warnings(fallen)) == ([], ["cumulative-falls"])
    (above,) = look(shipped, store, raw("51亿", "2025-M05"))
    assert warnings(above) == ["cumulative-above-later"]
    # Another year starts again; the same value is no fall.
    same, other_year = look(shipped, store, raw("50亿", "2025-M07"), raw("20亿", "2026-M02"))
    assert warnings(same) == warnings(other_year) == []


def test_a_cut_off_day_stands_among_the_months_since_january(
    shipped: Catalogue, store: Store
) -> None:
    put(shipped, store, raw("50亿", "2025-M06"))
    before, after = look(shipped, store, raw("51亿", "2025-06-20"), raw("49亿", "2025-07-10"))
    assert warnings(before) == ["cumulative-above-later"]
    assert warnings(after) == ["cumulative-falls"]


def test_a_fall_within_one_batch_is_said_once(shipped: Catalogue, store: Store) -> None:
    earlier, later = look(shipped, store, raw("50亿", "2025-M06"), raw("49亿", "2025-M09"))
    assert (warnings(earlier), warnings(later)) == ([], ["cumulative-falls"])


def test_what_adds_up_since_a_start_does_not_fall_over_the_years(
    shipped: Catalogue, store: Store
) -> None:
    talents = {"subject": "binzhou", "indicator": "skilled-talents"}
    put(shipped, store, raw("30000", "2024", **talents))
    (row,) = look(shipped, store, raw("20000", "2025-M06", **talents))
    assert warnings(row) == ["cumulative-falls"]


def test_a_quarter_is_not_more_than_the_months_around_it(shipped: Catalogue, store: Store) -> None:
    put(shipped, store, raw("50亿", "2025-M06"))
    (row,) = look(shipped, store, raw("51亿", "2025-Q2"))
    assert warnings(row) == ["stretch-larger"]


@pytest.mark.parametrize(
    ("before", "value", "period", "found"),
    [
        # Ten times last year's 5 亿, and a tenth of it; 49 亿 is 9.8 times.
        (("5亿", "2024"), "50亿", "2025", ["jump-last-year"]),
        (("5亿", "2024"), "5000万", "2025", ["jump-last-year"]),
        (("5亿", "2024"), "49亿", "2025", []),
        # By month: 12 亿 in 2024 is 1 亿 a month; 20 亿 in two months is 10 亿 a month.
        (("12亿", "2024"), "20亿", "2025-M02", ["jump-last"]),
        (("12亿", "2024"), "2亿", "2025-M02", []),
        # 2 亿 in two months, 90 亿 in nine: 1 and 10 亿 a month.
        (("2亿", "2025-M02"), "90亿", "2025-M09", ["jump-last"]),
    ],
)
def test_a_jump_of_ten_times_asks_for_a_reason(
    shipped: Catalogue,
    store: Store,
    before: tuple[str, str],
    value: str,
    period: str,
    found: list[str],
) -> None:
    put(shipped, store, raw(*before))
    (row,) = look(shipped, store, raw(value, period))
    assert (errors(row), warnings(row)) == ([], found)


def test_a_correction_by_ten_times_asks_for_a_reason(shipped: Catalogue, store: Store) -> None:
    put(shipped, store, raw("5亿"))
    (row,) = look(shipped, store, raw("50亿", seen_revision=SEEN_NOW))
    assert warnings(row) == ["jump-replaced"]
    assert "50 亿元（5,000,000,000 元） 与原来的 5 亿元（500,000,000 元）" in row.warnings[0].text(
        "zh"
    )


def test_small_counts_may_grow_tenfold(shipped: Catalogue, store: Store) -> None:
    firms = {"subject": "clusters", "indicator": "high-tech-firms"}
    put(shipped, store, raw("1", "2024", **firms))
    few, many = (look(shipped, store, raw(value, **firms))[0] for value in ("12", "85"))
    assert (warnings(few), warnings(many)) == ([], ["jump-last-year"])


def test_covered_is_not_more_than_should_be_covered(shipped: Catalogue, store: Store) -> None:
    xinle = {"region": "xinle", "subject": "clusters"}
    firms = {**xinle, "indicator": "above-size-cluster-firms"}
    covered = {**xinle, "indicator": "iiot-firms"}
    put(shipped, store, raw("80", **firms))
    (row,) = look(shipped, store, raw("81", **covered))
    assert errors(row) == ["entering.part-larger"]
    # Both in one batch: what they will be counts, not what is recorded.
    rows = look(shipped, store, raw("81", **covered), raw("90", **firms, seen_revision=SEEN_NOW))
    assert [errors(row) for row in rows] == [[], []]
    put(shipped, store, raw("80", **covered))
    (smaller,) = look(shipped, store, raw("70", **firms, seen_revision=SEEN_NOW))
    assert errors(smaller) == ["entering.whole-smaller"]


def test_a_part_named_in_the_register_is_not_more_than_its_whole(
    invented: Catalogue, store: Store
) -> None:
    put(invented, store, here("5亿"))
    (row,) = look(invented, store, here("6亿", indicator="export-revenue"))
    assert errors(row) == ["entering.part-larger"]
    assert "Operating revenue" in row.errors[0].text("en")


def test_a_cluster_above_all_clusters_asks_for_a_reason(invented: Catalogue, store: Store) -> None:
    put(invented, store, here("5亿", subject="clusters"), here("2亿", subject="chairs"))
    (cluster,) = look(invented, store, here("6亿"))
    assert (errors(cluster), warnings(cluster)) == ([], ["part-larger"])
    (all_clusters,) = look(invented, store, here("1亿", subject="clusters", seen_revision=SEEN_NOW))
    assert warnings(all_clusters) == ["whole-smaller"]
    (region,) = look(invented, store, here("4亿", subject="here"))
    assert warnings(region) == ["whole-smaller"]


def test_a_share_without_a_limit_may_pass_one_with_a_reason(
    invented: Catalogue, store: Store
) -> None:
    (row,) = look(invented, store, here("135%", indicator="share-of-city"))
    assert (errors(row), warnings(row)) == ([], ["share-above-one"])


def test_growth_beyond_doubling_asks_whether_a_percent_sign_is_missing(
    shipped: Catalogue, store: Store
) -> None:
    (row,) = look(shipped, store, raw("12", indicator="revenue-growth"))
    assert warnings(row) == ["wild-growth"]


def test_reported_growth_is_kept_and_a_mismatch_is_said(shipped: Catalogue, store: Store) -> None:
    put(shipped, store, raw("100亿", "2024"), raw("110亿", "2025"))
    # 110 / 100 - 1 = 10 %; 10.04 % may be that rounded to one decimal, 10.4 % may not.
    near, far = (
        look(shipped, store, raw(value, indicator="revenue-growth"))[0]
        for value in ("10.04%", "10.4%")
    )
    assert (notices(near), notices(far)) == (
        ["not-asked-for"],
        ["not-asked-for", "growth-not-given"],
    )
    assert (far.value, errors(far), warnings(far)) == (Decimal("0.104"), [], [])


def test_withdrawn_figures_are_not_compared_with(shipped: Catalogue, store: Store) -> None:
    put(shipped, store, raw("5亿", "2024"))
    put(shipped, store, raw("", "2024", withdraw=True, seen_revision=SEEN_NOW))
    (row,) = look(shipped, store, raw("50亿"))
    assert warnings(row) == []


# The plan wants 550,000,000,000 yuan of the aluminium cluster.
@pytest.mark.parametrize(
    ("value", "found"),
    [
        # 3750 亿 slipped down by 亿: 550,000,000,000 / 3750 is far more than 1000.
        ("3750", ["far-from-goals"]),
        # 3750 亿 slipped up by 万: 3,750,000,000,000,000 / 550,000,000,000 = 6818.
        ("3750万亿", ["far-from-goals"]),
        # 550,000,000,000 / 1000 = 5.5 亿 is the last that is still near enough.
        ("5.5亿", []),
        ("5.49亿", ["far-from-goals"]),
        ("3750亿", []),
        ("0", []),
    ],
)
def test_a_first_figure_far_from_every_goal_asks_for_a_reason(
    shipped: Catalogue, store: Store, value: str, found: list[str]
) -> None:
    (row,) = look(shipped, store, raw(value, subject="high-end-aluminium"))
    assert (errors(row), warnings(row)) == ([], found)


# The plan wants 550,000,000,000 yuan of it: ten times that is 55,000 亿.
@pytest.mark.parametrize(("value", "found"), [("55000亿", []), ("55001亿", ["far-above-goals"])])
def test_a_first_amount_with_a_digit_too_many_is_said_and_may_be_saved(
    shipped: Catalogue, store: Store, value: str, found: list[str]
) -> None:
    (row,) = look(shipped, store, raw(value, subject="high-end-aluminium"))
    assert (errors(row), warnings(row)) == ([], [])
    assert [notice.code.rpartition(".")[2] for notice in row.notices] == found
    put(shipped, store, raw(value, "2024", subject="high-end-aluminium"))


def test_a_slipped_unit_shows_even_when_a_whole_batch_has_slipped(
    shipped: Catalogue, store: Store
) -> None:
    rows = look(shipped, store, raw("3600", "2024"), raw("3750", "2025"))
    assert [warnings(row) for row in rows] == [["far-from-goals"]] * 2


def test_a_count_far_from_its_goal_asks_and_one_with_history_is_weighed_beside_that(
    shipped: Catalogue, store: Store
) -> None:
    # The goal is 850; 8,500,000 is ten thousand times that.
    firms = {"subject": "clusters", "indicator": "high-tech-firms"}
    (row,) = look(shipped, store, raw("850万", **firms))
    assert warnings(row) == ["far-from-goals"]
    put(shipped, store, raw("800", "2024", **firms))
    (row,) = look(shipped, store, raw("850万", **firms))
    assert warnings(row) == ["jump-last-year"]


@pytest.mark.parametrize("value", ["100%", "-100%"])
def test_growth_of_exactly_a_hundred_percent_asks_too(
    shipped: Catalogue, store: Store, value: str
) -> None:
    (row,) = look(shipped, store, raw(value, indicator="revenue-growth"))
    assert warnings(row) == ["wild-growth"]


def test_the_first_year_there_is_has_no_year_before_it(shipped: Catalogue, store: Store) -> None:
    put(shipped, store, raw("5亿", "1949"))
    rows = look(
        shipped,
        store,
        raw("6亿", "1949", seen_revision=SEEN_NOW),
        raw("5%", "1949", indicator="revenue-growth"),
    )
    assert [errors(row) for row in rows] == [[], []]
