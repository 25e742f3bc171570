"""The programs' application: its addresses, their parameters, and how refusals are answered."""

from typing import Annotated, Any

from fastapi import FastAPI, Header, Path, Query, Request
from fastapi.exceptions import RequestValidationError
from pydantic import Field, create_model
from starlette.exceptions import HTTPException
from starlette.responses import HTMLResponse, JSONResponse, Response
from starlette.routing import Match

from dashboard import __version__
from dashboard.doors.addresses import PROGRAMS, path_outside
from dashboard.doors.api import assigning, models, problems, reporting
from dashboard.doors.api.arrivals import arriving
from dashboard.doors.api.description import description_page
from dashboard.doors.api.entering import Refused, entered
from dashboard.doors.api.listings import LISTINGS, OBSERVATIONS, Listing
from dashboard.doors.api.problems import Problem, field_faults, language_of
from dashboard.doors.api.reading import (
    Asked,
    Part,
    PartNow,
    Spoken,
    Tried,
    history,
    listed,
    single,
)
from dashboard.doors.api.reporting import ReportedListing
from dashboard.languages import LOGGED
from dashboard.settings import Settings

Id = Annotated[str, Path(max_length=200)]
IdempotencyKey = Annotated[
    str | None,
    Header(max_length=100, description="A request sent twice under one key counts once"),
]

_PROBLEM = {problems.MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}}
_REFUSALS: dict[int | str, dict[str, Any]] = {
    status: {"description": problems.title_of(status, LOGGED), "content": _PROBLEM}
    for status in (400, 401, 403, 404, 405, 406, 412, 413, 414, 421, 422, 429, 431, 500, 503)
}
_REFUSALS_OF_SENT: dict[int | str, dict[str, Any]] = {
    status: {"description": problems.title_of(status, LOGGED), "content": _PROBLEM}
    for status in (409, 415)
}
_STILL_SO: dict[int | str, dict[str, Any]] = {
    304: {"description": "What the asker has, named by `If-None-Match`, is still so"}
}


def application(settings: Settings) -> FastAPI:
    """Return the application behind `/api/v1`."""
    api = FastAPI(
        title="Cluster-target tracking dashboard",
        summary="Promises of cluster plans, figures and verdicts",
        version=__version__,
        # The library's own pages load scripts from elsewhere; ours is plain.
        docs_url=None,
        redoc_url=None,
        redirect_slashes=False,
        servers=[{"url": path_outside(PROGRAMS, settings)}],
        root_path_in_servers=False,
        # Nothing leaves this machine, whatever variables other programs left in its environment.
        telemetry={
            "tracing": False,
            "metrics": False,
            "logs": False,
            "operation_spans": False,
            "auto_configure": False,
        },
    )
    api.router.route_class = arriving(settings)
    for listing in LISTINGS:
        _list(api, settings, listing)
        _thing(api, settings, listing)
    _observations(api, settings)
    for reported in reporting.LISTINGS:
        _reported(api, settings, reported)
    _returns(api, settings)
    _comments(api, settings)
    _officials(api, settings)
    _refusals(api)

    async def described(request: Request) -> Response:
        return HTMLResponse(description_page(api.openapi(), language_of(request)))

    # Neither holds a figure: they are read by whoever comes.
    api.add_route("/", described, include_in_schema=False)

    described_as = api.openapi

    def openapi() -> dict[str, Any]:
        if api.openapi_schema is None:
            made = described_as()
            made["components"]["schemas"]["Problem"] = models.Problem.model_json_schema()
            if settings.signs_in:
                token = {"type": "http", "scheme": "bearer", "bearerFormat": "cd_…"}
                made["components"]["securitySchemes"] = {"token": token}
                # What everybody may read is read without one.
                made["security"] = [{"token": []}, {}]
        assert api.openapi_schema is not None
        return api.openapi_schema

    api.openapi = openapi  # type: ignore[method-assign]  # FastAPI's own way of adding to it
    return api


def _list(api: FastAPI, settings: Settings, listing: Listing) -> None:
    query = _query(listing)

    @api.get(f"/{listing.name}", **_told(listing, models.Page[listing.model]))  # type: ignore[name-defined]  # made for the document
    def endpoint(request: Request, asked: Annotated[query, Query()]) -> Response:  # type: ignore[valid-type]  # made of its filters
        return listed(request, settings, listing, asked, _filters(listing, asked))


