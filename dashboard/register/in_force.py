"""Which plans and lamp rules were in force on a day.

A plan is once it was issued, and until a later document replaces it or it lapses; a rule until its
last day.
"""

from datetime import date
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from dashboard.languages import LANGUAGES
from dashboard.register.catalogue import Catalogue
from dashboard.register.columns import NAMES

IN_FORCE = "in force"
SUPERSEDED, LAPSED, DRAFT, NOT_ISSUED = "superseded", "lapsed", "draft", "not issued"


def in_force_on(catalogue: Catalogue, day: date) -> Catalogue:
    """The register as it was in force on `day`; the catalogue itself where nothing differs.

    A plan counts from the day its document was issued until the day the document of the plan that
    supersedes it was, or until the day it lapsed. `plans.status` is "in force", "superseded",
    "lapsed", "draft" or "not issued" as of that day, `goals.in_force` and `goals.plan_status` follow
    it, and goals carry further columns: `successor_<lang>` (name of the superseding plan, null without
    one) and issued.
    `lamp_rule` of regions and goals is the one used on that day.
    """
    catalogue = _with_rules(catalogue, day)
    plans = catalogue.rows("plans")
    issued = {row["id"]: row["issued"] for row in catalogue.rows("documents")}
    heirs = {plan["supersedes"]: plan for plan in plans if plan["supersedes"]}
    then = {plan["id"]: _status(plan, heirs.get(plan["id"]), issued, day) for plan in plans}
    later = [name for name, when in issued.items() if when and str(when) > day.isoformat()]
    if not later and all(status == IN_FORCE for status in then.values()):
        return catalogue
    tables = {name: catalogue.table(name) for name in NAMES}
    statuses = pa.array(list(then.values()), pa.string())
    tables["plans"] = _with(tables["plans"], "status", statuses)
    goals = tables["goals"]
    heir = [heirs.get(name) if then[name] == SUPERSEDED else None for name in then]
    plan = pc.index_in(goals["plan"], pa.array(list(then), pa.string()))
    status = statuses.take(plan)
    # A goal may come from a later document than its plan.
    early = pc.is_in(goals["document"], pa.array(later, pa.string()))
    status = pc.if_else(pc.and_(early, pc.equal(status, IN_FORCE)), NOT_ISSUED, status)
    document = pc.index_in(goals["document"], pa.array(list(issued), pa.string()))
    told = {
        **{
            f"successor_{lang}": pa.array(
                [h and h[f"name_{lang}"] for h in heir], pa.string()
            ).take(plan)
            for lang in LANGUAGES
        },
        "issued": pa.array(list(issued.values()), pa.string()).take(document),
    }
    for name, values in told.items():
        goals = goals.append_column(name, values)
    goals = _with(goals, "plan_status", status)
    tables["goals"] = _with(goals, "in_force", pc.equal(status, IN_FORCE))
    return Catalogue(catalogue.version, tables)


def rule_on(region: dict[str, Any], day: date) -> str | None:
    """The lamp rule that a row of `regions` was judged by on a day."""
    used = [each for each in region["earlier_lamp_rules"] if day.isoformat() <= each["until"]]
    first = min(used, key=lambda each: str(each["until"]), default=None)
    rule: str | None = region["lamp_rule"] if first is None else first["rule"]
    return rule


def _with_rules(catalogue: Catalogue, day: date) -> Catalogue:
    regions = catalogue.rows("regions")
    then = {row["id"]: rule_on(row, day) for row in regions}
    if all(then[row["id"]] == row["lamp_rule"] for row in regions):
        return catalogue
    tables = {name: catalogue.table(name) for name in NAMES}
    rules = pa.array(list(then.values()), pa.string())
    place = pc.index_in(tables["goals"]["region"], pa.array(list(then), pa.string()))
    tables["regions"] = _with(tables["regions"], "lamp_rule", rules)
    tables["goals"] = _with(tables["goals"], "lamp_rule", rules.take(place))
    return Catalogue(catalogue.version, tables)


def _status(
    plan: dict[str, Any], heir: dict[str, Any] | None, issued: dict[str, Any], day: date
) -> str:
    today = day.isoformat()
    if plan["status"] == DRAFT:
        return DRAFT
    if str(issued.get(plan["document"]) or "") > today:
        return NOT_ISSUED
    if plan["status"] == LAPSED:
        return IN_FORCE if plan["lapsed_on"] and today <= plan["lapsed_on"] else LAPSED
    if plan["status"] == SUPERSEDED:
        replaced = issued.get(heir["document"]) if heir and heir["status"] != DRAFT else None
        return IN_FORCE if replaced and today < str(replaced) else SUPERSEDED
    return IN_FORCE


def _with(table: pa.Table, name: str, values: Any) -> pa.Table:
    place = table.schema.get_field_index(name)
    return table.set_column(place, table.schema.field(name), values)
