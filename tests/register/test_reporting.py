"""Who reports what, how often, by when and through whom: said, left out, and said in part."""

from pathlib import Path

from dashboard.register import Catalogue, load_register
from dashboard.register.reporting import ReportingRule, reporting_of

HARBOUR = Path(__file__).parents[1] / "views" / "harbour"
REVENUE = ("harbour", "steel", "revenue")


def harbour(tmp_path: Path, plan: str = "", region: str = "") -> Catalogue:
    """Load the invented city, with something said of its reporting."""
    text = (HARBOUR / "targets.yaml").read_text(encoding="utf-8")
    line = next(each for each in text.splitlines() if each.startswith("  harbour: {name"))
    text = text.replace(line, f"{line.removesuffix('}')}{region}}}")
    at = "    document: harbour\n"
    assert at in text
    text = text.replace(at, at + plan, 1)
    (tmp_path / "targets.yaml").write_text(text, encoding="utf-8")
    return load_register(tmp_path / "targets.yaml", HARBOUR / "seeds", tmp_path / "cache")


def test_without_a_word_the_lead_reports_each_month_by_the_15th_and_the_region_approves(
    tmp_path: Path,
) -> None:
    rule = reporting_of(harbour(tmp_path), "harbour")[REVENUE]
    assert rule == ReportingRule("市工信局", {}, "month", 15, "next-working-day", ("harbour",))
    assert (rule.unit_name("zh"), rule.unit_name("en")) == (
        "市工信局",
        "Municipal Bureau of Industry",
    )


def test_a_region_answers_itself_for_what_another_regions_plan_asks_of_it(tmp_path: Path) -> None:
    # South Province has no plan; the harbour's goal keeps step with its product.
    rules = reporting_of(harbour(tmp_path, "    reporting: {day: 3}\n"), "south")
    assert {key: (rule.unit, rule.day) for key, rule in rules.items()} == {
        ("south", "south", "gdp"): ("南省", 15)
    }


def test_a_plan_speaks_for_all_its_series_and_a_region_for_one_indicator_key_by_key(
    tmp_path: Path,
) -> None:
    plan = "    reporting: {every: quarter, day: 10, through: [harbour, south]}\n"
    region = ", reporting: {firms: {by: south, every: half-year, weekend: same-day}}"
    rules = reporting_of(harbour(tmp_path, plan, region), "harbour")
    revenue, firms = rules[REVENUE], rules["harbour", "harbour", "firms"]
    assert (revenue.unit, revenue.every, revenue.day) == ("市工信局", "quarter", 10)
    # The id of a region stands for the region; what is not said is the plan's.
    assert (firms.unit, firms.unit_name("en")) == ("南省", "South Province")
    assert (firms.every, firms.day, firms.weekend) == ("half-year", 10, "same-day")
    assert firms.through == ("harbour", "south")


def test_a_unit_that_no_clause_names_reports_under_its_own_name(tmp_path: Path) -> None:
    region = ", reporting: {firms: {by: 承安镇}}"
    rule = reporting_of(harbour(tmp_path, region=region), "harbour")["harbour", "harbour", "firms"]
    assert (rule.unit_name("zh"), rule.unit_name("en")) == ("承安镇", "承安镇")


def test_a_region_that_is_not_there_reports_nothing(tmp_path: Path) -> None:
    assert reporting_of(harbour(tmp_path), "nowhere") == {}
