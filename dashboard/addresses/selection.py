"""What is being looked at, as one frozen value, and its two-way road to the URL.

A link holds stable ids only, never a translated label. What of ours cannot be read is dropped with
a `Note` for the reader, what others add is ignored: nothing of it is executed, stored or written
unescaped.
"""

import re
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, fields, replace
from datetime import date
from decimal import Decimal
from typing import Any
from urllib.parse import urlencode

from dashboard.addresses.received_links import Pairs, bare_text, bare_word, received
from dashboard.languages import LANGUAGES, say

# Pages by the last part of their address; the overview's address is empty.
PAGES = (
    *("overview", "region", "cluster", "goals", "evaluation", "entry", "review", "completeness"),
    *("audit", "sources"),
)
# What is worked at instead of looked at: offered to those who may, and shown when its script has run.
WORK_PAGES = ("entry", "review", "completeness", "audit")

# Which choices a link to a page carries, beside `as_of` and `lang`, which every link carries.
_CARRIED: Mapping[str, tuple[str, ...]] = {
    "overview": (
        *("within", "level", "status", "text", "sort", "layout", "indicator", "part"),
        *("goal", "why"),
    ),
    "region": ("region", "goal", "group", "since", "until", "what_if", "why"),
    "cluster": (*("region", "cluster", "goal", "indicator"), "since", "until", "what_if", "why"),
    "goals": (
        *("region", "cluster", "indicator", "status", "unit", "text", "since", "until"),
        *("sort", "part", "goal", "why", "compare"),
    ),
    "evaluation": ("region", "method", "period", "cluster", "within", "why"),
    "entry": ("region", "cluster", "goal", "indicator", "period", "way"),
    "review": (),
    "completeness": ("region",),
    "audit": ("region", "text"),
    "sources": ("region",),
}
# What a list is chosen by: regions on one page, goals on another.
_OF_LISTS = ("status", "text", "sort", "part", "within", "level", "layout")
# Field -> its name in the URL, where they differ.
PARAMETERS = {"text": "q"}
# Names of former links, which others use too: what stands under one and is none of ours is theirs.
_FORMER = {"since": "from", "until": "to", "part": "p"}

GROUPS = ("clause", "unit")
SORTS = ("plan", "gap", "completion", "due", "late", "reported", "entry")
# How many regions are shown: as a tree, or against indicators.
LAYOUTS = ("tree", "matrix")
LEVELS = ("nation", "province", "prefecture", "county", "town")
# How figures are entered: one by one, or a whole period's in a table.
WAYS = ("form", "grid")
# A lamp's name chooses its goals that can still be caught up, `missed` those that cannot any more,
# `unreported`, `unpublished` and `withheld` the goals without a figure that is seen.
STATUS_GROUPS = (
    *("green", "yellow", "red", "missed", "grey", "none"),
    *("unreported", "unpublished", "withheld"),
)

# A supposed growth a year, in percent: beyond this nothing of the field moves.
LEAST_GROWTH, MOST_GROWTH = -20, 60

_ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_GOAL = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*(\.[a-z0-9]+(-[a-z0-9]+)*){1,3}")
# As people write a region where its id belongs: 佛山市.
_NAME = re.compile(r"[\u3400-\u9fff·]{2,40}")
_LONGEST_ID, _LONGEST_TEXT = 200, 80
_YEARS = range(1949, 2151)


# What a note is about, where it is not something that exists no longer.
_TITLES = {"future-day": "title-future", "not-its-day": "title-not-opened"} | dict.fromkeys(
    ("unreadable", "misspelt", "resembles", "twice", "unknown-page"), "title-unclear"
)


@dataclass(frozen=True, slots=True)
class Note:
    """A sentence for the reader of a link: `key` in the catalogues, with its values.

    `meant` are the views that may have been asked for instead, the likeliest first.
    """

    key: str
    values: Mapping[str, str]
    meant: "tuple[Selection, ...]" = ()

    def text(self, lang: str) -> str:
        """Return the sentence in `lang`."""
        return say(self.key, lang, **self.values)

    def title(self, lang: str) -> str:
        """Return what kind of thing it tells: what is gone, unclear, still to come or not opened."""
        kind = _TITLES.get(self.key.rpartition(".")[2], "title")
        # pages.note.*
        return say(f"pages.note.{kind}", lang)


