"""Where to go after signing in: the page asked for, if it is surely one of ours.

A browser reads `//host`, `/\\host` and a path with a tab inside as other hosts, and a proxy may
decode once more than we do. What is not plainly a path of this host becomes the front page.
"""

import re
from collections.abc import Collection
from urllib.parse import unquote_to_bytes

FRONT_PAGE = "/"
LONGEST = 2048

# Visible ASCII without the backslash: browsers send everything else percent-encoded.
_VISIBLE = re.compile(r"[!-\[\]-~]+")
_DECODINGS = 4


def safe_return_path(asked: str | None, not_to: Collection[str] = ()) -> str:
    """Return `asked` if it is a path (with query) of this host, else `FRONT_PAGE`.

    `not_to` names paths never returned to, such as signing out. Letters outside ASCII are to be
    percent-encoded, as browsers do.
    """
    if not asked or len(asked) > LONGEST or not _VISIBLE.fullmatch(asked):
        return FRONT_PAGE
    path = re.split("[?#]", asked, maxsplit=1)[0]
    for _ in range(_DECODINGS):
        if not _plain(path) or path.rstrip("/") in not_to:
            return FRONT_PAGE
        decoded = unquote_to_bytes(path).decode("utf-8", "replace")
        if decoded == path:
            return asked
        path = decoded
    # Encoded over and over: nobody's honest link.
    return FRONT_PAGE


def _plain(path: str) -> bool:
    parts = path.split("/")
    return (
        path.startswith("/")
        and "//" not in path
        and "\\" not in path
        and "\N{REPLACEMENT CHARACTER}" not in path
        and path.isprintable()
        and not {".", ".."} & set(parts)
    )
