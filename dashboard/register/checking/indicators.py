"""Indicators among each other."""

from dashboard.register.checking.known import Known
from dashboard.register.gathering import Entry
from dashboard.register.models import Indicator
from dashboard.register.quantities import QuantityError, parse_quantity


def check_indicator(known: Known, entry: Entry[Indicator]) -> None:
    """References, and a unit that its kind can have: growth and shares are fractions."""
    model = entry.model
    if model is None:
        return
    names = known.gathered.indicators
    for key in ("growth_of", "covered", "of"):
        known.refer(entry, (key,), getattr(model, key), names, "unknown-indicator")
    if model.continued_by is not None:
        at = ("continued_by", "indicator")
        known.refer(entry, at, model.continued_by.indicator, names, "unknown-indicator")
    if model.part_of is not None:
        at = ("part_of", "indicator")
        if known.refer(entry, at, model.part_of.indicator, names, "unknown-indicator"):
            whole = names[model.part_of.indicator].model
            units = {model.unit, whole.unit if whole else None}
            if whole is not None and None not in units and len(units) > 1:
                known.fault(
                    entry,
                    at,
                    "unit-of-whole",
                    found=whole.unit,
                    unit=model.unit,
                    whole=whole.name.en if whole.name else model.part_of.indicator,
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
