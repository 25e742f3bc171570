"""The address of a database as it is typed: understood, refused, and shown without its password."""

import re

from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError

from dashboard.actuals.store_faults import StoreError
from dashboard.settings import without_password


def understood(url: str) -> URL:
    """Return the address of a database. Raises `StoreError` for one that is none.

    `postgresql://me@first:5432,second:5432/name` names several servers, as libpq does.
    """
    if url.startswith("postgresql") and url.count("@") > 1:
        # Which of them ends the password cannot be known, and the rest would be shown as a host.
        raise StoreError("store.password")
    plain, hosts = _several_hosts(url)
    try:
        parsed = make_url(plain)
    except ArgumentError:
        raise StoreError("store.url", url=without_password(url)[:80]) from None
    except ValueError:
        # Of what has to be a number, only a port stands in an address.
        raise StoreError("store.port", url=without_password(url)[:80]) from None
    if parsed.get_backend_name() == "postgresql":
        ports = [host.rpartition(":")[2] for host in hosts if ":" in host]
        ports += [str(parsed.port)] if parsed.port is not None else []
        if not all(_is_port(port) for port in ports):
            raise StoreError("store.port", url=without_password(url)[:80])
        several = parsed.update_query_pairs([("host", host) for host in hosts], append=True)
        return several.set(drivername="postgresql+psycopg")
    if parsed.get_backend_name() != "sqlite" or parsed.drivername not in {
        "sqlite",
        "sqlite+pysqlite",
    }:
        raise StoreError("store.url", url=shown(parsed))
    if parsed.database in {None, "", ":memory:"}:
        raise StoreError("store.needs-file")
    return parsed


def shown(url: URL) -> str:
    """Return an address as people may read it, without any password."""
    return without_password(url.render_as_string())


def _several_hosts(url: str) -> tuple[str, list[str]]:
    """Take the hosts out of an address that names more than one."""
    found = re.match(r"(postgresql(?:\+\w+)?://(?:[^/?]*@)?)([^/?@]*,[^/?@]*)(.*)", url, re.DOTALL)
    return (found[1] + found[3], found[2].split(",")) if found else (url, [])


def _is_port(text: str) -> bool:
    return text.isascii() and text.isdigit() and 0 < int(text[:6]) <= 65535
