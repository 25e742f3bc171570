"""What stands over and under a figure on a page: its statement, and its numbers as a table."""

from collections.abc import Sequence

from dashboard.views.environment import Markup, render
from dashboard.wording.charts import fold_title, is_of_notes


def caption(title: str, stated: str, finding: str = "") -> Markup:
    """Return a figure's title and statement, as text that wraps.

    `finding` goes into the name of the drawing below, which a screen reader says.
    """
    return render("caption", title=title, stated=stated, finding=finding)


def figure_table(
    columns: Sequence[str], rows: Sequence[Sequence[str]], unit: str, lang: str
) -> Markup:
    """Return the table of a figure under a fold (see `charts.behind.table_behind`).

    The first column names its row; a last one of notes is set as text, all others as numbers.
    """
    noted = is_of_notes(columns[-1], lang)
    numbers = len(columns) - 1 - noted
    kinds = ["", *["ct-kind-number"] * numbers, *["ct-kind-muted"] * noted]
    return render(
        "figure_table",
        fold=fold_title(len(rows), unit, lang),
        columns=list(zip(columns, kinds, strict=True)),
        rows=[(row[0], list(zip(row[1:], kinds[1:], strict=True))) for row in rows],
    )
