"""One thing that was looked at, and how it is."""

from enum import StrEnum
from typing import NamedTuple

from dashboard.languages import say


class Severity(StrEnum):
    """How it is: a fault keeps the dashboard from working, a warning does not yet."""

    FINE = "fine"
    WARNING = "warning"
    FAULT = "fault"


class Finding(NamedTuple):
    """What was looked at, how it is, and the wording that says so and how to mend it.

    `told` is used instead of a wording where another room says its own faults.
    """

    part: str
    severity: Severity
    key: str
    values: dict[str, object]
    told: dict[str, str] | None = None

    def text(self, lang: str) -> str:
        """Return it as a sentence."""
        # diagnosis.*
        return self.told[lang] if self.told else say(f"diagnosis.{self.key}", lang, **self.values)


def fine(part: str, key: str, **values: object) -> Finding:
    """Return that all is well."""
    return Finding(part, Severity.FINE, key, values)


def warning(part: str, key: str, **values: object) -> Finding:
    """Return what may go wrong, or works less well."""
    return Finding(part, Severity.WARNING, key, values)


def fault(part: str, key: str, **values: object) -> Finding:
    """Return what keeps the dashboard from working."""
    return Finding(part, Severity.FAULT, key, values)


def warning_told(part: str, told: dict[str, str]) -> Finding:
    """Return a warning in another room's own words, by language."""
    return Finding(part, Severity.WARNING, "", {}, told)


def fault_told(part: str, told: dict[str, str]) -> Finding:
    """Return a fault in another room's own words, by language."""
    return Finding(part, Severity.FAULT, "", {}, told)
