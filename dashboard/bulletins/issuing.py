"""Bulletins on their way out, and back: composed, written in a form, kept as issued, verified."""

import io
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING
from zipfile import BadZipFile, ZipFile

from dashboard import __version__
from dashboard.actuals.bulletins import IssuedBulletin
from dashboard.actuals.observations import microseconds, moment_text
from dashboard.actuals.periods import Period, cumulative, period
from dashboard.bulletins.content import Bulletin, compose
from dashboard.bulletins.signature import Signature, content_checksum, sign
from dashboard.judging import Judging, Row, Standing
from dashboard.judging.publication import unpublished
from dashboard.languages.characters import hidden
from dashboard.people.identity import GUEST
from dashboard.people.sight import Sight, sight_of
from dashboard.settings import Settings

if TYPE_CHECKING:
    from dashboard.actuals.store import Store
    from dashboard.register import Catalogue

FORMATS = ("docx", "pdf", "xlsx", "html")
MEDIA_TYPES = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "pdf": "application/pdf",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "html": "text/html; charset=utf-8",
}
MOST_BYTES = 64 * 1024 * 1024
_ID = re.compile(
    rb"[a-z0-9][a-z0-9-]{0,120}-[12][0-9]{3}(?:-[MHQ]?[0-9-]{1,5})?-[0-9a-f]{12}(?![0-9a-f])"
)

# What ends a text in Word, and every other mark.
_END, _MARK = re.compile(rb"</?w:(?:p|tab|br|fldChar|fldSimple)\b[^<>]*>"), re.compile(rb"<[^<>]*>")
# Where an id stands, or goes to when others save the file, and the most that is read of each.
_TOLD = re.compile(
    r"docProps/\w+\.xml|word/(document|footer\d*|header\d*)\.xml|xl/sharedStrings\.xml"
)
_MOST_OF_A_PART = 8_000_000


class IssuerRefused(Exception):
    """The issuer's name holds signs that cannot be seen: `codes` are their places in Unicode."""

    def __init__(self, codes: list[str]) -> None:
        super().__init__()
        self.codes = tuple(codes[:5])


class NotOver(Exception):
    """The period has not ended, and what it brought is not known."""


@dataclass(frozen=True, slots=True)
class Verified:
    """What is known of a file: its record, None where it was never issued here.

    `untouched`: the file is as issued. `reproduced`: what it says follows again from the figures and
    the register of then, None where the register of then is another. `revised` are the revisions
    since that concern it.
    """

    record: IssuedBulletin | None
    untouched: bool = False
    reproduced: bool | None = None
    revised: tuple[Row, ...] = ()


def standing_of_period(
    store: "Store",
    catalogue: "Catalogue",
    at: Period,
    sight: Sight | None,
    last: int | None = None,
    known_by: datetime | None = None,
) -> Standing:
    """Return where everything stood on a period's last day, by the figures known now, or up to `last`.

    Up to `last`, what else was said counts until `known_by`, without it until that day.
    """
    back = at.end if last is not None else None
    return Judging(store).standing(
        catalogue, at.end, sight=sight, back_to=back, last=last, known_by=known_by
    )


def published_sight(
    settings: Settings, store: "Store", catalogue: "Catalogue", moment: datetime | None = None
) -> Sight | None:
    """Return which figures a bulletin counts: what is published, now or at a moment.

    None for all of them where there is nobody to publish for: on one's own machine.
    """
    if settings.mode == "local":
        return None
    known = {region: one.revision for region, one in store.publications(moment).items()}
    return sight_of(GUEST, catalogue, True, lambda: known)


def periods_over(today: date) -> list[Period]:
    """Return the periods a bulletin can be issued of: a year of months and two years, newest first."""
    months = [(today.year, month) for month in range(2, 13)]
    months += [(today.year - 1, month) for month in range(2, 13)]
    ended = [one for year, month in months if (one := cumulative(year, month)).end < today]
    ended.sort(key=lambda one: one.order, reverse=True)
    return [*ended[:12], *(one for one in ended[12:] if one.kind == "year")]


def issued(
    settings: Settings,
    store: "Store",
    catalogue: "Catalogue",
    region: str,
    at: Period,
    lang: str,
    form: str,
    *,
    issuer: str = "",
    author: str = "",
    last: int | None = None,
    layout: Path | None = None,
    tell_unpublished: Callable[[int], None] = lambda _: None,
) -> bytes:
    """Return a bulletin as a file, and keep by whom and from what it was made; `author` is "" for a guest.

    Guests who ask for the same are given the same file, so that reading alone fills no table. `last` is
    the last revision counted, the newest without it; `tell_unpublished` is told how many figures are
    counted that are not published. Raises `NotOver`, `IssuerRefused`,
    `LayoutRefused`, `StoreError`.
    """
    today = settings.on()
    sight = published_sight(settings, store, catalogue)
    standing = standing_of_period(store, catalogue, at, sight, last)
    made, signature = composed(standing, region, at, lang, today=today, issuer=issuer)
    tell_unpublished(made.unpublished)
    if not author:
        given = store.issued_bulletins(id=signature.id)
        first = min(
            (one.at for one in given if (one.format, one.author) == (form, "")), default=None
        )
        if first is not None:
            signature = sign(made, datetime.fromisoformat(moment_text(first)))
    content = written(made, signature, standing, form, layout)
    store.issue_bulletin(record(made, signature, form, content, author, today))
    return content