def _thing(api: FastAPI, settings: Settings, listing: Listing) -> None:
    @api.get(f"/{listing.name}/{{id}}", **_told(listing, listing.model, single=True))
    def endpoint(request: Request, id: Id, asked: Annotated[Asked, Query()]) -> Response:
        return single(request, settings, listing, id, asked)


def _observations(api: FastAPI, settings: Settings) -> None:
    query = _query(OBSERVATIONS)

    @api.get("/observations", **_told(OBSERVATIONS, models.Page[models.Observation]))
    def observations(request: Request, asked: Annotated[query, Query()]) -> Response:  # type: ignore[valid-type]  # made of its filters
        filters = _filters(OBSERVATIONS, asked)
        return listed(request, settings, OBSERVATIONS, asked, filters)

    @api.get(
        "/observations/{region}/{subject}/{indicator}",
        **_told(OBSERVATIONS, models.Page[models.Revision])
        | {
            "summary": "Every revision of one series, for who may see who entered what",
            "operation_id": "get_observations",
        },
    )
    def revisions(
        request: Request, region: Id, subject: Id, indicator: Id, asked: Annotated[Part, Query()]
    ) -> Response:
        return history(request, settings, asked, (region, subject, indicator))

    @api.post(
        "/observations",
        summary="Enter figures, all of them or none",
        operation_id="enter_observations",
        **_sent(
            models.Comparison,
            "Refused, wanting a reason, or changed meanwhile: nothing was written",
        ),
    )
    def enter(
        request: Request,
        sent: models.Figures,
        asked: Annotated[Tried, Query()],
        idempotency_key: IdempotencyKey = None,
    ) -> Response:
        return entered(request, settings, sent, asked.dry_run, idempotency_key)


def _reported(api: FastAPI, settings: Settings, listing: ReportedListing) -> None:
    query = _query(listing, PartNow)

    @api.get(f"/{listing.name}", **_told(listing, models.Page[listing.model]))  # type: ignore[name-defined]  # made for the document
    def endpoint(request: Request, asked: Annotated[query, Query()]) -> Response:  # type: ignore[valid-type]  # made of its filters
        return reporting.listed(request, settings, listing, asked, _filters(listing, asked))

    if listing.one is not None:

        @api.get(f"/{listing.name}/{{id}}", **_told(listing, listing.model, single=True))
        def single_one(request: Request, id: Id, _: Annotated[Spoken, Query()]) -> Response:
            return reporting.single(request, settings, listing, id)


def _returns(api: FastAPI, settings: Settings) -> None:
    path = "/returns/{region}/{unit}/{period}"

    @api.get(
        path,
        summary="One return with its figures and steps",
        operation_id="get_returns",
        response_class=JSONResponse,
        responses={200: {"model": models.ShownReturn}, **_STILL_SO, **_REFUSALS},
    )
    def shown(
        request: Request, region: Id, unit: Id, period: Id, asked: Annotated[Spoken, Query()]
    ) -> Response:
        return reporting.shown(request, settings, (region, unit, period), asked)

    @api.post(
        path,
        summary="Take a step with a return: submit, return, approve, correct or publish it",
        operation_id="step_returns",
        **_sent(models.SteppedReturn, "Not possible, or changed meanwhile"),
    )
    def step(
        request: Request,
        region: Id,
        unit: Id,
        period: Id,
        sent: models.ReturnStep,
        asked: Annotated[Tried, Query()],
    ) -> Response:
        return reporting.stepped(request, settings, (region, unit, period), sent, asked.dry_run)


def _comments(api: FastAPI, settings: Settings) -> None:
    @api.post(
        "/comments",
        summary="Comment on a figure",
        operation_id="add_comments",
        **_sent(models.Comment, "Not possible: nothing was kept"),
    )
    def comment(
        request: Request,
        sent: models.NewComment,
        _: Annotated[Spoken, Query()],
        idempotency_key: IdempotencyKey = None,
    ) -> Response:
        return reporting.commented(request, settings, sent, idempotency_key)

    @api.post(
        "/comments/{id}/withdraw",
        summary="Withdraw a comment: one's own, or as a reviewer of the region",
        operation_id="withdraw_comment",
        **_sent(models.Comment, "Not possible: nothing was changed"),
    )
    def withdraw(
        request: Request,
        id: Annotated[int, Path(ge=1, le=2**62)],
        sent: models.Withdrawal,
        _: Annotated[Spoken, Query()],
    ) -> Response:
        return reporting.withdrawn(request, settings, id, sent)


