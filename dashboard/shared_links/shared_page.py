"""What the address of a link that is a key answers with: the view as one page, without a script.

No session, no websocket and no file stands behind it: whoever has the address can read what it shows.
"""

import html
import re
from collections.abc import Callable, Hashable
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl

from dashboard import __version__, judging
from dashboard.actuals.messages import ActualsError
from dashboard.addresses.received_links import bare_word, parted_path
from dashboard.charts.behind import table_behind
from dashboard.charts.print_drawing import print_drawing
from dashboard.doors import identity
from dashboard.doors.addresses import SHARED, path_outside
from dashboard.doors.error_pages import page
from dashboard.doors.logs import LOG
from dashboard.doors.visits import Visit, language_of
from dashboard.first_paint.first_answer import described, parts_of
from dashboard.judging import Standing
from dashboard.languages import LANGUAGES, LOCALES, next_language, say
from dashboard.languages.numbers import date_text, moment_text
from dashboard.loading import View
from dashboard.people.identity import Person
from dashboard.people.links import TOKEN, Link, Opens
from dashboard.register.faults import RegisterFaults
from dashboard.settings import Settings
from dashboard.shared_links.shared_views import RegisterNotReadable, leads, pages_of, view_of_link
from dashboard.views import explanation as panel
from dashboard.views import first_answer as views
from dashboard.views.environment import Markup, render
from dashboard.views.figures import figure_table
from dashboard.views.look import icon_address, style
from dashboard.views.notices import banners
from dashboard.views.rows import Link as LinkTo
from dashboard.views.titles import tab_title
from dashboard.wording.charts import drawing_note
from dashboard.wording.states import page_name

if TYPE_CHECKING:
    from starlette.types import Scope

    from dashboard.charts.figure import Figure

# A token, what a chat program has put around it, and below it a page. `_` sets italics there.
_ADDRESS = re.compile(rf"{SHARED}[/\s*]*({TOKEN.pattern})_*(?![A-Za-z0-9_-])[^/]*(?:/([^/]*)/?)?")
# In px, of a chart: about what a phone and the narrower half of a page give it, so that words keep their size.
_CHART_WIDTH = 400
_CLASS, _LEADING = re.compile(r'\sclass="([^"]*)"'), ("ct-link", "ct-action")
_ANCHOR = re.compile(r'<a\b[^>]*?href="(?P<href>[^"]*)"[^>]*>(?P<text>.*?)</a\s*>', re.DOTALL)


@dataclass(frozen=True, slots=True)
class SharedAnswer:
    """An answer: its status, its page, and whether other sites may frame it."""

    status: int
    body: bytes
    framed: bool = False


def answer(settings: Settings, scope: "Scope") -> SharedAnswer:
    """Return what an address below `SHARED` answers with. Blocks; never raises for what is asked."""
    headers = scope["headers"]
    # Of a whole that was encoded, the query stands in the path.
    path, encoded = parted_path(scope["path"])
    query = "&".join(filter(None, (encoded, scope["query_string"].decode("latin-1"))))
    accepted = ",".join(v.decode("latin-1") for n, v in headers if n.lower() == b"accept-language")
    lang = language_of(query, accepted)
    found = _ADDRESS.fullmatch(path)
    # Also what can be no token is looked up: one question, one answer, whatever is wrong with it.
    link = _open(settings, found[1] if found else scope["path"][:200])
    if link is None or found is None:
        return unknown()
    if link.sign_in and not _is_member(identity.who_asks(settings, headers, _visit(scope))):
        return _told(settings, "sign-in", 401, lang, link, found[1])
    framed = not link.sign_in
    try:
        pairs = parse_qsl(query, keep_blank_values=True)
        seen = view_of_link(settings, link, bare_word(found[2] or ""), pairs, lang)
    except RegisterNotReadable:
        return _told(settings, "register-unreadable", 410, lang, link, found[1])
    except (RegisterFaults, ActualsError) as fault:
        LOG.error(f"What a link shows cannot be shown: {fault}")
        return _told(settings, "fault", 503, lang, link, found[1])
    if seen is None:
        return _told(settings, "not-opened", 404, lang, link, found[1])
    return SharedAnswer(200, _page(settings, link, seen, found[1]), framed)


def unknown() -> SharedAnswer:
    """Return the one page for tokens that are wrong, expired or revoked."""
    sentences = [(LOCALES[each], say("shared.unknown", each)) for each in LANGUAGES]
    title = say("shared.unknown-title", LANGUAGES[0])
    return SharedAnswer(
        404, page("shared_refusal", LANGUAGES[0], title, sentences=sentences, to=None)
    )


def _open(settings: Settings, token: str) -> Link | None:
    if settings.mode == "public":
        # Nobody is known here, so nobody has given any.
        return None
    return identity.people(settings).links.open(token, settings.mode == "local")


def _is_member(person: Person) -> bool:
    return person.signed_in and not person.must_change


def _visit(scope: "Scope") -> Visit | None:
    visit: Visit | None = scope.get("cluster.visit")
    return visit


