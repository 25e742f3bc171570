"""Tables of goals: semantic HTML, figures right-aligned, rows stacked on a phone."""

from collections.abc import Mapping, Sequence

from dashboard.charts.cards import framed, title_html
from dashboard.charts.lamps import lamp
from dashboard.charts.markup import attributes, linked, text
from dashboard.charts.rows import Cell, Column, Link, Quotation
from dashboard.languages import say
from dashboard.languages.quoting import in_quotes


def goal_table(
    rows: Sequence[Mapping[str, object]],
    columns: Sequence[Column],
    lang: str,
    *,
    caption: str | None = None,
    title: str | None = None,
    subtitle: str | None = None,
    empty: str | None = None,
    framed_card: bool = True,
) -> str:
    """Return a table of `rows` (column key -> cell); the first column heads each row.

    A cell is a raw text, None, a `Cell`, a `Link` or (label, href), a `Quotation`, or for a status
    column a status id or (status id, word). With no rows the sentence `empty` stands instead.
    """
    header = title_html(title, subtitle)
    if not rows:
        said = empty or say("charts.table.empty", lang)
        return framed(f'<p class="ct-sub">{text(said)}</p>', header, frame=framed_card)
    body = "".join(
        "<tr>"
        + "".join(_cell(row.get(c.key), c, n == 0, lang) for n, c in enumerate(columns))
        + "</tr>"
        for row in rows
    )
    foot = f"<caption>{text(caption)}</caption>" if caption else ""
    table = f'<table class="ct-table">{foot}{_head(columns)}<tbody>{body}</tbody></table>'
    return framed(f'<div class="ct-scroll">{table}</div>', header, frame=framed_card)


def column_heads(columns: Sequence[Column]) -> str:
    """Return the heads of `columns` alone, to stay in sight over tables that share them.

    Each of those tables has its own heads for screen readers, so that these are for the eye only.
    """
    return f'<table class="ct-table ct-heads" aria-hidden="true">{_head(columns)}</table>'


def _head(columns: Sequence[Column]) -> str:
    heads = "".join(
        f'<th scope="col" class="ct-kind-{column.kind}">{text(column.label)}'
        + (f'<span class="ct-second">{text(column.sub)}</span>' if column.sub else "")
        + "</th>"
        for column in columns
    )
    # Widths belong to the columns: the heads of a table may not be shown.
    cols = "".join(f"<col{attributes(style=_width(column))}>" for column in columns)
    return f"<colgroup>{cols}</colgroup><thead><tr>{heads}</tr></thead>"


def _width(column: Column) -> str | None:
    return f"width:{column.width}" if column.width else None


def _cell(value: object, column: Column, first: bool, lang: str) -> str:
    blank = value is None or value == ""
    classes = f"ct-kind-{column.kind}" + (" ct-blank" if blank else "")
    inner = "–" if blank else _inner(value, column.kind, lang)
    title = value.title if isinstance(value, Cell) else None
    if first:
        return f'<th scope="row"{attributes(class_=classes, title=title)}>{inner}</th>'
    named = attributes(
        class_=classes, data_label=column.label, data_brief=column.brief, title=title
    )
    return f"<td{named}><span>{inner}</span></td>"


def _inner(value: object, kind: str, lang: str) -> str:
    match value:
        case Cell():
            inner = linked(text(value.text), value.href)
            if value.status:
                inner = lamp(value.status, lang, label=value.text or None, why=value.href)
            return inner + (
                f'<span class="ct-second">{text(value.sub)}</span>' if value.sub else ""
            )
        case Link():
            return linked(text(value.label), value.href)
        case Quotation():
            said = in_quotes(value.wording, lang) if value.wording else None
            return text(say("charts.dot", lang).join(p for p in (said, value.clause) if p))
        case (str() as one, str() as other):
            return lamp(one, lang, label=other) if kind == "status" else linked(text(one), other)
    if kind == "status":
        return lamp(str(value), lang)
    if kind == "quote":
        return text(in_quotes(str(value), lang))
    return text(value)
