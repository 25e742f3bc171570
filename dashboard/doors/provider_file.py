"""The identity provider as its file describes it, and which roles its claims bring here."""

import hashlib
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from dashboard.people.claims import ClaimRule
from dashboard.people.identity import Grant, Role


class ProviderFault(ValueError):
    """The provider's file cannot be used."""


@dataclass(frozen=True, slots=True)
class Provider:
    """An identity provider as the settings describe it, and what its claims bring here."""

    issuer: str
    client: str
    secret: str
    metadata: str
    rules: tuple[ClaimRule, ...]

    def __repr__(self) -> str:
        # The client's secret must not come into a log.
        return f"Provider({self.issuer!r})"


def read_provider(path: Path) -> Provider:
    """Read the TOML file of a provider. Raises `ProviderFault`, `OSError`.

    issuer = "https://login.example"          # as in its tokens
    client_id = "targets"
    client_secret = "…"
    metadata = "https://…"                    # if not at the usual place below the issuer
    [[roles]]                                 # who gets which role here
    claim = "groups"                          # or a path: realm_access.roles
    value = "targets-clerks"
    role = "clerk"
    region = "binzhou"                        # or "*"
    with_subtree = false
    units = ["市工业和信息化局"]                # for clerks only
    """
    try:
        told = tomllib.loads(path.read_text(encoding="utf-8"))
        issuer = _text(told, "issuer")
        usual = issuer.rstrip("/") + "/.well-known/openid-configuration"
        return Provider(
            issuer,
            _text(told, "client_id"),
            _text(told, "client_secret"),
            str(told.get("metadata") or usual),
            tuple(_rule(each) for each in told.get("roles", ())),
        )
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, KeyError, TypeError, ValueError) as fault:
        raise ProviderFault(str(fault)) from fault


@cache
def rules_of(path: Path) -> tuple[ClaimRule, ...]:
    """Return the rules of a provider's file as they were when the server started."""
    return read_provider(path).rules


@cache
def rules_digest(path: Path) -> str:
    """Return what tells these rules from any others, in another order too."""
    return hashlib.sha256(repr(rules_of(path)).encode()).hexdigest()


def _rule(told: Mapping[str, Any]) -> ClaimRule:
    units = told.get("units")
    grant = Grant(
        Role(told["role"]),
        _text(told, "region"),
        bool(told.get("with_subtree", False)),
        None if units is None else tuple(str(unit) for unit in units),
    )
    return ClaimRule(_text(told, "claim"), _text(told, "value"), grant)


def _text(told: Mapping[str, Any], name: str) -> str:
    value = told.get(name)
    if not isinstance(value, str) or not value:
        raise ValueError(f"{name} is missing")
    return value
