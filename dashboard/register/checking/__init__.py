"""What entries do wrong among each other: references, counts, codes, years, trees.

A broken entry is checked too, as far as it can be understood: what is None was a fault already, and
two keys are held together only when the entry is `sure` of both.
"""

from dashboard.register.checking.codes import check_code
from dashboard.register.checking.evaluation_methods import check_evaluation_method
from dashboard.register.checking.figure_checks import check_figure_check, check_figure_checks
from dashboard.register.checking.goals import check_goal, check_ids
from dashboard.register.checking.indicators import check_indicator, check_unit
from dashboard.register.checking.known import Known
from dashboard.register.checking.lamp_rules import check_lamp_rule
from dashboard.register.checking.plans import (
    check_documents,
    check_places,
    check_plan,
    check_successors,
)
from dashboard.register.checking.tiers import check_tier
from dashboard.register.checking.trees import check_trees
from dashboard.register.faults import FaultList
from dashboard.register.gathering import Gathered

__all__ = ["check_all"]


def check_all(gathered: Gathered, faults: FaultList) -> None:
    """Everything that can be seen only with the whole register at hand.

    Fills the `targets` of every tier and goal entry with what was parsed on the way.
    """
    known = Known(gathered, faults)
    check_places(known)
    for unit in gathered.units.values():
        check_unit(known, unit)
    for rule in gathered.lamp_rules.values():
        check_lamp_rule(known, rule)
    for stated in gathered.checks.values():
        check_figure_check(known, stated, (), stated.model)
    for indicator in gathered.indicators.values():
        check_indicator(known, indicator)
        check_figure_checks(known, indicator)
    for method in gathered.evaluation_methods.values():
        check_evaluation_method(known, method)
    check_documents(known)
    for plan in gathered.plans.values():
        check_plan(known, plan)
        check_figure_checks(known, plan)
        check_code(known, plan)
        check_ids(known, plan)
        for tier in plan.tiers:
            check_tier(known, plan, tier)
        for goal in plan.goals:
            check_goal(known, plan, goal)
    check_successors(known)
    check_trees(known)