def _told(
    settings: Settings, key: str, status: int, lang: str, link: Link, token: str
) -> SharedAnswer:
    """A page that says why a link that stands does not show this."""
    label, path = say("doors.bar.sign-in", lang), f"/sign-in?lang={lang}"
    if key != "sign-in":
        label, path = say("shared.back", lang), f"{SHARED}{token}?lang={lang}"
    # shared.*, shared.opens.everything, shared.opens.region, shared.opens.view
    said = say(f"shared.{key}", lang, opens=say(f"shared.opens.{link.opens}", lang))
    to, sentences = LinkTo(label, path_outside(path, settings)), [(LOCALES[lang], said)]
    title = say("shared.title", lang)
    return SharedAnswer(status, page("shared_refusal", lang, title, sentences=sentences, to=to))


def _page(settings: Settings, link: Link, seen: View, token: str) -> bytes:
    lang, standing, chosen = seen.lang, seen.standing, seen.selection
    parts = parts_of(seen, drawn_chart)
    over = banners(standing, lang, seen.demo, None, seen.notes)
    shown = (_explained(seen), *parts.left) if chosen.why else parts.left
    places = [
        views.Place(
            page_name(name, lang),
            chosen.beside(name).changed(region=chosen.region or _region(link)).href(),
            name == chosen.page,
        )
        for name in pages_of(link)
    ]
    if link.opens is Opens.VIEW:
        places = []
    title = standing.drawn(tab_title, chosen.changed(lang=None, why=None), lang)
    shown_parts = views.PageParts(
        places, over, parts.head, parts.charts, shown, parts.right, parts.below, parts.more
    )
    body = render(
        "shared_page",
        lang=lang,
        locale=LOCALES[lang],
        title=title,
        description=described(seen, parts.head),
        icon=icon_address(),
        style=style(),
        told=told(link, lang),
        # Outside of what the link opens: who may read there sees it.
        now=LinkTo(say("shared.see-now", lang), settings.address + chosen.href()[1:]),
        frozen=link.pins is not None,
        other=LinkTo(
            say("language.switch", next_language(lang)), chosen.href(lang=next_language(lang))
        ),
        said=_footer(link, lang),
        **shown_parts.values(lang),
    )
    return _within(str(body), link, seen, path_outside(f"{SHARED}{token}", settings)).encode()


def drawn_chart(
    standing: Standing,
    _: int,
    draw: Callable[..., "Figure | None"],
    lang: str,
    *of: Hashable,
) -> str:
    """Return a chart as the drawing that is printed, with the table behind it; "" without one."""
    figure = standing.drawn(draw, *of)
    if figure is None:
        return ""
    drawing = Markup(print_drawing(figure, drawing_note(standing, lang), _CHART_WIDTH))
    table = figure_table(*table_behind(figure, lang), figure["layout"]["meta"]["unit"], lang)
    return render("shared_chart", drawing=drawing, table=table)


def told(link: Link, lang: str) -> list[str]:
    """Return what a reader has to know first: that figures move on, or stay as of which day."""
    if link.pins is None:
        return [say("shared.live", lang)]
    day = date_text(date.fromisoformat(link.pins.day), lang)
    said = [say("shared.frozen", lang, day=day, moment=moment_text(link.created, lang))]
    if link.pins.software != __version__:
        versions = {"then": link.pins.software, "now": __version__}
        said.append(say("shared.other-software", lang, **versions))
    return said


def _footer(link: Link, lang: str) -> str:
    parts = [say("shared.read-only", lang, expires=moment_text(link.expires, lang))]
    if link.giver:
        parts.append(say("shared.given-by", lang, name=link.giver))
    if link.pins is not None:
        pinned = {"revision": link.pins.last, "register": (link.register or "")[:12]}
        parts.append(say("shared.pinned", lang, **pinned, version=link.pins.software))
    return say("pages.dot", lang).join(parts)


def _explained(seen: View) -> str:
    """The explanation of the lamp that is asked for; "" where the view has no such goal."""
    standing, goal, lang = seen.standing, seen.selection.goal, seen.lang
    if goal is None or standing.row(goal) is None:
        return ""
    earlier = standing.drawn(judging.earlier, goal)
    return render(
        "shared_explanation",
        title=panel.title(standing, goal, lang),
        body=panel.explanation(standing, goal, earlier, lang, seen.base),
        close=LinkTo(say("shared.close", lang), seen.selection.href(why=None)),
    )


def _within(body: str, link: Link, seen: View, address: str) -> str:
    """Lead what leads to other views below the link's own address, and nowhere it does not open."""

    def led(found: re.Match[str]) -> str:
        href = html.unescape(found["href"])
        if not href.startswith("./"):
            return found[0]
        name, _, query = href.removeprefix("./").partition("?")
        name = name or "overview"
        if not leads(link, seen, name, parse_qsl(query)):
            # It keeps its look, but for what says that it leads somewhere. Escaped already: it is a
            # piece of the page.
            looks = _CLASS.search(found[0].partition(">")[0])
            kept = [one for one in looks[1].split() if one not in _LEADING] if looks else []
            return render("unlinked", text=Markup(found["text"]), looks=" ".join(kept))
        there = html.escape(f"{address}/{name}" + (f"?{query}" if query else ""))
        return found[0].replace(f'href="{found["href"]}"', f'href="{there}"', 1)

    return _ANCHOR.sub(led, body)


def _region(link: Link) -> str | None:
    return link.regions[0] if link.regions and link.opens is Opens.REGION else None
