"""Comments (批注) on figures: who said what about which figure, and for whom; only ever added to.

    store.comments.add(key, "li", "含新并入的两家企业", Audience.REPORTING)

A comment stands beside the figure of a series and a period, whatever revision it has, also where there
is none yet. It takes no number from the figures' counter: it changes no verdict.
"""

import uuid
from collections.abc import Callable, Collection, Iterable, Sequence
from datetime import UTC, datetime
from typing import Any, NamedTuple, TypeVar

from sqlalchemy import Connection, Engine, Table, func, select, tuple_

from dashboard.actuals import chain
from dashboard.actuals.audience import Audience
from dashboard.actuals.database import writing
from dashboard.actuals.messages import ActualsError
from dashboard.actuals.observations import FigureKey, SeriesKey, microseconds, moment_text
from dashboard.actuals.tables import counter, figure_comment
from dashboard.languages.characters import hidden

TEXT_LENGTH = 500
MOST_OF_A_FIGURE = 200
# Few enough for one statement of either database.
_AT_ONCE = 200
_T = TypeVar("_T")


class CommentRefused(ActualsError):
    """A comment says nothing, too much, or what cannot be seen; nothing was kept."""


class Comment(NamedTuple):
    """What one person said of a figure; `at` is in µs, `author` empty where that is not told."""

    id: int
    region: str
    subject: str
    indicator: str
    period: str
    audience: str
    text: str
    author: str
    at: int

    @property
    def figure(self) -> FigureKey:
        """Return region, subject, indicator and period."""
        return self[1:5]

    @property
    def at_text(self) -> str:
        """When it was said: ISO, UTC."""
        return moment_text(self.at)


_COLUMNS = [figure_comment.c[name] for name in Comment._fields]


class Comments:
    """The comments of a store. Safe to share between threads. All raise `StoreError`."""

    def __init__(
        self,
        engine: Engine,
        keep: Callable[[Callable[[], Comment]], Comment],
        ask: "Callable[[Callable[[Connection], object]], object]",
    ) -> None:
        self._engine, self._keep, self._ask = engine, keep, ask

    def of(self, figures: Iterable[FigureKey]) -> list[Comment]:
        """Return the comments on some figures, oldest first."""
        wanted = list(dict.fromkeys(figures))
        return self._asked(
            lambda asked: [
                Comment(*row) for row in rows_of(asked, figure_comment, _COLUMNS, wanted)
            ]
        )

    def of_series(self, series: SeriesKey) -> list[Comment]:
        """Return the comments on the figures of one series, oldest first."""
        return self._asked(
            lambda asked: [
                Comment(*row) for row in rows_of_series(asked, figure_comment, _COLUMNS, series)
            ]
        )

    def of_regions(self, regions: Collection[str]) -> list[Comment]:
        """Return the comments on all figures of some regions, oldest first."""
        chosen = select(*_COLUMNS).where(figure_comment.c.region.in_(regions))
        ordered = chosen.order_by(figure_comment.c.id)
        return self._asked(lambda asked: [Comment(*row) for row in asked.execute(ordered)])

    def add(
        self,
        figure: FigureKey,
        author: str,
        text: str,
        audience: Audience,
        *,
        request_id: str | None = None,
    ) -> Comment:
        """Keep a comment, once for each request of an author. Raises `CommentRefused`."""
        said = comment_text(text)
        # Another author's request by the same name is another request.
        request = f"{author}/{request_id}" if request_id else uuid.uuid4().hex

        def once() -> Comment:
            with writing(self._engine) as connection:
                chain.lock(connection, [figure[0]])
                again = select(*_COLUMNS).where(figure_comment.c.request_id == request)
                if (repeated := connection.execute(again).first()) is not None:
                    return Comment(*repeated)
                number = next_number(connection, figure_comment)
                refuse_crowd(connection, figure_comment, figure, MOST_OF_A_FIGURE)
                made = Comment(number, *figure, audience.value, said, author, now())
                row = made._asdict() | {"request_id": request}
                chain.append(connection, figure_comment, row)
                chain.seal(connection, author, made.at)
                return made

        return self._keep(once)

    def _asked(self, question: Callable[[Connection], _T]) -> _T:
        answer: _T = self._ask(question)  # type: ignore[assignment]  # what is asked is answered
        return answer


FIGURE = ("region", "subject", "indicator", "period")


def comment_text(given: str) -> str:
    """Return a comment as it is kept: one line. Raises `CommentRefused`."""
    text = " ".join(given.split())
    if not text:
        raise CommentRefused("comments.empty")
    if len(text) > TEXT_LENGTH:
        raise CommentRefused("comments.long", most=TEXT_LENGTH)
    if unseen := hidden(text):
        raise CommentRefused("comments.control", codes=", ".join(unseen))
    return text


def now() -> int:
    """Return the present moment in µs."""
    return microseconds(datetime.now(UTC))


def rows_of(
    connection: Connection, table: Table, columns: Sequence[Any], figures: Sequence[FigureKey]
) -> list[tuple[Any, ...]]:
    """Return the rows of some figures by their number; `columns` begin with it."""
    place = tuple_(*(table.c[name] for name in FIGURE))
    found: list[tuple[Any, ...]] = []
    for start in range(0, len(figures), _AT_ONCE):
        chosen = select(*columns).where(place.in_(figures[start : start + _AT_ONCE]))
        found += [tuple(row) for row in connection.execute(chosen)]
    return sorted(found, key=lambda row: row[0])


def rows_of_series(
    connection: Connection, table: Table, columns: Sequence[Any], series: SeriesKey
) -> list[tuple[Any, ...]]:
    """Return the rows of all figures of a series by their number; `columns` begin with it."""
    place = (table.c[name] == value for name, value in zip(FIGURE, series, strict=False))
    chosen = select(*columns).where(*place).order_by(columns[0])
    return [tuple(row) for row in connection.execute(chosen)]


def next_number(connection: Connection, table: Table) -> int:
    """Return the number of the next row of `table`; who writes is alone until it is written.

    The region must be locked already, as by everybody who takes a number.
    """
    # SQLite's writer is alone already; PostgreSQL's queue at the row where all writers do.
    connection.execute(select(counter.c.revision).with_for_update())
    return int(connection.execute(select(func.max(table.c.id))).scalar() or 0) + 1


def refuse_crowd(connection: Connection, table: Table, figure: FigureKey, most: int) -> None:
    """Raise `CommentRefused` where a figure holds as many rows of `table` as it may."""
    place = (table.c[name] == value for name, value in zip(FIGURE, figure, strict=True))
    held = connection.execute(select(func.count()).select_from(table).where(*place)).scalar_one()
    if held >= most:
        raise CommentRefused("comments.many", most=most)