@dataclass(frozen=True, slots=True, kw_only=True)
class Selection:
    """One view. None means: not chosen, and the page takes its own default.

    `since` and `until` are years, `text` is searched for, `status` is a status id or a group,
    `within` the region whose part of the tree is looked at, `level` one of `LEVELS`, `layout` one
    of `LAYOUTS`, `unit` a responsible unit as printed, `part` a page of a long table, `what_if` a supposed growth
    in percent a year, `why` opens the explanation of `goal`, `period` a period's code and `way` one
    of `WAYS`, for entering; `method` an evaluation's; `as_of` a day: figures and verdicts as they
    stood at its end; `compare` an earlier day to set beside it. `lang` is set only when the link names a language.
    """

    page: str = "overview"
    region: str | None = None
    cluster: str | None = None
    goal: str | None = None
    indicator: str | None = None
    since: int | None = None
    until: int | None = None
    status: str | None = None
    unit: str | None = None
    text: str | None = None
    group: str | None = None
    sort: str | None = None
    within: str | None = None
    level: str | None = None
    layout: str | None = None
    part: int | None = None
    what_if: Decimal | None = None
    why: bool | None = None
    period: str | None = None
    way: str | None = None
    method: str | None = None
    as_of: date | None = None
    compare: date | None = None
    lang: str | None = None

    def changed(self, **changes: Any) -> "Selection":
        """Return this selection with some choices changed."""
        return replace(self, **changes)

    def beside(self, page: str) -> "Selection":
        """Return the view of another page, for the bar that leads to all of them.

        What lists are searched, sorted and cut by belongs to the page it was chosen on.
        """
        if page == self.page:
            return self
        return replace(self, page=page, **dict.fromkeys(_OF_LISTS))

    def query(self) -> dict[str, str]:
        """Return the URL's parameters, without those the page has no use for."""
        carried = {*_CARRIED[self.page], "as_of", "lang"}
        given = {f.name: getattr(self, f.name) for f in fields(self) if f.name in carried}
        return {PARAMETERS.get(n, n): _written(v) for n, v in given.items() if v is not None}

    def href(self, **changes: Any) -> str:
        """Return the link to this view, changed; relative, so that it holds under any base path."""
        there = self.changed(**changes) if changes else self
        path = "" if there.page == "overview" else there.page
        query = urlencode(there.query())
        return f"./{path}?{query}" if query else f"./{path}"

    def address(self, origin: str) -> str:
        """Return the full link; `origin` ends where the pages begin, with or without a slash."""
        return f"{origin.rstrip('/')}/{self.href().removeprefix('./')}"


def read(page: str, parameters: Pairs) -> tuple[Selection, list[Note]]:
    """Read a URL, its parameters as they stand in it. Never raises.

    What a misspelt name was taken for, what cannot be a value at all, and what is asked twice is
    told by notes.
    """
    held = received(parameters, _KNOWN)
    notes = [
        note(key, asked=shown(asked), name=meant)
        for key, names in (("misspelt", held.taken), ("resembles", held.unread))
        for asked, meant in names.items()
        if meant not in _FORMER.values()
    ]
    given: dict[str, Any] = {}
    for name, parse in _PARSERS.items():
        own, former = _name_of(name), _FORMER.get(name, "")
        asked = [each for each in held.values.get(own, ()) if each]
        values = [value for each in asked if (value := parse(each)) is not None]
        before = [parse(each) for each in held.values.get(former, ())]
        values += [value for value in before if value is not None]
        if values:
            given[name] = values[0]
        elif asked:
            notes.append(note("unreadable", name=own, asked=shown(asked[0])))
        if any(value != values[0] for value in values):
            notes.append(note("twice", name=own, asked=shown(_written(values[0]))))
    if page not in PAGES:
        notes.append(note("unknown-page", asked=shown(page)))
        page = PAGES[0]
    chosen = Selection(page=page, **given)
    if chosen.since and chosen.until and chosen.since > chosen.until:
        chosen = chosen.changed(since=chosen.until, until=chosen.since)
    return chosen, notes


