"""A region: its finding, the tier boards, and its goals by clause or by responsible unit."""

from datetime import date

from dashboard.actuals.periods import label_kind
from dashboard.charts.board import tier_board
from dashboard.charts.cards import title_html
from dashboard.charts.headline import Part
from dashboard.charts.headline import headline as drawn_headline
from dashboard.charts.markup import text
from dashboard.charts.rows import Member, Tier
from dashboard.languages import say
from dashboard.languages.numbers import period_text
from dashboard.panels import naming
from dashboard.panels.goals import ambition, goals_table
from dashboard.panels.laggards import behind, laggards_table
from dashboard.panels.standing import Row, Standing
from dashboard.panels.tally import tally
from dashboard.panels.tiers import tier_part
from dashboard.selection import GROUPS, Selection

MOST_LAGGARDS = 6
# Lines of boards and laggards up to which the column beside them is the longer one.
SHORT_BOARD = 14


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
    if not counted.reported:
        key = f"pages.region.nothing{standing.manner(region)}"
        said.append(say(key, lang, total=counted.total))
    elif named and told.reported:
        n = len({row["cluster"] for row in named})
        key = "clusters" if n == len(named) else "clusters-goals"
        said.append(say(f"pages.region.{key}", lang, n=n, goals=len(named)))
        said += _lamps(told.green, told.yellow, told.red, lang)
    else:
        said.append(say("pages.region.goals", lang, n=counted.total))
        said += _lamps(counted.green, counted.yellow, counted.red, lang)
    dues = sorted({r["due"] for r in rows if r["due"] and r["due"] >= standing.on.year})
    if dues:
        said.append(_time_left(dues[-1], standing.on, lang))
    late = [row for goal in behind(standing, region) if (row := standing.row(goal))]
    needing = next((row for row in late if naming.need_text(standing, row, lang)), None)
    if needing:
        said.append(say("pages.region.widest", lang))
        said.append((naming.goal_name(needing, lang), "strong"))
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


def _lamps(green: int, yellow: int, red: int, lang: str) -> list[Part]:
    parts: list[Part] = []
    for lamp, n in (("green", green), ("yellow", yellow), ("red", red)):
        if n:
            if parts:
                parts.append(say("pages.comma", lang))
            parts.append((say(f"pages.region.{lamp}", lang, n=n), lamp))
    return parts or [say("pages.region.no-lamp", lang)]


def board(standing: Standing, region: str, lang: str, base: Selection) -> str:
    """Return what stands beside the chart: the tier boards, or bars where there are no tiers."""
    return boards(standing, region, lang, base) or untiered(standing, region, lang)


def boards(standing: Standing, region: str, lang: str, base: Selection) -> str:
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
                    _board(standing, plan, own, rows, year if len(years) > 1 else None, lang, base)
                )
    return f'<div class="ct-stacked">{"".join(drawn)}</div>' if drawn else ""


def _board(
    standing: Standing,
    plan: Row,
    tiers: list[Row],
    rows: list[Row],
    year: int | None,
    lang: str,
    base: Selection,
) -> str:
    indicator = standing.catalogue.indicator(tiers[0]["indicator"]) or {}
    shown = [_tier(standing, tier, rows, lang, base) for tier in tiers]
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
    return tier_board(
        shown,
        lang,
        unit=indicator.get("unit", "yuan"),
        title=title,
        basis=_basis(indicator, lang),
        period=period,
        source=document.get("number") or standing.catalogue.name(document, lang),
        counted=str(indicator.get(f"counted_{lang}") or ""),
    )


def _basis(indicator: Row, lang: str) -> str | None:
    basis = indicator.get(f"basis_{lang}")
    return say("pages.basis", lang, basis=basis) if basis else None


def _tier(standing: Standing, tier: Row, rows: list[Row], lang: str, base: Selection) -> Tier:
    own = [row for row in rows if row["tier"] == tier["id"] and row["subject_kind"] == "cluster"]
    own = [row for row in own if row["plan"] == tier["plan"]]
    count = None
    if tier["count"]:
        amount = f"{tier['count']}–{tier['count_high']}" if tier["count_high"] else tier["count"]
        count = say("pages.region.tier-count", lang, n=amount)
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
        members=[_member(standing, row, lang, base) for row in own],
        wording=tier["wording"],
        clause=tier["clause"],
        ambition=ambition(tier["ambition"], lang),
    )


