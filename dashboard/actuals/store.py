"""The store: figures in, figures out. The one object the rest of the program holds.

    store = Store.open("sqlite:////home/me/actuals.db")
    store.write([Entry("binzhou", "high-end-aluminium", "revenue", "2024", Decimal("4.1E11"))], "Li")
    store.current("binzhou")

Figures from people come through `dashboard.actuals.entering`, never straight to `write`.
"""

import uuid
from collections.abc import Callable, Hashable, Mapping, Sequence
from typing import TypeVar

from sqlalchemy import Engine, select
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as NoneFree

from dashboard.actuals import (
    bulletins,
    drafts,
    mended_clock,
    outbox,
    partitions,
    publishing,
    sqlite_files,
    transactions,
    writing,
)
from dashboard.actuals.bulletins import IssuedBulletin
from dashboard.actuals.database_trouble import FULL, READ_ONLY, cause_of
from dashboard.actuals.drafts import DraftTooLong
from dashboard.actuals.engines import open_engine
from dashboard.actuals.evidence_files import EvidenceFiles
from dashboard.actuals.figure_comments import Comments
from dashboard.actuals.free_room import try_room
from dashboard.actuals.full_disk import FullDisk
from dashboard.actuals.observations import (
    OBSERVATION_COLUMNS,
    Observation,
    PublishedObservation,
)
from dashboard.actuals.officials import Officials
from dashboard.actuals.partitions import Partitioning
from dashboard.actuals.records import (
    Act,
    Clash,
    Conflict,
    Entry,
    RegionChange,
    RepeatedFigure,
    RequestReused,
    WriteReceipt,
)
from dashboard.actuals.remedies import Remedies
from dashboard.actuals.retries import DRAFT_PATIENCE, committed, retried
from dashboard.actuals.returns import Returns
from dashboard.actuals.store_faults import DatabaseGone, NewerDatabase, StoreError, no_room, place
from dashboard.actuals.store_reader import StoreReader
from dashboard.actuals.tables import counter, meta
from dashboard.actuals.transactions import writing as transaction

__all__ = [
    "OBSERVATION_COLUMNS",
    "Clash",
    "Conflict",
    "DraftTooLong",
    "Entry",
    "NewerDatabase",
    "Observation",
    "PublishedObservation",
    "RegionChange",
    "RepeatedFigure",
    "RequestReused",
    "Store",
    "StoreError",
    "WriteReceipt",
]

_DRAFT = "draft.not-kept"
# Seconds for which a disk counts as full after it was, where nothing else tells; then a save tries again.
_FULL_FOR = 30.0
_T = TypeVar("_T")


