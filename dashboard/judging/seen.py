"""The figures and remedies of regions as the reader of a standing may see them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from dashboard.actuals.observations import Observation
from dashboard.actuals.periods import period
from dashboard.people.matrix import Reach
from dashboard.people.scopes import responsible_units, units_of_goal
from dashboard.people.sight import Sight

if TYPE_CHECKING:
    from dashboard.actuals.remedies import Remedy
    from dashboard.actuals.store import Store
    from dashboard.judging.standing import Standing
    from dashboard.register import Catalogue


def figures_seen(
    standing: Standing,
    regions: Sequence[str],
    last: int | None = None,
    subjects: Sequence[str] | None = None,
) -> list[Observation]:
    """The figures of some regions, or of some subjects there, as the standing's reader may see them.

    `last` is the last revision counted of those seen as entered, the standing's own without it.
    Where it may not be seen who entered a figure, author, note and evidence are empty, and of one seen
    as it was published `at` is when that was.
    """
    store, sight = standing.store, standing.sight
    last = standing.last if last is None else last
    if sight is None:
        return store.observations(regions, as_of=last, subjects=subjects)
    return list(_seen(store, sight.within(regions), standing.catalogue, last, subjects))


def figures_before(standing: Standing, regions: Sequence[str], revision: int) -> list[Observation]:
    """The figures of some regions as they were seen before a revision was.

    What is seen as published is then what the publication before had: what was entered and
    corrected between two publications has never been shown.
    """
    store, sight = standing.store, standing.sight
    if sight is None:
        return store.observations(regions, as_of=revision - 1)
    # A figure of a return may be published later than others entered after it.
    numbers = (store.first_shown(region, revision) for region in regions)
    shown = min((number for number in numbers if number is not None), default=revision)
    earlier = store.publications(below=max(shown, revision))
    then = tuple(
        (region, min(now, earlier[region].revision if region in earlier else 0))
        for region, now in sight.within(regions).published
    )
    past = replace(sight.within(regions), published=then)
    return list(_seen(store, past, standing.catalogue, revision - 1))


def _seen(
    store: Store,
    sight: Sight,
    catalogue: Catalogue,
    last: int | None,
    subjects: Sequence[str] | None = None,
) -> Iterator[Observation]:
    if sight.entered.regions:
        whole = sorted(sight.entered.regions)
        for row in store.observations(whole, as_of=last, subjects=subjects):
            yield _named(row, sight.named, catalogue)
    up_to = {region: revision for region, revision in sight.published if revision}
    published = store.observations_published(up_to, subjects) if up_to else []
    if sight.entered.units:
        whose = sorted({region for region, _ in sight.entered.units})
        for row in store.observations(whose, as_of=last, subjects=subjects):
            if _within(row, sight.entered, catalogue):
                yield _named(row, sight.named, catalogue)
        published = [
            one for one in published if not _within(one.observation, sight.entered, catalogue)
        ]
    for one in published:
        if _within(one.observation, sight.named, catalogue):
            yield one.observation
        else:
            yield one.without_history()


def _named(row: Observation, named: Reach, catalogue: Catalogue) -> Observation:
    """A figure, without who entered it where that may not be seen; when, its verdict rests on."""
    if row.region in named.regions or _within(row, named, catalogue):
        return row
    return row._replace(author="", note="", evidence="")


def _within(row: Observation, where: Reach, catalogue: Catalogue) -> bool:
    """Whether a figure is within reach, by the units responsible for it."""
    # Who answers for what is sought in the whole register: not for those who have no unit's figures.
    if not where.units:
        return row.region in where.regions
    return where.holds(row.region, responsible_units(catalogue, *row[:3]))


def remedies_seen(
    standing: Standing, regions: Sequence[str] | None
) -> dict[str, dict[str, Remedy]]:
    """How remedies stand, by region and goal, as the standing's reader may see them.

    Where figures are seen as they were published, so are remedies: those that were written before
    the last publication, once the figure they answer for is published too. Who wrote one is told
    to who may see who entered what.
    """
    kept, sight = standing.store.remedies, standing.sight
    known = kept.latest(regions, standing.revision if sight is None else standing.last)
    if sight is not None:
        known = [
            one
            for region in dict.fromkeys(one.region for one in known)
            for one in _remedies_within(standing, sight, region, known)
        ]
    found: dict[str, dict[str, Remedy]] = {}
    for one in known:
        found.setdefault(one.region, {})[one.goal] = one
    return found


def _remedies_within(
    standing: Standing, sight: Sight, region: str, known: Sequence[Remedy]
) -> Iterator[Remedy]:
    own = [one for one in known if one.region == region]
    goals = {row["id"]: row for row in standing.catalogue.goals_of(region)}

    def within(where: Reach, goal: str) -> bool:
        known = goals.get(goal)
        return where.holds(region, units_of_goal(standing.catalogue, known) if known else ())

    up_to = dict(sight.published).get(region, 0)
    entered = {one.goal: one for one in own if within(sight.entered, one.goal)}
    if up_to and any(one.goal not in entered for one in own):
        for one in standing.store.remedies.latest([region], up_to):
            if one.goal not in entered and _answers_what_is_seen(standing, one):
                entered[one.goal] = one
    for one in entered.values():
        yield one if within(sight.named, one.goal) else one._replace(author="", at=0)


def _answers_what_is_seen(standing: Standing, remedy: Remedy) -> bool:
    row = standing.row(remedy.goal)
    code = row["verdict"]["period"] if row is not None else None
    return bool(code) and (not remedy.period or period(code).order >= period(remedy.period).order)
