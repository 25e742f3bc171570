"""Returns, completeness and issued bulletins: what is reported, by whom it is due, what went out of it."""

from collections import Counter
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, NamedTuple

from pydantic import BaseModel

from dashboard.actuals.due_dates import Due
from dashboard.doors.addresses import path_outside
from dashboard.doors.api import listings, models
from dashboard.doors.api.callers import acting
from dashboard.doors.api.listings import Rows
from dashboard.doors.api.problems import Problem, language_of
from dashboard.doors.api.reading import (
    PartNow,
    Spoken,
    form_of,
    given,
    page,
    standing_for,
    written,
)
from dashboard.exchange.representations import to_json
from dashboard.exchange.returns import report_row, return_row, shown_return
from dashboard.judging import Standing
from dashboard.settings import Settings

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

    from dashboard.actuals.figure_comments import Comment
    from dashboard.actuals.return_steps import ReturnKey, ReturnNow
    from dashboard.actuals.store import Store
    from dashboard.doors.permitted_comments import PermittedComments
    from dashboard.doors.permitted_returns import PermittedReturns
    from dashboard.entry.returns import Report
    from dashboard.people.actor import By


# What a single thing of a list is called in a sentence.
_CALLED = {"bulletins": "bulletin"}


class Desk(NamedTuple):
    """What is reported, as the asker may see it."""

    standing: Standing
    store: "Store"
    returns: "PermittedReturns"
    comments: "PermittedComments"
    settings: Settings


class ReportedListing(NamedTuple):
    """What an address lists of it: its words, an item's shape, and items of what was asked.

    `one` narrows the list to an id; None where a single thing has an address of its own.
    """

    name: str
    words: str
    model: type[BaseModel]
    rows: Callable[[Desk, dict[str, Any]], Rows]
    filters: tuple[str, ...]
    one: Callable[[str], dict[str, Any]] | None = None


def listed(
    request: "Request",
    settings: Settings,
    listing: ReportedListing,
    asked: PartNow,
    filters: dict[str, Any],
) -> "Response":
    """Return a part of a list, of what the asker may see."""
    desk = _desk(request, settings)
    listings.refuse_unknown(desk.standing, filters)
    rows = listing.rows(desk, filters)
    chosen = tuple((name, value) for name, value in filters.items() if value is not None)
    lang = asked.lang or language_of(request)
    columns = tuple(name for name in listing.model.model_fields if name != "files")
    here = path_outside(request.url.path, settings)
    form = form_of(request, asked)
    return given(request, page(rows, columns, chosen, asked, form, here, lang, None), form)


def single(request: "Request", settings: Settings, listing: ReportedListing, id: str) -> "Response":
    """Return one thing. Raises `Problem` for an id that is nobody's, or that the asker may not see."""
    assert listing.one is not None
    desk, narrowed = _desk(request, settings), listing.one(id)
    region = narrowed.get("region")
    known = region is None or desk.standing.catalogue.region(region) is not None
    rows = listing.rows(desk, narrowed) if known else []
    found = next((row for row in rows if row["id"] == id), None)
    if found is None:
        raise Problem(404, "unknown", what=_CALLED.get(listing.name, listing.name), id=id)
    return given(request, written(to_json(found).encode()), "json")


def shown(
    request: "Request", settings: Settings, key: tuple[str, str, str], asked: Spoken
) -> "Response":
    """Return one return with its figures and steps."""
    from dashboard.doors.permitted_returns import NoSuchUnit
    from dashboard.people.matrix import NotPermitted

    lang, desk = asked.lang or language_of(request), _desk(request, settings)
    named = _key(desk, key, lang)
    try:
        found = desk.returns.show(named)
    except NotPermitted as refused:
        raise Problem(403, "not-permitted", reason=refused.message.text(lang)) from refused
    except NoSuchUnit as fault:
        raise _not_found(fault, lang) from fault
    return given(request, written(to_json(shown_return(found)).encode()), "json")


