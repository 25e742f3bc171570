"""A figure on its way in: as typed, and as understood."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from dashboard.actuals.messages import Figure, Message
from dashboard.actuals.observations import FigureKey, Observation, SeriesKey, changed_since
from dashboard.actuals.periods import Period
from dashboard.actuals.typed import plain_text
from dashboard.languages import say

# For `RawEntry.seen_revision`: what `understand` finds is what the person is shown, old beside new.
SEEN_NOW = -1

NOTE_LENGTH, EVIDENCE_LENGTH = 1000, 500
_ID = "figure:"


def figure_id(figure: FigureKey) -> str:
    """Return a figure as a text that no spreadsheet takes for a date or a number."""
    return _ID + "/".join(figure)


def figure_named(id: str) -> FigureKey | None:
    """Return the figure that `figure_id` wrote so, None where the text is none."""
    parts = id.strip().removeprefix(_ID).split("/")
    if not id.strip().startswith(_ID) or len(parts) != 4 or not all(parts):
        return None
    return parts[0], parts[1], parts[2], parts[3]


@dataclass(frozen=True, slots=True)
class RawEntry:
    """One figure as typed, pasted or read from a file; every field is text as it came.

    `note` and `evidence` None means that nothing was asked about them: what is recorded stays.
    Empty text takes them away with the value they stood beside, but not when the value repeats.
    `seen_revision` is the revision that was on the screen, None when there was no figure, `SEEN_NOW`
    when the person first sees the old figure through `understand`. `default_unit` is what a bare
    number is in ("亿元", "%", …), None for the base unit. `withdraw` takes the figure back; `value`
    is then blank. `line` is how a file counts this row, `place` its row in a spreadsheet; both None
    for what was typed on a page. The revision a file names says nothing of a figure that this
    database does not have: the file may come from another one. `id` is a figure as `figure_id`
    writes it, for files whose other cells a spreadsheet may have turned into something else; `exact`
    is the value once more as text, exact in the base unit; `letter` is the column of the value in a
    spreadsheet where that is not the same for the whole file.
    """

    region: str
    subject: str
    indicator: str
    period: str
    value: str
    note: str | None = None
    evidence: str | None = None
    seen_revision: int | None = None
    withdraw: bool = False
    default_unit: str | None = None
    line: int | None = None
    place: int | None = None
    id: str = ""
    exact: str = ""
    letter: str = ""


@dataclass(slots=True)
class Understood:
    """What `understand` made of a `RawEntry`: ids, exact value, what it replaces, findings.

    `value` is exact in the base unit (None if blank, withdrawn or not understood). `errors` keep it
    from being saved, `warnings` need a reason, `notices` are only said.
    """

    raw: RawEntry
    region: str
    subject: str
    indicator: str
    row: Mapping[str, Any] | None = None
    period: Period | None = None
    value: Decimal | None = None
    unit_typed: str = ""
    old: Observation | None = None
    blank: bool = False
    errors: list[Message] = field(default_factory=list)
    warnings: list[Message] = field(default_factory=list)
    notices: list[Message] = field(default_factory=list)

    @property
    def unit(self) -> str:
        """The indicator's base unit; empty when the indicator is not known."""
        return str(self.row["unit"]) if self.row else ""

    @property
    def kind(self) -> str:
        return str(self.row["kind"]) if self.row else ""

    @property
    def series(self) -> SeriesKey:
        return (self.region, self.subject, self.indicator)

    @property
    def period_code(self) -> str:
        """The period's code; as it was written where that is not understood."""
        return self.period.code if self.period else self.raw.period

    @property
    def figure(self) -> FigureKey:
        return (self.region, self.subject, self.indicator, self.period_code)

    @property
    def exact(self) -> str | None:
        """The exact value as text in the base unit: "1230000000"."""
        return None if self.value is None else plain_text(self.value)

    @property
    def shown(self) -> str:
        """`shown_in("zh")`."""
        return self.shown_in("zh")

    def shown_in(self, lang: str) -> str:
        """What was typed beside what was understood: "12.3亿 → 1,230,000,000 元"; "" if nothing was."""
        if self.value is None:
            return ""
        return f"{self.raw.value.strip()} → {Figure(self.value, self.unit).exact(lang)}"

    @property
    def old_value(self) -> Decimal | None:
        """What is recorded now; None when nothing is, or it was withdrawn."""
        return None if self.old is None or self.old.value is None else Decimal(self.old.value)

    @property
    def old_revision(self) -> int | None:
        """The revision recorded now, a withdrawal too."""
        return self.old.revision if self.old else None

    @property
    def seen_revision(self) -> int | None:
        """The revision the write will name as seen."""
        unknown = self.old is None and self.raw.line is not None
        now = unknown or self.raw.seen_revision == SEEN_NOW
        return self.old_revision if now else self.raw.seen_revision

    @property
    def clashes(self) -> bool:
        """Whether somebody changed the figure since it was seen; the store decides alike.

        Who types what the other person has saved already has nothing to decide.
        """
        if self.row is None or self.period is None or self.blank or self.unchanged:
            return False
        return changed_since(self.seen_revision, self.old)

    @property
    def replaces(self) -> bool:
        """Whether saving puts another value in the place of a recorded one, or takes it back."""
        return self.old_value is not None and self.value != self.old_value and self.to_write

    def change_in(self, lang: str) -> str:
        """Old and new value: "12 亿元 → 13 亿元（1,200,000,000 元 → 1,300,000,000 元）"; of a first one it alone."""
        if self.old_value is None and self.value is not None:
            figure = Figure(self.value, self.unit).in_language(lang)
            return say("actuals.figure.first", lang, value=figure)
        both = [Figure(value, self.unit) for value in (self.old_value, self.value)]
        entered = " → ".join(each.as_entered(lang) for each in both)
        exact = " → ".join(each.exact(lang) for each in both)
        if entered == exact:
            return exact
        return say("actuals.figure.both", lang, amount=entered, exact=exact)

    @property
    def unchanged(self) -> bool:
        """Whether saving would say nothing new: the same value, note and evidence."""
        if self.old is None or self.value is None or self.old_value != self.value:
            return False
        return (self.note, self.evidence) == (self.old.note, self.old.evidence)

    @property
    def to_write(self) -> bool:
        """Whether a save writes it: understood, and saying something new."""
        return not (self.errors or self.blank or self.unchanged)

    @property
    def note(self) -> str:
        """The note as it will be recorded."""
        return self._word(self.raw.note, self.old.note if self.old else "")

    @property
    def evidence(self) -> str:
        """The evidence as it will be recorded."""
        return self._word(self.raw.evidence, self.old.evidence if self.old else "")

    def _word(self, written: str | None, held: str) -> str:
        words = (written or "").strip()
        # Why a figure was withdrawn says nothing about the one that follows, nor the reverse.
        if words or self.raw.withdraw or self.old_value is None:
            return words
        return held if written is None or self.value == self.old_value else ""
