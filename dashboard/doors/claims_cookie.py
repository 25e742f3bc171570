"""What an identity provider granted at signing in, kept signed in a cookie beside the session's.

The cookie is worth something only together with its session (by the session's hash), on this
server (by its secret), under the rules that stood when it was made, and until the provider's token
expires. It holds no name, and of the grants only which rules of the settings gave them: a browser
keeps no cookie of more than 4,096 bytes, and somebody may answer for many units.
"""

import hashlib
import hmac
import secrets
from collections.abc import Sequence
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

from dashboard.doors.provider_file import rules_digest, rules_of
from dashboard.people.claims import grants_of_rules, still_holds
from dashboard.people.cookies import read_cookie
from dashboard.people.identity import Grant
from dashboard.settings import Settings

CLAIMS = "cluster_claims"
FEWEST_CHARACTERS = 32


class SecretFault(ValueError):
    """The secret file is too short to be one."""


@cache
def server_secret(path: Path | None) -> str:
    """Return the secret that signs what visitors keep for us; a random one without a file.

    Raises `SecretFault`, `OSError`.
    """
    if path is None:
        return secrets.token_urlsafe(48)
    # Random bytes that were not written as text are no secret that could be kept as one.
    text = path.read_text(encoding="utf-8", errors="replace").strip()
    if len(text) < FEWEST_CHARACTERS or "\N{REPLACEMENT CHARACTER}" in text:
        raise SecretFault(str(path))
    return text


def signed_grants(settings: Settings, session: str, met: Sequence[int], expires: datetime) -> str:
    """Return the cookie's value for the holder of `session` who met the rules at the places `met`."""
    places = sum(1 << place for place in met)
    body = f"{int(expires.timestamp())}.{places:x}"
    return f"{body}.{_signature(settings, session, body)}"


def claimed_grants(
    settings: Settings, cookies: list[bytes], session: str
) -> tuple[Grant, ...] | None:
    """Return what the provider grants the holder of `session` now; None for a stranger's cookie."""
    held = read_cookie(cookies, CLAIMS, settings)
    body, _, signature = (held or "").rpartition(".")
    if not signature.isascii() or not body.isascii():
        return None
    if not hmac.compare_digest(_signature(settings, session, body), signature):
        return None
    until, _, places = body.partition(".")
    if not still_holds(int(until), datetime.now(UTC)):
        return None
    met, rules = int(places, 16), rules_of(settings.provider) if settings.provider else ()
    return grants_of_rules([place for place in range(len(rules)) if met >> place & 1], rules)


def _signature(settings: Settings, session: str, body: str) -> str:
    key = server_secret(settings.secret).encode()
    # Other rules, other places: what was met before is then worth nothing.
    rules = rules_digest(settings.provider) if settings.provider else ""
    of = f"claims {hashlib.sha256(session.encode()).hexdigest()} {rules} {body}"
    return hmac.new(key, of.encode(), hashlib.sha256).hexdigest()
