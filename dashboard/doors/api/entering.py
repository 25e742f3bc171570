"""Figures sent by a program: through the one door in, compared and said, then written whole or not."""

from typing import TYPE_CHECKING

from dashboard.doors.api import models
from dashboard.doors.api.callers import acting
from dashboard.doors.api.problems import Problem, language_of
from dashboard.exchange.representations import to_json
from dashboard.settings import Settings

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response


def entered(
    request: "Request", settings: Settings, sent: models.Figures, dry_run: bool, key: str | None
) -> "Response":
    """Compare figures with what is recorded, and write them unless that refuses or is a dry run.

    `key` makes a request that is sent twice count once.
    """
    from starlette.responses import Response

    from dashboard import loading
    from dashboard.actuals.entering import SEEN_NOW, RawEntry, compare, save, understand
    from dashboard.actuals.entering import Refused as RowsRefused
    from dashboard.actuals.store import Conflict, RequestReused
    from dashboard.doors.permitted_store import PermittedStore
    from dashboard.exchange.comparisons import comparison_rows
    from dashboard.people.matrix import NotPermitted

    lang, person = language_of(request), request.state.person
    standing, _ = loading.standing_of(settings, None, person)
    catalogue = standing.catalogue
    store = PermittedStore(
        loading.store(settings), catalogue, settings, lambda: acting(request, settings, catalogue)
    )
    raw = [
        RawEntry(
            one.region,
            one.subject,
            one.indicator,
            one.period,
            one.value,
            note=one.note,
            evidence=one.evidence,
            seen_revision=SEEN_NOW if one.seen_revision is None else one.seen_revision,
            default_unit=one.unit,
            line=place,
        )
        for place, one in enumerate(sent.figures, start=1)
    ]
    try:
        rows = understand(raw, catalogue, store, settings.on())
        found, written = compare(rows, []), 0
        reason = sent.reason.strip()

        def told() -> dict[str, object]:
            return {"dry_run": dry_run, "written": written} | comparison_rows(found, lang)

        if dry_run:
            store.demand_importing(dict.fromkeys(row.series for row in rows if row.to_write))
        else:
            if found.refused:
                raise Refused(409, "figures-refused", told(), n=found.refused)
            if found.wanting_reason and not reason:
                raise Refused(409, "reason-wanted", told(), n=len(found.wanting_reason))
            try:
                receipt = save(
                    rows,
                    store,
                    person.name,
                    reason,
                    request_id=key,
                    action="import",
                    changes_want_reason=True,
                )
            except RowsRefused as locked:
                found = compare(rows, [])
                raise Refused(409, "figures-refused", told(), n=found.refused) from locked
            except RequestReused as other:
                raise Problem(409, "step-refused", reason=other.message.text(lang)) from other
            except Conflict as conflict:
                theirs = {clash.mine.figure: clash.theirs for clash in conflict.theirs}
                found = compare(rows, [], theirs=theirs)
                raise Refused(409, "conflict", told(), n=len(theirs)) from conflict
            written = receipt.count
    except NotPermitted as refused:
        status = 401 if refused.decision.reason == "not-signed-in" else 403
        raise Problem(status, "not-permitted", reason=refused.message.text(lang)) from refused
    return Response(to_json(told()), 200, {"cache-control": "no-store"}, "application/json")


class Refused(Problem):
    """Figures are not written; `comparison` says why, figure by figure."""

    def __init__(self, status: int, code: str, comparison: dict[str, object], n: int) -> None:
        super().__init__(status, code, n=n)
        self.comparison = comparison
