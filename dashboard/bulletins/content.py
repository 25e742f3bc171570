"""What a bulletin says: the overall finding, each indicator, each unit, who leads, who lags, and why.

Every number and sentence is the pages' own: verdicts of one standing, worded by `wording`.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING

from dashboard.actuals.periods import Period
from dashboard.bulletins.rankings import RankTable, pair, rankings
from dashboard.judging import Row, Standing
from dashboard.judging.remedies import goal_remedy
from dashboard.judging.tally import tally
from dashboard.languages import say
from dashboard.languages.numbers import date_text, exact, period_text
from dashboard.views.laggards import behind
from dashboard.wording import naming
from dashboard.wording.amounts import year_on_year_text
from dashboard.wording.findings import in_words
from dashboard.wording.officials import officials_in_short
from dashboard.wording.reasons import reason_text
from dashboard.wording.remedies import deadline_text, ended, outcome
from dashboard.wording.states import lamp_word, vintage_of

if TYPE_CHECKING:
    from dashboard.progress.lamp_rules import LampRule


MOST_NAMED = 5


@dataclass(frozen=True, slots=True)
class GoalLine:
    """One goal in the table by indicator: what is printed, and the exact numbers behind it.

    `value`, `before` (the same period of last year) and `target` are in the base unit `unit`;
    `completion` and `schedule` are shares of the target, of what is there and of what is expected.
    """

    id: str
    name: str
    unit_name: str
    target_text: str
    due: str
    actual_text: str
    period: str
    change_text: str
    completion_text: str
    gap_text: str
    status: str
    status_word: str
    unit: str
    target: Decimal | None
    value: Decimal | None
    before: Decimal | None
    completion: Fraction | None
    schedule: Fraction | None


@dataclass(frozen=True, slots=True)
class UnitLine:
    """One responsible unit: how many of its goals stand where."""

    name: str
    total: int
    green: int
    yellow: int
    red: int
    missed: int
    unreported: int


@dataclass(frozen=True, slots=True)
class Step:
    """What is asked of whom: the goal, the unit that answers, what it takes, and by when.

    `person` and `deadline` are those of the remedy, where one is given.
    """

    goal: str
    unit: str
    need: str
    due: str
    person: str
    deadline: str


@dataclass(frozen=True, slots=True)
class Bulletin:
    """A bulletin, ready to be written down in any form."""

    region: str
    period: str
    lang: str
    title: str
    addressees: str
    issuer: str
    issued: str
    overall: tuple[str, ...]
    goals: tuple[GoalLine, ...]
    units: tuple[UnitLine, ...]
    rankings: tuple[RankTable, ...]
    leaders: tuple[str, ...]
    laggards: tuple[str, ...]
    unreported: tuple[str, ...]
    steps: tuple[Step, ...]
    notes: tuple[str, ...]
    revision: int
    register_version: str
    demo: bool
    unpublished: int = 0


def compose(
    standing: Standing,
    region: str,
    at: Period,
    lang: str,
    *,
    today: date,
    issuer: str = "",
    unpublished: int = 0,
) -> Bulletin:
    """Say how a region stands by the end of a period; `standing` is judged on that period's last day.

    `today` dates the bulletin, `issuer` signs it; `unpublished` of the figures counted are not published.
    """
    catalogue = standing.catalogue
    rows = list(standing.rows(region))
    name = standing.name(catalogue.region(region), lang)
    when = period_text(at.code, "flow", lang)
    lines = tuple(_goal_line(standing, row, lang) for row in rows)
    late = laggards(standing, region)
    return Bulletin(
        region=region,
        period=at.code,
        lang=lang,
        title=say("bulletin.title", lang, region=name, period=when),
        addressees=say("bulletin.addressees", lang, region=name),
        issuer=issuer,
        issued=date_text(today, lang),
        overall=tuple(_overall(standing, region, rows, at, lang)),
        goals=lines,
        units=_units(standing, rows, lang),
        rankings=tuple(rankings(standing, region, at, lang)),
        leaders=tuple(_leaders(standing, rows, lang)),
        laggards=tuple(_laggard(standing, row, lang) for row in late[:MOST_NAMED]),
        unreported=tuple(_unreported(standing, rows, lang)),
        steps=tuple(_step(standing, row, lang) for row in late),
        notes=tuple(_notes(standing, rows, lang)),
        revision=standing.revision,
        register_version=catalogue.version,
        demo=standing.demo,
        unpublished=unpublished,
    )


def laggards(standing: Standing, region: str) -> list[Row]:
    """Return the goals that are behind or were missed, the most urgent first."""
    return [row for goal in behind(standing, region) if (row := standing.row(goal))]


def _overall(
    standing: Standing, region: str, rows: Sequence[Row], at: Period, lang: str
) -> Iterable[str]:
    counted = tally(row["group"] for row in rows)
    yield say(
        "bulletin.overall",
        lang,
        when=say("bulletin.by", lang, day=date_text(at.end, lang)),
        region=standing.name(standing.catalogue.region(region), lang),
        total=counted.total,
        reported=counted.reported,
        lamps=in_words(counted, lang),
    )
    for plan in standing.plans(region):
        document = standing.catalogue.document(plan["document"]) or {}
        known = [part for part in (plan["code_text"], document.get("number")) if part]
        listed = say("pages.list-comma", lang).join(known)
        yield say(
            "bulletin.plan",
            lang,
            plan=standing.name(plan, lang),
            known=say("bulletin.plan-known", lang, parts=listed) if known else "",
            year=plan["end"],
        )


def _goal_line(standing: Standing, row: Row, lang: str) -> GoalLine:
    verdict = row["verdict"]
    found = verdict["assessment"]
    own = naming.unit_names(standing, row["document"], lang)
    value, before = _values(standing, row)
    none = say("bulletin.none", lang)
    unlike = verdict["actual_unit"] != row["unit"] or row["subject_kind"] in (
        "tier",
        "each-cluster",
    )
    return GoalLine(
        id=row["id"],
        name=naming.goal_name(row, lang),
        unit_name=own.get(row["lead"], row["lead"]) or none,
        target_text=naming.target_text(standing, row, lang),
        due=naming.due_text(row, lang),
        actual_text=naming.actual_text(standing, row, lang) or none,
        period=naming.actual_period(row, lang) or none,
        change_text=year_on_year_text(value, before, row["kind"], lang) or none,
        completion_text=naming.completion_text(row, lang) or none,
        gap_text=naming.gap_number(row, lang) or none,
        status=verdict["status"],
        status_word=lamp_word(verdict["status"], lang),
        unit=row["unit"],
        target=None if unlike else exact(naming.number_to_reach(row)),
        value=None if unlike else value,
        before=None if unlike else before,
        completion=found.done,
        schedule=found.schedule_done,
    )


def _values(standing: Standing, row: Row) -> tuple[Decimal | None, Decimal | None]:
    """The figure that was judged, and the same period's of last year."""
    code = row["verdict"]["period"]
    if not code:
        return None, None
    figures = standing.figures_of(row["region"], row["subject"], row["indicator"])
    return pair({one["period"]: exact(one["value"]) for one in figures}, code)


