"""A region: its finding, what lags, and its goals by clause or by responsible unit."""

from collections.abc import Sequence
from datetime import date

from dashboard.addresses.selection import GROUPS, Selection
from dashboard.judging import GROUPS as GOAL_GROUPS
from dashboard.judging import Row, Standing
from dashboard.languages import say
from dashboard.views.goal_rows import columns_of, goals_table
from dashboard.views.headline import Part
from dashboard.views.headline import headline as drawn_headline
from dashboard.views.laggards import behind, laggards_table
from dashboard.views.prose import passage
from dashboard.views.tables import goal_groups as drawn_groups
from dashboard.views.tally import SHAPES, Tally, tally
from dashboard.wording import naming

MOST_LAGGARDS = 6


def headline(standing: Standing, region: str, lang: str) -> str:
    """Return the region's finding as a sentence with numbers."""
    plans = standing.plans(region)
    details: list[str] = []
    for plan in plans:
        document = standing.catalogue.document(plan["document"]) or {}
        details.append(standing.name(plan, lang))
        details.append(say("pages.region.until", lang, year=plan["end"]))
        details.append(document.get("number") or say("pages.sources.no-number", lang))
    code = plans[0]["code_text"] if plans else None
    name = standing.name(standing.catalogue.region(region), lang)
    return drawn_headline(name, _finding(standing, region, lang), lang, code=code, details=details)


def _finding(standing: Standing, region: str, lang: str) -> list[Part]:
    rows = standing.rows(region)
    named = [row for row in rows if row["subject_kind"] == "cluster"]
    counted = tally(row["group"] for row in rows)
    told = tally(row["group"] for row in named)
    said: list[Part] = []
    # What is counted first is what the rest of the sentence is about.
    about = rows
    if not counted.reported:
        # pages.region.nothing-published, pages.region.nothing-withheld
        key = f"pages.region.nothing{standing.wording_suffix(region)}"
        said.append(say(key, lang, total=counted.total))
    elif named and told.reported:
        about = named
        n = len({row["cluster"] for row in named})
        key = "clusters" if n == len(named) else "clusters-goals"
        # pages.region.*
        said.append(say(f"pages.region.{key}", lang, n=n, goals=len(named)))
        said += _lamps(told, lang)
    else:
        said.append(say("pages.region.goals", lang, n=counted.total))
        said += _lamps(counted, lang)
    dues = sorted({r["due"] for r in rows if r["due"] and r["due"] >= standing.on.year})
    if dues:
        said.append(_time_left(dues[-1], standing.on, lang))
    shown = {row["id"]: row for row in about}
    late = [shown[goal] for goal in behind(standing, region) if goal in shown]
    late = [row for row in late if row["group"] != "missed"]
    needing = next((row for row in late if naming.need_text(standing, row, lang)), None)
    if needing:
        said.append(say("pages.region.widest", lang))
        name = (
            needing[f"subject_name_{lang}"] if about is named else naming.goal_name(needing, lang)
        )
        said.append((name, "strong"))
        need = naming.need_text(standing, needing, lang)
        said.append(say("pages.region.need", lang, need=need))
    said.append(say("pages.stop", lang))
    return said


def _time_left(year: int, on: date, lang: str) -> str:
    """Years and months to the end of `year`; what is nought is not said."""
    years, months = year - on.year, 12 - on.month
    if not years and not months:
        return say("pages.region.last-month", lang, year=year)
    key = "time-left" if years and months else "years-left" if years else "months-left"
    return say(f"pages.region.{key}", lang, year=year, years=years, months=months)


def _lamps(counted: Tally, lang: str) -> list[Part]:
    """Every group with its number, so that the numbers add up to all that were counted."""
    parts: list[Part] = []
    for group in GOAL_GROUPS:
        n = getattr(counted, group)
        if n:
            if parts:
                parts.append(say("pages.comma", lang))
            parts.append((say(f"pages.region.{group}", lang, n=n), SHAPES.get(group, group)))
    return parts


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
        counted = tally(row["group"] for row in own)
        # pages.region.group-published, pages.region.group-withheld
        told = f"pages.region.group{standing.wording_suffix(own[0]['region'])}"
        subtitle = say(told, lang, n=counted.total, reported=counted.reported)
        out.append((key, title, subtitle, own))
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
    # pages.region.by-clause, pages.region.by-unit
    return {group: say(f"pages.region.by-{group}", lang) for group in GROUPS}
