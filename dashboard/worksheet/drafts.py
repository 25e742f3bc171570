"""Unsaved work as text for the store, and back; a damaged draft is an empty one, never a fault."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass

from dashboard.actuals.drafts import loaded
from dashboard.worksheet.grid import Cell

_NEWEST_REVISION = 2**63 - 1


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


def read_grid(payload: str | None) -> dict[str, Cell]:
    """Return the cells that a draft holds; nothing for a damaged draft."""
    found = {
        id: Cell(_text(held, "value"), _text(held, "note"), _seen(held))
        for id, held in _loaded(payload).items()
    }
    return {id: cell for id, cell in found.items() if cell}


def read_form(payload: str | None) -> dict[str, Sketch]:
    """Return the sketches that a draft holds; nothing for a damaged draft."""
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


def changes(
    kept: Mapping[str, Cell] | Mapping[str, Sketch], now: Mapping[str, Cell] | Mapping[str, Sketch]
) -> dict[str, dict[str, object] | None]:
    """Return what has changed since `kept`, by series id; None for what is no longer there."""
    changed: dict[str, dict[str, object] | None] = {id: None for id in kept if id not in now}
    return changed | {id: asdict(each) for id, each in now.items() if kept.get(id) != each}


def _loaded(payload: str | None) -> dict[str, dict[str, object]]:
    return {id: held for id, held in loaded(payload).items() if isinstance(held, dict)}


def _text(held: Mapping[str, object], name: str) -> str:
    value = held.get(name)
    return value if isinstance(value, str) else ""


def _seen(held: Mapping[str, object]) -> int | None:
    value = held.get("seen")
    if not isinstance(value, int) or isinstance(value, bool):
        return None
    # No database counts further; a larger number would be a fault there.
    return value if 0 <= value <= _NEWEST_REVISION else None
