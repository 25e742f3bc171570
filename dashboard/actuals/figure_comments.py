"""Comments (批注) on figures: who said what about which figure, and for whom; only ever added to.

    store.comments.add(key, "li", "含新并入的两家企业", Audience.REPORTING)

A comment stands beside the figure of a series and a period, whatever revision it has, also where there
is none yet. It is withdrawn by a row beside it, and stays in the history.
"""

from collections.abc import Collection, Iterable, Sequence
from typing import Any, NamedTuple

from sqlalchemy import Connection, Engine, select

from dashboard.actuals.audience import Audience
from dashboard.actuals.database import writing
from dashboard.actuals.messages import ActualsError
from dashboard.actuals.numbered_rows import (
    add_once,
    count_of,
    now,
    request_of,
    rows_of,
    rows_of_series,
)
from dashboard.actuals.observations import FigureKey, SeriesKey, moment_text
from dashboard.actuals.records import RequestReused
from dashboard.actuals.store_access import Ask, Keep
from dashboard.actuals.tables import comment_withdrawal, figure_comment
from dashboard.actuals.withdrawals import withdraw, withdrawals
from dashboard.languages.characters import hidden

TEXT_LENGTH = 500
MOST_OF_A_FIGURE = 200


class CommentRefused(ActualsError):
    """A comment says nothing, too much, or what cannot be seen; nothing was kept."""


class Comment(NamedTuple):
    """What one person said of a figure; `at` and `withdrawn_at` are in µs, 0 where it stands.

    `author` and `withdrawn_by` are empty where that is not told.
    """

    id: int
    region: str
    subject: str
    indicator: str
    period: str
    audience: str
    text: str
    author: str
    at: int
    withdrawn_at: int = 0
    withdrawn_by: str = ""
    reason: str = ""

    @property
    def figure(self) -> FigureKey:
        """Return region, subject, indicator and period."""
        return self[1:5]

    @property
    def withdrawn(self) -> bool:
        """Whether it stands no more."""
        return self.withdrawn_at > 0

    @property
    def at_text(self) -> str:
        """When it was said: ISO, UTC."""
        return moment_text(self.at)


_COLUMNS = [figure_comment.c[name] for name in Comment._fields[:9]]


class Comments:
    """The comments of a store. Safe to share between threads. All raise `StoreError`."""

    def __init__(self, engine: Engine, keep: Keep, ask: Ask) -> None:
        self._engine, self._keep, self._ask = engine, keep, ask

    def of(self, figures: Iterable[FigureKey]) -> list[Comment]:
        """Return the comments on some figures, oldest first, withdrawn ones too."""
        wanted = list(dict.fromkeys(figures))
        return self._ask(
            lambda asked: _marked(asked, rows_of(asked, figure_comment, _COLUMNS, wanted))
        )

    def of_series(self, series: SeriesKey) -> list[Comment]:
        """Return the comments on the figures of one series, oldest first, withdrawn ones too."""
        return self._ask(
            lambda asked: _marked(asked, rows_of_series(asked, figure_comment, _COLUMNS, series))
        )

    def of_regions(self, regions: Collection[str]) -> list[Comment]:
        """Return the comments on all figures of some regions, oldest first, withdrawn ones too."""
        chosen = select(*_COLUMNS).where(figure_comment.c.region.in_(regions))
        ordered = chosen.order_by(figure_comment.c.id)
        return self._ask(lambda asked: _marked(asked, asked.execute(ordered).all()))

    def find(self, id: int) -> Comment | None:
        """Return one comment by its number."""
        return self._ask(lambda asked: _find(asked, id))

    def add(
        self,
        figure: FigureKey,
        author: str,
        text: str,
        audience: Audience,
        *,
        request_id: str | None = None,
    ) -> Comment:
        """Keep a comment, once for each request of an author.

        Raises `CommentRefused`, `RequestReused` where the request was another comment's.
        """
        said, request = comment_text(text), request_of(author, request_id)

        def once() -> Comment:
            with writing(self._engine) as connection:

                def made(number: int) -> Comment:
                    if count_of(connection, figure_comment, figure) >= MOST_OF_A_FIGURE:
                        raise CommentRefused("comments.many", most=MOST_OF_A_FIGURE)
                    return Comment(number, *figure, audience.value, said, author, now())

                kept = Comment(
                    *add_once(connection, figure_comment, _COLUMNS, figure[0], request, made)
                )
                if (kept.figure, kept.text, kept.audience) != (figure, said, audience.value):
                    raise RequestReused("store.request-reused")
                return kept

        return self._keep(once)

    def withdraw(self, id: int, author: str, reason: str) -> Comment:
        """Mark a comment as withdrawn, with the reason. Raises `CommentRefused`."""
        said = comment_text(reason)

        def once() -> Comment:
            with writing(self._engine) as connection:
                found = _find(connection, id)
                if found is None:
                    raise CommentRefused("comments.unknown")
                done = withdraw(connection, comment_withdrawal, id, found.region, author, said)
                return found._replace(**done._asdict())

        return self._keep(once)


def _find(connection: Connection, id: int) -> Comment | None:
    rows = connection.execute(select(*_COLUMNS).where(figure_comment.c.id == id)).all()
    return next(iter(_marked(connection, rows)), None)


def _marked(connection: Connection, rows: Iterable[Sequence[Any]]) -> list[Comment]:
    """Return comments, each with its withdrawal if there is one."""
    found = [Comment(*row) for row in rows]
    gone = withdrawals(connection, comment_withdrawal, [each.id for each in found])
    return [each._replace(**gone[each.id]._asdict()) if each.id in gone else each for each in found]


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
