"""Checks of figures: thresholds with which they mean something."""

from decimal import Decimal
from typing import Any

from dashboard.register.checking.known import Known
from dashboard.register.figure_checks import ABOVE, NOT_BELOW_ZERO
from dashboard.register.gathering import Entry
from dashboard.register.models import FigureCheck, FigureChecks


def check_figure_checks(known: Known, entry: Entry[Any]) -> None:
    """Check what an indicator or a plan says of its figures' checks."""
    stated: FigureChecks | None = entry.model.checks if entry.model is not None else None
    for key in FigureChecks.model_fields if stated is not None else ():
        check_figure_check(known, entry, ("checks", key), getattr(stated, key))


def check_figure_check(
    known: Known, entry: Entry[Any], at: tuple[str, ...], stated: FigureCheck | None
) -> None:
    """Check that each threshold is above what would let the check find everything, or nothing."""
    bounds = {key: f"> {least}" for key, least in ABOVE.items()}
    bounds |= dict.fromkeys(NOT_BELOW_ZERO, ">= 0")
    for key, bound in bounds.items():
        written = getattr(stated, key, None)
        if written is None:
            continue
        value = Decimal(written)
        if value <= ABOVE[key] if key in ABOVE else value < 0:
            known.fault(entry, (*at, key), "check-threshold", found=str(written), bound=bound)
