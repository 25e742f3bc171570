"""Evaluations from the register and the store: by whom, by which figures, as far as one may see.

Steel 400 and 440, ships 100 and 130, textiles 200 and 200 (亿元, 2024 and 2025); the chain is none of
the clusters. `size` is min-max of revenue: (440 - 130) and (200 - 130) of 310 -> 100, 22.58, 0.
"""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from dashboard.actuals.store import Entry, Store
from dashboard.judging import Judging, Standing
from dashboard.judging.evaluations import evaluated, methods_of, periods_of, regions_evaluated
from dashboard.people.matrix import Reach
from dashboard.people.sight import Sight
from dashboard.register import Catalogue, load_register
from dashboard.wording import evaluation_steps
from dashboard.wording.evaluations import words_of

ON = date(2026, 10, 20)
YI = Decimal(10) ** 8
REGISTER = """
version: 1
regions:
  south: {name: {zh: 南省, en: South}, level: province}
  harbour: {name: {zh: 港市, en: Harbour}, level: prefecture, parent: south}
  hill: {name: {zh: 山市, en: Hill}, level: prefecture, parent: south}
  island: {name: {zh: 岛县, en: Island}, level: county, parent: south}
indicators:
  revenue: {name: {zh: 营业收入, en: Revenue}, unit: yuan, kind: flow, direction: up}
  energy: {name: {zh: 单位能耗, en: Energy intensity}, unit: count, kind: index, direction: down}
clusters:
  harbour:
    steel: {name: {zh: 钢铁, en: Steel}}
    ships: {name: {zh: 船舶, en: Ships}}
    textiles: {name: {zh: 纺织, en: Textiles}}
    steel-chain: {name: {zh: 钢铁链, en: Steel chain}, kind: chain}
plans:
  harbour-2024:
    region: harbour
    document: harbour
    name: {zh: 港市规划, en: Harbour plan}
    period: 2024–2027
    goals:
      - {id: steel, of: steel, indicator: revenue, target: ">= 500 亿元", by: 2027, clause: 一, wording: 钢铁五百亿}
      - {id: steel-now, of: steel, indicator: revenue, target: ">= 400 亿元", by: 2025, clause: 一, wording: 钢铁四百亿}
      - {id: ships, of: ships, indicator: revenue, target: ">= 200 亿元", by: not printed, clause: 一, wording: 船舶两百亿}
evaluation_methods:
  size:
    name: {zh: 规模评价, en: Size}
    ours: true
    regions: [harbour]
    indicators: [{indicator: revenue, weight: 100, normalisation: min-max}]
    missing: leave out
  goals:
    name: {zh: 目标评价, en: Goals}
    document: later
    clause: 一
    regions: [harbour]
    indicators: [{indicator: revenue, weight: 100, normalisation: target share}]
    missing: leave out
  cities:
    name: {zh: 市际评价, en: Cities}
    source: {zh: 某通知, en: a circular}
    units: regions
    level: prefecture
    regions: [south]
    indicators: [{indicator: energy, weight: 1, normalisation: target share, target: 2}]
    missing: leave out
"""
DOCUMENT = """
id: {id}
title: {{zh: 某文件, en: A document}}
issued: {issued}
clauses: [{{id: 一, heading: {{zh: 目标, en: Goals}}}}]
"""
FIGURES = {
    "steel": {"2024": 400, "2025": 440},
    "ships": {"2024": 100, "2025": 130},
    "textiles": {"2024": 200, "2025": 200},
    "steel-chain": {"2025": 900},
}


@pytest.fixture(scope="module")
def catalogue(tmp_path_factory: pytest.TempPathFactory) -> Catalogue:
    folder: Path = tmp_path_factory.mktemp("register")
    (folder / "targets.yaml").write_text(REGISTER, encoding="utf-8")
    (folder / "seeds").mkdir()
    for name, issued in {"harbour": "2024-01-10", "later": "2026-06-01"}.items():
        text = DOCUMENT.format(id=name, issued=issued)
        (folder / "seeds" / f"{name}.yaml").write_text(text, encoding="utf-8")
    return load_register(folder / "targets.yaml", folder / "seeds")


@pytest.fixture
def store(sqlite_url: str) -> Store:
    kept = Store.open(sqlite_url)
    kept.write(
        [
            Entry("harbour", cluster, "revenue", year, value * YI)
            for cluster, years in FIGURES.items()
            for year, value in years.items()
        ],
        "li",
    )
    return kept


@pytest.fixture
def stand(store: Store, catalogue: Catalogue) -> Callable[..., Standing]:
    def standing(on: date = ON, **more: object) -> Standing:
        return Judging(store).standing(catalogue, on, **more)  # type: ignore[arg-type]  # its own options

    return standing


Stand = Callable[..., Standing]


def scores(standing: Standing, method: str, code: str, region: str = "harbour") -> dict[str, str]:
    row = standing.catalogue.evaluation_method(method)
    assert row is not None
    found = evaluated(standing, region, row, code).evaluation
    return {one.unit: str(one.shown) for one in found.ranked}


def test_clusters_are_compared_and_a_chain_is_left_out_by_name(stand: Stand) -> None:
    standing = stand()
    (size, *_) = methods_of(standing, "harbour")
    found = evaluated(standing, "harbour", size, "2025")
    # (200 - 130) / 310 = 22.580…
    assert scores(standing, "size", "2025") == {
        "steel": "100.00",
        "textiles": "22.58",
        "ships": "0.00",
    }
    (chain,) = found.evaluation.left_out
    assert (chain.unit, chain.left_out) == ("steel-chain", "other-level")
    words = words_of(standing, found, "en")
    assert evaluation_steps.headline(words, chain) == (
        "Steel chain is left out: It is a chain, which the method does not evaluate."
    )


