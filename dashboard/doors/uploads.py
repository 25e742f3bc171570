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
    """Which files each page holds. One more takes the place of the oldest, once that is there."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        # By page and file: whether it has come as a whole.
        self._held: OrderedDict[str, OrderedDict[str, bool]] = OrderedDict()

    def has_place(self, path: str, method: str) -> bool:
        """Note that a file comes or goes; False where as many as a page may hold are on their way."""
        found = _PATH.fullmatch(path)
        if found is None:
            return False
        page, file = found["page"], found["file"]
        with self._lock:
            held = self._held.setdefault(page, OrderedDict())
            self._held.move_to_end(page)
            if method == "DELETE":
                held.pop(file, None)
                return True
            if file not in held and len(held) >= MOST_OF_ONE_PAGE:
                oldest = next((each for each, there in held.items() if there), None)
                if oldest is None:
                    return False
                del held[oldest]
                _forget(page, oldest)
            held[file] = False
            while len(self._held) > _MOST_PAGES:
                self._held.popitem(last=False)
        return True

    def came(self, path: str, as_a_whole: bool) -> None:
        """Note that a file is there, or that it never came."""
        found = _PATH.fullmatch(path)
        if found is None:
            return
        with self._lock:
            held = self._held.get(found["page"], OrderedDict())
            if found["file"] in held and as_a_whole:
                held[found["file"]] = True
            else:
                held.pop(found["file"], None)


def _forget(page: str, file: str) -> None:
    """Let a file go that a page has had: it read it when it came."""
    from streamlit.runtime import Runtime
    from streamlit.runtime.memory_uploaded_file_manager import MemoryUploadedFileManager

    manager = Runtime.instance().uploaded_file_mgr if Runtime.exists() else None
    if isinstance(manager, MemoryUploadedFileManager):
        manager.remove_file(page, file)
