"""A region's tier boards, or its goals as bars, drawn as one SVG for print and files, as the page has them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from zlib import crc32

from dashboard.addresses.selection import Selection
from dashboard.charts.labels import wrapped
from dashboard.charts.print_drawing import EDGE, Shape, Words, headed, noted, path_through
from dashboard.judging import Standing
from dashboard.progress.status import STATUSES
from dashboard.views.board import TICK_AT, BoardPart, BoardRow
from dashboard.views.boards import goal_bars, laid_out_boards
from dashboard.views.environment import render_drawing
from dashboard.views.look import LAMP_INK, tokens
from dashboard.views.progress import GoalBar
from dashboard.wording.charts import plans_source
from dashboard.wording.scales import ems
from dashboard.wording.states import lamp_word

_SIZE, _SMALL, _PART = 12.0, 10.5, 19.0
_LINE, _GAP, _BAR = 15.0, 12.0, 11.0
# In px: what heads a tier, the track of a bar, and the most a name takes before it goes on below.
_HEAD, _TRACK, _NAME = 170.0, 220.0, 170.0


@dataclass(frozen=True, slots=True)
class _Row:
    """A row of either kind: its texts, and where bar and ticks stand in percent of the track."""

    name: str
    under: str
    figure: str
    beneath: str
    share: str
    status: str
    filled: float | None
    preliminary: bool = False
    before: float | None = None
    due: float | None = None
    goal: bool = True


@dataclass(frozen=True, slots=True)
class _Places:
    """Where the columns begin or, of figures and shares, end; in px."""

    name: float
    name_width: float
    bar: float
    figure: float
    share: float
    lamp: float
    width: int


@dataclass(slots=True)
class _Drawn:
    """What is drawn so far, and down to where."""

    shapes: list[Shape]
    words: list[Words]
    y: float = EDGE / 2


def board_drawing(standing: Standing, region: str, note: str, lang: str) -> str | None:
    """Return what stands beside a region's chart as SVG in light colours, None where it has no goal.

    Boards stand one below the other; `note` is the last line.
    """
    here = Selection(page="region", region=region)
    boards = laid_out_boards(standing, region, lang, here)
    bars = None if boards else goal_bars(standing, region, lang, here)
    if bars is not None and not bars.rows:
        return None
    parts = [part for one in boards for part in one.tiers]
    rows = [_of_board(row) for part in parts for row in part.members]
    rows += [_of_bar(bar) for bar in bars.rows] if bars else []
    name = standing.name(standing.catalogue.region(region), lang)
    drawn, places = _Drawn([], []), _places(rows, 0.0 if bars else _HEAD, lang)
    drawn.y = headed(drawn.words, name, "", places.width, drawn.y)
    for one in boards:
        _head(drawn, one.title, one.subtitle, one.legend, places)
        for part in one.tiers:
            _tier(drawn, part, places, lang)
    if bars:
        _head(
            drawn, bars.title, bars.subtitle, [("", plans_source(standing, region, lang))], places
        )
        for row in rows:
            _row(drawn, row, places, lang)
    drawn.y += 8
    height = round(drawn.y + noted(drawn.words, note, places.width, drawn.y))
    return render_drawing(
        "chart",
        id=f"plot-{crc32(repr(drawn).encode()):08x}",
        title=name,
        described=bars.title if bars else boards[0].title,
        width=places.width,
        height=height,
        ground=tokens("light")["card"],
        plot=[0, 0, places.width, height],
        shapes=drawn.shapes,
        words=drawn.words,
    )


def _of_board(row: BoardRow) -> _Row:
    return _Row(
        name=row.name,
        under="",
        figure=f"{row.figure} / {row.goal}",
        beneath=row.period or "",
        share=row.share,
        status=row.status,
        filled=row.filled,
        preliminary=row.preliminary,
        before=row.before,
        goal=row.goal_drawn,
    )


def _of_bar(bar: GoalBar) -> _Row:
    return _Row(
        name=bar.name,
        under=bar.target,
        figure=bar.said or "–",
        beneath=bar.beneath,
        share="",
        status=bar.status,
        filled=bar.filled,
        due=bar.due,
    )


def _places(rows: Sequence[_Row], head: float, lang: str) -> _Places:
    """Give every column the room of its widest text."""

    def widest(texts: Iterable[str], size: float, most: float = 400.0) -> float:
        return min(most, max((ems(text) * size for text in texts), default=0.0))

    name = EDGE + (head + _GAP if head else 0.0)
    most = _NAME if head else 1.5 * _NAME
    named = max(
        widest((row.name for row in rows), _SIZE * 1.05, most),
        widest((row.under for row in rows), _SMALL, most),
    )
    bar = name + named + _GAP
    figure = bar + _TRACK + _GAP
    figure += max(
        widest((row.figure for row in rows), _SIZE), widest((row.beneath for row in rows), _SMALL)
    )
    share = figure + widest((row.share for row in rows), _SIZE)
    share += _GAP if any(row.share for row in rows) else 0.0
    lamp = share + _GAP
    words = widest((lamp_word(row.status, lang) for row in rows), _SIZE)
    return _Places(name, named, bar, figure, share, lamp, round(lamp + 18 + words + EDGE))


def _head(
    drawn: _Drawn, title: str, stated: str, legend: Sequence[tuple[str, str]], places: _Places
) -> None:
    ink = tokens("light")
    drawn.y = headed(drawn.words, title, stated, places.width, drawn.y + EDGE / 2) + 20
    x = EDGE
    for key, word in legend:
        if key:
            _key(drawn, key, x, drawn.y - 4)
            x += 20
        drawn.words.append(Words(x, drawn.y, word, _SMALL, ink["muted"]))
        x += ems(word) * _SMALL + 18
    drawn.y += 10


def _key(drawn: _Drawn, key: str, x: float, y: float) -> None:
    """The sign of one of a board's keys, about as wide as a letter."""
    ink = tokens("light")
    if key == "actual":
        drawn.shapes.append(Shape(_box(x, y - 4, 14, 8), fill=ink["data"]))
    elif key == "goal":
        drawn.shapes.append(Shape(_box(x + 6, y - 7, 2.5, 14), fill=ink["ink"]))
    else:
        drawn.shapes.append(Shape(_box(x + 6, y - 5, 3, 10), ink["path"], 1, fill=ink["last"]))


