"""The states that goals, returns, remedies and records can be in, in words, and the lamps.

Every wording is named in full, so that a search for its key finds where it is said.
"""

from dashboard.languages import say
from dashboard.progress.status import SHAPES, STATUSES

_LAMPS = {
    "green": "wording.lamp.green",
    "yellow": "wording.lamp.yellow",
    "red": "wording.lamp.red",
    "grey": "wording.lamp.grey",
    "none": "wording.lamp.none",
}
_LAMP_GROUPS = {
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
_RETURN_STATES = {
    "draft": "returns.state.draft",
    "submitted": "returns.state.submitted",
    "returned": "returns.state.returned",
    "approved": "returns.state.approved",
    "published": "returns.state.published",
}
_STANDINGS = {
    "ahead": "returns.standing.ahead",
    "due": "returns.standing.due",
    "missing": "returns.standing.missing",
    "returned": "returns.standing.returned",
    "reported": "returns.standing.reported",
    "late": "returns.standing.late",
}
_REMEDY_STATES = {
    "wanting": "remedies.state.wanting",
    "open": "remedies.state.open",
    "escalated": "remedies.state.escalated",
    "answered": "remedies.state.answered",
    "done": "remedies.state.done",
}
_RETURN_STEPS = {
    "submit": "returns.step.submit",
    "return": "returns.step.return",
    "approve": "returns.step.approve",
    "publish": "returns.step.publish",
    "correct": "returns.step.correct",
}
_SINCES = {
    "questioned": "returns.since.questioned",
    "mended": "returns.since.mended",
    "unmended": "returns.since.unmended",
    "accepted": "returns.since.accepted",
    "changed": "returns.since.changed",
}
_REMEDY_STEPS = {
    "plan": "remedies.step.plan",
    "report": "remedies.step.report",
    "escalate": "remedies.step.escalate",
    "answer": "remedies.step.answer",
}
_AUDIT_KINDS = {
    "figure": "audit.kind.figure",
    "publication": "audit.kind.publication",
    "return": "audit.kind.return",
    "remedy": "audit.kind.remedy",
    "official": "audit.kind.official",
    "comment": "audit.kind.comment",
    "evidence": "audit.kind.evidence",
    "bulletin": "audit.kind.bulletin",
    "installation": "audit.kind.installation",
    "account": "audit.kind.account",
}
_OUTCOMES = {
    "done": "doors.cli.outcome.done",
    "refused": "doors.cli.outcome.refused",
    "failed": "doors.cli.outcome.failed",
}
_AUDIENCES = {
    "reporting": "comments.audience.reporting",
    "readers": "comments.audience.readers",
    "public": "comments.audience.public",
}
_PAGES = {
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
_LEVELS = {
    "nation": "pages.level.nation",
    "province": "pages.level.province",
    "prefecture": "pages.level.prefecture",
    "county": "pages.level.county",
    "town": "pages.level.town",
}
_BULLETIN_FORMS = {
    "docx": "bulletin.form.docx",
    "pdf": "bulletin.form.pdf",
    "xlsx": "bulletin.form.xlsx",
    "html": "bulletin.form.html",
}
_OPENEDS = {
    "view": "shared.dialog.opens.view",
    "region": "shared.dialog.opens.region",
    "everything": "shared.dialog.opens.everything",
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


def lamp_group_word(id: str, lang: str) -> str:
    """Return the word for what goals are counted under."""
    return say(_LAMP_GROUPS[id], lang)


def return_state_word(id: str, lang: str) -> str:
    """Return the word for how far a return has come."""
    return say(_RETURN_STATES[id], lang)


def standing_word(id: str, lang: str) -> str:
    """Return the word for how a return stands against the day it is due."""
    return say(_STANDINGS[id], lang)


def remedy_state_word(id: str, lang: str) -> str:
    """Return the word for what became of a remedy."""
    return say(_REMEDY_STATES[id], lang)


def audit_kind_word(id: str, lang: str) -> str:
    """Return the word for what an entry of the audit is about."""
    return say(_AUDIT_KINDS[id], lang)


def outcome_word(id: str, lang: str) -> str:
    """Return the word for how what somebody tried ended."""
    return say(_OUTCOMES[id], lang)


def audience_word(id: str, lang: str) -> str:
    """Return the word for who may read a comment."""
    return say(_AUDIENCES[id], lang)


def page_name(id: str, lang: str) -> str:
    """Return the word for a page."""
    return say(_PAGES[id], lang)


def level_word(id: str, lang: str) -> str:
    """Return the word for a level of regions."""
    return say(_LEVELS[id], lang)


def bulletin_form_word(id: str, lang: str) -> str:
    """Return the word for a form of a bulletin."""
    return say(_BULLETIN_FORMS[id], lang)


def opened_word(id: str, lang: str) -> str:
    """Return the word for what a short link opens."""
    return say(_OPENEDS[id], lang)


def return_step_word(id: str, lang: str) -> str:
    """Return the word for a step of a return."""
    return say(_RETURN_STEPS[id], lang)


def since_word(id: str, lang: str) -> str:
    """Return the word for what became of a figure since its return went back."""
    return say(_SINCES[id], lang)


def remedy_step_word(id: str, lang: str) -> str:
    """Return the word for a step of a remedy."""
    return say(_REMEDY_STEPS[id], lang)