class Store(StoreReader):
    """A database of figures. Safe to share between threads; open one in each process."""

    def __init__(
        self, engine: Engine, publishes: bool = False, full_disk: FullDisk | None = None
    ) -> None:
        super().__init__(engine)
        self._publishes = publishes
        self._demo: bool | None = None
        # Noted where a change failed because the disk was full, and none has succeeded since.
        self._full = full_disk or FullDisk()
        file = engine.url.database if engine.dialect.name == "sqlite" else None
        self._commits = sqlite_files.Commits(file) if file else None
        self.returns = Returns(engine, self._keep, self._ask)
        self.remedies = Remedies(engine, self._keep, self._ask)
        self.officials = Officials(engine, self._keep, self._ask)
        self.comments = Comments(engine, self._keep, self._ask)
        self.evidence = EvidenceFiles(engine, self._keep, self._ask)

    @classmethod
    def open(
        cls, url: str, *, publishes: bool = False, full_disk: FullDisk | None = None
    ) -> "Store":
        """Open `sqlite:///path` or `postgresql://…`, making and migrating it as needed.

        With `publishes` every write is published in its own transaction; `full_disk` is what other
        processes of the same server know of the disk, too.
        Raises `StoreError` (`NewerDatabase` when a newer program has migrated it).
        """
        return cls(open_engine(url), publishes, full_disk)

    def close(self) -> None:
        """Let go of all connections."""
        self._engine.dispose()
        if self._commits is not None:
            self._commits.close()

    def commits(self) -> Hashable | None:
        """Return what is the same while nothing is committed to the database, by whomever.

        None where only a question to the database can tell: on PostgreSQL, or while it is away.
        """
        return None if self._commits is None else self._commits.state()

    def __enter__(self) -> "Store":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def check(self, *, saves: bool = True) -> None:
        """Raise `StoreError` unless the database answers, has room, and is the one that was opened.

        And unless it takes changes, where anything `saves`.
        """
        if self._ask(transactions.is_gone):
            raise DatabaseGone("store.gone", inside=place(self._engine))
        if self._ask(transactions.is_replaced):
            raise StoreError("store.moved", inside=place(self._engine))
        self.revision()
        if saves and self._ask(transactions.is_read_only):
            raise StoreError("store.takes-nothing", cause=READ_ONLY)
        file = self._engine.url.database if self._engine.dialect.name == "sqlite" else None
        if (file is not None and not sqlite_files.has_room(file)) or not self.has_room():
            raise no_room()

    def has_room(self, tried: float = 0.0) -> bool:
        """Tell whether a disk that was full has room now; of one that was not, nothing is asked.

        It is found out by writing, unless it was known to be full less than `tried` seconds ago.
        """
        full_for = self._full.seconds
        if full_for is None:
            return True
        if full_for < tried:
            return False
        try:
            retried(lambda: try_room(self._engine), DRAFT_PATIENCE, tries=1)
        except (DBAPIError, NoneFree) as error:
            # Who may not try it by writing finds out by the next save.
            cause = cause_of(error)
            if cause == FULL:
                self._full.note()
            if cause.kind != "refused" or full_for < _FULL_FOR:
                return False
        self._full.forget()
        return True

    # -- writing

    def write(
        self,
        entries: Sequence[Entry],
        author: str,
        *,
        request_id: str | None = None,
        action: str = "save",
        reasons: Mapping[str, str] | None = None,
        publishes: bool = False,
    ) -> WriteReceipt:
        """Record all `entries` in one transaction, or none. `reasons` (for warnings) go to the audit.

        With `publishes` they are published in the same transaction.

        Raises `Conflict` when a figure is no longer the revision its entry saw, `RepeatedFigure`
        when two entries name one figure, `RequestReused` when its `request_id` was another write's,
        `FigureLocked` when one stands in a return that is being
        reviewed or is published, `StoreError` when the database cannot be reached. A write
        sent again under its `request_id` is answered with the first receipt, not written twice.
        """
        act = Act(author, request_id or uuid.uuid4().hex, action, reasons or {})
        then = publishing.publish_written if publishes or self._publishes else None
        return self._keep(lambda: writing.write(self._engine, entries, act, then))

    def publish(
        self,
        regions: Sequence[str],
        author: str,
        up_to: int | None = None,
        *,
        reviewed_only: bool = False,
    ) -> dict[str, int]:
        """Publish the figures of `regions`, up to a revision that was seen or all there are.

        Left out are those of returns that are being reviewed or mended, and with `reviewed_only`
        all but those of approved returns. Returns how many were published that had been entered,
        changed or withdrawn since, and what was said of goals that are behind, by region; where
        there was neither, nothing is recorded. Raises `StoreError`.
        """
        return self._keep(
            lambda: publishing.publish(self._engine, regions, author, up_to, reviewed_only)
        )

    def issue_bulletin(self, issued: IssuedBulletin) -> None:
        """Keep that a file of a bulletin was issued, and what it was made from."""
        self._keep(lambda: bulletins.issue(self._engine, issued))

    def issued_bulletins(
        self, *, id: str | None = None, region: str | None = None
    ) -> list[IssuedBulletin]:
        """Return the files of bulletins that were issued, the newest first."""
        return self._ask(lambda asked: bulletins.issued_bulletins(asked, id=id, region=region))

    # -- what is to be sent

    def put_letter(
        self,
        way: outbox.Way,
        name: str,
        title: str,
        media_type: str,
        content: bytes,
        now: int,
        author: str = "",
    ) -> None:
        """Keep a file to be sent on its way; `now` is in µs."""
        self._keep(
            lambda: outbox.put(self._engine, way, name, title, media_type, content, now, author)
        )

    def take_letter(self, now: int) -> tuple[outbox.Letter, bytes] | None:
        """Take a letter that is due, for nobody else to send; None where there is none."""
        return self._keep(lambda: outbox.take(self._engine, now))

    def tell_letter(
        self, letter: outbox.Letter, now: int, fault: str = "", author: str = ""
    ) -> str:
        """Note that a letter was sent, or why not; return its state from now on."""
        return self._keep(lambda: outbox.tell(self._engine, letter, now, fault, author))

    def letters(self) -> list[outbox.Letter]:
        """Return all letters, the newest first."""
        return self._ask(outbox.letters)

    # -- drafts

    def save_draft(self, author: str, screen: str, payload_json: str) -> None:
        """Keep the unsaved work of one author on one screen. Raises `DraftTooLong`."""
        self._keep(lambda: drafts.save(self._engine, author, screen, payload_json), _DRAFT)

    def change_draft(self, author: str, screen: str, changes: Mapping[str, object]) -> None:
        """Change parts of the unsaved work: name -> what JSON can say, or None to forget the part.

        Parts not named stay as they are in the store, whoever put them there. Raises `DraftTooLong`.
        """
        self._keep(lambda: drafts.change(self._engine, author, screen, changes), _DRAFT)

    def draft(self, author: str, screen: str) -> str | None:
        """Return the unsaved work, None when there is none."""
        return self._ask(lambda asked: drafts.find(asked, author, screen))

    def discard_draft(self, author: str, screen: str) -> None:
        """Forget the unsaved work."""
        self._keep(lambda: drafts.discard(self._engine, author, screen), _DRAFT)

    # -- what kind of database this is

    @property
    def demo(self) -> bool:
        """Whether the figures in this database are made up for show."""
        if self._demo is None:
            chosen = select(meta.c.value).where(meta.c.name == "demo")
            self._demo = self._ask(lambda asked: asked.execute(chosen).scalar()) is not None
        return self._demo

    def mark_demo(self) -> None:
        """Say for good that this database holds made-up figures. Only an empty one can be marked."""
        self._keep(lambda: _mark_demo(self._engine))
        self._demo = True

    # -- a clock that was ahead

    def ahead(self) -> "mended_clock.Ahead | None":
        """Return how far the figures are dated beyond this machine's clock, None when not."""
        return self._ask(lambda _: mended_clock.ahead(self._engine))

    def mend_clock(self, author: str) -> "mended_clock.Ahead | None":
        """Let the next write take the present moment, and write so into the audit.

        Returns how far the figures were ahead, None when there was nothing to mend. Raises
        `StoreError`.
        """
        return self._keep(lambda: mended_clock.mend(self._engine, author))

    # -- how the tables lie

    def partitioning(self) -> Partitioning:
        """Return in how many parts the figures lie, 0 for none. Raises `StoreError` on SQLite."""
        return self._ask(partitions.partitioning)

    def partition(self, parts: int) -> Partitioning:
        """Put the figures into so many parts by region, all of it or nothing. Raises `StoreError`."""
        return self._keep(lambda: partitions.partition(self._engine, parts))

    # -- what every change goes through

    def _keep(self, change: Callable[[], _T], failure: str = "store.write-failed") -> _T:
        try:
            if failure == _DRAFT:
                done = committed(change, failure, DRAFT_PATIENCE, tries=1)
            else:
                done = committed(change, failure)
        except StoreError as fault:
            if fault.message.params.get("cause") == FULL:
                self._full.note()
            raise
        if self._full.seconds is not None:
            self._full.forget()
        return done


def _mark_demo(engine: Engine) -> None:
    with transaction(engine) as connection:
        if connection.execute(select(counter.c.revision)).scalar_one() > 0:
            raise StoreError("store.demo-not-empty")
        connection.execute(meta.insert().values(name="demo", value="yes"))
