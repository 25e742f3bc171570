"""What stands unsaved in the form: in this session, and in the store so that nothing is lost."""

import streamlit as st

from dashboard.actuals.entering import RawEntry
from dashboard.app_pages.entering.desk import Desk
from dashboard.worksheet.choices import offered
from dashboard.worksheet.drafts import Sketch, changes, form_screen, read_form
from dashboard.worksheet.series import Asked

YEAR, PERIOD = "entry-year", "entry-period"
VALUE, NOTE, EVIDENCE, REASON = "entry-value", "entry-note", "entry-evidence", "entry-reason"
_HERE, _SKETCHES, _RESTORED = "entry-here", "entry-sketches", "entry-restored"
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


def arrive(desk: Desk, series: Asked, sketches: dict[str, Sketch]) -> None:
    """On a series other than before, fill the inputs with what was left there."""
    here = (desk.region, series.id)
    if st.session_state.get(_HERE) == here and VALUE in st.session_state:
        return
    st.session_state[_HERE] = here
    sketch = sketches.get(series.id, Sketch())
    st.session_state[VALUE] = sketch.value
    st.session_state[NOTE] = sketch.note
    st.session_state[EVIDENCE] = sketch.evidence
    st.session_state[REASON] = ""
    if offered(sketch.period, series.kind, desk.today):
        st.session_state[YEAR] = int(sketch.period[:4])
        st.session_state[PERIOD] = sketch.period


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
    for key in (VALUE, NOTE, EVIDENCE, REASON):
        st.session_state[key] = ""
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
