"""The picture of a region's plan: its tier boards, or its goals as bars where it has no tiers."""

from collections.abc import Sequence
from typing import NamedTuple

from dashboard.actuals.periods import label_kind
from dashboard.addresses.selection import Selection
from dashboard.judging import Row, Standing
from dashboard.languages import say
from dashboard.languages.numbers import period_text
from dashboard.views import goal_links
from dashboard.views.board import Board, laid_out, tier_board
from dashboard.views.cards import card, stacked
from dashboard.views.environment import Markup
from dashboard.views.progress import GoalBar, laid_out_bars, progress_rows
from dashboard.views.rows import Member, Progress, Tier
from dashboard.wording import naming
from dashboard.wording.states import vintage_of
from dashboard.wording.targets import ambition_text, planned_count


def board(standing: Standing, region: str, lang: str, here: Selection) -> str:
    """Return what stands beside the chart: the tier boards, or bars where there are no tiers."""
    return boards(standing, region, lang, here) or untiered(standing, region, lang, here)


def boards(standing: Standing, region: str, lang: str, here: Selection) -> Markup:
    """Return the tier boards of the region's plans as the page shows them."""
    return stacked(tier_board(one, lang) for one in laid_out_boards(standing, region, lang, here))


def laid_out_boards(standing: Standing, region: str, lang: str, here: Selection) -> list[Board]:
    """Return the tier boards of the region's plans: one per basis and due year, the next due first."""
    rows = standing.rows(region)
    drawn = []
    for plan in standing.plans(region):
        tiers = standing.catalogue.tiers_of(plan["id"])
        years = sorted(
            {tier["due"] for tier in tiers if tier["due"]},
            key=lambda y: (y < standing.on.year, y if y >= standing.on.year else -y),
        )
        # Tiers without a year stand with those due next: one code, one board.
        for place, year in enumerate(years or [None]):
            chosen = [t for t in tiers if t["due"] == year or (t["due"] is None and place == 0)]
            for basis in dict.fromkeys(tier["indicator"] for tier in chosen):
                own = [tier for tier in chosen if tier["indicator"] == basis]
                drawn.append(
                    _board(standing, plan, own, rows, year if len(years) > 1 else None, lang, here)
                )
    return drawn


def _board(
    standing: Standing,
    plan: Row,
    tiers: list[Row],
    rows: Sequence[Row],
    year: int | None,
    lang: str,
    here: Selection,
) -> Board:
    indicator = standing.catalogue.indicator(tiers[0]["indicator"]) or {}
    shown = [_tier(standing, tier, rows, lang, here) for tier in tiers]
    document = standing.catalogue.document(plan["document"]) or {}
    name = str(indicator.get(f"name_{lang}") or "")
    title = say("pages.region.board", lang, indicator=name)
    if year:
        title = say("pages.region.board-year", lang, indicator=name, year=year)
    periods = {m.period for tier in shown for m in tier.members if m.period}
    period = None
    if len(periods) == 1:
        period = period_text(periods.pop(), label_kind(indicator), lang)
    elif periods:
        period = say("pages.region.board-latest", lang)
    return laid_out(
        shown,
        lang,
        unit=indicator.get("unit", "yuan"),
        title=title,
        basis=_basis(indicator, lang),
        period=period,
        source=document.get("number") or standing.catalogue.name(document, lang),
        counted=str(indicator.get(f"counted_{lang}") or ""),
        kind=label_kind(indicator),
    )


def _basis(indicator: Row, lang: str) -> str | None:
    basis = indicator.get(f"basis_{lang}")
    return say("pages.basis", lang, basis=basis) if basis else None


def _tier(standing: Standing, tier: Row, rows: Sequence[Row], lang: str, here: Selection) -> Tier:
    own = [row for row in rows if row["tier"] == tier["id"] and row["subject_kind"] == "cluster"]
    own = [row for row in own if row["plan"] == tier["plan"]]
    counted = planned_count(tier)
    count = say("pages.region.tier-count", lang, n=counted) if counted else None
    return Tier(
        part=tier_part(tier),
        threshold=tier["threshold"],
        comparator=tier["threshold_comparator"],
        level=bool(tier["level"]),
        due=tier["due"],
        name=tier[f"name_{lang}"],
        count_text=count,
        open=bool(tier["count_open"]),
        complete=bool(tier["members_complete"]),
        members=[_member(standing, row, lang, here) for row in own],
        wording=tier["wording"],
        clause=tier["clause"],
        ambition=ambition_text(tier["ambition"], lang),
    )


