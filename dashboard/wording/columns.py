"""The heads of tables' columns, and what reporting is called where figures are published first.

Every wording is named in full, so that a search for its key finds where it is said.
"""

from collections.abc import Mapping

from dashboard.languages import say

_GOALS: Mapping[str, str] = {
    "goal": "pages.column.goal",
    "region": "pages.column.region",
    "lead": "pages.column.lead",
    "gap": "pages.column.gap",
    "gap-points": "pages.column.gap-points",
    "points": "pages.column.points",
    "need": "pages.column.need",
    "status": "pages.column.status",
    "wording": "pages.column.wording",
    "due": "pages.column.due",
    "actual": "pages.column.actual",
    "completion": "pages.column.completion",
    "what": "pages.column.what",
    "value": "pages.column.value",
    "revision": "pages.column.revision",
    "author": "pages.column.author",
    "note": "pages.column.note",
    "period": "pages.column.period",
    "at": "pages.column.at",
    "missing-first": "pages.column.missing-first",
    "do": "pages.column.do",
}
_REGIONS: Mapping[str, str] = {
    "region": "pages.regions.column.region",
    "lamps": "pages.regions.column.lamps",
    "completion": "pages.regions.column.completion",
    "goals": "pages.regions.column.goals",
    "promised": "pages.regions.column.promised",
    "lead": "pages.regions.column.lead",
    "gap": "pages.regions.column.gap",
    "reported": "pages.regions.column.reported",
    "entry": "pages.regions.column.entry",
}
_TOTALS: Mapping[str, str] = {
    "sum-of": "pages.totals.sum-of",
    "period": "pages.totals.period",
    "sum": "pages.totals.sum",
    "missing": "pages.totals.missing",
    "entered": "pages.totals.entered",
}
_RULES: Mapping[str, str] = {
    "rule": "pages.explanation.rule",
    "source": "pages.explanation.source",
    "quantity": "pages.explanation.quantity",
    "value": "pages.explanation.value",
    "lamp": "pages.explanation.lamp",
}
_REMEDIES: Mapping[str, str] = {
    "region": "remedies.column.region",
    "id": "remedies.column.id",
    "goal": "remedies.column.goal",
    "state": "remedies.column.state",
    "reason": "remedies.column.reason",
    "remedy": "remedies.column.remedy",
    "person": "remedies.column.person",
    "deadline": "remedies.column.deadline",
    "note": "remedies.column.note",
    "at": "remedies.column.at",
    "author": "remedies.column.author",
    "step": "remedies.column.step",
}
_FACTS: Mapping[str, str] = {
    "reason": "remedies.fact.reason",
    "remedy": "remedies.fact.remedy",
    "person": "remedies.fact.person",
    "deadline": "remedies.fact.deadline",
    "state": "remedies.fact.state",
    "report": "remedies.fact.report",
    "done": "remedies.fact.done",
    "escalate": "remedies.fact.escalate",
    "answer": "remedies.fact.answer",
}
# What of reporting -> the wording for figures as they are entered, and as they are published.
_REPORTING: Mapping[str, tuple[str, str]] = {
    "strip": ("pages.overview.reported", "pages.overview.reported-published"),
    "title": ("pages.overview.freshness", "pages.overview.freshness-published"),
    "reported": ("pages.column.reported", "pages.column.reported-published"),
    "last": ("pages.column.last-entry", "pages.column.last-entry-published"),
    "missing": ("pages.column.missing", "pages.column.missing-published"),
}


def goals_head(column: str, lang: str) -> str:
    """Return the head of a column of goals, or of the figures that a verdict rests on."""
    return say(_GOALS[column], lang)


def regions_head(column: str, lang: str) -> str:
    """Return the head of a column of the table of regions."""
    return say(_REGIONS[column], lang)


def totals_head(column: str, lang: str) -> str:
    """Return the head of a column of the sums."""
    return say(_TOTALS[column], lang)


def rules_head(column: str, lang: str) -> str:
    """Return the head of a column of lamp rules side by side."""
    return say(_RULES[column], lang)


def remedies_head(column: str, lang: str) -> str:
    """Return the head of a column of remedies."""
    return say(_REMEDIES[column], lang)


def remedy_fact(name: str, lang: str) -> str:
    """Return what one thing told of a remedy is."""
    return say(_FACTS[name], lang)


def reporting_word(what: str, suffix: str, lang: str) -> str:
    """Return a head about reporting (`strip`, `title`, `reported`, `last`, `missing`); `suffix` as in
    `Standing.wording_suffix`.
    """
    entered, published = _REPORTING[what]
    return say(published if suffix else entered, lang)
