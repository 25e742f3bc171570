"""Tables of goals: semantic HTML, figures right-aligned, rows stacked on a phone."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from dashboard.languages import say
from dashboard.languages.quoting import in_quotes
from dashboard.views.environment import Markup, render, safe_href
from dashboard.views.rows import Cell, Column, Link, Quotation


class _Cell(NamedTuple):
    """A cell as the template takes it, in the order in which it does; a text of None is the status's.

    `heads`: it is the head of its row. `spanned`: its text is an element of its own.
    """

    heads: bool
    column: Column
    blank: bool = False
    text: str | None = None
    sub: str | None = None
    title: str | None = None
    status: str | None = None
    href: str | None = None
    spanned: bool = False


def goal_table(
    rows: Sequence[Mapping[str, object]],
    columns: Sequence[Column],
    lang: str,
    *,
    caption: str | None = None,
    title: str | None = None,
    subtitle: str | None = None,
    empty: str | None = None,
    more: Link | None = None,
    framed_card: bool = True,
) -> Markup:
    """Return a table of `rows` (column key -> cell); the first column heads each row.

    `more` stands below it and leads to what it leaves out.

    A cell is a raw text, None, a `Cell`, a `Link` or (label, href), a `Quotation`, or for a status
    column a status id or (status id, word). With no rows the sentence `empty` stands instead.
    """
    return render(
        "table",
        rows=[
            [_cell(row.get(c.key), n == 0, c, lang) for n, c in enumerate(columns)] for row in rows
        ],
        columns=columns,
        lang=lang,
        caption=caption,
        title=title,
        subtitle=subtitle,
        empty=empty or say("charts.table.empty", lang),
        more=more,
        frame=framed_card,
    )


def goals_table(table: Markup) -> Markup:
    """Return a table of goals with the columns that every such table has, always as wide."""
    return render("goals", table=table)


def _cell(value: object, heads: bool, column: Column, lang: str) -> _Cell:
    match value:
        case None | "":
            return _Cell(heads, column, True, "–")
        case Cell(text, sub, href, title, status):
            own = text or None if status else text
            return _Cell(heads, column, False, own, sub, title, status, safe_href(href), True)
        case Link(text, href):
            return _Cell(heads, column, text=text, href=safe_href(href), spanned=True)
        case Quotation(wording, clause):
            said = in_quotes(wording, lang) if wording else None
            told = say("charts.dot", lang).join(part for part in (said, clause) if part)
            return _Cell(heads, column, text=told)
        case (str() as one, str() as other) if column.kind == "status":
            return _Cell(heads, column, text=other, status=one)
        case (str() as one, str() as other):
            return _Cell(heads, column, text=one, href=safe_href(other), spanned=True)
    if column.kind == "status":
        return _Cell(heads, column, status=str(value))
    text = in_quotes(str(value), lang) if column.kind == "quote" else str(value)
    return _Cell(heads, column, text=text)


def goal_groups(columns: Sequence[Column], groups: Sequence[tuple[str, str, Markup]]) -> Markup:
    """Return groups, (title, subtitle, table) each, on one card; each folds on a phone."""
    return render("goal_groups", columns=columns, groups=groups)
