"""Goals: subject, target, base, years."""

from dashboard.register.checking.known import Known, may_be_negative, understood
from dashboard.register.faults import shown
from dashboard.register.gathering import Entry, PlanEntry
from dashboard.register.models import Goal, Indicator
from dashboard.register.quantities import QuantityError, Target, is_per_year, parse_quantity

SUBJECTS = ("region", "clusters", "each-cluster")
FROM_BASE = ("times base", "change from base", "average growth")


def check_ids(known: Known, plan: PlanEntry) -> None:
    """Ids of tiers and goals are one family: both become goal ids."""
    seen: dict[str, str] = {}
    for kind, entries in (("tier", plan.tiers), ("goal", plan.goals)):
        for entry in entries:
            if entry.id in seen:
                known.fault(
                    entry,
                    ("id",),
                    "duplicate-id",
                    found=entry.id,
                    first=f"{seen[entry.id]} {entry.id}",
                )
            elif entry.id:
                seen[entry.id] = kind


def check_goal(known: Known, plan: PlanEntry, entry: Entry[Goal]) -> None:
    """Everything one goal refers to, and whether its numbers and years can be meant."""
    model = entry.model
    if model is None or plan.model is None:
        return
    known.clause(entry, plan)
    _check_subject(known, plan, entry, model)
    _check_years(known, plan, entry, model)
    indicator = known.indicator(entry, ("indicator",), model.indicator)
    if indicator is not None and entry.sure("measure"):
        _check_targets(known, entry, model, indicator)
        _check_use(known, plan, entry, model, indicator)
    base_year = model.base.year if model.base else plan.model.base_year
    lacking = base_year is None and model.measure in FROM_BASE
    if lacking and entry.sure("measure", "base") and plan.sure("base_year"):
        known.fault(entry, ("measure",), "base-missing", found=model.measure)
    _check_step(known, plan, entry, model)


def _check_subject(known: Known, plan: PlanEntry, entry: Entry[Goal], model: Goal) -> None:
    of_region, groups = known.clusters_of(plan.valid.region), known.gathered.groups
    lost = of_region is None or "groups" in known.gathered.closed
    if not lost and not any(model.of in names for names in (SUBJECTS, of_region or (), groups)):
        names = [*SUBJECTS, *(of_region or ()), *groups]
        known.refer(entry, ("of",), model.of, names, "unknown-cluster")
    for number, member in enumerate(model.members or ()):
        known.cluster(entry, ("members", number), member, plan.valid.region)


def _check_years(known: Known, plan: PlanEntry, entry: Entry[Goal], model: Goal) -> None:
    lacking = model.by is None and model.every is None and not _per_year(model)
    if lacking and entry.sure("by", "every", "target", "measure"):
        known.faults.add(entry.source, entry.place, "due-missing", True, found="—")
    known.year(entry, ("by",), model.by, plan)
    for number, milestone in understood(model.milestones):
        known.year(entry, ("milestones", number, "by"), milestone.by, plan)
    if isinstance(model.by, int):
        _check_order(known, plan, entry, model, model.by)
    elif entry.sure("by") and plan.valid.period is not None:
        _check_order(known, plan, entry, model, plan.valid.period[1])


def _within(plan: PlanEntry, year: int) -> bool:
    period = plan.valid.period
    return period is None or period[0] <= year <= period[1]


def _check_order(known: Known, plan: PlanEntry, entry: Entry[Goal], model: Goal, due: int) -> None:
    if model.since is not None and model.since > due:
        known.fault(entry, ("since",), "base-after-due", found=str(model.since), due=str(due))
    if model.base is not None and model.base.year >= due:
        found = str(model.base.year)
        known.fault(entry, ("base", "year"), "base-after-due", found=found, due=str(due))
    before = 0
    for number, milestone in understood(model.milestones):
        at = ("milestones", number, "by")
        if not _within(plan, milestone.by):
            continue  # told already
        if not before < milestone.by < due + (model.by is None or model.by == "not printed"):
            found = str(milestone.by)
            known.fault(entry, at, "milestone-order", found=found, due=str(due))
        before = milestone.by


def _per_year(model: Goal) -> bool:
    return model.measure == "value" and is_per_year(model.target)


