"""A region: its finding, what lags, and its goals by clause or by responsible unit."""

from collections.abc import Sequence

from dashboard.addresses.selection import GROUPS, Selection
from dashboard.judging import Row, Standing
from dashboard.languages import say
from dashboard.views.goal_rows import columns_of, goals_table
from dashboard.views.laggards import behind, laggards_table
from dashboard.views.prose import headline as drawn_headline
from dashboard.views.prose import passage
from dashboard.views.tables import goal_groups as drawn_groups
from dashboard.views.tally import SHAPES
from dashboard.wording import naming
from dashboard.wording.findings import group_sentence, region_details, region_finding

MOST_LAGGARDS = 6


def headline(standing: Standing, region: str, lang: str) -> str:
    """Return the region's finding as a sentence with numbers."""
    found = region_finding(standing, region, behind(standing, region), lang)
    parts = [one if isinstance(one, str) else (one[0], SHAPES.get(one[1], one[1])) for one in found]
    return drawn_headline(
        standing.name(standing.catalogue.region(region), lang),
        parts,
        lang,
        code=next((plan["code_text"] for plan in standing.plans(region)), None),
        details=region_details(standing, region, lang),
    )


def goal_groups(standing: Standing, region: str, group: str, lang: str, here: Selection) -> str:
    """Return the region's goals on one card, a table per clause or per responsible unit."""
    parts = []
    for key, title, subtitle, own in _groups(standing, standing.rows(region), group, lang):
        by_clause = group == "clause"
        table = goals_table(
            standing,
            own,
            lang,
            here,
            narrow=True,
            framed=False,
            clause=not by_clause,
            unit=None if by_clause else key,
        )
        parts.append((title, subtitle, table))
    return drawn_groups(columns_of(lang), parts)


def laggards(standing: Standing, region: str, lang: str, here: Selection) -> str:
    """Return the region's goals that need attention, the most urgent first; empty without any."""
    return laggards_table(standing, lang, here, MOST_LAGGARDS, region)


def _groups(
    standing: Standing, rows: Sequence[Row], group: str, lang: str
) -> list[tuple[str, str, str, list[Row]]]:
    found: dict[tuple[str, str], list[Row]] = {}
    for row in rows:
        names = [row["clause"]] if group == "clause" else row["responsible"]
        for name in names:
            found.setdefault((row["document"], name), []).append(row)
    headings = {
        (clause["document"], clause["id"]): clause
        for plan in {row["document"] for row in rows}
        for clause in standing.catalogue.clauses_of(plan)
    }
    out = []
    for (document, key), own in found.items():
        if group == "clause":
            title = naming.clause_title(headings.get((document, key), {"id": key}), lang)
        else:
            title = naming.unit_names(standing, document, lang).get(key, key)
        out.append((key, title, group_sentence(standing, own, lang), own))
    return out


def leading_goal(standing: Standing, region: str) -> str:
    """Return the goal shown first: the plan's total, else its growth, else the most urgent."""
    rows = standing.rows(region)
    drawable = [row for row in rows if row["subject_kind"] not in ("tier", "each-cluster")]
    totals = [r for r in drawable if r["unit"] == "yuan" and r["subject_kind"] != "cluster"]
    growth = [r for r in drawable if r["kind"] == "growth" and r["subject_kind"] == "clusters"]
    for first in (totals, growth):
        if first:
            coming = [r for r in first if (r["due"] or 0) >= standing.on.year]
            return str((coming or first[-1:] if first is totals else first)[0]["id"])
    shown = {row["id"] for row in drawable}
    late = [goal for goal in behind(standing, region) if goal in shown]
    return late[0] if late else str((drawable or rows)[0]["id"])


def labels(standing: Standing, region: str, lang: str) -> dict[str, str]:
    """Return a distinct label for each goal of the region."""
    return naming.goal_labels(standing.rows(region), lang)


def goals_title(standing: Standing, region: str, lang: str) -> str:
    """Return the heading over the goals."""
    n = len(standing.rows(region))
    return passage(say("pages.region.all-goals", lang, n=n), level=2)


def group_words(lang: str) -> dict[str, str]:
    """Return the ways to group the goals."""
    words = {
        "clause": say("pages.region.by-clause", lang),
        "unit": say("pages.region.by-unit", lang),
    }
    return {group: words[group] for group in GROUPS}
