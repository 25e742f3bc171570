"""How fresh each region's figures are, and what nobody has reported yet."""

from collections.abc import Sequence

from dashboard.charts.rows import Cell, Column, Link
from dashboard.charts.tables import goal_table
from dashboard.languages import say
from dashboard.languages.numbers import moment_text
from dashboard.panels import naming
from dashboard.panels.standing import Standing
from dashboard.panels.tally import tally
from dashboard.selection import Selection


def reporting(standing: Standing, regions: Sequence[str], lang: str, base: Selection) -> str:
    """Return a line per region: how much is reported, when, what is missing, and where to enter it."""
    columns = [
        Column("region", say("pages.column.region", lang), "link"),
        Column("reported", say("pages.column.reported", lang), "number"),
        Column("last", say("pages.column.last-entry", lang), "muted"),
        Column("missing", say("pages.column.missing", lang)),
        Column("next", say("pages.column.missing-first", lang)),
        Column("do", say("pages.column.do", lang), "link"),
    ]
    more = len(standing.regions()) - len(regions)
    return goal_table(
        [_cells(standing, region, lang, base) for region in regions],
        columns,
        lang,
        title=say("pages.overview.freshness", lang),
        caption=say("pages.overview.more-regions", lang, n=more) if more else None,
    )


def _cells(standing: Standing, region: str, lang: str, base: Selection) -> dict[str, object]:
    own = standing.rows(region)
    counted = tally(row["group"] for row in own)
    last = standing.newest(region)
    soon = [r for r in own if not r["reported"] and (r["due"] or 0) >= standing.on.year]
    soon.sort(key=lambda r: r["due"])
    example = soon[0] if soon else next((r for r in own if not r["reported"]), None)
    name = standing.name(standing.catalogue.region(region), lang)
    return {
        "region": (name, base.href(page="region", region=region)),
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
