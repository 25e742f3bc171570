"""Returns as plain rows, for the command line and for programs."""

from typing import Any

from dashboard.actuals.entering.kept_reasons import read
from dashboard.actuals.observations import Observation
from dashboard.actuals.return_steps import ReturnNow, ReturnStep
from dashboard.entry.returns import Report, ReviewRow, ShownReturn


def return_row(now: ReturnNow) -> dict[str, Any]:
    """How a return stands; `at` is None before its first step."""
    return {
        **now.key._asdict(),
        "state": now.state.value,
        "level": now.level,
        "through": list(now.through),
        "round": now.round,
        "number": now.number,
        "author": now.author,
        "at": now.at_text or None,
        "reason": now.reason,
    }


def report_row(report: Report) -> dict[str, Any]:
    """How a return stands against its calendar: by when it is due, and how much of it is entered."""
    return return_row(report.now) | {
        "standing": report.standing.value,
        "due": report.due.isoformat(),
        "owed": report.owed,
        "entered": report.entered,
    }


def shown_return(shown: ShownReturn) -> dict[str, Any]:
    """A return with its figures, what is missing where others have reported, and its steps."""
    return return_row(shown.now) | {
        "figures": [_figure(row, shown) for row in shown.rows],
        "missing": [
            {
                "subject": one.series.subject,
                "indicator": one.series.indicator,
                "reported": one.reported,
                "peers": one.peers,
                "severity": one.severity.value,
            }
            for one in shown.missing
        ],
        "steps": [_step(step) for step in shown.steps],
    }


def _figure(row: ReviewRow, shown: ShownReturn) -> dict[str, Any]:
    figure = row.figure
    kept = read("" if figure is None else shown.reasons.get(figure.revision, ""))
    return {
        "subject": row.series.subject,
        "indicator": row.series.indicator,
        "period": row.code,
        "value": _value(figure),
        "published": _value(row.published.observation if row.published else None),
        "before": _value(row.before),
        "last_year": _value(row.last_year),
        "revision": None if figure is None else figure.revision,
        "vintage": row.vintage.value if row.vintage else None,
        "note": figure.note if figure else "",
        "evidence": figure.evidence if figure else "",
        "reason": row.reason,
        "since": row.since.value if row.since else None,
        "checks": list(kept.found),
        "checks_reason": kept.reason,
    }


def _step(step: ReturnStep) -> dict[str, Any]:
    return {
        "number": step.number,
        "step": step.step.value,
        "state": step.state.value,
        "author": step.author,
        "at": step.at_text,
        "reason": step.reason,
    }


def _value(row: Observation | None) -> str | None:
    return None if row is None or row.withdrawn else row.value