def _units(standing: Standing, rows: Sequence[Row], lang: str) -> tuple[UnitLine, ...]:
    by_unit: dict[str, list[Row]] = {}
    for row in rows:
        own = naming.unit_names(standing, row["document"], lang)
        name = own.get(row["lead"], row["lead"]) or say("bulletin.nobody", lang)
        by_unit.setdefault(name, []).append(row)
    lines = []
    for name, owned in by_unit.items():
        counted = tally(row["group"] for row in owned)
        silent = counted.total - counted.reported
        lines.append(
            UnitLine(name, counted.total, counted.green, counted.yellow, counted.red,
                     counted.missed, silent)
        )  # fmt: skip
    return tuple(sorted(lines, key=lambda one: (-(one.red + one.missed), -one.yellow, one.name)))


def _leaders(standing: Standing, rows: Sequence[Row], lang: str) -> Iterable[str]:
    ahead = [
        row
        for row in rows
        if row["group"] == "green" and (row["verdict"]["assessment"].gap or 0) > 0
    ]
    ahead.sort(key=lambda row: row["verdict"]["assessment"].gap, reverse=True)
    for row in ahead[:MOST_NAMED]:
        yield _named(standing, row, lang)


def _named(standing: Standing, row: Row, lang: str) -> str:
    names = {
        one["id"]: standing.name(one, lang) for one in standing.catalogue.clusters_of(row["region"])
    }
    own = naming.unit_names(standing, row["document"], lang)
    return say(
        "bulletin.named",
        lang,
        goal=naming.goal_name(row, lang),
        unit=own.get(row["lead"], row["lead"]) or say("bulletin.nobody", lang),
        reason=reason_text(
            row["verdict"] | {"counted": naming.counted(standing, row, lang)}, lang, names
        ),
    )


