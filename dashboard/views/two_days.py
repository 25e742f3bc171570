"""Two days side by side: what changed between them, goal by goal."""

from collections.abc import Sequence

from dashboard.addresses.selection import Selection
from dashboard.judging import Standing
from dashboard.languages import say
from dashboard.languages.numbers import date_text, on_one_line
from dashboard.views import goal_links
from dashboard.views.environment import Markup, render
from dashboard.views.rows import Cell, Column
from dashboard.views.tables import goal_table
from dashboard.wording import naming
from dashboard.wording.two_days import Between, Then, between

# Every goal is told twice over: beyond this one chooses a region first.
MOST_GOALS = 2000


def two_days(
    earlier: Standing, standing: Standing, goals: Sequence[str], lang: str, here: Selection
) -> Markup:
    """Return the goals that changed from `earlier` to `standing`, then and now, and what moved each.

    How many did not change is said. Of more than `MOST_GOALS` none is told.
    """
    days = {"then": date_text(earlier.on, lang), "now": date_text(standing.on, lang)}
    title = say("pages.compare.title", lang, **days)
    if len(goals) > MOST_GOALS:
        empty = say("pages.compare.too-many", lang, most=MOST_GOALS)
        return goal_table([], _columns(days, lang), lang, title=title, empty=empty)
    told = [one for goal in goals if (one := between(earlier, standing, goal, lang)) is not None]
    moved = [one for one in told if one.changed]
    counted = say("pages.compare.counted", lang, changed=len(moved), same=len(told) - len(moved))
    if earlier.young:
        counted += say("pages.compare.young", lang, day=days["then"])
    return render(
        "goals",
        table=goal_table(
            [_cells(standing, one, lang, here) for one in moved],
            _columns(days, lang),
            lang,
            title=title,
            subtitle=counted,
            empty=say("pages.compare.nothing", lang),
        ),
    )


def _columns(days: dict[str, str], lang: str) -> list[Column]:
    widths = {"goal": "22%", "then": "15%", "then-status": "11%", "now": "15%",
              "now-status": "11%", "moved": "26%"}  # fmt: skip
    kinds = {"then": "number", "then-status": "status", "now": "number", "now-status": "status",
             "moved": "muted"}  # fmt: skip
    heads = {"then": days["then"], "now": days["now"]}
    heads |= {
        "then-status": say("pages.compare.then-status", lang),
        "now-status": say("pages.compare.now-status", lang),
        "goal": say("pages.column.goal", lang),
        "moved": say("pages.compare.moved", lang),
    }
    subs = {side: say("pages.compare.beneath", lang) for side in days}
    return [
        Column(name, heads[name], kinds.get(name, "text"), widths[name], subs.get(name))
        for name in widths
    ]


def _cells(standing: Standing, one: Between, lang: str, here: Selection) -> dict[str, object]:
    row = one.row
    page, whose = ("cluster", {"cluster": row["cluster"]}) if row["cluster"] else ("region", {})
    region = standing.name(standing.catalogue.region(row["region"]), lang)
    return {
        "goal": Cell(
            naming.goal_name(row, lang),
            sub=region,
            href=goal_links.elsewhere(here, page, region=row["region"], goal=row["id"], **whose),
        ),
        "then": _figure(one.before, lang),
        "then-status": _status(one.before),
        "now": _figure(one.now, lang),
        "now-status": _status(one.now, goal_links.why(row, here)),
        "moved": one.moved or None,
    }


def _figure(then: Then | None, lang: str) -> Cell | None:
    if then is None or then.actual is None:
        return None
    beneath = [part for part in (then.period, then.completion, then.gap) if part]
    # A line ends behind a dot, and not within what stands between two.
    kept = [on_one_line(part) for part in beneath]
    return Cell(then.actual, sub=say("pages.dot", lang).join(kept) or None)


def _status(then: Then | None, href: str | None = None) -> Cell | None:
    return None if then is None else Cell("", status=then.status, href=href)
