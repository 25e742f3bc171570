"""The figures as one visitor may see them: decided by the matrix, read in one go, named or not.

Who sees everything (on one's own machine, or a reviewer of all regions) costs no question more.
"""

from collections.abc import Collection, Iterator
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING

from dashboard.actuals.observations import without_history
from dashboard.doors.scopes import reach, regions_tree, responsible_units
from dashboard.people.identity import Kind, Person
from dashboard.people.matrix import Action, Reach
from dashboard.people.sight import Sight
from dashboard.settings import Settings

if TYPE_CHECKING:
    import pandas as pd

    from dashboard.actuals.store import Store
    from dashboard.register import Catalogue

_SERIES = ["region", "subject", "indicator"]


def sight_of(
    person: Person,
    catalogue: "Catalogue",
    settings: Settings,
    store: "Store",
    moment: datetime | None = None,
) -> Sight | None:
    """Return what `person` sees now, or of what was published by `moment`; None for everything."""
    if person.kind is Kind.MACHINE:
        return None
    public = settings.reading == "public"
    readable = reach(person, Action.READ_PUBLISHED, catalogue, public)
    entered = reach(person, Action.READ_UNPUBLISHED, catalogue, public)
    named = reach(person, Action.SEE_HISTORY, catalogue, public)
    if not set(regions_tree(catalogue)) - (entered.regions & named.regions):
        return None
    rest = sorted(readable.regions - entered.regions)
    known = store.publications(moment) if rest else {}
    return Sight(
        entered,
        named,
        tuple((region, known[region].revision if region in known else 0) for region in rest),
    )


def figures_seen(
    store: "Store", sight: Sight | None, catalogue: "Catalogue", as_of: int | None = None
) -> "pd.DataFrame":
    """Return the figures of a sight, in `OBSERVATION_COLUMNS`.

    `as_of` is the last revision counted of those seen as entered. Where it may not be seen who
    entered a figure, author, note and evidence are empty and `at` is when it was published.
    """
    if sight is None:
        return store.current(as_of=as_of)
    import pandas as pd

    parts = [part for part in _parts(store, sight, catalogue, as_of) if not part.empty]
    if not parts:
        return store.current([])
    whole = pd.concat(parts, ignore_index=True) if len(parts) > 1 else parts[0]
    # Within a series the order of periods stays: each comes from one part.
    return whole.sort_values(_SERIES, kind="stable", ignore_index=True)


def figures_before(
    store: "Store",
    sight: Sight | None,
    catalogue: "Catalogue",
    regions: Collection[str],
    revision: int,
) -> "pd.DataFrame":
    """Return the figures of `regions` as they were seen before a revision was.

    What is seen as published is then what the publication before had: what was entered and
    corrected between two publications has never been shown.
    """
    if sight is None:
        return store.current(sorted(regions), as_of=revision - 1)
    earlier = store.publications(below=revision)
    then = tuple(
        (region, min(now, earlier[region].revision if region in earlier else 0))
        for region, now in sight.within(regions).published
    )
    past = replace(sight.within(regions), published=then)
    return figures_seen(store, past, catalogue, revision - 1)


def _parts(
    store: "Store", sight: Sight, catalogue: "Catalogue", as_of: int | None
) -> "Iterator[pd.DataFrame]":
    if sight.entered.regions:
        whole = store.current(sorted(sight.entered.regions), as_of=as_of)
        yield _named(whole, [""] * len(whole), sight.named, catalogue)
    up_to = {region: revision for region, revision in sight.published if revision}
    published = store.published(up_to)
    if sight.entered.units:
        own = store.current(sorted({region for region, _ in sight.entered.units}), as_of=as_of)
        own = own[_within(own, sight.entered, catalogue)]
        yield _named(own, [""] * len(own), sight.named, catalogue)
        published = published[~_within(published, sight.entered, catalogue)]
    moments = published["published"].tolist()
    yield _named(published.drop(columns="published"), moments, sight.named, catalogue)


def _named(
    frame: "pd.DataFrame", moments: list[str], named: Reach, catalogue: "Catalogue"
) -> "pd.DataFrame":
    """Return the figures of which nobody may see who entered them without it."""
    if named.regions.issuperset(frame["region"].unique()):
        return frame
    bare = without_history(frame, moments)
    if not named.regions and not named.units:
        return bare
    seen = _within(frame, named, catalogue)
    return bare.where(~seen, frame)


def _within(frame: "pd.DataFrame", where: Reach, catalogue: "Catalogue") -> "pd.Series[bool]":
    """Return for each figure whether it is within reach, by the units responsible for it."""
    import pandas as pd

    series = list(zip(*(frame[name].tolist() for name in _SERIES), strict=True))
    held = {key: where.holds(key[0], responsible_units(catalogue, *key)) for key in set(series)}
    return pd.Series([held[key] for key in series], index=frame.index, dtype="bool")
