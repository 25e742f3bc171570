"""Invented figures of every kind, for the gallery and the browser test."""

from dashboard.charts.basis import basis_panels
from dashboard.charts.cumulative import cumulative_months
from dashboard.charts.figure import Figure
from dashboard.charts.growth import growth
from dashboard.charts.rows import (
    BasisBar,
    Derived,
    GoalMark,
    MonthPoint,
    YearPoint,
)
from dashboard.charts.trajectory import trajectory
from dashboard.charts.years import years_bar
from dashboard.wording.chart_headings import Heading
from tests.views.samples import NAMES, WORDS, YI

LONG_TITLE = (
    "New energy and equipment manufacturing, enterprises above designated size 规模以上工业"
)
LEVELS = {2022: 3420, 2023: 3810, 2024: 4260, 2025: 4711}


def heading(lang: str, **more: str) -> Heading:
    words = WORDS[lang]
    return Heading(
        subject=NAMES[lang][1],
        indicator=str(words["basis"]),
        unit=more.pop("unit", "yuan"),
        basis=more.pop("basis", None),
        period=str(words["period"]),
        source=str(words["details"][2]),
        **more,  # type: ignore[arg-type]  # the rest are texts
    )


def all_figures(lang: str) -> dict[str, Figure]:
    """Return one figure per kind: name -> figure."""
    goal = GoalMark(year=2027, value=5500 * YI, comparator=">", clause="一(二)",
                    wording="营收过5500亿级轻合金集群1个")  # fmt: skip
    points = [YearPoint(year, value * YI) for year, value in LEVELS.items()]
    path = Derived(points=[(2023, 3810 * YI), (2025, 4578 * YI), (2027, 5500 * YI)], growth=0.096)
    need = Derived(points=[(2025, 4711 * YI), (2027, 5500 * YI)], growth=0.08)
    months = [MonthPoint(m, 390 * m * YI) for m in range(2, 10)]
    before = [MonthPoint(m, 365 * m * YI) for m in range(2, 13)]
    names = NAMES[lang]
    panels = basis_panels(
        [
            (heading(lang, basis=str(WORDS[lang]["basis"])),
             [BasisBar(name=names[1], value=4711 * YI, goal=5500 * YI, status="on-schedule"),
              BasisBar(name=names[4], value=1310 * YI, goal=2000 * YI, status="far-behind")]),
        ], lang,
    )  # fmt: skip
    return {
        "trajectory": trajectory(
            heading(lang), lang, points, goal,
            milestones=[GoalMark(year=2026, value=5000 * YI)],
            derived=path, required=need,
            forecast=[(2025, 4711e8, 4711e8), (2026, 4900e8, 5300e8), (2027, 5050e8, 5950e8)],
        ),
        "trajectory-empty": trajectory(heading(lang), lang, [], goal),
        "cumulative": cumulative_months(heading(lang), lang, 2026, months, before, goal=4900 * YI),
        "years": years_bar(heading(lang, title=LONG_TITLE), lang, points, goal),
        "basis": panels[0],
        "growth": growth(
            heading(lang, unit="fraction", kind="growth"), lang,
            [YearPoint(2021, "0.092"), YearPoint(2022, "0.118"), YearPoint(2023, "0.128")],
            GoalMark(year=2023, value="0.12", wording="营业收入增长12%以上"),
            GoalMark(year=2023, value="0.14", comparator=">", wording="奋力争取突破14%"),
        ),
    }  # fmt: skip
