"""The pages for signing in and out and for a new password: plain forms, no script.

Their links are relative, as those of all pages are: each has an address of one word.
"""

from urllib.parse import quote

from dashboard.doors.error_pages import page
from dashboard.languages import next_language, say
from dashboard.people.passwords import FEWEST_CHARACTERS


def sign_in_page(lang: str, token: str, next: str, name: str = "", fault: str = "") -> bytes:
    """Return the page to sign in; `next` is where to go then, `fault` a sentence to tell first."""
    other = next_language(lang)
    switch = f"./sign-in?lang={other}&next={quote(next, safe='')}"
    own = {"name": name, "fault": fault, "switch": switch, "other": other}
    return _form("sign_in", "sign-in", lang, token, next, **own)


def provider_fault_page(lang: str, fault: str, next: str) -> bytes:
    """Return the page that tells why the identity provider's sign-in did not work."""
    again = f"./sign-in?next={quote(next, safe='')}"
    title = say("doors.sign-in.title", lang)
    return page("provider_fault", lang, title, fault=fault, again=again)


def sign_out_page(lang: str, token: str, next: str, name: str, with_password: bool) -> bytes:
    """Return the page that asks whether to sign out, here or everywhere."""
    change = f"./password?lang={lang}&next={quote(next, safe='')}" if with_password else None
    return _form("sign_out", "sign-out", lang, token, next, name=name, change=change)


def password_page(
    lang: str, token: str, next: str, name: str, must: bool, fault: str = ""
) -> bytes:
    """Return the page to change one's own password."""
    own = {"name": name, "must": must, "fault": fault, "fewest": FEWEST_CHARACTERS}
    return _form("password", "password", lang, token, next, **own)


def _form(template: str, key: str, lang: str, token: str, next: str, **own: object) -> bytes:
    """A form of ours: the words below `doors.<key>` name it, and it is sent to `<key>`."""
    told = {
        "action": f"./{key}",
        "token": token,
        "next": next,
        "fault": "",
        # doors.password.button, doors.sign-in.button, doors.sign-out.button
        "button": say(f"doors.{key}.button", lang),
    }
    # doors.api.title, doors.entry.title, doors.locked.title, doors.password.title,
    # doors.sign-in.title, doors.sign-out.title
    return page(template, lang, say(f"doors.{key}.title", lang), **(told | own))
