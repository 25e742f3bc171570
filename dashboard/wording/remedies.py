"""What is done about a goal that is behind, in words."""

from datetime import date
from typing import TYPE_CHECKING

from dashboard.judging.remedies import days_over
from dashboard.languages import say
from dashboard.languages.numbers import date_text

if TYPE_CHECKING:
    from dashboard.actuals.remedies import Remedy
    from dashboard.judging import Standing

_ENDS = "。！？.!?…"


def deadline_text(remedy: "Remedy", on: date, lang: str) -> str:
    """Return the last day for a remedy, and for how many days it has passed."""
    day = date_text(remedy.deadline, lang)
    if not remedy.is_overdue(on):
        return day
    return say("remedies.over", lang, day=day, n=days_over(remedy, on))


def outcome_label(standing: "Standing", remedy: "Remedy", lang: str) -> str:
    """Return what a remedy's note is: progress, outcome, what was asked of whom, or their answer."""
    step = "done" if remedy.step == "report" and remedy.is_done() else remedy.step
    above = standing.catalogue.region(remedy.asked_of)
    # remedies.fact.*
    return say(f"remedies.fact.{step}", lang, region=standing.name(above, lang))


def outcome(standing: "Standing", remedy: "Remedy", lang: str) -> str:
    """Return what became of a remedy as a sentence, empty where nothing was said since."""
    if not remedy.note:
        return ""
    label = outcome_label(standing, remedy, lang)
    return say("remedies.outcome", lang, label=label, note=ended(remedy.note))


def ended(text: str) -> str:
    """Return what a person typed as a sentence: with a stop at its end."""
    return text if text[-1:] in _ENDS else text + ("。" if _is_chinese(text) else ".")


def _is_chinese(text: str) -> bool:
    return any("\u4e00" <= sign <= "\u9fff" for sign in text)


def wanted_sentence(lang: str, *, again: bool) -> str:
    """Return that a remedy is wanted; `again` where one was given and the goal is behind still."""
    return say("remedies.still-behind" if again else "remedies.wanted", lang)
