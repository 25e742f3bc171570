"""Words on a figure, each beside what it names: no legend to look up, and no word on a line.

A figure is drawn at any width, so room is looked for at the width of a phone and at that of a
wide card: what keeps clear of the lines at both keeps clear between them.
"""

from bisect import bisect_left, bisect_right, insort
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import dist, hypot, inf
from typing import Any, TypeAlias

from dashboard.wording.scales import ems

Place: TypeAlias = tuple[float, float]
Line: TypeAlias = Sequence[Place]
Box: TypeAlias = tuple[float, float, float, float]

# The plot without its margins, in px: in a card on a phone, and in half of a desktop page.
WIDTHS = (272.0, 520.0)
SIZE = 12.5
_HEIGHT, _GAP = 17.0, 8.0
# What standing further off costs: less than a line through the words, more than a mark beside them.
_OFF = 85.0
# Words whose edge is so near to their place need no line to it.
_NEAR = 32.0
# What a word costs where it stands on another word, on a mark, on a line, or off the plot.
_ON_WORDS, _ON_MARK, _ON_LINE, _OUTSIDE = 1000.0, 40.0, 90.0, 2000.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """Words with the places they may name, the best first, in axis units."""

    words: str
    at: Sequence[Place]
    colour: str
    bold: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Plot:
    """What is drawn already: ranges of the axes, the height (px), lines and single marks.

    `worded` are places with words of their own above them.
    """

    x: tuple[float, float]
    y: tuple[float, float]
    height: float
    lines: Sequence[Line] = ()
    marks: Sequence[Place] = ()
    worded: Sequence[Place] = ()


def along(line: Line) -> list[Place]:
    """Return the places on a line where its name may stand: its middle first, its ends last."""
    if len(line) < 2:
        return list(line)
    found = []
    for share in (0.5, 0.62, 0.38, 0.76, 0.25, 0.88, 0.12):
        at = line[0][0] + (line[-1][0] - line[0][0]) * share
        left = max(n for n, (x, _) in enumerate(line[:-1]) if x <= at)
        (xa, ya), (xb, yb) = line[left], line[left + 1]
        found.append((at, ya + (yb - ya) * (at - xa) / (xb - xa)))
    return found


def annotations(marks: Iterable[Mark], plot: Plot) -> list[dict[str, Any]]:
    """Return the words as Plotly annotations, each where it hides least; the first choose first.

    Words shift with their place by a fixed number of px, whatever the width; from those that stand
    off it a line without words leads to it.
    """
    views = [_View(plot, width) for width in WIDTHS]
    placed = [(mark, *_best(mark, views)) for mark in marks if mark.words and mark.at]
    leaders = [_leader(*one) for one in placed]
    return [one for one in leaders if one] + [_annotation(*one) for one in placed]


class _View:
    """The plot at one width, in px from its upper left corner, with the words placed so far."""

    def __init__(self, plot: Plot, width: float) -> None:
        self._plot, self._width = plot, width
        # From left to right: of hundreds, words can only lie on those beside them.
        self._dots = sorted(
            self.px(place)
            for line in plot.lines
            for one, other in pairwise(line)
            for place in _between(one, other, width)
        )
        self._marks = [self.px(place) for place in plot.marks]
        tops = [self.px(place) for place in plot.worded]
        self._taken: list[Box] = [(x - 22, y - _HEIGHT, x + 22, y) for x, y in tops]

    def px(self, place: Place) -> Place:
        (left, right), (low, high) = self._plot.x, self._plot.y
        x = (place[0] - left) / (right - left) * self._width
        return x, (high - place[1]) / (high - low) * self._plot.height

    def cost(self, box: Box, own: Place) -> float:
        left, top, right, bottom = box
        outside = max(0.0, -left) + max(0.0, right - self._width - 8)
        outside += max(0.0, -12 - top) + max(0.0, bottom - self._plot.height + 1)
        cost = _OUTSIDE + outside if outside > 0 else 0.0
        cost += _ON_WORDS * sum(_overlap(box, other) for other in self._taken)
        # So near to a mark that words would seem to name it, unless they do.
        cost += _ON_MARK * sum(left - 6 < x < right + 6 and top - 11 < y < bottom + 11
                               for x, y in self._marks if (x, y) != own)  # fmt: skip
        cost += _ON_MARK * (left - 5 < own[0] < right + 5 and top - 5 < own[1] < bottom + 5)
        for one in _way(own, box):
            cost += _ON_MARK * sum(dist(mark, one) < 9 for mark in self._marks if mark != own)
            cost += _ON_WORDS * sum(_overlap((*one, *one), other) for other in self._taken)
        first = bisect_right(self._dots, (left - 2, inf))
        last = bisect_left(self._dots, (right + 2, -inf))
        return cost + _ON_LINE * sum(top < y < bottom for _, y in self._dots[first:last])

    def take(self, box: Box, own: Place) -> None:
        self._taken.append(box)
        for one in _way(own, box):
            insort(self._dots, one)


def _way(own: Place, box: Box) -> list[Place]:
    """Points on the line from a place to words further off than beside it; none where they are near."""
    x, y = min(max(own[0], box[0] + 6), box[2] - 6), min(max(own[1], box[1]), box[3])
    if hypot(x - own[0], y - own[1]) <= _NEAR:
        return []
    return [(own[0] + (x - own[0]) * n / 8, own[1] + (y - own[1]) * n / 8) for n in range(1, 8)]


