"""What the answers hold, for the OpenAPI document. Numbers are exact decimal texts in the base unit."""

from dashboard.doors.api.models.answers import Page, Problem
from dashboard.doors.api.models.assessments import Assessment, Remedy, Step
from dashboard.doors.api.models.assignments import Assigned, NewAssignment
from dashboard.doors.api.models.bulletins import BulletinFile, IssuedBulletin
from dashboard.doors.api.models.comments import Comment, NewComment, Withdrawal
from dashboard.doors.api.models.evaluations import EvaluatedIndicator, Evaluation
from dashboard.doors.api.models.observations import (
    ComparedFigure,
    Comparison,
    Figure,
    Figures,
    Observation,
    Revision,
)
from dashboard.doors.api.models.register import (
    Cluster,
    Document,
    Goal,
    Indicator,
    Official,
    Plan,
    Region,
)
from dashboard.doors.api.models.returns import (
    Completeness,
    MarkedFigure,
    MissingFigure,
    Return,
    ReturnFigure,
    ReturnStep,
    ReturnStepTaken,
    ShownReturn,
    StateOfReturn,
    SteppedReturn,
)

__all__ = [
    "Assessment",
    "Assigned",
    "BulletinFile",
    "Cluster",
    "Comment",
    "ComparedFigure",
    "Comparison",
    "Completeness",
    "Document",
    "EvaluatedIndicator",
    "Evaluation",
    "Figure",
    "Figures",
    "Goal",
    "Indicator",
    "IssuedBulletin",
    "MarkedFigure",
    "MissingFigure",
    "NewAssignment",
    "NewComment",
    "Observation",
    "Official",
    "Page",
    "Plan",
    "Problem",
    "Region",
    "Remedy",
    "Return",
    "ReturnFigure",
    "ReturnStep",
    "ReturnStepTaken",
    "Revision",
    "ShownReturn",
    "StateOfReturn",
    "Step",
    "SteppedReturn",
    "Withdrawal",
]
