"""Notices, the demo ribbon, and empty states that say what to do next."""

from collections.abc import Iterable, Sequence

from dashboard.languages import LOCALES
from dashboard.views.environment import Markup, render, render_around
from dashboard.views.rows import Link
from dashboard.wording.states import notice_word

KINDS = ("info", "warn", "fault")


def notice(
    kind: str,
    lang: str,
    title: str | None = None,
    message: str | None = None,
    items: Sequence[str] = (),
) -> Markup:
    """Return a notice (`kind` info, warn or fault) with its list, for example of faults."""
    if kind not in KINDS:
        raise ValueError(f"a notice is one of {', '.join(KINDS)}, not {kind!r}")
    head = title if title is not None else notice_word(kind, lang)
    return render("notice", kind=kind, title=head, message=message, items=items)


def notices(parts: Iterable[Markup]) -> Markup:
    """Return notices one below the other, closer than the parts of a page."""
    return render_around("notices", parts=parts)


def demo_ribbon(lang: str) -> Markup:
    """Return the ribbon that marks every page of the demonstration, in both languages."""
    return render("ribbon", lang=lang)


def empty_state(title: str, message: str, lang: str, link: Link | None = None) -> Markup:
    """Return what stands where nothing is yet: what is missing, and the next step as a link."""
    return render("empty", title=title, message=message, locale=LOCALES[lang], link=link)
