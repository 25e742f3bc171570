"""The goals that need attention: what can still be caught up first, what was missed last."""

from collections.abc import Sequence

from dashboard.addresses.selection import Selection
from dashboard.judging import MISSED, STRETCH_MISSED, Row, Standing, Summary
from dashboard.judging.tally import tally
from dashboard.languages import say
from dashboard.views import goal_links
from dashboard.views.environment import Markup, render
from dashboard.views.remedies import hover
from dashboard.views.rows import Cell, Column, StatusCount
from dashboard.views.tables import goal_table
from dashboard.views.tally import status_counts
from dashboard.wording import naming
from dashboard.wording.columns import goals_head
from dashboard.wording.findings import laggards_title
from dashboard.wording.officials import officials_in_short

# Missed for good: named, but after what can still be caught up.
_RANKS = {"red": 0, "yellow": 1, "missed": 2}


def behind(standing: Standing, region: str | None = None) -> list[str]:
    """Return the ids of the goals that are behind or were missed, the most urgent first.

    Far behind, then behind, then missed; within each the widest gap first.
    """
    return [goal.id for goal in _late(standing, region)]


def _late(standing: Standing, region: str | None) -> list[Summary]:
    goals = standing.goals() if region is None else standing.summary(region).goals
    late = [goal for goal in goals if goal.group in _RANKS]
    return sorted(late, key=_urgency)


def _urgency(goal: Summary) -> tuple[int, bool, float, int]:
    return _RANKS[goal.group], goal.gap_points is None, goal.gap_points or 0.0, goal.order


def laggards_table(
    standing: Standing, lang: str, here: Selection, most: int, region: str | None = None
) -> str:
    """Return the goals that are behind or were missed; empty when there is none.

    What can still be caught up stands first (at most `most`), what was missed apart (half as many):
    the one calls for work, the other for an account. Links lead to all of them. With a `region`,
    only its own, without the columns region and unit.
    """
    late = _late(standing, region)
    if not late:
        return ""
    groups = {
        "open": [goal.id for goal in late if goal.status not in (*MISSED, STRETCH_MISSED)],
        "missed": [goal.id for goal in late if goal.status in MISSED],
        "stretch": [goal.id for goal in late if goal.status == STRETCH_MISSED],
    }
    parts = [
        _part(standing, name, goals, most if name == "open" else most // 2, region, lang, here)
        for name, goals in groups.items()
        if goals
    ]
    counted = tally(goal.group for goal in late)
    counts = status_counts(counted, lang, here, region)
    return laggards_card(parts, len(late), counts, lang)


def _part(
    standing: Standing,
    name: str,
    goals: list[str],
    most: int,
    region: str | None,
    lang: str,
    here: Selection,
) -> tuple[str, Markup]:
    rows = [row for goal in goals[:most] if (row := standing.row(goal))]
    named = laggards_title(name, len(goals), len(rows), lang)
    whose = ("region",) if region is None else ()
    names = ("goal", *whose, "lead", "completion", "gap", "need", "status")
    kinds = {"lead": "muted", "completion": "number", "gap": "number", "status": "status"}
    # Both tables of the card keep their columns in line.
    shares = (29, 19, 10, 10, 18, 14) if region else (26, 9, 20, 9, 9, 16, 11)
    # On a phone each number is named, with its unit; who answers needs no name.
    briefs = {
        "completion": goals_head("completion", lang),
        "gap": goals_head("gap-points", lang),
    }
    widths = {column: f"{share}%" for column, share in zip(names, shares, strict=True)}
    columns = [
        Column(
            name,
            goals_head(name, lang),
            kinds.get(name, "text"),
            widths[name],
            goals_head("points", lang) if name == "gap" else None,
            briefs.get(name),
        )
        for name in names
    ]
    cells = [_cells(standing, row, lang, here) for row in rows]
    return named, goal_table(cells, columns, lang, framed_card=False)


def _cells(standing: Standing, row: Row, lang: str, here: Selection) -> dict[str, object]:
    units = naming.unit_names(standing, row["document"], lang)
    share, progress = naming.completion_text(row, lang), _progress(row, lang)
    leader = officials_in_short(standing, row["region"], row["cluster"], lang)
    told = (naming.target_text(standing, row, lang), naming.due_text(row, lang), leader)
    promised = [part for part in told if part]
    return {
        "goal": Cell(
            naming.goal_name(row, lang),
            sub=say("pages.dot", lang).join(promised),
            href=goal_links.elsewhere(here, "region", region=row["region"], goal=row["id"]),
            title=row["wording"],
        ),
        "region": Cell(standing.name(standing.catalogue.region(row["region"]), lang)),
        "lead": Cell(lead, title=lead) if (lead := units.get(row["lead"], row["lead"])) else None,
        "completion": Cell(share or "–", sub=progress) if share or progress else None,
        "gap": naming.gap_number(row, lang),
        "need": naming.need_text(standing, row, lang),
        "status": Cell(
            "",
            status=row["verdict"]["status"],
            href=goal_links.why(row, here),
            title=hover(standing, row, lang),
        ),
    }


def _progress(row: Row, lang: str) -> str | None:
    """进度, where the gap beside it comes from that and not from the completion."""
    progress = naming.progress_text(row, lang)
    return None if progress is None else say("pages.goals.progress", lang, progress=progress)


def laggards_card(
    parts: Sequence[tuple[str, Markup]], total: int, counts: Sequence[StatusCount], lang: str
) -> Markup:
    """Return tables, (heading, table) each, on a card, with the lamps that lead to all `total`."""
    title = say("pages.laggards.title", lang, n=total)
    return render("laggards", parts=parts, title=title, counts=counts, lang=lang)
