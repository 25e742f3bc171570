"""The two cookies: who is signed in, and whose form it is before that."""

from dashboard.settings import Settings

SESSION = "cluster_session"
VISIT = "cluster_visit"
# Browsers take a cookie of this prefix only over TLS, from this very host, for all its paths.
_HOST = "__Host-"
# The same, for a cookie of some paths only.
_SECURE = "__Secure-"
_LONGEST = 8192


def cookie_name(name: str, settings: Settings) -> str:
    """Return a cookie's full name: where there is TLS, one that only TLS can set.

    On a host of our own no neighbouring host can set it either.
    """
    if not settings.secure:
        return name
    return (_SECURE if settings.base_path else _HOST) + name


def set_cookie(name: str, value: str, settings: Settings) -> str:
    """Return the `Set-Cookie` header: until the browser closes, unreadable for scripts, Lax.

    Below a path of another site, that site's other paths are not sent it.
    """
    path = f"{settings.base_path}/"
    kept = f"{cookie_name(name, settings)}={value}; Path={path}; HttpOnly; SameSite=Lax"
    return kept + "; Secure" if settings.secure else kept


def clear_cookie(name: str, settings: Settings) -> str:
    """Return the `Set-Cookie` header that makes the browser forget a cookie."""
    return set_cookie(name, "", settings) + "; Max-Age=0"


def read_cookie(headers: list[bytes], name: str, settings: Settings) -> str | None:
    """Return a cookie's value from all `Cookie` headers of a request; None if there is not one.

    Two of one name are none: one was planted, and which cannot be told.
    """
    wanted = cookie_name(name, settings)
    text = b"; ".join(headers).decode("latin-1")
    if len(text) > _LONGEST:
        return None
    pairs = (part.strip().partition("=") for part in text.split(";"))
    found = [value for key, _, value in pairs if key == wanted]
    return found[0] if len(found) == 1 and found[0] else None
