"""In which form an answer goes out: as `format` says, else as the asker's `Accept` weighs them."""

import re
from collections.abc import Sequence
from typing import Literal, TypeAlias

Format: TypeAlias = Literal["json", "csv"]
MEDIA: dict[Format, str] = {"json": "application/json", "csv": "text/csv"}

# A range of `Accept` with its parameters (RFC 9110, 12.5.1).
_RANGE = re.compile(r"\s*([^\s;,/]+)/([^\s;,/]+)\s*((?:;[^,]*)?)")
_WEIGHT = re.compile(r"(?i);\s*q\s*=\s*(0(?:\.\d{0,3})?|1(?:\.0{0,3})?)\s*(?:;|$)")


def accepted(accept: str, offered: Sequence[Format]) -> list[Format]:
    """Return those forms that `accept` does not exclude, the weightiest first, else as offered.

    Without the header, and where none of it can be read, all are accepted.
    """
    ranges = [_weighed(part) for part in accept.split(",") if part.strip()]
    read = [one for one in ranges if one is not None]
    if not read:
        return list(offered)
    weights = {form: _weight(MEDIA[form], read) for form in offered}
    return sorted((form for form in offered if weights[form] > 0), key=lambda one: -weights[one])


def _weighed(part: str) -> tuple[str, float] | None:
    found = _RANGE.fullmatch(part)
    if found is None:
        return None
    weight = _WEIGHT.search(found[3])
    return f"{found[1]}/{found[2]}".lower(), float(weight[1]) if weight else 1.0


def _weight(media: str, ranges: Sequence[tuple[str, float]]) -> float:
    """The weight of the narrowest range that a form lies in; 0 for none."""
    for wanted in (media, f"{media.partition('/')[0]}/*", "*/*"):
        found = [weight for name, weight in ranges if name == wanted]
        if found:
            return max(found)
    return 0.0
