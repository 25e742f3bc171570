"""Ranks among peers: same level, indicator, basis, scope and period, or none at all (rule 18).

    ranking = rank([Peer("binzhou", Fraction(3), level="prefecture", indicator="revenue"), ...])
    ranking.of("binzhou").rank, ranking.units, ranking.missing

Values are compared as fractions, so that two are equal only where every digit is. Ties share a rank
and the next rank is skipped (glossary, 位次).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

PEERS = ("level", "indicator", "basis", "scope", "period")
"""What units have to share before one is put above another."""


@dataclass(frozen=True, slots=True)
class Peer:
    """A unit that is asked: its exact value in the base unit, None where it has not reported.

    `level` is that of a region or the kind of a cluster; `indicator`, `basis` and `scope` are the
    register's; `period` is the code of the period its value is of, which without a value is not
    looked at.
    """

    unit: str
    value: Fraction | None
    level: str | None = None
    indicator: str | None = None
    basis: str | None = None
    scope: str | None = None
    period: str | None = None


@dataclass(frozen=True, slots=True)
class Place:
    """A unit's value and its rank from 1, None where it has no value or the ranking is refused.

    `tied`: at least one other unit has the same value.
    """

    unit: str
    value: Fraction | None
    rank: int | None
    tied: bool = False


@dataclass(frozen=True, slots=True)
class Ranking:
    """The units in order, the best first and those without a value last.

    `units` is how many were asked; `missing` names those without a value; `refused` names what of
    `PEERS` the units differ in, and then nobody has a rank.
    """

    places: tuple[Place, ...]
    units: int
    missing: tuple[str, ...]
    refused: tuple[str, ...] = ()

    @property
    def reported(self) -> int:
        """How many have a value."""
        return self.units - len(self.missing)

    def of(self, unit: str) -> Place | None:
        """The place of one unit, None where it was not asked."""
        return next((place for place in self.places if place.unit == unit), None)


def rank(peers: Iterable[Peer], falling: bool = False) -> Ranking:
    """Rank units by their values, the largest first, or the smallest where `falling` is better.

    Ties share a rank and the next one is skipped: 1, 2, 2, 4. Units that differ in level,
    indicator, basis, scope or the period of their values are not ranked, and `refused` says in
    what. Among equals, and among those without a value, the order is that of the units' ids.
    """
    asked = sorted(peers, key=lambda peer: peer.unit)
    missing = tuple(peer.unit for peer in asked if peer.value is None)
    refused = tuple(name for name in PEERS if len({*_stated(asked, name)}) > 1)
    best = sorted(
        ((peer.value, peer.unit) for peer in asked if peer.value is not None),
        key=lambda pair: pair[0] if falling else -pair[0],
    )
    ranks: dict[Fraction, int] = {}
    for number, (value, _) in enumerate(best, 1):
        ranks.setdefault(value, number)
    alike = Counter(value for value, _ in best)
    ranked = [
        Place(unit, value, None if refused else ranks[value], alike[value] > 1)
        for value, unit in best
    ]
    silent = [Place(unit, None, None) for unit in missing]
    return Ranking((*ranked, *silent), len(asked), missing, refused)


def _stated(peers: Iterable[Peer], name: str) -> Iterable[str | None]:
    """What the peers say of themselves; a period only those that have a value."""
    return (getattr(one, name) for one in peers if name != "period" or one.value is not None)
