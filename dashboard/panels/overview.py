"""The overview: what the plans promise, where each stands, who lags, what nobody has reported."""

from dashboard.charts.cards import grid
from dashboard.charts.headline import headline as drawn_headline
from dashboard.charts.overview import region_card
from dashboard.charts.rows import Cell, Column, Link, MiniGroup, MiniMember
from dashboard.charts.stats import stat_cards
from dashboard.charts.tables import goal_table
from dashboard.languages import say
from dashboard.languages.numbers import moment_text
from dashboard.panels import naming
from dashboard.panels.standing import Row, Standing
from dashboard.panels.tally import Tally, lamp_group, status_counts, tally
from dashboard.selection import Selection

# More regions than this are read in the goals table, worst first; a wall of cards tells nothing.
MOST_CARDS = 24
MOST_LAGGARDS = 10


def overview(standing: Standing, lang: str, base: Selection) -> str:
    """Return the whole first view: no Plotly, so that it is there at once."""
    rows = standing.rows()
    counted = tally(rows)
    parts = [
        _headline(standing, counted, lang),
        stat_cards(
            counted.reported,
            counted.total,
            status_counts(counted, lang, base),
            lang,
            label=say("pages.overview.reported", lang),
        ),
        grid(
            [
                card
                for region in standing.regions()[:MOST_CARDS]
                for card in _cards(standing, region, lang, base)
            ]
        ),
        _laggards(standing, rows, lang, base),
        _unreported(standing, rows, lang, base),
    ]
    return f'<div class="ct-stacked">{"".join(parts)}</div>'


def _headline(standing: Standing, counted: Tally, lang: str) -> str:
    plans = sum(len(standing.plans(region)) for region in standing.regions())
    values = {
        "plans": say(f"pages.number.{plans}", lang) if plans <= 4 else plans,
        "n": plans,
        "total": counted.total,
        "green": counted.green,
        "yellow": counted.yellow,
        "red": counted.red,
        "unreported": counted.unreported,
        "rest": counted.none,
    }
    if not counted.reported:
        title = say("pages.overview.title-empty", lang, **values)
        return drawn_headline(title, say("pages.overview.sentence-empty", lang), lang)
    sentence = say("pages.overview.sentence", lang, **values)
    rule = say("pages.overview.rule", lang)
    return drawn_headline(say("pages.overview.title", lang, **values), f"{sentence}{rule}", lang)


def _cards(standing: Standing, region: str, lang: str, base: Selection) -> list[str]:
    """One card per basis, so that no two bases ever share an axis; the lamps stand on the first."""
    rows = standing.rows(region)
    cards: list[str] = []
    for basis in bases(standing, region):
        own = [row for row in rows if row["indicator"] == basis]
        plan = standing.catalogue.plan(own[0]["plan"]) or {}
        tiers = [tier for tier in board_tiers(standing, plan["id"]) if tier["indicator"] == basis]
        groups = [_tier_group(own, tier, lang, base) for tier in tiers] or [
            _goal_group(standing, row, lang, base) for row in own
        ]
        indicator = standing.catalogue.indicator(basis) or {}
        measured = indicator.get(f"basis_{lang}") or indicator.get(f"name_{lang}") or ""
        if indicator.get("kind") == "growth":
            measured = indicator.get(f"name_{lang}") or measured
        dues = sorted({t["due"] for t in (tiers or own) if t["due"]})
        due = [say("pages.due.year", lang, year="、".join(map(str, dues)))] if dues else []
        cards.append(
            region_card(
                standing.name(standing.catalogue.region(region), lang),
                plan["code_text"] if tiers else None,
                lang,
                href=base.href(page="region", region=region),
                basis=say("pages.dot", lang).join([str(measured), *due]),
                groups=groups,
                lines=_lines(standing, own, rows if not cards else own, lang),
                counts=status_counts(tally(rows), lang, base, region, False) if not cards else (),
            )
        )
    return cards


def bases(standing: Standing, region: str) -> list[str]:
    """Return the indicators that get a panel of their own: the tiers', the totals', the growth's."""
    chosen = [
        row["indicator"]
        for row in standing.rows(region)
        if row["unit"] == "yuan" or (row["kind"] == "growth" and row["subject_kind"] == "clusters")
    ]
    if not chosen:
        chosen = [row["indicator"] for row in standing.rows(region)[:1]]
    return list(dict.fromkeys(chosen))


def board_tiers(standing: Standing, plan: str) -> list[Row]:
    """Return the tiers the board shows: those due next (else last), and those without a year."""
    tiers = standing.catalogue.tiers_of(plan)
    years = sorted({tier["due"] for tier in tiers if tier["due"]})
    coming = [year for year in years if year >= standing.on.year]
    year = coming[0] if coming else (years[-1] if years else None)
    return [tier for tier in tiers if tier["due"] in (year, None)]


def _tier_group(rows: list[Row], tier: Row, lang: str, base: Selection) -> MiniGroup:
    members = [
        MiniMember(
            row[f"subject_name_{lang}"],
            row["verdict"]["status"],
            _share(row),
            base.href(page="cluster", region=row["region"], cluster=row["cluster"]),
        )
        for row in rows
        if row["tier"] == tier["id"] and row["subject_kind"] == "cluster"
    ]
    return MiniGroup(tier["code_part"] or "–", members)


def _goal_group(standing: Standing, row: Row, lang: str, base: Selection) -> MiniGroup:
    part = naming.target_text(standing, row, lang) if row["kind"] == "growth" else str(row["due"])
    href = base.href(page="region", region=row["region"], goal=row["id"])
    member = MiniMember(naming.goal_name(row, lang), row["verdict"]["status"], _share(row), href)
    return MiniGroup(part, [member])


