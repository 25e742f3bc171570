"""The overview: what the plans promise, where each stands, who lags, what nobody has reported."""

from dashboard.actuals.periods import label_kind
from dashboard.charts.cards import pile
from dashboard.charts.headline import headline as drawn_headline
from dashboard.charts.overview import region_card
from dashboard.charts.rows import Cell, Column, Link, MiniGroup, MiniMember
from dashboard.charts.stats import stat_cards
from dashboard.charts.tables import goal_table
from dashboard.languages import say
from dashboard.languages.numbers import moment_text, period_text
from dashboard.panels import naming
from dashboard.panels.calendar import calendar
from dashboard.panels.laggards import laggards_table
from dashboard.panels.standing import Row, Standing
from dashboard.panels.tally import Tally, status_counts, tally, unseen_sentence
from dashboard.panels.tiers import board_tiers, tier_part
from dashboard.selection import Selection

# A wall of cards tells nothing: beyond this, those with the most goals behind are shown.
MOST_REGIONS = 12
MOST_LAGGARDS = 10


def overview(standing: Standing, lang: str, base: Selection) -> str:
    """Return the whole first view: no Plotly, so that it is there at once."""
    counted = tally(standing.table()["group"])
    cards = [
        card for region in shown_regions(standing) for card in _cards(standing, region, lang, base)
    ]
    cards.append(calendar(standing, lang, base))
    parts = [
        _headline(standing, counted, lang),
        stat_cards(
            counted.reported,
            counted.total,
            status_counts(counted, lang, base),
            lang,
            label=say(f"pages.overview.reported{standing.manner()}", lang),
        ),
        pile(cards),
        laggards_table(standing, lang, base, MOST_LAGGARDS),
        _reporting(standing, lang, base),
    ]
    return f'<div class="ct-stacked">{"".join(parts)}</div>'


def shown_regions(standing: Standing) -> list[str]:
    """Return the regions that get cards: all, or of many those with the most goals behind."""
    regions = standing.regions()
    if len(regions) <= MOST_REGIONS:
        return regions
    table = standing.table()
    late = table[table["group"].isin(["red", "yellow"])]["region"].value_counts()
    ordered = sorted(regions, key=lambda region: -int(late.get(region, 0)))
    return ordered[:MOST_REGIONS]


