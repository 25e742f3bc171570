"""What stands unsaved in the form: in this session, and in the store so that nothing is lost."""

from dataclasses import replace

import streamlit as st

from dashboard.actuals.entering import RawEntry
from dashboard.app_pages.entering.desk import Desk
from dashboard.app_pages.entering.sheet import edits, latest_stamp, take_stamp
from dashboard.worksheet.drafts import Sketch, changes, form_screen, read_form
from dashboard.worksheet.series import Asked

FIELDS = ("value", "note", "evidence")
INPUTS, REASON = "entry-figure", "entry-reason"
_SKETCHES, _RESTORED = "entry-sketches", "entry-restored"
_KEPT, _DRAWN = "entry-sketches-kept", "entry-drawn"


def sketches_of(desk: Desk) -> dict[str, Sketch]:
    """Return the unsaved work of this session, at first as the store kept it."""
    of_region: dict[str, dict[str, Sketch]] = st.session_state.setdefault(_SKETCHES, {})
    if desk.region not in of_region:
        kept = read_form(desk.store.draft(desk.author, form_screen(desk.region)))
        known = {series.id for series in desk.asked}
        of_region[desk.region] = {id: sketch for id, sketch in kept.items() if id in known}
        _kept(desk).clear()
        _kept(desk).update(kept)
        st.session_state[_RESTORED] = set(of_region[desk.region])
    return of_region[desk.region]


def take_in(desk: Desk, sketches: dict[str, Sketch], code: str, seen: int | None) -> None:
    """Take in what the browser has reported since; a figure begun now is for the period `code`.

    `seen` is the revision of that period that was on the screen: who types answers what they saw.
    """
    known = {series.id for series in desk.asked}
    newest = latest_stamp()
    for id, edit in edits(INPUTS, FIELDS).items():
        if edit["stamp"] <= newest or id not in known:
            continue
        begun = sketches.get(id, Sketch(code, seen=seen))
        sketches[id] = replace(begun, **{name: edit[name] for name in FIELDS})
        if not sketches[id]:
            del sketches[id]
        take_stamp(edit["stamp"])


def follow(sketches: dict[str, Sketch], series: Asked, code: str, seen: int | None) -> Sketch:
    """Return what stands in the inputs of a series; it moves along to the period `code`."""
    sketch = sketches.get(series.id)
    if sketch is None:
        return Sketch(code, seen=seen)
    if sketch.period != code:
        sketch = sketches[series.id] = replace(sketch, period=code, seen=seen)
    return sketch


def keep(desk: Desk, sketches: dict[str, Sketch]) -> None:
    """Write the sketches that have changed to the store; what fails is tried at the next run."""
    kept = _kept(desk)
    known = {series.id for series in desk.asked}
    before = {id: sketch for id, sketch in kept.items() if id in known}
    if desk.keep_draft(form_screen(desk.region), changes(before, sketches)):
        kept.update(sketches)
        for id in before.keys() - sketches.keys():
            del kept[id]


def _kept(desk: Desk) -> dict[str, Sketch]:
    """Return what the store has of this session's sketches."""
    of_region: dict[str, dict[str, Sketch]] = st.session_state.setdefault(_KEPT, {})
    return of_region.setdefault(desk.region, {})


def drawn(desk: Desk, series: Asked, code: str, now: int | None) -> int | None:
    """Return the revision that was on the screen when the inputs were last drawn; note `now`.

    Who types answers what they saw, not what has been saved since.
    """
    figure = (desk.region, series.id, code)
    before: tuple[object, int | None] = st.session_state.get(_DRAWN, (None, None))
    st.session_state[_DRAWN] = (figure, now)
    return before[1] if before[0] == figure else now


def forget(desk: Desk, series: Asked) -> None:
    """Empty the inputs and drop the draft of a series. For callbacks."""
    st.session_state[REASON] = ""
    sketches = sketches_of(desk)
    if sketches.pop(series.id, None) is not None:
        keep(desk, sketches)
    st.session_state.get(_RESTORED, set()).discard(series.id)


def entry_of(series: Asked, sketch: Sketch) -> RawEntry:
    """Return what stands in the form as an entry for the door."""
    return RawEntry(
        *series.key,
        sketch.period,
        sketch.value,
        note=sketch.note,
        evidence=sketch.evidence,
        seen_revision=sketch.seen,
        default_unit=series.default_unit,
    )


def restored(series: Asked) -> bool:
    """Tell whether the series' sketch was left from an earlier session."""
    return series.id in st.session_state.get(_RESTORED, set())
