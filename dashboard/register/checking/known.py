"""What may be referred to, and the one way to say that a reference leads nowhere."""

from collections.abc import Collection, Iterator, Sequence
from typing import Any, TypeVar

from dashboard.register.faults import FaultList, listed, nearest, shown
from dashboard.register.gathering import DocumentEntry, Entry, Gathered, PlanEntry
from dashboard.register.models import Cluster, Indicator
from dashboard.register.models.goal import Milestone
from dashboard.register.quantities import (
    Measure,
    QuantityError,
    Target,
    foreign_counter,
    measured_word,
    parse_target,
)
from dashboard.register.reading import Place

Item = TypeVar("Item")

COUNTED = ("flow", "stock")
MAX_SUGGESTED = 200
_SECTIONS = {
    "unknown-region": "regions",
    "unknown-indicator": "indicators",
    "unknown-cluster": "clusters",
    "unknown-plan": "plans",
    "unknown-lamp-rule": "lamp_rules",
    "unknown-unit": "units",
}


def understood(items: Sequence[Item | None]) -> Iterator[tuple[int, Item]]:
    """The items of a list with their numbers, without those that are broken."""
    return ((number, item) for number, item in enumerate(items) if item is not None)


def may_be_negative(indicator: Indicator) -> bool:
    """Whether a number below zero can be meant."""
    return indicator.kind in ("growth", "index", None) or bool(indicator.may_be_negative)


def place_of(entry: Entry[Any], steps: tuple[Any, ...]) -> Place:
    """Where a value of an entry stands: what all tiers and goals of a plan share, once."""
    place = entry.place
    if len(place) == 4 and steps and steps[0] in ("clause", "by", "indicator"):
        plan = entry.source.data["plans"][place[1]]
        if steps[0] not in plan[place[2]][place[3]] and steps[0] in (plan.get("defaults") or ()):
            return (*place[:2], "defaults", *steps)
    return (*place, *steps)


