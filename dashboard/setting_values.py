"""What kinds of values a setting may have, and how each is read from a text."""

import re
from datetime import date, timedelta
from pathlib import Path
from typing import Annotated, TypeAlias
from urllib.parse import urlsplit

from pydantic import AfterValidator, BeforeValidator
from pydantic_settings import NoDecode


def _day(value: object) -> object:
    # Not Pydantic's own reading, which takes 20261031 for a number of seconds.
    return date.fromisoformat(value) if isinstance(value, str) else value


def _minutes(value: object) -> object:
    if not isinstance(value, str):
        return value
    if not (value.isascii() and value.isdigit() and 0 < int(value[:9]) <= 60 * 24 * 30):
        raise ValueError(value)
    return timedelta(minutes=int(value))


def _several(value: object) -> object:
    parts = value.split(",") if isinstance(value, str) else ()
    return tuple(part.strip() for part in parts if part.strip()) if parts else value


def _address(text: str) -> str:
    found = urlsplit(text.rstrip("/"))
    named = found.scheme in {"http", "https"} and found.hostname and not found.username
    if text and (not named or found.query or found.fragment or not _BELOW.fullmatch(found.path)):
        raise ValueError(text)
    return f"{found.scheme}://{found.netloc.lower()}{found.path}" if text else ""


def _mail_server(text: str) -> str:
    found = urlsplit(text)
    named = found.scheme in {"smtp", "smtps"} and found.hostname and found.port != 0
    if text and (not named or found.path.strip("/") or found.query or found.username):
        raise ValueError(text)
    return text


def _webhook(text: str) -> str:
    found = urlsplit(text)
    if text and (found.scheme not in {"http", "https"} or not found.hostname or found.username):
        raise ValueError(text)
    return text


def _evidence(text: str) -> str:
    found = urlsplit(text)
    folder = re.fullmatch(r"file:///[^?#*\[\]]+", text)
    # Names of buckets and their folders, as every storage takes them; no user, key or host.
    bucket = re.fullmatch(r"s3://[a-z0-9][a-z0-9.-]{1,61}[a-z0-9](?:/[A-Za-z0-9._-]+)*/?", text)
    if text not in {"", "database"} and not folder and not bucket:
        raise ValueError(text)
    # `::` chains one file system behind another.
    if "::" in text or {"..", "."} & set(found.path.split("/")):
        raise ValueError(text)
    return text.rstrip("/") if found.path.strip("/") or bucket else text


# A path of another site, of parts that every proxy and browser reads alike.
_BELOW = re.compile(r"(?:/[A-Za-z0-9][A-Za-z0-9._-]*)*")


def _origins(texts: tuple[str, ...]) -> tuple[str, ...]:
    found = tuple(_address(text) for text in texts)
    # They stand in a header, one beside the other: a name and a port, and nothing that parts them.
    if not all(re.fullmatch(r"https?://[a-z0-9.-]+(:[0-9]{1,5})?", each) for each in found):
        raise ValueError(texts)
    return found


FilePath: TypeAlias = Annotated[Path, AfterValidator(lambda path: path.expanduser().absolute())]
Texts: TypeAlias = Annotated[tuple[str, ...], NoDecode, BeforeValidator(_several)]
Minutes: TypeAlias = Annotated[timedelta, BeforeValidator(_minutes)]
Day: TypeAlias = Annotated[date | None, BeforeValidator(_day)]
Address: TypeAlias = Annotated[str, AfterValidator(_address)]
SiteOrigins: TypeAlias = Annotated[Texts, AfterValidator(_origins)]
MailServer: TypeAlias = Annotated[str, AfterValidator(_mail_server)]
Webhook: TypeAlias = Annotated[str, AfterValidator(_webhook)]
EvidencePlace: TypeAlias = Annotated[str, AfterValidator(_evidence)]
