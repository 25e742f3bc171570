"""The reason of a verdict as a sentence."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from fractions import Fraction
from typing import Any

from dashboard.actuals.periods import label_kind
from dashboard.languages import has, say
from dashboard.languages.numbers import count, date_text, period_text
from dashboard.progress.assess import Assessment
from dashboard.progress.lamp_rules import COMPLETION, GAP_POINTS, GROWTH_RATIO, LampRule
from dashboard.progress.target import MET
from dashboard.wording.amounts import (
    amount_apart,
    amount_of,
    amount_with,
    percent_of,
    places_apart,
    places_together,
    points_of,
    shares_together,
)
from dashboard.wording.targets import against_base

Row = Mapping[str, Any]


def reason_text(row: Row, lang: str, names: Mapping[str, str] | None = None) -> str:
    """Say why a row of verdicts has its status, in `lang` (zh or en).

    `names` gives names for member ids, so that the worst member is named and not coded. `row` may
    hold `counted`, the word for what its count counts ("家").
    """
    found: Assessment = row["assessment"]
    # progress.reason.*
    keys = [f"progress.reason.{found.reason}{ending}" for ending in (*_endings(found), "")]
    if found.measured.tally and found.measured.tally.entered:
        told = "-tolerated" if found.measured.tolerated else ""
        # progress.reason.members-entered-tolerated
        keys = [f"progress.reason.members-entered{told}"]
    if is_conferred(found):
        keys = [f"progress.reason.{_conferred(found)}"]
    key = next((key for key in keys if has(key, lang)), "progress.reason.unknown")
    values = reason_values(row, lang, names)
    if found.reason_year:
        values["year"] = str(found.reason_year)
    text = say(key, lang, **values)
    if _count_is_behind(found):
        text += say("progress.reason-count-behind", lang, **values)
    if found.worsening:
        text += say("progress.reason-worsening", lang, **values)
    return text


def _count_is_behind(found: Assessment) -> bool:
    """Whether more of the members named reach it by their own figures than were entered as a count."""
    tally = found.measured.tally
    return tally is not None and tally.entered is not None and tally.meeting > tally.entered.value


def _endings(found: Assessment) -> Iterator[str]:
    """In which manner a reason is said, the most fitting first: a limit or a range reads differently.

    One that has no wording is passed over.
    """
    measured, goal = found.measured, found.goal
    falling = "-falling" if goal.sense < 0 else ""
    if found.reason == "missed":
        for miss in _misses(found):
            yield miss + falling
            yield miss
    if found.reason == "basis-changed" and measured.figure is None:
        yield "-unseen"
    if found.reason == "members-not-named" and measured.tally and not measured.tally.meeting:
        yield "-none"
    # Where actual over target says nothing, the way from the base is told alone.
    way = "-way" if found.done is None else "-from-base"
    if found.rule.quantity == GROWTH_RATIO:
        yield "-growth-ratio"
    if found.rule.quantity == COMPLETION:
        yield f"-completion{way}" if measured.from_base else "-completion"
    if found.rule.quantity != GAP_POINTS:
        yield f"-ratio{way}" if measured.from_base else "-ratio"
        yield "-ratio"
    if measured.tolerated:
        yield "-tolerated"
    if measured.from_base:
        yield way
    elif measured.completion is None and measured.used is None:
        yield "-plain"
    if falling:
        yield falling


def is_conferred(found: Assessment) -> bool:
    """Whether a level of recognition is judged, by the days the register names, without any figure."""
    told = found.status not in ("not-applicable", "withheld", "unpublished")
    return found.goal.recognised is not None and found.actual is not None and told


def _conferred(found: Assessment) -> str:
    which = "recognition" if found.goal.subject_kind == "tier" else "recognised"
    met = found.measured.reach in MET
    return f"{which}-{'met' if met else 'missed' if found.measured.final else 'open'}"


def conferred_day(found: Assessment, member: str, lang: str) -> str:
    """The day on which a member had the level conferred that the goal asks for."""
    return date_text((found.goal.recognised or {}).get(member), lang)


def conferred_text(found: Assessment, lang: str) -> str | None:
    """Since when one cluster has the level it was promised; None for any other goal."""
    if not is_conferred(found) or found.goal.over_members:
        return None
    if not found.actual:
        return say("progress.conferred.not-yet", lang)
    return say("progress.conferred.since", lang, day=conferred_day(found, found.goal.subject, lang))


def _misses(found: Assessment) -> Iterator[str]:
    """What kind of miss it is."""
    if found.actual is not None and found.actual == found.number and found.goal.strict:
        yield "-by-nothing"
    if found.goal.judged_as == "growth":
        yield "-growth"
    if found.goal.kept_level:
        yield "-kept"


def reason_values(row: Row, lang: str, names: Mapping[str, str] | None = None) -> dict[str, str]:
    """Every value a reason can name, formatted for `lang`; what is missing is written "—"."""
    found: Assessment = row["assessment"]
    goal, measured, asked = found.goal, found.measured, found.requirement
    unit, counted = unit_of(found), str(row.get("counted") or "")
    worst, heir = worst_of(found), found.heir
    tally = measured.tally
    done = found.reason
    expected = measured.expected
    silent = tally.named - tally.reported if tally else 0
    places = figure_places(found, lang)
    return {
        "actual": actual_text(found, lang, counted),
        "goal": goal_text(found, lang, counted),
        "remaining": distance_text(asked.remaining, unit, lang, counted),
        "previous": amount_with(measured.previous, places, unit, lang, counted),
        "expected": expected_text(found, lang, counted),
        "period": period_of(found, lang),
        "completion": completion_text(found, lang),
        "done": done_text(found, lang),
        "used": used_text(found, lang),
        "schedule": schedule_text(found, lang),
        "gap": gap_text(found, lang),
        "quantity": quantity_text(found, found.rule, lang),
        # progress.path.*
        "path": say(f"progress.path.{expected.name if expected else 'none'}", lang),
        "tolerance": tolerance_text(found, lang),
        "successor": str(goal.row.get(f"successor_{lang}") or ""),
        "heir": heir_name(found, lang),
        "heir_actual": amount_of(heir.value if heir else None, goal.unit, lang, counted),
        "issued": _day(goal.row.get("issued"), lang),
        "due": str(goal.due),
        "day": conferred_day(found, goal.subject, lang),
        "year": say("numbers.unknown", lang),
        "met": str(tally.meeting) if tally else "0",
        "members": str(tally.named) if tally else "0",
        "reported": str(tally.reported) if tally else "0",
        "silent": str(silent),
        "baseless": str(tally.reported - tally.known if tally else 0),
        "unnamed": str(tally.unnamed) if tally else "0",
        "worst": (names or {}).get(worst, worst) or say("numbers.unknown", lang),
        "subject": goal.series.count[1] if goal.series.count else "",
        "code": done,
    }


def unit_of(found: Assessment) -> str:
    """The unit a goal is told in: growth in per cent, unless only a level could be told."""
    growth = found.goal.judged_as == "growth" and not found.measured.as_entered
    return "fraction" if growth else found.goal.unit


def worst_of(found: Assessment) -> str:
    """Id of the member furthest from its goal, or an empty text."""
    tally = found.measured.tally
    return (tally.worst if tally else None) or ""


def heir_name(found: Assessment, lang: str) -> str:
    """The name of the indicator that goes on after a change of basis."""
    return str((found.goal.heir or {}).get(f"name_{lang}") or "")


def actual_text(found: Assessment, lang: str, counted: str = "") -> str:
    """The figure judged; no print of it reads as a number that it missed, or as less than one it met."""
    tally = found.measured.tally
    if tally is not None and tally.entered is None and found.actual is not None:
        # Members are counted, and not what their own figures count ("6 名" of leaders).
        if tally.unnamed:
            return at_least_text(found, lang)
        met, named = count(tally.meeting, lang), count(tally.named, lang)
        return say("pages.met-of", lang, met=met, all=named)
    unit = "count" if found.goal.over_members else unit_of(found)
    return amount_with(found.actual, figure_places(found, lang), unit, lang, counted)


def at_least_text(found: Assessment, lang: str) -> str:
    """Of a tier whose members are not all named: how many are known to stand there, of those planned."""
    tally = found.measured.tally
    assert tally is not None
    met, all = count(tally.meeting, lang), count(tally.named + tally.unnamed, lang)
    return say("pages.met-at-least", lang, met=met, all=all)


def goal_text(found: Assessment, lang: str, counted: str = "") -> str:
    """The number to be reached, of a range both ends."""
    goal, unit, places = found.goal, unit_of(found), figure_places(found, lang)
    near, far = found.number, found.measured.target.far
    if goal.over_members:
        near, far = goal.value, goal.far
        if goal.from_base and goal.row.get("target_text"):
            # Each counts from a base of its own: there is no one number.
            return against_base(goal.row, lang)
    if near is None or far is None or goal.comparator != "range":
        return amount_with(near, places, unit, lang, counted)
    low, high = sorted((near, far))
    # What is counted, or the unit, is named once.
    first, last = (
        amount_with(low, places, unit, lang),
        amount_with(high, places, unit, lang, counted),
    )
    return say("wording.target.range", lang, low=first, high=last)


def expected_text(found: Assessment, lang: str, counted: str = "") -> str:
    """What the path expects of the figure judged."""
    expected = found.measured.expected
    value = expected.value if expected else None
    return amount_with(value, figure_places(found, lang), unit_of(found), lang, counted)


def bounds_of(found: Assessment) -> list[Fraction]:
    """The numbers that a figure must not be taken for: what it was to reach, keep off or stay within.

    They are the ends of its own goal, those of its floor or stretch, and what its path expects.
    """
    target, expected = found.measured.target, found.measured.expected
    if found.goal.over_members or found.actual is None:
        return []
    ends = [target.value, target.far, target.least, target.most, *found.beside]
    if expected is not None and expected.side(found.actual) != 0:
        ends.append(expected.value)
    if found.worsening:
        ends.append(found.measured.previous)
    return [end for end in ends if end is not None]


def figure_places(found: Assessment, lang: str) -> int:
    """Decimals in which the figure judged and its bounds are all told, if those of each are fewer."""
    if found.actual is None:
        return 0
    return places_together(found.actual, bounds_of(found), unit_of(found), lang)


def completion_text(found: Assessment, lang: str) -> str:
    """What the gap is taken from: 完成率, or from a base 进度; never "100 %" of a number missed."""
    share = found.measured.completion
    return percent_of(share, lang, places=share_places(found, share, found.schedule))


def used_text(found: Assessment, lang: str) -> str:
    """The share used of a limit; never "100 %" of one that was passed."""
    share = found.measured.used
    return percent_of(share, lang, places=share_places(found, share, found.schedule))


def schedule_text(found: Assessment, lang: str, *, fixed: bool = False) -> str:
    """What the path expects by now as a share, apart from what is done or used.

    With `fixed` it has a decimal even where that is nought.
    """
    measured, share = found.measured, found.schedule
    told = measured.used if measured.completion is None else measured.completion
    return percent_of(share, lang, places=share_places(found, told, share), fixed=fixed)


def way_text(found: Assessment, lang: str) -> str | None:
    """The share of the way from the base to the goal, 进度, where the gap comes from it; else None."""
    return completion_text(found, lang) if found.measured.from_base else None


def done_text(found: Assessment, lang: str, *, fixed: bool = False) -> str:
    """Actual over target, 完成率; never "100 %" of a number that is missed.

    With `fixed` it has a decimal even where that is nought.
    """
    schedule = None if found.measured.from_base else found.schedule
    places = share_places(found, found.done, schedule)
    return percent_of(found.done, lang, places=places, fixed=fixed)


def share_places(
    found: Assessment, share: Fraction | None, schedule: Fraction | None = None
) -> int:
    """Decimals that keep a share off its schedule, and off the whole where the goal is missed."""
    if share is None:
        return 1
    bounds = []
    # A root taken to 80 digits can stand beside the number that it is.
    if schedule is not None and found.side(Fraction(0), GAP_POINTS) != 0:
        bounds.append(schedule)
    # Of a goal that is reached nobody minds a few thousandths beyond the whole.
    if found.measured.reach not in ("reached", "over") or found.goal.strict:
        bounds.append(Fraction(1))
    # Nor reads a share as what the tolerance still allows.
    target = found.measured.target
    if target.least is not None and target.value and not found.measured.from_base:
        bounds.append(target.least / target.value)
    return shares_together(share, bounds)


def tolerance_text(found: Assessment, lang: str) -> str:
    """What 左右, 接近 and 保持, or 基本同步, tolerate."""
    goal = found.goal
    if goal.comparator == "basically in step":
        return points_of(goal.step_tolerance * 100, lang, signed=False)
    return percent_of(goal.tolerance, lang, places=2)


def tolerated_text(found: Assessment, lang: str, counted: str = "") -> str:
    """What is tolerated, and from which number to which that is: 2 % 左右 a year is met from 1.9 % on."""
    target, unit, tolerance = found.measured.target, unit_of(found), tolerance_text(found, lang)
    if target.least is None:
        return tolerance
    places = figure_places(found, lang)
    told = [amount_with(end, places, unit, lang, counted)
            for end in sorted(end for end in (target.least, target.most) if end is not None)]  # fmt: skip
    key = "within" if len(told) > 1 else "up-to" if found.goal.sense < 0 else "from"
    return say(
        # progress.step.tolerance-from, progress.step.tolerance-up-to,
        # progress.step.tolerance-within
        f"progress.step.tolerance-{key}",
        lang,
        tolerance=tolerance,
        least=told[0],
        most=told[-1],
    )


def gap_sides(found: Assessment, rule: LampRule | None = None) -> list[tuple[Fraction, int]]:
    """Percentage points that a gap must be told apart from: zero and the rule's thresholds."""
    rule = rule or found.rule
    if found.gap is None:
        return []
    bounds = {Fraction(0)}
    if rule.quantity == GAP_POINTS:
        bounds.update(rule.bounds.values())
    return [(bound * 100, found.side(bound, GAP_POINTS)) for bound in sorted(bounds)]


