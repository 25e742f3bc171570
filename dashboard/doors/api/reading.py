"""Lists and single things as JSON or CSV, in parts, with an ETag."""

import hashlib
from collections.abc import Hashable
from datetime import date
from typing import TYPE_CHECKING, Any, NamedTuple
from urllib.parse import urlencode

from pydantic import BaseModel, ConfigDict, Field

from dashboard.doors.addresses import path_outside
from dashboard.doors.api import listings, models
from dashboard.doors.api.callers import acting, demand_reading
from dashboard.doors.api.listings import WAITING, Listing
from dashboard.doors.api.models.answers import Day
from dashboard.doors.api.negotiation import MEDIA, Format
from dashboard.doors.api.problems import Problem, language_of
from dashboard.exchange.csv_files import write_sheet
from dashboard.exchange.representations import to_json
from dashboard.judging import Standing
from dashboard.languages import Language
from dashboard.settings import Settings

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

MOST_ITEMS = 1000
# How the tag of an answer ends that is sent compressed.
COMPRESSED = '-gzip"'


class Spoken(BaseModel):
    """What every address may be asked beside what it names. Unknown parameters are refused."""

    model_config = ConfigDict(extra="forbid")

    lang: Language | None = Field(None, description="Language of the sentences")


class Asked(Spoken):
    """What may be looked back at, too."""

    as_of: Day | None = Field(
        None, description="The day looked back to, on China's clock: what was known then"
    )


class Tried(Spoken):
    """Whether what is sent is to be done, or only looked at."""

    dry_run: bool = Field(False, description="Compare and say what would be, do nothing")


class PartNow(Spoken):
    """Which part of a list, and in which form."""

    format: Format | None = Field(
        None, description="JSON, or the same as a table; else what `Accept` weighs most, JSON"
    )
    limit: int = Field(100, ge=1, le=MOST_ITEMS, description="At most so many items")
    offset: int = Field(0, ge=0, le=10_000_000, description="After so many items")


class Part(PartNow, Asked):
    """Which part of a list, in which form, and of which day."""


class Body(NamedTuple):
    """An answer's bytes and what tells it from others."""

    etag: str
    content: bytes


def standing_for(
    request: "Request", settings: Settings, as_of: date | None, *, may_lag: bool = False
) -> Standing:
    """Return where everything stands for who asks: now, or at the end of a day on China's clock.

    With `may_lag` it may be read from a replica, and the answer says as of when.
    """
    from dashboard import loading

    person = request.state.person
    standing, _ = loading.standing_of(settings, as_of, person, may_lag=may_lag)
    request.state.read_as_of = standing.read_as_of
    demand_reading(person, standing.catalogue, settings)
    return standing


def listed(
    request: "Request", settings: Settings, listing: Listing, asked: "Part", filters: dict[str, Any]
) -> "Response":
    """Return a part of a list; CSV is the same part as a table."""
    standing = standing_for(request, settings, asked.as_of, may_lag=True)
    listings.refuse_unknown(standing, filters)
    chosen = tuple((name, value) for name, value in filters.items() if value is not None)
    lang = asked.lang or language_of(request)
    here = path_outside(request.url.path, settings)
    form = form_of(request, asked)
    waiting = tuple(listing.waiting(request, settings, standing))
    part = (form, asked.limit, asked.offset, here)
    return given(request, standing.drawn(_page, listing, chosen, waiting, lang, *part), form)


def single(
    request: "Request", settings: Settings, listing: Listing, id: str, asked: "Asked"
) -> "Response":
    """Return one thing. Raises `Problem` for an id that is nobody's."""
    standing = standing_for(request, settings, asked.as_of, may_lag=True)
    narrowed = listing.find(standing, id)
    lang = asked.lang or language_of(request)
    body = None
    if narrowed is not None:
        waiting = tuple(listing.waiting(request, settings, standing))
        body = standing.drawn(_one, listing, tuple(narrowed.items()), waiting, id, lang)
    if body is None:
        raise Problem(404, "unknown", what=listing.thing, id=id)
    return given(request, body, "json")


