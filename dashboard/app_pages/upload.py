"""A workbook for a region's figures of a period, and the file that comes back: shown, then written.

A file is read once, beside the page. What was shown is what is written; where somebody else has written
in the region meanwhile, the file is looked at again and shown anew.
"""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass

import streamlit as st

from dashboard import loading
from dashboard.actuals.entering import Refused
from dashboard.actuals.messages import ActualsError
from dashboard.actuals.store import Conflict
from dashboard.app_pages.downloads import download
from dashboard.app_pages.fragments import fragment, polled
from dashboard.doors.uploads import MOST_MEGABYTES
from dashboard.entry.desk import Desk
from dashboard.entry.intake_jobs import Cancelled, IntakeJob, Plan, Stage
from dashboard.entry.intake_preview import dry_run
from dashboard.exchange.entry_templates import NothingOwed, template_of, write_template
from dashboard.exchange.intake import Context, take_in
from dashboard.languages import say
from dashboard.loading import View
from dashboard.people.messages import PeopleError
from dashboard.views.notices import notice
from dashboard.views.prose import passage

_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
# What of the session is this part's own.
_TURN, _JOB, _SAID, _REASON = "upload-turn", "upload-job", "upload-said", "upload-reason"
# Seconds that a page waits for a file that is read or written at once.
_AT_ONCE = 0.7


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a file is taken in: a desk and the period that is looked at."""

    seen: View
    desk: Desk
    code: str


@dataclass(frozen=True, slots=True)
class _Waiting:
    """A file that is being read or written."""

    seen: View
    job: IntakeJob


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
    if _close_written(lang):
        # What is owed, the headline and the table have moved.
        st.rerun()
    turn = st.session_state.setdefault(_TURN, 0)
    file = st.file_uploader(
        say("entry.upload.file", lang, most=MOST_MEGABYTES),
        type=["xlsx", "xlsm", "csv", "txt", "tsv"],
        key=f"upload-file-{turn}",
    )
    if file is None:
        _let_go()
        _show_said(lang)
        return
    job = _job_of(place, file.file_id, file.getvalue)
    job.look()
    if job.stage is Stage.WRITTEN:
        st.rerun()
    if job.is_running:
        _wait(_Waiting(place.seen, job))
        return
    _show_said(lang)
    fault = job.fault
    if fault is not None and not isinstance(fault, ActualsError | PeopleError | Cancelled):
        _let_go()
        raise fault
    if isinstance(fault, ActualsError | PeopleError):
        st.html(notice("fault", lang, "", fault.message.text(lang)))
    if job.plan is not None:
        _decide(place, job, job.plan)
    else:
        # The next redrawing tries anew.
        _let_go()


def _show_said(lang: str) -> None:
    said = st.session_state.pop(_SAID, None)
    if said:
        st.html(notice(said[0], lang, "", said[1]))


def _decide(place: _Place, job: IntakeJob, plan: Plan) -> None:
    """Show a plan and what may be done with it."""
    lang, shown = place.desk.lang, plan.shown
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
                args=(place, job, plan),
            )
            st.form_submit_button(
                say("entry.upload.discard", lang),
                key="upload-discard",
                type="tertiary",
                on_click=_drop,
            )


@polled(1.0)
def _wait(of: _Waiting) -> None:
    """Say how far a file is; reading it can be cancelled."""
    job, lang = of.job, of.seen.lang
    job.look()
    if not job.is_running:
        st.rerun()
    writing = job.stage is Stage.WRITING
    words = "writing" if writing else "reading" if job.stage is Stage.READING else "queued"
    # entry.upload.*
    st.progress(job.share, say(f"entry.upload.{words}", lang))
    if not writing:
        st.button(say("entry.upload.cancel", lang), key="upload-cancel", on_click=_drop)


def _job_of(place: _Place, id: str, content: Callable[[], bytes]) -> IntakeJob:
    """Return the work on a file, begun anew where anything that it was checked against has changed."""
    desk, seen = place.desk, place.seen
    key = (id, seen.visitor, desk.region, place.code, desk.lang, desk.catalogue.version)
    kept: tuple[object, IntakeJob] | None = st.session_state.get(_JOB)
    if kept is not None and kept[0] == key:
        job = kept[1]
        conflict = isinstance(job.fault, Conflict | Refused)
        if job.is_running or job.stage is Stage.WRITTEN:
            return job
        if job.plan is not None and not conflict and job.plan.revision == _revision(place):
            return job
        if job.fault is not None and job.plan is None and not isinstance(job.fault, Cancelled):
            return job
        if conflict:
            st.session_state[_SAID] = ("warn", say("entry.flash.look-again", desk.lang))
    _let_go()
    held = content()
    job = IntakeJob(len(held))
    st.session_state[_JOB] = (key, job)
    st.session_state[_REASON] = ""
    store, revision = loading.permitted_store_beside(seen), _revision(place)

    def check(reached: Callable[[float], None]) -> Plan:
        context = Context(region=desk.region, period=place.code, may=store.importable())
        taken = take_in(held, desk.catalogue, store, desk.today, context, reached)
        shown = dry_run(taken, {each.key: each for each in desk.asked}, desk.lang)
        return Plan(taken, shown, hashlib.sha256(held).hexdigest(), revision)

    job.read(check)
    job.look(_AT_ONCE)
    return job


def _revision(place: _Place) -> int:
    """Return the number of the last write to the region."""
    region = place.desk.region
    return loading.store(place.seen.settings).change_of(region)[region].revision


def _write(place: _Place, job: IntakeJob, plan: Plan) -> None:
    """Write what was shown and nothing else; what has changed since is shown first."""
    desk = place.desk
    reason = str(st.session_state.get(_REASON) or "").strip()
    if plan.shown.wanting_reason and not reason:
        st.session_state[_SAID] = ("warn", say("entry.upload.reason-first", desk.lang))
        return
    if plan.revision != _revision(place) or job.plan is not plan:
        st.session_state[_SAID] = ("warn", say("entry.flash.look-again", desk.lang))
        return
    store = loading.permitted_store_beside(place.seen)
    job.write(lambda: plan.taken.write(store, desk.author, reason))
    job.look(_AT_ONCE)


def _close_written(lang: str) -> bool:
    """Say what was written, let go of its file, and tell whether there was any."""
    kept: tuple[object, IntakeJob] | None = st.session_state.get(_JOB)
    if kept is None or kept[1].receipt is None:
        return False
    count = kept[1].receipt.count
    _drop()
    st.session_state[_SAID] = ("info", say("entry.upload.done", lang, n=count))
    return True


def _let_go() -> None:
    """End the work on a file that is there no more."""
    kept: tuple[object, IntakeJob] | None = st.session_state.pop(_JOB, None)
    if kept is not None:
        kept[1].cancel()


def _drop() -> None:
    """Let go of the file."""
    st.session_state[_TURN] = st.session_state.get(_TURN, 0) + 1
    _let_go()
    st.session_state[_REASON] = ""
