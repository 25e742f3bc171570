"""What is said instead of a page to whom it is not shown: to sign in, or who gives them a role."""

from urllib.parse import quote

from dashboard.languages import say
from dashboard.people.identity import Person
from dashboard.settings import Settings
from dashboard.views.environment import Markup
from dashboard.views.notices import empty_state
from dashboard.views.rows import Link


def locked_page(settings: Settings, lang: str, visitor: Person, here: str) -> Markup | None:
    """Return what stands in a page's place (HTML), None where the visitor may have the page.

    `here` is the page's address on this server with its query: where signing in leads back to.
    """
    if not settings.signs_in or (settings.reading == "public" and not visitor.must_change):
        return None
    if visitor.must_change:
        key, way = "must-change", "password"
    elif not visitor.signed_in:
        key, way = "text", "sign-in"
    elif not visitor.grants:
        key, way = "no-role", "sign-out"
    else:
        return None
    # doors.bar.change-password, doors.bar.sign-in, doors.bar.sign-out
    label = say(f"doors.bar.{'change-password' if way == 'password' else way}", lang)
    # Behind a proxy, signing in is the proxy's own business.
    offered = settings.mode == "team" or (settings.mode == "oidc" and way != "password")
    to = Link(label, account_address(way, lang, here)) if offered else None
    title = say("doors.locked.title", lang) if not visitor.signed_in else label
    # doors.locked.must-change, doors.locked.no-role, doors.locked.text, doors.locked.title
    return empty_state(title, say(f"doors.locked.{key}", lang), lang, to)


def account_address(way: str, lang: str, here: str) -> str:
    """Return the address of a form of the account (`sign-in`, …) that leads back to `here`."""
    return f"./{way}?next={quote(here, safe='')}&lang={lang}"
