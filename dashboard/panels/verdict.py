"""Why a goal stands where it stands: rule, numbers, what it would take, and the clause's words."""

from typing import TYPE_CHECKING, Any

from dashboard.charts.rows import Step
from dashboard.charts.verdict import verdict_card
from dashboard.languages import say
from dashboard.panels import naming
from dashboard.panels.standing import Row, Standing
from dashboard.selection import Selection

if TYPE_CHECKING:
    from dashboard.progress.explaining import Explanation


def verdict(standing: Standing, goal: str, lang: str, base: Selection, framed: bool = False) -> str:
    """Return one goal's verdict, its working under a fold; `framed` puts it on a card of its own."""
    row = standing.row(goal)
    if row is None:
        return ""
    source = base.href(page="sources", region=row["region"])
    said = told(standing, row, lang)
    return verdict_card(
        row["verdict"]["status"],
        lang,
        said.rule,
        [Step(label, value) for label, value in said.steps],
        quotations=[naming.quoted(standing, row, lang, source)],
        need=said.need or None,
        sentence=said.headline,
        framed_card=framed,
        folded=say("pages.explanation.working", lang),
        why=naming.why(row, base),
    )


def told(standing: Standing, row: Row, lang: str) -> "Explanation":
    """Return the explanation of a goal's verdict in words."""
    from dashboard.progress import explain

    clusters = standing.catalogue.clusters_of(row["region"])
    named = [*standing.catalogue.rows("regions"), *clusters]
    names = {one["id"]: standing.name(one, lang) for one in named}
    judged = row["verdict"] | {"counted": naming.counted(standing, row, lang)}
    said: Explanation = explain(judged, row, lang, lamp_rules(standing), names)
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
            key = "pages.sources.assumption" if note["assumption"] else "pages.sources.reading"
            said.append(say(key, lang, text=note[f"text_{lang}"]))
    return said
