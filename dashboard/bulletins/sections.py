"""A bulletin as a document: sections of paragraphs and tables of text, for every form alike."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from dashboard.bulletins.content import Bulletin
from dashboard.bulletins.rankings import RankLine, RankTable
from dashboard.languages import say
from dashboard.progress.status import STATUSES
from dashboard.wording.scales import ems

# In em: what the columns of a table share on a sheet of A4, and between which they stay.
_ACROSS, _NARROWEST, _WIDEST = 54.0, 4.2, 22.0
# The same of a sheet that lies.
_LYING = 86.0
# A number stands on one line with its unit; where that is a long one, it has a line of its own.
_NUMBER, _ROOM = (3.1, 8.2), 0.3
_PARTED = 5.0
_SHORT_HEADING, _SHORT_TEXT = 4.0, 6.0
# What is not broken at the end of a line: a word, a number with its sign.
_WORD = re.compile(r"[^\s\u2e80-\uffef]+")
_NUMERALS = "一二三四五六七八九"


@dataclass(frozen=True, slots=True)
class Table:
    """A table: headings, which columns are numbers, rows of text, and what stands below.

    `shares` are the widths of the columns, as shares of a whole of 1.
    """

    headings: tuple[str, ...]
    numbers: tuple[bool, ...]
    shares: tuple[float, ...]
    rows: tuple[tuple[str, ...], ...]
    title: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Section:
    """A numbered section; by its `name` it is known which drawings stand in it."""

    name: str
    title: str
    paragraphs: tuple[str, ...] = ()
    tables: tuple[Table, ...] = ()
    listed: tuple[str, ...] = ()


def sections(bulletin: Bulletin, *, lying: bool = False) -> list[Section]:
    """Return the sections in their order; one without content says so.

    `lying`: the sheet with the table by indicator lies on its side.
    """
    lang = bulletin.lang

    def empty(name: str, given: object) -> tuple[str, ...]:
        # bulletin.empty.laggards, bulletin.empty.leaders, bulletin.empty.rankings,
        # bulletin.empty.steps, bulletin.empty.unreported
        return () if given else (say(f"bulletin.empty.{name}", lang),)

    def section(name: str, *paragraphs: str, **more: Any) -> Section:
        # bulletin.section.*
        return Section(name, say(f"bulletin.section.{name}", lang), paragraphs, **more)

    def numbered(given: Section, place: int) -> Section:
        words = say("bulletin.numbered", lang, number=numeral(place + 1, lang), title=given.title)
        return replace(given, title=words)

    parts = [
        section("overall", *overall(bulletin)),
        section("goals", tables=(_goals(bulletin, _LYING if lying else _ACROSS),)),
        section("units", tables=(_units(bulletin),)),
        section(
            "rankings",
            *empty("rankings", bulletin.rankings),
            tables=tuple(_ranking(one, lang) for one in bulletin.rankings),
        ),
        section("leaders", *empty("leaders", bulletin.leaders), listed=bulletin.leaders),
        section("laggards", *empty("laggards", bulletin.laggards), listed=bulletin.laggards),
        section(
            "unreported", *empty("unreported", bulletin.unreported), listed=bulletin.unreported
        ),
        section(
            "steps",
            *empty("steps", bulletin.steps),
            tables=(steps_table(bulletin),) if bulletin.steps else (),
        ),
        section("notes", listed=bulletin.notes),
    ]
    return [numbered(one, place) for place, one in enumerate(parts)]


def lies_in(lang: str) -> bool:
    """Tell whether the table by indicator needs a sheet that lies: English names are three times as long."""
    return say("language.goals-table", lang) == "lying"


def numeral(n: int, lang: str) -> str:
    """Return a number from 1 to 99 as sections and items are counted: 十二, 12."""
    if say("language.numerals", lang) != "chinese":
        return str(n)
    tens, ones = divmod(n, 10)
    many = "十" if tens == 1 else f"{_NUMERALS[tens - 1]}十" if tens else ""
    return many + (_NUMERALS[ones - 1] if ones else "")


def overall(bulletin: Bulletin) -> tuple[str, ...]:
    """Return what a bulletin says first; before all of it, what kind of figures it rests on."""
    return (*marks(bulletin), *bulletin.overall)


def marks(bulletin: Bulletin) -> list[str]:
    """Return what has to be known of all figures: that they are made up, or not all published."""
    found = [say("bulletin.note.demo", bulletin.lang)] if bulletin.demo else []
    if bulletin.unpublished:
        found.append(say("bulletin.note.unpublished", bulletin.lang, n=bulletin.unpublished))
    return found


def moved_text(line: RankLine, lang: str) -> str:
    """Return how a rank has changed: "上升 2 位", "unchanged", "—" where there was none."""
    if line.moved is None:
        return say("bulletin.none", lang)
    key = "up" if line.moved > 0 else "down" if line.moved < 0 else "same"
    # bulletin.ranking.by-growth, bulletin.ranking.by-value, bulletin.ranking.down,
    # bulletin.ranking.missing, bulletin.ranking.same, bulletin.ranking.up
    return say(f"bulletin.ranking.{key}", lang, n=abs(line.moved))


def _table(
    lang: str,
    columns: Iterable[tuple[str, bool]],
    rows: Iterable[tuple[str, ...]],
    across: float = _ACROSS,
    **more: str,
) -> Table:
    named = [
        # bulletin.column.*
        (say(key if "." in key else f"bulletin.column.{key}", lang), number)
        for key, number in columns
    ]
    headings, kept = tuple(name for name, _ in named), tuple(rows)
    numbers = tuple(number for _, number in named)
    shares = _shares(headings, numbers, kept, across)
    return Table(headings, numbers, shares, kept, **more)


def _shares(
    headings: Sequence[str],
    numbers: Sequence[bool],
    rows: Sequence[Sequence[str]],
    across: float,
) -> tuple[float, ...]:
    """Return the columns' shares: numbers have what they need, texts what is left by their length."""
    least, wanted = [], []
    for place, heading in enumerate(headings):
        cells = [row[place] for row in rows]
        longest = max(map(ems, cells), default=0.0)
        words = [word for cell in (heading, *cells) for word in _WORD.findall(cell)]
        word = max(map(ems, words), default=0.0)
        number = max(longest + _ROOM, _NUMBER[0])
        if number > _NUMBER[1]:
            number = _PARTED
        # A heading of a few signs is not torn; half of a longer one may stand on a second line.
        headed = ems(heading) if ems(heading) <= _SHORT_HEADING else ems(heading) / 2
        short = headed if ems(heading) <= _SHORT_HEADING else 0.0
        # Nor is a text of a few: a status with its sign.
        text = max((ems(c) for c in cells if ems(c) <= _SHORT_TEXT), default=0.0)
        needed = number if numbers[place] else max(text + _ROOM, _NARROWEST)
        least.append(max(word, short, needed))
        wanted.append(max(least[-1], min(max(longest, headed), _WIDEST)))
    more = [want - narrow for want, narrow in zip(wanted, least, strict=True)]
    spare = min(max(across - sum(least), 0.0) / (sum(more) or 1.0), 1.0)
    widths = [narrow + spare * rest for narrow, rest in zip(least, more, strict=True)]
    return tuple(round(one / sum(widths), 4) for one in widths)


