"""The desk of one region: what is owed and recorded, what stands unsaved, and every step of saving."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import wraps
from typing import TYPE_CHECKING, Concatenate, ParamSpec, Protocol

from dashboard.actuals.entering import RawEntry, Understood, save, understand
from dashboard.actuals.entering.context import Recorded, Recorder
from dashboard.actuals.messages import ActualsError
from dashboard.actuals.periods import period
from dashboard.entry.drafts import Edit, Place, Typed, Unsaved, screen
from dashboard.entry.preview import heading
from dashboard.entry.rows import Held, recorded, suits
from dashboard.entry.series import Asked
from dashboard.languages import say
from dashboard.people.messages import PeopleError

if TYPE_CHECKING:
    from dashboard.register import Catalogue

_YEARS_BEFORE = 3
Rest = ParamSpec("Rest")


class Store(Recorded, Recorder, Protocol):
    """What the desk asks of the store, as one person may use it."""

    def draft(self, author: str, screen: str) -> str | None: ...
    def change_draft(self, author: str, screen: str, changes: Mapping[str, object]) -> None: ...


@dataclass(frozen=True, slots=True)
class Said:
    """What came of a step, in words: `kind` is info, warn or fault.

    `asks` names what the person has to answer first: "reason" or "conflict"; `done` tells that
    everything is saved.
    """

    kind: str
    text: str
    asks: str | None = None
    done: bool = False


def _told(
    step: "Callable[Concatenate[Desk, Rest], Said]",
) -> "Callable[Concatenate[Desk, Rest], Said]":
    """Make a step say what the store or the matrix refuses, instead of raising it."""

    @wraps(step)
    def said(desk: "Desk", /, *rest: Rest.args, **more: Rest.kwargs) -> Said:
        try:
            return step(desk, *rest, **more)
        except (ActualsError, PeopleError) as fault:
            return Said("fault", fault.message.text(desk.lang))

    return said


@dataclass(frozen=True, slots=True)
class Desk:
    """One region's desk at one moment; `held` has the latest rows by series and period."""

    region: str
    lang: str
    today: date
    catalogue: "Catalogue"
    store: Store
    author: str
    asked: Sequence[Asked]
    held: Held
    unsaved: Unsaved

    @property
    def first_year(self) -> int:
        """Return the first year for which figures may be wanted.

        Years before the base year of the first plan show where its cluster came from.
        """
        plans = self.catalogue.plans_of(self.region)
        years = [int(plan["base_year"] or plan["start"]) for plan in plans]
        return min(years, default=self.today.year) - _YEARS_BEFORE

    def say(self, key: str, **values: object) -> str:
        """Return a wording of the entry page."""
        return say(key, self.lang, **values)

    def series(self, id: str) -> Asked:
        """Return a series by its id; raises `KeyError`."""
        return next(each for each in self.asked if each.id == id)

    def revision(self, series: Asked, code: str) -> int | None:
        """Return the revision recorded for a figure, a withdrawal too."""
        row = self.held.get(series.key, {}).get(code)
        return row.revision if row else None

    # -- what stands unsaved

    def take_in(self, edits: Iterable[Edit]) -> None:
        """Take in what the browser has reported since, and keep it in the store."""
        self.unsaved.take_in(edits, {series.id for series in self.asked})

    def keep(self) -> str | None:
        """Keep what has changed in the store; return why it could not be kept.

        What fails is tried again at the next call.
        """
        changed = self.unsaved.changed()
        if changed:
            try:
                self.store.change_draft(self.author, screen(self.region), changed)
            except (ActualsError, PeopleError) as fault:
                return fault.message.text(self.lang)
            self.unsaved.kept = dict(self.unsaved.typed)
        return None

    def move(self, series: Asked, before: str, after: str) -> None:
        """Let what is typed for one period stand for another, which is seen as it is now."""
        figure = (*series.key, after)
        now = self.store.figures([figure]).get(figure)
        self.unsaved.move(series.id, before, after, now.revision if now else None)

    def shown(self, code: str, series: Asked | None = None) -> dict[Place, Typed]:
        """Return what stands unsaved for a period, or for one figure of it, in the order owed."""
        places = [(each.id, code) for each in self.asked if series is None or each == series]
        return {at: self.unsaved.typed[at] for at in places if at in self.unsaved.typed}

    def elsewhere(self, shown: Iterable[Place]) -> list[tuple[Asked, str]]:
        """Return the figures that stand unsaved and are not among `shown`."""
        here = set(shown)
        known = {series.id: series for series in self.asked}
        return [
            (known[id], code)
            for id, code in self.unsaved.typed
            if id in known and (id, code) not in here
        ]

    def owed_after(self, series: Asked, code: str) -> Asked | None:
        """Return the next series that owes a figure for a period, from `series` on and round."""
        at = self.asked.index(series)
        year = period(code).year
        for each in [*self.asked[at + 1 :], *self.asked[:at]]:
            owed = each.owed_in(year) and suits(each, code)
            waits = recorded(self.held, each, code) is None
            if owed and waits and (each.id, code) not in self.unsaved.typed:
                return each
        return None

    # -- understanding and saving

    def understand(self, typed: Mapping[Place, Typed]) -> list[Understood]:
        """Return what is typed as the door understands it."""
        entries = [self._entry(place, each) for place, each in typed.items()]
        return understand(entries, self.catalogue, self.store, self.today)

    def asks_reason(self, rows: Iterable[Understood]) -> bool:
        """Tell whether any figure needs a reason: a doubt, or a figure that is there is replaced."""
        return any(row.to_write and (row.warnings or row.replaces) for row in rows)

    @_told
    def save(
        self,
        shown: Mapping[Place, Typed],
        reason: str,
        read: Sequence[Understood] | None = None,
    ) -> Said:
        """Save what was shown, and only that, in one transaction: all of it or nothing.

        What has been typed since is shown first; a figure that somebody else has changed is
        decided first; what needs a reason asks for it. `read` is what was shown as understood just
        now, where it was; what has happened since is found by the write itself.
        """
        if any(self.unsaved.typed.get(place) != typed for place, typed in shown.items()):
            return Said("info", self.say("entry.flash.look-again"))
        rows = self.understand(shown) if read is None else read
        if clashing(rows):
            return Said("warn", self.say("entry.flash.conflict"), asks="conflict")
        if self.asks_reason(rows) and not reason.strip():
            return Said("warn", self.say("entry.flash.reason-first"), asks="reason")
        receipt = save(rows, self.store, self.author, reason)
        # A note that waits for its value is unsaved work like any other.
        done = [place for place, row in zip(shown, rows, strict=True) if not row.blank]
        written = (row.figure for row in rows if not row.blank)
        now = self.store.figures(list(written))
        for place, row in zip(shown, rows, strict=True):
            if row.figure in now:
                self.unsaved.saved[place, row.raw.seen_revision] = now[row.figure].revision
        self.unsaved.drop(done)
        self.keep()
        only = [row for row in rows if row.to_write]
        if len(only) != 1:
            return Said("info", self.say("entry.flash.saved-many", n=receipt.count), done=True)
        figure = self.figure(only[0])
        changed = self.say("entry.flash.saved", figure=figure, change=only[0].change_in(self.lang))
        return Said("info", changed, done=True)

    @_told
    def decide(
        self, shown: Mapping[Place, Typed], mine: Mapping[Place, int | None], reason: str
    ) -> Said:
        """Save on top of others where `mine` has the revision that was shown, keep theirs elsewhere.

        Everything else that was shown is saved with them.
        """
        if any(self.unsaved.typed.get(place) != typed for place, typed in shown.items()):
            return Said("info", self.say("entry.flash.look-again"))
        theirs = []
        left = dict(shown)
        for place, row in zip(shown, self.understand(shown), strict=True):
            if place in mine:
                left[place] = replace(left[place], seen=mine[place])
            elif row.clashes:
                theirs.append(place)
                del left[place]
        rows = self.understand(left)
        if not clashing(rows) and self.asks_reason(rows) and not reason.strip():
            return Said("warn", self.say("entry.flash.reason-first"), asks="reason")
        self.unsaved.drop(theirs)
        for place, typed in left.items():
            self.unsaved.put(place, typed)
        self.keep()
        sound = {
            place: left[place]
            for place, row in zip(left, rows, strict=True)
            if row.to_write or row.clashes
        }
        if not sound:
            return Said("info", self.say("entry.flash.kept-theirs"), done=True)
        return self.save(sound, reason)

    @_told
    def withdraw(self, series: Asked, code: str, seen: int, reason: str) -> Said:
        """Withdraw a recorded figure; the withdrawal is a revision too, its reason a note."""
        if not reason.strip():
            return Said("warn", self.say("entry.flash.withdraw-reason-first"), asks="reason")
        entry = RawEntry(
            *series.key, code, "", note=reason.strip(), seen_revision=seen, withdraw=True
        )
        rows = understand([entry], self.catalogue, self.store, self.today)
        if rows[0].errors:
            return Said("fault", rows[0].errors[0].text(self.lang))
        receipt = save(rows, self.store, self.author, reason)
        # A correction that is being typed follows the withdrawal, which its author has seen.
        place = (series.id, code)
        typed = self.unsaved.typed.get(place)
        if typed is not None and typed.seen == seen:
            self.unsaved.put(place, replace(typed, seen=receipt.last))
            self.keep()
        self.unsaved.saved[place, seen] = receipt.last
        return Said(
            "info", self.say("entry.flash.withdrawn", figure=self.figure(rows[0])), done=True
        )

    def figure(self, row: Understood) -> str:
        """Return the name of a figure: subject, indicator, period."""
        series = self.series(f"{row.subject}/{row.indicator}")
        return heading(series, row.figure[3], self.lang)

    def _entry(self, place: Place, typed: Typed) -> RawEntry:
        id, code = place
        series = self.series(id)
        return RawEntry(
            *series.key,
            code,
            typed.value,
            note=typed.note,
            evidence=typed.evidence,
            seen_revision=typed.seen,
            default_unit=series.default_unit,
        )


def clashing(rows: Iterable[Understood]) -> list[Understood]:
    """Return the rows at which somebody else has been since they were seen on this screen."""
    return [row for row in rows if row.clashes]
