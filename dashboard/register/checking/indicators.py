"""Units, and indicators among each other."""

from decimal import Decimal

from dashboard.languages import LOGGED
from dashboard.register.checking.known import Known, understood
from dashboard.register.faults import shown
from dashboard.register.gathering import Entry
from dashboard.register.models import Indicator, MeasurementUnit
from dashboard.register.models.words import Names
from dashboard.register.names import BUILT_IN, TIER_COUNT
from dashboard.register.quantities import QuantityError, parse_quantity


def check_unit(known: Known, entry: Entry[MeasurementUnit]) -> None:
    """A unit is declared once, and each of its words means one number."""
    model = entry.model
    if entry.id in BUILT_IN:
        known.faults.add(entry.source, entry.place, "unit-built-in", True, found=entry.id)
    if model is None or model.name is None:
        return
    taken: set[str] = set()
    named: list[tuple[tuple[str | int, ...], Names]] = [(("name",), model.name)]
    named += [
        (("multiples", number, "name"), multiple.name)
        for number, multiple in understood(model.multiples)
    ]
    for steps, names in named:
        words = {"".join(word.split()).lower() for word in names.given()}
        for word in sorted(words):
            if word in taken or not word[0].isalpha():
                known.fault(entry, steps, "unit-word", found=shown(word))
        taken |= words
    for number, multiple in understood(model.multiples):
        if Decimal(multiple.factor) <= 0:
            at = ("multiples", number, "factor")
            known.fault(entry, at, "unit-factor", found=multiple.factor)


def check_indicator(known: Known, entry: Entry[Indicator]) -> None:
    """References, and a unit that its kind can have: growth and shares are fractions."""
    model = entry.model
    if model is None:
        return
    names = known.gathered.indicators
    if entry.id == TIER_COUNT:
        known.faults.add(entry.source, entry.place, "reserved-indicator", True, found=entry.id)
    units = dict.fromkeys((*BUILT_IN, *known.gathered.units))
    known.refer(entry, ("unit",), model.unit, units, "unknown-unit")
    if model.counted is not None and model.unit not in ("count", None):
        found = shown(model.counted.given()[0])
        known.fault(entry, ("counted",), "counted-without-count", found=found, unit=model.unit)
    for key in ("growth_of", "covered", "of"):
        known.refer(entry, (key,), getattr(model, key), names, "unknown-indicator")
    if model.continued_by is not None:
        at = ("continued_by", "indicator")
        known.refer(entry, at, model.continued_by.indicator, names, "unknown-indicator")
    if model.part_of is not None:
        at = ("part_of", "indicator")
        if known.refer(entry, at, model.part_of.indicator, names, "unknown-indicator"):
            whole = names[model.part_of.indicator].model
            both = {model.unit, whole.unit if whole else None}
            if whole is not None and None not in both and len(both) > 1:
                known.fault(
                    entry,
                    at,
                    "unit-of-whole",
                    found=whole.unit,
                    unit=model.unit,
                    whole=whole.name.in_each()[LOGGED] if whole.name else model.part_of.indicator,
                )
    if model.kind in ("growth", "share") and model.unit not in ("fraction", None):
        known.fault(entry, ("unit",), "unit-does-not-fit-kind", found=model.unit, kind=model.kind)
    unit = known.gathered.unit(model.unit)
    if model.natural_limit is not None and unit is not None:
        try:
            parse_quantity(model.natural_limit, unit)
        except QuantityError as error:
            params = {**error.params, "unit": model.unit}
            known.fault(entry, ("natural_limit",), error.code, **params)
