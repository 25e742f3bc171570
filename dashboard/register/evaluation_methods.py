"""Evaluation methods among the indicators: which way is better, and printed amounts as numbers."""

from typing import Any

from dashboard.register.gathering import Gathered
from dashboard.register.models.evaluation import EvaluationIndicator, EvaluationMethod
from dashboard.register.quantities import Unit, exact, parse_quantity

# The printed amounts of an indicator of a method.
AMOUNTS = ("worst", "best", "target")


def unit_measured(gathered: Gathered, model: EvaluationIndicator) -> Unit | None:
    """The unit of what is compared: growth is a fraction, whatever grows."""
    entry = gathered.indicators.get(model.indicator)
    if model.measure == "growth":
        return "fraction"
    return gathered.unit(entry.model.unit) if entry is not None and entry.model else None


def direction(gathered: Gathered, model: EvaluationIndicator) -> str | None:
    """Which way is better: as the method says, else as the indicator does; None where neither does."""
    if model.direction is not None:
        return model.direction
    entry = gathered.indicators.get(model.indicator)
    own = entry.model.direction if entry is not None and entry.model else None
    return own if own in ("up", "down") else None


def criterion_key(model: EvaluationIndicator) -> str:
    """What tells an indicator of a method from the others: the same may be looked at in several ways."""
    return ":".join((model.indicator, model.measure, model.normalisation.replace(" ", "-")))


def method_body(gathered: Gathered, model: EvaluationMethod) -> dict[str, Any]:
    """A checked method as it is evaluated by: amounts as exact texts in the base unit."""
    body = model.model_dump(exclude_none=True)
    for written, each in zip(body["indicators"], model.indicators, strict=True):
        unit = unit_measured(gathered, each)
        written["id"] = criterion_key(each)
        written["direction"] = direction(gathered, each)
        for key in AMOUNTS:
            if key in written:
                written[key] = exact(parse_quantity(written[key], unit).value)
    return body
