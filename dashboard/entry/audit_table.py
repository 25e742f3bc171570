"""The entries of the audit as a table, in the words of the register."""

import json
from collections.abc import Sequence
from decimal import Decimal
from typing import TYPE_CHECKING

from dashboard.actuals.messages import Figure
from dashboard.audit.entries import Entry, Kind
from dashboard.entry.periods import period_label
from dashboard.exchange.audit_entries import action_name
from dashboard.languages import say
from dashboard.languages.numbers import date_text, moment_text
from dashboard.views.audit import EntryShown, entries_table
from dashboard.views.environment import Markup
from dashboard.wording.states import (
    audit_kind_word,
    outcome_word,
    remedy_state_word,
    return_state_word,
)

if TYPE_CHECKING:
    from dashboard.register import Catalogue
    from dashboard.register.catalogue import Row

_OF_FIGURES = frozenset({Kind.FIGURE, Kind.COMMENT, Kind.EVIDENCE})
# Hashes are for files and programs; of one on a page the beginning is enough.
_HASH_SHOWN = 12


def audit_table(catalogue: "Catalogue", entries: Sequence[Entry], lang: str) -> Markup:
    """Return a row for each entry: when, who, what, old and new, why (HTML)."""
    names = _Names(catalogue, lang)
    return entries_table([_row(each, names, lang) for each in entries], lang)


class _Names:
    """What ids are called in the register; an id that it no longer knows stays as it is."""

    def __init__(self, catalogue: "Catalogue", lang: str) -> None:
        self._catalogue, self._lang = catalogue, lang

    def region(self, name: str) -> str:
        return self._name_of(self._catalogue.region(name), name)

    def subject(self, region: str, name: str) -> str:
        # Clusters of two regions may share an id.
        known = self._catalogue.cluster(region, name) or self._catalogue.region(name)
        return self._name_of(known, name)

    def indicator(self, name: str) -> str:
        return self._name_of(self._catalogue.indicator(name), name)

    def goal(self, name: str) -> str:
        return self._name_of(self._catalogue.goal(name), name)

    def measured_in(self, indicator: str) -> tuple[str, str]:
        """The unit of an indicator's figures, and the word for what is counted, if anything is."""
        known = self._catalogue.indicator(indicator) or {}
        unit = str(known.get("unit") or "")
        return unit, str(known.get(f"counted_{self._lang}") or "") if unit == "count" else ""

    def _name_of(self, known: "Row | None", name: str) -> str:
        return str(known[f"name_{self._lang}"]) if known else name


def _row(entry: Entry, names: _Names, lang: str) -> EntryShown:
    subject, unit, counted = entry.subject, "", ""
    period = period_label(entry.period, "", lang) if entry.period else ""
    if entry.kind in _OF_FIGURES:
        who, _, what = entry.subject.rpartition("/")
        unit, counted = names.measured_in(what)
        told = {
            "subject": names.subject(entry.region, who),
            "indicator": names.indicator(what),
        }
        subject = say("entry.series", lang, **told)
    elif entry.kind == Kind.REMEDY:
        subject = names.goal(entry.subject)
    elif entry.kind == Kind.OFFICIAL:
        subject = names.subject(entry.region, entry.subject)
        # Not up to a day, as figures are, but from it on.
        period = say("officials.since", lang, since=date_text(entry.period, lang))
    region = names.region(entry.region)
    kind = audit_kind_word(entry.kind, lang)
    gone = entry.kind == Kind.FIGURE and entry.action == "withdrawn"
    exact = _exact(entry, entry.before, unit, lang), _exact(entry, entry.after, unit, lang)
    before, after = (_value(entry, each, unit, lang) for each in (entry.before, entry.after))
    if counted and entry.kind == Kind.FIGURE:
        before, after = (each and f"{each} {counted}" for each in (before, after))
    if before == after:
        # A change too small for the words: 4,602.86 → 4,602.86 would read as none.
        before, after = (each or before for each in exact)
    return EntryShown(
        moment_text(entry.at, lang),
        # Whoever has no account can take a bulletin, and do nothing else that is audited by name.
        entry.person or (say("audit.page.guest", lang) if entry.kind == Kind.BULLETIN else ""),
        say("audit.page.from", lang, origin=entry.origin) if entry.origin else "",
        " · ".join(dict.fromkeys((kind, action_name(entry, lang)))),
        " · ".join(part for part in (region, subject, period) if part),
        before,
        say("audit.page.gone", lang) if gone else after,
        _reason(entry),
        exact[0],
        "" if gone else exact[1],
    )


def _exact(entry: Entry, value: str, unit: str, lang: str) -> str:
    """A figure to its last digit; "" of all else."""
    return Figure(Decimal(value), unit).exact(lang) if value and entry.kind == Kind.FIGURE else ""


def _reason(entry: Entry) -> str:
    if entry.kind != Kind.ACCOUNT:
        return entry.reason
    return " ".join(f"{name}={value}" for name, value in json.loads(entry.reason).items())


def _value(entry: Entry, value: str, unit: str, lang: str) -> str:
    if not value:
        return ""
    if entry.kind == Kind.FIGURE:
        return Figure(Decimal(value), unit).as_entered(lang)
    if entry.kind == Kind.RETURN:
        return return_state_word(value, lang)
    if entry.kind == Kind.REMEDY:
        state, colon, said = value.partition(": ")
        return remedy_state_word(state, lang) + colon + said
    if entry.kind == Kind.PUBLICATION:
        return say("audit.table.publication", lang, row=value)
    if entry.kind in (Kind.EVIDENCE, Kind.BULLETIN):
        return value[:_HASH_SHOWN]
    if entry.kind == Kind.ACCOUNT:
        return outcome_word(value, lang)
    return value
