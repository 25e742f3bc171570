"""Figures as they are typed: a table of text inputs, or a form of one row, that drop no key.

Streamlit's own editor is a canvas that opens an input for each cell: on a slow machine it drops the
keys typed while it opens and whole cells typed while the page redraws (measured: two of eight
figures at four times slower than a desktop). Its own text input reports only what was left, so that
what is typed is understood too late. Plain inputs drop nothing and report while one types.
"""

from collections.abc import Collection, Mapping, Sequence
from pathlib import Path
from typing import Any

import streamlit as st
from streamlit.components.v2 import component
from streamlit.components.v2.get_bidi_component_manager import get_bidi_component_manager
from streamlit.components.v2.manifest_scanner import ComponentConfig, ComponentManifest

from dashboard import __version__

_PROJECT, _NAME = "cluster-dashboard", "sheet"
_ASSETS = "sheet_assets"
_COMPONENT = f"{_PROJECT}.{_NAME}"
_STAMP = "entry-stamp"


def show_sheet(
    key: str,
    columns: Sequence[Mapping[str, Any]],
    rows: Sequence[Mapping[str, str]],
    words: Mapping[str, str],
    seen: int,
    form: bool = False,
) -> None:
    """Show the sheet; what is typed is then found by `edits`.

    `columns`: id, label, typed (whether it is for typing), hint.  `rows`: id, name, names (what a
    pasted block may call it, a line each), the text of every column, mark (fault, warn, fine or
    empty) and told (what was found, in words).  `words`: undo, pasted, left.  `seen`: the highest
    stamp that `edits` has given and that is in `rows` now.  `form` shows labels above the inputs.
    """
    _registered()(
        key=key,
        data={"columns": columns, "rows": rows, "words": words, "seen": seen, "form": form},
        on_edits_change=_nothing,
    )


def edits(key: str, columns: Collection[str]) -> dict[str, dict[str, Any]]:
    """Return what the browser reported last, by row id: the text of each of `columns`, and stamp.

    It comes from outside: what has another form is left out.
    """
    held = st.session_state.get(key)
    reported = held.get("edits") if isinstance(held, Mapping) else None
    if not isinstance(reported, Mapping):
        return {}
    return {id: dict(cell) for id, cell in reported.items() if _is_edit(cell, columns)}


def latest_stamp() -> int:
    """Return the highest stamp of an edit taken in in this session; in a browser they only grow."""
    return int(st.session_state.get(_STAMP, 0))


def take_stamp(stamp: int) -> None:
    """Note that edits up to `stamp` have been taken in."""
    st.session_state[_STAMP] = max(stamp, latest_stamp())


def _is_edit(cell: object, columns: Collection[str]) -> bool:
    return (
        isinstance(cell, Mapping)
        and all(isinstance(cell.get(column), str) for column in columns)
        and isinstance(cell.get("stamp"), int)
        and not isinstance(cell.get("stamp"), bool)
    )


def _registered() -> Any:
    """Return the component. Its script is a file of ours, because the policy allows no inline one.

    Streamlit finds such files by a manifest in an installed package of the component's own name;
    ours is told by hand, once for each server.
    """
    manager = get_bidi_component_manager()
    if manager.get_component_asset_root(_COMPONENT) is None:
        manifest = ComponentManifest(_PROJECT, __version__, [ComponentConfig(_NAME, _ASSETS)])
        manager.register_from_manifest(manifest, Path(__file__).parent)
    return component(_COMPONENT, html='<div class="sheet"></div>', css="sheet.css", js="sheet.js")


def _nothing() -> None:
    """The sheet's edits are read at the next run; Streamlit wants a callback to keep them."""
