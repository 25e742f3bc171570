"""Evidence files (佐证材料) of figures: which file was handed in for which figure, by whom, for whom.

Rows are only ever added to: a file is withdrawn by a second row, and its bytes stay. Whether a file is
one that may be taken in at all, `exchange.evidence_formats` decides before it comes here.
"""

import uuid
from collections.abc import Callable, Iterable
from typing import NamedTuple, TypeVar

from sqlalchemy import Connection, Engine, func, select

from dashboard.actuals import chain
from dashboard.actuals.audience import Audience
from dashboard.actuals.database import writing
from dashboard.actuals.evidence_storage import EvidenceFault, FileStorage, checksum_of
from dashboard.actuals.figure_comments import (
    comment_text,
    next_number,
    now,
    refuse_crowd,
    rows_of,
    rows_of_series,
)
from dashboard.actuals.observations import FigureKey, SeriesKey, moment_text
from dashboard.actuals.tables import evidence_content, evidence_file, evidence_withdrawal

MOST_OF_A_FIGURE = 20
_T = TypeVar("_T")


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

    def __init__(
        self,
        engine: Engine,
        keep: "Callable[[Callable[[], EvidenceFile]], EvidenceFile]",
        ask: "Callable[[Callable[[Connection], object]], object]",
    ) -> None:
        self._engine, self._keep, self._ask = engine, keep, ask

    def of(self, figures: Iterable[FigureKey]) -> list[EvidenceFile]:
        """Return the files of some figures, oldest first, withdrawn ones too."""
        wanted = list(dict.fromkeys(figures))

        def asked(connection: Connection) -> list[EvidenceFile]:
            found = rows_of(connection, evidence_file, _COLUMNS, wanted)
            return _marked(connection, [EvidenceFile(*row) for row in found])

        return self._asked(asked)

    def of_series(self, series: SeriesKey) -> list[EvidenceFile]:
        """Return the files of the figures of one series, oldest first, withdrawn ones too."""

        def asked(connection: Connection) -> list[EvidenceFile]:
            found = rows_of_series(connection, evidence_file, _COLUMNS, series)
            return _marked(connection, [EvidenceFile(*row) for row in found])

        return self._asked(asked)

    def find(self, id: int) -> EvidenceFile | None:
        """Return one file by its number."""
        return self._asked(lambda connection: _find(connection, id))

    def count(self) -> tuple[int, int]:
        """Return how many files were handed in, and how many bytes they have."""
        asked = select(func.count(), func.coalesce(func.sum(evidence_file.c.size), 0))
        found = self._asked(lambda connection: connection.execute(asked).one())
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
        checksum, request = checksum_of(content), request_id or uuid.uuid4().hex
        if storage is not None:
            storage.put(checksum, content)

        def once() -> EvidenceFile:
            with writing(self._engine) as connection:
                chain.lock(connection, [figure[0]])
                again = select(*_COLUMNS).where(evidence_file.c.request_id == request)
                if (repeated := connection.execute(again).first()) is not None:
                    return EvidenceFile(*repeated)
                number = next_number(connection, evidence_file)
                refuse_crowd(connection, evidence_file, figure, MOST_OF_A_FIGURE)
                _refuse_repeated(connection, figure, checksum)
                if storage is None:
                    _keep_content(connection, checksum, content)
                made = EvidenceFile(
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
                kept = {name: getattr(made, name) for name in EvidenceFile._fields[:12]}
                chain.append(connection, evidence_file, kept | {"request_id": request})
                chain.seal(connection, author, made.at)
                return made

        return self._keep(once)

    def withdraw(self, id: int, author: str, reason: str) -> EvidenceFile:
        """Mark a file as withdrawn, with the reason. Raises `EvidenceFault`, `CommentRefused`."""
        said = comment_text(reason)

        def once() -> EvidenceFile:
            with writing(self._engine) as connection:
                found = _find(connection, id)
                if found is None:
                    raise EvidenceFault("evidence.unknown")
                chain.lock(connection, [found.region])
                # Somebody else may have withdrawn it while this waited for its turn.
                found = _find(connection, id) or found
                if found.withdrawn:
                    return found
                at = now()
                row = {"file": id, "reason": said, "author": author, "at": at}
                chain.append(connection, evidence_withdrawal, row, chains=[found.region])
                chain.seal(connection, author, at)
                return found._replace(withdrawn_at=at, withdrawn_by=author, reason=said)

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
            held = self._asked(lambda connection: connection.execute(asked).scalar())
            found = None if held is None else bytes(held)
        if found is None:
            raise EvidenceFault("evidence.missing", name=file.name)
        if len(found) != file.size or checksum_of(found) != file.checksum:
            raise EvidenceFault("evidence.altered", name=file.name, checksum=file.checksum)
        return found

    def _asked(self, question: Callable[[Connection], _T]) -> _T:
        answer: _T = self._ask(question)  # type: ignore[assignment]  # what is asked is answered
        return answer


def _find(connection: Connection, id: int) -> EvidenceFile | None:
    row = connection.execute(select(*_COLUMNS).where(evidence_file.c.id == id)).first()
    return None if row is None else _marked(connection, [EvidenceFile(*row)])[0]


def _marked(connection: Connection, files: list[EvidenceFile]) -> list[EvidenceFile]:
    """Return the same files, each with its withdrawal if there is one."""
    withdrawal = evidence_withdrawal.c
    found: dict[int, tuple[int, str, str]] = {}
    ids = [file.id for file in files]
    for start in range(0, len(ids), 500):
        chosen = select(withdrawal.file, withdrawal.at, withdrawal.author, withdrawal.reason).where(
            withdrawal.file.in_(ids[start : start + 500])
        )
        found |= {row[0]: (row[1], row[2], row[3]) for row in connection.execute(chosen)}
    return [
        file._replace(withdrawn_at=at, withdrawn_by=by, reason=reason)
        for file in files
        for at, by, reason in [found.get(file.id, (0, "", ""))]
    ]


def _refuse_repeated(connection: Connection, figure: FigureKey, checksum: str) -> None:
    files = [EvidenceFile(*row) for row in rows_of(connection, evidence_file, _COLUMNS, [figure])]
    for file in _marked(connection, files):
        if file.checksum == checksum and not file.withdrawn:
            raise EvidenceFault("evidence.repeated", name=file.name)


def _keep_content(connection: Connection, checksum: str, content: bytes) -> None:
    there = select(evidence_content.c.checksum).where(evidence_content.c.checksum == checksum)
    if connection.execute(there).first() is None:
        connection.execute(evidence_content.insert(), {"checksum": checksum, "content": content})
