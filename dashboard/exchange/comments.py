"""Comments on figures as plain rows, for the command line and for programs."""

from typing import Any

from dashboard.actuals.figure_comments import Comment
from dashboard.actuals.observations import moment_text

COMMENT_FIELDS = (
    "id", "at", "author", "region", "subject", "indicator", "period", "audience", "text",
    "withdrawn_at", "withdrawn_by", "reason",
)  # fmt: skip


def comment_row(comment: Comment) -> dict[str, Any]:
    """Return a comment as it is given out, with moments as text; what is of a withdrawal is empty where it stands."""
    gone = moment_text(comment.withdrawn_at) if comment.withdrawn else ""
    told = {"at": comment.at_text, "withdrawn_at": gone}
    return {name: told.get(name, getattr(comment, name)) for name in COMMENT_FIELDS}
