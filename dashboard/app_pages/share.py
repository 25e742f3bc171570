"""The dialog Share: whether a link moves on or stays, the page's own address, and links that are keys."""

from dataclasses import dataclass
from datetime import timedelta
from urllib.parse import urlsplit

import streamlit as st

from dashboard.app_pages.downloads import download, file_name
from dashboard.doors import identity
from dashboard.doors.addresses import SHARED, for_others, path_outside
from dashboard.languages import say
from dashboard.languages.numbers import date_text, moment_text
from dashboard.loading import View, register_today
from dashboard.people.links import LONGEST_NAME, ListedLink, Opens
from dashboard.people.messages import PeopleError
from dashboard.people.scopes import regions_tree
from dashboard.shared_links import shared_views
from dashboard.views.frame import copy_word, embed_code, qr_picture
from dashboard.views.notices import notice
from dashboard.views.titles import tab_title
from dashboard.wording.states import opened_word, page_name

_MOVES, _KIND = "share-moves", "share-kind"
_NAME, _OPENS, _LASTS, _SIGN_IN = "share-name", "share-opens", "share-lasts", "share-sign-in"
_GIVEN, _FAULT, _FIND = "share-given", "share-fault", "share-find"
_DAYS = (7, 30, 90, 366)
_MOST_LISTED = 20


@dataclass(frozen=True, slots=True)
class _Shown:
    """A link that was just given, told this once: for which view, and who can open it."""

    view: str
    address: str
    name: str
    expires: str
    sign_in: bool


def share(seen: View) -> None:
    """Draw the dialog."""
    lang, chosen = seen.lang, seen.selection
    day = date_text(seen.standing.on, lang)
    words = {
        "live": say("pages.share-moves", lang),
        "frozen": say("pages.share-pin", lang, day=day),
    }
    # A day looked back to does not move on.
    options = ["frozen"] if chosen.as_of else list(words)
    moves = st.radio(
        say("pages.share-what", lang), options, format_func=words.__getitem__, key=_MOVES
    )
    # The button's own word is an icon; the stylesheet shows it always, and this is its name.
    st.html(copy_word(say("pages.share-copy-word", lang)))
    kind = "page"
    if shared_views.may_give(seen, Opens.VIEW):
        # pages.share-kind.label, pages.share-kind.page, pages.share-kind.short
        kinds = {name: say(f"pages.share-kind.{name}", lang) for name in ("page", "short")}
        kind = st.segmented_control(
            say("pages.share-kind.label", lang),
            list(kinds),
            format_func=kinds.__getitem__,
            default="page",
            required=True,
            key=_KIND,
            label_visibility="collapsed",
        )
    if seen.settings.mode == "public":
        st.caption(say("shared.dialog.none-in-public", lang))
    if kind == "short":
        _short(seen, moves == "frozen")
        _given_before(seen)
    else:
        _own_address(seen, moves == "frozen", day)


def _own_address(seen: View, frozen: bool, day: str) -> None:
    lang, chosen = seen.lang, seen.selection
    if frozen:
        chosen = chosen.changed(as_of=seen.standing.on)
    origin, readers = for_others(_origin(seen), seen.settings)
    st.code(chosen.address(origin), language=None, wrap_lines=True)
    st.caption(say("pages.share-copy", lang))
    # pages.share-readers.everybody, pages.share-readers.machine, pages.share-readers.signed-in
    told = [say(f"pages.share-readers.{readers}", lang)]
    told.append(say("pages.share-language" if chosen.lang else "pages.share-any-language", lang))
    told.append(say("pages.share-as-of" if frozen else "pages.share-live", lang, day=day))
    if frozen and seen.selection.as_of is None:
        told.append(say("pages.share-today-goes-on", lang))
    for sentence in told:
        st.caption(sentence)


