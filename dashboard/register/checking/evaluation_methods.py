"""Evaluation methods: a source, indicators that can be compared so, bounds that run one way."""

from decimal import Decimal
from itertools import pairwise
from typing import Any

from dashboard.register.checking.known import COUNTED, Known, understood
from dashboard.register.evaluation_methods import (
    AMOUNTS,
    criterion_key,
    direction,
    unit_measured,
)
from dashboard.register.faults import shown
from dashboard.register.gathering import Entry
from dashboard.register.models import EvaluationMethod
from dashboard.register.models.evaluation import EvaluationClass, EvaluationIndicator
from dashboard.register.quantities import QuantityError, parse_quantity

MOST_DECIMALS = 6
TIE_RULES = ("shared", "unrounded")
_CLUSTER_KINDS = ("cluster", "chain", "zone", "park", "firm")
# Which keys say something under which normalisation.
_KEYS = {
    "min-max": ("least", "most", "worst", "best"),
    "target share": ("least", "most", "target"),
    "z-score": ("centre", "step"),
}
_ALL_KEYS = ("least", "most", "worst", "best", "target", "centre", "step")


def check_evaluation_method(known: Known, entry: Entry[EvaluationMethod]) -> None:
    """What a method refers to, and whether its numbers can decide anything."""
    model = entry.model
    if model is None:
        return
    _source(known, entry, model)
    for number, region in understood(model.regions or ()):
        known.refer(entry, ("regions", number), region, known.gathered.regions, "unknown-region")
    of_clusters = model.level in _CLUSTER_KINDS
    if entry.sure("units", "level") and of_clusters != (model.units == "clusters"):
        at = ("level",) if "level" in model.model_fields_set else ("units",)
        known.fault(entry, at, "level-of-other-units", found=str(model.level), units=model.units)
    _indicators(known, entry, model)
    if model.least_weight is not None and model.missing == "leave out":
        found = shown(model.least_weight)
        known.fault(entry, ("least_weight",), "idle-key", found=found, key="least_weight")
    if model.decimals is not None and model.decimals > MOST_DECIMALS:
        known.fault(entry, ("decimals",), "too-many-decimals", found=str(model.decimals))
    _classes(known, entry, model)


def _source(known: Known, entry: Entry[EvaluationMethod], model: EvaluationMethod) -> None:
    if entry.sure("document", "source", "ours") and not (
        model.document or model.source or model.ours
    ):
        known.faults.add(entry.source, entry.place, "method-without-source", True, found=entry.id)
    documents = known.gathered.documents
    if not known.refer(entry, ("document",), model.document, documents, "unknown-document"):
        return
    document = documents[str(model.document)]
    if document.complete:
        known.refer(entry, ("clause",), model.clause, document.clauses, "unknown-clause")


def _indicators(known: Known, entry: Entry[EvaluationMethod], model: EvaluationMethod) -> None:
    seen: set[str] = set()
    names = list(TIE_RULES)
    for number, one in understood(model.indicators or ()):
        at = ("indicators", number)
        if None in (one.indicator, one.normalisation, one.measure):
            continue
        names.append(one.indicator)
        key = criterion_key(one)
        if key in seen:
            known.fault(entry, (*at, "indicator"), "indicator-twice", found=one.indicator)
        seen.add(key)
        _indicator(known, entry, at, one)
    if entry.sure("indicators"):
        known.refer(entry, ("ties",), model.ties, names, "unknown-tie-rule")


def _indicator(
    known: Known,
    entry: Entry[EvaluationMethod],
    at: tuple[Any, ...],
    one: EvaluationIndicator,
) -> None:
    indicator = known.indicator(entry, (*at, "indicator"), one.indicator)
    if one.weight is not None and Decimal(one.weight) <= 0:
        known.fault(entry, (*at, "weight"), "weight-not-positive", found=one.weight)
    for key in _ALL_KEYS:
        if getattr(one, key) is not None and key not in _KEYS[one.normalisation]:
            known.fault(entry, (*at, key), "idle-key", found=shown(getattr(one, key)), key=key)
    low, high = Decimal(one.least or 0), Decimal(one.most or 100)
    if low >= high:
        key = "least" if one.least is not None else "most"
        known.fault(entry, (*at, key), "points-backwards", found=f"{low} … {high}")
    if one.step is not None and Decimal(one.step) <= 0:
        known.fault(entry, (*at, "step"), "weight-not-positive", found=one.step)
    if indicator is None:
        return
    if one.measure == "growth" and indicator.kind not in (*COUNTED, None):
        kind = str(indicator.kind)
        known.fault(entry, (*at, "measure"), "growth-of-a-rate", found="growth", kind=kind)
    way = direction(known.gathered, one)
    if way is None and indicator.direction is not None:
        known.fault(entry, (*at, "indicator"), "no-better-way", found=one.indicator)
    if one.normalisation == "target share" and one.measure == "growth" and one.target is None:
        known.fault(entry, (*at, "measure"), "growth-without-target", found="growth")
    _amounts(known, entry, at, one, way)


def _amounts(
    known: Known,
    entry: Entry[EvaluationMethod],
    at: tuple[Any, ...],
    one: EvaluationIndicator,
    way: str | None,
) -> None:
    unit = unit_measured(known.gathered, one)
    found: dict[str, Decimal] = {}
    for key in AMOUNTS:
        text = getattr(one, key)
        if text is None or unit is None:
            continue
        try:
            found[key] = parse_quantity(text, unit).value
        except QuantityError as error:
            named = unit if isinstance(unit, str) else unit.id
            known.fault(entry, (*at, key), error.code, **{**error.params, "unit": named})
    if "target" in found and found["target"] <= 0:
        known.fault(entry, (*at, "target"), "weight-not-positive", found=shown(one.target))
    if {"worst", "best"} <= found.keys() and way is not None:
        rises = found["worst"] < found["best"]
        if found["worst"] == found["best"] or rises != (way == "up"):
            said = f"{one.worst} … {one.best}"
            known.fault(entry, (*at, "worst"), "points-backwards", found=shown(said))


def _classes(known: Known, entry: Entry[EvaluationMethod], model: EvaluationMethod) -> None:
    """Each class can be reached: a better one before it leaves something over."""
    classes = list(understood(model.classes or ()))
    for (_, better), (number, one) in pairwise(classes):
        if not _leaves_over(better, one):
            bounds = " … ".join(str(c.at_least or c.top or c.name) for c in (better, one))
            known.fault(entry, ("classes", number), "class-unreachable", found=shown(bounds))


def _leaves_over(better: EvaluationClass, one: EvaluationClass) -> bool:
    if better.at_least is None and better.top is None:
        return False
    if better.at_least is not None and one.at_least is not None:
        return Decimal(one.at_least) < Decimal(better.at_least)
    if better.top is not None and one.top is not None:
        return Decimal(one.top) > Decimal(better.top)
    return True
