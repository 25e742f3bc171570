"""Whether a form that was sent came from our own page (no cross-site request forgery).

Every form carries a token that only who can read the visitor's cookie can make; browsers also say
where a request came from. Signing in has no session yet: its form hangs on a cookie of its own.
"""

import hashlib
import hmac
import secrets


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
