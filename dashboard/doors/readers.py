"""Who may have a page, and who a file that was made for one: asked anew at every request."""

import threading
from collections import OrderedDict

from dashboard.doors.asking import RawHeaders, Visit
from dashboard.doors.identity import person_of
from dashboard.people.identity import GUEST, Person
from dashboard.settings import Settings

_MOST_FILES = 10_000


class Readers:
    """Who reads on this server. Files that a page made for somebody are given to nobody else."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._lock = threading.Lock()
        self._owners: OrderedDict[str, str] = OrderedDict()

    async def may_have_page(self, headers: RawHeaders, visit: Visit) -> bool:
        """Tell whether pages are shown at all to who comes with these headers."""
        if not self._settings.signs_in or self._settings.reading == "public":
            return True
        if self._settings.mode == "proxy":
            # The page tells who has to sign in; where, is the proxy's business.
            return True
        return (await self._person(headers, visit)).signed_in

    async def may_have_file(self, path: str, headers: RawHeaders, visit: Visit) -> bool:
        """Tell whether a file made for a page is given to who comes with these headers."""
        if not self._settings.signs_in:
            return True
        person = await self._person(headers, visit)
        with self._lock:
            owner = self._owners.get(path)
        if owner is not None:
            return owner == person.label
        if self._settings.reading == "public":
            return True
        return person.signed_in and not person.must_change and bool(person.grants)

    async def made(self, path: str, headers: RawHeaders, visit: Visit) -> None:
        """Note that a file was made for who opened the websocket with these headers."""
        if not self._settings.signs_in:
            return
        label = (await self._person(headers, visit)).label
        with self._lock:
            self._owners[path] = label
            while len(self._owners) > _MOST_FILES:
                self._owners.popitem(last=False)

    async def _person(self, headers: RawHeaders, visit: Visit) -> Person:
        from starlette.concurrency import run_in_threadpool

        if not self._settings.signs_in:
            return GUEST
        cookies = [value for name, value in headers if name.lower() == b"cookie"]
        return await run_in_threadpool(person_of, self._settings, cookies, visit)
