"""A goal on two days, side by side: its lamp, figure and gap then and now, and what moved it."""

from dataclasses import dataclass

from dashboard.judging import Row, Standing
from dashboard.languages import say
from dashboard.wording import naming
from dashboard.wording.changes import cause, change_text
from dashboard.wording.reasons import actual_text, period_of


@dataclass(frozen=True, slots=True)
class Then:
    """A goal on one of the days, in words; what is not known is None."""

    status: str
    actual: str | None
    period: str | None
    completion: str | None
    gap: str | None


@dataclass(frozen=True, slots=True)
class Between:
    """A goal `before` and `now`, None on a day on which the register had no such goal.

    `moved` says what moved it, in one sentence; `changed` is false where nothing did.
    """

    row: Row
    before: Then | None
    now: Then | None
    changed: bool
    moved: str


def goals_of_both(earlier: Standing, standing: Standing, goals: list[str]) -> list[str]:
    """Return `goals`, and those of their regions that were in force on the earlier day only."""
    regions = dict.fromkeys(row["region"] for goal in goals if (row := standing.any_row(goal)))
    known = {row["id"] for region in regions for row in standing.rows(region)}
    gone = [
        row["id"] for region in regions for row in earlier.rows(region) if row["id"] not in known
    ]
    return [*goals, *gone]


def between(earlier: Standing, standing: Standing, goal: str, lang: str) -> Between | None:
    """Return a goal on the day of `earlier` and on that of `standing`; None where neither knows it."""
    old, new = earlier.any_row(goal), standing.any_row(goal)
    row = new or old
    if row is None:
        return None
    before = None if old is None else _then(earlier, old, lang)
    now = None if new is None else _then(standing, new, lang)
    changed, moved = _moved(standing, old, new, lang)
    return Between(row, before, now, changed, moved)


def _then(standing: Standing, row: Row, lang: str) -> Then:
    return Then(
        row["verdict"]["status"],
        naming.actual_text(standing, row, lang),
        naming.actual_period(row, lang),
        naming.completion_text(row, lang),
        naming.gap_text(row, lang),
    )


def _moved(standing: Standing, old: Row | None, new: Row | None, lang: str) -> tuple[bool, str]:
    if old is None or new is None:
        # pages.compare.*
        return True, say(f"pages.compare.{'new' if old is None else 'gone'}", lang)
    then, now = old["verdict"], new["verdict"]
    if not old["reported"] and not new["reported"]:
        changed = then["status"] != now["status"]
        return changed, say("pages.compare.by-date", lang) if changed else ""
    if not old["reported"]:
        found, counted = now["assessment"], naming.counted(standing, new, lang)
        period = period_of(found, lang)
        figure = naming.actual_text(standing, new, lang) or actual_text(found, lang, counted)
        return True, say("pages.compare.first", lang, period=period, figure=figure)
    if not new["reported"]:
        judged, asked = then["assessment"].measured.year, now["assessment"].reason_year
        if judged and judged < asked:
            # A promise of every year is judged by the figures of each in turn.
            return True, say("pages.compare.next-year", lang, before=str(judged), year=str(asked))
        return True, say("pages.compare.none-left", lang)
    if cause(then, now) == "same":
        return False, ""
    words = {"counted": naming.counted(standing, new, lang)}
    rules = {rule["id"]: rule[f"name_{lang}"] for rule in standing.catalogue.rows("lamp_rules")}
    return True, change_text(then | words, now | words, lang, rules)