def stepped(
    request: "Request",
    settings: Settings,
    key: tuple[str, str, str],
    sent: models.ReturnStep,
    dry_run: bool,
) -> "Response":
    """Take a step with a return, through the one door; a dry run says whether it could be taken."""
    from starlette.responses import Response

    from dashboard.actuals.return_states import StepRefused
    from dashboard.actuals.return_steps import ReturnChanged
    from dashboard.doors.permitted_returns import NoSuchUnit
    from dashboard.people.matrix import NotPermitted

    lang, desk = language_of(request), _desk(request, settings)
    named = _key(desk, key, lang)
    try:
        now = _tried(desk, named, sent) if dry_run else _taken(desk, named, sent)
    except NotPermitted as refused:
        status = 401 if refused.decision.reason == "not-signed-in" else 403
        raise Problem(status, "not-permitted", reason=refused.message.text(lang)) from refused
    except NoSuchUnit as fault:
        raise _not_found(fault, lang) from fault
    except (StepRefused, ReturnChanged) as fault:
        raise Problem(409, "step-refused", reason=fault.message.text(lang)) from fault
    told = to_json(return_row(now) | {"dry_run": dry_run})
    return Response(told, 200, {"cache-control": "no-store"}, "application/json")


def commented(
    request: "Request", settings: Settings, sent: models.NewComment, key: str | None
) -> "Response":
    """Keep a comment on a figure, through the one door; `key` makes one sent twice count once."""
    desk = _desk(request, settings)
    listings.refuse_unknown(desk.standing, {"region": sent.region})
    figure = (sent.region, sent.subject, sent.indicator, sent.period)
    return _said(
        request,
        lambda: desk.comments.comment(figure, sent.text, sent.audience, request_id=key),
    )


def withdrawn(
    request: "Request", settings: Settings, id: int, sent: models.Withdrawal
) -> "Response":
    """Withdraw a comment, through the one door; sent twice it is withdrawn once."""
    desk = _desk(request, settings)
    return _said(request, lambda: desk.comments.withdraw_comment(id, sent.reason))


def _said(request: "Request", act: Callable[[], "Comment"]) -> "Response":
    """Answer with what a comment is after something was done, or why it was not."""
    from starlette.responses import Response

    from dashboard.actuals.figure_records import CommentRefused
    from dashboard.actuals.records import RequestReused
    from dashboard.exchange.comments import comment_row
    from dashboard.people.matrix import NotPermitted

    lang = language_of(request)
    try:
        said = act()
    except NotPermitted as refused:
        status = 401 if refused.decision.reason == "not-signed-in" else 403
        raise Problem(status, "not-permitted", reason=refused.message.text(lang)) from refused
    except (CommentRefused, RequestReused) as fault:
        raise Problem(409, "step-refused", reason=fault.message.text(lang)) from fault
    told = to_json(comment_row(said))
    return Response(told, 200, {"cache-control": "no-store"}, "application/json")


def _taken(desk: Desk, key: "ReturnKey", sent: models.ReturnStep) -> "ReturnNow":
    from dashboard.actuals.return_states import Vintage

    returns, seen = desk.returns, sent.seen
    if sent.step == "submit":
        vintage = Vintage(sent.vintage)
        return returns.submit(key, seen=seen, vintage=vintage, reason=sent.reason)
    if sent.step == "return":
        marked = {
            (key.region, one.subject, one.indicator, one.period): one.reason for one in sent.figures
        }
        return returns.send_back(key, sent.reason, seen=seen, figures=marked)
    if sent.step == "approve":
        return returns.approve(key, seen=seen, reason=sent.reason)
    if sent.step == "correct":
        return returns.correct(key, sent.reason, seen=seen)
    return returns.publish(key, seen=seen)


def _tried(desk: Desk, key: "ReturnKey", sent: models.ReturnStep) -> "ReturnNow":
    """Return where a return stands, of which the asker may take the step. Raises as the step would."""
    from dashboard.actuals.return_states import Step, after
    from dashboard.actuals.return_steps import ReturnChanged

    step, now = Step(sent.step), desk.returns.permitted(key, Step(sent.step))
    if now.number != sent.seen:
        raise ReturnChanged(
            "returns.changed", unit=key.unit, author=now.author, n=now.number - sent.seen
        )
    after(now.place, step, len(now.through), sent.reason)
    return now


def _desk(request: "Request", settings: Settings) -> Desk:
    from dashboard import loading
    from dashboard.doors.permitted_comments import PermittedComments
    from dashboard.doors.permitted_returns import PermittedReturns

    standing, store = standing_for(request, settings, None), loading.store(settings)
    catalogue = standing.catalogue

    def who() -> "By":
        return acting(request, settings, catalogue)

    returns = PermittedReturns(store, catalogue, settings, who)
    comments = PermittedComments(store, catalogue, settings, who)
    return Desk(standing, store, returns, comments, settings)


