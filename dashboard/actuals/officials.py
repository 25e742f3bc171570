"""Leaders assigned to clusters (包联) as they are entered: who, from which day on, by whom and why.

    store.officials.assign(Assignment("binzhou", "fine-chemicals", "甲", "副市长", day, "滨办发3号"), "li")

An assignment counts from its day until the next one; an empty name says that nobody is assigned from
then on. Rows are only ever added: a later one for the same day takes the place of the earlier. They
take no number from the figures' counter, as they change no verdict.
"""

from datetime import date
from typing import NamedTuple

from sqlalchemy import Connection, Engine, select

from dashboard.actuals import region_revisions
from dashboard.actuals.messages import ActualsError
from dashboard.actuals.numbered_rows import add_once, now, request_of
from dashboard.actuals.observations import moment_text
from dashboard.actuals.records import RequestReused
from dashboard.actuals.store_access import Ask, Keep
from dashboard.actuals.tables import cluster_official
from dashboard.actuals.transactions import writing
from dashboard.languages.characters import hidden

NAME_LENGTH, REASON_LENGTH = 60, 500
_FIRST_YEAR, _LAST_YEAR = 1949, 2199


class OfficialRefused(ActualsError):
    """An assignment lacks what it needs, or says what cannot be; nothing was kept."""


class OfficialChanged(ActualsError):
    """Somebody else has assigned a leader since; nothing was kept."""


class Assignment(NamedTuple):
    """Who is assigned to a cluster from a day on; an empty `person`: nobody is."""

    region: str
    cluster: str
    person: str
    post: str
    since: date
    reason: str


class AssignedOfficial(NamedTuple):
    """An assignment as it was entered; `since` is an ISO day, `at` is in µs."""

    id: int
    region: str
    cluster: str
    person: str
    post: str
    since: str
    reason: str
    author: str
    at: int

    @property
    def at_text(self) -> str:
        """When it was entered: ISO, UTC."""
        return moment_text(self.at)


_COLUMNS = [cluster_official.c[name] for name in AssignedOfficial._fields]


class Officials:
    """The assignments of a store. Safe to share between threads. All raise `StoreError`."""

    def __init__(self, engine: Engine, keep: Keep, ask: Ask) -> None:
        self._engine, self._keep, self._ask = engine, keep, ask

    def of_region(self, region: str) -> list[AssignedOfficial]:
        """Return every assignment in a region, in the order in which they were entered."""
        return self._ask(lambda asked: _rows(asked, region))

    def assign(
        self,
        given: Assignment,
        author: str,
        *,
        seen: int | None = None,
        request_id: str | None = None,
    ) -> AssignedOfficial:
        """Keep an assignment, once for each request of an author.

        `seen` is the id of the cluster's last assignment that its author saw, 0 for none; None takes
        what is there. Raises `OfficialRefused`, `OfficialChanged`, `RequestReused`.
        """
        told = checked(given)
        request = request_of(author, request_id)

        def once() -> AssignedOfficial:
            with writing(self._engine) as connection:

                def made(number: int) -> AssignedOfficial:
                    held = [
                        o for o in _rows(connection, given.region) if o.cluster == given.cluster
                    ]
                    if seen is not None and seen != (held[-1].id if held else 0):
                        raise OfficialChanged(
                            "officials.changed", author=held[-1].author if held else ""
                        )
                    region_revisions.stepped(connection, given.region)
                    return AssignedOfficial(
                        number,
                        given.region,
                        given.cluster,
                        told.person,
                        told.post,
                        told.since.isoformat(),
                        told.reason,
                        author,
                        now(),
                    )

                kept = add_once(connection, cluster_official, _COLUMNS, given.region, request, made)
                return _of_request(AssignedOfficial(*kept), told)

        return self._keep(once)


def _of_request(kept: AssignedOfficial, told: Assignment) -> AssignedOfficial:
    """Return what is kept. Raises `RequestReused` where the request was another assignment's."""
    if kept[1:7] != (*told[:4], told.since.isoformat(), told.reason):
        raise RequestReused("store.request-reused")
    return kept


def checked(given: Assignment) -> Assignment:
    """Return an assignment as it is kept: each text on one line. Raises `OfficialRefused`."""
    person = _text("person", given.person, NAME_LENGTH, wanted=False)
    post = _text("post", given.post, NAME_LENGTH, wanted=False)
    reason = _text("reason", given.reason, REASON_LENGTH, wanted=True)
    if post and not person:
        raise OfficialRefused("officials.refused.post-of-nobody")
    if not _FIRST_YEAR <= given.since.year <= _LAST_YEAR:
        raise OfficialRefused("officials.refused.day", day=given.since)
    return given._replace(person=person, post=post, reason=reason)


def _text(what: str, given: str, most: int, *, wanted: bool) -> str:
    text = " ".join(given.split())
    if wanted and not text:
        raise OfficialRefused(f"officials.refused.{what}-missing")
    if len(text) > most or hidden(text):
        raise OfficialRefused(f"officials.refused.{what}-text", most=most)
    return text


def _rows(connection: Connection, region: str) -> list[AssignedOfficial]:
    chosen = select(*_COLUMNS).where(cluster_official.c.region == region)
    ordered = chosen.order_by(cluster_official.c.id)
    return [AssignedOfficial(*row) for row in connection.execute(ordered)]
