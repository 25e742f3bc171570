"""Why a goal stands where it stands: rule, numbers, what it would take, and the clause's words."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from dashboard.addresses.selection import Selection
from dashboard.judging import Row, Standing
from dashboard.languages import say
from dashboard.views import goal_links
from dashboard.views.clauses import quotation_of, quoted
from dashboard.views.environment import Markup, render
from dashboard.views.remedies import remedy
from dashboard.views.rows import Quotation, Step
from dashboard.wording import naming, reasons
from dashboard.wording.documents import reading_text
from dashboard.wording.explanation import expected_word
from dashboard.wording.states import lamp_colour, vintage_of

if TYPE_CHECKING:
    from dashboard.wording.explanation import Explanation


def verdict(standing: Standing, goal: str, lang: str, here: Selection, framed: bool = False) -> str:
    """Return one goal's verdict, its working under a fold; `framed` puts it on a card of its own."""
    row = standing.row(goal)
    if row is None:
        return ""
    source = goal_links.elsewhere(here, "sources", region=row["region"])
    said = told(standing, row, lang)
    return verdict_card(
        row["verdict"]["status"],
        lang,
        said.rule,
        [Step(label, value) for label, value in said.steps],
        quotations=[quotation_of(standing, row, lang, source)],
        sentence=said.headline,
        framed_card=framed,
        folded=say("pages.explanation.working", lang),
        why=goal_links.why(row, here),
        facts=facts(standing, row, lang),
        remedy=remedy(standing, row, lang),
        # Figure and goal side by side do not tell why there is no lamp (the base is missing, …).
        told=lamp_colour(row["verdict"]["status"]) not in {"green", "yellow", "red"},
    )


def facts(standing: Standing, row: Row, lang: str) -> list[Step]:
    """Return the few numbers that decided a verdict, one under the other; none without a figure."""
    actual = naming.actual_text(standing, row, lang)
    period = naming.actual_period(row, lang)
    if actual is None or period is None or row["value"] is None:
        return []
    due = naming.due_text(row, lang)
    goal = say("pages.verdict.goal", lang, due=due)
    shown = [
        Step(say("pages.verdict.actual", lang, period=period), actual),
        Step(goal, naming.target_text(standing, row, lang)),
        *_against_path(standing, row, lang),
    ]
    need = naming.need_text(standing, row, lang)
    if need and row["due"]:
        shown.append(Step(say("pages.verdict.need", lang, due=due), need))
    elif need:
        shown.append(Step(say("pages.verdict.need-rest", lang), need))
    return shown


def _against_path(standing: Standing, row: Row, lang: str) -> list[Step]:
    """Completion, what the path asks for by now, and the gap, with 进度 where it comes from that."""
    verdict = row["verdict"]
    gap, found = naming.gap_text(row, lang), verdict["assessment"]
    if gap is None:
        return []
    shown = []
    done = naming.completion_text(row, lang)
    if done is not None and row["kind"] != "growth":
        shown.append(Step(say("pages.column.completion", lang), done))
    if found.measured.expected is not None and row["kind"] != "growth":
        asked = naming.expected_text(standing, row, lang)
        shown.append(Step(expected_word(verdict["path"], lang), asked))
    label = say("pages.verdict.gap", lang)
    if verdict["completion_from_base"] and verdict["completion"] is not None:
        label = say(
            "pages.verdict.from-base",
            lang,
            year=verdict["base_year"],
            progress=naming.progress_text(row, lang),
            schedule=reasons.schedule_text(found, lang, fixed=True),
        )
    return [*shown, Step(label, gap, verdict["status"])]


def told(standing: Standing, row: Row, lang: str, earlier: Sequence[Row] = ()) -> "Explanation":
    """Return the explanation of a goal's verdict in words; `earlier` has those before, oldest first."""
    from dashboard.wording.explanation import explain

    clusters = standing.catalogue.clusters_of(row["region"])
    named = [*standing.catalogue.rows("regions"), *clusters]
    names = {one["id"]: standing.name(one, lang) for one in named}
    judged = row["verdict"] | {
        "counted": naming.counted(standing, row, lang),
        "vintage": vintage_of(standing, row),
    }
    said: Explanation = explain(judged, row, lang, lamp_rules(standing), names, earlier)
    return said


def lamp_rules(standing: Standing) -> dict[str, Any]:
    """Return the register's lamp rules by id, as `dashboard.progress` takes them."""
    return {rule["id"]: rule["json"] for rule in standing.catalogue.rows("lamp_rules")}


def readings(standing: Standing, row: Row, lang: str) -> list[str]:
    """Return the settled readings a goal rests on, assumptions marked."""
    notes = {note["id"]: note for note in standing.catalogue.notes_of(row["document"])}
    said = []
    for name in row["readings"]:
        note = notes.get(name)
        if note:
            said.append(reading_text(note[f"text_{lang}"], lang, assumed=note["assumption"]))
    return said


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
    remedy: Markup | None = None,
    told: bool = False,
) -> Markup:
    """Return the working of one verdict: rule (a sentence), steps (label, value), what is needed, the clause.

    With `folded` (the words to open it) rule and steps stand under a fold, and with `facts`, the few
    numbers that decided, so does the sentence, unless it is `told` above them. `why` is where the lamp
    leads. `remedy` says what is done.
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
        remedy=remedy,
        told=told or not facts,
    )