def gap_places(found: Assessment, rule: LampRule | None = None) -> int:
    """Decimals of the gap in points: one, or as many as keep it on its side of every threshold.

    Of growth, whose two rates stand beside it, two where it has them: 4.95 % - 5 % is -0.05.
    """
    if found.gap is None:
        return 1
    least = 2 if found.goal.judged_as == "growth" and found.gap * 1000 % 1 else 1
    return places_apart(found.gap * 100, gap_sides(found, rule), least)


def gap_text(found: Assessment, lang: str, *, signed: bool = True) -> str:
    """The gap in percentage points, as it is told everywhere: with one decimal, also of none."""
    gap = None if found.gap is None else found.gap * 100
    places = gap_places(found)
    return points_of(gap, lang, places=places, fixed=places == 1, signed=signed)


def distance_text(value: Fraction | None, unit: str, lang: str, counted: str = "") -> str:
    """How much is missing: of a share in percentage points; never "0" where something is."""
    zero = (Fraction(0),)
    if unit == "fraction":
        number = None if value is None else value * 100
        where = [(Fraction(0), 1)] if number is not None and number > 0 else []
        # Two decimals, as its figures have: from 4.56 % to 5 % it is more than 0.4.
        return points_of(number, lang, where, places=2, signed=False)
    return amount_apart(value, zero, unit, lang, counted)


