"""A figure drawn as SVG without a browser, for print and for files: what the page shows, and its words.

Of Plotly's language it speaks what our figures use: bars, lines, marks, texts, bands, annotations,
axes of given ticks and of even ones. Title, unit, basis, period, source and day stand in the picture.
"""

import math
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from html import unescape
from typing import Any
from zlib import crc32

from dashboard.charts.figure import TOP, Figure, Trace, painted
from dashboard.charts.labels import wrapped
from dashboard.views.environment import render_drawing
from dashboard.views.look import tokens
from dashboard.wording.scales import ems, tick_text

WIDTH = 580
EDGE, _TITLE, _STATED, NOTED, _TICK = 16.0, 15.0, 12.0, 11.0, 12.0
_BAR_GAP = 0.45
# Of how many times a line's width its dashes and gaps are.
_DASHES = {"dash": (3, 3), "dot": (1, 1), "longdashdot": (5, 2, 1, 2)}
_COLOUR = re.compile(r"(#[0-9A-Fa-f]{6})([0-9A-Fa-f]{2})?")
_ANCHORS = {"left": "end", "right": "start"}


@dataclass(frozen=True, slots=True)
class Shape:
    """A line, a bar, a band or a mark as an SVG path; `clipped` to the plot."""

    path: str
    stroke: str = "none"
    width: float = 0
    dash: str = ""
    fill: str = "none"
    opacity: float = 1
    clipped: bool = False


@dataclass(frozen=True, slots=True)
class Words:
    """A text on one line; `y` is its base line."""

    x: float
    y: float
    text: str
    size: float
    colour: str
    anchor: str = "start"
    bold: bool = False


@dataclass(slots=True)
class _Picture:
    """The plot in px, and what is drawn so far."""

    left: float
    top: float
    right: float
    bottom: float
    across: Sequence[float]
    up: Sequence[float]
    shapes: list[Shape] = field(default_factory=list)
    words: list[Words] = field(default_factory=list)

    def x(self, value: float) -> float:
        low, high = self.across
        return self.left + (value - low) / (high - low) * (self.right - self.left)

    def y(self, value: float) -> float:
        low, high = self.up
        return self.bottom - (value - low) / (high - low) * (self.bottom - self.top)


def print_drawing(drawn: Figure, note: str, width: int = WIDTH) -> str:
    """Return a figure as SVG in light colours, `width` px wide; `note` is its last line."""
    told = painted(drawn, "light")
    layout, ink = told["layout"], tokens("light")
    across, up = layout["xaxis"], layout["yaxis"]
    head: list[Words] = []
    top = 16 + headed(head, layout["meta"]["title"], layout["meta"]["stated"], width, EDGE)
    below = layout["margin"]["b"]
    bottom = top + layout["height"] - TOP - below
    marks = _ticks(up)
    widest = max((ems(text) for _, text in marks), default=0.0)
    left = EDGE + (widest * _TICK + 8 if marks else 0)
    picture = _Picture(left, top, width - EDGE, bottom, across["range"], up["range"], words=head)
    _axes(picture, across, marks, ink)
    _traces(picture, told["data"])
    for one in layout.get("annotations", ()):
        _annotation(picture, one, ink["card"])
    bottom += below + 2
    height = bottom + noted(picture.words, note, width, bottom)
    return render_drawing(
        "chart",
        # Of its own, as several drawings may stand in one page.
        id=f"plot-{crc32(repr(picture).encode()):08x}",
        title=layout["meta"]["title"],
        described=layout["meta"]["stated"],
        width=width,
        height=round(height),
        ground=ink["card"],
        plot=[round(v, 1) for v in (left, top, picture.right - left, picture.bottom - top)],
        shapes=picture.shapes,
        words=picture.words,
    )


def noted(words: list[Words], note: str, width: int, y: float) -> float:
    """Put a drawing's last line below `y`; return how much room it takes."""
    lines = wrapped(note, (width - 2 * EDGE) / NOTED)
    colour = tokens("light")["muted"]
    for n, line in enumerate(lines):
        words.append(Words(EDGE, y + 15 + 15 * n, line, NOTED, colour))
    return 6 + 15 * len(lines) + EDGE / 2


def headed(words: list[Words], title: str, stated: str, width: int, y: float) -> float:
    """Put a drawing's title and statement below `y`; return where they end."""
    ink, room = tokens("light"), width - 2 * EDGE
    for line in wrapped(title, room / (_TITLE * 1.04)):
        y += 20
        words.append(Words(EDGE, y - 5, line, _TITLE, ink["ink"], bold=True))
    for line in wrapped(stated, room / _STATED):
        y += 17
        words.append(Words(EDGE, y - 2, line, _STATED, ink["muted"]))
    return y


