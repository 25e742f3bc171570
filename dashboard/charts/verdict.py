"""The verdict beside the chart: why this lamp, by which rule, and in the plan's own words."""

from collections.abc import Sequence

from dashboard.charts.cards import framed
from dashboard.charts.clauses import quotation
from dashboard.charts.lamps import lamp, lamp_colour
from dashboard.charts.markup import text
from dashboard.charts.rows import Quotation, Step
from dashboard.languages import say


def verdict_card(
    status: str,
    lang: str,
    rule: str,
    steps: Sequence[Step],
    quotations: Sequence[Quotation] = (),
    *,
    need: str | None = None,
    title: str | None = None,
    sentence: str | None = None,
    framed_card: bool = True,
    folded: str | None = None,
    why: str | None = None,
    facts: Sequence[Step] = (),
) -> str:
    """Return the working of one verdict: rule (a sentence), steps (label, value), what is needed, the clause.

    With `folded` (the words to open it) rule and steps stand under a fold, and with `facts`, the few
    numbers that decided, so does the sentence; `why` is where the lamp leads.
    """
    asked = say("charts.verdict.why", lang) if title is None else title
    header = f"<h2>{text(asked)}{lamp(status, lang, why=why)}</h2>"
    ruled = f'<p class="ct-sub">{text(rule)}</p>'
    working = _steps(steps)
    said = f"<p>{text(sentence)}</p>" if sentence else ""
    body = _steps(facts, "ct-decided") if facts else said
    if folded is None:
        header += ruled
        body += working
    body += f'<p class="ct-need">{text(need)}</p>' if need else ""
    if folded is not None:
        told = said if facts else ""
        body += f"<details><summary>{text(folded)}</summary>{told}{ruled}{working}</details>"
    body += "".join(quotation(one, lang) for one in quotations)
    return framed(body, header, "ct-verdict", frame=framed_card)


def _steps(steps: Sequence[Step], *classes: str) -> str:
    named = " ".join(("ct-steps", *classes))
    return f'<dl class="{named}">{"".join(_step(step) for step in steps)}</dl>' if steps else ""


def _step(step: Step) -> str:
    colour = f' class="ct-{lamp_colour(step.status)}"' if step.status else ""
    return f"<div><dt>{text(step.label)}</dt><dd{colour}>{text(step.value)}</dd></div>"
