"""The names people sign in with: how they are compared, and which are refused."""

import re
import unicodedata

from dashboard.languages.characters import hidden
from dashboard.people.messages import PeopleError

LONGEST = 64
LONGEST_DISPLAY = 100

# Alphabets with letters that look like each other's: a name is written in one of them.
_ALPHABETS = frozenset({"LATIN", "GREEK", "CYRILLIC", "ARMENIAN", "CHEROKEE", "COPTIC"})

# Letters and digits of any script, inside also . _ - + @, so that mail addresses are names.
_NAME = re.compile(r"[^\W_](?:[\w.+@-]*[^\W_])?")


class NameRefused(PeopleError):
    """The name cannot be an account's name."""


def folded(name: str) -> str:
    """Return the form in which names are compared: NFKC, no outer spaces, case folded.

    Returns "" for what can be no name, so that all such tries count as one.
    """
    if len(name) > LONGEST * 4:
        return ""
    # Folding may undo normal form, so it is made again.
    text = unicodedata.normalize("NFKC", name).strip().casefold()
    text = unicodedata.normalize("NFKC", text)
    return text if len(text) <= LONGEST and _NAME.fullmatch(text) else ""


def checked_name(name: str) -> str:
    """Return a new account's name as it will be shown. Raises `NameRefused`."""
    # Some fillers are letters to Unicode and nothing to the eye.
    if not folded(name) or hidden(name.strip()):
        raise NameRefused("name.refused", most=LONGEST)
    shown = unicodedata.normalize("NFKC", name).strip()
    if len({unicodedata.name(each, "").partition(" ")[0] for each in shown} & _ALPHABETS) > 1:
        # With a Cyrillic letter for a Latin one, it would read as somebody else's.
        raise NameRefused("name.mixed")
    return shown


def is_line(text: str) -> bool:
    """Return whether all of `text` can be seen, on one line."""
    return text.isprintable() and not hidden(text)


def cut_display(display: str) -> str:
    """Return as much of what others call a person as is shown here; nothing of what is no line."""
    shown = unicodedata.normalize("NFC", display).strip()[:LONGEST_DISPLAY].strip()
    return shown if is_line(shown) else ""


def checked_display(display: str, name: str) -> str:
    """Return what a person is called on screen, their name if nothing else. Raises `NameRefused`."""
    shown = unicodedata.normalize("NFC", display).strip()
    if len(shown) > LONGEST_DISPLAY or not is_line(shown):
        raise NameRefused("name.display", most=LONGEST_DISPLAY)
    return shown or name
