"""What was before: every revision of a series, and a verdict as it was before its last figure."""

from datetime import date, datetime

from dashboard import loading
from dashboard.doors import sights
from dashboard.languages.numbers import CHINA
from dashboard.loading import View
from dashboard.panels.standing import Row, records
from dashboard.people.matrix import Action


def history(view: View, region: str, subject: str, indicator: str) -> list[Row] | None:
    """Return every revision of one series up to the standing's, oldest first.

    None for who may not see who entered what.
    """
    seen = view.standing
    if not loading.may(view, Action.SEE_HISTORY, (region, subject, indicator)):
        return None

    def ask() -> list[Row]:
        frame = loading.permitted_store(view).history(region, subject, indicator)
        return records(frame[frame["revision"] <= seen.revision])

    return seen.pieces.of(("history", region, subject, indicator), ask)


def before_last_figure(view: View, goal: str) -> Row | None:
    """Return a goal's verdict as it was seen before its last figure was; None without figures.

    Judged on the day of that figure, or of its publication (China's clock), with what was known
    until then.
    """
    seen = view.standing
    row = seen.row(goal)
    revision = int(row["verdict"]["revision"] or 0) if row else 0
    if row is None or not revision:
        return None

    def judge() -> Row | None:
        from dashboard.panels.explanation import goals_at
        from dashboard.panels.verdict import lamp_rules
        from dashboard.progress import assess

        goals = goals_at(seen, row["region"])
        regions = {row["region"], *goals["step_region"].dropna()}
        store, register = loading.store(view.settings), loading.register_today(view)
        figures = sights.figures_before(store, seen.sight, register, regions, revision)
        mine = seen.figures[seen.figures["revision"] == revision]
        day = seen.on if mine.empty else _day_of(mine["at"].iloc[0])
        counts = seen.catalogue.frame("indicators")
        on = min(day, seen.on)
        verdicts = assess(goals, figures, on, lamp_rules(seen), indicators=counts)
        return records(verdicts[verdicts["goal"] == goal])[0]

    return seen.pieces.of(("before", goal), judge)


def _day_of(moment: str) -> date:
    return datetime.fromisoformat(moment).astimezone(CHINA).date()