def _laggard(standing: Standing, row: Row, lang: str) -> str:
    return _named(standing, row, lang) + _remedy(standing, row, lang)


def _remedy(standing: Standing, row: Row, lang: str) -> str:
    """Why it lags and what is done, and what became of it; that nothing is said where nothing is."""
    known = goal_remedy(standing, row)
    given = known.shown if known else None
    if given is None:
        return say("bulletin.no-remedy", lang)
    said = say("bulletin.remedy", lang, reason=ended(given.reason), remedy=ended(given.remedy))
    return said + outcome(standing, given, lang)


def _unreported(standing: Standing, rows: Sequence[Row], lang: str) -> Iterable[str]:
    silent: dict[str, list[str]] = {}
    for row in rows:
        if not row["reported"]:
            own = naming.unit_names(standing, row["document"], lang)
            name = own.get(row["lead"], row["lead"]) or say("bulletin.nobody", lang)
            silent.setdefault(name, []).append(naming.goal_name(row, lang))
    for name, goals in silent.items():
        listed = say("pages.list-comma", lang).join(goals)
        yield say("bulletin.unreported-of", lang, unit=name, n=len(goals), goals=listed)


def _step(standing: Standing, row: Row, lang: str) -> Step:
    own = naming.unit_names(standing, row["document"], lang)
    known = goal_remedy(standing, row)
    given = known.shown if known else None
    none = say("bulletin.none", lang)
    unit = own.get(row["lead"], row["lead"]) or say("bulletin.nobody", lang)
    leader = officials_in_short(standing, row["region"], row["cluster"], lang)
    return Step(
        naming.goal_name(row, lang),
        say("bulletin.with-leader", lang, unit=unit, leader=leader) if leader else unit,
        naming.need_text(standing, row, lang) or none,
        naming.due_text(row, lang),
        given.person if given else none,
        deadline_text(given, standing.on, lang) if given else none,
    )


def _notes(standing: Standing, rows: Sequence[Row], lang: str) -> Iterable[str]:
    from dashboard.progress.lamp_rules import rules_of
    from dashboard.views.verdict import lamp_rules
    from dashboard.wording.lamp_rules import rule_sentence

    indicators = dict.fromkeys(row["indicator"] for row in rows)
    bases: dict[str, list[str]] = {}
    for id in indicators:
        row = standing.catalogue.indicator(id) or {}
        if row.get(f"basis_{lang}"):
            bases.setdefault(str(row[f"basis_{lang}"]), []).append(str(row[f"name_{lang}"]))
        if row.get(f"scope_{lang}"):
            yield say("bulletin.note.scope", lang, indicator=row[f"name_{lang}"],
                      scope=row[f"scope_{lang}"])  # fmt: skip
    for basis, names in bases.items():
        listed = say("pages.list-comma", lang).join(names)
        yield say("bulletin.note.basis", lang, basis=basis, indicators=listed)
    rules: dict[str, LampRule] = rules_of(lamp_rules(standing))
    for id in dict.fromkeys(row["lamp_rule"] for row in rows):
        if id in rules:
            yield rule_sentence(rules[id], lang)
    for vintage in ("preliminary", "revised"):
        named = [
            naming.goal_name(row, lang)
            for row in rows
            if row["reported"] and vintage_of(standing, row) == vintage
        ]
        if named:
            goals = say("pages.list-comma", lang).join(named)
            # bulletin.note.*
            yield say(f"bulletin.note.{vintage}", lang, n=len(named), goals=goals)
    yield say("bulletin.note.rounding", lang)
    yield say("bulletin.note.none", lang)
    if standing.sight is not None:
        yield say("bulletin.note.published", lang)
