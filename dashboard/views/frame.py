"""What stands around every page: brand, who is signed in, the head of a print, the foot."""

from base64 import b64encode
from typing import TYPE_CHECKING

from dashboard.languages import say
from dashboard.languages.numbers import moment_text
from dashboard.views.environment import Markup, render

if TYPE_CHECKING:
    from dashboard.judging import Standing


def brand(product: str) -> Markup:
    """Return the product's mark and name."""
    return render("brand", product=product)


def account(name: str | None, label: str, href: str) -> Markup:
    """Return who is signed in, and the link to sign in or out."""
    return render("account", name=name, label=label, href=href)


def paper(said: str) -> Markup:
    """Return what a printed page begins with."""
    return render("paper", said=said)


def foot(said: str) -> Markup:
    """Return what every page ends with."""
    return render("foot", said=said)


def behind_text(standing: "Standing", lang: str) -> str:
    """Return up to when what is shown is whole, where it was read from a replica that is behind."""
    if standing.read_as_of is None:
        return ""
    return say("pages.behind", lang, moment=moment_text(standing.read_as_of, lang))


def dialog_theme(theme: str) -> Markup:
    """Return the theme of a dialog, which stands outside the element on which CSS is told of it."""
    return render("dialog_theme", theme=theme)


def leading_focus(on: str, turn: int) -> Markup:
    """Return what leads the focus to the first element that suits the selector `on`, once a `turn`."""
    return render("leading_focus", on=on, turn=turn)


def copy_word(word: str) -> Markup:
    """Return the word beside a dialog's button for copying, whose own is an icon."""
    return render("copy_word", word=word)


def qr_picture(svg: bytes, label: str) -> Markup:
    """Return a QR code of our own making as a picture with a name, white on any ground."""
    source = "data:image/svg+xml;base64," + b64encode(svg).decode()
    return render("qr_picture", source=source, label=label)


def embed_code(address: str, title: str) -> str:
    """Return the line of HTML that frames a link in another page."""
    return str(render("embed_code", address=address, title=title)).strip()
