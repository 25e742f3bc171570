"""Figures as they are typed: a table of text inputs, or a form of one row, that drop no key.

Streamlit's own editor is a canvas that opens an input for each cell: on a slow machine it drops the
keys typed while it opens and whole cells typed while the page redraws (measured: two of eight
figures at four times slower than a desktop). Its own text input reports only what was left, so that
what is typed is understood too late. Plain inputs drop nothing and report while one types.

Form and table are one component at one place of the page, and what is typed is kept in the browser,
beside the component, until the desk has answered that it took it in: a cell that is drawn anew or
taken away under one's hand loses nothing, and neither does a lost connection.
"""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import streamlit as st
from streamlit.components.v2 import component
from streamlit.components.v2.component_manager import BidiComponentManager
from streamlit.components.v2.get_bidi_component_manager import get_bidi_component_manager
from streamlit.components.v2.manifest_scanner import ComponentConfig, ComponentManifest

from dashboard import __version__
from dashboard.entry.drafts import MOST_EDITS, Edit, edits_of, refused_of

KEY = "entry-sheet"
_PROJECT, _NAME = "cluster-dashboard", "sheet"
_ASSETS = "sheet_assets"
_COMPONENT = f"{_PROJECT}.{_NAME}"
_PARTS: dict[str, Any] = {"html": '<div class="sheet"></div>', "css": "sheet.css", "js": "sheet.js"}


@dataclass(frozen=True, slots=True)
class Focus:
    """What is to be focused, once for each `turn`.

    A cell of the sheet by row and column, or the first element that suits `selector` on the page.
    """

    turn: int = 0
    id: str = ""
    column: str = ""
    selector: str = ""


@dataclass(frozen=True, slots=True)
class Discarded:
    """What was discarded, once for each `turn`: for each figure its id, revision seen and texts.

    The browser takes it for a step like any other, so that it can be undone.
    """

    turn: int = 0
    period: str = ""
    rows: Sequence[Mapping[str, Any]] = ()


@dataclass(frozen=True, slots=True)
class Sheet:
    """What the sheet shows.

    `columns`: id, label, typed (whether it is for typing), hint, heads (what a pasted block may
    call it), nothing (what is written in it where there is no number).  `rows`: id, name, names
    (what a pasted block may call it, a line each), seen (the revision recorded now), the text of
    every column, mark (fault, warn, fine or empty) and told (what was found, in words).  `words` are
    those of the sheet itself.  `taken` has the highest stamp of the edits taken in, by region,
    `entered` that of the Enter followed last; `who` types, so that what one person left unsent is
    never sent for another.  `form` shows labels above the inputs of its one row.  `periods` is what
    a pasted block may call the period.  A paste or a fill brings `most` cells at most.
    """

    region: str
    period: str
    columns: Sequence[Mapping[str, Any]]
    rows: Sequence[Mapping[str, Any]]
    words: Mapping[str, str]
    taken: Mapping[str, int]
    entered: int
    who: str
    form: bool
    focus: Focus
    discarded: Discarded
    periods: Sequence[str]
    most: int = MOST_EDITS


def show_sheet(sheet: Sheet) -> None:
    """Show the sheet; what is typed in it is then found by `edits`."""
    _registered()(key=KEY, data=asdict(sheet), on_report_change=_nothing)


def edits() -> list[Edit]:
    """Return what the browser has typed and not been answered for yet."""
    return edits_of(_reported().get("edits"))


def refused() -> int:
    """Return how many edits of the last report could not be taken: too many, or too long."""
    return refused_of(_reported().get("edits"))


def entered() -> tuple[str, str, int] | None:
    """Return the figure on which Enter was pressed in the form last: series, period, stamp.

    Of the table, where its whole period is to be saved, the series is empty.
    """
    found = edits_of([_reported().get("enter")])
    return (*found[0].place, found[0].stamp) if found else None


def _reported() -> Mapping[str, Any]:
    held = st.session_state.get(KEY)
    report = held.get("report") if isinstance(held, Mapping) else None
    return report if isinstance(report, Mapping) else {}


def _registered() -> Any:
    """Return the component. Its script is a file of ours, because the policy allows no inline one.

    Streamlit finds such files by a manifest in an installed package of the component's own name;
    ours is told by hand, once for each server.
    """
    _tell_of_files(get_bidi_component_manager())
    return component(_COMPONENT, **_PARTS)


def _tell_of_files(manager: BidiComponentManager) -> None:
    if manager.get_component_asset_root(_COMPONENT) is None:
        manifest = ComponentManifest(_PROJECT, __version__, [ComponentConfig(_NAME, _ASSETS)])
        manager.register_from_manifest(manifest, Path(__file__).parent)


def sheet_is_known() -> bool:
    """Tell whether Streamlit takes the component as it is told of it, and would give out its files."""
    manager = BidiComponentManager()
    _tell_of_files(manager)
    manager.ensure_definition_if_missing_or_placeholder(component_key=_COMPONENT, **_PARTS)
    made = manager.get(_COMPONENT)
    found = manager.get_component_path(_COMPONENT)
    return (
        made is not None
        and made.html_content == _PARTS["html"]
        # A script that stands in the page is what the policy allows none of.
        and (made.js_url, made.css_url, made.js_content) == ("sheet.js", "sheet.css", None)
        and found is not None
        and (Path(found) / "sheet.js").is_file()
    )


def _nothing() -> None:
    """The sheet's report is read at the next run; Streamlit wants a callback to keep it."""
