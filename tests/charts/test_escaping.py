"""Whatever stands in a name or a note, a figure shows it and never builds it."""

import re

import pytest

from dashboard.charts.basis import basis_panels
from dashboard.charts.cumulative import cumulative_months
from dashboard.charts.figure import Figure
from dashboard.charts.growth import growth
from dashboard.charts.rows import BasisBar, GoalMark, MonthPoint, YearPoint
from dashboard.charts.trajectory import trajectory
from dashboard.charts.years import years_bar
from dashboard.wording.chart_headings import Heading
from tests.views.harm import HARM, strings


def _figures() -> dict[str, Figure]:
    heading = Heading(indicator=HARM, unit="count", basis=HARM + "!", period=HARM, source=HARM,
                      subject=HARM, counted=HARM, wording=HARM, clause=HARM)  # fmt: skip
    goal = GoalMark(year=2027, value=9, wording=HARM, clause=HARM, label=HARM)
    points = [YearPoint(2025, 5, HARM)]
    return {
        "trajectory": trajectory(heading, "zh", points, goal, milestones=[goal],
                                 forecast=[(2026, 5, 6)], forecast_name=HARM),
        "cumulative": cumulative_months(heading, "zh", 2026, [MonthPoint(2, 1, HARM)], goal=9),
        "years": years_bar(heading, "zh", points, goal),
        "basis": basis_panels([(heading, [BasisBar(name=HARM, value=1)])], "zh")[0],
        "growth": growth(heading, "zh", points, goal, goal),
    }  # fmt: skip


@pytest.mark.parametrize("name", sorted(_figures()))
def test_a_figure_has_no_markup_from_data(name: str) -> None:
    drawn = _figures()[name]
    # Plotly draws no meta: a view makes the caption of it.
    del drawn["layout"]["meta"]
    for said in strings(drawn):
        assert "<" not in re.sub(r"</?b>|<br>|<extra></extra>", "", said)


def test_a_name_with_a_template_in_it_is_not_filled_in() -> None:
    heading = Heading(indicator="x", unit="count")
    mark = GoalMark(year=2027, value=9, label="%{customdata[9]}")
    goal = trajectory(heading, "zh", [], mark)["data"][-1]
    assert "%{customdata[9]}" not in goal["hovertemplate"]
