"""The sheet of one region and period in this session, and its draft in the store."""

from collections.abc import Mapping
from dataclasses import dataclass, field

import streamlit as st

from dashboard.app_pages.entering.desk import Desk
from dashboard.app_pages.entering.sheet import edits, latest_stamp, take_stamp
from dashboard.worksheet.drafts import changes, grid_screen, read_grid
from dashboard.worksheet.grid import TYPED, Cell, taken_in

_STATE = "entry-grid-state"


@dataclass(slots=True)
class GridState:
    """The sheet of one region and period in this session.

    `typed` is all that stands unsaved, also in rows not shown now; `kept` what the store has of it,
    `drawn` the revisions that were on the screen at the last run.
    """

    place: tuple[str, str]
    typed: dict[str, Cell] = field(default_factory=dict)
    kept: dict[str, Cell] = field(default_factory=dict)
    drawn: Mapping[str, int | None] = field(default_factory=dict)
    restored: int = 0

    @property
    def key(self) -> str:
        """Return the widget's key."""
        return f"entry-grid-{'-'.join(self.place)}"

    def take_in(self) -> None:
        """Take in what the browser has reported since.

        What has only just been typed answers the revisions that were on the screen, not those
        saved since.
        """
        self.typed, stamp = taken_in(self.typed, edits(self.key, TYPED), self.drawn, latest_stamp())
        take_stamp(stamp)


def state_of(desk: Desk, code: str, now: Mapping[str, int | None]) -> GridState:
    """Return the sheet's state; for another region or period, as the store kept the draft.

    `now` has the revisions recorded now.
    """
    place = (desk.region, code)
    state: GridState | None = st.session_state.get(_STATE)
    if state is None or state.place != place:
        kept = read_grid(desk.store.draft(desk.author, grid_screen(*place)))
        typed = {id: cell for id, cell in kept.items() if id in now}
        state = GridState(place, typed, dict(typed), now, restored=len(typed))
        st.session_state[_STATE] = state
    return state


def keep(desk: Desk, state: GridState) -> None:
    """Keep what has changed in the store; what fails is tried at the next run."""
    changed = changes(state.kept, state.typed)
    if changed:
        state.restored = 0
    if desk.keep_draft(grid_screen(*state.place), changed):
        state.kept = dict(state.typed)
