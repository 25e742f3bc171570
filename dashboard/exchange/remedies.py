"""Reasons and remedies as plain rows, for the command line and for programs."""

from collections.abc import Iterable

from dashboard.actuals.remedies import Remedy
from dashboard.judging import Standing
from dashboard.judging.remedies import GoalRemedy, remedies_of
from dashboard.wording import naming

# `id` is the goal's. `number` is the last step's, 0 where there is none: who writes next names it.
REMEDY_FIELDS = (
    "id", "region", "goal", "lead", "status", "state", "overdue", "asked", "reason", "remedy",
    "person", "deadline", "step", "note", "asked_of", "number", "period", "author", "at",
)  # fmt: skip
_SAID = ("reason", "remedy", "person", "deadline", "step", "note", "asked_of", "period", "author")


def remedy_rows(standing: Standing, regions: Iterable[str], lang: str) -> list[dict[str, object]]:
    """Return the goals that want a remedy or have one, in the order of the register.

    `state` is "wanting", or the remedy's; what is not said is an empty text.
    """
    return [
        _row(standing, one, lang) for region in regions for one in remedies_of(standing, region)
    ]


def problem_rows(
    standing: Standing, problems: Iterable[Remedy], lang: str
) -> list[dict[str, object]]:
    """Return problems taken up to a region whose answer is the asker's, in the same form.

    Each as it was asked: who answers may not see otherwise how the goal stands.
    """
    found = []
    for one in problems:
        goal = standing.row(one.goal)
        if goal is not None:
            asked = GoalRemedy(goal, one, False, one.is_overdue(standing.on), False)
            found.append(_row(standing, asked, lang) | {"status": one.status})
    return found


def _row(standing: Standing, one: GoalRemedy, lang: str) -> dict[str, object]:
    goal, said = one.goal, one.shown
    units = naming.unit_names(standing, goal["document"], lang)
    row = {
        "id": goal["id"],
        "region": goal["region"],
        "goal": naming.goal_name(goal, lang),
        "lead": units.get(goal["lead"], goal["lead"]) or "",
        "status": goal["verdict"]["status"],
        "state": one.state,
        "overdue": one.overdue,
        "asked": one.asked,
        **{name: getattr(said, name) if said else "" for name in _SAID},
        "number": one.remedy.number if one.remedy else 0,
        "at": said.at_text if said else "",
    }
    return {name: row[name] for name in REMEDY_FIELDS}
