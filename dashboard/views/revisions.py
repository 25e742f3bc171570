"""Every revision of a series: when, who, from what to what, and on what evidence."""

from dashboard.actuals.periods import label_kind
from dashboard.judging import Row
from dashboard.languages import say
from dashboard.languages.numbers import amount, in_full, moment_text, money_unit, period_text
from dashboard.views.environment import render
from dashboard.views.rows import Cell, Column
from dashboard.views.tables import goal_table
from dashboard.wording.checks import kept_in_words
from dashboard.wording.states import vintage_word


def revisions(history: list[Row], indicator: Row, lang: str) -> str:
    """Return every revision of a series, newest first: when, who, period, old -> new, note."""
    before: dict[int, Row] = {one["revision"]: one for one in history}
    cells: list[dict[str, object]] = []
    for one in reversed(history):
        old = before.get(one["replaces"] or 0)
        cells.append(
            {
                "period": Cell(
                    period_text(one["period"], label_kind(indicator), lang),
                    sub=vintage_word(one["vintage"], lang) if one["vintage"] else None,
                ),
                "value": value_cell(old, one, indicator, lang),
                "author": one["author"],
                "at": moment_text(one["at"], lang),
                "note": Cell(one["note"] or "", sub=one["evidence"] or None)
                if (one["note"] or one["evidence"])
                else None,
                "checks": kept_in_words(one["kept"], lang),
            }
        )
    columns = [
        Column("period", say("pages.column.period", lang)),
        Column("value", say("pages.column.value", lang), "number"),
        Column("author", say("pages.column.author", lang), "muted"),
        Column("at", say("pages.column.at", lang), "muted"),
        Column("note", say("pages.column.note", lang), "muted"),
    ]
    if any(each["checks"] for each in cells):
        columns.append(Column("checks", say("returns.review.checks", lang), "muted"))
    table = goal_table(
        cells,
        columns,
        lang,
        title=say("pages.cluster.revisions", lang, indicator=indicator[f"name_{lang}"]),
        subtitle=say("pages.cluster.revisions-explained", lang),
        empty=say("pages.cluster.no-revision", lang),
    )
    return render("revisions", table=table)


def value_cell(old: Row | None, new: Row, indicator: Row, lang: str) -> Cell:
    """Return the change in the unit people read it in, and under it to the last digit and as it was typed."""
    unit = indicator["unit"]
    rows = [row for row in (old, new) if row is not None]
    values = [row["value"] for row in rows if not row["withdrawn"] and row["value"] is not None]
    money = money_unit(values, lang) if unit == "yuan" and values else None

    def brief(row: Row) -> str:
        if row["withdrawn"] or row["value"] is None:
            return say("pages.cluster.withdrawn", lang)
        if money is not None:
            return amount(row["value"], lang, money)
        return in_full(row["value"], unit, lang)

    told = [brief(row) for row in rows]
    said = (
        told[-1] if old is None else say("pages.cluster.old-new", lang, old=told[0], new=told[-1])
    )
    if money is not None:
        said = say("numbers.money", lang, amount=said, unit=money.label)
    under = []
    if money is not None and not new["withdrawn"]:
        exactly = in_full(new["value"], unit, lang)
        under.append(say("pages.cluster.exactly", lang, value=exactly))
    if new["typed"]:
        under.append(say("pages.cluster.typed", lang, typed=new["typed"]))
    return Cell(said, sub=say("pages.dot", lang).join(under) or None)
