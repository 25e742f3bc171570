"""Where everything stands at one date: promises, figures and verdicts, and what was drawn of them."""

from collections import OrderedDict
from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from threading import Lock
from typing import TYPE_CHECKING, Any, TypeVar

from dashboard.actuals.periods import period
from dashboard.people.sight import Sight

if TYPE_CHECKING:
    import pandas as pd

    from dashboard.register import Catalogue

Row = dict[str, Any]
Piece = TypeVar("Piece")

# Enough for every page of the four shipped plans in both languages, a few MiB at most.
_MOST_PIECES = 400
# Rows are dicts, many times the size of their columns: only a few regions' are kept.
_MOST_REGIONAL = 64

# What a goal is counted under: its lamp while it can be caught up; missed for good; with a figure
# but no lamp; without a figure, or without one that was published; hidden from the reader.
LAMPS = ("green", "yellow", "red", "missed", "none")
UNSEEN = ("unreported", "unpublished", "withheld")
GROUPS = (*LAMPS, *UNSEEN)
# The time is up and the number was not reached: no call for work any more, but for an account.
MISSED = ("overdue", "below-floor", "stretch-missed")
_CHOSEN_BY = ("id", "region", "cluster", "indicator", "due", "lamp_rule", "order")
_RATIO = ("completion", "completion_from_base", "actual_float", "goal_value")


class Pieces:
    """What was drawn from one standing. It dies with the standing, so it is never out of date."""

    def __init__(self, most: int = _MOST_PIECES) -> None:
        self._most = most
        self._kept: OrderedDict[Hashable, Any] = OrderedDict()
        self._lock = Lock()

    def of(self, key: Hashable, draw: Callable[[], Piece]) -> Piece:
        """Return what was drawn under `key`, drawing it the first time."""
        with self._lock:
            if key in self._kept:
                self._kept.move_to_end(key)
                kept: Piece = self._kept[key]
                return kept
        # Outside the lock: two visitors may draw the same piece once each, none waits for another.
        drawn = draw()
        with self._lock:
            self._kept[key] = drawn
            while len(self._kept) > self._most:
                self._kept.popitem(last=False)
        return drawn


