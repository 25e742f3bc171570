"""What a batch would do to what is recorded, before anything is written: the one preview of all doors.

    rows = understand(entries, catalogue, store, today)
    seen = compare(rows)
    seen.new, seen.changed, seen.unchanged, seen.left_out, seen.refused    # how many
    save(rows, store, author, reasons, changes_want_reason=True)           # all of it, or nothing

Form, table, file and API show a `Comparison`; each row says what it does, with old and new, who
entered the old one and when, every finding, and the address of its cell where it has one.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from dashboard.actuals.entering.entries import Understood
from dashboard.actuals.messages import Figure, Message, Param, When
from dashboard.actuals.observations import FigureKey, Observation


class Outcome(StrEnum):
    """What becomes of a row when the batch is written."""

    NEW = "new"
    CHANGED = "changed"
    UNCHANGED = "unchanged"
    LEFT_OUT = "left_out"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class Compared:
    """One row of a batch.

    `row` is None for what is no figure at all: a sum, a blank row, a line that cannot be cut into
    cells; `cell` (`A7`) is then its address. `reasons` say why it is refused or left out. `line` is
    its place in a file, 0 elsewhere.
    """

    outcome: Outcome
    row: Understood | None = None
    reasons: tuple[Message, ...] = ()
    line: int = 0
    cell: str = ""

    @property
    def warnings(self) -> Sequence[Message]:
        """What wants a reason before the row is written."""
        written = self.row is not None and self.outcome in (Outcome.NEW, Outcome.CHANGED)
        return self.row.warnings if written and self.row else ()

    @property
    def notices(self) -> Sequence[Message]:
        """What is only said."""
        return self.row.notices if self.row else ()

    @property
    def wants_reason(self) -> bool:
        """Whether the row replaces a value, or has a warning."""
        return self.outcome in (Outcome.NEW, Outcome.CHANGED) and bool(
            self.warnings or (self.row and self.row.replaces)
        )


@dataclass(frozen=True, slots=True)
class Comparison:
    """All rows of a batch beside what is recorded, in the order of their places.

    `columns` gives the letter of each field in a spreadsheet, empty for what comes from a page.
    """

    rows: tuple[Compared, ...]
    columns: Mapping[str, str]

    @property
    def new(self) -> int:
        """How many figures are there for the first time."""
        return len(self.of(Outcome.NEW))

    @property
    def changed(self) -> int:
        """How many recorded figures get another value, note or evidence, or are withdrawn."""
        return len(self.of(Outcome.CHANGED))

    @property
    def unchanged(self) -> int:
        """How many say what is recorded already."""
        return len(self.of(Outcome.UNCHANGED))

    @property
    def left_out(self) -> int:
        """How many hold no figure: without a value, blank, a sum, a title, a remark."""
        return len(self.of(Outcome.LEFT_OUT))

    @property
    def refused(self) -> int:
        """How many keep the whole batch from being written."""
        return len(self.of(Outcome.REFUSED))

    @property
    def warned(self) -> int:
        """How many of the new and changed rows have a warning."""
        return sum(bool(row.warnings) for row in self.rows)

    @property
    def counts(self) -> dict[str, int]:
        """How many rows of each outcome, by its name."""
        return {outcome.value: len(self.of(outcome)) for outcome in Outcome}

    def cell(self, compared: Compared, message: Message | None = None) -> str:
        """Return the address of the cell a finding is about (`E2`), of the value without one."""
        if compared.row is None:
            return compared.cell
        found = message or (compared.reasons[0] if compared.reasons else None)
        field, raw = field_of(found) if found else "value", compared.row.raw
        letter = (raw.letter if field == "value" else "") or self.columns.get(field, "")
        place = raw.place
        return f"{letter}{place}" if letter and place else ""

    def of(self, *outcomes: Outcome) -> list[Compared]:
        """Return the rows with one of `outcomes`."""
        return [row for row in self.rows if row.outcome in outcomes]

    @property
    def wanting_reason(self) -> list[Compared]:
        """The rows that are written only with a reason: changed values, and warnings."""
        return [row for row in self.rows if row.wants_reason]


def compare(
    understood: Iterable[Understood],
    others: Iterable[Compared] = (),
    *,
    columns: Mapping[str, str] | None = None,
    theirs: Mapping[FigureKey, Observation | None] | None = None,
) -> Comparison:
    """Return what `understood` does to what is recorded, with `others` that are no figures.

    `columns` gives the letter of each field in a spreadsheet. `theirs` are figures that somebody
    wrote between looking and saving (the store's `Conflict`).
    """
    rows = [*(_compared(row, theirs or {}) for row in understood), *others]
    return Comparison(tuple(sorted(rows, key=lambda row: row.line)), columns or {})


def field_of(message: Message) -> str:
    """Return the field of an entry that a finding is about: `value` where it is about none other."""
    room, _, code = message.code.removeprefix("actuals.").partition(".")
    if room == "period" or code == "future":
        return "period"
    if code in ("each-cluster", "tier"):
        return "subject"
    first = code.partition("-")[0]
    return (
        first if first in ("region", "subject", "indicator", "note", "evidence", "id") else "value"
    )


def conflict(row: Understood, theirs: Observation | None) -> Message:
    """Return the sentence that somebody else has been at this figure, with both values."""
    values: dict[str, Param] = {"text": " / ".join(row.figure), "mine": Figure(row.value, row.unit)}
    if theirs is None:
        return Message("actuals.entering.conflict-gone", values)
    values |= {"author": theirs.author, "at": When(theirs.at_text)}
    if theirs.value is None:
        return Message("actuals.entering.conflict-withdrawn", values)
    values["theirs"] = Figure(Decimal(theirs.value), row.unit)
    return Message("actuals.entering.conflict", values)


def _compared(row: Understood, theirs: Mapping[FigureKey, Observation | None]) -> Compared:
    reasons: tuple[Message, ...] = ()
    if row.errors:
        outcome, reasons = Outcome.REFUSED, tuple(row.errors)
    elif row.figure in theirs:
        outcome, reasons = Outcome.REFUSED, (conflict(row, theirs[row.figure]),)
    elif row.clashes:
        outcome, reasons = Outcome.REFUSED, (conflict(row, row.old),)
    elif row.blank:
        outcome, reasons = Outcome.LEFT_OUT, (Message("actuals.entering.no-value"),)
    elif row.unchanged:
        outcome = Outcome.UNCHANGED
    else:
        outcome = Outcome.NEW if row.old_value is None else Outcome.CHANGED
    return Compared(outcome, row, reasons, row.raw.line or 0)
