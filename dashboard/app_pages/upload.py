"""A workbook for a region's figures of a period, and the file that comes back: shown, then written."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass

import streamlit as st

from dashboard import loading
from dashboard.actuals.messages import ActualsError
from dashboard.actuals.store import Conflict
from dashboard.app_pages.downloads import download
from dashboard.app_pages.fragments import fragment
from dashboard.doors.uploads import MOST_MEGABYTES
from dashboard.entry.desk import Desk
from dashboard.entry.intake_preview import DryRun, dry_run, mark_of
from dashboard.exchange.entry_templates import NothingOwed, template_of, write_template
from dashboard.exchange.intake import Context, Intake, take_in
from dashboard.languages import say
from dashboard.loading import View
from dashboard.people.messages import PeopleError
from dashboard.views.notices import notice
from dashboard.views.prose import passage

_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
# What of the session is this part's own.
_TURN, _SEEN, _SAID, _REASON = "upload-turn", "upload-seen", "upload-said", "upload-reason"


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a file is taken in: a desk and the period that is looked at."""

    seen: View
    desk: Desk
    code: str


def upload(seen: View, desk: Desk, code: str) -> None:
    """Offer the template of a region and a period, and take the filled file in."""
    with st.container(border=True, key="card-upload"):
        st.html(passage(say("entry.upload.title", desk.lang), say("entry.upload.about", desk.lang)))
        _template(seen, desk, code)
        _file(_Place(seen, desk, code))


def _template(seen: View, desk: Desk, code: str) -> None:
    def made() -> bytes:
        template = template_of(desk.catalogue, desk.region, code, asked=desk.asked)
        return write_template(template, desk.catalogue, desk.store, desk.today, desk.lang)

    try:
        template_of(desk.catalogue, desk.region, code, asked=desk.asked)
    except NothingOwed:
        return
    label = say("entry.upload.template", desk.lang)
    download(seen, label, made, f"{desk.region}-{code}.xlsx", _XLSX, "upload-template")


@fragment
def _file(place: _Place) -> None:
    """Take a file, show what it would do, and write it when that is confirmed."""
    lang = place.desk.lang
    said = st.session_state.pop(_SAID, None)
    if said:
        st.html(notice(said[0], lang, "", said[1]))
        if said[0] == "info" and st.session_state.pop(f"{_SAID}-whole", False):
            st.session_state[_SAID] = said
            st.rerun()
    turn = st.session_state.setdefault(_TURN, 0)
    file = st.file_uploader(
        say("entry.upload.file", lang, most=MOST_MEGABYTES),
        type=["xlsx", "csv", "txt", "tsv"],
        key=f"upload-file-{turn}",
    )
    if file is None:
        return
    content = file.getvalue()
    shown = _shown(place, content)
    st.html(shown.html)
    with st.form("upload-confirming", border=False):
        if shown.wanting_reason and not shown.refused:
            label = say("entry.upload.reason", lang, n=shown.wanting_reason)
            st.text_input(label, key=_REASON)
        with st.container(horizontal=True):
            st.form_submit_button(
                say("entry.upload.confirm", lang, n=shown.writes),
                key="upload-confirm",
                type="primary",
                disabled=bool(shown.refused) or shown.writes == 0,
                on_click=_write,
                args=(place, content, shown),
            )
            st.form_submit_button(
                say("entry.upload.discard", lang),
                key="upload-discard",
                type="tertiary",
                on_click=_drop,
            )


def _shown(place: _Place, content: bytes) -> DryRun:
    """Return what a file would do, worked out once as long as nothing is written meanwhile."""
    desk = place.desk
    revision = loading.store(place.seen.settings).revision()
    key = (hashlib.sha256(content).hexdigest(), desk.region, place.code, desk.lang, revision)
    kept: tuple[object, DryRun] | None = st.session_state.get(_SEEN)
    if kept is not None and kept[0] == key:
        return kept[1]
    bar = st.progress(0.0, say("entry.upload.reading", desk.lang))
    # A click on it ends this run at the next step of the bar.
    stop = st.empty()
    stop.button(say("entry.upload.cancel", desk.lang), key="upload-cancel", on_click=_drop)
    words = say("entry.upload.reading", desk.lang)

    def reached(share: float) -> None:
        bar.progress(share, words)

    taken = _taken(place, content, reached)
    found = dry_run(taken, {each.key: each for each in desk.asked}, desk.lang)
    bar.empty()
    stop.empty()
    st.session_state[_SEEN] = (key, found)
    st.session_state[_REASON] = ""
    return found


def _taken(place: _Place, content: bytes, reached: Callable[[float], None] | None = None) -> Intake:
    desk = place.desk
    context = Context(region=desk.region, period=place.code)
    return take_in(content, desk.catalogue, desk.store, desk.today, context, reached)


def _write(place: _Place, content: bytes, shown: DryRun) -> None:
    """Write what was shown and nothing else; what has changed since is shown first."""
    desk = place.desk
    reason = str(st.session_state.get(_REASON) or "").strip()
    if shown.wanting_reason and not reason:
        st.session_state[_SAID] = ("warn", say("entry.upload.reason-first", desk.lang))
        return
    try:
        taken = _taken(place, content)
        if mark_of(taken.comparison) != shown.mark:
            st.session_state.pop(_SEEN, None)
            st.session_state[_SAID] = ("warn", say("entry.flash.look-again", desk.lang))
            return
        receipt = taken.write(desk.store, desk.author, reason)
    except Conflict:
        st.session_state.pop(_SEEN, None)
        st.session_state[_SAID] = ("warn", say("entry.flash.look-again", desk.lang))
        return
    except (ActualsError, PeopleError) as fault:
        st.session_state[_SAID] = ("fault", fault.message.text(desk.lang))
        return
    _drop()
    st.session_state[_SAID] = ("info", say("entry.upload.done", desk.lang, n=receipt.count))
    st.session_state[f"{_SAID}-whole"] = True


def _drop() -> None:
    """Let go of the file."""
    st.session_state[_TURN] = st.session_state.get(_TURN, 0) + 1
    st.session_state.pop(_SEEN, None)
    st.session_state[_REASON] = ""
