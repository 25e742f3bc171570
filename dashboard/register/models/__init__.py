"""The shapes of data/targets.yaml and seeds/*.yaml."""

from dashboard.register.models.document import Clause, Document
from dashboard.register.models.evaluation import EvaluationMethod
from dashboard.register.models.figure_check import FigureCheck, FigureChecks
from dashboard.register.models.goal import Goal
from dashboard.register.models.lamp_rule import LampRule
from dashboard.register.models.places import Cluster, Group, Indicator, Region
from dashboard.register.models.plan import Plan, PlanHead
from dashboard.register.models.register_file import RegisterFile
from dashboard.register.models.tier import Tier
from dashboard.register.models.units import MeasurementUnit

__all__ = [
    "Clause",
    "Cluster",
    "Document",
    "EvaluationMethod",
    "FigureCheck",
    "FigureChecks",
    "Goal",
    "Group",
    "Indicator",
    "LampRule",
    "MeasurementUnit",
    "Plan",
    "PlanHead",
    "Region",
    "RegisterFile",
    "Tier",
]
