"""What stands unsaved in a region: as typed in form or table, and as text for the store and back.

A damaged draft is an empty one, never a fault; what a browser reports comes from outside and is
taken only as far as it makes sense.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import asdict, dataclass, field, replace

from dashboard.actuals.drafts import loaded
from dashboard.actuals.periods import PeriodError, period

FIELDS = ("value", "note", "evidence")
_NEWEST_REVISION = 2**63 - 1
# A province's table of a month has a few thousand cells; no hand and no paste brings more at once.
MOST_EDITS = 5_000
# A figure has some sixty signs, a note a few sentences.
LONGEST_TEXT = 4_000

# A figure of a region: the id of its series and the code of its period.
Place = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Typed:
    """What a person typed for one figure.

    `evidence` is None where nothing was asked about it: what is recorded stays. `seen` is the
    revision that was on the screen when they began to type, None when there was none: if another
    stands there later, both are shown to the person.
    """

    value: str = ""
    note: str = ""
    evidence: str | None = None
    seen: int | None = None

    def with_texts(self, texts: Mapping[str, str]) -> "Typed":
        """Return it with other texts, by field."""
        return Typed(
            texts.get("value", self.value),
            texts.get("note", self.note),
            texts.get("evidence", self.evidence),
            self.seen,
        )

    def __bool__(self) -> bool:
        return any((text or "").strip() for text in (self.value, self.note, self.evidence))


@dataclass(frozen=True, slots=True)
class Edit:
    """What a browser reports of one figure: the texts of the inputs it has, what it saw, and when.

    `stamp` only grows in one browser; the desk answers with the highest it has taken in.
    """

    region: str
    place: Place
    texts: Mapping[str, str]
    seen: int | None
    stamp: int


@dataclass(slots=True)
class Unsaved:
    """All that stands unsaved in one region, for one person.

    `kept` is what the store has of it, `restored` what an earlier session left, `stamp` the highest
    of the edits taken in, `saved` which revision replaced the one that an own figure had answered.
    """

    region: str
    typed: dict[Place, Typed] = field(default_factory=dict)
    kept: dict[Place, Typed] = field(default_factory=dict)
    restored: set[Place] = field(default_factory=set)
    stamp: int = 0
    saved: dict[tuple[Place, int | None], int | None] = field(default_factory=dict)

    @classmethod
    def from_draft(cls, region: str, payload: str | None, known: Collection[str]) -> "Unsaved":
        """Return what the store kept, as far as it belongs to the series `known`."""
        kept = {place: each for place, each in read(payload).items() if place[0] in known}
        return cls(region, dict(kept), kept, set(kept))

    def take_in(self, edits: Iterable[Edit], known: Collection[str]) -> None:
        """Lay the browser's edits over what stands; each is taken in once.

        An edit of a series that is not `known` comes from a browser that is out of date: it has no
        place any more, and is answered so that the browser lets it go.
        """
        newest = self.stamp
        for edit in edits:
            if edit.region != self.region or edit.stamp <= self.stamp:
                continue
            newest = max(newest, edit.stamp)
            if edit.place[0] not in known:
                continue
            begun = self.typed.get(edit.place)
            if begun is None:
                begun = Typed(seen=self.saved.get((edit.place, edit.seen), edit.seen))
            self.put(edit.place, begun.with_texts(edit.texts))
        self.stamp = newest

    def put(self, place: Place, typed: Typed) -> None:
        """Let `typed` stand there; nothing typed is no draft."""
        if typed:
            self.typed[place] = typed
        else:
            self.typed.pop(place, None)
        self.restored.discard(place)

    def drop(self, places: Iterable[Place]) -> None:
        """Let go of what stands there."""
        for place in list(places):
            self.put(place, Typed())

    def move(self, series: str, before: str, after: str, seen: int | None) -> None:
        """Let what is typed for one period stand for another, unless something stands there.

        `seen` is the revision of the other, which is shown from now on.
        """
        typed = self.typed.get((series, before))
        if typed is not None and before != after and (series, after) not in self.typed:
            self.drop([(series, before)])
            self.put((series, after), replace(typed, seen=seen))

    def of_period(self, code: str) -> dict[str, Typed]:
        """Return what stands unsaved for a period, by series id."""
        return {series: typed for (series, at), typed in self.typed.items() if at == code}

    def changed(self) -> dict[str, object]:
        """Return what the store has to change to have it all, by the name of the part."""
        return changes(self.kept, self.typed)


def screen(region: str) -> str:
    """Return the name under which the store keeps a person's draft of a region."""
    return f"entry:{region}"


def read(payload: str | None) -> dict[Place, Typed]:
    """Return the figures that a draft holds; nothing for a damaged draft."""
    found = {}
    for name, held in loaded(payload).items():
        code, _, series = name.partition(" ")
        if isinstance(held, dict) and series and _is_period(code):
            evidence = held.get("evidence")
            found[series, code] = Typed(
                _text(held, "value"),
                _text(held, "note"),
                evidence if isinstance(evidence, str) else None,
                _revision(held.get("seen")),
            )
    return {place: typed for place, typed in found.items() if typed}


def changes(kept: Mapping[Place, Typed], now: Mapping[Place, Typed]) -> dict[str, object]:
    """Return what has changed since `kept`, by part of the draft; None for what is gone."""
    changed: dict[str, object] = {_part(place): None for place in kept if place not in now}
    return changed | {
        _part(place): asdict(each) for place, each in now.items() if kept.get(place) != each
    }


def edits_of(reported: object) -> list[Edit]:
    """Return what a browser reported as edits, in the order they were made.

    What has another form, or a text too long, is left out. Of more than `MOST_EDITS` the first are
    taken; the browser keeps the others until they are answered, and sends them again.
    """
    if not isinstance(reported, list):
        return []
    found = [edit for each in reported if (edit := _edit(each)) is not None]
    return sorted(found, key=lambda edit: edit.stamp)[:MOST_EDITS]


def refused_of(reported: object) -> int:
    """Return how many figures of a report have a text that is too long to be taken."""
    return sum(map(_is_long, reported)) if isinstance(reported, list) else 0


def _edit(each: object) -> Edit | None:
    if not isinstance(each, Mapping) or _is_long(each):
        return None
    region, code, series, stamp = (each.get(name) for name in ("region", "period", "id", "stamp"))
    named = isinstance(region, str) and isinstance(code, str) and isinstance(series, str)
    if not named or not _is_period(code) or not isinstance(stamp, int) or isinstance(stamp, bool):
        return None
    texts = {name: text for name in FIELDS if isinstance(text := each.get(name), str)}
    return Edit(str(region), (str(series), str(code)), texts, _revision(each.get("seen")), stamp)


def _is_long(each: object) -> bool:
    if not isinstance(each, Mapping):
        return False
    names = ("region", "period", "id", *FIELDS)
    return any(isinstance(held := each.get(n), str) and len(held) > LONGEST_TEXT for n in names)


def _is_period(code: object) -> bool:
    try:
        return isinstance(code, str) and period(code).code == code
    except PeriodError:
        return False


def _part(place: Place) -> str:
    series, code = place
    return f"{code} {series}"


def _text(held: Mapping[str, object], name: str) -> str:
    value = held.get(name)
    return value if isinstance(value, str) else ""


def _revision(value: object) -> int | None:
    if not isinstance(value, int) or isinstance(value, bool):
        return None
    # No database counts further; a larger number would be a fault there.
    return value if 0 <= value <= _NEWEST_REVISION else None