def _short(seen: View, frozen: bool) -> None:
    """Ask what a link that is a key is to be, and show the one that was given for this view."""
    lang, signs_in = seen.lang, seen.settings.signs_in
    st.caption(say("shared.dialog.about", lang))
    given: _Shown | None = st.session_state.get(_GIVEN)
    if given is not None and given.view == _view_key(seen, frozen):
        _show(seen, given)
        return
    title = seen.standing.drawn(tab_title, seen.selection.changed(lang=None, why=None), lang)
    label = say("shared.dialog.name", lang)
    name = title.rpartition(" · ")[0] or title
    st.text_input(label, value=name[:LONGEST_NAME], max_chars=LONGEST_NAME, key=_NAME)
    opens = {
        each.value: opened_word(each, lang) for each in Opens if shared_views.may_give(seen, each)
    }
    with st.container(horizontal=True):
        st.selectbox(
            say("shared.dialog.what", lang), list(opens), format_func=opens.__getitem__, key=_OPENS
        )
        st.selectbox(
            say("shared.dialog.lasts", lang),
            _DAYS,
            index=1,
            format_func=lambda days: say("shared.dialog.days", lang, n=days),
            key=_LASTS,
        )
    if signs_in:
        st.toggle(say("shared.dialog.sign-in", lang), key=_SIGN_IN)
    if fault := st.session_state.pop(_FAULT, None):
        st.html(notice("fault", lang, "", fault))
    label = say("shared.dialog.give", lang)
    st.button(label, key="share-give", type="primary", on_click=_give, args=(seen, frozen))


def _give(seen: View, frozen: bool) -> None:
    state = st.session_state
    try:
        by = identity.acting(seen.settings, regions_tree(register_today(seen)))
        wanted = shared_views.wanted(
            seen,
            state[_NAME],
            Opens(state[_OPENS]),
            timedelta(days=state[_LASTS]),
            frozen=frozen,
            sign_in=bool(state.get(_SIGN_IN)),
        )
        given = identity.people(seen.settings).links.give(by, wanted)
    except PeopleError as fault:
        state[_FAULT] = fault.message.text(seen.lang)
        return
    origin, _ = for_others(_origin(seen), seen.settings)
    address = f"{origin.rstrip('/')}{SHARED}{given.token}"
    state[_GIVEN] = _Shown(
        _view_key(seen, frozen), address, given.name, given.expires, wanted.sign_in
    )


def _show(seen: View, given: _Shown) -> None:
    """Show a link once: its address, its picture, and the code that frames it in another page."""
    # Late: most visitors share nothing.
    from dashboard.exchange.qr_codes import as_png, as_svg

    lang, settings = seen.lang, seen.settings
    _, readers = for_others(_origin(seen), settings)
    st.code(given.address, language=None, wrap_lines=True)
    who = "machine" if readers == "machine" else "signed-in" if given.sign_in else "anybody"
    st.caption(say("shared.dialog.once", lang))
    # shared.dialog.readers.anybody, shared.dialog.readers.machine, shared.dialog.readers.signed-in
    st.caption(say(f"shared.dialog.readers.{who}", lang))
    st.caption(say("shared.dialog.until", lang, moment=moment_text(given.expires, lang)))
    named = file_name(given.name)
    with st.container(horizontal=True, vertical_alignment="center", key="share-qr"):
        label = say("shared.dialog.qr", lang, name=given.name)
        st.html(qr_picture(as_svg(given.address), label), width="content")
        # shared.dialog.*
        svg, png = (say(f"shared.dialog.{kind}", lang) for kind in ("svg", "png"))
        download(
            seen, svg, lambda: as_svg(given.address), f"{named}.svg", "image/svg+xml", "qr-svg"
        )
        download(seen, png, lambda: as_png(given.address), f"{named}.png", "image/png", "qr-png")
    if not given.sign_in and settings.embed_origins:
        # As code, or Markdown would make links of them.
        sites = tuple(f"`{each}`" for each in settings.embed_origins)
        st.caption(say("shared.dialog.embed", lang, sites=sites))
        st.code(embed_code(given.address, given.name), language=None, wrap_lines=True)
    else:
        key = "embed-signed-in" if given.sign_in else "embed-nowhere"
        st.caption(say(f"shared.dialog.{key}", lang))
    st.button(say("shared.dialog.another", lang), key="share-another", on_click=_forget)


