"""What a lamp opens to: the verdict with its numbers, all rules side by side, and every input."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from dashboard.addresses.selection import Selection
from dashboard.judging import UNSEEN, Row, Standing
from dashboard.languages import say
from dashboard.languages.numbers import unbroken
from dashboard.views.cards import stacked
from dashboard.views.clauses import quotation, quotation_of
from dashboard.views.inputs import inputs_table
from dashboard.views.prose import notes, passage
from dashboard.views.ranking import ranking
from dashboard.views.rows import Cell, Column, Step
from dashboard.views.tables import goal_table
from dashboard.views.verdict import readings, told, verdict_card
from dashboard.wording import naming
from dashboard.wording.columns import rules_head
from dashboard.wording.states import lamp_word

if TYPE_CHECKING:
    from dashboard.wording.explanation import Explanation


def title(standing: Standing, goal: str, lang: str) -> str:
    """Return what the explanation is of: the goal with its number and year."""
    row = standing.row(goal)
    if row is None:
        return ""
    # A cluster's tier is named by its number already.
    target = None if row["tier"] and row["cluster"] else naming.target_text(standing, row, lang)
    parts = (naming.goal_name(row, lang), target, naming.due_text(row, lang))
    return unbroken(say("pages.dot", lang).join(part for part in parts if part))


def explanation(
    standing: Standing, goal: str, earlier: Sequence[Row], lang: str, base: Selection
) -> str:
    """Return the explanation of one goal's verdict; `earlier` has the ones before it, oldest first.

    Rule with citation, formulas with the numbers put in, result, what it would take, what it was,
    the clause's own words; every figure with its revision; its place among its peers; all lamp rules
    side by side.
    """
    row = standing.row(goal)
    if row is None:
        return ""
    said = told(standing, row, lang, earlier)
    # Of what the reader may not see, every rule would only say that there is no figure.
    unseen = row["verdict"]["status"] in UNSEEN
    parts = [
        verdict_card(
            row["verdict"]["status"],
            lang,
            said.rule,
            [Step(label, value) for label, value in said.steps],
            need=said.need or None,
            sentence=said.headline,
            framed_card=False,
        ),
        _moved(said, lang),
        quotation(
            quotation_of(standing, row, lang, base.href(page="sources", region=row["region"])),
            lang,
        ),
        notes(
            [(None, one) for one in readings(standing, row, lang)],
            say("pages.explanation.readings", lang),
        ),
        "" if unseen else inputs_table(standing, row, lang, base),
        "" if unseen else ranking(standing, row, lang),
        "" if unseen else rules_table(standing, row, lang),
    ]
    return stacked(parts, "ct", "ct-explanation")


def as_text(standing: Standing, goal: str, earlier: Sequence[Row], lang: str) -> str:
    """Return the explanation as plain lines, to be copied."""
    row = standing.row(goal)
    return "" if row is None else told(standing, row, lang, earlier).as_text()


def _moved(said: "Explanation", lang: str) -> str:
    """What it was a year before, and why it moved since."""
    lines = [one for one in (said.moved, *said.moves) if one]
    return passage(say("pages.explanation.moved", lang), sentences=lines) if lines else ""


def rules_table(standing: Standing, row: Row, lang: str) -> str:
    """Return the verdict of every lamp rule on one goal, so that none is chosen unseen."""
    from dashboard.progress.comparison import compare_rules
    from dashboard.wording.lamp_rules import quantity_word, rule_sentence, word_of
    from dashboard.wording.reasons import quantity_text

    found = row["verdict"]["assessment"]
    cells: list[dict[str, object]] = []
    for one in compare_rules(found, standing.facts.rules):
        rule = one.rule
        undefined = one.status == "undefined-by-rule"
        own = say("pages.explanation.own-rule", lang) if rule.id == found.rule.id else None
        told = rule.undefined.get(lang) if undefined else word_of(rule, one.band, lang)
        value = quantity_text(one, rule, lang)
        cells.append(
            {
                "rule": Cell(
                    rule.name.get(lang) or rule.id, sub=own, title=rule_sentence(rule, lang)
                ),
                "source": rule.source.get(lang, ""),
                "quantity": quantity_word(rule.quantity, lang),
                "value": None if value == say("numbers.unknown", lang) else value,
                "lamp": Cell(
                    lamp_word(one.status, lang),
                    sub=told or None,
                    status=one.status,
                ),
            }
        )
    kinds = {"source": "muted", "quantity": "muted", "value": "number", "lamp": "status"}
    columns = [
        Column(name, rules_head(name, lang), kinds.get(name, "text"))
        for name in ("rule", "source", "quantity", "value", "lamp")
    ]
    return goal_table(
        cells,
        columns,
        lang,
        title=say("pages.explanation.rules", lang),
        subtitle=say("pages.explanation.rules-sub", lang),
        framed_card=False,
    )
