"""Regions against indicators, for one level and one basis: a lamp each, with its rank among peers.

Ranked is completion, or where there is none the gap, among regions of one level, on one indicator
with its basis and scope, of one period and one due year; who has none of it is named.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction

from dashboard.actuals.periods import label_kind, period
from dashboard.addresses.selection import LEVELS, Selection
from dashboard.judging import OwnGoal, Row, Standing
from dashboard.languages import PRINTED, say
from dashboard.languages.numbers import period_text
from dashboard.progress.ranking import Peer, Ranking, rank
from dashboard.views import goal_links
from dashboard.views.environment import Markup, render
from dashboard.views.region_table import filters_of, part_of, rows_of_part
from dashboard.views.regions import chosen_regions, next_due
from dashboard.wording.amounts import points_of, share_text, sides
from dashboard.wording.rankings import rank_text, ranked_by
from dashboard.wording.states import lamp_word, level_word

# Of those without a rank so many are named.
_MOST_NAMED = 40


@dataclass(frozen=True, slots=True)
class Measure:
    """An indicator with the goals that regions of a level have on it, and how they rank.

    `of` is the period and the due year that are compared, None where nobody has a figure.
    """

    indicator: Row
    goals: dict[str, OwnGoal]
    by_gap: bool
    of: tuple[str, int | None] | None
    ranking: Ranking


@dataclass(frozen=True, slots=True)
class _Head:
    """An indicator's column: its name, what is ranked of which period, and how many have a rank."""

    name: str
    ranked: str
    number: str
    href: str


@dataclass(frozen=True, slots=True)
class _Cell:
    """A region's goal: its lamp, its rank, and both in words."""

    status: str
    rank: int | None
    said: str
    href: str


def levels(standing: Standing) -> list[str]:
    """Return the levels whose regions have a plan, the highest first."""
    known = {(standing.catalogue.region(r) or {}).get("level") for r in standing.regions()}
    return [level for level in LEVELS if level in known]


def level_shown(standing: Standing, asked: str | None) -> str:
    """Return the level that is compared: what is asked for, else the one with most plans."""
    if asked in levels(standing):
        return asked
    found = Counter((standing.catalogue.region(r) or {})["level"] for r in standing.regions())
    return str(found.most_common(1)[0][0])


def bases(standing: Standing, level: str, lang: str) -> dict[str, str]:
    """Return the bases on which regions of a level have goals: first indicator's id -> words.

    Indicators without a basis, counts and shares, stand together: each is ranked by itself.
    """
    known: dict[tuple[object, ...], str] = {}
    words: dict[str, str] = {}
    for indicator in _indicators(standing, level):
        key = _basis(indicator)
        if key in known:
            continue
        known[key] = str(indicator["id"])
        stated = [indicator[f"basis_{lang}"], indicator[f"scope_{lang}"]]
        told = say("pages.dot", lang).join(part for part in stated if part)
        words[known[key]] = told or say("pages.matrix.no-basis", lang)
    return words


def basis_shown(standing: Standing, level: str, asked: str | None) -> str | None:
    """Return the indicator that stands for the basis compared: of what is asked for, else the first."""
    known = {_basis(one): str(one["id"]) for one in reversed(_indicators(standing, level))}
    wanted = standing.catalogue.indicator(asked) if asked else None
    if wanted is not None and _basis(wanted) in known:
        return known[_basis(wanted)]
    return next(iter(reversed(known.values())), None)


def _basis(indicator: Row) -> tuple[object, ...]:
    return indicator[f"basis_{PRINTED}"], indicator[f"scope_{PRINTED}"]


def _indicators(standing: Standing, level: str) -> list[Row]:
    """The indicators on which regions of a level have goals of their own, in the register's order."""
    found = {
        goal.indicator for region in _peers(standing, level) for goal in _own(standing, region)
    }
    rows = [row for one in found if (row := standing.catalogue.indicator(one))]
    return sorted(rows, key=lambda row: row["order"])


def _peers(standing: Standing, level: str) -> list[str]:
    known = standing.catalogue.region
    return [r for r in standing.regions() if (known(r) or {}).get("level") == level]


def _own(standing: Standing, region: str) -> Sequence[OwnGoal]:
    return standing.summary(region).own


def measures(standing: Standing, level: str, basis: str) -> list[Measure]:
    """Return the indicators of a basis with the goals and ranks of a level's regions."""
    wanted = _basis(
        standing.catalogue.indicator(basis) or {f"basis_{PRINTED}": None, f"scope_{PRINTED}": None}
    )
    year = standing.on.year
    found: dict[str, dict[str, OwnGoal]] = {}
    for region in _peers(standing, level):
        for goal in sorted(_own(standing, region), key=lambda one: next_due(one.due, year)):
            found.setdefault(goal.indicator, {}).setdefault(region, goal)
    rows = [row for one in found if (row := standing.catalogue.indicator(one))]
    rows = sorted((row for row in rows if _basis(row) == wanted), key=lambda row: row["order"])
    return [_measure(row, level, found[row["id"]]) for row in rows]