def _officials(api: FastAPI, settings: Settings) -> None:
    @api.post(
        "/officials",
        summary="Assign a leader to a cluster, or nobody any more",
        operation_id="assign_official",
        **_sent(models.Assigned, "Not possible: nothing was kept"),
    )
    def assign(
        request: Request,
        sent: models.NewAssignment,
        _: Annotated[Spoken, Query()],
        idempotency_key: IdempotencyKey = None,
    ) -> Response:
        return assigning.assigned(request, settings, sent, idempotency_key)


def _query(listing: Listing | ReportedListing, base: type[PartNow] = Part) -> type[PartNow]:
    """Return the parameters of a list: its filters beside which part is asked for."""
    filters: dict[str, Any] = {
        name: (str | None, Field(None, max_length=200)) for name in listing.filters
    }
    return create_model(f"{listing.name.title()}Query", __base__=base, **filters)


def _filters(listing: Listing | ReportedListing, asked: PartNow) -> dict[str, Any]:
    return {name: getattr(asked, name) for name in listing.filters}


def _told(listing: Listing | ReportedListing, shape: Any, single: bool = False) -> dict[str, Any]:
    """Return what the document says of an address."""
    answers: dict[int | str, dict[str, Any]] = {200: {"model": shape}, **_STILL_SO, **_REFUSALS}
    if not single:
        answers[200]["content"] = {"text/csv": {"schema": {"type": "string"}}}
    return {
        "summary": listing.words if not single else f"{listing.words}: one of them",
        "operation_id": f"{'get' if single else 'list'}_{listing.name}",
        "response_class": JSONResponse,
        "responses": answers,
    }


def _sent(shape: Any, refused: str) -> dict[str, Any]:
    """Return what the document says of an address that takes something; `refused` is its 409."""
    answers: dict[int | str, dict[str, Any]] = {200: {"model": shape}}
    answers |= _REFUSALS | _REFUSALS_OF_SENT
    answers[409] = {"description": refused, "content": _PROBLEM}
    return {"response_class": JSONResponse, "responses": answers}


def _refusals(api: FastAPI) -> None:
    """Answer whatever is refused as a problem, in a sentence."""
    from dashboard.actuals.messages import ActualsError
    from dashboard.register import RegisterFaults

    @api.exception_handler(Problem)
    def problem(request: Request, fault: Problem) -> Response:
        return fault.answered(request)

    @api.exception_handler(Refused)
    def refused(request: Request, fault: Refused) -> Response:
        return fault.answered(request, comparison=fault.comparison)

    @api.exception_handler(RequestValidationError)
    def invalid(request: Request, fault: RequestValidationError) -> Response:
        found = field_faults(fault.errors(), language_of(request))
        return Problem(422, "invalid", where=found[0]["where"]).answered(request, errors=found)

    @api.exception_handler(HTTPException)
    def unrouted(request: Request, fault: HTTPException) -> Response:
        code = {404: "no-address", 405: "method"}.get(fault.status_code, "malformed")
        answer = Problem(fault.status_code, code).answered(request)
        if fault.status_code == 405:
            # Each of two routes at one address knows its own method only.
            at_it = [one for one in api.routes if one.matches(request.scope)[0] is Match.PARTIAL]
            known = {name for one in at_it for name in getattr(one, "methods", None) or ()}
            # What is read may be asked for without its body as well.
            known |= {"HEAD"} if "GET" in known else set()
            answer.headers["allow"] = ", ".join(sorted(known))
        return answer

    @api.exception_handler(ActualsError)
    def unavailable(request: Request, _: ActualsError) -> Response:
        return Problem(503, "unavailable").answered(request)

    @api.exception_handler(RegisterFaults)
    def broken(request: Request, _: RegisterFaults) -> Response:
        return Problem(503, "register").answered(request)

    @api.exception_handler(Exception)
    def failed(request: Request, _: Exception) -> Response:
        # It is raised on, so that the door writes it down.
        return Problem(500, "failed").answered(request)
