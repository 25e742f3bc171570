"""Comments and evidence of figures as one visitor may see and give them.

What the matrix refuses is refused here, and what is for others is left out here, not on the page.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from dashboard.actuals.evidence_files import EvidenceFile
from dashboard.actuals.evidence_storage import EvidenceFault, FileStorage
from dashboard.actuals.figure_comments import Comment
from dashboard.actuals.figure_records import Audience, CommentRefused
from dashboard.actuals.observations import FigureKey, SeriesKey
from dashboard.actuals.origin import done_from
from dashboard.actuals.periods import PeriodError, period
from dashboard.doors.decisions import Matrix, Who
from dashboard.doors.identity import people
from dashboard.doors.recent_writers import RECENT_WRITERS
from dashboard.exchange.evidence_formats import evidence_name, evidence_type
from dashboard.people.actor import By
from dashboard.people.audience import belongs
from dashboard.people.matrix import Action
from dashboard.people.scopes import responsible_units
from dashboard.settings import Settings

if TYPE_CHECKING:
    from dashboard.actuals.store import Store
    from dashboard.register import Catalogue


# What a reviewer may see of a return for as long as it is their turn, in whichever region it is.
_OF_REVIEWERS = {Action.READ_UNPUBLISHED, Action.SEE_HISTORY}


class Discussion(NamedTuple):
    """What a visitor may see of what was said of figures and handed in for them, oldest first."""

    comments: list[Comment]
    files: list[EvidenceFile]

    def of(self, figure: FigureKey) -> "Discussion":
        """Return what is about one figure."""
        return Discussion(
            [each for each in self.comments if each.figure == figure],
            [each for each in self.files if each.figure == figure],
        )

    def as_of(self, moment: int | None) -> "Discussion":
        """Return what there was at a moment (µs), None for now: comments as they stood then.

        Of a file it is told today that it was withdrawn, as its bytes are given to nobody today.
        """
        if moment is None:
            return self
        return Discussion(
            [each.stood_at(moment) for each in self.comments if each.at < moment],
            [each for each in self.files if each.at < moment],
        )


class PermittedComments:
    """What one visitor may see and say of figures, and hand in for them.

    `catalogue` is the register as it is in force today. Raises `NotPermitted`, `CommentRefused`,
    `EvidenceFault`, and what the store raises.
    """

    def __init__(
        self, store: "Store", catalogue: "Catalogue", settings: Settings, who: Who
    ) -> None:
        self._store, self._catalogue, self._settings, self._who = store, catalogue, settings, who
        self._matrix = Matrix(catalogue, settings)

    @property
    def takes_files(self) -> bool:
        """Whether this site keeps evidence files at all."""
        return bool(self._settings.evidence)

    def open_to(self, figures: Iterable[FigureKey]) -> dict[FigureKey, frozenset[Action]]:
        """Return what the visitor may do: comment, hand in evidence; for what is offered.

        Figures of which they may neither are left out.
        """
        if self._settings.read_only:
            return {}
        offered = (Action.COMMENT, Action.ATTACH_EVIDENCE)[: 2 if self.takes_files else 1]
        by = self._who()
        found = {
            figure: frozenset(
                action
                for action in offered
                if self._matrix.decide(by, action, figure[0], self._units(figure))
            )
            for figure in figures
        }
        return {figure: actions for figure, actions in found.items() if actions}

    def audiences(self, figure: FigureKey) -> list[Audience]:
        """Return for whom the visitor may write: what all may read is for who may publish."""
        return [each for each in Audience if self._may_address(self._who(), each, figure)]

    def of(self, figures: Iterable[FigureKey], as_of: int | None = None) -> Discussion:
        """Return what the visitor may see about some figures, oldest first; see `Discussion.as_of`."""
        wanted = list(figures)
        files = self._store.evidence.of(wanted) if self.takes_files else []
        return self._seen(self._store.comments.of(wanted), files).as_of(as_of)

    def of_series(self, series: SeriesKey, as_of: int | None = None) -> Discussion:
        """Return what the visitor may see about all figures of a series, as `of` does."""
        files = self._store.evidence.of_series(series) if self.takes_files else []
        return self._seen(self._store.comments.of_series(series), files).as_of(as_of)

    def of_regions(self, regions: Collection[str]) -> Discussion:
        """Return the comments that the visitor may see in some regions, oldest first; no files."""
        return self._seen(self._store.comments.of_regions(regions), [])

    def comment(
        self, figure: FigureKey, text: str, audience: str, *, request_id: str | None = None
    ) -> Comment:
        """Say something of a figure."""
        by = self._writer(Action.COMMENT, figure)
        meant = self._audience(by, audience, figure)
        known = self._known(figure)
        with done_from(by.address):
            kept = self._store.comments.add(
                known, by.person.name, text, meant, request_id=request_id
            )
        self._tell(by, Action.COMMENT, kept.figure, {"number": kept.id, "audience": kept.audience})
        return kept

    def attach(self, figure: FigureKey, name: str, content: bytes, audience: str) -> EvidenceFile:
        """Hand in a file for a figure, once its name and its bytes agree on what it is."""
        by = self._writer(Action.ATTACH_EVIDENCE, figure)
        storage = self._storage()
        meant = self._audience(by, audience, figure)
        most = self._settings.evidence_megabytes
        if len(content) > most << 20:
            raise EvidenceFault("evidence.large", most=most)
        plain = evidence_name(name)
        named = (plain, evidence_type(plain, content))
        known = self._known(figure)
        with done_from(by.address):
            kept = self._store.evidence.add(known, by.person.name, named, content, meant, storage)
        told = {"number": kept.id, "name": kept.name, "checksum": kept.checksum}
        self._tell(by, Action.ATTACH_EVIDENCE, kept.figure, told | {"audience": kept.audience})
        return kept

    def withdraw(self, id: int, reason: str) -> EvidenceFile:
        """Mark a file as withdrawn, by who may hand in others in its place."""
        held = self._seen_file(id)
        by = self._writer(Action.ATTACH_EVIDENCE, held.figure)
        with done_from(by.address):
            done = self._store.evidence.withdraw(id, by.person.name, reason)
        told = {"number": id, "withdrawn": "yes", "reason": done.reason}
        self._tell(by, Action.ATTACH_EVIDENCE, done.figure, told)
        return done

    def may_withdraw(self, comments: Iterable[Comment]) -> list[Comment]:
        """Return those of some comments that stand and that the visitor may withdraw."""
        if self._settings.read_only:
            return []
        by = self._who()
        numbers = [each.id for each in comments if not each.withdrawn]
        found = (self._store.comments.find(number) for number in numbers)
        return [each for each in found if each is not None and self._may_withdraw(by, each)]

    def withdraw_comment(self, id: int, reason: str) -> Comment:
        """Mark a comment as withdrawn, by who made it or who reviews the region's figures."""
        held = self._store.comments.find(id)
        if held is None or not self._seen([held], []).comments:
            raise CommentRefused("comments.unknown")
        by = self._writer(self._to_withdraw(self._who(), held), held.figure)
        with done_from(by.address):
            done = self._store.comments.withdraw(id, by.person.name, reason)
        told = {"number": id, "withdrawn": "yes", "reason": done.reason}
        self._tell(by, Action.COMMENT, done.figure, told)
        return done

    def _may_withdraw(self, by: By, comment: Comment) -> bool:
        action, units = self._to_withdraw(by, comment), self._units(comment.figure)
        return bool(self._matrix.decide(by, action, comment.region, units))

    def _to_withdraw(self, by: By, comment: Comment) -> Action:
        """What somebody has to be allowed: of one's own to comment, of another's to review."""
        return Action.COMMENT if comment.author == by.person.name else Action.REVIEW

    def file(self, id: int) -> tuple[EvidenceFile, bytes]:
        """Return a file with its bytes. One that the visitor may not see is as if there were none."""
        held = self._seen_file(id)
        if held.withdrawn:
            raise EvidenceFault("evidence.withdrawn", name=held.name)
        return held, self._store.evidence.content(held, self._storage())

    # -- asking the matrix

    def _seen_file(self, id: int) -> EvidenceFile:
        held = self._store.evidence.find(id) if self.takes_files else None
        if held is None or not self._seen([], [held]).files:
            raise EvidenceFault("evidence.unknown")
        return held

    def _seen(self, comments: list[Comment], files: list[EvidenceFile]) -> Discussion:
        by = self._who()
        published: dict[str, frozenset[FigureKey]] = {}
        decided: dict[tuple[FigureKey, str], bool] = {}
        named: dict[FigureKey, bool] = {}
        reviewed: list[frozenset[FigureKey]] = []

        def reviews(figure: FigureKey) -> bool:
            if not reviewed:
                reviewed.append(self._reviewed(by, {each.region for each in (*comments, *files)}))
            return figure in reviewed[0]

        def sees(figure: FigureKey, audience: str) -> bool:
            if (figure, audience) not in decided:
                units = self._units(figure)

                def may(action: Action) -> bool:
                    permitted = bool(self._matrix.decide(by, action, figure[0], units))
                    # A level above sees what it reviews with all that belongs to it.
                    return permitted or (action in _OF_REVIEWERS and reviews(figure))

                def is_published() -> bool:
                    if figure[0] not in published:
                        published[figure[0]] = self._published(figure[0])
                    return figure in published[figure[0]]

                decided[figure, audience] = belongs(may, audience, is_published)
                named[figure] = may(Action.SEE_HISTORY)
            return decided[figure, audience]

        return Discussion(
            [
                each if named[each.figure] else replace(each, author="", withdrawn_by="")
                for each in comments
                # What stands no more is for those who report and review alone.
                if sees(each.figure, Audience.REPORTING if each.withdrawn else each.audience)
            ],
            [
                each if named[each.figure] else replace(each, author="", withdrawn_by="")
                for each in files
                if sees(each.figure, each.audience)
            ],
        )

    def _reviewed(self, by: By, regions: Collection[str]) -> frozenset[FigureKey]:
        """The figures of returns of some regions that wait for a review which is the visitor's."""
        if not by.person.signed_in:
            return frozenset()
        waiting = [
            now.submission
            for now in self._store.returns.all(regions)
            if now.waits_for and self._matrix.decide(by, Action.REVIEW, now.waits_for)
        ]
        sent = (self._store.returns.figures(step) for step in waiting if step is not None)
        return frozenset(one.figure for figures in sent for one in figures)

    def _published(self, region: str) -> frozenset[FigureKey]:
        known = self._store.publications().get(region)
        if known is None:
            return frozenset()
        rows = self._store.observations_published({region: known.revision})
        return frozenset(row.observation.figure for row in rows)

    def _writer(self, action: Action, figure: FigureKey) -> By:
        """Return by whom, once the matrix has let them through."""
        self._matrix.refuse_reading_only()
        by = self._who()
        self._matrix.demand(by, action, figure[0], "/".join(figure), self._units(figure))
        RECENT_WRITERS.note(by.person)
        return by

    def _audience(self, by: By, asked: str, figure: FigureKey) -> Audience:
        if asked not in set(Audience):
            raise CommentRefused("comments.audience", known=tuple(Audience))
        if not self._may_address(by, Audience(asked), figure):
            raise CommentRefused("comments.for-publishers")
        return Audience(asked)

    def _may_address(self, by: By, audience: Audience, figure: FigureKey) -> bool:
        if audience is not Audience.PUBLIC or self._settings.review == "off":
            return True
        return bool(self._matrix.decide(by, Action.PUBLISH, figure[0]))

    def _known(self, figure: FigureKey) -> FigureKey:
        """Return a figure that the register or the store knows. Raises `CommentRefused`."""
        region, subject, indicator, code = figure
        try:
            found = (region, subject, indicator, period(code).code)
        except PeriodError as fault:
            raise CommentRefused("comments.no-figure", figure="/".join(figure)[:120]) from fault
        owed = self._units(figure)
        if not owed and not self._store.figures([found]):
            raise CommentRefused("comments.no-figure", figure="/".join(figure)[:120])
        return found

    def _storage(self) -> FileStorage | None:
        where = self._settings.evidence
        if not where:
            raise EvidenceFault("evidence.off")
        return None if where == "database" else FileStorage(where)

    def _units(self, figure: FigureKey) -> frozenset[str]:
        return responsible_units(self._catalogue, *figure[:3])

    def _tell(
        self, by: By, action: Action, figure: FigureKey, detail: Mapping[str, object]
    ) -> None:
        """Write it down where people are known one by one."""
        if self._settings.signs_in:
            people(self._settings).audit.record(by, action, "/".join(figure), detail=detail)
