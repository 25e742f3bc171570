"""Every goal judged at a day, with the figures, the plans and the rules of that day."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from typing import Any

from dashboard.commands.promises import load
from dashboard.judging import Judging, Row, Standing, end_of
from dashboard.settings import Settings
from dashboard.wording.states import vintage_of
from dashboard.wording.targets import counted_word


@dataclass(frozen=True, slots=True)
class Judged:
    """Where everything stood on a day.

    `filled_in_later`: nothing had been recorded by then, so figures entered since are used.
    """

    standing: Standing
    filled_in_later: bool = False

    def verdicts(self) -> dict[object, Row]:
        """Return the rows of verdicts of all goals, in force or not, by goal id."""
        standing = self.standing
        planned = dict.fromkeys(plan["region"] for plan in standing.catalogue.rows("plans"))
        return {
            row["id"]: row["verdict"]
            for region in planned
            for row in (*standing.rows(region), *standing.others(region))
        }

    def members(self, region: str, lang: str) -> dict[str, str]:
        """Return the names of a region's clusters by id."""
        catalogue = self.standing.catalogue
        return {row["id"]: catalogue.name(row, lang) for row in catalogue.clusters_of(region)}

    def explained(
        self, goal: Row, verdict: Row, lang: str, earlier: Sequence[dict[str, Any]] = ()
    ) -> str:
        """Return why a goal stands where it stands, and with `earlier` why it moved, as plain lines."""
        from dashboard.wording.explanation import explain

        catalogue = self.standing.catalogue
        names = {row["id"]: catalogue.name(row, lang) for row in catalogue.rows("regions")}
        names |= self.members(goal["region"], lang)
        told = verdict | {
            "counted": counted_word(catalogue, goal, lang),
            "vintage": vintage_of(self.standing, {"region": goal["region"], "verdict": verdict}),
        }
        rules = {rule["id"]: rule["json"] for rule in catalogue.rows("lamp_rules")}
        return explain(told, goal, lang, rules, names, earlier).as_text()


@contextmanager
def judged(settings: Settings, on: date | None) -> Iterator[Judged]:
    """Judge all goals: today, or as was known at the end of the day `on`, China's clock.

    For a day before the very first entry the figures filled in since then count, and it is said.
    Raises `RegisterFaults`, `StoreError`.
    """
    from dashboard.actuals.store import Store

    today = settings.on()
    day = on or today
    catalogue = load(settings)
    with Store.open(settings.database) as store:
        last, later = None, False
        if day < today:
            last = store.revision_as_of(end_of(day))
            if not last:
                last = store.revision()
                later = last > 0
        standing = Judging(store).standing(
            catalogue, day, back_to=day if day < today else None, last=last, young=later
        )
        yield Judged(standing, later)
