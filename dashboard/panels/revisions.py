"""Every revision of a series: when, who, from what to what, and on what evidence."""

from dashboard.actuals.periods import label_kind
from dashboard.charts.rows import Cell, Column
from dashboard.charts.tables import goal_table
from dashboard.languages import say
from dashboard.languages.numbers import in_full, moment_text, period_text
from dashboard.panels.standing import Row


def revisions(history: list[Row], indicator: Row, lang: str) -> str:
    """Return every revision of a series, newest first: when, who, period, old -> new, note."""
    before: dict[int, Row] = {one["revision"]: one for one in history}
    cells = []
    for one in reversed(history):
        old = before.get(one["replaces"] or 0)
        new = (
            say("pages.cluster.withdrawn", lang)
            if one["withdrawn"]
            else _exactly(one, indicator, lang)
        )
        shown = (
            new
            if old is None
            else say("pages.cluster.old-new", lang, old=_exactly(old, indicator, lang), new=new)
        )
        cells.append(
            {
                "period": period_text(one["period"], label_kind(indicator), lang),
                "value": Cell(
                    shown,
                    sub=say("pages.cluster.typed", lang, typed=one["typed"])
                    if one["typed"]
                    else None,
                ),
                "author": one["author"],
                "at": moment_text(one["at"], lang),
                "note": Cell(one["note"] or "", sub=one["evidence"] or None)
                if (one["note"] or one["evidence"])
                else None,
            }
        )
    columns = [
        Column("period", say("pages.column.period", lang)),
        Column("value", say("pages.column.value", lang), "number"),
        Column("author", say("pages.column.author", lang), "muted"),
        Column("at", say("pages.column.at", lang), "muted"),
        Column("note", say("pages.column.note", lang), "muted"),
    ]
    return goal_table(
        cells,
        columns,
        lang,
        title=say("pages.cluster.revisions", lang, indicator=indicator[f"name_{lang}"]),
        subtitle=say("pages.cluster.revisions-explained", lang),
        empty=say("pages.cluster.no-revision", lang),
    )


def _exactly(one: Row, indicator: Row, lang: str) -> str:
    if one["withdrawn"] or one["value"] is None:
        return say("pages.cluster.withdrawn", lang)
    return in_full(one["value"], indicator["unit"], lang)
