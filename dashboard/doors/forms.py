"""The pages for signing in and out and for a new password: plain forms, no script."""

import html
from urllib.parse import quote

from dashboard.doors.error_pages import page
from dashboard.languages import say
from dashboard.people.passwords import FEWEST_CHARACTERS


def sign_in_page(lang: str, token: str, next: str, name: str = "", fault: str = "") -> bytes:
    """Return the page to sign in; `next` is where to go then, `fault` a sentence to tell first."""
    title = say("doors.sign-in.title", lang)
    fields = _field("name", say("doors.sign-in.name", lang), "username", value=name)
    fields += _field("password", say("doors.sign-in.password", lang), "current-password")
    button = say("doors.sign-in.button", lang)
    other = "en" if lang == "zh" else "zh"
    away = f"/sign-in?lang={other}&amp;next={quote(next, safe='')}"
    switch = f'<nav><a href="{away}" hreflang="{other}">{_t(say("doors.sign-in.other-language", lang))}</a></nav>'
    return page(
        title, _form(title, "/sign-in", token, next, lang, fields, button, fault) + switch, lang
    )


def provider_fault_page(lang: str, fault: str, next: str) -> bytes:
    """Return the page that tells why the identity provider's sign-in did not work."""
    title = say("doors.sign-in.title", lang)
    link = f'<a href="/sign-in?next={quote(next, safe="")}">{_t(say("doors.sign-in.provider", lang))}</a>'
    return page(
        title, f'<h1>{_t(title)}</h1><p role="alert">{_t(fault)}</p><nav>{link}</nav>', lang
    )


def sign_out_page(lang: str, token: str, next: str, name: str, with_password: bool) -> bytes:
    """Return the page that asks whether to sign out, here or everywhere."""
    title = say("doors.sign-out.title", lang)
    fields = f"<p>{_t(say('doors.sign-out.sentence', lang, name=name))}</p>"
    fields += (
        '<label><input type="checkbox" name="everywhere" value="yes"> '
        f"{_t(say('doors.sign-out.everywhere', lang))}</label>"
    )
    button = say("doors.sign-out.button", lang)
    links = f'<a href="{_t(next)}">{_t(say("doors.sign-out.back", lang))}</a>'
    if with_password:
        change = f"/password?lang={lang}&amp;next={quote(next, safe='')}"
        links += f' · <a href="{change}">{_t(say("doors.bar.change-password", lang))}</a>'
    body = _form(title, "/sign-out", token, next, lang, fields, button) + f"<nav>{links}</nav>"
    return page(title, body, lang)


def password_page(
    lang: str, token: str, next: str, name: str, must: bool, fault: str = ""
) -> bytes:
    """Return the page to change one's own password."""
    title = say("doors.password.title", lang)
    fields = f"<p>{_t(say('doors.password.must', lang))}</p>" if must else ""
    # Hidden from sight, not from password managers, which ask whose password it is.
    fields += (
        f'<input name="name" value="{_t(name)}" autocomplete="username" readonly '
        'tabindex="-1" aria-hidden="true" style="position:absolute;left:-99rem;width:1px">'
    )
    fields += _field("old", say("doors.password.old", lang), "current-password")
    fields += _field("new", say("doors.password.new", lang), "new-password")
    fields += (
        f'<p class="quiet">{_t(say("doors.password.hint", lang, fewest=FEWEST_CHARACTERS))}</p>'
    )
    fields += _field("again", say("doors.password.again", lang), "new-password")
    button = say("doors.password.button", lang)
    return page(title, _form(title, "/password", token, next, lang, fields, button, fault), lang)


def _form(
    title: str,
    action: str,
    token: str,
    next: str,
    lang: str,
    fields: str,
    button: str,
    fault: str = "",
) -> str:
    alert = f'<p role="alert">{_t(fault)}</p>' if fault else ""
    return (
        f"<h1>{_t(title)}</h1>{alert}"
        f'<form method="post" action="{action}">'
        f'<input type="hidden" name="token" value="{_t(token)}">'
        f'<input type="hidden" name="next" value="{_t(next)}">'
        f'<input type="hidden" name="lang" value="{_t(lang)}">'
        f'{fields}<button type="submit">{_t(button)}</button></form>'
    )


def _field(name: str, label: str, fills: str, value: str = "") -> str:
    kind = "text" if name == "name" else "password"
    plain = ' autocapitalize="none" spellcheck="false"' if kind == "text" else ""
    focus = " autofocus" if name in {"name", "old"} else ""
    return (
        f'<label for="{name}">{_t(label)}</label>'
        f'<input id="{name}" name="{name}" type="{kind}" autocomplete="{fills}" '
        f'maxlength="1024" required value="{_t(value)}"{plain}{focus}>'
    )


def _t(text: str) -> str:
    return html.escape(text, quote=True)
