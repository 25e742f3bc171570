"""A rank in sentences: one unit's place, all places in order, and who is missing."""

from collections.abc import Mapping, Sequence

from dashboard.languages import say
from dashboard.progress.ranking import Place, Ranking
from dashboard.wording.findings import named_and_more


def place_sentence(ranked: Ranking, place: Place, unit: str, lang: str, *, of_regions: bool) -> str:
    """Return the place of one unit among how many, ties told."""
    tied = say("pages.ranking.tied", lang) if place.tied else ""
    key = "pages.ranking.regions" if of_regions else "pages.ranking.clusters"
    counts = {"reported": ranked.reported, "n": ranked.units}
    return say(key, lang, unit=unit, rank=place.rank, tied=tied, **counts)


def order_sentence(ranked: Ranking, names: Mapping[str, str], most: int, lang: str) -> str:
    """Return every unit that has reported with its rank, the best first; empty without any."""
    placed = [
        say("pages.ranking.one", lang, rank=place.rank, unit=names[place.unit])
        for place in ranked.places
        if place.rank is not None
    ]
    if not placed:
        return ""
    order = say("pages.list-comma", lang).join(named_and_more(placed, most, lang))
    return say("pages.ranking.order", lang, order=order, reported=ranked.reported, n=ranked.units)


def missing_sentence(names: Sequence[str], lang: str, *, published: bool) -> str:
    """Return who has no figure; where figures are seen as `published`, that none is published."""
    named = say("pages.list-comma", lang).join(names)
    key = "pages.ranking.unpublished" if published else "pages.ranking.missing"
    return say(key, lang, names=named)


def rank_text(place: Place, reported: int, lang: str) -> str:
    """Return a rank among those that have a figure, ties told."""
    key = "pages.matrix.tied" if place.tied else "pages.matrix.rank"
    return say(key, lang, n=place.rank, all=reported)


def ranked_by(lang: str, *, gap: bool) -> str:
    """Return what regions are ranked by: the gap of a growth, else the completion."""
    return say("pages.matrix.by-gap" if gap else "pages.matrix.by-completion", lang)
