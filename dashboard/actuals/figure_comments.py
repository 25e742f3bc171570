"""Comments (批注) on figures: who said what about which figure, and for whom; only ever added to.

store.comments.add(key, "li", "含新并入的两家企业", Audience.REPORTING)
"""

from dataclasses import dataclass

from dashboard.actuals.figure_records import (
    Audience,
    CommentRefused,
    FigureRecord,
    FigureRecords,
    one_line,
)
from dashboard.actuals.numbered_rows import request_of
from dashboard.actuals.observations import FigureKey
from dashboard.actuals.records import RequestReused
from dashboard.actuals.tables import comment_withdrawal, figure_comment

MOST_OF_A_FIGURE = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Comment(FigureRecord):
    """What one person said of a figure."""

    text: str


class Comments(FigureRecords[Comment]):
    """The comments of a store. Safe to share between threads. All raise `StoreError`."""

    kind, table, withdrawal = Comment, figure_comment, comment_withdrawal

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
        said, request = one_line(text), request_of(author, request_id)
        kept = self._added(figure, author, audience, request, MOST_OF_A_FIGURE, text=said)
        if (kept.figure, kept.text, kept.audience) != (figure, said, audience.value):
            raise RequestReused("store.request-reused")
        return kept

    def unknown(self) -> CommentRefused:
        """Return what is raised for a number that no comment has."""
        return CommentRefused("comments.unknown")