class Known:
    """The gathered register with its fault list."""

    def __init__(self, gathered: Gathered, faults: FaultList) -> None:
        self.gathered = gathered
        self.faults = faults
        self._suggested = 0
        self._asked_for: set[str] = set()

    def fault(self, entry: Entry[Any], steps: tuple[Any, ...], code: str, **params: str) -> None:
        """Note a fault at the value `steps` below the entry, or in the plan's defaults it is from."""
        self.faults.add(entry.source, place_of(entry, steps), code, False, **params)

    def refer(
        self,
        entry: Entry[Any],
        steps: tuple[Any, ...],
        word: str | None,
        names: Collection[str],
        code: str,
    ) -> bool:
        """Whether the reference leads somewhere; None refers to nothing and is no fault."""
        if word is None or word in names:
            return word is not None
        section = _SECTIONS.get(code)
        if section and (section in self.gathered.closed or word in self.gathered.unread):
            return False  # it may well stand where nothing could be read
        if section in self.gathered.misnamed:
            # It may be what an impossible id was meant to be: one sentence for all that ask for it.
            if word in self._asked_for:
                return False
            self._asked_for.add(word)
        params = {"found": shown(word), "known": listed(names), **self._nearest(word, names)}
        self.fault(entry, steps, code, **params)
        return False

    def _nearest(self, word: str, names: Collection[str]) -> dict[str, str]:
        """The nearest name, for the first faults: whoever has more reads no further suggestions."""
        self._suggested += 1
        return nearest(word, names) if self._suggested <= MAX_SUGGESTED else {}

    def clusters_of(self, region: str | None) -> dict[str, Entry[Cluster]] | None:
        """The region's clusters; None when they are not known, and nothing can be said of them."""
        gathered = self.gathered
        if region is None or f"clusters {region}" in gathered.closed:
            return None
        known = gathered.clusters.get(region)
        return {} if known is None and region in gathered.regions else known

    def cluster(
        self, entry: Entry[Any], steps: tuple[Any, ...], word: str | None, region: str | None
    ) -> bool:
        """Whether the word is a cluster of the region."""
        names = self.clusters_of(region)
        return names is not None and self.refer(entry, steps, word, names, "unknown-cluster")

    def indicator(
        self, entry: Entry[Any], steps: tuple[Any, ...], word: str | None
    ) -> Indicator | None:
        """The indicator, or None when it is unknown (a fault) or broken (a fault already)."""
        if self.refer(entry, steps, word, self.gathered.indicators, "unknown-indicator"):
            return self.gathered.indicators[str(word)].model
        return None

    def clause(self, entry: Entry[Any], plan: PlanEntry) -> DocumentEntry | None:
        """Check the entry's document, clause and readings."""
        model = entry.model
        if plan.model is None or model is None:
            return None
        documents = self.gathered.documents
        self.refer(entry, ("document",), model.document, documents, "unknown-document")
        if not entry.sure("document"):
            return None
        document = documents.get(model.document or plan.model.document)
        if document is None or not document.complete:
            return None
        self.refer(entry, ("clause",), model.clause, document.clauses, "unknown-clause")
        for number, milestone in understood(getattr(model, "milestones", ())):
            self._milestone(entry, ("milestones", number), milestone, document)
        for number, reading in enumerate(model.readings):
            at = ("readings", number)
            self.refer(entry, at, reading, document.readings, "unknown-reading")
        self.units(entry, ("responsible",), model.responsible or (), document)
        return document

    def _milestone(
        self, entry: Entry[Any], at: tuple[Any, ...], model: Milestone, own: DocumentEntry
    ) -> None:
        """A milestone's document, and its clause there."""
        documents = self.gathered.documents
        document: DocumentEntry | None = own
        if model.document is not None:
            self.refer(entry, (*at, "document"), model.document, documents, "unknown-document")
            document = documents.get(model.document)
        if document is not None and document.complete:
            self.refer(entry, (*at, "clause"), model.clause, document.clauses, "unknown-clause")

    def units(
        self,
        entry: Entry[Any],
        steps: tuple[Any, ...],
        units: Collection[str],
        document: DocumentEntry,
    ) -> None:
        """Every unit needs its English name in the document record."""
        if document.names_units and (document.units or document.sure("units")):
            for number, unit in enumerate(units):
                self.refer(entry, (*steps, number), unit, document.units, "unknown-unit-name")

    def target(
        self,
        entry: Entry[Any],
        steps: tuple[Any, ...],
        text: str | None,
        indicator: Indicator,
        measure: Measure = "value",
    ) -> Target | None:
        """The parsed target, or None and a fault that says why not."""
        unit = self.gathered.unit(indicator.unit)
        if text is None or unit is None:
            return None
        try:
            target = parse_target(text, unit, measure)
        except QuantityError as error:
            self.fault(entry, steps, error.code, **{**error.params, "unit": indicator.unit})
            return None
        if self.is_measured(entry, steps, text, indicator):
            return None
        values = [value for value in (target.value, target.value_high) if value is not None]
        whole = all(value == value.to_integral_value() for value in values)
        code = None
        if measure == "value" and self.counts(indicator) and not whole:
            code = "count-not-whole"
        elif measure != "in step with" and not may_be_negative(indicator):
            # Less by more than all of the base is less than nothing.
            least = 0 if measure in ("value", "times base") else -1
            code = "never-negative" if any(value < least for value in values) else None
        if code is not None:
            self.fault(entry, steps, code, found=shown(text))
            return None
        return target

    def is_measured(
        self, entry: Entry[Any], steps: tuple[Any, ...], text: str, indicator: Indicator
    ) -> bool:
        """Whether a count is written in what it is not counted in (吨, or 人 of firms); then a fault."""
        if indicator.unit != "count":
            return False
        counted = () if indicator.counted is None else tuple(indicator.counted.given())
        word = measured_word(text)
        if word is not None and word not in counted:
            self.fault(entry, steps, "measured-not-counted", found=shown(text), word=word)
            return True
        word = foreign_counter(text, counted)
        if word is not None:
            own = counted[0]
            self.fault(entry, steps, "counted-otherwise", found=shown(text), word=word, counted=own)
        return word is not None

    def counts(self, indicator: Indicator) -> bool:
        """Whether only whole numbers can be meant."""
        if indicator.kind not in COUNTED:
            return False
        declared = self.gathered.units.get(indicator.unit)
        if declared is not None:
            return declared.model is not None and declared.model.decimals is False
        return indicator.unit == "count"

    def year(
        self, entry: Entry[Any], steps: tuple[Any, ...], year: int | str | None, plan: PlanEntry
    ) -> None:
        """A year belongs to the plan's period."""
        if plan.model is None or plan.model.period is None or not isinstance(year, int):
            return
        start, end = plan.model.period
        if not start <= year <= end:
            self.fault(entry, steps, "year-outside-plan", found=str(year), period=f"{start}–{end}")