def _between(one: Place, other: Place, width: float) -> list[Place]:
    """Points along a stretch of line, close enough that no word slips between them."""
    steps = max(2, int(width / 24))
    return [
        (one[0] + (other[0] - one[0]) * n / steps, one[1] + (other[1] - one[1]) * n / steps)
        for n in range(steps + 1)
    ]


def _overlap(one: Box, other: Box) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def _offsets(width: float) -> list[tuple[float, Place]]:
    """What it costs to stand where, from a place (px to the words' lower left corner, up is positive)."""
    beside = [(-width - _GAP, -_HEIGHT / 2), (_GAP, -_HEIGHT / 2)]
    above = [(-width * share, _GAP) for share in (0.5, 0.75, 0.97, 0.25, 0.03)]
    below = [(x, -_GAP - _HEIGHT) for x, _ in above]
    slanted = [(-width - 2, 2.0), (2.0, 2.0), (-width - 2, -_HEIGHT - 2), (2.0, -_HEIGHT - 2)]
    near = [*beside, *above, *below, *slanted]
    near += [(x, y + (20 if y >= 0 else -20)) for x, y in [*above, *below]]
    far: list[Place] = []
    for step in (40, 60, 80):
        far += [(x, y + (step if y >= 0 else -step)) for x, y in [*above, *below]]
        far += [(x, y + up) for up in (step, -step) for x, y in [*beside, *slanted]]
    return [(0.4 * n, one) for n, one in enumerate(near)] + [
        (_OFF + 0.1 * n, one) for n, one in enumerate(far)
    ]


def _width(mark: Mark) -> float:
    return ems(mark.words) * SIZE * (1.04 if mark.bold else 1.0) + 2


def _best(mark: Mark, views: Sequence[_View]) -> tuple[Place, Place]:
    width = _width(mark)
    offsets = _offsets(width)
    far = sorted(
        (dear + 1.5 * rank, rank, n)
        for rank in range(len(mark.at))
        for n, (dear, _) in enumerate(offsets)
    )
    best = (inf, 0, 0)
    for farther, rank, n in far:
        # What stands further off than the best costs, whatever it hides, cannot be better.
        if farther > best[0]:
            break
        cost = _cost(mark.at[rank], offsets[n][1], width, views)
        best = min(best, (cost + farther, rank, n))
    _, rank, n = best
    place, offset = mark.at[rank], offsets[n][1]
    for view in views:
        view.take(_box(view, place, offset, width), view.px(place))
    return place, offset


def _cost(place: Place, offset: Place, width: float, views: Sequence[_View]) -> float:
    return sum(view.cost(_box(view, place, offset, width), view.px(place)) for view in views)


def _box(view: _View, place: Place, offset: Place, width: float) -> Box:
    x, y = view.px(place)
    left, bottom = x + offset[0], y - offset[1]
    return left, bottom - _HEIGHT, left + width, bottom


def _leader(mark: Mark, place: Place, offset: Place) -> dict[str, Any] | None:
    """A thin line from a place to its words, where they stand further off than beside it."""
    left, bottom = offset
    across = min(max(0.0, left + 6), left + _width(mark) - 6)
    up = min(max(0.0, bottom), bottom + _HEIGHT)
    if across**2 + up**2 <= _NEAR**2:
        return None
    return {
        "x": place[0],
        "y": place[1],
        "text": "",
        "showarrow": True,
        "arrowhead": 0,
        "arrowwidth": 1,
        "arrowcolor": mark.colour,
        "standoff": 4,
        "ax": round(across, 1),
        "ay": round(-up, 1),
    }


def _annotation(mark: Mark, place: Place, offset: Place) -> dict[str, Any]:
    said = f"<b>{label(mark.words)}</b>" if mark.bold else label(mark.words)
    return {
        "x": place[0],
        "y": place[1],
        "text": said,
        "showarrow": False,
        "xanchor": "left",
        "yanchor": "bottom",
        "xshift": round(offset[0], 1),
        "yshift": round(offset[1], 1),
        "borderpad": 0,
        "align": "left",
        "font": {"size": SIZE, "color": mark.colour},
    }


def label(value: object) -> str:
    """Return a raw text as Plotly text: its small HTML (links, line breaks) has no effect."""
    if value is None:
        return ""
    return str(value).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def wrapped(words: str, width: float) -> list[str]:
    """Break a text into lines of at most `width` em, at blanks or between ideographs."""
    lines: list[str] = []
    line = ""
    for piece in _pieces(words):
        if line and ems(line + piece.rstrip()) > width:
            lines.append(line.strip())
            line = ""
        line += piece
    if line.strip():
        lines.append(line.strip())
    return lines


def _pieces(words: str) -> list[str]:
    """Cut where a line may break: after a blank, and after an ideograph."""
    pieces: list[str] = []
    piece = ""
    for sign in words:
        if sign in "，。；：、）》”」" and pieces and not piece:
            pieces[-1] += sign
            continue
        piece += sign
        if sign == " " or "\u4e00" <= sign <= "\u9fff":
            pieces.append(piece)
            piece = ""
    return [*pieces, piece] if piece else pieces
