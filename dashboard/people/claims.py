"""What an identity provider says of a person: checked, and mapped to roles by our settings.

The signature is checked by who fetched the token (Authlib); here it is only asked whether the
claims are meant for us and still hold, and which grants they bring.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from dashboard.people.identity import Grant
from dashboard.people.messages import PeopleError

# Two machines' clocks may differ by so much.
LEEWAY = timedelta(seconds=60)
_LONGEST = 255


class ClaimsRefused(PeopleError):
    """The claims are not for us, incomplete, or no longer hold."""


@dataclass(frozen=True, slots=True)
class ClaimRule:
    """Whose `claim` is or holds `value` gets `grant`.

    `claim` is a name (`groups`) or a path into claims within claims (`realm_access.roles`).
    """

    claim: str
    value: str
    grant: Grant


@dataclass(frozen=True, slots=True)
class Claimed:
    """A person as their provider describes them; `key` is theirs for ever, `name` is a wish."""

    key: str
    name: str
    display: str
    expires: datetime


def identity_from_claims(
    claims: Mapping[str, Any], issuer: str, audience: str, now: datetime
) -> Claimed:
    """Return who the claims of an ID token describe. Raises `ClaimsRefused`.

    Asked: `iss` and `aud` are ours, `sub` is there, `exp` is to come, `nbf` and `iat` have been
    (OpenID Connect Core 1.0, 3.1.3.7), each with a minute for unequal clocks.
    """
    if claims.get("iss") != issuer:
        raise ClaimsRefused("claims.issuer")
    meant = claims.get("aud")
    if audience not in (meant if isinstance(meant, list) else [meant]):
        raise ClaimsRefused("claims.audience")
    # With several audiences the provider has to say for whom the token was made.
    if claims.get("azp", audience) != audience or (
        isinstance(meant, list) and len(meant) > 1 and "azp" not in claims
    ):
        raise ClaimsRefused("claims.audience")
    subject = claims.get("sub")
    if not isinstance(subject, str) or not 0 < len(subject) <= _LONGEST:
        raise ClaimsRefused("claims.subject")
    expires = _seconds(claims, "exp")
    if expires is None or not still_holds(expires, now):
        raise ClaimsRefused("claims.expired")
    latest = (now + LEEWAY).timestamp()
    for name in ("nbf", "iat"):
        since = _seconds(claims, name)
        if since is not None and since > latest:
            raise ClaimsRefused("claims.not-yet")
    name = _text(claims, "preferred_username") or _text(claims, "email") or subject
    return Claimed(
        f"{issuer} {subject}",
        name,
        _text(claims, "name"),
        datetime.fromtimestamp(expires, now.tzinfo),
    )


def still_holds(expires: float, now: datetime) -> bool:
    """Tell whether `exp` (seconds since 1970) is still to come, by a minute's leeway."""
    return expires + LEEWAY.total_seconds() > now.timestamp()


def rules_met(claims: Mapping[str, Any], mapping: Sequence[ClaimRule]) -> tuple[int, ...]:
    """Return the places of the rules that the claims meet; none is the default.

    Values are compared whole and as they are: a text that merely contains the value, another
    capital, a number or an object is no match.
    """
    return tuple(
        place for place, rule in enumerate(mapping) if rule.value in _texts(claims, rule.claim)
    )


def grants_of_rules(places: Sequence[int], mapping: Sequence[ClaimRule]) -> tuple[Grant, ...]:
    """Return the grants of the rules at `places`, in the order of the mapping."""
    return tuple(dict.fromkeys(mapping[place].grant for place in sorted(places)))


def _texts(claims: Mapping[str, Any], path: str) -> list[str]:
    # A name with dots, such as an address, goes before a path.
    held: Any = claims
    for part in [path] if path in claims else path.split("."):
        held = held.get(part) if isinstance(held, Mapping) else None
    several = held if isinstance(held, list) else [held]
    return [each for each in several if isinstance(each, str)]


def _text(claims: Mapping[str, Any], name: str) -> str:
    value = claims.get(name)
    return value.strip() if isinstance(value, str) and value.isprintable() else ""


def _seconds(claims: Mapping[str, Any], name: str) -> float | None:
    """A NumericDate; a text or a truth is none. Raises `ClaimsRefused` for what is no moment."""
    value = claims.get(name)
    if value is None:
        return None
    # Up to the end of 9999 in any time zone: beyond, a date cannot be made of it.
    if (
        isinstance(value, bool)
        or not isinstance(value, int | float)
        or not 0 <= value < 253402214400
    ):
        raise ClaimsRefused("claims.moment", name=name)
    return float(value)
