"""Comments on figures as plain rows, for the command line and for programs."""

from typing import Any

from dashboard.actuals.figure_comments import Comment

COMMENT_FIELDS = (
    "id", "at", "author", "region", "subject", "indicator", "period", "audience", "text",
)  # fmt: skip


def comment_row(comment: Comment) -> dict[str, Any]:
    """Return a comment as it is given out, with the moment as text."""
    row = comment._asdict() | {"at": comment.at_text}
    return {name: row[name] for name in COMMENT_FIELDS}