def _member(standing: Standing, row: Row, lang: str, base: Selection) -> Member:
    verdict = row["verdict"]
    need = naming.need_text(standing, row, lang)
    return Member(
        name=row[f"subject_name_{lang}"],
        status=verdict["status"],
        value=verdict["actual"],
        previous=verdict["previous"],
        href=base.href(page="cluster", region=row["region"], cluster=row["cluster"]),
        period=verdict["period"],
        wording=row["wording"],
        clause=row["clause"],
        note=need,
        completion=verdict["completion"],
        why=naming.why(row, base),
    )


def board_is_short(standing: Standing, region: str) -> bool:
    """Whether the boards leave room beside a goal's chart, verdict and outlook."""
    rows = standing.rows(region)
    named = sum(1 for row in rows if row["subject_kind"] == "cluster") or len(rows)
    return named + min(len(behind(standing, region)), MOST_LAGGARDS) <= SHORT_BOARD


def untiered(standing: Standing, region: str, lang: str) -> str:
    """Return the region's goals as bars where its plans have no tiers."""
    from dashboard.charts.cards import card
    from dashboard.charts.progress import growth_line, progress_bar

    bars = []
    for row in standing.rows(region):
        verdict = row["verdict"]
        target = naming.target_text(standing, row, lang)
        label = naming.goal_name(row, lang) + say("pages.dot", lang) + target
        share = verdict["used"] if verdict["completion"] is None else verdict["completion"]
        if share is None and verdict["actual_float"] is not None and row["value_float"]:
            share = verdict["actual_float"] / row["value_float"]
        if row["kind"] == "growth":  # no completion rate: what counts is the gap in points
            gap = naming.gap_text(row, lang) if row["reported"] else None
            bars.append(growth_line(label, verdict["status"], gap, lang))
        else:
            bars.append(progress_bar(share, lang, verdict["schedule"], verdict["status"], label))
    title = say("pages.region.bars", lang)
    return card("".join(bars), title, say("pages.region.bars-explained", lang)) if bars else ""


def goal_groups(standing: Standing, region: str, group: str, lang: str, base: Selection) -> str:
    """Return the region's goals on one card, a table per clause or per responsible unit."""
    parts = []
    for title, subtitle, own in _groups(standing, standing.rows(region), group, lang):
        table = goals_table(
            standing, own, lang, base, narrow=True, framed=False, clause=group != "clause"
        )
        # Folded on a phone, where all groups together are sixteen screens long.
        head = f"<summary>{title_html(title, subtitle)}</summary>"
        parts.append(f'<details class="ct-fold">{head}{table}</details>')
    return f'<div class="ct"><section class="ct-card ct-groups">{"".join(parts)}</section></div>'


def laggards(standing: Standing, region: str, lang: str, base: Selection) -> str:
    """Return the region's goals that need attention, the most urgent first."""
    return laggards_table(standing, lang, base, MOST_LAGGARDS, region)


def _groups(
    standing: Standing, rows: list[Row], group: str, lang: str
) -> list[tuple[str, str, list[Row]]]:
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
            clause = headings.get((document, key), {})
            title = f"{key} {clause.get(f'heading_{lang}') or ''}".strip()
        else:
            title = naming.unit_names(standing, document, lang).get(key, key)
        counted = tally(row["group"] for row in own)
        told = f"pages.region.group{standing.manner(own[0]['region'])}"
        subtitle = say(told, lang, n=counted.total, reported=counted.reported)
        out.append((title, subtitle, own))
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
    return f'<div class="ct"><h2>{text(say("pages.region.all-goals", lang, n=n))}</h2></div>'


def group_words(lang: str) -> dict[str, str]:
    """Return the ways to group the goals."""
    return {group: say(f"pages.region.by-{group}", lang) for group in GROUPS}