def _tier(drawn: _Drawn, part: BoardPart, places: _Places, lang: str) -> None:
    ink, top = tokens("light"), drawn.y
    drawn.shapes.append(
        Shape(path_through([(EDGE, top), (places.width - EDGE, top)]), ink["line"], 1)
    )
    short = len(part.part) <= 2
    x = EDGE + (34 if short else 0)
    y = top + 8
    if not short:
        y += 20
    drawn.words.append(Words(EDGE, top + 25, part.part, _PART, ink["accent"], bold=True))
    room = _HEAD - (x - EDGE)
    for line in wrapped(part.threshold, room / (_SIZE * 1.05)):
        y += _LINE
        drawn.words.append(Words(x, y, line, _SIZE, ink["ink"], bold=True))
    for line in wrapped(part.small, room / _SMALL):
        y += _LINE
        drawn.words.append(Words(x, y, line, _SMALL, ink["muted"]))
    drawn.y = top + 6
    for row in part.members:
        _row(drawn, _of_board(row), places, lang)
    if not part.members:
        drawn.y += 24
        drawn.words.append(Words(places.name, drawn.y - 5, part.unnamed, _SIZE, ink["muted"]))
    drawn.y = max(drawn.y, y) + 10


def _row(drawn: _Drawn, row: _Row, places: _Places, lang: str) -> None:
    ink, y = tokens("light"), drawn.y + 18
    named = y - _LINE
    for line in wrapped(row.name, places.name_width / (_SIZE * 1.05)):
        named += _LINE
        drawn.words.append(Words(places.name, named, line, _SIZE, ink["ink"]))
    for line in wrapped(row.under, places.name_width / _SMALL):
        named += _LINE
        drawn.words.append(Words(places.name, named, line, _SMALL, ink["muted"]))
    _bar(drawn, row, places.bar, y - _BAR)
    drawn.words.append(Words(places.figure, y, row.figure, _SIZE, ink["ink"], "end"))
    under = y
    if row.beneath:
        under += _LINE
        drawn.words.append(Words(places.figure, under, row.beneath, _SMALL, ink["muted"], "end"))
    if row.share:
        drawn.words.append(Words(places.share, y, row.share, _SIZE, ink["ink"], "end"))
    status, colour = STATUSES[row.status], ink[LAMP_INK[STATUSES[row.status].lamp]]
    drawn.words.append(Words(places.lamp, y, status.sign, _SIZE, colour))
    drawn.words.append(Words(places.lamp + 17, y, lamp_word(row.status, lang), _SIZE, colour))
    drawn.y = max(named, under) + 8


def _bar(drawn: _Drawn, row: _Row, x: float, y: float) -> None:
    ink = tokens("light")

    def at(percent: float) -> float:
        return x + percent / 100 * _TRACK

    drawn.shapes.append(Shape(_box(x, y, _TRACK, _BAR), fill=ink["track"]))
    if row.filled is not None:
        bar = _box(x, y, at(row.filled) - x, _BAR)
        if row.preliminary:
            # As on the page, where it is hatched: what is not settled is paler, with an edge.
            drawn.shapes.append(Shape(bar, ink["data"], 1.5, fill=ink["data"], opacity=0.4))
        else:
            drawn.shapes.append(Shape(bar, fill=ink["data"]))
    if row.before is not None:
        drawn.shapes.append(
            Shape(_box(at(row.before) - 1.5, y, 3, _BAR), ink["path"], 1, fill=ink["last"])
        )
    if row.due is not None:
        drawn.shapes.append(Shape(_box(at(row.due) - 0.5, y - 3, 1.5, _BAR + 6), fill=ink["path"]))
    if row.goal:
        drawn.shapes.append(Shape(_box(at(TICK_AT) - 1, y - 4, 2.5, _BAR + 8), fill=ink["ink"]))


def _box(x: float, y: float, width: float, height: float) -> str:
    right, below = x + width, y + height
    return path_through([(x, y), (right, y), (right, below), (x, below)]) + "Z"