def composed(
    standing: Standing, region: str, at: Period, lang: str, *, today: date, issuer: str
) -> tuple[Bulletin, Signature]:
    """Return a bulletin and its signature. Raises `NotOver`, `IssuerRefused`."""
    if at.end > today:
        raise NotOver
    if unseen := hidden(issuer):
        raise IssuerRefused(unseen)
    waiting = unpublished(standing, region)
    bulletin = compose(standing, region, at, lang, today=today, issuer=issuer, unpublished=waiting)
    return bulletin, sign(bulletin, datetime.now(UTC))


def written(
    bulletin: Bulletin,
    signature: Signature,
    standing: Standing,
    form: str,
    layout: Path | None = None,
) -> bytes:
    """Return a bulletin as a file of one of `FORMATS`. Raises `LayoutRefused`."""
    if form == "docx":
        from dashboard.bulletins.word import write_word

        return write_word(bulletin, signature, standing, layout)
    if form == "pdf":
        from dashboard.bulletins.pdf import write_pdf

        return write_pdf(bulletin, signature, standing)
    if form == "xlsx":
        from dashboard.bulletins.workbook import write_workbook

        return write_workbook(bulletin, signature, standing)
    from dashboard.bulletins.web_page import write_web_page

    return write_web_page(bulletin, signature, standing)


def record(
    bulletin: Bulletin, signature: Signature, form: str, content: bytes, author: str, today: date
) -> IssuedBulletin:
    """Return what is kept of a file that is issued."""
    return IssuedBulletin(
        id=signature.id,
        format=form,
        region=bulletin.region,
        period=bulletin.period,
        lang=bulletin.lang,
        issuer=bulletin.issuer,
        day=today.isoformat(),
        author=author,
        at=microseconds(signature.moment),
        revision=bulletin.revision,
        register_version=bulletin.register_version,
        software=__version__,
        content_checksum=signature.content_checksum,
        file_checksum=sha256(content).hexdigest(),
    )


def verify(content: bytes, settings: Settings, store: "Store", catalogue: "Catalogue") -> Verified:
    """Find a file by the id in it, and say whether it is as issued and what was revised since."""
    checksum = sha256(content).hexdigest()
    for id in _ids(content):
        known = store.issued_bulletins(id=id)
        if known:
            same = next((one for one in known if one.file_checksum == checksum), None)
            found = same or next((one for one in known if one.format == _form(content)), known[0])
            again = _reproduced(found, settings, store, catalogue)
            return Verified(found, same is not None, again, _revised(found, store))
    return Verified(None)


def _reproduced(
    found: IssuedBulletin, settings: Settings, store: "Store", catalogue: "Catalogue"
) -> bool | None:
    if found.register_version != catalogue.version:
        return None
    at = period(found.period)
    moment = datetime.fromisoformat(moment_text(found.at))
    sight = published_sight(settings, store, catalogue, moment)
    today = date.fromisoformat(found.day)

    # Made by what was known then, told to the second; or, while looking back, at the period's end.
    within = moment + timedelta(seconds=1) - timedelta(microseconds=1)

    def again(known_by: datetime | None) -> set[str]:
        standing = standing_of_period(store, catalogue, at, sight, found.revision, known_by)
        made = compose(standing, found.region, at, found.lang, today=today, issuer=found.issuer)
        # As it is made now, and, of what was issued before that was said, without it.
        waiting = {0, *(unpublished(standing, found.region, by) for by in (moment, within))}
        return {content_checksum(replace(made, unpublished=n)) for n in waiting}

    return any(found.content_checksum in again(by) for by in (moment, within, None))


def _revised(found: IssuedBulletin, store: "Store") -> tuple[Row, ...]:
    at = period(found.period)
    rows = store.history(found.region).to_dict("records")
    counted = store.counted_up_to(found.region, found.revision)
    return tuple(
        {str(name): value for name, value in row.items()}
        for row in rows
        if row["revision"] > counted and period(row["period"]).end <= at.end
    )


def _form(content: bytes) -> str:
    if content.startswith(b"PK"):
        return "xlsx" if b"xl/workbook.xml" in content else "docx"
    return "pdf" if content.startswith(b"%PDF") else "html"


def _ids(content: bytes) -> Iterator[str]:
    """The ids that stand in a file, or in the parts of one that is packed."""
    seen: set[bytes] = set()
    for part in _parts(content):
        # Where one has edited, Office cuts a text into runs, each in marks of its own.
        for told in (part, _MARK.sub(b"", _END.sub(b" ", part))):
            for one in _ID.findall(told):
                if one not in seen:
                    seen.add(one)
                    yield one.decode("ascii")


def _parts(content: bytes) -> Iterator[bytes]:
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        # As some editors save a page.
        yield content.decode("utf-16", "ignore").encode()
    if not content.startswith(b"PK"):
        yield content
        return
    try:
        with ZipFile(io.BytesIO(content)) as packed:
            # What a file says of itself first: a part of the text may name another bulletin, too.
            names = [name for name in packed.namelist() if _TOLD.fullmatch(name)]
            for name in sorted(names, key=lambda each: not each.startswith("docProps/")):
                with packed.open(name) as part:
                    yield part.read(_MOST_OF_A_PART)
    except (BadZipFile, NotImplementedError, RuntimeError, OSError):
        return
