"""Who stands where: clusters of a region, and regions below it, ranked on each indicator."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from dashboard.actuals.periods import Period, cumulative, label_kind, period_before
from dashboard.judging import Row, Standing
from dashboard.languages import PRINTED, say
from dashboard.languages.numbers import exact, period_text
from dashboard.progress.ranking import Peer, Ranking, rank
from dashboard.wording.amounts import amount_of, year_on_year_text


@dataclass(frozen=True, slots=True)
class RankLine:
    """One cluster or sub-region in a ranking; `moved` is the change of rank since the period before."""

    name: str
    value_text: str
    change_text: str
    rank: int | None
    moved: int | None


@dataclass(frozen=True, slots=True)
class RankTable:
    """Units compared on one indicator, basis, scope and period; `missing` have not reported."""

    title: str
    lines: tuple[RankLine, ...]
    missing: tuple[str, ...]


def rankings(standing: Standing, region: str, at: Period, lang: str) -> Iterable[RankTable]:
    """Clusters of the region, and the regions below it, on each indicator that several of them owe."""
    catalogue = standing.catalogue
    clusters = {row["id"]: row for row in catalogue.clusters_of(region)}
    owed: dict[str, list[str]] = {}
    for row in standing.rows(region):
        if row["subject_kind"] == "cluster" and row["cluster"] in clusters:
            owed.setdefault(row["indicator"], []).append(row["cluster"])
    for indicator, members in owed.items():
        asked = dict.fromkeys(members)
        peers = {
            id: (region, id, standing.name(clusters[id], lang), str(clusters[id]["kind"]))
            for id in asked
        }
        yield from _ranking(standing, indicator, list(peers.values()), at, lang)
    below = [row for row in catalogue.children_of(region) if row["id"] in standing.regions()]
    shared: dict[str, list[tuple[str, str, str, str]]] = {}
    for one in below:
        for indicator in dict.fromkeys(
            row["indicator"] for row in standing.rows(one["id"]) if row["subject"] == one["id"]
        ):
            peer = (one["id"], one["id"], standing.name(one, lang), str(one["level"]))
            shared.setdefault(indicator, []).append(peer)
    for indicator, members_below in shared.items():
        yield from _ranking(standing, indicator, members_below, at, lang)


def _ranking(
    standing: Standing,
    indicator: str,
    members: Sequence[tuple[str, str, str, str]],
    at: Period,
    lang: str,
) -> Iterable[RankTable]:
    row = standing.catalogue.indicator(indicator)
    if row is None or len(members) < 2:
        return
    known = {
        (region, subject): {
            one["period"]: exact(one["value"])
            for one in standing.figures_of(region, subject, indicator)
        }
        for region, subject, _, _ in members
    }
    now = _ranked(row, members, known, at.code)
    if now.reported < 2 or now.refused:
        return
    earlier = _period_before(at)
    then = _ranked(row, members, known, earlier.code) if earlier else None
    names = {subject: name for _, subject, name, _ in members}
    owners = {subject: region for region, subject, _, _ in members}
    unit, counted = row["unit"], str(row.get(f"counted_{lang}") or "")
    lines = []
    for place in now.places:
        if place.rank is None:
            continue
        value, before = pair(known[owners[place.unit], place.unit], at.code)
        old = then.of(place.unit) if then and not then.refused and then.reported > 1 else None
        moved = old.rank - place.rank if old and old.rank is not None else None
        text = amount_of(value, unit, lang, counted)
        lines.append(
            RankLine(
                names[place.unit],
                text,
                year_on_year_text(value, before, row["kind"], lang, 2)
                or say("bulletin.none", lang),
                place.rank,
                moved,
            )
        )
    key = "by-growth" if _by_growth(row) else "by-value"
    title = say(
        # bulletin.ranking.by-growth, bulletin.ranking.by-value, bulletin.ranking.down,
        # bulletin.ranking.missing, bulletin.ranking.same, bulletin.ranking.up
        f"bulletin.ranking.{key}",
        lang,
        indicator=row[f"name_{lang}"],
        period=period_text(at.code, label_kind(row), lang),
    )
    yield RankTable(title, tuple(lines), tuple(names[one] for one in now.missing))


def _by_growth(indicator: Row) -> bool:
    """Amounts say how large somebody is; what they did with it is their growth."""
    return str(indicator["kind"]) == "flow"


def _ranked(
    indicator: Row,
    members: Sequence[tuple[str, str, str, str]],
    known: dict[tuple[str, str], dict[str, Decimal | None]],
    code: str,
) -> Ranking:
    peers = []
    for region, subject, _, level in members:
        value, before = pair(known[region, subject], code)
        judged = (
            _growth(value, before)
            if _by_growth(indicator)
            else None
            if value is None
            else Fraction(value)
        )
        peers.append(
            Peer(
                subject,
                judged,
                level,
                indicator["id"],
                indicator[f"basis_{PRINTED}"],
                indicator[f"scope_{PRINTED}"],
                code,
            )
        )
    return rank(peers, falling=indicator["direction"] == "down")


def _period_before(at: Period) -> Period | None:
    """The period that was reported before, in the same year; None for the first of a year."""
    if at.kind == "cumulative" and at.month > 2:
        return cumulative(at.year, at.month - 1)
    return cumulative(at.year, 11) if at.kind == "year" else None


def _growth(value: Decimal | None, before: Decimal | None) -> Fraction | None:
    if value is None or before is None or before <= 0:
        return None
    return Fraction(value) / Fraction(before) - 1


def pair(known: Mapping[str, Decimal | None], code: str) -> tuple[Decimal | None, Decimal | None]:
    """Return the figure of a period, and that of the same period a year before."""
    earlier = period_before(code)
    return known.get(code), known.get(earlier) if earlier else None
