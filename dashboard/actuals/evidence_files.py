"""Evidence files (佐证材料) of figures: which file was handed in for which figure, by whom, for whom.

Rows are only ever added to: a file is withdrawn by a second row, and its bytes stay. Whether a file is
one that may be taken in at all, `exchange.evidence_formats` decides before it comes here.
"""

from collections.abc import Iterable
from typing import NamedTuple

from sqlalchemy import Connection, Engine, func, select

from dashboard.actuals.audience import Audience
from dashboard.actuals.database import writing
from dashboard.actuals.evidence_storage import EvidenceFault, FileStorage, checksum_of
from dashboard.actuals.figure_comments import comment_text
from dashboard.actuals.numbered_rows import (
    add_once,
    count_of,
    now,
    request_of,
    rows_of,
    rows_of_series,
)
from dashboard.actuals.observations import FigureKey, SeriesKey, moment_text
from dashboard.actuals.store_access import Ask, Keep
from dashboard.actuals.tables import evidence_content, evidence_file, evidence_withdrawal
from dashboard.actuals.withdrawals import withdraw, withdrawals

MOST_OF_A_FIGURE = 20


class EvidenceFile(NamedTuple):
    """A file that was handed in for a figure; `at` and `withdrawn_at` are in µs, 0 where it stands.

    `author` and `withdrawn_by` are empty where that is not told.
    """

    id: int
    region: str
    subject: str
    indicator: str
    period: str
    audience: str
    name: str
    media_type: str
    size: int
    checksum: str
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
        """Whether it stands no more: its name is shown, and its bytes are given to nobody."""
        return self.withdrawn_at > 0

    @property
    def at_text(self) -> str:
        """When it was handed in: ISO, UTC."""
        return moment_text(self.at)


_COLUMNS = [evidence_file.c[name] for name in EvidenceFile._fields[:12]]


class EvidenceFiles:
    """The evidence of a store. Safe to share between threads. All raise `StoreError`.

    `storage` is where the bytes lie, None for the database itself.
    """

    def __init__(self, engine: Engine, keep: Keep, ask: Ask) -> None:
        self._engine, self._keep, self._ask = engine, keep, ask

    def of(self, figures: Iterable[FigureKey]) -> list[EvidenceFile]:
        """Return the files of some figures, oldest first, withdrawn ones too."""
        wanted = list(dict.fromkeys(figures))

        def asked(connection: Connection) -> list[EvidenceFile]:
            found = rows_of(connection, evidence_file, _COLUMNS, wanted)
            return _marked(connection, [EvidenceFile(*row) for row in found])

        return self._ask(asked)

    def of_series(self, series: SeriesKey) -> list[EvidenceFile]:
        """Return the files of the figures of one series, oldest first, withdrawn ones too."""

        def asked(connection: Connection) -> list[EvidenceFile]:
            found = rows_of_series(connection, evidence_file, _COLUMNS, series)
            return _marked(connection, [EvidenceFile(*row) for row in found])

        return self._ask(asked)

    def find(self, id: int) -> EvidenceFile | None:
        """Return one file by its number."""
        return self._ask(lambda connection: _find(connection, id))

    def count(self) -> tuple[int, int]:
        """Return how many files were handed in, and how many bytes they have."""
        asked = select(func.count(), func.coalesce(func.sum(evidence_file.c.size), 0))
        found = self._ask(lambda connection: connection.execute(asked).one())
        return int(found[0]), int(found[1])

    def add(
        self,
        figure: FigureKey,
        author: str,
        named: tuple[str, str],
        content: bytes,
        audience: Audience,
        storage: FileStorage | None,
        *,
        request_id: str | None = None,
    ) -> EvidenceFile:
        """Keep a file, `named` by its name and media type. Raises `EvidenceFault`.

        The bytes are there before the row is: a row always has had its file.
        """
        name, media_type = named
        checksum, request = checksum_of(content), request_of(author, request_id)
        if storage is not None:
            storage.put(checksum, content)

        def once() -> EvidenceFile:
            with writing(self._engine) as connection:

                def made(number: int) -> EvidenceFile:
                    if count_of(connection, evidence_file, figure) >= MOST_OF_A_FIGURE:
                        raise EvidenceFault("comments.many", most=MOST_OF_A_FIGURE)
                    _refuse_repeated(connection, figure, checksum)
                    if storage is None:
                        _keep_content(connection, checksum, content)
                    return EvidenceFile(
                        number,
                        *figure,
                        audience=audience.value,
                        name=name,
                        media_type=media_type,
                        size=len(content),
                        checksum=checksum,
                        author=author,
                        at=now(),
                    )

                kept = add_once(connection, evidence_file, _COLUMNS, figure[0], request, made)
                return EvidenceFile(*kept)

        return self._keep(once)

    def withdraw(self, id: int, author: str, reason: str) -> EvidenceFile:
        """Mark a file as withdrawn, with the reason. Raises `EvidenceFault`, `CommentRefused`."""
        said = comment_text(reason)

        def once() -> EvidenceFile:
            with writing(self._engine) as connection:
                found = _find(connection, id)
                if found is None:
                    raise EvidenceFault("evidence.unknown")
                done = withdraw(connection, evidence_withdrawal, id, found.region, author, said)
                return found._replace(**done._asdict())

        return self._keep(once)

    def content(self, file: EvidenceFile, storage: FileStorage | None) -> bytes:
        """Return a file's bytes as they were handed in. Raises `EvidenceFault` for all else.

        What was kept in the database before the settings named a storage is found there still.
        """
        found = None if storage is None else storage.get(file.checksum, file.size)
        if found is None:
            asked = select(evidence_content.c.content).where(
                evidence_content.c.checksum == file.checksum
            )
            held = self._ask(lambda connection: connection.execute(asked).scalar())
            found = None if held is None else bytes(held)
        if found is None:
            raise EvidenceFault("evidence.missing", name=file.name)
        if len(found) != file.size or checksum_of(found) != file.checksum:
            raise EvidenceFault("evidence.altered", name=file.name, checksum=file.checksum)
        return found


def _find(connection: Connection, id: int) -> EvidenceFile | None:
    row = connection.execute(select(*_COLUMNS).where(evidence_file.c.id == id)).first()
    return None if row is None else _marked(connection, [EvidenceFile(*row)])[0]


def _marked(connection: Connection, files: list[EvidenceFile]) -> list[EvidenceFile]:
    """Return the same files, each with its withdrawal if there is one."""
    gone = withdrawals(connection, evidence_withdrawal, [file.id for file in files])
    return [file._replace(**gone[file.id]._asdict()) if file.id in gone else file for file in files]


def _refuse_repeated(connection: Connection, figure: FigureKey, checksum: str) -> None:
    files = [EvidenceFile(*row) for row in rows_of(connection, evidence_file, _COLUMNS, [figure])]
    for file in _marked(connection, files):
        if file.checksum == checksum and not file.withdrawn:
            raise EvidenceFault("evidence.repeated", name=file.name)


def _keep_content(connection: Connection, checksum: str, content: bytes) -> None:
    there = select(evidence_content.c.checksum).where(evidence_content.c.checksum == checksum)
    if connection.execute(there).first() is None:
        connection.execute(evidence_content.insert(), {"checksum": checksum, "content": content})
