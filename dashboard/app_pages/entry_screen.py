"""What is looked at on the entry page: a region's desk with what this session has typed, and a period."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import streamlit as st

from dashboard.app_pages.sheet import edits
from dashboard.entry.desk import Desk
from dashboard.entry.drafts import Place, Typed, Unsaved
from dashboard.entry.drafts import screen as draft_screen
from dashboard.entry.series import Asked
from dashboard.first_paint.work_parts import desk_of
from dashboard.loading import View

# What of the session is this part's own.
_UNSAVED, _DROPPED = "entry-unsaved", "entry-dropped"


@dataclass(frozen=True, slots=True)
class Screen:
    """What is looked at: a desk, a period, the rows of the sheet, and the one of the form."""

    seen: View
    desk: Desk
    code: str
    rows: Sequence[Asked]
    one: Asked | None

    @property
    def shown(self) -> dict[Place, Typed]:
        """Return what stands unsaved here: of the form's figure, or of all of the period."""
        return self.desk.shown(self.code, self.one)


def desk_in_session(seen: View, region: str) -> Desk:
    """Return the desk of a region; what stands unsaved is this session's, at first the store's."""
    of_region: dict[str, Unsaved] = st.session_state.setdefault(_UNSAVED, {})
    desk = desk_of(seen, region, of_region.get(region) or Unsaved(region))
    if region not in of_region:
        kept = desk.store.draft(desk.author, draft_screen(region)) if desk.asked else None
        of_region[region] = Unsaved.from_draft(region, kept, {each.id for each in desk.asked})
    return replace(desk, unsaved=of_region[region])


def take_in_elsewhere(seen: View, region: str, entering: frozenset[str]) -> None:
    """Take in what was typed for other regions just before this one was chosen."""
    reported = edits()
    for other in {edit.region for edit in reported} - {region}:
        if other in entering and other in seen.standing.regions():
            desk = desk_in_session(seen, other)
            desk.take_in(reported)
            desk.keep()
        else:
            dropped: dict[str, int] = st.session_state.setdefault(_DROPPED, {})
            dropped[other] = max(edit.stamp for edit in reported if edit.region == other)


def stamps_taken() -> dict[str, int]:
    """Return by region the highest stamp of the edits that need not be sent again."""
    of_region: dict[str, Unsaved] = st.session_state.get(_UNSAVED, {})
    dropped: dict[str, int] = st.session_state.get(_DROPPED, {})
    return {region: each.stamp for region, each in of_region.items()} | dropped
