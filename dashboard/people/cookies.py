"""The two cookies: who is signed in, and whose form it is before that."""

SESSION = "cluster_session"
VISIT = "cluster_visit"
# Browsers take a cookie of this prefix only over TLS, from this very host, for all its paths.
_HOST = "__Host-"
_LONGEST = 8192


def cookie_name(name: str, secure: bool) -> str:
    """Return a cookie's full name: one that no neighbouring host can set, where there is TLS."""
    return _HOST + name if secure else name


def set_cookie(name: str, value: str, secure: bool) -> str:
    """Return the `Set-Cookie` header: until the browser closes, unreadable for scripts, Lax."""
    kept = f"{cookie_name(name, secure)}={value}; Path=/; HttpOnly; SameSite=Lax"
    return kept + "; Secure" if secure else kept


def clear_cookie(name: str, secure: bool) -> str:
    """Return the `Set-Cookie` header that makes the browser forget a cookie."""
    return set_cookie(name, "", secure) + "; Max-Age=0"


def read_cookie(headers: list[bytes], name: str, secure: bool) -> str | None:
    """Return a cookie's value from all `Cookie` headers of a request; None if there is not one.

    Two of one name are none: one was planted, and which cannot be told.
    """
    wanted = cookie_name(name, secure)
    text = b"; ".join(headers).decode("latin-1")
    if len(text) > _LONGEST:
        return None
    pairs = (part.strip().partition("=") for part in text.split(";"))
    found = [value for key, _, value in pairs if key == wanted]
    return found[0] if len(found) == 1 and found[0] else None
