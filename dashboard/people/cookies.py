"""The two cookies, who is signed in and whose form it is before that, and the forms that hang on them.

That a form came from our own page (no cross-site request forgery) says a token in it that only who
can read the visitor's cookie can make; browsers also say where a request came from.
"""

import hashlib
import hmac
import secrets

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


def visit_id() -> str:
    """Return a random value for the cookie of a visitor who is not signed in."""
    return secrets.token_urlsafe(32)


def form_token(cookie: str, form: str) -> str:
    """Return the token of one form (named by its route) for the holder of a cookie."""
    return hmac.new(cookie.encode(), f"form {form}".encode(), hashlib.sha256).hexdigest()


def is_ours(cookie: str | None, form: str, token: str | None) -> bool:
    """Tell whether a form's token belongs to the cookie it was sent with."""
    if not cookie or not token or not cookie.isascii() or not token.isascii():
        return False
    return hmac.compare_digest(form_token(cookie, form), token)


def came_from_us(origin: str | None, fetch_site: str | None, own_origin: str) -> bool:
    """Tell whether the browser says that our own page sent the request.

    `origin` and `fetch_site` are the headers `Origin` and `Sec-Fetch-Site`; None where the
    browser sent none, as old ones do, and then the form's token decides alone. `own_origin` is
    scheme, host and port, as in `https://targets.example`.
    """
    if fetch_site is not None and fetch_site != "same-origin":
        return False
    return origin is None or origin == own_origin