def rewritten(parameters: Pairs, changes: Mapping[str, object]) -> dict[str, str]:
    """Return a URL's parameters with some choices changed; None takes one out.

    Ours stand under their own names afterwards, what others have added stays.
    """
    held = received(parameters, _KNOWN)
    query = dict(held.others)
    for name, parse in _PARSERS.items():
        known = [*held.values.get(_name_of(name), ()), *held.values.get(_FORMER.get(name, ""), ())]
        value = next((v for each in known if (v := parse(each)) is not None), None)
        value = changes.get(name, value)
        if value is not None:
            query[_name_of(name)] = _written(value)
    return query


def _name_of(field: str) -> str:
    return PARAMETERS.get(field, field)


def shown(asked: str) -> str:
    """Return what a link asked for, short and without control characters, to be told back."""
    plain = "".join(sign if sign.isprintable() else " " for sign in asked).strip()
    return plain if len(plain) <= 40 else plain[:39] + "…"


def note(key: str, meant: tuple[Selection, ...] = (), **values: str) -> Note:
    """Return the note `pages.note.<key>`."""
    return Note(f"pages.note.{key}", values, meant)


def _id(asked: str) -> str | None:
    asked = bare_word(asked)
    return asked if len(asked) <= _LONGEST_ID and _ID.fullmatch(asked) else None


def _region(asked: str) -> str | None:
    """Return an id, or what may be a region's name, which is sought where the register is known."""
    asked = bare_word(asked)
    return asked if _NAME.fullmatch(asked) else _id(asked)


def _goal(asked: str) -> str | None:
    asked = bare_word(asked)
    return asked if len(asked) <= _LONGEST_ID and _GOAL.fullmatch(asked) else None


def _year(asked: str) -> int | None:
    asked = bare_word(asked)
    plain = re.fullmatch(r"[0-9]{4}", asked)
    return int(asked) if plain and int(asked) in _YEARS else None


def _part(asked: str) -> int | None:
    asked = bare_word(asked)
    return int(asked) if re.fullmatch(r"[1-9][0-9]{0,4}", asked) else None


def _text(asked: str) -> str | None:
    return bare_text(bare_text(asked)[:_LONGEST_TEXT]) or None


def _percent(asked: str) -> Decimal | None:
    """A growth a year in percent, to a tenth, as far as a supposition may go."""
    asked = bare_word(asked)
    plain = re.fullmatch(r"-?[0-9]{1,3}(\.[0-9])?", asked)
    value = Decimal(asked) if plain else None
    return value if value is not None and LEAST_GROWTH <= value <= MOST_GROWTH else None


def _written(value: object) -> str:
    return "yes" if value is True else str(value)


def _day(asked: str) -> date | None:
    asked = bare_word(asked)
    if not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", asked):
        return None
    try:
        day = date.fromisoformat(asked)
    except ValueError:
        return None
    return day if day.year in _YEARS else None


def _period(asked: str) -> str | None:
    from dashboard.actuals.periods import PeriodError, period

    try:
        return period(bare_word(asked).upper()).code
    except PeriodError:
        return None


def _status(asked: str) -> str | None:
    from dashboard.progress.status import STATUSES

    asked = bare_word(asked)
    return asked if asked in STATUSES or asked in STATUS_GROUPS else None


def _lang(asked: str) -> str | None:
    # Chat programs name a country too: zh-CN.
    asked = re.split("[-_]", bare_word(asked))[0]
    return asked if asked in LANGUAGES else None


def _one_of(words: Collection[str]) -> Callable[[str], str | None]:
    return lambda asked: word if (word := bare_word(asked)) in words else None


_PARSERS: Mapping[str, Callable[[str], object]] = {
    "region": _region,
    "cluster": _id,
    "goal": _goal,
    "indicator": _id,
    "since": _year,
    "until": _year,
    "status": _status,
    "unit": _text,
    "text": _text,
    "group": _one_of(GROUPS),
    "sort": _one_of(SORTS),
    "within": _region,
    "level": _one_of(LEVELS),
    "layout": _one_of(LAYOUTS),
    "part": _part,
    "what_if": _percent,
    "why": lambda asked: True if bare_word(asked) == "yes" else None,
    "period": _period,
    "way": _one_of(WAYS),
    "method": _id,
    "as_of": _day,
    "compare": _day,
    "lang": _lang,
}
# What a parameter of ours may be called in a link.
_KNOWN = frozenset({_name_of(field) for field in _PARSERS} | set(_FORMER.values()))