def _goals(bulletin: Bulletin, across: float) -> Table:
    columns = (
        ("goal", False), ("lead", False), ("target", True), ("due", False), ("actual", True),
        ("period", False), ("change", True), ("completion", True), ("gap", True), ("status", False),
    )  # fmt: skip
    rows = (
        (
            one.name, one.unit_name, one.target_text, one.due, one.actual_text, one.period,
            one.change_text, one.completion_text, one.gap_text,
            f"{STATUSES[one.status].sign}\u00a0{one.status_word}",
        )
        for one in bulletin.goals
    )  # fmt: skip
    return _table(bulletin.lang, columns, rows, across=across)


def _units(bulletin: Bulletin) -> Table:
    columns = (
        ("name", False), ("total", True), ("pages.lamp.green", True), ("pages.lamp.yellow", True),
        ("pages.lamp.red", True), ("pages.lamp.missed", True), ("pages.lamp.unreported", True),
    )  # fmt: skip
    rows = (
        (
            one.name,
            *map(str, (one.total, one.green, one.yellow, one.red, one.missed, one.unreported)),
        )
        for one in bulletin.units
    )
    return _table(bulletin.lang, columns, rows)


def _ranking(given: RankTable, lang: str) -> Table:
    columns = (("name", False), ("value", True), ("change", True), ("rank", True), ("moved", False))
    rows = (
        (one.name, one.value_text, one.change_text, str(one.rank), moved_text(one, lang))
        for one in given.lines
    )
    names = say("pages.list-comma", lang).join(given.missing)
    note = say("bulletin.ranking.missing", lang, names=names) if given.missing else ""
    return _table(lang, columns, rows, title=given.title, note=note)


def steps_table(bulletin: Bulletin) -> Table:
    """Return what is asked of whom, by when."""
    columns = (
        ("goal", False), ("lead", False), ("need", False), ("due", False), ("person", False),
        ("deadline", False),
    )  # fmt: skip
    rows = (
        (one.goal, one.unit, one.need, one.due, one.person, one.deadline) for one in bulletin.steps
    )
    return _table(bulletin.lang, columns, rows)
