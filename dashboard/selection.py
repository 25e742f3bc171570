"""What is being looked at, as one frozen value, and its two-way road to the URL.

A link holds stable ids only, never a translated label. Whatever else it holds is dropped with a
`Note` for the reader: nothing of it is executed, stored or written unescaped.
"""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from datetime import date
from decimal import Decimal
from difflib import get_close_matches
from typing import Any, Protocol
from urllib.parse import urlencode

from dashboard.languages import LANGUAGES, say

# Pages by the last part of their address; the overview's address is empty.
PAGES = ("overview", "region", "cluster", "goals", "entry", "sources")

# Which choices a link to a page carries, beside `as_of` and `lang`, which every link carries.
_CARRIED: Mapping[str, tuple[str, ...]] = {
    "overview": ("goal", "why"),
    "region": ("region", "goal", "group", "since", "until", "what_if", "why"),
    "cluster": (*("region", "cluster", "goal", "indicator"), "since", "until", "what_if", "why"),
    "goals": (
        *("region", "cluster", "indicator", "status", "unit", "text", "since", "until"),
        *("sort", "part", "goal", "why"),
    ),
    "entry": ("region", "cluster", "goal", "indicator"),
    "sources": ("region",),
}
# Field -> its name in the URL, where they differ.
PARAMETERS = {"since": "from", "until": "to", "text": "q", "part": "p"}

GROUPS = ("clause", "unit")
SORTS = ("plan", "gap", "completion", "due")
# A lamp's name chooses its goals that can still be caught up, `missed` those that cannot any more,
# `unreported` the goals without a figure.
STATUS_GROUPS = ("green", "yellow", "red", "missed", "grey", "none", "unreported")

# A supposed growth a year, in percent: beyond this nothing of the field moves.
LEAST_GROWTH, MOST_GROWTH = -20, 60

_ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_GOAL = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*(\.[a-z0-9]+(-[a-z0-9]+)*){1,3}")
_LONGEST_ID, _LONGEST_TEXT = 200, 80
_YEARS = range(1949, 2151)


class Register(Protocol):
    """What settling a selection asks of the compiled register."""

    def rows(self, name: str) -> Sequence[Mapping[str, Any]]: ...
    def region(self, id: str) -> Mapping[str, Any] | None: ...
    def cluster(self, region: str, id: str) -> Mapping[str, Any] | None: ...
    def indicator(self, id: str) -> Mapping[str, Any] | None: ...
    def goal(self, id: str) -> Mapping[str, Any] | None: ...


@dataclass(frozen=True, slots=True)
class Note:
    """A sentence for the reader of a link: `key` in the catalogues, with its values."""

    key: str
    values: Mapping[str, str]

    def text(self, lang: str) -> str:
        """Return the sentence in `lang`."""
        return say(self.key, lang, **self.values)


@dataclass(frozen=True, slots=True, kw_only=True)
class Selection:
    """One view. None means: not chosen, and the page takes its own default.

    `since` and `until` are years, `text` is searched for, `status` is a status id or a group,
    `unit` a responsible unit as printed, `part` a page of a long table, `what_if` a supposed growth
    in percent a year, `why` opens the explanation of `goal`, `as_of` a day: figures and verdicts as
    they stood at its end. `lang` is set only when the link names a language.
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
    part: int | None = None
    what_if: Decimal | None = None
    why: bool | None = None
    as_of: date | None = None
    lang: str | None = None

    def changed(self, **changes: Any) -> "Selection":
        """Return this selection with some choices changed."""
        return replace(self, **changes)

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


def read(page: str, parameters: Mapping[str, str]) -> tuple[Selection, list[Note]]:
    """Read a URL. Never raises; what cannot be a value at all is dropped with a note."""
    notes: list[Note] = []
    given: dict[str, Any] = {}
    for name, parse in _PARSERS.items():
        parameter = PARAMETERS.get(name, name)
        asked = parameters.get(parameter)
        if not asked:
            continue
        value = parse(asked)
        if value is None:
            notes.append(_note("unreadable", name=parameter, asked=shown(asked)))
        else:
            given[name] = value
    if page not in PAGES:
        notes.append(_note("unknown-page", asked=shown(page)))
        page = PAGES[0]
    chosen = Selection(page=page, **given)
    if chosen.since and chosen.until and chosen.since > chosen.until:
        chosen = chosen.changed(since=chosen.until, until=chosen.since)
    return chosen, notes


def settle(chosen: Selection, register: Register, today: date) -> tuple[Selection, list[Note]]:
    """Lead every id that the register does not know to the nearest sensible view, with a note."""
    notes: list[Note] = []
    goal = register.goal(chosen.goal) if chosen.goal else None
    if chosen.goal and goal is None:
        notes.append(_note("unknown-goal", asked=shown(chosen.goal)))
        plan = chosen.goal.partition(".")[0]
        of_plan = next((p["region"] for p in register.rows("plans") if p["id"] == plan), None)
        chosen = chosen.changed(goal=None, region=chosen.region or of_plan)
    if goal and chosen.region is None:
        chosen = chosen.changed(region=goal["region"])
    chosen = _settle_region(chosen, register, notes)
    if goal and goal["region"] != chosen.region:
        notes.append(_note("goal-elsewhere", asked=shown(goal["id"])))
        chosen = chosen.changed(goal=None)
    chosen = _settle_cluster(chosen, register, notes)
    if chosen.unit and all(chosen.unit not in g["responsible"] for g in register.rows("goals")):
        notes.append(_note("unknown-unit", asked=shown(chosen.unit)))
        chosen = chosen.changed(unit=None)
    if chosen.indicator and register.indicator(chosen.indicator) is None:
        notes.append(_note("unknown-indicator", asked=shown(chosen.indicator)))
        chosen = chosen.changed(indicator=None)
    if chosen.as_of and chosen.as_of > today:
        notes.append(_note("future-day", asked=chosen.as_of.isoformat()))
        chosen = chosen.changed(as_of=None)
    return chosen, notes


def planned_regions(register: Register) -> list[str]:
    """Return the ids of the regions that have a plan, in the register's order."""
    with_plan = {plan["region"] for plan in register.rows("plans")}
    return [region["id"] for region in register.rows("regions") if region["id"] in with_plan]


