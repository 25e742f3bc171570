"""What stands beside a figure: comments and evidence, each withdrawn by a row beside it.

A record is about the figure of a series and a period, whatever revision it has, also where there is
none yet. It is never changed: one that was withdrawn stays as it was.
"""

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, fields, replace
from enum import StrEnum
from typing import Any, ClassVar, Generic, Self, TypeVar

from sqlalchemy import ColumnElement, Connection, Engine, Table, func, select, tuple_

from dashboard.actuals import chain
from dashboard.actuals.messages import ActualsError
from dashboard.actuals.numbered_rows import add_once, now
from dashboard.actuals.observations import FigureKey, SeriesKey, moment_text
from dashboard.actuals.store_access import Ask, Keep
from dashboard.actuals.transactions import writing
from dashboard.languages.characters import hidden

TEXT_LENGTH = 500
# Few enough for one statement of either database.
_AT_ONCE = 200
_FIGURE = ("region", "subject", "indicator", "period")
_WITHDRAWAL = ("withdrawn_at", "withdrawn_by", "reason")


class Audience(StrEnum):
    """Who may see it, from the fewest to the most; who belongs to each, `people.audience` decides."""

    # The unit that reports the figure, its reviewers and publishers.
    REPORTING = "reporting"
    # Everybody with a role in the region who may see the figure.
    READERS = "readers"
    # Everybody who may read the figure once it is published, signed in or not.
    PUBLIC = "public"


