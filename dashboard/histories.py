"""What was before: every revision of a series, and a verdict as it was round its last figure."""

from dashboard import loading
from dashboard.doors import sights
from dashboard.loading import View
from dashboard.panels.earlier import day_of, regions_read, verdicts_then
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


def earlier(view: View, goal: str) -> list[Row]:
    """Return a goal's verdict as it was before its last figure, and as it was with it, oldest first.

    Both are judged on the day of that figure, or of its publication (China's clock), by the lamp
    rule of that day, with what was known until then; empty without figures. Where figures are seen
    as they were published, only the first is given.
    """
    seen = view.standing
    row = seen.row(goal)
    revision = int(row["verdict"]["revision"] or 0) if row else 0
    if row is None or not revision:
        return []

    def judge() -> list[Row]:
        regions = regions_read(seen.catalogue, row["region"])
        store, register = loading.store(view.settings), loading.register_today(view)
        mine = seen.figures[seen.figures["revision"] == revision]
        day = seen.on if mine.empty else day_of(mine["at"].iloc[0])
        states = (
            sights.figures_before(store, seen.sight, register, regions, before)
            for before in ((revision, revision + 1) if seen.sight is None else (revision,))
        )
        return verdicts_then(seen.catalogue, row["region"], goal, min(day, seen.on), states)

    return seen.pieces.of(("earlier", goal), judge)