def period_of(found: Assessment, lang: str) -> str:
    """The period of the figure judged; of a total added up over years, from its first year on."""
    measured = found.measured
    if measured.figure is None:
        return say("numbers.unknown", lang)
    if found.goal.over_members and measured.tally and measured.tally.entered:
        return period_text(measured.figure.period, "stock", lang)
    kind = {"kind": found.goal.judged_as, "accumulates": found.goal.row.get("accumulates")}
    told = period_text(measured.figure.period, label_kind(kind), lang)
    if not measured.parts:
        return told
    return say("progress.period.total", lang, first=measured.parts[0].period, period=told)


def quantity_text(found: Assessment, rule: LampRule, lang: str) -> str:
    """What a lamp rule looks at: a gap with its sign, or a ratio; apart from its thresholds."""
    from dashboard.progress.assess import quantity

    value = quantity(found, rule)
    if value is None:
        return say("numbers.unknown", lang)
    if rule.quantity == GAP_POINTS:
        places = gap_places(found, rule)
        return points_of(value * 100, lang, places=places, fixed=places == 1)
    return percent_of(value, lang, places=ratio_places(found, rule, value), fixed=True)


def ratio_places(found: Assessment, rule: LampRule, value: Fraction) -> int:
    """Decimals of a ratio in per cent that keep it on its side of every threshold."""
    where = [(bound * 100, found.side(bound, rule.quantity)) for bound in rule.bounds.values()]
    return places_apart(value * 100, where, 1)


def _day(written: Any, lang: str) -> str:
    if not isinstance(written, str) or not written:
        return ""
    try:
        return date_text(date.fromisoformat(written), lang)
    except ValueError:
        return written
