"""Why a goal stands where it stands: rule, numbers, what it would take, and the clause's words."""

from dashboard.charts.rows import Step
from dashboard.charts.verdict import verdict_card
from dashboard.languages import say
from dashboard.panels import naming
from dashboard.panels.standing import Row, Standing
from dashboard.selection import Selection


def verdict(standing: Standing, goal: str, lang: str, base: Selection, framed: bool = False) -> str:
    """Return the working of one goal's verdict; `framed` puts it on a card of its own."""
    from dashboard.progress import explain

    row = standing.row(goal)
    if row is None:
        return ""
    source = base.href(page="sources", region=row["region"])
    rules = {rule["id"]: rule["json"] for rule in standing.catalogue.rows("lamp_rules")}
    clusters = standing.catalogue.clusters_of(row["region"])
    names = {cluster["id"]: standing.name(cluster, lang) for cluster in clusters}
    told = explain(row["verdict"], row, lang, rules, names)
    return verdict_card(
        row["verdict"]["status"],
        lang,
        told.rule,
        [Step(label, value) for label, value in told.steps],
        quotations=[naming.quoted(standing, row, lang, source)],
        need=told.need or None,
        sentence=told.headline,
        framed_card=framed,
    )


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