def shown(asked: str) -> str:
    """Return what a link asked for, short and without control characters, to be told back."""
    plain = "".join(sign if sign.isprintable() else " " for sign in asked).strip()
    return plain if len(plain) <= 40 else plain[:39] + "…"


def _settle_region(chosen: Selection, register: Register, notes: list[Note]) -> Selection:
    known = planned_regions(register)
    if chosen.region is None or chosen.region in known:
        return chosen
    if register.region(chosen.region) is not None:
        notes.append(_note("region-without-plan", asked=shown(chosen.region)))
        return chosen.changed(region=None, cluster=None)
    near = _nearest(chosen.region, known)
    if near is None and chosen.cluster:
        homes = [c["region"] for c in register.rows("clusters") if c["id"] == chosen.cluster]
        near = homes[0] if len(homes) == 1 else None
    key = "nearest-region" if near else "unknown-region"
    notes.append(_note(key, asked=shown(chosen.region)))
    kept = chosen.cluster if near and register.cluster(near, chosen.cluster or "") else None
    return chosen.changed(region=near, cluster=kept)


def _settle_cluster(chosen: Selection, register: Register, notes: list[Note]) -> Selection:
    if chosen.cluster is None or _at_home(chosen, register):
        return chosen
    homes = [c["region"] for c in register.rows("clusters") if c["id"] == chosen.cluster]
    if chosen.region is None and len(homes) == 1:
        return chosen.changed(region=homes[0])
    if chosen.region is None:
        key = "ambiguous-cluster" if len(homes) > 1 else "unknown-cluster"
        notes.append(_note(key, asked=shown(chosen.cluster)))
        return chosen.changed(cluster=None)
    own = [c["id"] for c in register.rows("clusters") if c["region"] == chosen.region]
    near = _nearest(chosen.cluster, own)
    key = "nearest-cluster" if near else "unknown-cluster"
    notes.append(_note(key, asked=shown(chosen.cluster)))
    return chosen.changed(cluster=near)


def _at_home(chosen: Selection, register: Register) -> bool:
    known = chosen.region and chosen.cluster and register.cluster(chosen.region, chosen.cluster)
    return bool(known)


def _nearest(asked: str, known: Iterable[str]) -> str | None:
    found = get_close_matches(asked, list(known), n=1, cutoff=0.75)
    return found[0] if found else None


def _note(key: str, **values: str) -> Note:
    return Note(f"pages.note.{key}", values)


def _id(asked: str) -> str | None:
    return asked if len(asked) <= _LONGEST_ID and _ID.fullmatch(asked) else None


def _goal(asked: str) -> str | None:
    return asked if len(asked) <= _LONGEST_ID and _GOAL.fullmatch(asked) else None


def _year(asked: str) -> int | None:
    plain = re.fullmatch(r"[0-9]{4}", asked)
    return int(asked) if plain and int(asked) in _YEARS else None


def _part(asked: str) -> int | None:
    return int(asked) if re.fullmatch(r"[1-9][0-9]{0,4}", asked) else None


def _text(asked: str) -> str | None:
    plain = " ".join("".join(s if s.isprintable() else " " for s in asked).split())
    return plain[:_LONGEST_TEXT] or None


def _percent(asked: str) -> Decimal | None:
    """A growth a year in percent, to a tenth, as far as a supposition may go."""
    plain = re.fullmatch(r"-?[0-9]{1,3}(\.[0-9])?", asked)
    value = Decimal(asked) if plain else None
    return value if value is not None and LEAST_GROWTH <= value <= MOST_GROWTH else None


def _written(value: object) -> str:
    return "yes" if value is True else str(value)


def _day(asked: str) -> date | None:
    if not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", asked):
        return None
    try:
        day = date.fromisoformat(asked)
    except ValueError:
        return None
    return day if day.year in _YEARS else None


def _status(asked: str) -> str | None:
    from dashboard.progress.statuses import STATUSES

    return asked if asked in STATUSES or asked in STATUS_GROUPS else None


_PARSERS: Mapping[str, Callable[[str], object]] = {
    "region": _id,
    "cluster": _id,
    "goal": _goal,
    "indicator": _id,
    "since": _year,
    "until": _year,
    "status": _status,
    "unit": _text,
    "text": _text,
    "group": lambda asked: asked if asked in GROUPS else None,
    "sort": lambda asked: asked if asked in SORTS else None,
    "part": _part,
    "what_if": _percent,
    "why": lambda asked: True if asked == "yes" else None,
    "as_of": _day,
    "lang": lambda asked: asked if asked in LANGUAGES else None,
}
