"""Which figures `--region`, `--subject`, `--indicator` and `--period` mean, or why none."""

import argparse
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from dashboard.actuals.messages import ActualsError, Message
    from dashboard.actuals.store import Store
    from dashboard.register import Catalogue


def known_choices(
    arguments: argparse.Namespace, catalogue: "Catalogue", store: "Store"
) -> dict[str, str | None]:
    """Return each choice as an id; printed names are understood too, None means not chosen.

    Raises `ActualsError`, with the nearest name, for what neither the register nor a figure knows:
    a figure outlives its place in the register.
    """
    names = ("region", "subject", "indicator", "period")
    asked: dict[str, str | None] = {name: getattr(arguments, name, None) for name in names}
    if not any(asked.values()):
        return asked
    from dashboard.actuals.entering.places import Places

    places = Places(catalogue)
    held = {name: set(store.current()[name]) for name in names[1:] if asked[name]}
    region = asked["region"]
    if region:
        region = asked["region"] = known_region(region, catalogue, store)
    if asked["subject"]:
        regions = [region] if region else [str(row["id"]) for row in catalogue.rows("regions")]
        found = [places.subject(each, asked["subject"]) for each in regions]
        sure = next((id for id, missing in found if missing is None), None)
        near = next((missing for _, missing in found if missing and "near" in missing.params), None)
        _refuse(None if sure else near or found[0][1], asked["subject"], held["subject"])
        asked["subject"] = sure or asked["subject"]
    if asked["indicator"]:
        row, fault = places.indicator(asked["indicator"])
        _refuse(fault, asked["indicator"], held["indicator"])
        asked["indicator"] = str(row["id"]) if row else asked["indicator"]
    if asked["period"]:
        asked["period"] = _period(asked["period"])
    return asked


def known_region(text: str, catalogue: "Catalogue", store: "Store") -> str:
    """Return the id of a region that the register knows, also by a printed name, or a figure has.

    Raises `ActualsError` with the nearest name.
    """
    from dashboard.actuals.entering.places import Places

    region, fault = Places(catalogue).region(text)
    if fault is not None:
        _refuse(fault, region, set(store.current()["region"]))
    return region


def known_regions(catalogue: "Catalogue", store: "Store") -> list[str]:
    """Return all regions of the register, and those that figures have outlived."""
    known = [str(row["id"]) for row in catalogue.rows("regions")]
    return list(dict.fromkeys([*known, *map(str, store.current()["region"])]))


def _period(text: str) -> str:
    from dashboard.actuals.written_periods import parse_period

    return parse_period(text, None).code


def _refuse(fault: "Message | None", asked: str, held: set[str]) -> None:
    if fault is not None and asked not in held:
        raise _unsaid(fault)


def _unsaid(message: "Message") -> "ActualsError":
    from dashboard.actuals.messages import ActualsError

    return ActualsError(message.code.removeprefix("actuals."), **message.params)
