"""A goal in step with another series: both growth rates with the figures they come from."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from dashboard.languages import say
from dashboard.progress.amounts import amount_writer, percent_writer
from dashboard.progress.exact_row import ExactRow
from dashboard.progress.reasons import whole
from dashboard.progress.workings import worked

Step = tuple[str, str]


def step_steps(put: ExactRow, names: Mapping[str, str] | None) -> list[Step]:
    """Own growth where it was computed, and the other series' growth; nothing for other goals."""
    row, lang = put.row, put.lang
    other = put.exact("step_now")
    # A level of which no growth could be computed is no rate.
    if other is None or row.get("unit") != "fraction":
        return []
    name = step_name(put, names)
    unit = str(row.get("step_unit") or "")
    own = str(row.get("entered_unit") or "")
    steps = _grown(put, say("progress.step.own-growth", lang), "own", own)
    if put.exact("step_before") is not None:
        label = say("progress.step.step-growth", lang, name=name)
        steps += _grown(put, label, "step", unit)
    else:
        label = say("progress.step.step-reported", lang, name=name)
        steps.append((label, percent_writer(lang)(other, 2)[0]))
    if whole(row.get("step_revision")):
        label = say("progress.step.step-revision", lang, name=name)
        steps.append((label, f"#{whole(row.get('step_revision'))}"))
    return steps


def step_name(put: ExactRow, names: Mapping[str, str] | None) -> str:
    """What the other series is called: its indicator, and its subject where that is another one."""
    name = put.row.get(f"step_{put.lang}")
    if not isinstance(name, str):
        return say("progress.step.other-series", put.lang)
    subject = put.row.get("step_subject")
    told = (names or {}).get(subject) if isinstance(subject, str) else None
    if told is None or subject == put.row.get("subject"):
        return name
    return say("progress.step.series-of", put.lang, name=name, subject=told)


def _grown(put: ExactRow, label: str, whose: str, unit: str) -> list[Step]:
    now, before = put.exact(f"{whose}_now"), put.exact(f"{whose}_before")
    if now is None or before is None:
        return []
    write, percent = amount_writer(unit or "count", put.lang), percent_writer(put.lang)

    def rate(later: Fraction, earlier: Fraction) -> Fraction:
        return later / earlier - 1

    line = worked([(now, write), (before, write)], rate, lambda result: percent(result, 2))
    if line is None:
        return []
    return [(label, f"{line.terms[0]} ÷ {line.terms[1]} − 1 = {line.result}")]