def test_a_target_is_ones_own_goal_that_is_due_next(stand: Stand) -> None:
    # In 2025 steel is asked for 400 that year and for 500 in 2027: 440 / 400, kept to 100.
    # In 2026 only the 500 are still to come. Ships' 200 have no year; textiles have no goal.
    standing = stand()
    row = standing.catalogue.evaluation_method("goals")
    assert row is not None
    found = evaluated(standing, "harbour", row, "2025")
    assert scores(standing, "goals", "2025") == {"steel": "100.00", "ships": "65.00"}
    assert found.goals["steel", "revenue:value:target-share"] == "harbour-2024.steel-now"
    reasons = {one.unit: one.left_out for one in found.evaluation.left_out}
    assert reasons == {"textiles": "no-target", "steel-chain": "other-level"}


def test_a_method_counts_from_the_day_its_document_was_issued(stand: Stand) -> None:
    assert [row["id"] for row in methods_of(stand(), "harbour")] == ["size", "goals"]
    before = stand(date(2026, 5, 31))
    assert [row["id"] for row in methods_of(before, "harbour")] == ["size"]


def test_a_period_that_had_not_ended_has_no_figures(stand: Stand) -> None:
    standing = stand(date(2025, 6, 30))
    assert scores(standing, "size", "2025") == {}
    row = standing.catalogue.evaluation_method("size")
    assert row is not None
    assert periods_of(standing, "harbour", row) == ["2024"]


def test_a_quarter_alone_is_never_taken_for_the_year_so_far(store: Store, stand: Stand) -> None:
    # January to September 30, 20, 10; of the third quarter alone 1 and 3, of steel nothing.
    told = [
        ("steel", "2025-M09", 30),
        ("ships", "2025-M09", 20),
        ("textiles", "2025-M09", 10),
        ("ships", "2025-Q3", 1),
        ("textiles", "2025-Q3", 3),
    ]
    entries = [Entry("harbour", one, "revenue", code, value * YI) for one, code, value in told]
    store.write(entries, "li")
    assert scores(stand(), "size", "2025-M09") == {
        "steel": "100.00",
        "ships": "50.00",
        "textiles": "0.00",
    }
    assert scores(stand(), "size", "2025-Q3") == {"textiles": "100.00", "ships": "0.00"}


def test_a_correction_counts_from_the_day_it_was_entered(store: Store, stand: Stand) -> None:
    known = store.revision()
    key = ("harbour", "ships", "revenue", "2025")
    seen = store.figures([key])[key].revision
    store.write([Entry(*key, 440 * YI, seen_revision=seen)], "li")
    # Ships now have as much as steel, and share its rank.
    assert scores(stand(), "size", "2025") == {
        "steel": "100.00",
        "ships": "100.00",
        "textiles": "0.00",
    }
    then = stand(back_to=ON, last=known)
    assert scores(then, "size", "2025")["ships"] == "0.00"


def test_a_withdrawn_figure_leaves_its_cluster_out(store: Store, stand: Stand) -> None:
    key = ("harbour", "ships", "revenue", "2025")
    seen = store.figures([key])[key].revision
    store.write([Entry(*key, None, seen_revision=seen)], "li")
    # Of steel and textiles the one has all and the other none of 240.
    assert scores(stand(), "size", "2025") == {"steel": "100.00", "textiles": "0.00"}


def test_who_reads_what_is_published_sees_its_ranks_and_nobody_elses(
    store: Store, stand: Stand
) -> None:
    nobody = Reach()
    store.publish(["harbour"], "chen")
    published = Sight(nobody, nobody, (("harbour", store.revision()),))
    key = ("harbour", "ships", "revenue", "2025")
    seen = store.figures([key])[key].revision
    store.write([Entry(*key, 500 * YI, seen_revision=seen)], "li")
    assert scores(stand(), "size", "2025")["ships"] == "100.00"
    assert scores(stand(sight=published), "size", "2025")["ships"] == "0.00"
    hidden = stand(sight=Sight(nobody, nobody, ()))
    row = hidden.catalogue.evaluation_method("size")
    assert row is not None
    found = evaluated(hidden, "harbour", row, "2025")
    assert (found.withheld, found.evaluation.results) == (True, ())
    assert "may not see" in words_of(hidden, found, "en").finding()


def test_regions_of_one_level_are_evaluated_below_the_one_above(store: Store, stand: Stand) -> None:
    figures = {"harbour": "2.5", "hill": "4", "island": "1"}
    store.write(
        [Entry(one, one, "energy", "2025", Decimal(value)) for one, value in figures.items()], "li"
    )
    standing = stand()
    assert regions_evaluated(standing) == ["south", "harbour"]
    # At most 2: 2 / 2.5 = 80, 2 / 4 = 50; the island is a county.
    assert scores(standing, "cities", "2025", "south") == {"harbour": "80.00", "hill": "50.00"}
    # One of the two may not be seen: nobody is ranked.
    nobody = Reach()
    sight = Sight(nobody, nobody, (("harbour", store.revision()),))
    assert scores(stand(sight=sight), "cities", "2025", "south") == {}
