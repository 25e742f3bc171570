"""A register that may be edited while the application runs."""

import threading
from dataclasses import dataclass
from pathlib import Path

from dashboard.register.catalogue import Catalogue
from dashboard.register.compiling_apart import load_apart
from dashboard.register.faults import Fault, RegisterFaults
from dashboard.register.loading import load_register
from dashboard.register.sources import Sources, Stamp


@dataclass(frozen=True, slots=True)
class _Seen:
    """What the files said when they had these stamps; replaced whole, never changed."""

    stamps: list[Stamp] | None
    catalogue: Catalogue | None
    faults: tuple[Fault, ...]

    def told(self) -> tuple[Catalogue, list[Fault]]:
        if self.catalogue is None:
            raise RegisterFaults(list(self.faults))
        return self.catalogue, list(self.faults)


class RegisterWatch:
    """The newest register that can be used, and what is wrong with a newer one.

    `current()` costs one stat per file. When an edit breaks the register, the last good one stays
    and the faults come with it; the broken files are not read again until they change. Whoever looks
    first after an edit compiles it; the others are given the last good register meanwhile.
    """

    def __init__(
        self,
        path: Path,
        seeds: Path | None = None,
        cache: Path | None = None,
        *,
        apart: bool = False,
    ) -> None:
        """Loads nothing yet. `apart`: edits are compiled in a process of their own."""
        self.path, self.seeds, self.cache = path, seeds, cache
        self._apart = apart
        self._compiling = threading.Lock()
        self._seen: _Seen | None = None
        self._sources = Sources(path, seeds)

    def current(self) -> tuple[Catalogue, list[Fault]]:
        """The catalogue and the faults of the files as they are now (empty when all is well).

        Raises RegisterFaults when no good register has been seen yet.
        """
        seen = self._seen
        if seen is not None and seen.stamps == self._look():
            return seen.told()
        if seen is None or seen.catalogue is None:
            self._compiling.acquire()  # there is nothing to show meanwhile
        elif not self._compiling.acquire(blocking=False):
            return seen.told()
        try:
            seen, stamps = self._seen, self._look()
            if seen is None or seen.stamps != stamps:
                seen = self._seen = self._load(stamps, seen.catalogue if seen else None)
            return seen.told()
        finally:
            self._compiling.release()

    def held(self) -> tuple[Catalogue, list[Fault]]:
        """As `current`, without looking for edits where a register has been seen."""
        seen = self._seen
        return self.current() if seen is None else seen.told()

    def unchanged(self) -> object | None:
        """Return what is the same while `current` has the same answer; None when it may have another."""
        seen = self._seen
        return seen if seen is not None and seen.stamps == self._look() else None

    def _look(self) -> list[Stamp] | None:
        try:
            return self._sources.stamps()
        except OSError:
            return None

    def _load(self, stamps: list[Stamp] | None, last: Catalogue | None) -> _Seen:
        # Without a good one there is nothing to go on with meanwhile.
        load = load_apart if self._apart and last is not None else load_register
        try:
            catalogue = load(self.path, self.seeds, self.cache)
        except RegisterFaults as broken:
            return _Seen(stamps, last, tuple(broken.faults))
        same = last is not None and catalogue.version == last.version
        return _Seen(stamps, last if same else catalogue, ())
