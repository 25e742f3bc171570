"""A bulletin as a document: sections of paragraphs and tables of text, for every form alike."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from dashboard.bulletins.content import Bulletin, RankLine, RankTable
from dashboard.languages import say
from dashboard.wording.scales import ems

# In em: between these a column is as wide as what stands in it.
_NARROWEST, _WIDEST = 3.5, 11.0
_NUMBERS = "一二三四五六七八九"


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
    """A numbered section. `charted`: the drawing of completions stands in it."""

    title: str
    paragraphs: tuple[str, ...] = ()
    tables: tuple[Table, ...] = ()
    listed: tuple[str, ...] = ()
    charted: bool = False


def sections(bulletin: Bulletin) -> list[Section]:
    """Return the sections in their order; one without content says so."""
    lang = bulletin.lang

    def empty(name: str, given: object) -> tuple[str, ...]:
        return () if given else (say(f"bulletin.empty.{name}", lang),)

    def title(name: str) -> str:
        return say(f"bulletin.section.{name}", lang)

    def numbered(given: Section, place: int) -> Section:
        number = _NUMBERS[place] if lang == "zh" else str(place + 1)
        words = say("bulletin.numbered", lang, number=number, title=given.title)
        return replace(given, title=words)

    parts = [
        Section(title("overall"), overall(bulletin), charted=True),
        Section(title("goals"), tables=(_goals(bulletin),)),
        Section(title("units"), tables=(_units(bulletin),)),
        Section(
            title("rankings"),
            empty("rankings", bulletin.rankings),
            tuple(_ranking(one, lang) for one in bulletin.rankings),
        ),
        Section(title("leaders"), empty("leaders", bulletin.leaders), listed=bulletin.leaders),
        Section(title("laggards"), empty("laggards", bulletin.laggards), listed=bulletin.laggards),
        Section(
            title("unreported"),
            empty("unreported", bulletin.unreported),
            listed=bulletin.unreported,
        ),
        Section(
            title("steps"),
            empty("steps", bulletin.steps),
            (_steps(bulletin),) if bulletin.steps else (),
        ),
        Section(title("notes"), listed=bulletin.notes),
    ]
    return [numbered(one, place) for place, one in enumerate(parts)]


def overall(bulletin: Bulletin) -> tuple[str, ...]:
    """Return what a bulletin says first; before all of it, that its figures are made up."""
    made_up = (say("bulletin.note.demo", bulletin.lang),) if bulletin.demo else ()
    return (*made_up, *bulletin.overall)


def moved_text(line: RankLine, lang: str) -> str:
    """Return how a rank has changed: "上升 2 位", "unchanged", "—" where there was none."""
    if line.moved is None:
        return say("bulletin.none", lang)
    key = "up" if line.moved > 0 else "down" if line.moved < 0 else "same"
    return say(f"bulletin.ranking.{key}", lang, n=abs(line.moved))


def _table(
    lang: str, columns: Iterable[tuple[str, bool]], rows: Iterable[tuple[str, ...]], **more: str
) -> Table:
    named = [
        (say(key if "." in key else f"bulletin.column.{key}", lang), number)
        for key, number in columns
    ]
    headings, kept = tuple(name for name, _ in named), tuple(rows)
    # Half a heading may stand on a second line; a long name is broken sooner than a number.
    widest = [
        min(max(ems(headings[place]) / 2, *(ems(row[place]) for row in kept), _NARROWEST), _WIDEST)
        + 1
        for place in range(len(headings))
    ]
    shares = tuple(round(one / sum(widest), 4) for one in widest)
    return Table(headings, tuple(number for _, number in named), shares, kept, **more)


def _goals(bulletin: Bulletin) -> Table:
    columns = (
        ("goal", False), ("lead", False), ("target", True), ("due", False), ("actual", True),
        ("period", False), ("change", True), ("completion", True), ("gap", True), ("status", False),
    )  # fmt: skip
    rows = (
        (
            one.name, one.unit_name, one.target_text, one.due, one.actual_text, one.period,
            one.change_text, one.completion_text, one.gap_text, one.status_word,
        )
        for one in bulletin.goals
    )  # fmt: skip
    return _table(bulletin.lang, columns, rows)


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


def _steps(bulletin: Bulletin) -> Table:
    columns = (
        ("goal", False), ("lead", False), ("need", False), ("due", False), ("person", False),
        ("deadline", False),
    )  # fmt: skip
    rows = (
        (one.goal, one.unit, one.need, one.due, one.person, one.deadline) for one in bulletin.steps
    )
    return _table(bulletin.lang, columns, rows)