# -- axes


def _axes(
    picture: _Picture,
    across: Mapping[str, Any],
    marks: Sequence[tuple[float, str]],
    ink: Mapping[str, str],
) -> None:
    for value, text in marks:
        y = picture.y(value)
        _line(picture, [(picture.left, y), (picture.right, y)], ink["line"])
        picture.words.append(Words(picture.left - 6, y + 4, text, _TICK, ink["path"], "end"))
    below = picture.bottom
    for value, text in _ticks(across):
        x = picture.x(value)
        if across.get("showgrid"):
            _line(picture, [(x, picture.top), (x, picture.bottom)], ink["line"])
        for n, line in enumerate(text.split("<br>")):
            below = max(below, picture.bottom + 17 + 15 * n)
            y = picture.bottom + 17 + 15 * n
            picture.words.append(Words(x, y, unescape(line), _TICK, ink["path"], "middle"))
    named = across.get("title", {}).get("text")
    if named:
        middle = (picture.left + picture.right) / 2
        picture.words.append(Words(middle, below + 20, named, _TICK, ink["path"], "middle"))


def _ticks(axis: Mapping[str, Any]) -> list[tuple[float, str]]:
    """Return the places with their words: those given, or even ones as Plotly chooses them."""
    if axis.get("visible") is False:
        return []
    if axis.get("tickmode") == "array":
        return list(zip(axis["tickvals"], axis["ticktext"], strict=True))
    low, high = axis["range"]
    rough = (high - low) / axis["nticks"]
    base = 10.0 ** math.floor(math.log10(rough))
    step = base * next(one for one in (2, 5, 10) if one >= rough / base - 1e-9)
    first, last = math.ceil(low / step - 1e-9), math.floor(high / step + 1e-9)
    return [
        (n * step, tick_text(n * step) + axis.get("ticksuffix", "")) for n in range(first, last + 1)
    ]


# -- traces


def _traces(picture: _Picture, traces: Sequence[Trace]) -> None:
    before: list[tuple[float, float]] = []
    for trace in traces:
        if trace["type"] == "bar":
            _bars(picture, trace)
            continue
        places = [
            None if y is None else (picture.x(x), picture.y(y))
            for x, y in zip(trace["x"], trace["y"], strict=True)
        ]
        known = [place for place in places if place is not None]
        modes = trace.get("mode", "lines").split("+")
        if trace.get("fill") == "tonexty" and before:
            fill, opacity = _paint(trace["fillcolor"])
            band = path_through([*known, *reversed(before)]) + "Z"
            picture.shapes.append(Shape(band, fill=fill, opacity=opacity, clipped=True))
        if "lines" in modes and trace["line"]["width"]:
            look = trace["line"]
            for stretch in _stretches(places):
                _line(picture, stretch, look["color"], look["width"], look.get("dash", ""), True)
        if "markers" in modes:
            _marks(picture, trace, places)
        if "text" in modes:
            _texts(picture, trace, places)
        before = known


def _stretches(
    places: Iterable[tuple[float, float] | None],
) -> Iterator[list[tuple[float, float]]]:
    """A line is broken where nothing is known."""
    run: list[tuple[float, float]] = []
    for place in [*places, None]:
        if place is not None:
            run.append(place)
        elif run:
            yield run
            run = []


def _line(
    picture: _Picture,
    places: Sequence[tuple[float, float]],
    colour: str,
    width: float = 1,
    dash: str = "",
    clipped: bool = False,
) -> None:
    # As Plotly does: a thin line's dashes are no shorter than three.
    dashes = " ".join(f"{part * max(width, 3):g}" for part in _DASHES.get(dash, ()))
    shape = Shape(path_through(places), colour, width, dashes, clipped=clipped)
    picture.shapes.append(shape)


def path_through(places: Sequence[tuple[float, float]]) -> str:
    return "M" + "L".join(f"{x:.1f},{y:.1f}" for x, y in places)


def _bars(picture: _Picture, trace: Trace) -> None:
    lying, look = trace.get("orientation") == "h", trace["marker"]
    rim = look.get("line", {})
    texts = trace.get("text") or [""] * len(trace["x"])
    for n, (x, y, text) in enumerate(zip(trace["x"], trace["y"], texts, strict=True)):
        if lying:
            half = trace["width"] / 2
            left, right = sorted((picture.x(0), picture.x(x)))
            top, bottom = picture.y(y + half), picture.y(y - half)
        else:
            half = (1 - _BAR_GAP) / 2
            left, right = picture.x(x - half), picture.x(x + half)
            top, bottom = sorted((picture.y(0), picture.y(y)))
        corners = [(left, top), (right, top), (right, bottom), (left, bottom)]
        fill, opacity = _paint(_each(look["color"], n))
        width = _each(rim.get("width", 0), n)
        edge = str(rim["color"]) if width else "none"
        path = path_through(corners) + "Z"
        picture.shapes.append(Shape(path, edge, width, fill=fill, opacity=opacity, clipped=True))
        if text:
            font, middle = trace["textfont"], (left + right) / 2
            place = top - 6 if y >= 0 else bottom + 15
            shown = unescape(text)
            picture.words.append(Words(middle, place, shown, font["size"], font["color"], "middle"))


