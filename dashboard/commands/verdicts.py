"""`cluster-dashboard assess`: where every goal stands."""

import argparse
from typing import TYPE_CHECKING, Any

from dashboard.commands.console import Console
from dashboard.commands.faults import CommandFault, Wording
from dashboard.commands.judging import Judged, judged
from dashboard.commands.promises import chosen_goals, give
from dashboard.exchange.representations import (
    GOAL_FIELDS,
    VERDICT_FIELDS,
    computed,
    plain,
    to_table,
    verdict_rows,
)
from dashboard.judging import Row, earlier
from dashboard.languages import say
from dashboard.settings import Settings
from dashboard.wording.states import joined, marked_status
from dashboard.wording.targets import (
    beside_its_goal,
    counted_word,
    target_text,
    words_counted,
)
from dashboard.wording.two_days import Between, Then, between, goals_of_both

if TYPE_CHECKING:
    from dashboard.register import Catalogue


# What `assess --compare` gives of each goal on each of the two days.
_COMPARED = ("status", "lamp", "actual", "actual_unit", "period", "completion", "gap_points")
COMPARED_FIELDS = (
    *("id", "region", "plan"),
    *(f"{side}_{name}" for side in ("then", "now") for name in _COMPARED),
    *("changed", "moved"),
)


def assess(arguments: argparse.Namespace, settings: Settings, console: Console) -> int:
    """List every goal in force with its verdict, as JSON, CSV or a table; or explain one."""
    with judged(settings, arguments.on) as found:
        if found.filled_in_later:
            console.complain_of("cli.filled-in-later", day=arguments.on)
        if arguments.compare is not None:
            with judged(settings, arguments.compare) as before:
                if before.filled_in_later:
                    console.complain_of("cli.filled-in-later", day=arguments.compare)
                return _compare(before, found, arguments, console)
        if arguments.explain is not None:
            return _explain(found, arguments.explain, console)
        return _list(found, arguments, console)


def _explain(found: Judged, id: str, console: Console) -> int:
    row = found.standing.any_row(id)
    if row is None:
        raise CommandFault("cli.fault.no-such", what=Wording("cli.what.goal"), id=id)
    before = earlier(found.standing, id)
    console.write(found.explained(row, row["verdict"], console.lang, before))
    return 0


def _list(found: Judged, arguments: argparse.Namespace, console: Console) -> int:
    catalogue, by_goal, lang = found.standing.catalogue, found.verdicts(), console.lang
    goals = _asked(found, arguments, console)
    members = {row["id"]: found.members(row["id"], lang) for row in catalogue.rows("regions")}
    if arguments.format != "table":
        rows = verdict_rows(goals, by_goal, lang, members, words_counted(catalogue, lang))
        told = [
            row
            | {
                "filled_in_later": found.filled_in_later,
                "explanation": found.explained(goal, by_goal[goal["id"]], lang),
            }
            for row, goal in zip(rows, goals, strict=True)
        ]
        fields = (*GOAL_FIELDS, *VERDICT_FIELDS, "filled_in_later", "explanation")
        give(told, fields, arguments.format, console)
        return 0
    names = ("region", "id", "target", "due", "actual", "period", "completion", "gap", "status")
    # cli.column.*
    headings = [say(f"cli.column.{name}", lang) for name in names]
    cells = [_cells(catalogue, goal, by_goal[goal["id"]], lang) for goal in goals]
    console.write(to_table(headings, cells))
    return 0


def _compare(before: Judged, found: Judged, arguments: argparse.Namespace, console: Console) -> int:
    """List every goal then and now, and what moved it; as a table only what changed."""
    lang, standing = console.lang, found.standing
    if before.standing.on >= standing.on:
        raise CommandFault(
            "cli.fault.no-earlier-day",
            day=before.standing.on,
            on=standing.on,
        )
    asked = [goal["id"] for goal in _asked(found, arguments, console)]
    both = goals_of_both(before.standing, standing, asked)
    told = [one for goal in both if (one := between(before.standing, standing, goal, lang))]
    if arguments.format != "table":
        rows = [_compared(one, before, found) for one in told]
        give(rows, COMPARED_FIELDS, arguments.format, console)
        return 0
    names = ("region", "id", "then", "then-status", "now", "now-status", "moved")
    headings = [say(f"cli.column.{name}", lang) for name in names]
    cells = [
        [
            one.row["region"],
            one.row["id"],
            *_side(one.before, lang),
            *_side(one.now, lang),
            one.moved,
        ]
        for one in told
        if one.changed
    ]
    console.write(to_table(headings, cells))
    return 0


def _side(then: Then | None, lang: str) -> list[str]:

    if then is None:
        return ["", ""]
    figure = joined((then.actual, then.period, then.completion), lang) or ""
    return [figure, marked_status(then.status, lang)]


def _compared(one: Between, before: Judged, found: Judged) -> dict[str, Any]:
    row: dict[str, Any] = {name: one.row[name] for name in ("id", "region", "plan")}
    for side, judged_then in (("then", before), ("now", found)):
        goal = judged_then.standing.any_row(one.row["id"])
        numbers = {} if goal is None else goal["verdict"] | computed(goal["verdict"]["assessment"])
        row |= {f"{side}_{name}": plain(numbers.get(name)) for name in _COMPARED}
    return row | {"changed": one.changed, "moved": one.moved}


def _asked(found: Judged, arguments: argparse.Namespace, console: Console) -> list[Row]:
    """The goals in force that were asked for; of a plan that is not, all, and that it is not."""
    catalogue = found.standing.catalogue
    goals = list(chosen_goals(catalogue, arguments))
    plan = catalogue.plan(arguments.plan) if arguments.plan else None
    if plan is None or plan["status"] == "in force":
        return [goal for goal in goals if goal["in_force"]]
    heirs = [other["id"] for other in catalogue.rows("plans") if other["supersedes"] == plan["id"]]
    # cli.plan-*
    key = f"cli.plan-{plan['status'].replace(' ', '-')}" + ("-by" if heirs else "")
    console.complain_of(key, plan=plan["id"], by=tuple(heirs))
    return goals


def _cells(catalogue: "Catalogue", goal: Row, verdict: Row, lang: str) -> list[str]:
    from dashboard.commands.promises import due_text
    from dashboard.progress.numbers import decimal_text
    from dashboard.wording.explanation import members_text
    from dashboard.wording.naming import exact_bounds
    from dashboard.wording.reasons import (
        actual_text,
        conferred_text,
        done_text,
        gap_text,
        period_of,
    )

    found, counted = verdict["assessment"], counted_word(catalogue, goal, lang)
    tally = found.measured.tally
    actual = "" if found.actual is None else actual_text(found, lang, counted)
    if conferred := conferred_text(found, lang):
        actual = conferred
    elif tally is not None and tally.entered is None and found.actual is not None:
        actual = members_text(found, lang)
    elif found.actual is not None:
        unit, value = str(goal["unit"]), decimal_text(found.actual)
        actual = beside_its_goal(catalogue, unit, value, exact_bounds(found), lang) or actual
    return [
        goal["region"],
        goal["id"],
        target_text(catalogue, goal, lang),
        due_text(goal, lang),
        actual,
        period_of(found, lang) if found.measured.figure else "",
        "" if found.done is None else done_text(found, lang),
        "" if found.gap is None else gap_text(found, lang),
        marked_status(found.status, lang),
    ]
