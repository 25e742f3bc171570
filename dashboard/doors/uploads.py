"""Files on their way in: how large, how slow, and how many of one page at a time.

Streamlit keeps a file in memory as long as the page that it was sent to is open, for whoever knows
the page's id. Here it is taken from who may enter figures, for a page of their own, and few of them.
"""

import re
import threading
from collections import OrderedDict

# 100,000 rows of figures are 5 MB of a workbook and 12 MB of text.
MOST_MEGABYTES = 16
UPLOAD_BYTES = MOST_MEGABYTES * 1024 * 1024 + 64 * 1024
UPLOAD_SECONDS = 300.0
UPLOAD_METHODS = frozenset({"PUT", "DELETE"})
MOST_OF_ONE_PAGE = 3
_MOST_PAGES = 5_000
_PATH = re.compile(r"/_stcore/upload_file/(?P<page>[0-9a-f-]{36})/(?P<file>[0-9a-fA-F-]{1,40})")


def page_of(path: str) -> str:
    """Return the id of the page that a file is sent to, "" where the address names none."""
    found = _PATH.fullmatch(path)
    return found["page"] if found else ""


class Uploads:
    """Which files each page holds."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._held: OrderedDict[str, set[str]] = OrderedDict()

    def has_place(self, path: str, method: str) -> bool:
        """Note that a file comes or goes; False where its page holds as many as it may."""
        found = _PATH.fullmatch(path)
        if found is None:
            return False
        with self._lock:
            held = self._held.setdefault(found["page"], set())
            self._held.move_to_end(found["page"])
            if method == "DELETE":
                held.discard(found["file"])
                return True
            if found["file"] not in held and len(held) >= MOST_OF_ONE_PAGE:
                return False
            held.add(found["file"])
            while len(self._held) > _MOST_PAGES:
                self._held.popitem(last=False)
        return True
