"""The checks of a figure once it is understood, beside the register and the figures around it.

Each is declared in the register with its weight and its thresholds (`register.figure_checks`); every
door asks them all, since every door goes through `understand`.
"""

from collections.abc import Mapping
from dataclasses import replace

from dashboard.actuals.entering import course_checks, size_checks, whole_checks
from dashboard.actuals.entering.context import Context
from dashboard.actuals.entering.entries import Understood
from dashboard.actuals.entering.weighed import Check, Weighed, references
from dashboard.actuals.messages import Message, Word
from dashboard.register.figure_checks import Severity

_CHECKS: Mapping[str, Check] = {
    "above_limit": size_checks.above_limit,
    "part_of_whole": whole_checks.part_of_whole,
    "share_above_one": size_checks.share_above_one,
    "cluster_parts": whole_checks.cluster_parts,
    "cumulative_falls": course_checks.cumulative_falls,
    "single_period": course_checks.single_period,
    "same_as_before": course_checks.same_as_before,
    "wild_growth": size_checks.wild_growth,
    "reported_growth": course_checks.reported_growth,
    "far_above_goals": size_checks.far_above_goals,
}
_OF_ONE_SLIP: Mapping[str, Check] = {
    "unit_slip": size_checks.unit_slip,
    "jump": size_checks.jump,
    "year_on_year": size_checks.year_on_year,
    "month_share": course_checks.month_share,
    "outlier": course_checks.outlier,
}


def check(row: Understood, context: Context) -> None:
    """Add to `row` what its value is found to be, each finding by the weight of its check."""
    if row.value is None or row.period is None:
        return
    checks = context.checks(row)
    beside = tuple(references(row, row.period, row.value, context))
    weighed = Weighed(row, row.value, row.period, context, beside, checks)
    said = {
        Severity.ERROR: row.errors,
        Severity.WARNING: row.warnings,
        Severity.NOTICE: row.notices,
    }
    for key, find in _CHECKS.items():
        if checks[key].severity is not Severity.OFF:
            said[checks[key].severity] += _found(weighed, key, find)
    # One slip shows in several of these; it is asked about once, by the weightiest.
    heaviest: tuple[Severity, list[Message]] | None = None
    for key, find in _OF_ONE_SLIP.items():
        severity = checks[key].severity
        if heaviest is not None and _RANK[severity] <= _RANK[heaviest[0]]:
            continue
        if severity is not Severity.OFF and (messages := _found(weighed, key, find)):
            heaviest = (severity, messages)
    if heaviest is not None:
        said[heaviest[0]] += heaviest[1]


_RANK = {Severity.OFF: 0, Severity.NOTICE: 1, Severity.WARNING: 2, Severity.ERROR: 3}


def _found(weighed: Weighed, key: str, find: Check) -> list[Message]:
    """What a check finds, with what has to be done about it by its weight."""
    stated = weighed.checks[key]
    # actuals.entering.ask.error, actuals.entering.ask.notice, actuals.entering.ask.warning
    ask = Word(f"actuals.entering.ask.{stated.severity}")
    found = find(weighed, stated.thresholds)
    return [replace(message, params={**message.params, "ask": ask}) for message in found]
