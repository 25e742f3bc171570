"""The verdict beside the chart: why this lamp, by which rule, and in the plan's own words."""

from collections.abc import Sequence

from dashboard.languages import say
from dashboard.views.clauses import quoted
from dashboard.views.environment import Markup, render
from dashboard.views.rows import Quotation, Step


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
) -> Markup:
    """Return the working of one verdict: rule (a sentence), steps (label, value), what is needed, the clause.

    With `folded` (the words to open it) rule and steps stand under a fold, and with `facts`, the few
    numbers that decided, so does the sentence; `why` is where the lamp leads.
    """
    return render(
        "verdict",
        status=status,
        lang=lang,
        rule=rule,
        steps=steps,
        quotations=[quoted(one, lang) for one in quotations],
        need=need,
        title=say("charts.verdict.why", lang) if title is None else title,
        sentence=sentence,
        frame=framed_card,
        folded=folded,
        why=why,
        facts=facts,
    )
