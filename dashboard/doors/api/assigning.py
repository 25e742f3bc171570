"""Leaders assigned to clusters by a program: through the one door, once for each request."""

from typing import TYPE_CHECKING

from dashboard.doors.api import listings, models
from dashboard.doors.api.callers import acting
from dashboard.doors.api.problems import Problem, language_of
from dashboard.doors.api.reading import standing_for
from dashboard.exchange.representations import to_json
from dashboard.settings import Settings

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response


def assigned(
    request: "Request", settings: Settings, sent: models.NewAssignment, key: str | None
) -> "Response":
    """Keep an assignment; `key` makes one that is sent twice count once."""
    from starlette.responses import Response

    from dashboard import loading
    from dashboard.actuals.officials import OfficialChanged, OfficialRefused
    from dashboard.actuals.records import RequestReused
    from dashboard.doors.permitted_officials import PermittedOfficials
    from dashboard.people.matrix import NotPermitted

    lang, standing = language_of(request), standing_for(request, settings, None)
    listings.refuse_unknown(standing, {"region": sent.region})
    catalogue = standing.catalogue
    desk = PermittedOfficials(
        loading.store(settings), catalogue, settings, lambda: acting(request, settings, catalogue)
    )
    try:
        kept = desk.assign(
            sent.region,
            sent.cluster,
            sent.person,
            sent.post,
            sent.since,
            sent.reason,
            seen=sent.seen,
            request_id=key,
        )
    except NotPermitted as refused:
        status = 401 if refused.decision.reason == "not-signed-in" else 403
        raise Problem(status, "not-permitted", reason=refused.message.text(lang)) from refused
    except (OfficialRefused, OfficialChanged, RequestReused) as fault:
        raise Problem(409, "step-refused", reason=fault.message.text(lang)) from fault
    told = to_json(kept._asdict() | {"at": kept.at_text})
    return Response(told, 200, {"cache-control": "no-store"}, "application/json")