def _forget() -> None:
    del st.session_state[_GIVEN]


def _given_before(seen: View) -> None:
    """List the links that the visitor gave, to find one and take it back."""
    lang = seen.lang
    links = identity.people(seen.settings).links.of(seen.visitor)
    standing = [one for one in links if one.revoked is None and not one.expired]
    if not links:
        return
    title = say("shared.dialog.mine", lang, n=len(standing))
    with st.expander(title, key="share-mine"):
        if len(links) > 5:
            st.text_input(say("shared.dialog.find", lang), key=_FIND)
        asked = (st.session_state.get(_FIND) or "").strip().casefold()
        found = [one for one in links if asked in _line(one, lang).casefold()]
        for one in found[:_MOST_LISTED]:
            with st.container(
                horizontal=True, vertical_alignment="center", wrap=False, key=f"share-{one.id}"
            ):
                name, how = _plain(one.name), _plain(_how(one, lang))
                st.markdown(f"**{name}**  \n{how}", width="stretch")
                if one in standing:
                    st.button(
                        say("shared.dialog.revoke", lang),
                        key=f"share-revoke-{one.id}",
                        on_click=_revoke,
                        args=(seen, one.id),
                    )
        if len(found) > _MOST_LISTED:
            st.caption(say("shared.dialog.more", lang, n=len(found) - _MOST_LISTED))


def _revoke(seen: View, id: int) -> None:
    try:
        by = identity.acting(seen.settings, regions_tree(register_today(seen)))
        identity.people(seen.settings).links.revoke(by, id)
    except PeopleError as fault:
        st.session_state[_FAULT] = fault.message.text(seen.lang)
    st.session_state.pop(_GIVEN, None)


def _line(one: ListedLink, lang: str) -> str:
    """All that is told of a link, to be searched."""
    return say("pages.dot", lang).join([one.name, _how(one, lang)])


def _how(one: ListedLink, lang: str) -> str:
    """What a link opens, how long, and whether it was opened."""
    page = page_name(one.page, lang)
    state = "revoked" if one.revoked else "expired" if one.expired else "stands"
    parts = [
        *([] if page in one.name else [page]),
        opened_word(one.opens, lang),
        say("shared.dialog.stays" if one.frozen else "shared.dialog.moves", lang),
    ]
    if one.sign_in:
        parts.append(say("shared.dialog.with-sign-in", lang))
    day = moment_text(one.revoked or one.expires, lang)
    # shared.dialog.state.expired, shared.dialog.state.revoked, shared.dialog.state.stands
    parts.append(say(f"shared.dialog.state.{state}", lang, moment=day))
    opened = one.last_opened
    key = "opened" if opened else "never-opened"
    parts.append(
        say(f"shared.dialog.{key}", lang, moment=moment_text(opened, lang) if opened else "")
    )
    return say("pages.dot", lang).join(parts)


def _plain(text: str) -> str:
    r"""Return a text such that Markdown shows it as it is: `*` becomes `\*`."""
    return "".join(f"\\{sign}" if sign in r"\`*_{}[]()#+-.!|<>$:~^=" else sign for sign in text)


def _view_key(seen: View, frozen: bool) -> str:
    return f"{frozen} {seen.visitor.label} {seen.selection.changed(lang=None).href()}"


def _origin(seen: View) -> str:
    """Return where the pages begin, as the visitor's browser names it."""
    address = urlsplit(st.context.url or "")
    return f"{address.scheme}://{address.netloc}{path_outside('', seen.settings)}"