def _member(standing: Standing, row: Row, lang: str, here: Selection) -> Member:
    verdict = row["verdict"]
    need = naming.need_text(standing, row, lang)
    return Member(
        name=row[f"subject_name_{lang}"],
        status=verdict["status"],
        value=verdict["actual"],
        share=naming.completion_text(row, lang, fixed=True),
        previous=verdict["previous"],
        href=goal_links.elsewhere(here, "cluster", region=row["region"], cluster=row["cluster"]),
        period=verdict["period"],
        wording=row["wording"],
        clause=row["clause"],
        note=need,
        why=goal_links.why(row, here),
        vintage=vintage_of(standing, row),
    )


class GoalBars(NamedTuple):
    """A region's goals as bars: under which title, and how the bars are read."""

    title: str
    subtitle: str
    rows: list[GoalBar]


def goal_bars(standing: Standing, region: str, lang: str, here: Selection) -> GoalBars:
    """Return the region's goals as bars, as they are drawn where its plans have no tiers."""
    rows = [_progress(standing, row, lang, here) for row in standing.rows(region)]
    title, about = say("pages.region.bars", lang), say("pages.region.bars-explained", lang)
    return GoalBars(title, about, laid_out_bars(rows, lang))


def untiered(standing: Standing, region: str, lang: str, here: Selection) -> str:
    """Return the region's goals as bars where its plans have no tiers."""
    title, about, rows = goal_bars(standing, region, lang, here)
    return card(progress_rows(rows, lang), title, about) if rows else ""


def _progress(standing: Standing, row: Row, lang: str, here: Selection) -> Progress:
    verdict = row["verdict"]
    growth = row["kind"] == "growth"
    said = naming.completion_text(row, lang)
    if growth and row["reported"]:
        # A growth has no completion rate: what counts is the gap in points.
        said = naming.actual_text(standing, row, lang)
    expected, goal = verdict["expected"], verdict["goal_value"]
    return Progress(
        name=naming.goal_name(row, lang),
        target=naming.target_text(standing, row, lang),
        status=verdict["status"],
        said=said,
        gap=naming.gap_text(row, lang) if growth and row["reported"] else None,
        # A growth is drawn by its level against its goal, and said in points.
        share=verdict["actual_float"] / goal
        if growth and row["reported"] and goal
        else row["completion"]
        if row["reported"]
        else None,
        schedule=expected / goal if expected is not None and goal and not growth else None,
        period=naming.actual_period(row, lang) if row["reported"] else None,
        why=goal_links.why(row, here),
        note=naming.cited(row, lang),
    )


def drawn_goals(standing: Standing, region: str) -> list[str]:
    """Return the ids of the goals that stand beside a region's chart, in their order."""
    rows = standing.rows(region)
    tiers = {(tier["plan"], tier["id"]) for tier in _all_tiers(standing, region)}
    members = [
        row["id"]
        for row in rows
        if row["subject_kind"] == "cluster" and (row["plan"], row["tier"]) in tiers
    ]
    return members if tiers else [row["id"] for row in rows]


def _all_tiers(standing: Standing, region: str) -> list[Row]:
    plans = standing.plans(region)
    return [tier for plan in plans for tier in standing.catalogue.tiers_of(plan["id"])]


def tier_part(tier: Row) -> str:
    """Return what heads a tier's row: its part of the slogan, else how many the plan counts."""
    if tier["code_part"]:
        return str(tier["code_part"])
    return planned_count(tier) or "N"


def board_tiers(standing: Standing, plan: str) -> list[Row]:
    """Return the tiers the board shows: those due next (else last), and those without a year."""
    tiers = standing.catalogue.tiers_of(plan)
    years = sorted({tier["due"] for tier in tiers if tier["due"]})
    coming = [year for year in years if year >= standing.on.year]
    year = coming[0] if coming else (years[-1] if years else None)
    return [tier for tier in tiers if tier["due"] in (year, None)]
