"""The states that goals, returns, remedies and records can be in, in words, and the lamps.

Every wording is named in full, so that a search for its key finds where it is said.
"""

from collections.abc import Callable, Iterable, Mapping

from dashboard.judging import Row, Standing
from dashboard.languages import say
from dashboard.progress.status import SHAPES, STATUSES

_LAMPS = {
    "green": "wording.lamp.green",
    "yellow": "wording.lamp.yellow",
    "red": "wording.lamp.red",
    "grey": "wording.lamp.grey",
    "none": "wording.lamp.none",
}


def lamp_colour(status: str) -> str:
    """Return green, yellow, red, grey or none for a status id or a lamp id."""
    return status if status in SHAPES else STATUSES[status].lamp


def lamp_word(status: str, lang: str) -> str:
    """Return the word for a status id, or the word for a whole lamp colour."""
    return say(_LAMPS[status] if status in SHAPES else STATUSES[status].key, lang)


def marked_status(status: str, lang: str) -> str:
    """Return a status with the shape of its lamp before it, for where there is no colour."""
    return f"{STATUSES[status].sign} {lamp_word(status, lang)}"


def _words(keys: Mapping[str, str]) -> Callable[[str, str], str]:
    """Return a function from a state and a language to its word."""
    return lambda state, lang: say(keys[state], lang)


