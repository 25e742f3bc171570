"""What the door finds in a figure beside others: falls, jumps, parts above wholes."""

from decimal import Decimal
from pathlib import Path

import pytest

from dashboard.actuals.entering import SEEN_NOW, Refused, save
from dashboard.actuals.store import Store
from dashboard.register import Catalogue, load_register
from tests.actuals.conftest import INVENTED, ROOT
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
    same, other_year = look(shipped, store, raw("50亿", "2025-M08"), raw("20亿", "2026-M02"))
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
        # Ten times last year's 5 亿, and a tenth of it; 49 亿 is 9.8 times, 10 亿 twice.
        (("5亿", "2024"), "50亿", "2025", ["jump-last-year"]),
        (("5亿", "2024"), "5000万", "2025", ["jump-last-year"]),
        (("5亿", "2024"), "49亿", "2025", ["year-on-year"]),
        (("5亿", "2024"), "10.01亿", "2025", ["year-on-year"]),
        (("5亿", "2024"), "2.49亿", "2025", ["year-on-year"]),
        (("5亿", "2024"), "10亿", "2025", []),
        # A thousand times: 元 for 万元.
        (("5亿", "2024"), "50万", "2025", ["slip-last-year"]),
        # By month: 12 亿 in 2024 is 1 亿 a month; 20 亿 in two months is 10 亿 a month.
        (("12亿", "2024"), "20亿", "2025-M02", ["jump-last"]),
        (("12亿", "2024"), "2亿", "2025-M02", []),
        # 2 亿 in two months, 90 亿 in nine: 1 and 10 亿 a month.
        (("2亿", "2025-M02"), "90亿", "2025-M09", ["jump-last"]),
    ],
)
def test_a_jump_asks_for_a_reason_once_by_what_explains_it_best(
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
    assert "50 亿元（5,000,000,000 元）与原来的 5 亿元（500,000,000 元）" in row.warnings[0].text(
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


def test_reported_growth_is_kept_and_a_mismatch_is_asked_about(
    shipped: Catalogue, store: Store
) -> None:
    put(shipped, store, raw("100亿", "2024"), raw("110亿", "2025"))
    # 110 / 100 - 1 = 10 %; 10.04 % may be that rounded to one decimal, 10.4 % may not.
    near, far = (
        look(shipped, store, raw(value, indicator="revenue-growth"))[0]
        for value in ("10.04%", "10.4%")
    )
    assert (warnings(near), warnings(far)) == ([], ["growth-not-given"])
    assert (far.value, errors(far)) == (Decimal("0.104"), [])
    assert "相差 0.4 个百分点；可能是可比口径、新增企业入统或基数修订所致" in far.warnings[0].text(
        "zh"
    )


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


# The register names no size for a cluster's principal revenue; two others have 300 and 40 亿.
@pytest.mark.parametrize(
    ("value", "found"),
    [
        # 40 亿 typed in 万 and read as yuan: 4,000,000,000 / 400,000 = 10,000.
        ("40万", ["far-from-siblings"]),
        # 4,000,000,000 / 1000 is the last that is still near enough of the nearer one.
        ("400万", []),
        ("399万", ["far-from-siblings"]),
        ("350亿", []),
        ("40万亿", ["far-from-siblings"]),
        ("0", []),
    ],
)
def test_a_first_figure_without_a_goal_is_held_against_the_other_clusters(
    shipped: Catalogue, store: Store, value: str, found: list[str]
) -> None:
    def of(subject: str, amount: str) -> object:
        return raw(amount, subject=subject, indicator="principal-revenue")

    # One other alone tells nothing: either of the two may have slipped.
    put(shipped, store, of("fine-chemicals", "300亿"))
    (row,) = look(shipped, store, of("smart-textiles", value))
    assert warnings(row) == []
    rows = look(shipped, store, of("food-processing", "40亿"), of("smart-textiles", value))
    assert [(errors(row), warnings(row)) for row in rows] == [([], []), ([], found)]


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
    assert warnings(row) == ["slip-last-year"]


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


def declared(tmp_path: Path, before: str, after: str) -> Catalogue:
    """Load the invented register with one place of it written otherwise."""
    assert before in INVENTED
    path = tmp_path / "targets.yaml"
    path.write_text(INVENTED.replace(before, after, 1), encoding="utf-8")
    (tmp_path / "seeds").mkdir()
    return load_register(path, tmp_path / "seeds", tmp_path / "cache")


@pytest.mark.parametrize(
    ("said", "found"),
    [
        ("", ([], ["cumulative-falls"], [])),
        ("cumulative_falls: {severity: error}", (["entering.cumulative-falls"], [], [])),
        ("cumulative_falls: {severity: notice}", ([], [], ["cumulative-falls"])),
        ("cumulative_falls: {severity: off}", ([], [], [])),
        ("jump: {severity: error}", ([], ["cumulative-falls"], [])),
    ],
)
def test_the_register_says_how_much_a_check_weighs(
    tmp_path: Path, store: Store, said: str, found: tuple[list[str], list[str], list[str]]
) -> None:
    register = declared(tmp_path, "regions:", f"checks: {{{said}}}\nregions:")
    put(register, store, here("50亿", "2025-M06"))
    (row,) = look(register, store, here("49亿", "2025-M09"))
    said_only = [code for code in notices(row) if code != "not-asked-for"]
    assert (errors(row), warnings(row), said_only) == found


def test_an_error_says_that_it_cannot_be_saved_and_a_warning_asks_for_the_reason(
    tmp_path: Path, invented: Catalogue, store: Store
) -> None:
    strict = declared(tmp_path, "regions:", "checks: {jump: {severity: error}}\nregions:")
    put(invented, store, here("5亿", "2024"))
    (asked,) = look(invented, store, here("50亿"))
    assert "10 倍以上；可能写错了单位，若属实请说明原因。" in asked.warnings[0].text("zh")
    (refused,) = look(strict, store, here("50亿"))
    assert "10 倍以上；可能写错了单位，请更正，否则不能保存。" in refused.errors[0].text("zh")
    with pytest.raises(Refused):
        save([refused], store, "li", "a merger")


def test_a_plan_speaks_before_its_indicators_and_these_before_the_register(
    shipped: Catalogue, store: Store, tmp_path: Path
) -> None:
    text = (ROOT / "data" / "targets.yaml").read_text(encoding="utf-8")
    head = "  binzhou-2024:\n"
    assert text.count(head) == 1
    text = text.replace(head, f"{head}    checks: {{year_on_year: {{factor: 4}}}}\n")
    text += "checks: {year_on_year: {factor: 3, severity: error}}\n"
    (tmp_path / "targets.yaml").write_text(text, encoding="utf-8")
    register = load_register(tmp_path / "targets.yaml", ROOT / "seeds", tmp_path / "cache")
    of_foshan = {"region": "foshan", "subject": "clusters"}
    put(shipped, store, raw("100亿", "2024", subject="high-end-aluminium"))
    put(shipped, store, raw("100亿", "2024", **of_foshan))
    # Three and a half times: over what holds everywhere, under what the plan says.
    (own,) = look(register, store, raw("350亿", subject="high-end-aluminium"))
    (other,) = look(register, store, raw("350亿", **of_foshan))
    assert (errors(own), warnings(own)) == ([], [])
    assert errors(other) == ["entering.year-on-year"]
    # The plan says nothing of the weight, which is the register's.
    (far,) = look(register, store, raw("450亿", subject="high-end-aluminium"))
    assert errors(far) == ["entering.year-on-year"]


def test_the_clusters_together_are_not_more_than_their_whole(
    invented: Catalogue, store: Store
) -> None:
    put(invented, store, here("10亿", subject="clusters"), here("6亿"))
    # 6 + 4.05 = 10.05 亿 is half a per cent above 10 亿; 6 + 4.06 is more.
    fits, exceeds = (
        look(invented, store, here(value, subject="chairs"))[0] for value in ("4.05亿", "4.06亿")
    )
    assert (warnings(fits), warnings(exceeds)) == ([], ["clusters-exceed"])
    assert "已填报的 2 个集群合计 10.06 亿元" in exceeds.warnings[0].text("zh")
    put(invented, store, here("4亿", subject="chairs"))
    (whole,) = look(invented, store, here("9亿", subject="clusters", seen_revision=SEEN_NOW))
    assert warnings(whole) == ["clusters-exceed"]


def test_an_amount_that_is_that_of_the_month_before_asks_whether_it_was_copied(
    invented: Catalogue, store: Store
) -> None:
    put(invented, store, here("6亿", "2025-M06"), here("0", "2024-M06"))
    same, other, nothing = look(
        invented, store, here("6亿", "2025-M07"), here("6.1亿", "2025-M08"), here("0", "2024-M07")
    )
    assert warnings(same) == ["same-as-before"]
    assert (warnings(other), warnings(nothing)) == ([], [])


def test_a_months_share_of_the_year_so_far_is_held_against_its_usual_one(
    invented: Catalogue, store: Store
) -> None:
    # The sixth month had 1 of 6 in 2023 and 1.5 of 6 in 2024: its usual share is their mean,
    # (16.67 % + 25 %) / 2 = 20.83 %. A third of that is 6.94 %, three times is 62.5 %.
    put(invented, store, here("5亿", "2023-M05"), here("6亿", "2023-M06"))
    put(invented, store, here("4.5亿", "2024-M05"), here("6亿", "2024-M06"))
    put(invented, store, here("5亿", "2025-M05"))
    # 0.37 / 5.37 = 6.89 %; 0.38 / 5.38 = 7.06 %.
    small, fine = (
        look(invented, store, here(value, "2025-M06"))[0] for value in ("5.37亿", "5.38亿")
    )
    assert (warnings(small), warnings(fine)) == (["month-share"], [])
    assert "当月占本年累计的 6.89%，与往年同月通常的 20.83%（前 2 年的中位数）" in (
        small.warnings[0].text("zh")
    )


# Growth of the ten years before: 2, 4, 4, 5, 5, 6, 6, 7, 8, 40 %. The median is 5.5 %, the mean of the
# two in the middle. Distances from it: 0.5, 0.5, 0.5, 0.5, 1.5, 1.5, 1.5, 2.5, 3.5, 34.5 points; their
# median is 1.5 points. 3.5 × 1.4826 × 1.5 = 7.78 points: from −2.28 % to 13.28 % nothing is asked.
OF_TEN_YEARS = ("2%", "4%", "4%", "5%", "5%", "6%", "6%", "7%", "8%", "40%")


@pytest.mark.parametrize(
    ("value", "found"),
    [("13.2%", []), ("13.3%", ["outlier"]), ("-2.2%", []), ("-2.3%", ["outlier"])],
)
def test_an_outlier_is_found_by_the_median_and_the_mad_of_the_series_own_history(
    shipped: Catalogue, store: Store, value: str, found: list[str]
) -> None:
    growth = {"indicator": "revenue-growth"}
    years = zip(range(2015, 2025), OF_TEN_YEARS, strict=True)
    put(shipped, store, *(raw(each, str(year), **growth) for year, each in years))
    (row,) = look(shipped, store, raw(value, **growth))
    assert warnings(row) == found
    if found and value == "13.3%":
        assert row.warnings[0].text("zh") == (
            "数值 13.3% 与本序列此前 10 期的中位数 5.5% 相差 7.8 个百分点，超出界限 7.78 个百分点"
            "（稳健离群规则：3.5 × 1.4826 × 绝对中位差 1.5 个百分点，且不小于 5 个百分点）；"
            "若属实请说明原因。"
        )


def test_a_history_of_one_value_has_no_spread_and_the_least_distance_counts(
    shipped: Catalogue, store: Store
) -> None:
    growth = {"indicator": "revenue-growth"}
    put(shipped, store, *(raw("5%", str(year), **growth) for year in range(2017, 2025)))
    near, far = (look(shipped, store, raw(value, **growth))[0] for value in ("10%", "10.1%"))
    assert (warnings(near), warnings(far)) == ([], ["outlier"])


def test_amounts_are_outliers_by_their_growth_and_never_with_fewer_points_than_declared(
    invented: Catalogue, store: Store
) -> None:
    # 100, 110, 121, …: each year 10 % more, so that nine amounts are eight rates of growth.
    amounts = [f"{Decimal(100) * Decimal('1.1') ** n}亿" for n in range(9)]
    put(invented, store, *(here(each, str(2016 + n)) for n, each in enumerate(amounts)))
    # 214.358881 in 2024; 15.1 % more is 246.727 亿, 5.1 points beside the median.
    (row,) = look(invented, store, here("246.727072亿", "2025"))
    assert warnings(row) == ["outlier"]
    put(invented, store, here("", "2016", withdraw=True, seen_revision=SEEN_NOW))
    (row,) = look(invented, store, here("246.727072亿", "2025"))
    assert warnings(row) == []


# The plan wants 550,000,000,000 yuan: 10,000 yuan is neither like it nor like 3,750 亿.
@pytest.mark.parametrize(
    ("recorded", "found"),
    [
        ((), "far-from-goals"),
        # A single quarter and a year of nothing tell no size; a later year does.
        ((("900亿", "2025-Q3"),), "far-from-goals"),
        ((("0", "2023"),), "far-from-goals"),
        ((("3800亿", "2025"),), "slip-next"),
        ((("3600亿", "2023"),), "slip-last-year"),
        ((("3600亿", "2022"),), "slip-last"),
    ],
)
def test_ten_thousand_yuan_is_asked_about_whatever_stands_beside_it(
    shipped: Catalogue, store: Store, recorded: tuple[tuple[str, str], ...], found: str
) -> None:
    aluminium = {"subject": "high-end-aluminium"}
    put(shipped, store, *(raw(value, code, **aluminium) for value, code in recorded))
    (row,) = look(shipped, store, raw("10000", "2024", **aluminium))
    assert warnings(row) == [found]


def test_a_level_that_contradicts_a_recorded_rate_is_asked_about_in_either_year(
    shipped: Catalogue, store: Store
) -> None:
    put(shipped, store, raw("10%", "2025", indicator="revenue-growth"), raw("100亿", "2024"))
    right, wrong = (look(shipped, store, raw(value))[0] for value in ("110亿", "115亿"))
    assert (warnings(right), warnings(wrong)) == ([], ["growth-not-given"])
    put(shipped, store, raw("110亿"))
    (base,) = look(shipped, store, raw("98亿", "2024", seen_revision=SEEN_NOW))
    assert warnings(base) == ["growth-not-given"]