def _headline(standing: Standing, counted: Tally, lang: str) -> str:
    plans = sum(len(standing.plans(region)) for region in standing.regions())
    values = {
        "n": plans,
        "total": counted.total,
        "green": counted.green,
        "yellow": counted.yellow,
        "red": counted.red,
        "unreported": counted.unreported,
        "unpublished": counted.unpublished,
        "rest": counted.none,
    }
    manner = standing.manner()
    if not counted.reported:
        title = say(f"pages.overview.title-empty{manner}", lang, **values)
        return drawn_headline(title, say(f"pages.overview.sentence-empty{manner}", lang), lang)
    sentence = say(f"pages.overview.sentence{manner}", lang, **values)
    sentence += unseen_sentence(counted, manner, lang)
    rule = say("pages.overview.rule", lang)
    lamps = [
        say(f"pages.overview.{lamp}", lang, n=n)
        for lamp in ("green", "yellow", "red")
        if (n := getattr(counted, lamp))
    ]
    # Noughts tell nothing: before the first lamp the title says how far reporting has come.
    if not lamps:
        lamps = [say("pages.overview.no-lamp", lang, n=counted.reported)]
    found = say("pages.comma", lang).join(lamps)
    title = say("pages.overview.title", lang, **values, found=found)
    return drawn_headline(title, f"{sentence}{rule}", lang)


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
        due = (
            [say("pages.due.year", lang, year=say("pages.list-comma", lang).join(map(str, dues)))]
            if dues
            else []
        )
        cards.append(
            region_card(
                standing.name(standing.catalogue.region(region), lang),
                plan["code_text"] if tiers else None,
                lang,
                href=base.href(page="region", region=region),
                basis=say("pages.dot", lang).join([str(measured), *due]),
                groups=groups,
                lines=_lines(standing, region, own, rows if not cards else own, lang)
                + ([say("pages.card.other-basis", lang)] if cards else []),
                of=say("pages.card.of-all", lang, n=len(rows)),
                counts=status_counts(tally(r["group"] for r in rows), lang, base, region, False)
                if not cards
                else (),
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


def _tier_group(rows: list[Row], tier: Row, lang: str, base: Selection) -> MiniGroup:
    members = [
        MiniMember(
            row[f"subject_name_{lang}"],
            row["verdict"]["status"],
            _share(row),
            naming.why(row, base),
        )
        for row in rows
        if row["tier"] == tier["id"] and row["subject_kind"] == "cluster"
    ]
    return MiniGroup(tier_part(tier), members)


def _goal_group(standing: Standing, row: Row, lang: str, base: Selection) -> MiniGroup:
    part = naming.target_text(standing, row, lang) if row["kind"] == "growth" else str(row["due"])
    href = naming.why(row, base)
    member = MiniMember(naming.goal_name(row, lang), row["verdict"]["status"], _share(row), href)
    return MiniGroup(part, [member])


def _newest_period(standing: Standing, rows: list[Row], lang: str) -> str:
    """The newest period any of these goals has a figure for, judged yet or not."""
    figures = [
        standing.figures_of(row["region"], row["subject"], row["indicator"])[-1:] for row in rows
    ]
    newest = max((f[0] for f in figures if f), key=lambda f: (f["year"], f["month"]), default=None)
    if newest is None:
        return naming.actual_period(rows[0], lang) or ""
    return period_text(newest["period"], label_kind(rows[0]), lang)


def _share(row: Row) -> float | None:
    """How much of its own number a goal has, to draw; a growth has no completion rate."""
    verdict, goal = row["verdict"], row["value_float"]
    if verdict["actual_float"] is None or not goal:
        return None
    return float(verdict["actual_float"] / goal)


def _lines(
    standing: Standing, region: str, own: list[Row], rows: list[Row], lang: str
) -> list[str]:
    """What a card says in words: how fresh, how many, and the widest gap."""
    said = []
    reported = [row for row in own if row["reported"]]
    if reported:
        said.append(say("pages.card.newest", lang, period=_newest_period(standing, reported, lang)))
    else:
        key = f"pages.card.no-figure{standing.manner(region)}"
        said.append(say(key, lang, n=len(own)))
    worst = [row for row in own if row["verdict"]["gap_points"] is not None]
    worst = [row for row in worst if row["verdict"]["gap_points"] < 0]
    # A goal that no lamp calls behind has no gap to be named for.
    worst = [row for row in worst if row["group"] in ("yellow", "red")]
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


def _reporting(standing: Standing, lang: str, base: Selection) -> str:
    """How fresh each region's figures are, and what nobody has reported yet."""
    cells = []
    manner = standing.manner()
    for region in shown_regions(standing):
        own = standing.rows(region)
        counted = tally(row["group"] for row in own)
        last = standing.newest(region)
        hidden = standing.hides(region)
        missing = counted.unreported + counted.unpublished
        without = [] if hidden else [r for r in own if not r["reported"]]
        soon = [r for r in without if (r["due"] or 0) >= standing.on.year]
        soon.sort(key=lambda r: r["due"])
        example = soon[0] if soon else next(iter(without), None)
        cells.append(
            {
                "region": (
                    standing.name(standing.catalogue.region(region), lang),
                    base.href(page="region", region=region),
                ),
                "reported": None
                if hidden
                else say("pages.reported-of", lang, n=counted.reported, all=counted.total),
                "last": Cell(moment_text(last["at"], lang), sub=naming.entered_by(last, lang))
                if last
                else say("pages.withheld" if hidden else "pages.never", lang),
                "missing": Cell(
                    say("pages.missing", lang, n=missing),
                    href=base.href(
                        page="goals",
                        region=region,
                        status="unreported" if counted.unreported else "unpublished",
                    ),
                )
                if missing
                else None,
                "next": Cell(naming.goal_name(example, lang), sub=naming.due_text(example, lang))
                if example
                else None,
                "do": None
                if hidden
                else Link(say("pages.enter", lang), base.href(page="entry", region=region)),
            }
        )
    columns = [
        Column("region", say("pages.column.region", lang), "link"),
        Column("reported", say(f"pages.column.reported{manner}", lang), "number"),
        Column("last", say(f"pages.column.last-entry{manner}", lang), "muted"),
        Column("missing", say(f"pages.column.missing{manner}", lang)),
        Column("next", say("pages.column.missing-first", lang)),
        Column("do", say("pages.column.do", lang), "link"),
    ]
    more = len(standing.regions()) - len(cells)
    caption = say("pages.overview.more-regions", lang, n=more) if more else None
    title = say(f"pages.overview.freshness{manner}", lang)
    return goal_table(cells, columns, lang, title=title, caption=caption)