def _check_use(
    known: Known, plan: PlanEntry, entry: Entry[Goal], model: Goal, indicator: Indicator
) -> None:
    """Milestones and bases that no verdict could use are refused, with the reason why not."""
    each_year = model.every is not None or _per_year(model)
    unused = None
    if model.measure == "in step with":
        unused = "beside"
    elif each_year and entry.sure("every", "target"):
        unused = "each-year"
    elif indicator.kind == "growth" and model.measure == "value":
        unused = "growth"
    if unused is not None and model.milestones:
        known.fault(entry, ("milestones",), f"milestone-unused-{unused}", found="[…]")
    target = entry.targets.get("target")
    bare = target is not None and target.comparator == "maintain" and target.value is None
    if unused is not None and model.base is not None and target is not None and not bare:
        known.fault(entry, ("base",), f"base-unused-{unused}", found="{…}")
    each = model.of == "each-cluster" and model.base is not None and model.base.value is not None
    if each and entry.sure("of"):
        found = shown(model.base.value if model.base else "")
        known.fault(entry, ("base", "value"), "base-unused-each-cluster", found=found)
    own = model.base.year if model.base else None
    first = own or plan.valid.base_year
    sure = entry.sure("base") and (own is not None or plan.sure("base_year"))
    if own is not None and isinstance(model.by, int) and own >= model.by:
        sure = False  # the base itself is wrong, and told
    if model.since is not None:
        first, sure = model.since - 1, True
    for number, milestone in understood(model.milestones if unused is None else ()):
        if sure and first is not None and milestone.by <= first:
            at = ("milestones", number, "by")
            found = str(milestone.by)
            known.fault(entry, at, "milestone-before-base", found=found, base=str(first))


def _check_targets(known: Known, entry: Entry[Goal], model: Goal, indicator: Indicator) -> None:
    for key in ("target", "stretch"):
        text = getattr(model, key)
        if text is not None:
            target = known.target(entry, (key,), text, indicator, model.measure)
            if target is not None:
                entry.targets[key] = target
                printed = not entry.sure("base") or bool(model.base and model.base.value)
                if target.comparator == "maintain" and target.value is None and not printed:
                    known.fault(entry, (key,), "maintain-what", found=shown(text))
    _check_stretch(known, entry, indicator)
    for number, milestone in understood(model.milestones):
        at = ("milestones", number, "target")
        target = known.target(entry, at, milestone.target, indicator, model.measure)
        if target is not None:
            entry.targets[f"milestone {number}"] = target
    unit = known.gathered.unit(indicator.unit)
    if model.base is not None and model.base.value is not None and unit is not None:
        try:
            base = parse_quantity(model.base.value, unit)
        except QuantityError as error:
            params = {"unit": indicator.unit, **error.params}
            known.fault(entry, ("base", "value"), error.code, **params)
        else:
            known.is_measured(entry, ("base", "value"), model.base.value, indicator)
            if base.value < 0 and not may_be_negative(indicator):
                known.fault(entry, ("base", "value"), "never-negative", found=model.base.value)
            entry.targets["base"] = Target("=", base.value)


def _check_stretch(known: Known, entry: Entry[Goal], indicator: Indicator) -> None:
    """A stretch lies beyond its floor: the other way round it would be met where the floor is missed."""
    floor, stretch = (entry.targets.get(key) for key in ("target", "stretch"))
    if floor is None or stretch is None or floor.value is None or stretch.value is None:
        return
    falling = floor.comparator in ("<=", "<") or indicator.direction == "down"
    if stretch.value > floor.value if falling else stretch.value < floor.value:
        known.fault(entry, ("stretch",), "stretch-behind-floor", found=shown(entry.valid.stretch))


def _check_step(known: Known, plan: PlanEntry, entry: Entry[Goal], model: Goal) -> None:
    step = model.step_with
    contradicted = (step is None) == (model.measure == "in step with")
    if contradicted and entry.sure("step_with", "measure"):
        key = "measure" if step is None else "step_with"
        code = "step-with-missing" if step is None else "step-with-without-measure"
        known.fault(entry, (key,), code, found=model.measure)
    if step is None:
        return
    region = step.region or plan.valid.region
    if step.region is not None:
        above = ("step_with", "region")
        if not known.refer(entry, above, step.region, known.gathered.regions, "unknown-region"):
            return
    clusters = known.clusters_of(region)
    names = ["region", "clusters", *(clusters or ())]
    if clusters is not None and step.subject not in (*names, region):
        known.refer(entry, ("step_with", "subject"), step.subject, names, "unknown-cluster")
    known.indicator(entry, ("step_with", "indicator"), step.indicator)