def _marks(picture: _Picture, trace: Trace, places: Sequence[tuple[float, float] | None]) -> None:
    look = trace["marker"]
    rim = look.get("line", {})
    for n, place in enumerate(places):
        if place is None:
            continue
        symbol, size = _each(look.get("symbol", "circle"), n), _each(look["size"], n)
        colour, width = _each(look["color"], n), _each(rim.get("width", 0), n)
        path = _symbol(symbol.removesuffix("-open"), *place, size / 2)
        if symbol.endswith("-open"):
            picture.shapes.append(Shape(path, stroke=colour, width=width or 1))
        else:
            edge = _each(rim.get("color", colour), n)
            picture.shapes.append(Shape(path, edge, width, fill=colour))


def _each(given: Any, n: int) -> Any:
    return given[n] if isinstance(given, list) else given


def _symbol(name: str, x: float, y: float, r: float) -> str:
    """Return a mark's outline; sizes are Plotly's own of each symbol."""
    if name == "circle":
        return f"M{x - r:.2f},{y:.2f}a{r:g},{r:g} 0 1 0 {2 * r:g},0a{r:g},{r:g} 0 1 0 {-2 * r:g},0Z"
    if name == "line-ns":
        return path_through([(x, y + 1.4 * r), (x, y - 1.4 * r)])
    if name == "x-thin":
        d = r / math.sqrt(2)
        return path_through([(x - d, y - d), (x + d, y + d)]) + path_through(
            [(x - d, y + d), (x + d, y - d)]
        )
    if name == "triangle-up":
        wide = r * 2 / math.sqrt(3)
        return path_through([(x - wide, y + r / 2), (x + wide, y + r / 2), (x, y - r)]) + "Z"
    if name == "diamond":
        d = r * 1.3
        return path_through([(x, y - d), (x + d, y), (x, y + d), (x - d, y)]) + "Z"
    if name == "square":
        return path_through([(x - r, y - r), (x + r, y - r), (x + r, y + r), (x - r, y + r)]) + "Z"
    raise ValueError(f"no such mark: {name}")


def _texts(picture: _Picture, trace: Trace, places: Sequence[tuple[float, float] | None]) -> None:
    look, anchor = trace["textfont"], _ANCHORS[trace["textposition"].split()[1]]
    for place, text in zip(places, trace["text"], strict=True):
        if place is not None:
            y = place[1] + look["size"] * 0.35
            picture.words.append(
                Words(place[0], y, unescape(text), look["size"], look["color"], anchor)
            )


def _annotation(picture: _Picture, told: Mapping[str, Any], ground: str) -> None:
    text = told["text"]
    if not text:
        x, y = picture.x(told["x"]), picture.y(told["y"])
        path = f"M{x:.1f} {y:.1f}L{x + told['ax']:.1f} {y + told['ay']:.1f}"
        picture.shapes.append(Shape(path, stroke=told["arrowcolor"], width=told["arrowwidth"]))
        return
    bold = text.startswith("<b>")
    x = picture.x(told["x"]) + told["xshift"]
    # A line of words is 1.3 of its size high, and stands on its lower edge.
    y = picture.y(told["y"]) - told["yshift"] - told["font"]["size"] * 0.36
    words = unescape(text.removeprefix("<b>").removesuffix("</b>"))
    picture.words.append(Words(x, y, words, told["font"]["size"], told["font"]["color"], bold=bold))
    # No line runs through its letters.
    size = told["font"]["size"]
    left, right, top, bottom = x - 1, x + ems(words) * size + 1, y - size * 0.86, y + size * 0.2
    corners = [(left, top), (right, top), (right, bottom), (left, bottom)]
    picture.shapes.append(Shape(path_through(corners) + "Z", fill=ground, opacity=0.85))


def _paint(colour: str) -> tuple[str, float]:
    """Return a colour of six or eight digits as the colour and how opaque it is."""
    found = _COLOUR.fullmatch(colour)
    if found is None:
        raise ValueError(colour)
    return found[1], round(int(found[2] or "FF", 16) / 255, 3)
