"""Every goal judged at a day, with the figures, the plans and the rules of that day."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any

from dashboard.commands.promises import load
from dashboard.exchange.representations import plain
from dashboard.exchange.target_texts import counted_word
from dashboard.languages.numbers import CHINA
from dashboard.settings import Settings

if TYPE_CHECKING:
    from dashboard.register import Catalogue


@dataclass(frozen=True, slots=True)
class Judged:
    """The register in force on a day and its verdicts, by goal id."""

    catalogue: "Catalogue"
    verdicts: dict[object, dict[str, Any]]
    rules: dict[str, str]
    # Nothing had been recorded by the day, so figures entered since then are used.
    filled_in_later: bool = False

    def members(self, region: str, lang: str) -> dict[str, str]:
        """Return the names of a region's clusters by id."""
        rows = self.catalogue.clusters_of(region)
        return {row["id"]: self.catalogue.name(row, lang) for row in rows}

    def explained(
        self, goal: dict[str, Any], lang: str, earlier: Sequence[dict[str, Any]] = ()
    ) -> str:
        """Return why a goal stands where it stands, and with `earlier` why it moved, as plain lines."""
        from dashboard.progress import explain

        regions = self.catalogue.rows("regions")
        names = {row["id"]: self.catalogue.name(row, lang) for row in regions}
        names |= self.members(goal["region"], lang)
        counted = counted_word(self.catalogue, goal, lang)
        verdict = self.verdicts[goal["id"]] | {"counted": counted}
        return str(explain(verdict, goal, lang, self.rules, names, earlier).as_text())


def judged(settings: Settings, on: date | None) -> Judged:
    """Judge all goals: today, or as was known at the end of the day `on`, China's clock.

    For a day before the very first entry the figures filled in since then count, and it is said.
    Raises `RegisterFaults`, `StoreError`.
    """
    from dashboard import progress
    from dashboard.actuals.store import Store
    from dashboard.register.in_force import in_force_on

    today = settings.on()
    day = on or today
    catalogue = in_force_on(load(settings), day)
    end = datetime.combine(day + timedelta(days=1), time(), CHINA) - timedelta(microseconds=1)
    with Store.open(settings.database) as store:
        known = store.revision() if day >= today else store.revision_as_of(end)
        later = known == 0 and store.revision() > 0
        figures = store.current() if later or day >= today else store.current(as_of=known)
    rules = {rule["id"]: rule["json"] for rule in catalogue.rows("lamp_rules")}
    verdicts = progress.assess(
        catalogue.frame("goals"), figures, day, rules, indicators=catalogue.frame("indicators")
    )
    by_goal = {row["goal"]: row for row in verdicts.to_dict("records")}
    return Judged(catalogue, by_goal, rules, later)


def earlier(
    settings: Settings, found: Judged, goal: dict[str, Any], on: date
) -> list[dict[str, Any]]:
    """Return a goal's verdict before its last figure and with it, both on the day of that figure.

    Empty without figures. Raises `StoreError`.
    """
    from dashboard.actuals.store import Store
    from dashboard.panels.earlier import day_of, regions_read, verdicts_then

    revision = int(str(plain(found.verdicts[goal["id"]]["revision"]) or 0))
    if not revision:
        return []
    regions = sorted(regions_read(found.catalogue, goal["region"]))
    with Store.open(settings.database) as store:
        states = [store.current(regions, as_of=last) for last in (revision - 1, revision)]
    mine = states[1][states[1]["revision"] == revision]
    day = on if mine.empty else min(on, day_of(mine["at"].iloc[0]))
    return verdicts_then(found.catalogue, goal["region"], goal["id"], day, states)