class CommentRefused(ActualsError):
    """What is said of a figure says nothing, too much, or what cannot be seen; nothing was kept."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FigureRecord:
    """What one person added to a figure; `at` and `withdrawn_at` are in µs, 0 where it stands.

    `author` and `withdrawn_by` are empty where that is not told.
    """

    id: int
    region: str
    subject: str
    indicator: str
    period: str
    audience: str
    author: str
    at: int
    withdrawn_at: int = 0
    withdrawn_by: str = ""
    reason: str = ""

    @property
    def figure(self) -> FigureKey:
        """Return region, subject, indicator and period."""
        return self.region, self.subject, self.indicator, self.period

    @property
    def withdrawn(self) -> bool:
        """Whether it stands no more."""
        return self.withdrawn_at > 0

    @property
    def at_text(self) -> str:
        """When it was added: ISO, UTC."""
        return moment_text(self.at)

    def stood_at(self, moment: int) -> Self:
        """Return it as it stood at a moment (µs), before whatever was withdrawn later."""
        if self.withdrawn_at <= moment:
            return self
        return replace(self, withdrawn_at=0, withdrawn_by="", reason="")


_Kept = TypeVar("_Kept", bound=FigureRecord)


class FigureRecords(Generic[_Kept]):
    """One kind of records in a store. Safe to share between threads. All raise `StoreError`."""

    kind: type[_Kept]
    table: ClassVar[Table]
    # Of what was withdrawn: its key is a record's number.
    withdrawal: ClassVar[Table]

    def __init__(self, engine: Engine, keep: Keep, ask: Ask) -> None:
        self._engine, self._keep, self._ask = engine, keep, ask

    @property
    def columns(self) -> list[Any]:
        """The table's columns of a record, its number first."""
        names = [each.name for each in fields(self.kind) if each.name not in _WITHDRAWAL]
        return [self.table.c[name] for name in names]

    def of(self, figures: Iterable[FigureKey]) -> list[_Kept]:
        """Return the records of some figures, oldest first, withdrawn ones too."""
        wanted = list(dict.fromkeys(figures))
        place = tuple_(*(self.table.c[name] for name in _FIGURE))
        parts = [wanted[start : start + _AT_ONCE] for start in range(0, len(wanted), _AT_ONCE)]
        return self._ask(
            lambda asked: sorted(
                (each for part in parts for each in self._found(asked, place.in_(part))),
                key=lambda each: each.id,
            )
        )

    def of_series(self, series: SeriesKey) -> list[_Kept]:
        """Return the records of all figures of one series, oldest first, withdrawn ones too."""
        return self._ask(lambda asked: self._found(asked, *self._place(series)))

    def of_regions(self, regions: Collection[str]) -> list[_Kept]:
        """Return the records of all figures of some regions, oldest first, withdrawn ones too."""
        return self._ask(lambda asked: self._found(asked, self.table.c.region.in_(regions)))

    def find(self, id: int) -> _Kept | None:
        """Return one record by its number."""
        return self._ask(lambda asked: self._one(asked, id))

    def withdraw(self, id: int, author: str, reason: str) -> _Kept:
        """Mark a record as withdrawn, once: who comes later is told the first withdrawal.

        Raises `CommentRefused` for the reason, and what `unknown` makes for a number that none has.
        """
        said = one_line(reason)

        def once() -> _Kept:
            with writing(self._engine) as connection:
                found = self._one(connection, id)
                if found is None:
                    raise self.unknown()
                chain.lock(connection, [found.region])
                # Somebody else may have withdrawn it while this waited for its turn.
                (found,) = self._marked(connection, [found])
                if found.withdrawn:
                    return found
                done = replace(found, withdrawn_at=now(), withdrawn_by=author, reason=said)
                row = {"reason": said, "author": author, "at": done.withdrawn_at}
                (key,) = self.withdrawal.primary_key.columns
                chain.append(
                    connection, self.withdrawal, row | {key.name: id}, chains=[found.region]
                )
                chain.seal(connection, author, done.withdrawn_at)
                return done

        return self._keep(once)

    def unknown(self) -> ActualsError:
        """Return what is raised for a number that no record has."""
        raise NotImplementedError

    def _added(
        self,
        figure: FigureKey,
        author: str,
        audience: Audience,
        request: str,
        most: int,
        refuse: Callable[[Connection], None] = lambda _: None,
        **told: Any,
    ) -> _Kept:
        """Keep a record, which gets its number and its moment, once for each request.

        `told` is what this kind says beside figure, author and audience. A figure holds `most`; what
        else may speak against it is asked of `refuse` while nobody else adds. Returns what was kept
        the first time.
        """
        place: dict[str, Any] = dict(zip(_FIGURE, figure, strict=True))
        given = self.kind(id=0, audience=audience.value, author=author, at=0, **place, **told)

        def once() -> _Kept:
            with writing(self._engine) as connection:

                def made(number: int) -> _Kept:
                    if self._count(connection, given.figure) >= most:
                        raise CommentRefused("comments.many", most=most)
                    refuse(connection)
                    return replace(given, id=number, at=now())

                kept = add_once(connection, self.table, self.columns, given.region, request, made)
                if isinstance(kept, FigureRecord):
                    return kept
                names = (column.name for column in self.columns)
                return self.kind(**dict(zip(names, kept, strict=True)))

        return self._keep(once)

    def _count(self, connection: Connection, figure: FigureKey) -> int:
        held = select(func.count()).select_from(self.table).where(*self._place(figure))
        return int(connection.execute(held).scalar_one())

    def _place(self, of: FigureKey | SeriesKey) -> list[ColumnElement[bool]]:
        """Where the records of a figure are, or of a series."""
        return [self.table.c[name] == value for name, value in zip(_FIGURE, of, strict=False)]

    def _one(self, connection: Connection, id: int) -> _Kept | None:
        return next(iter(self._found(connection, self.table.c.id == id)), None)

    def _found(self, connection: Connection, *where: ColumnElement[bool]) -> list[_Kept]:
        chosen = select(*self.columns).where(*where).order_by(self.table.c.id)
        rows = connection.execute(chosen).mappings()
        return self._marked(connection, [self.kind(**row) for row in rows])

    def _marked(self, connection: Connection, records: Sequence[_Kept]) -> list[_Kept]:
        """Return records, each with its withdrawal if there is one."""
        gone = self.withdrawal
        (key,) = gone.primary_key.columns
        found = {}
        for start in range(0, len(records), _AT_ONCE):
            numbers = [each.id for each in records[start : start + _AT_ONCE]]
            chosen = select(key, gone.c.at, gone.c.author, gone.c.reason).where(key.in_(numbers))
            for number, *told in connection.execute(chosen):
                found[number] = dict(zip(_WITHDRAWAL, told, strict=True))
        return [replace(each, **found.get(each.id, {})) for each in records]


def one_line(given: str) -> str:
    """Return what is said of a figure as it is kept: one line. Raises `CommentRefused`."""
    text = " ".join(given.split())
    if not text:
        raise CommentRefused("comments.empty")
    if len(text) > TEXT_LENGTH:
        raise CommentRefused("comments.long", most=TEXT_LENGTH)
    if unseen := hidden(text):
        raise CommentRefused("comments.control", codes=tuple(unseen))
    return text