def _key(desk: Desk, key: tuple[str, str, str], lang: str) -> "ReturnKey":
    from dashboard.actuals.periods import PeriodError, period
    from dashboard.actuals.return_steps import ReturnKey

    region, unit, code = key
    listings.refuse_unknown(desk.standing, {"region": region})
    try:
        return ReturnKey(region, unit, period(code).code)
    except PeriodError as fault:
        raise _not_found(fault, lang) from fault


def _not_found(fault: Any, lang: str) -> Problem:
    return Problem(404, "step-refused", reason=fault.message.text(lang))


# -- what each lists


def _reports(desk: Desk, asked: dict[str, Any]) -> "list[Report]":
    from dashboard.actuals.periods import PeriodError, period

    if asked.get("period") is not None:
        try:
            period(asked["period"])
        except PeriodError:
            return []
    regions = [asked["region"]] if asked.get("region") else desk.standing.regions()
    on = desk.settings.on()
    return [
        each for region in regions for each in desk.returns.reports(region, on, asked.get("period"))
    ]


def _returns(desk: Desk, asked: dict[str, Any]) -> Rows:
    """What every unit owes and has reported, of the last twelve months or of one period."""
    rows = [report_row(each) for each in _reports(desk, asked)]
    names = ("unit", "state", "standing")
    return [row for row in rows if all(asked[n] in (None, row[n]) for n in names)]


def _completeness(desk: Desk, asked: dict[str, Any]) -> Rows:
    counts: dict[tuple[str, str], Counter[Due]] = {}
    for each in _reports(desk, asked):
        counts.setdefault((each.key.region, each.key.period), Counter())[each.standing] += 1
    return [
        {"id": f"{region}:{code}", "region": region, "period": code, "owed": found.total()}
        | {each.value: found[each] for each in Due}
        for (region, code), found in counts.items()
    ]


def _bulletins(desk: Desk, asked: dict[str, Any]) -> Rows:
    """Bulletins of the regions that the asker may read, the newest first."""
    from dashboard.actuals.observations import moment_text

    found: dict[str, dict[str, Any]] = {}
    for one in desk.store.issued_bulletins(id=asked.get("id"), region=asked.get("region")):
        if desk.standing.hides(one.region) or asked.get("period") not in (None, one.period):
            continue
        names = ("id", "region", "period", "lang", "issuer", "day", "revision")
        row = {name: getattr(one, name) for name in (*names, "register_version", "software")}
        row |= {"content_sha256": one.content_checksum, "files": []}
        at = moment_text(one.at)
        found.setdefault(one.id, row)["files"].append(
            {"format": one.format, "sha256": one.file_checksum, "at": at}
        )
    return list(found.values())


def _comments(desk: Desk, asked: dict[str, Any]) -> Rows:
    """The comments that the asker may see, oldest first."""
    from dashboard.exchange.comments import comment_row

    regions = [asked["region"]] if asked.get("region") else desk.standing.regions()
    rows = [comment_row(one) for one in desk.comments.of_regions(regions).comments]
    names = ("subject", "indicator", "period")
    return [row for row in rows if all(asked[n] in (None, row[n]) for n in names)]


def _of_region_and_period(id: str) -> dict[str, Any]:
    region, _, code = id.partition(":")
    return {"region": region, "period": code}


def _of_id(id: str) -> dict[str, Any]:
    return {"id": id}


LISTINGS = (
    ReportedListing(
        "returns", "Units' reports, how each stands and by when it is due", models.Return, _returns,
        ("region", "unit", "period", "state", "standing"),
    ),
    ReportedListing(
        "completeness", "How many reports of a region stand how for a period", models.Completeness,
        _completeness, ("region", "period"), _of_region_and_period,
    ),
    ReportedListing(
        "comments", "What was said of figures, for whom the asker belongs to", models.Comment,
        _comments, ("region", "subject", "indicator", "period"),
    ),
    ReportedListing(
        "bulletins", "Bulletins that were issued", models.IssuedBulletin, _bulletins,
        ("region", "period"), _of_id,
    ),
)  # fmt: skip
