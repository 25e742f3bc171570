"""Evidence files (佐证材料) of figures: which file was handed in for which figure, by whom, for whom.

Rows are only ever added to: a file is withdrawn by a second row, and its bytes stay. Whether a file is
one that may be taken in at all, `exchange.evidence_formats` decides before it comes here.
"""

from dataclasses import dataclass

from sqlalchemy import Connection, func, select

from dashboard.actuals.evidence_storage import EvidenceFault, FileStorage, checksum_of
from dashboard.actuals.figure_records import Audience, FigureRecord, FigureRecords
from dashboard.actuals.numbered_rows import request_of
from dashboard.actuals.observations import FigureKey
from dashboard.actuals.tables import evidence_content, evidence_file, evidence_withdrawal

MOST_OF_A_FIGURE = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class EvidenceFile(FigureRecord):
    """A file that was handed in for a figure.

    Of one that is withdrawn the name is shown, and its bytes are given to nobody.
    """

    name: str
    media_type: str
    size: int
    checksum: str


class EvidenceFiles(FigureRecords[EvidenceFile]):
    """The evidence of a store. Safe to share between threads. All raise `StoreError`.

    `storage` is where the bytes lie, None for the database itself.
    """

    kind, table, withdrawal = EvidenceFile, evidence_file, evidence_withdrawal

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
        """Keep a file, `named` by its name and media type. Raises `EvidenceFault`, `CommentRefused`.

        The bytes are there before the row is: a row always has had its file.
        """
        name, media_type = named
        checksum, request = checksum_of(content), request_of(author, request_id)
        if storage is not None:
            storage.put(checksum, content)

        def refuse_repeated(connection: Connection) -> None:
            same = evidence_file.c.checksum == checksum
            for file in self._found(connection, same, *self._place(figure)):
                if not file.withdrawn:
                    raise EvidenceFault("evidence.repeated", name=file.name)
            if storage is None:
                _keep_content(connection, checksum, content)

        return self._added(
            figure,
            author,
            audience,
            request,
            MOST_OF_A_FIGURE,
            refuse_repeated,
            name=name,
            media_type=media_type,
            size=len(content),
            checksum=checksum,
        )

    def unknown(self) -> EvidenceFault:
        """Return what is raised for a number that no file has."""
        return EvidenceFault("evidence.unknown")

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


def _keep_content(connection: Connection, checksum: str, content: bytes) -> None:
    there = select(evidence_content.c.checksum).where(evidence_content.c.checksum == checksum)
    if connection.execute(there).first() is None:
        connection.execute(evidence_content.insert(), {"checksum": checksum, "content": content})
