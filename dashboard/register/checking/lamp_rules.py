"""Lamp rules: bands that can hold something."""

from decimal import Decimal

from dashboard.register.checking.known import Known, understood
from dashboard.register.gathering import Entry
from dashboard.register.models import LampRule


def check_lamp_rule(known: Known, entry: Entry[LampRule]) -> None:
    """A band runs upwards."""
    model = entry.model
    if model is None:
        return
    for number, band in understood(model.thresholds or ()):
        low = band.at_least if band.at_least is not None else band.above
        high = band.at_most if band.at_most is not None else band.below
        if low is not None and high is not None and Decimal(low) > Decimal(high):
            at = ("thresholds", number)
            known.fault(entry, at, "band-backwards", found=f"{low} … {high}")
