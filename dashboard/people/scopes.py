"""What scopes hang on in the register: which region lies in which, and who answers for a figure."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any
from weakref import WeakKeyDictionary

from dashboard.people.identity import Grant, Person
from dashboard.people.matrix import Action, Reach, covers, reach_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from dashboard.register import Catalogue

_MOST_REACHES = 1000

# Worked out once for a register as it is in force, and forgotten with it.
_FACTS: "WeakKeyDictionary[Catalogue, dict[str, Any]]" = WeakKeyDictionary()


def regions_tree(catalogue: "Catalogue") -> dict[str, str | None]:
    """Return region -> the region above it, None at the top."""
    found: dict[str, str | None] = _of(catalogue, "tree", _tree)
    return found


def responsible_units(
    catalogue: "Catalogue", region: str, subject: str, indicator: str
) -> frozenset[str]:
    """Return the units that some goal in force makes responsible for a figure, or that report it."""
    known: dict[tuple[str, str, str], frozenset[str]] = _of(catalogue, "units", _units)
    return known.get((region, subject, indicator), frozenset())


def units_within(catalogue: "Catalogue", grant: Grant) -> frozenset[str]:
    """Return the units responsible for some figure of the regions that a grant reaches."""
    known: dict[tuple[str, str, str], frozenset[str]] = _of(catalogue, "units", _units)
    tree = regions_tree(catalogue)
    within = (units for (at, *_), units in known.items() if covers(grant, at, False, tree))
    return frozenset(unit for units in within for unit in units)


def units_of_goal(catalogue: "Catalogue", goal: Mapping[str, Any]) -> frozenset[str]:
    """Return the units that a goal makes responsible, and those that answer for it by reporting."""
    from dashboard.register.reporting import answering_units

    return answering_units(catalogue, goal).union(goal["responsible"] or ())


def reach(person: Person, action: Action, catalogue: "Catalogue", public: bool) -> Reach:
    """Return where `person`, with the grants of now, may do `action`."""
    known: dict[tuple[Person, Action, bool], Reach] = _of(catalogue, "reaches", lambda _: {})
    found = known.get((person, action, public))
    if found is None:
        if len(known) >= _MOST_REACHES:
            known.clear()
        found = reach_of(person, action, regions_tree=regions_tree(catalogue), public=public)
        known[person, action, public] = found
    return found


def _of(catalogue: "Catalogue", name: str, make: "Callable[[Catalogue], Any]") -> Any:
    facts = _FACTS.setdefault(catalogue, {})
    if name not in facts:
        facts[name] = make(catalogue)
    return facts[name]


def _tree(catalogue: "Catalogue") -> dict[str, str | None]:
    return {row["id"]: row["parent"] for row in catalogue.rows("regions")}


def _units(catalogue: "Catalogue") -> dict[tuple[str, str, str], frozenset[str]]:
    from dashboard.register.reporting import reporting_of
    from dashboard.register.series import series_of

    indicators = {row["id"]: row for row in catalogue.rows("indicators")}
    known: dict[tuple[str, str, str], set[str]] = {}
    for goal in catalogue.rows("goals"):
        if goal["in_force"]:
            for key in series_of(goal, indicators):
                known.setdefault(key, set()).update(goal["responsible"] or ())
    # Who reports a figure answers for it, whether the clause names them or not.
    planned = {plan["region"] for plan in catalogue.rows("plans") if plan["reporting"]}
    stated = {row["id"] for row in catalogue.rows("regions") if row["reporting"]}
    for region in planned | stated:
        for key, rule in reporting_of(catalogue, region).items():
            known.setdefault(key, set()).add(rule.unit)
    return {key: frozenset(units) for key, units in known.items()}
