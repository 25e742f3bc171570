"""Who a trusted reverse proxy says a visitor is; from anywhere else its header is an attack."""

import ipaddress
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from dashboard.people.messages import PeopleError
from dashboard.people.names import folded

Network: TypeAlias = ipaddress.IPv4Network | ipaddress.IPv6Network
# Header names and values as they arrived, duplicates and all.
RawHeaders: TypeAlias = Iterable[tuple[bytes, bytes]]


class ProxyRefused(PeopleError):
    """The request must not be answered; `code` says why and belongs into the log."""


class NetworkFault(PeopleError):
    """A trusted address in the settings cannot be understood."""


@dataclass(frozen=True, slots=True)
class Vouched:
    """The name a trusted proxy gave."""

    name: str


def trusted_networks(texts: Sequence[str]) -> tuple[Network, ...]:
    """Read addresses and networks such as `127.0.0.1` and `10.1.0.0/16`. Raises `NetworkFault`.

    All addresses at once are no list of trusted ones and are refused.
    """
    networks = []
    for text in texts:
        try:
            network = ipaddress.ip_network(text.strip())
        except ValueError:
            raise NetworkFault("proxy.network", found=text[:64]) from None
        if network.prefixlen == 0:
            raise NetworkFault("proxy.everybody", found=text[:64])
        networks.append(network)
    return tuple(networks)


def identify_from_proxy(
    headers: RawHeaders, peer: str, trusted: Sequence[Network], header_name: str
) -> Vouched | None:
    """Return whom the proxy names, None for a visitor it does not name.

    Raises `ProxyRefused`: `untrusted` when the header comes from an address that is not trusted,
    `lookalike` for a name some servers take for it (`_` for `-`), `repeated` for several, `value`
    for what is no name.
    """
    wanted = header_name.lower().replace("_", "-")
    alike = [
        (name.decode("latin-1").lower(), value)
        for name, value in headers
        if name.decode("latin-1").lower().replace("_", "-").strip() == wanted
    ]
    if not alike:
        return None
    if not _is_trusted(peer, trusted):
        raise ProxyRefused("proxy.untrusted")
    if any(name != header_name.lower() for name, _ in alike):
        raise ProxyRefused("proxy.lookalike")
    if len(alike) > 1:
        raise ProxyRefused("proxy.repeated")
    raw = alike[0][1].strip(b" \t")
    if not raw:
        return None
    try:
        name = raw.decode("utf-8")
    except UnicodeDecodeError:
        raise ProxyRefused("proxy.value") from None
    # A comma is how two headers become one; it is in no name.
    if not folded(name):
        raise ProxyRefused("proxy.value")
    return Vouched(name)


def _is_trusted(peer: str, trusted: Sequence[Network]) -> bool:
    try:
        address = ipaddress.ip_address(peer)
    except ValueError:
        return False
    if isinstance(address, ipaddress.IPv6Address) and address.ipv4_mapped is not None:
        address = address.ipv4_mapped
    return any(address.version == each.version and address in each for each in trusted)
