"""A file of figures on its way in: read, understood, compared, and written as one or not at all.

Command line and page take files in through here, so that both show the same and refuse the same.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from dashboard.actuals.entering import (
    Compared,
    Comparison,
    Message,
    Outcome,
    RawEntry,
    Refused,
    Understood,
    compare,
    save,
    understand,
)
from dashboard.actuals.entering.context import Recorded, Recorder
from dashboard.actuals.messages import Name
from dashboard.actuals.observations import FigureKey, Observation, SeriesKey
from dashboard.actuals.periods import Period, PeriodError
from dashboard.actuals.records import WriteReceipt
from dashboard.exchange.comparisons import entries_of
from dashboard.exchange.figure_files import read_figures
from dashboard.exchange.headings import Given, Names
from dashboard.exchange.sheets import FileFault, Reached, Sheet, part_of, untold
from dashboard.languages import names_of

if TYPE_CHECKING:
    from dashboard.register import Catalogue

# Of what the register does not know any more.
_GONE = frozenset(
    # actuals.entering.*
    f"actuals.entering.{what}-{how}"
    for what in ("region", "subject", "indicator")
    for how in ("unknown", "near")
)


@dataclass(frozen=True, slots=True)
class Context:
    """Where a file is taken in: the region and the period that are looked at, "" for any.

    `indicator` is what a file is about that does not say so itself. `may` tells whether a series is
    the asker's to enter.
    """

    region: str = ""
    period: str = ""
    indicator: str = ""
    may: Callable[[SeriesKey], bool] = lambda _: True


@dataclass(frozen=True, slots=True)
class Intake:
    """A file beside what is recorded: what it would do, before anything is written."""

    sheet: Sheet
    rows: Sequence[Understood]
    others: Sequence[Compared]
    comparison: Comparison

    @property
    def notices(self) -> Sequence[Message]:
        """What of the file is not read: macros, links, other sheets."""
        return self.sheet.notices

    def beside(self, theirs: Mapping[FigureKey, Observation | None]) -> "Intake":
        """Return the same file beside figures that somebody wrote between looking and saving."""
        found = compare(self.rows, self.others, columns=self.sheet.columns, theirs=theirs)
        return Intake(self.sheet, self.rows, self.others, found)

    def write(self, store: Recorder, author: str, reason: str) -> WriteReceipt:
        """Write the file in one transaction. Raises what `save` raises; then nothing is written.

        What is wrong with a row that is no figure keeps the others from being written, too.
        """
        rows = enumerate(self.comparison.rows)
        wrong = [i for i, each in rows if each.row is None and each.outcome is Outcome.REFUSED]
        if wrong:
            raise Refused(wrong)
        return save(self.rows, store, author, reason, action="import", changes_want_reason=True)


def take_in(
    content: bytes,
    catalogue: "Catalogue",
    store: Recorded,
    today: date,
    context: Context | None = None,
    reached: Reached = untold,
) -> Intake:
    """Read a file and compare it with what is recorded; nothing is written and nothing raised.

    `reached` is told which share of the work is done; what it raises ends the work.
    """
    context = context or Context()
    reached(0.0)
    given = Given(context.region, context.indicator, Names(catalogue))
    sheet = read_figures(content, given, part_of(reached, 0.0, 0.4))
    fault = _made_for_another(sheet, context, catalogue)
    entries: list[RawEntry] = []
    if fault is not None:
        sheet = Sheet(faults=(fault,), made_for=sheet.made_for, notices=sheet.notices)
    entries, others = entries_of(sheet)
    rows = understand(entries, catalogue, store, today, part_of(reached, 0.4, 0.95))
    gone = _gone(sheet, rows, catalogue)
    if gone is not None:
        sheet = Sheet(faults=(gone,), made_for=sheet.made_for, notices=sheet.notices)
        _, others = entries_of(sheet)
        rows = []
    for row in rows:
        if context.region and row.region != context.region and not row.errors:
            place = _region_name(catalogue, context.region)
            row.errors.append(Message("exchange.fault.region-other", {"place": place}))
    foreign = [
        row for row in rows if not row.errors and row.to_write and not context.may(row.series)
    ]
    if foreign and sheet.made_for.get("unit"):
        values = {"found": sheet.made_for["unit"][:60]}
        fault = FileFault(0, "template-unit", values)
        sheet = Sheet(faults=(fault,), made_for=sheet.made_for, notices=sheet.notices)
        _, others = entries_of(sheet)
        rows = foreign = []
    for row in foreign:
        row.errors.append(Message("exchange.fault.not-yours"))
    reached(0.95)
    return Intake(sheet, rows, others, compare(rows, others, columns=sheet.columns))


def _made_for_another(sheet: Sheet, context: Context, catalogue: "Catalogue") -> FileFault | None:
    """Say that a template was made for another region or period than the one that is looked at."""
    region, code = sheet.made_for.get("region", ""), sheet.made_for.get("period", "")
    if context.region and region and region != context.region:
        values = {
            "found": _region_name(catalogue, region),
            "expected": _region_name(catalogue, context.region),
        }
        return FileFault(0, "template-region", values)
    if context.period and code and code != context.period:
        labels = {"found": _period_name(code), "expected": _period_name(context.period)}
        return FileFault(0, "template-period", labels)
    return None


def _gone(sheet: Sheet, rows: Sequence[Understood], catalogue: "Catalogue") -> FileFault | None:
    """Say that a template asks for figures which the register of today does not know."""
    if not sheet.made_for or sheet.made_for.get("register") == catalogue.version:
        return None
    gone = [row for row in rows if any(error.code in _GONE for error in row.errors)]
    if not gone:
        return None
    first = gone[0].raw
    named = first.id or " / ".join((first.region, first.subject, first.indicator))
    return FileFault(0, "template-register", {"n": len(gone), "text": named[:120]})


def _region_name(catalogue: "Catalogue", region: str) -> Name:
    row = catalogue.region(region)
    return Name(names_of(row)) if row else Name.each(lambda _: region)


def _period_name(code: str) -> Name:
    try:
        found = Period(code)
    except PeriodError:
        return Name.each(lambda _: code[:20])
    return Name.each(lambda lang: found.label(lang, "flow"))