def _share(row: Row) -> float | None:
    """How much of its own number a goal has, to draw; a growth has no completion rate."""
    verdict, goal = row["verdict"], row["value_float"]
    if verdict["actual_float"] is None or not goal:
        return None
    return float(verdict["actual_float"] / goal)


def _lines(standing: Standing, own: list[Row], rows: list[Row], lang: str) -> list[str]:
    """What a card says in words: how fresh, how many, and the widest gap."""
    said = []
    reported = [row for row in own if row["verdict"]["actual"] is not None]
    if reported:
        newest = max(reported, key=lambda row: row["verdict"]["revision"] or 0)
        said.append(say("pages.card.newest", lang, period=naming.actual_period(newest, lang)))
    else:
        said.append(say("pages.card.no-figure", lang, n=len(own)))
    worst = [row for row in own if row["verdict"]["gap_points"] is not None]
    worst = [row for row in worst if row["verdict"]["gap_points"] < 0]
    if worst:
        one = min(worst, key=lambda row: row["verdict"]["gap_points"])
        name = one[f"subject_name_{lang}"] if one["cluster"] else naming.goal_name(one, lang)
        said.append(say("pages.card.worst", lang, name=name, gap=naming.gap_text(one, lang)))
    dues = sorted({r["due"] for r in rows if r["due"] and r["due"] >= standing.on.year})
    if dues:
        n = sum(1 for row in rows if row["due"] == dues[0])
        said.append(say("pages.card.due", lang, year=dues[0], n=n))
    past = sum(1 for r in rows if r["due"] and r["due"] < standing.on.year)
    if past:
        said.append(say("pages.card.past", lang, n=past))
    return said


def _laggards(standing: Standing, rows: list[Row], lang: str, base: Selection) -> str:
    """The goals that need attention, far behind first, then by gap."""
    behind = sorted((row for row in rows if lamp_group(row) in ("red", "yellow")), key=urgency)
    if not behind:
        return ""
    cells = [
        {
            "region": standing.name(standing.catalogue.region(row["region"]), lang),
            "goal": Cell(
                naming.goal_name(row, lang),
                sub=naming.target_text(standing, row, lang)
                + say("pages.dot", lang)
                + naming.due_text(row, lang),
                href=base.href(page="region", region=row["region"], goal=row["id"]),
                title=row["wording"],
            ),
            "lead": naming.unit_names(standing, row["document"], lang).get(
                row["lead"], row["lead"]
            ),
            "gap": naming.gap_text(row, lang) or naming.completion_text(row, lang),
            "need": naming.need_text(standing, row, lang),
            "status": row["verdict"]["status"],
        }
        for row in behind[:MOST_LAGGARDS]
    ]
    columns = [
        Column("goal", say("pages.column.goal", lang)),
        Column("region", say("pages.column.region", lang)),
        Column("lead", say("pages.column.lead", lang), "muted"),
        Column("gap", say("pages.column.gap", lang), "number"),
        Column("need", say("pages.column.need", lang)),
        Column("status", say("pages.column.status", lang), "status"),
    ]
    more = len(behind) - MOST_LAGGARDS
    caption = say("pages.overview.more-behind", lang, n=more) if more > 0 else None
    return goal_table(
        cells, columns, lang, title=say("pages.overview.laggards", lang), caption=caption
    )


def urgency(row: Row) -> tuple[int, float]:
    """Sort key: red before yellow, then the widest gap; a missed goal without a gap comes first."""
    gap = row["verdict"]["gap_points"]
    return (0 if lamp_group(row) == "red" else 1, -1e9 if gap is None else gap)


def _unreported(standing: Standing, rows: list[Row], lang: str, base: Selection) -> str:
    """How fresh each region's figures are, and what nobody has reported yet."""
    cells = []
    for region in standing.regions():
        own = standing.rows(region)
        counted = tally(own)
        last = standing.newest(region)
        soon = [
            r for r in own if r["verdict"]["actual"] is None and (r["due"] or 0) >= standing.on.year
        ]
        soon.sort(key=lambda r: r["due"])
        example = (
            soon[0] if soon else next((r for r in own if r["verdict"]["actual"] is None), None)
        )
        cells.append(
            {
                "region": (
                    standing.name(standing.catalogue.region(region), lang),
                    base.href(page="region", region=region),
                ),
                "reported": say("pages.reported-of", lang, n=counted.reported, all=counted.total),
                "last": Cell(moment_text(last["at"], lang), sub=last["author"])
                if last
                else say("pages.never", lang),
                "missing": Cell(
                    say("pages.missing", lang, n=counted.unreported),
                    href=base.href(page="goals", region=region, status="unreported"),
                )
                if counted.unreported
                else None,
                "next": Cell(naming.goal_name(example, lang), sub=naming.due_text(example, lang))
                if example
                else None,
                "do": Link(say("pages.enter", lang), base.href(page="entry", region=region)),
            }
        )
    columns = [
        Column("region", say("pages.column.region", lang), "link"),
        Column("reported", say("pages.column.reported", lang), "number"),
        Column("last", say("pages.column.last-entry", lang), "muted"),
        Column("missing", say("pages.column.missing", lang)),
        Column("next", say("pages.column.missing-first", lang)),
        Column("do", say("pages.column.do", lang), "link"),
    ]
    return goal_table(cells, columns, lang, title=say("pages.overview.freshness", lang))
