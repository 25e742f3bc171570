"""Who may have a page, its session, and a file that was made for it: asked anew at every request.

Streamlit passes on a session and a file to whoever names its id. Here an id is worth something only
to the person it was given to; to all others it is as if there were none.
"""

import threading
from collections import OrderedDict

from dashboard.doors.identity import person_of
from dashboard.doors.messages import Given
from dashboard.doors.uploads import page_of
from dashboard.doors.visits import RawHeaders, Visit
from dashboard.people.attempts import network_of
from dashboard.people.identity import GUEST, Person
from dashboard.people.matrix import Action, may_somewhere
from dashboard.settings import Settings

_MOST_IDS = 20_000
_PROTOCOLS = b"sec-websocket-protocol"


class Access:
    """What was given to whom on this server, and who reads on it."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._lock = threading.Lock()
        # Kind and id -> all to whom it was given: two people may have been given the same file.
        self._holders: OrderedDict[tuple[str, str], frozenset[str]] = OrderedDict()

    async def may_have_page(self, headers: RawHeaders, visit: Visit) -> bool:
        """Tell whether pages are shown at all to who comes with these headers."""
        return self._all_read() or (await self.person(headers, visit)).signed_in

    def shows_pages_to(self, person: Person) -> bool:
        """Tell whether pages are shown at all to a person."""
        return self._all_read() or person.signed_in

    def is_known(self, person: Person) -> bool:
        """Tell whether a person is somebody, and not a guest."""
        return self._settings.mode == "local" or person.signed_in

    async def may_have_file(self, path: str, headers: RawHeaders, visit: Visit) -> bool:
        """Tell whether a file made for a page is given to who comes with these headers."""
        if not self._settings.signs_in:
            return True
        person = await self.person(headers, visit)
        holders = self._of("file", path)
        if holders:
            return holder_of(person, visit) in holders
        if self._settings.reading == "public":
            return True
        return person.signed_in and not person.must_change and bool(person.grants)

    async def may_send_file(self, path: str, headers: RawHeaders, visit: Visit) -> bool:
        """Tell whether who comes with these headers may send a file to the page that a path names.

        Only who may enter figures somewhere, and only to a page of their own.
        """
        person = await self.person(headers, visit)
        own = holder_of(person, visit) in self._of("session", page_of(path))
        return own and self.may_send_files(person)

    def may_send_files(self, person: Person) -> bool:
        """Tell whether a person may enter figures anywhere."""
        if self._settings.read_only:
            return False
        return not self._settings.signs_in or may_somewhere(person, Action.IMPORT)

    async def may_ask_for(self, offer: str, headers: RawHeaders, visit: Visit) -> bool:
        """Tell whether a file that is made when it is asked for was offered to who asks."""
        return holder_of(await self.person(headers, visit), visit) in self._of("offer", offer)

    def give(self, given: Given, holder: str) -> None:
        """Note what goes out to a visitor, named as by `holder_of`."""
        with self._lock:
            for key in given:
                self._holders[key] = self._holders.pop(key, frozenset()) | {holder}
            while len(self._holders) > _MOST_IDS:
                self._holders.popitem(last=False)

    def without_foreign_session(self, headers: RawHeaders, holder: str) -> RawHeaders:
        """Return a handshake's headers without the id of a session that was given to others only.

        Streamlit reads it as the third of the subprotocols, and goes on with that session.
        """
        asked = [value for name, value in headers if name.lower() == _PROTOCOLS]
        parts = b",".join(asked).split(b",")
        if len(parts) < 3:
            return headers
        session = parts[2].strip().decode("latin-1")
        if holder in self._of("session", session):
            return headers
        kept = [pair for pair in headers if pair[0].lower() != _PROTOCOLS]
        return [*kept, (_PROTOCOLS, b",".join(parts[:2]))]

    def _all_read(self) -> bool:
        # Behind a proxy the page tells who has to sign in; where, is the proxy's business.
        settings = self._settings
        return not settings.signs_in or settings.reading == "public" or settings.mode == "proxy"

    def _of(self, kind: str, id: str) -> frozenset[str]:
        with self._lock:
            return self._holders.get((kind, id), frozenset())

    async def person(self, headers: RawHeaders, visit: Visit) -> Person:
        """Return who comes with these headers now."""
        from starlette.concurrency import run_in_threadpool

        if not self._settings.signs_in:
            return GUEST
        cookies = [value for name, value in headers if name.lower() == b"cookie"]
        return await run_in_threadpool(person_of, self._settings, cookies, visit)


def holder_of(person: Person, visit: Visit) -> str:
    """Return what tells a visitor from others.

    Guests have no name: they are told apart by their addresses, and by ids nobody else knows.
    """
    return person.label if person.signed_in else f"guest {network_of(visit.address)}"
