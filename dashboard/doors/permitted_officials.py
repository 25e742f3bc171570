"""Leaders of clusters as one visitor may assign them: what the matrix refuses is refused here.

Who may enter all figures of a region (`enter`, not for single units of it) assigns leaders there; who
may see who entered what sees every assignment with its author and reason.
"""

from datetime import date
from typing import TYPE_CHECKING

from dashboard.actuals.officials import AssignedOfficial, Assignment, OfficialRefused
from dashboard.actuals.origin import done_from
from dashboard.doors.decisions import Matrix, Who
from dashboard.doors.identity import people
from dashboard.doors.recent_writers import RECENT_WRITERS
from dashboard.people.actor import By
from dashboard.people.matrix import Action
from dashboard.settings import Settings

if TYPE_CHECKING:
    from dashboard.actuals.store import Store
    from dashboard.register import Catalogue


class PermittedOfficials:
    """What one visitor may see of assignments and enter. `catalogue` is the register of today.

    Raises `NotPermitted`, `OfficialRefused`, `OfficialChanged`, and what the store raises.
    """

    def __init__(
        self, store: "Store", catalogue: "Catalogue", settings: Settings, who: Who
    ) -> None:
        self._store, self._catalogue, self._settings, self._who = store, catalogue, settings, who
        self._matrix = Matrix(catalogue, settings)

    def may_assign(self, region: str) -> bool:
        """Tell whether the visitor may assign leaders in a region; for what is offered."""
        if self._settings.read_only:
            return False
        return bool(self._matrix.decide(self._who(), Action.ENTER, region))

    def of(self, region: str, cluster: str) -> list[AssignedOfficial]:
        """Return every assignment of a cluster, oldest first, for who may see who entered what."""
        self._known(region, cluster)
        self._matrix.demand(self._who(), Action.SEE_HISTORY, region, cluster)
        return self._held(region, cluster)

    def assign(
        self,
        region: str,
        cluster: str,
        person: str,
        post: str,
        since: date,
        reason: str,
        *,
        seen: int | None = None,
        request_id: str | None = None,
    ) -> AssignedOfficial:
        """Assign a leader from a day on; without a name nobody is assigned from then on."""
        self._known(region, cluster)
        self._matrix.refuse_reading_only()
        by = self._who()
        self._matrix.demand(by, Action.ENTER, region, cluster)
        RECENT_WRITERS.note(by.person)
        given = Assignment(region, cluster, person, post, since, reason)
        with done_from(by.address):
            kept = self._store.officials.assign(
                given, by.person.name, seen=seen, request_id=request_id
            )
        return self._told(by, kept)

    def last_seen(self, region: str, cluster: str) -> int:
        """Return the id of a cluster's last assignment, 0 before the first."""
        held = self._held(region, cluster)
        return held[-1].id if held else 0

    def _held(self, region: str, cluster: str) -> list[AssignedOfficial]:
        return [one for one in self._store.officials.of_region(region) if one.cluster == cluster]

    def _known(self, region: str, cluster: str) -> None:
        if self._catalogue.cluster(region, cluster) is None:
            raise OfficialRefused("officials.refused.no-cluster", cluster=cluster[:120])

    def _told(self, by: By, kept: AssignedOfficial) -> AssignedOfficial:
        """Write it down where people are known one by one."""
        if self._settings.signs_in:
            told = {"number": str(kept.id), "since": kept.since}
            subject = f"{kept.region}/{kept.cluster}"
            people(self._settings).audit.record(by, "official", subject, detail=told)
        return kept
