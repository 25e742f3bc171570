"""What an identity provider granted at signing in, kept signed in a cookie beside the session's.

The cookie is worth something only together with its session (by the session's hash), on this
server (by its secret), and until the provider's token expires. It holds no name.
"""

import base64
import hashlib
import hmac
import json
import secrets
from collections.abc import Sequence
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

from dashboard.people.claims import still_holds
from dashboard.people.cookies import read_cookie
from dashboard.people.identity import Grant, Role
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
    text = path.read_text(encoding="utf-8").strip()
    if len(text) < FEWEST_CHARACTERS:
        raise SecretFault(str(path))
    return text


def signed_grants(
    settings: Settings, session: str, grants: Sequence[Grant], expires: datetime
) -> str:
    """Return the cookie's value for the holder of `session`."""
    told = {
        "until": expires.timestamp(),
        "grants": [[g.role.value, g.region, g.with_subtree, g.units] for g in grants],
    }
    body = base64.urlsafe_b64encode(json.dumps(told).encode()).decode().rstrip("=")
    return f"{body}.{_signature(settings, session, body)}"


def claimed_grants(
    settings: Settings, cookies: list[bytes], session: str
) -> tuple[Grant, ...] | None:
    """Return what the provider grants the holder of `session` now; None for a stranger's cookie."""
    held = read_cookie(cookies, CLAIMS, settings.secure)
    body, _, signature = (held or "").partition(".")
    if not signature.isascii() or not body.isascii():
        return None
    if not hmac.compare_digest(_signature(settings, session, body), signature):
        return None
    told = json.loads(base64.urlsafe_b64decode(body + "=" * (-len(body) % 4)))
    if not still_holds(told["until"], datetime.now(UTC)):
        return None
    return tuple(
        Grant(Role(role), region, below, None if units is None else tuple(units))
        for role, region, below, units in told["grants"]
    )


def _signature(settings: Settings, session: str, body: str) -> str:
    key = server_secret(settings.secret).encode()
    of = f"claims {hashlib.sha256(session.encode()).hexdigest()} {body}"
    return hmac.new(key, of.encode(), hashlib.sha256).hexdigest()
