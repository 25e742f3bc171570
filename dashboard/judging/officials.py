"""Leaders assigned to clusters (包联), in the register or as entered: who was on a day, who asks for one.

officials_of(standing, "binzhou", "fine-chemicals")      # those of the standing's day
"""

from collections.abc import Mapping
from datetime import date
from typing import NamedTuple

from dashboard.judging import Row, Standing
from dashboard.languages import LANGUAGES


class Official(NamedTuple):
    """A leader assigned to a cluster; days are ISO texts, None where none is said."""

    person: str
    post: Mapping[str, str | None]
    since: str | None
    until: str | None
    document: str | None
    clause: str | None

    def is_on(self, day: date) -> bool:
        """Whether the day is one of theirs."""
        return (self.since or "") <= day.isoformat() <= (self.until or "9999")


def officials_of(standing: Standing, region: str, cluster: str) -> list[Official]:
    """Return who is assigned to a cluster on the day looked at, by the register or as entered.

    Of the two whoever began last counts, on one day who was entered.
    """
    row = standing.catalogue.cluster(region, cluster)
    known = row["officials"] or () if row else ()
    written = [
        Official(
            each["person"],
            {lang: each[f"post_{lang}"] for lang in LANGUAGES},
            each["from"],
            each["until"],
            each["document"],
            each["clause"],
        )
        for each in known
    ]
    day = standing.on.isoformat()
    entered = [
        one for one in standing.assigned(region) if one.cluster == cluster and one.since <= day
    ]
    if not entered:
        return [one for one in written if one.is_on(standing.on)]
    last = max(entered, key=lambda one: (one.since, one.id))
    later = [one for one in written if one.is_on(standing.on) and (one.since or "") > last.since]
    if later or not last.person:
        return later
    post = last.post or None
    return [Official(last.person, dict.fromkeys(LANGUAGES, post), last.since, None, None, None)]


def asking_plan(standing: Standing, region: str) -> Row | None:
    """Return the plan in force that asks for a leader for each cluster; None where none does."""
    return next((row for row in standing.plans(region) if row["officials"]), None)


def are_spoken_of(standing: Standing, region: str) -> bool:
    """Whether a region has such leaders: a plan asks for them, or any cluster has one."""
    return asking_plan(standing, region) is not None or any(
        officials_of(standing, region, row["id"]) for row in standing.catalogue.clusters_of(region)
    )
