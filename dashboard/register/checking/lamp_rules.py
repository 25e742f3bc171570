"""Lamp rules: bands that can hold something."""

from collections.abc import Sequence
from decimal import Decimal
from itertools import pairwise

from dashboard.register.checking.known import Known, understood
from dashboard.register.gathering import Entry
from dashboard.register.models import LampRule
from dashboard.register.models.lamp_rule import Threshold

_ONE = Decimal(1)


def check_lamp_rule(known: Known, entry: Entry[LampRule]) -> None:
    """A band runs upwards, and those before it leave something to it."""
    model = entry.model
    if model is None:
        return
    lists: list[tuple[tuple[str, ...], Sequence[Threshold]]] = [(("thresholds",), model.thresholds)]
    if model.without_target is not None:
        lists.append((("without_target", "thresholds"), model.without_target.thresholds))
    for steps, bands in lists:
        backwards = {n for n, band in understood(bands or ()) if _backwards(band)}
        for number in sorted(backwards):
            found = _written(bands[number])
            known.fault(entry, (*steps, number), "band-backwards", found=found)
        if entry.sure(steps[0]) and not backwards:
            for number in _never_reached(bands):
                found = _written(bands[number])
                known.fault(entry, (*steps, number), "band-never-reached", found=found)


def _ends(band: Threshold) -> tuple[Decimal | None, Decimal | None]:
    low = band.at_least if band.at_least is not None else band.above
    high = band.at_most if band.at_most is not None else band.below
    return (None if low is None else Decimal(low)), (None if high is None else Decimal(high))


def _backwards(band: Threshold) -> bool:
    low, high = _ends(band)
    return low is not None and high is not None and low > high


def _written(band: Threshold) -> str:
    return " … ".join("" if end is None else f"{end:f}" for end in _ends(band)).strip()


def _holds(band: Threshold, number: Decimal) -> bool:
    return not (
        (band.at_least is not None and number < Decimal(band.at_least))
        or (band.above is not None and number <= Decimal(band.above))
        or (band.at_most is not None and number > Decimal(band.at_most))
        or (band.below is not None and number >= Decimal(band.below))
    )


def _never_reached(bands: Sequence[Threshold]) -> list[int]:
    """Bands of which earlier ones take every number: tried at all bounds, between and beyond them."""
    bounds = sorted({end for band in bands for end in _ends(band) if end is not None})
    if not bounds:
        return list(range(1, len(bands)))
    between = [(low + high) / 2 for low, high in pairwise(bounds)]
    tried = [bounds[0] - _ONE, *bounds, *between, bounds[-1] + _ONE]
    reached = {
        next((n for n, band in enumerate(bands) if _holds(band, number)), -1) for number in tried
    }
    return [number for number in range(len(bands)) if number not in reached]
