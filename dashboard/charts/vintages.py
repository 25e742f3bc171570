"""How settled a figure is, on a figure: what is preliminary is hollow, and the hover says so of each."""

from collections.abc import Mapping, Sequence

from dashboard.charts.figure import COLOUR, PALE

PRELIMINARY = "preliminary"


def point_symbols(vintages: Sequence[str | None], colour: str) -> Mapping[str, object]:
    """Return the symbols of a line's points, where any of them is not the plain one."""
    if PRELIMINARY not in vintages:
        return {}
    symbols = ["circle-open" if each == PRELIMINARY else "circle" for each in vintages]
    return {"symbol": symbols, "line": {"width": 2, "color": colour}}


def bar_fills(vintages: Sequence[str | None]) -> Mapping[str, object]:
    """Return the look of bars: filled, and pale with a rim what is preliminary."""
    colour = COLOUR["data"]
    if PRELIMINARY not in vintages:
        return {"color": colour}
    fills = [colour + PALE if each == PRELIMINARY else colour for each in vintages]
    widths = [2 if each == PRELIMINARY else 0 for each in vintages]
    return {"color": fills, "line": {"width": widths, "color": colour}}
