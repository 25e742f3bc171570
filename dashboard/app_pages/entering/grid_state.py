"""The grid of one region and period in this session, and its draft in the store."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import streamlit as st

from dashboard.app_pages.entering.desk import Desk
from dashboard.worksheet.drafts import changes, grid_screen, read_grid
from dashboard.worksheet.grid import Cell, gathered

_STATE = "entry-grid-state"


@dataclass(slots=True)
class GridState:
    """The grid of one region and period in this session.

    `base` is what the grid was drawn with, `ids` its rows in order, `version` part of its key: the
    browser reports edits by row position, so whenever rows move they are folded into `base` and
    the grid begins anew. `kept` is what the store has, `last` what was typed at the last run,
    `drawn` the revisions that were on the screen then.
    """

    place: tuple[str, str]
    base: dict[str, Cell] = field(default_factory=dict)
    kept: dict[str, Cell] = field(default_factory=dict)
    last: dict[str, Cell] = field(default_factory=dict)
    drawn: Mapping[str, int | None] = field(default_factory=dict)
    ids: tuple[str, ...] = ()
    version: int = 0
    restored: int = 0

    @property
    def key(self) -> str:
        """Return the widget's key, new whenever the grid begins anew."""
        return f"entry-grid-{'-'.join(self.place)}-{self.version}"

    def typed(self) -> dict[str, Cell]:
        """Return everything typed, also in rows not shown.

        What has only just been typed answers the revisions that were on the screen, not those
        saved since.
        """
        seen = {**self.drawn, **{id: cell.seen for id, cell in self.last.items()}}
        return gathered(self.ids, self.base, self.edited(), seen)

    def edited(self) -> Mapping[Any, Mapping[str, Any]]:
        """Return the grid's edits as the browser reported them last."""
        held = st.session_state.get(self.key) or {}
        rows: Mapping[Any, Mapping[str, Any]] = held.get("edited_rows", {})
        return rows

    def begin_anew(self, base: dict[str, Cell]) -> None:
        """Draw the grid afresh on `base`."""
        self.base = base
        self.version += 1


def state_of(desk: Desk, code: str, now: Mapping[str, int | None]) -> GridState:
    """Return the grid's state; for another region or period, as the store kept the draft.

    `now` has the revisions recorded now.
    """
    place = (desk.region, code)
    state: GridState | None = st.session_state.get(_STATE)
    if state is None or state.place != place:
        kept = read_grid(desk.store.draft(desk.author, grid_screen(*place)))
        known = {series.id for series in desk.asked}
        base = {id: cell for id, cell in kept.items() if id in known}
        version = state.version + 1 if state else 0
        state = GridState(
            place, base, dict(base), dict(base), now, version=version, restored=len(base)
        )
        st.session_state[_STATE] = state
    return state


def keep(desk: Desk, state: GridState, typed: dict[str, Cell]) -> None:
    """Keep what has changed in the store; what fails is tried at the next run."""
    state.last = typed
    changed = changes(state.kept, typed)
    if changed:
        state.restored = 0
    if desk.keep_draft(grid_screen(*state.place), changed):
        state.kept = typed
