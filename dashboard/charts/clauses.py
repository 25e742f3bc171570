"""Clauses of a document: wording in quotation, units in printed order with the lead first."""

from collections.abc import Sequence

from dashboard.charts.markup import linked, root, text
from dashboard.charts.rows import Clause, Quotation
from dashboard.languages import say
from dashboard.languages.quoting import in_quotes


def quotation(quoted: Quotation, lang: str) -> str:
    """Return a clause's own words with the clause and the document they stand in.

    Where no words are kept the clause alone is named, outside a quotation.
    """
    where = say("charts.dot", lang).join(part for part in (quoted.document, quoted.clause) if part)
    cited = f"<cite>{linked(text(where), quoted.href)}</cite>" if where else ""
    if not quoted.wording:
        return f'<p class="ct-sub ct-cited">{cited}</p>' if cited else ""
    said = text(in_quotes(quoted.wording, lang))
    return f'<blockquote class="ct-quote">{said}{cited}</blockquote>'


def clause_list(clauses: Sequence[Clause], lang: str) -> str:
    """Return the clauses of a document in order, each with heading, units and wordings."""
    items = "".join(_clause(clause, lang) for clause in clauses)
    return root(f'<ol class="ct-clauses">{items}</ol>')


def _clause(clause: Clause, lang: str) -> str:
    body = "".join(
        quotation(one, lang) if isinstance(one, Quotation) else f'<p class="ct-sub">{text(one)}</p>'
        for one in clause.body
    )
    note = f'<p class="ct-sub">{text(clause.note)}</p>' if clause.note else ""
    return (
        f'<li class="ct-clause">{linked(text(clause.id), clause.href, "ct-id")}'
        f"<div><h3>{text(clause.heading)}</h3>{body}{note}{_units(clause, lang)}</div></li>"
    )


def _units(clause: Clause, lang: str) -> str:
    if not clause.units and not clause.also:
        return ""
    spans = [
        f'<span class="ct-lead">{text(say("charts.clauses.lead", lang, unit=unit))}</span>'
        if n == 0
        else f"<span>{text(unit)}</span>"
        for n, unit in enumerate(clause.units)
    ]
    if clause.also:
        names = say("charts.list-comma", lang).join(clause.also)
        spans.append(f"<span>{text(say('charts.clauses.also', lang, units=names))}</span>")
    comma = text(say("charts.clauses.between", lang))
    return f'<p class="ct-units">{f"<span>{comma}</span>".join(spans)}</p>'