def history(
    request: "Request", settings: Settings, asked: "Part", series: tuple[str, str, str]
) -> "Response":
    """Return every revision of one series, for who may see who entered what."""
    from dashboard import loading
    from dashboard.doors.permitted_store import PermittedStore
    from dashboard.exchange.representations import kept_in_fields
    from dashboard.people.matrix import NotPermitted

    standing = standing_for(request, settings, None)
    region, subject, indicator = series
    listings.refuse_unknown(standing, {"region": region, "indicator": indicator})
    if all(one["subject"] != subject for one in standing.catalogue.subjects_of(region)):
        raise Problem(404, "unknown", what="subject", id=subject)
    catalogue, lang = standing.catalogue, asked.lang or language_of(request)
    store = PermittedStore(
        loading.store(settings), catalogue, settings, lambda: acting(request, settings, catalogue)
    )
    try:
        frame = store.history(*series)
    except NotPermitted as refused:
        raise Problem(403, "not-permitted", reason=refused.message.text(lang)) from refused
    units, settled = listings.units_of(standing), standing.vintages(region)
    why = loading.store(settings).reasons(frame["revision"].tolist())
    rows = [
        listings.observation_row(row, units, settled.get(row["revision"]))
        | kept_in_fields(why.get(row["revision"], ""))
        for row in frame.to_dict("records")
    ]
    here = path_outside(request.url.path, settings)
    form = form_of(request, asked)
    body = page(rows, tuple(models.Revision.model_fields), (), asked, form, here, lang, None)
    return given(request, body, form)


def form_of(request: "Request", asked: "PartNow") -> Format:
    """Return the form of a list that was asked for."""
    form: Format = asked.format or request.state.forms[0]
    return form


def given(request: "Request", body: Body, form: Format) -> "Response":
    """Return an answer, or that the asker has it already."""
    from starlette.responses import Response

    headers = {
        "etag": body.etag,
        "cache-control": "private, no-cache",
        "vary": "Accept, Accept-Language, Authorization, Cookie",
    }
    behind = getattr(request.state, "read_as_of", None)
    if behind is not None:
        headers["read-as-of"] = behind.isoformat(timespec="seconds")
    wanted = request.headers.get("if-match")
    if wanted is not None and not is_known(wanted, body.etag):
        raise Problem(412, "changed")
    if is_known(request.headers.get("if-none-match", ""), body.etag):
        return Response(status_code=304, headers=headers)
    coding = "; charset=utf-8" if form == "csv" else ""
    return Response(body.content, 200, headers, MEDIA[form] + coding)


def is_known(named: str, etag: str) -> bool:
    """Tell whether an `If-None-Match` or `If-Match` names an answer."""
    own = _uncompressed(etag)
    return any(_uncompressed(part.strip()) in {own, "*"} for part in named.split(","))


def _uncompressed(tag: str) -> str:
    bare = tag.removeprefix("W/")
    return bare.removesuffix(COMPRESSED) + '"' if bare.endswith(COMPRESSED) else bare


def written(content: bytes) -> Body:
    """Return bytes with what tells them from others."""
    return Body(f'"{hashlib.sha256(content).hexdigest()[:32]}"', content)


def _page(
    standing: Standing,
    listing: Listing,
    chosen: tuple[tuple[str, Any], ...],
    waiting: tuple[Hashable, ...],
    lang: str,
    form: Format,
    limit: int,
    offset: int,
    path: str,
) -> Body:
    rows = standing.drawn(_rows, listing, chosen, waiting, lang)
    asked = Part(as_of=standing.as_of, limit=limit, offset=offset)
    return page(rows, listing.columns, chosen, asked, form, path, lang, standing.as_of)


def page(
    rows: listings.Rows,
    columns: tuple[str, ...],
    chosen: tuple[tuple[str, Any], ...],
    asked: PartNow,
    form: Format,
    path: str,
    lang: str,
    as_of: date | None,
) -> Body:
    """Return the part of a list that was asked for, and where the next one is."""
    after = asked.offset + asked.limit
    part = rows[asked.offset : after]
    if form == "csv":
        return written(write_sheet(columns, part).encode("utf-8-sig"))
    query: dict[str, Any] = {**dict(chosen), "limit": asked.limit, "offset": after, "lang": lang}
    if as_of is not None:
        query["as_of"] = as_of.isoformat()
    more = f"{path}?{urlencode(query)}" if after < len(rows) else None
    return written(to_json({"items": part, "total": len(rows), "next": more}).encode())


def _one(
    standing: Standing,
    listing: Listing,
    asked: tuple[tuple[str, Any], ...],
    waiting: tuple[Hashable, ...],
    id: str,
    lang: str,
) -> Body | None:
    rows = _rows(standing, listing, asked, waiting, lang)
    found = next((row for row in rows if row["id"] == id), None)
    return None if found is None else written(to_json(found).encode())


def _rows(
    standing: Standing,
    listing: Listing,
    asked: tuple[tuple[str, Any], ...],
    waiting: tuple[Hashable, ...],
    lang: str,
) -> listings.Rows:
    return listing.rows(standing, lang, {**dict(asked), WAITING: waiting})
