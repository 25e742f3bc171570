"""Notices, those over every page where there is cause, and empty states that say what to do next."""

from collections.abc import Iterable, Sequence

from dashboard.addresses.selection import Note, Selection
from dashboard.judging import Standing
from dashboard.languages import LOCALES, say
from dashboard.views.environment import Markup, render, render_around
from dashboard.views.rows import Link
from dashboard.wording import naming
from dashboard.wording.findings import looking_back
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


def banners(
    standing: Standing, lang: str, demo: bool, faults: Sequence[str] | None, notes: Sequence[Note]
) -> Markup:
    """Return what stands over a page: demonstration, faults, a day looked back to, notes; else nothing.

    `faults` are the register's, told one by one to who mends them; None where there is none.
    """
    parts = []
    if demo:
        parts.append(demo_ribbon(lang))
    if faults is not None:
        parts.append(notice("fault", lang, say("pages.register-broken", lang), items=faults))
    if standing.as_of:
        parts.append(notice("info", lang, "", looking_back(standing, lang)))
    for title in dict.fromkeys(note.title(lang) for note in notes):
        told = [_noted(standing, note, lang) for note in notes if note.title(lang) == title]
        parts.append(notice("info", lang, title, items=told))
    return notices(parts) if parts else Markup()


def _noted(standing: Standing, said: Note, lang: str) -> Markup:
    """A note's sentence, with links to what may have been meant."""
    meant = [Link(_name_of(standing, each, lang), each.href()) for each in said.meant]
    return render("note", text=said.text(lang), meant=meant, lang=lang)


def _name_of(standing: Standing, seen: Selection, lang: str) -> str:
    catalogue = standing.catalogue
    if seen.goal and (goal := catalogue.goal(seen.goal)):
        return naming.goal_name(goal, lang)
    region = seen.within or seen.region
    cluster = catalogue.cluster(region, seen.cluster) if region and seen.cluster else None
    return standing.name(cluster or catalogue.region(region or ""), lang)
