"""A region's goals in groups: one table in parts, its columns in line, its heads named once."""

from collections.abc import Sequence

from dashboard.views.environment import Markup, render
from dashboard.views.rows import Column


def goal_groups(columns: Sequence[Column], groups: Sequence[tuple[str, str, Markup]]) -> Markup:
    """Return groups, (title, subtitle, table) each, on one card; each folds on a phone."""
    return render("goal_groups", columns=columns, groups=groups)