lamp_group_word = _words(
    {
        "green": "pages.lamp.green",
        "yellow": "pages.lamp.yellow",
        "red": "pages.lamp.red",
        "missed": "pages.lamp.missed",
        "none": "pages.lamp.none",
        "grey": "pages.lamp.grey",
        "undefined": "pages.lamp.undefined",
        "unpublished": "pages.lamp.unpublished",
        "withheld": "pages.lamp.withheld",
        "unreported": "pages.lamp.unreported",
    }
)
"""Write what goals are counted under."""
return_state_word = _words(
    {
        "draft": "returns.state.draft",
        "submitted": "returns.state.submitted",
        "returned": "returns.state.returned",
        "approved": "returns.state.approved",
        "published": "returns.state.published",
    }
)
"""Write how far a return has come."""
standing_word = _words(
    {
        "ahead": "returns.standing.ahead",
        "due": "returns.standing.due",
        "missing": "returns.standing.missing",
        "returned": "returns.standing.returned",
        "reported": "returns.standing.reported",
        "late": "returns.standing.late",
    }
)
"""Write how a return stands against the day it is due."""
remedy_state_word = _words(
    {
        "wanting": "remedies.state.wanting",
        "open": "remedies.state.open",
        "escalated": "remedies.state.escalated",
        "answered": "remedies.state.answered",
        "done": "remedies.state.done",
    }
)
"""Write what became of a remedy."""
audit_kind_word = _words(
    {
        "figure": "audit.kind.figure",
        "publication": "audit.kind.publication",
        "return": "audit.kind.return",
        "remedy": "audit.kind.remedy",
        "official": "audit.kind.official",
        "comment": "audit.kind.comment",
        "evidence": "audit.kind.evidence",
        "bulletin": "audit.kind.bulletin",
        "sending": "audit.kind.sending",
        "installation": "audit.kind.installation",
        "account": "audit.kind.account",
    }
)
"""Write what an entry of the audit is about."""
outcome_word = _words(
    {
        "done": "doors.cli.outcome.done",
        "refused": "doors.cli.outcome.refused",
        "failed": "doors.cli.outcome.failed",
    }
)
"""Write how what somebody tried ended."""
audience_word = _words(
    {
        "reporting": "comments.audience.reporting",
        "readers": "comments.audience.readers",
        "public": "comments.audience.public",
    }
)
"""Write who may read a comment."""
page_name = _words(
    {
        "overview": "pages.name.overview",
        "region": "pages.name.region",
        "cluster": "pages.name.cluster",
        "goals": "pages.name.goals",
        "evaluation": "pages.name.evaluation",
        "entry": "pages.name.entry",
        "review": "pages.name.review",
        "completeness": "pages.name.completeness",
        "audit": "pages.name.audit",
        "sources": "pages.name.sources",
    }
)
"""Write a page."""
level_word = _words(
    {
        "nation": "pages.level.nation",
        "province": "pages.level.province",
        "prefecture": "pages.level.prefecture",
        "county": "pages.level.county",
        "town": "pages.level.town",
    }
)
"""Write a level of regions."""
bulletin_form_word = _words(
    {
        "docx": "bulletin.form.docx",
        "pdf": "bulletin.form.pdf",
        "xlsx": "bulletin.form.xlsx",
        "html": "bulletin.form.html",
    }
)
"""Write a form of a bulletin."""
sort_word = _words(
    {
        "plan": "pages.sort.plan",
        "late": "pages.sort.late",
        "gap": "pages.sort.gap",
        "completion": "pages.sort.completion",
        "due": "pages.sort.due",
        "reported": "pages.sort.reported",
        "entry": "pages.sort.entry",
    }
)
"""Write what a table is sorted by."""
layout_word = _words(
    {
        "tree": "pages.layout.tree",
        "matrix": "pages.layout.matrix",
    }
)
"""Write how many regions are shown."""
lamp_short_word = _words(
    {
        "green": "pages.lamp-short.green",
        "yellow": "pages.lamp-short.yellow",
        "red": "pages.lamp-short.red",
        "missed": "pages.lamp-short.missed",
        "none": "pages.lamp-short.none",
        "unreported": "pages.lamp-short.unreported",
        "unpublished": "pages.lamp-short.unpublished",
        "withheld": "pages.lamp-short.withheld",
    }
)
"""Write what goals are counted under where there is little room."""
notice_word = _words(
    {
        "info": "charts.notice.info",
        "warn": "charts.notice.warn",
        "fault": "charts.notice.fault",
    }
)
"""Write what kind of notice stands there."""
opened_word = _words(
    {
        "view": "shared.dialog.opens.view",
        "region": "shared.dialog.opens.region",
        "everything": "shared.dialog.opens.everything",
    }
)
"""Write what a short link opens."""
return_step_word = _words(
    {
        "submit": "returns.step.submit",
        "return": "returns.step.return",
        "approve": "returns.step.approve",
        "publish": "returns.step.publish",
        "correct": "returns.step.correct",
    }
)
"""Write a step of a return."""
since_word = _words(
    {
        "questioned": "returns.since.questioned",
        "mended": "returns.since.mended",
        "unmended": "returns.since.unmended",
        "accepted": "returns.since.accepted",
        "changed": "returns.since.changed",
    }
)
"""Write what became of a figure since its return went back."""
remedy_step_word = _words(
    {
        "plan": "remedies.step.plan",
        "report": "remedies.step.report",
        "escalate": "remedies.step.escalate",
        "answer": "remedies.step.answer",
    }
)
"""Write a step of a remedy."""


_WORDS = {
    "preliminary": "returns.vintage.preliminary",
    "final": "returns.vintage.final",
    "revised": "returns.vintage.revised",
}


def vintage_word(vintage: str, lang: str) -> str:
    """Return how settled a figure is."""
    return say(_WORDS[vintage], lang)


def noted(vintage: str | None, note: str | None, lang: str) -> str:
    """Return how settled a figure is, where that was said, and its note."""
    word = vintage_word(vintage, lang) if vintage else ""
    return say("charts.dot", lang).join(part for part in (word, note) if part)


def vintage_of(standing: Standing, row: Row) -> str | None:
    """Return how settled the figure is that a goal was judged by; None where nothing was said."""
    revision = row["verdict"].get("revision")
    return standing.vintages(row["region"]).get(revision) if revision else None


def with_vintage(told: str | None, vintage: str | None, lang: str) -> str | None:
    """Return a period with how settled its figure is."""
    if vintage is None:
        return told
    return joined((told, vintage_word(vintage, lang)), lang)


def joined(parts: Iterable[str | None], lang: str) -> str | None:
    """Return the parts there are, with a dot between them; None where there is none."""
    return say("pages.dot", lang).join(part for part in parts if part) or None
