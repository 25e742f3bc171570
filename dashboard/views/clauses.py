"""Clauses of a document: wording in quotation, units in printed order with the lead first."""

from collections.abc import Sequence
from dataclasses import dataclass

from dashboard.judging import Row, Standing
from dashboard.languages import say
from dashboard.languages.quoting import in_quotes
from dashboard.views.environment import Markup, render
from dashboard.views.rows import Clause, Quotation


@dataclass(frozen=True, slots=True)
class Quoted:
    """A quotation as it is read: words in the language's quotation marks, and where they stand."""

    words: str | None
    where: str
    href: str | None


def quoted(one: Quotation, lang: str) -> Quoted:
    """Return a quotation as it is read."""
    where = say("charts.dot", lang).join(part for part in (one.document, one.clause) if part)
    return Quoted(in_quotes(one.wording, lang) if one.wording else None, where, one.href)


def quotation(one: Quotation, lang: str) -> Markup:
    """Return a clause's own words with the clause and the document they stand in.

    Where no words are kept the clause alone is named, outside a quotation.
    """
    return render("quotation", one=quoted(one, lang))


def clause_list(clauses: Sequence[Clause], lang: str) -> Markup:
    """Return the clauses of a document in order, each with heading, units and wordings."""
    shown = [
        (clause, [one if isinstance(one, str) else quoted(one, lang) for one in clause.body])
        for clause in clauses
    ]
    return render("clauses", clauses=shown, lang=lang)


def quotation_of(standing: Standing, row: Row, lang: str, href: str | None = None) -> Quotation:
    """Return the clause's own words for a goal; `href` leads to the document."""
    document = standing.catalogue.document(row["document"])
    title = standing.catalogue.name(document, lang) if document else None
    return Quotation(row["wording"], row["clause"], title, href)
