"""The English word for one of what a register counts in the plural: "enterprises" -> "enterprise"."""

import re
from functools import cache

_IRREGULAR = {
    "people": "person",
    "children": "child",
    "men": "man",
    "women": "woman",
    "series": "series",
}
# Ending in the plural -> in the singular; the first that fits decides.
_ENDINGS = (
    ("sses", "ss"),
    ("shes", "sh"),
    ("ches", "ch"),
    ("xes", "x"),
    ("ies", "y"),
    ("ss", "ss"),
    ("s", ""),
)
# "enterprises or products" counts either of two, each of them the last word of its part.
_PARTS = re.compile(r"( or | and |/|, )")


@cache
def singular(counted: str) -> str:
    """Return the singular of an English count word; a word that has no plural form stays."""
    return "".join(
        part if _PARTS.fullmatch(part) else _last_word(part) for part in _PARTS.split(counted)
    )


def _last_word(part: str) -> str:
    before, blank, word = part.rpartition(" ")
    one = _IRREGULAR.get(word)
    if one is None:
        end, ours = next(((e, o) for e, o in _ENDINGS if word.endswith(e)), ("", ""))
        one = word.removesuffix(end) + ours
    return before + blank + one
