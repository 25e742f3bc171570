"""Unsaved work as text for the store, and back; a damaged draft is an empty one, never a fault."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass

from dashboard.worksheet.grid import Cell


@dataclass(frozen=True, slots=True)
class Sketch:
    """What stands unsaved in the form for one series; `seen` as in `Cell`."""

    period: str = ""
    value: str = ""
    note: str = ""
    evidence: str = ""
    seen: int | None = None

    def __bool__(self) -> bool:
        return bool(self.value.strip() or self.note.strip() or self.evidence.strip())


def grid_screen(region: str, code: str) -> str:
    """Return the name under which the store keeps the draft of a grid."""
    return f"entry-grid:{region}:{code}"


def form_screen(region: str) -> str:
    """Return the name under which the store keeps the drafts of the form, all series of a region."""
    return f"entry-form:{region}"


def write_grid(cells: Mapping[str, Cell]) -> str:
    """Return the draft of a grid: series id -> what was typed."""
    return json.dumps({id: asdict(cell) for id, cell in cells.items()}, ensure_ascii=False)


def read_grid(payload: str | None) -> dict[str, Cell]:
    """Return what `write_grid` wrote; nothing for a damaged draft."""
    found = {
        id: Cell(_text(held, "value"), _text(held, "note"), _seen(held))
        for id, held in _loaded(payload).items()
    }
    return {id: cell for id, cell in found.items() if cell}


def write_form(sketches: Mapping[str, Sketch]) -> str:
    """Return the drafts of the form: series id -> what stands unsaved."""
    return json.dumps({id: asdict(each) for id, each in sketches.items()}, ensure_ascii=False)


def read_form(payload: str | None) -> dict[str, Sketch]:
    """Return what `write_form` wrote; nothing for a damaged draft."""
    found = {
        id: Sketch(
            _text(held, "period"),
            _text(held, "value"),
            _text(held, "note"),
            _text(held, "evidence"),
            _seen(held),
        )
        for id, held in _loaded(payload).items()
    }
    return {id: sketch for id, sketch in found.items() if sketch}


def _loaded(payload: str | None) -> dict[str, dict[str, object]]:
    try:
        loaded = json.loads(payload) if payload else {}
    except ValueError:
        return {}
    if not isinstance(loaded, dict):
        return {}
    return {id: held for id, held in loaded.items() if isinstance(held, dict)}


def _text(held: Mapping[str, object], name: str) -> str:
    value = held.get(name)
    return value if isinstance(value, str) else ""


def _seen(held: Mapping[str, object]) -> int | None:
    value = held.get("seen")
    return value if isinstance(value, int) and not isinstance(value, bool) else None
