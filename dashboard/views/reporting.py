"""Who has reported: how fresh each region's figures are, and each unit's reports period by period."""

from collections.abc import Sequence
from dataclasses import dataclass

from dashboard.addresses.selection import Selection
from dashboard.judging import Standing
from dashboard.judging.tally import tally
from dashboard.languages import say
from dashboard.languages.numbers import moment_text
from dashboard.views.environment import Markup, render
from dashboard.views.rows import Cell, Column, Link
from dashboard.views.tables import goal_table
from dashboard.wording import naming
from dashboard.wording.columns import reporting_word
from dashboard.wording.findings import last_entry


def reporting(standing: Standing, regions: Sequence[str], lang: str, base: Selection) -> str:
    """Return a line per region: how much is reported, when, what is missing, and where to enter it."""
    suffix = standing.wording_suffix()
    columns = [
        Column("region", say("pages.column.region", lang), "link"),
        Column("reported", reporting_word("reported", suffix, lang), "number"),
        Column("last", reporting_word("last", suffix, lang), "muted"),
        Column("missing", reporting_word("missing", suffix, lang)),
        Column("next", say("pages.column.missing-first", lang)),
        Column("do", say("pages.column.do", lang), "link"),
    ]
    more = len(standing.regions()) - len(regions)
    return goal_table(
        [_cells(standing, region, lang, base) for region in regions],
        columns,
        lang,
        title=reporting_word("title", suffix, lang),
        caption=say("pages.overview.more-regions", lang, n=more) if more else None,
    )


def _cells(standing: Standing, region: str, lang: str, base: Selection) -> dict[str, object]:
    own = standing.rows(region)
    counted = tally(row["group"] for row in own)
    last, hidden = standing.newest(region), standing.hides(region)
    missing = counted.unreported + counted.unpublished
    without = [] if hidden else [row for row in own if not row["reported"]]
    soon = [row for row in without if (row["due"] or 0) >= standing.on.year]
    soon.sort(key=lambda row: row["due"])
    example = soon[0] if soon else next(iter(without), None)
    name = standing.name(standing.catalogue.region(region), lang)
    lacking = "unreported" if counted.unreported else "unpublished"
    return {
        "region": (name, base.href(page="region", region=region)),
        "reported": None
        if hidden
        else say("pages.reported-of", lang, n=counted.reported, all=counted.total),
        "last": Cell(moment_text(last["at"], lang), sub=naming.entered_by(last, lang))
        if last
        else last_entry(None, lang, hidden=hidden),
        "missing": Cell(
            say("pages.missing", lang, n=missing),
            href=base.href(page="goals", region=region, status=lacking),
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


@dataclass(frozen=True, slots=True)
class Mark:
    """How a report stands: its state for the mark, its word, how much is entered, a hover, a link."""

    state: str
    word: str
    entered: str
    title: str
    href: str | None


def completeness_table(
    heads: Sequence[str], rows: Sequence[tuple[str, Sequence[Mark | None]]], lang: str
) -> Markup:
    """Return the table on a card; None stands where nothing is owed."""
    return render("completeness", heads=heads, rows=rows, lang=lang)