@dataclass(frozen=True, slots=True, eq=False)
class Standing:
    """The state of the world a page is drawn from; shared by all visitors, never changed.

    `figures` has `OBSERVATION_COLUMNS`. `verdicts` has a row for each goal in force, indexed by
    goal id. `revision` is the last revision counted; `as_of` is set when that is not the newest,
    and `young` when nothing had been recorded by then, so that what was filled in since counts.
    `sight` says of which figures it was judged, None of all.
    """

    catalogue: "Catalogue"
    figures: "pd.DataFrame"
    verdicts: "pd.DataFrame"
    on: date
    revision: int
    as_of: date | None = None
    demo: bool = False
    sight: Sight | None = None
    young: bool = False
    pieces: Pieces = field(default_factory=Pieces)
    regional: Pieces = field(default_factory=lambda: Pieces(_MOST_REGIONAL))

    def drawn(self, draw: Callable[..., Piece], *arguments: Hashable) -> Piece:
        """Return `draw(self, *arguments)`, drawn once for all visitors of this standing."""
        return self.pieces.of((draw, arguments), lambda: draw(self, *arguments))

    # -- promises with their verdicts

    def table(self) -> "pd.DataFrame":
        """Return all goals in force with what they are chosen and counted by, indexed by id.

        Columns: region, cluster, indicator, due, lamp_rule, order, status, group (of `GROUPS`),
        reported (bool), gap_points, completion (actual over target, which a reader can check).
        """
        return self.pieces.of(("table",), self._table)

    def rows(self, region: str) -> list[Row]:
        """Return a region's goals in force in order.

        Each has its `verdict`, and `group`, `reported` and `completion` as the table has them.
        """
        return self.regional.of(region, lambda: self._rows(region))

    def row(self, goal: str) -> Row | None:
        """Return one goal with its verdict."""
        known = self.catalogue.goal(goal)
        if known is None:
            return None
        return next((row for row in self.rows(known["region"]) if row["id"] == goal), None)

    def regions(self) -> list[str]:
        """Return the regions that have a plan in force, in the register's order."""
        return self.pieces.of(("regions",), self._regions)

    def plans(self, region: str) -> list[Row]:
        """Return the region's plans in force."""
        return [p for p in self.catalogue.plans_of(region) if p["status"] == "in force"]

    # -- figures

    def ended(self) -> "pd.DataFrame":
        """Return the figures whose period had ended by the day `on`.

        Figures filled in since tell of that day only as far as they were already history then.
        """
        return self.pieces.of(("ended",), self._ended)

    def figures_of(self, region: str, subject: str, indicator: str) -> list[Row]:
        """Return the latest figures of one series that had ended by `on`, oldest period first."""
        return self._series(region).get((subject, indicator), [])

    def series_of(self, region: str, subject: str) -> list[str]:
        """Return the indicators for which the subject has figures."""
        return [indicator for (one, indicator) in self._series(region) if one == subject]

    def newest(self, region: str | None = None) -> Row | None:
        """Return the figure entered last, of a region or at all."""
        frame = self.ended()
        if region is not None:
            frame = frame[frame["region"] == region]
        if frame.empty:
            return None
        return records(frame.nlargest(1, "revision"))[0]

    # -- what of it may be seen

    def hides(self, region: str) -> bool:
        """Tell whether the reader may see no figure of a region."""
        return self.sight is not None and self.sight.hides(region)

    def manner(self, region: str | None = None) -> str:
        """Return how figures are seen, of a region or anywhere, as the end of a wording's key.

        "" as they were entered, "-published" as they were published, "-withheld" not at all.
        """
        if self.sight is None:
            return ""
        if region is not None and self.sight.hides(region):
            return "-withheld"
        entered = self.sight.sees_entered
        if region is not None:
            entered = not self.sight.as_published(region)
        return "" if entered else "-published"

    # -- names

    def name(self, row: Row | None, lang: str) -> str:
        """Return a row's name in `lang`."""
        return "" if row is None else str(row.get(f"name_{lang}") or row["name_zh"])

    def _table(self) -> "pd.DataFrame":
        import numpy as np

        goals = self.catalogue.frame("goals")
        goals = goals.loc[goals["in_force"].astype(bool), [*_CHOSEN_BY]].set_index("id")
        table = goals.join(self.verdicts[["status", "lamp", "gap_points", *_RATIO]])
        plain = table["actual_float"] / table["goal_value"].where(table["goal_value"] != 0)
        counted = table["completion_from_base"].fillna(False).astype(bool)
        table["completion"] = table["completion"].mask(counted, plain)
        table = table.drop(columns=[name for name in _RATIO if name != "completion"])
        # A count over members is 0, not unknown, while no member has reported: that is no report.
        reported = self.verdicts["actual"].notna() & (self.verdicts["reported_count"] != 0)
        reported = reported.reindex(table.index, fill_value=False)
        coloured = table["lamp"].isin(["green", "yellow", "red"])
        table["reported"] = reported
        words = {"": "unreported", "-published": "unpublished", "-withheld": "withheld"}
        unseen = table["region"].map(
            {region: words[self.manner(region)] for region in table["region"].unique()}
        )
        table["group"] = np.where(coloured, table["lamp"], np.where(reported, "none", unseen))
        table.loc[table["status"].isin(MISSED), "group"] = "missed"
        return table

    def _rows(self, region: str) -> list[Row]:
        goals = [g for g in self.catalogue.goals_of(region) if g["in_force"]]
        wanted = self.verdicts.reindex([goal["id"] for goal in goals])
        table = self.table().loc[wanted.index]
        columns = table[["group", "reported", "completion"]]
        return [
            {**goal, "verdict": verdict, **own}
            for goal, verdict, own in zip(goals, records(wanted), records(columns), strict=True)
        ]

    def _ended(self) -> "pd.DataFrame":
        past = {code: period(code).end <= self.on for code in self.figures["period"].unique()}
        return self.figures[self.figures["period"].map(past).astype(bool)]

    def _regions(self) -> list[str]:
        plans = self.catalogue.rows("plans")
        planned = {plan["region"] for plan in plans if plan["status"] == "in force"}
        return [r["id"] for r in self.catalogue.rows("regions") if r["id"] in planned]

    def _series(self, region: str) -> dict[tuple[str, str], list[Row]]:
        def of_region() -> dict[tuple[str, str], list[Row]]:
            known = self.ended()
            return _by_series(records(known[known["region"] == region]))

        return self.regional.of(("series", region), of_region)


def records(frame: "pd.DataFrame") -> list[Row]:
    """Return a frame's rows as dicts with None for what is missing."""
    names = list(frame.columns)
    columns = [_plain(frame[name].tolist()) for name in names]
    return [dict(zip(names, values, strict=True)) for values in zip(*columns, strict=True)]


def _plain(values: Sequence[Any]) -> list[Any]:
    import pandas as pd

    return [None if pd.api.types.is_scalar(value) and pd.isna(value) else value for value in values]


def _by_series(rows: Iterable[Row]) -> dict[tuple[str, str], list[Row]]:
    found: dict[tuple[str, str], list[Row]] = {}
    for row in rows:
        found.setdefault((row["subject"], row["indicator"]), []).append(row)
    for figures in found.values():
        figures.sort(key=lambda row: (row["year"], row["month"], row["period"]))
    return found
