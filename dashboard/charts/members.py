"""What a goal counts over clusters, drawn cluster by cluster."""

from dataclasses import replace
from typing import TYPE_CHECKING

from dashboard.actuals.periods import label_kind
from dashboard.charts.basis import basis_panels
from dashboard.charts.rows import BasisBar
from dashboard.judging import Row, Standing
from dashboard.wording import naming
from dashboard.wording.chart_headings import heading

if TYPE_CHECKING:
    from dashboard.charts.figure import Figure


def members_figure(standing: Standing, row: Row, lang: str) -> "Figure":
    """Return the members a goal counts, each with its newest figure and what it has to reach."""
    tier = row["subject_kind"] == "tier"
    known = standing.rows(row["region"])
    own = {r["cluster"]: r for r in known if tier and r["cluster"] and r["tier"] == row["tier"]
           and r["plan"] == row["plan"]}  # fmt: skip
    indicator = standing.catalogue.indicator(row["indicator"]) or {}
    vintages = standing.vintages(row["region"])
    bars = []
    for member in row["members"]:
        figures = standing.figures_of(row["region"], member, row["indicator"])
        years = [one for one in figures if one["period_kind"] == "year"]
        newest = (years or figures)[-1:]
        goal = own.get(member)
        bars.append(
            BasisBar(
                name=standing.name(standing.catalogue.cluster(row["region"], member), lang),
                value=newest[0]["value"] if newest else None,
                goal=goal["value"] if goal else None if tier else naming.number_to_reach(row),
                status=goal["verdict"]["status"]
                if goal
                else "in-progress"
                if newest
                else "no-data",
                period=newest[0]["period"] if newest else None,
                vintage=vintages.get(newest[0]["revision"]) if newest else None,
            )
        )
    stated = heading(standing, row, lang, "members")
    unit, counted = indicator.get("unit", "count"), indicator.get(f"counted_{lang}")
    stated = replace(stated, unit=unit, counted=str(counted or ""), kind=label_kind(indicator))
    return basis_panels([(stated, bars)], lang)[0]
