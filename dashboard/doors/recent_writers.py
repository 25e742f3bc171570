"""Who has written lately, so that what they read next has what they wrote."""

import threading
import time

from dashboard.actuals.retries import SAVE_PATIENCE
from dashboard.people.identity import Kind, Person
from dashboard.people.matrix import Action

# What a token may be for that changes nothing.
_READING = frozenset(
    {Action.READ_PUBLISHED, Action.READ_UNPUBLISHED, Action.SEE_HISTORY, Action.EXPORT}
)
# So many people are remembered; of whom is forgotten, all is read from the primary for a while.
_MOST = 10_000


class RecentWriters:
    """The moments from which on a replica has to be whole, by person. Safe to share between threads."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._whole_from: dict[tuple[int | None, str], float] = {}

    def note(self, person: Person) -> None:
        """Note that a person is about to write, which may take as long as saving has patience."""
        with self._lock:
            self._put(person, time.monotonic() + SAVE_PATIENCE)

    def whole_from(self, person: Person) -> float | None:
        """Return the moment (of `time.monotonic`) up to which a replica has to be whole for a person.

        None for guests, who write nothing. Who is new to this process may have written in another
        one until now.
        """
        if not person.signed_in:
            return None
        with self._lock:
            found = self._whole_from.get((person.id, person.name))
            return self._put(person, time.monotonic()) if found is None else found

    def _put(self, person: Person, moment: float) -> float:
        self._whole_from.pop((person.id, person.name), None)
        while len(self._whole_from) >= _MOST:
            self._whole_from.pop(next(iter(self._whole_from)))
        self._whole_from[person.id, person.name] = moment
        return moment


def reads_only(person: Person) -> bool:
    """Tell whether who asks may be answered from a replica, as far as they have not written lately.

    Not a program whose token lets it write: it may write through one process and read from another.
    """
    return person.kind is not Kind.TOKEN or (person.only is not None and person.only <= _READING)


RECENT_WRITERS = RecentWriters()
