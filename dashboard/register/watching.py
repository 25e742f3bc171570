"""A register that may be edited while the application runs."""

import threading
from pathlib import Path

from dashboard.register.catalogue import Catalogue
from dashboard.register.faults import Fault, RegisterFaults
from dashboard.register.loading import load_register
from dashboard.register.sources import Stamp, find_files


class RegisterWatch:
    """The newest register that can be used, and what is wrong with a newer one.

    `current()` costs one stat per file. When an edit breaks the register, the last good one stays
    and the faults come with it; the broken files are not read again until they change.
    """

    def __init__(self, path: Path, seeds: Path | None = None, cache: Path | None = None) -> None:
        """Loads nothing yet."""
        self.path, self.seeds, self.cache = path, seeds, cache
        self._lock = threading.Lock()
        self._stamps: list[Stamp] | None = None
        self._catalogue: Catalogue | None = None
        self._faults: list[Fault] = []

    def current(self) -> tuple[Catalogue, list[Fault]]:
        """The catalogue and the faults of the files as they are now (empty when all is well).

        Raises RegisterFaults when no good register has been seen yet.
        """
        with self._lock:
            stamps = self._look()
            if (self._catalogue is None and not self._faults) or stamps != self._stamps:
                self._reload()
                self._stamps = stamps
            if self._catalogue is None:
                raise RegisterFaults(self._faults)
            return self._catalogue, list(self._faults)

    def _look(self) -> list[Stamp] | None:
        try:
            return find_files(self.path, self.seeds).stamps()
        except OSError:
            return None

    def _reload(self) -> None:
        try:
            catalogue = load_register(self.path, self.seeds, self.cache)
        except RegisterFaults as broken:
            self._faults = broken.faults
            return
        self._faults = []
        if self._catalogue is None or catalogue.version != self._catalogue.version:
            self._catalogue = catalogue