def _measure(indicator: Row, level: str, goals: dict[str, OwnGoal]) -> Measure:
    seen = [goal for goal in goals.values() if goal.period]
    # Where less is better, actual over target says the wrong thing.
    by_gap = indicator["direction"] == "down" or indicator["kind"] == "growth"
    of = _compared(goal for goal in seen if _value(goal, by_gap) is not None)
    peers = []
    for region, goal in goals.items():
        alike = of is not None and (goal.period, goal.due) == of
        peers.append(
            Peer(
                region,
                _value(goal, by_gap) if alike else None,
                level,
                str(indicator["id"]),
                indicator[f"basis_{PRINTED}"],
                indicator[f"scope_{PRINTED}"],
                goal.period,
            )
        )
    return Measure(indicator, goals, by_gap, of, rank(peers))


def _compared(goals: Iterable[OwnGoal]) -> tuple[str, int | None] | None:
    """The period and due year that most regions have; of as many the newest."""
    found = Counter((goal.period or "", goal.due) for goal in goals)
    if not found:
        return None
    return max(found, key=lambda pair: (found[pair], period(pair[0]).order, pair[1] or 0))


def _value(goal: OwnGoal, by_gap: bool) -> Fraction | None:
    return goal.gap if by_gap else goal.completion


def region_matrix(standing: Standing, lang: str, chosen: Selection) -> Markup:
    """Return the matrix of the level and the basis that are asked for, of it the part asked for."""
    level = level_shown(standing, chosen.level)
    basis = standing.drawn(basis_shown, level, chosen.indicator)
    asked = filters_of(chosen).changed(level=level)
    found = standing.drawn(chosen_regions, asked)
    compared = standing.drawn(measures, level, basis) if basis else []
    part, _ = part_of(len(found), chosen.part)
    shown = rows_of_part(found, part)
    here = Selection(as_of=chosen.as_of, lang=chosen.lang)
    names = {r: standing.name(standing.catalogue.region(r), lang) for r in _peers(standing, level)}
    stated = [level_word(level, lang)]
    if basis:
        stated.append(bases(standing, level, lang).get(basis, ""))
    return render(
        "region_matrix",
        title=say("pages.matrix.title", lang, of=say("pages.dot", lang).join(stated)),
        heads=[_head(one, lang, here) for one in compared],
        rows=[
            (
                names[region],
                goal_links.elsewhere(here, "region", region=region),
                [_cell(one, region, lang, here) for one in compared],
            )
            for region in shown
        ],
        missing=[told for one in compared if (told := _missing(one, names, lang))],
        told=say("pages.regions.none", lang) if not shown else say("pages.matrix.about", lang),
        lang=lang,
    )


def _head(one: Measure, lang: str, here: Selection) -> _Head:
    ranked = ranked_by(lang, gap=one.by_gap)
    if one.of is not None:
        when = period_text(one.of[0], label_kind(one.indicator), lang)
        ranked = say("pages.dot", lang).join((ranked, when))
    n, units = one.ranking.reported, one.ranking.units
    return _Head(
        str(one.indicator[f"name_{lang}"]),
        ranked,
        say("pages.matrix.ranked", lang, n=n, all=units),
        goal_links.elsewhere(here, "goals", indicator=one.indicator["id"]),
    )


def _cell(one: Measure, region: str, lang: str, here: Selection) -> _Cell | None:
    goal = one.goals.get(region)
    if goal is None:
        return None
    place = one.ranking.of(region)
    n = place.rank if place else None
    said = [lamp_word(goal.status, lang)]
    value = _value(goal, one.by_gap)
    if value is not None and one.by_gap:
        points = value * 100
        said.append(points_of(points, lang, sides(points, [Fraction(0)]), fixed=True))
    elif value is not None:
        said.append(share_text(value, lang))
    if place is not None and n is not None:
        said.append(rank_text(place, one.ranking.reported, lang))
    elif goal.period and one.of and (goal.period, goal.due) != one.of:
        when = period_text(goal.period, label_kind(one.indicator), lang)
        due = (
            say("pages.due.year", lang, year=goal.due) if goal.due else say("pages.due.none", lang)
        )
        said.append(say("pages.matrix.other", lang, period=when, due=due))
    href = goal_links.elsewhere(here, "region", region=region, goal=goal.id)
    return _Cell(goal.status, n, say("pages.dot", lang).join(said), href)


def _missing(one: Measure, names: dict[str, str], lang: str) -> tuple[str, str] | None:
    """The regions that have a goal on an indicator and no rank, by name."""
    missing = one.ranking.missing
    if not missing:
        return None
    told = say("pages.list-comma", lang).join(names[region] for region in missing[:_MOST_NAMED])
    if len(missing) > _MOST_NAMED:
        told = say("pages.matrix.and-more", lang, named=told, n=len(missing))
    name = str(one.indicator[f"name_{lang}"])
    return say("pages.matrix.missing", lang, indicator=name, n=len(missing)), told
