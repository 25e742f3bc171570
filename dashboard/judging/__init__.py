"""The one way from register, figures and what one may see to verdicts, region by region.

    judging = Judging(store)
    standing = judging.standing(catalogue, on=date(2026, 11, 30))
    standing.rows("binzhou")        # its goals in force, each with its verdict

A region is read and judged when somebody asks for it and kept as long as nothing of it changed: its
own figures and those of the regions its goals are compared with, the register, the day, and what the
reader may see. So a save costs its own region. Of regions nobody looks at a summary is kept. What is
kept is bounded in bytes, whatever the number of regions, days looked back to and readers.
"""

from dashboard.judging.earlier_verdicts import earlier
from dashboard.judging.kept import Kept
from dashboard.judging.region_verdicts import (
    GROUPS,
    LAMPS,
    MISSED,
    STRETCH_MISSED,
    UNSEEN,
    OwnGoal,
    RegionSummary,
    RegionVerdicts,
    Row,
    Summary,
    withheld,
)
from dashboard.judging.seen import figures_before, figures_seen, remedies_seen
from dashboard.judging.standing import Standing, end_of, figure_row
from dashboard.judging.verdicts import Judging

__all__ = [
    "GROUPS",
    "LAMPS",
    "MISSED",
    "STRETCH_MISSED",
    "UNSEEN",
    "Judging",
    "Kept",
    "OwnGoal",
    "RegionSummary",
    "RegionVerdicts",
    "Row",
    "Standing",
    "Summary",
    "earlier",
    "end_of",
    "figure_row",
    "figures_before",
    "figures_seen",
    "remedies_seen",
    "withheld",
]
