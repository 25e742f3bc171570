"""The shapes of data/targets.yaml and seeds/*.yaml."""

from dashboard.register.models.document import Clause, Document
from dashboard.register.models.goal import Goal
from dashboard.register.models.lamp_rule import LampRule
from dashboard.register.models.places import Cluster, Indicator, Region
from dashboard.register.models.plan import Plan, PlanHead
from dashboard.register.models.register_file import RegisterFile
from dashboard.register.models.tier import Tier

__all__ = [
    "Clause",
    "Cluster",
    "Document",
    "Goal",
    "Indicator",
    "LampRule",
    "Plan",
    "PlanHead",
    "Region",
    "RegisterFile",
    "Tier",
]
