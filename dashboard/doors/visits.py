"""One request: where it came from, under which id, and the language of its answer."""

import ipaddress
import json
import re
import secrets
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeAlias
from urllib.parse import parse_qsl

from dashboard import languages
from dashboard.addresses import selection
from dashboard.people.proxies import Network

RawHeaders: TypeAlias = list[tuple[bytes, bytes]]

# Set by the door on what it lets in, never taken from outside: the pages' websocket carries it.
VISIT_HEADER = b"x-cluster-visit"


@dataclass(slots=True)
class Visit:
    """One request or websocket. `peer` is who connected, `address` whom a trusted proxy names.

    `vouched` is the user a trusted proxy names. `answers_itself` is set by routes whose refusals
    are pages of their own, `framed` by one whose answer may stand in another site's page.
    """

    id: str
    peer: str
    address: str
    scheme: str
    host: str
    vouched: str = ""
    answers_itself: bool = field(default=False, compare=False)
    framed: bool = field(default=False, compare=False)

    @property
    def origin(self) -> str:
        """Return scheme, host and port as a browser names them."""
        return f"{self.scheme}://{self.host}"

    def as_header(self) -> bytes:
        """Return what the pages are told of it."""
        told = {"id": self.id, "address": self.address, "vouched": self.vouched}
        return json.dumps(told).encode("ascii")


def visit_of(scope: Any, trusted: Sequence[Network]) -> Visit:
    """Return the visit of an ASGI scope; only trusted proxies are believed about others."""
    headers: RawHeaders = scope["headers"]
    peer = scope["client"][0] if scope.get("client") else ""
    scheme = {"ws": "http", "wss": "https"}.get(scope["scheme"], scope["scheme"])
    address = peer
    if is_one_of(peer, trusted):
        address = _nearest_unknown(values(headers, b"x-forwarded-for"), trusted) or peer
        told = values(headers, b"x-forwarded-proto")
        scheme = told[-1] if told and told[-1] in {"http", "https"} else scheme
    host = values(headers, b"host")
    return Visit(new_id(), peer, address, scheme, host[0].lower() if host else "")


def new_id() -> str:
    """Return the id of a request, for the answer and the log."""
    return secrets.token_hex(8)


def told_visit(header: str | None) -> Visit | None:
    """Return the visit that the door has told the pages of; None where there was no door."""
    try:
        told = json.loads(header or "")
        return Visit(str(told["id"]), "", str(told["address"]), "", "", str(told["vouched"]))
    except (ValueError, KeyError, TypeError):
        return None


def values(headers: Iterable[tuple[bytes, bytes]], name: bytes) -> list[str]:
    """Return all values of a header, those of a list separated by commas."""
    found = [value.decode("latin-1") for key, value in headers if key.lower() == name]
    return [part.strip() for value in found for part in value.split(",") if part.strip()]


def is_one_of(address: str, networks: Sequence[Network]) -> bool:
    """Tell whether an address lies in one of the networks."""
    if not networks:
        return False
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return False
    if isinstance(parsed, ipaddress.IPv6Address) and parsed.ipv4_mapped is not None:
        parsed = parsed.ipv4_mapped
    return any(parsed.version == each.version and parsed in each for each in networks)


def language_of(query: str, accepted: str) -> str:
    """Choose a language as the pages do: the link's `lang`, else the browser's first."""
    named = selection.read("overview", parse_qsl(query, keep_blank_values=True))[0].lang
    if named:
        return named
    return languages.language_of(re.split("[,;]", accepted)[0])


def _nearest_unknown(chain: Sequence[str], trusted: Sequence[Network]) -> str:
    # From the right: what stands further left was sent by the visitor and may say anything.
    for each in reversed(chain):
        address = _without_port(each)
        if not is_one_of(address, trusted):
            return address
    return ""


def _without_port(text: str) -> str:
    """The address in `192.0.2.7:50123`, `[2001:db8::1]:443` or without a port; "" for none."""
    bare = text.partition("]")[0].removeprefix("[")
    if not text.startswith("[") and text.count(":") == 1:
        bare = text.partition(":")[0]
    try:
        return str(ipaddress.ip_address(bare))
    except ValueError:
        return ""
