"""How a row is written for hashing, the same from every database (docs/audit.md, form 1).

A form that was ever used is never changed: what was hashed with it is verified with it. A new column
of a table that is chained wants a new form.
"""

import hashlib
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

FORM = 1

_SEPARATOR, _NOTHING = "\x1f", "\x00"
_ESCAPES = str.maketrans({"\\": "\\\\", _SEPARATOR: "\\s", _NOTHING: "\\0"})

# Form -> table -> the columns that are hashed, in order.
COLUMNS: Mapping[int, Mapping[str, tuple[str, ...]]] = {
    1: {
        "revision": (
            "id", "region", "subject", "indicator", "period", "period_order", "value", "typed",
            "unit_typed", "note", "evidence", "author", "at", "replaces", "withdrawn",
        ),
        "audit": (
            "id", "at", "author", "action", "request_id", "first_revision", "last_revision", "reasons",
        ),
        "long_write": ("first_revision", "last_revision", "region", "counted_from", "at"),
        "publication": ("id", "region", "revision", "author", "at", "up_to"),
        "published_figure": (
            "region", "publication", "subject", "indicator", "period", "revision",
        ),
        "return_step": (
            "id", "region", "unit", "period", "number", "step", "state", "level", "through", "round",
            "author", "at", "reason", "publication", "request_id",
        ),
        "return_figure": (
            "step", "region", "subject", "indicator", "period", "revision", "vintage", "reason",
        ),
        "remedy": (
            "id", "region", "goal", "number", "step", "state", "status", "period", "reason", "remedy",
            "person", "deadline", "note", "asked_of", "author", "at", "request_id",
        ),
        "bulletin": (
            "id", "format", "file_checksum", "region", "period", "lang", "issuer", "day", "author",
            "at", "revision", "register_version", "software", "content_checksum",
        ),
        "figure_comment": (
            "id", "region", "subject", "indicator", "period", "audience", "text", "author", "at",
            "request_id",
        ),
        "evidence_file": (
            "id", "region", "subject", "indicator", "period", "audience", "name", "media_type",
            "checksum", "author", "size", "at", "request_id",
        ),
        "evidence_withdrawal": ("file", "reason", "author", "at"),
        "cluster_official": (
            "id", "region", "cluster", "person", "post", "since", "reason", "author", "at",
            "request_id",
        ),
        "people_audit": (
            "id", "at", "actor", "person", "action", "subject", "outcome", "detail", "request_id",
            "address",
        ),
        "comment_withdrawal": ("comment", "reason", "author", "at"),
        "outbox_step": (
            "id", "letter", "way", "name", "checksum", "step", "fault", "author", "at",
        ),
        "account_state": ("id", "record", "owner", "digest", "at"),
    }
}  # fmt: skip

# What tells a row of a table from all others.
KEYS: Mapping[str, tuple[str, ...]] = {
    "revision": ("id",),
    "audit": ("id",),
    "long_write": ("region", "first_revision"),
    "publication": ("id",),
    "published_figure": ("region", "publication", "subject", "indicator", "period"),
    "return_step": ("id",),
    "return_figure": ("step", "subject", "indicator", "period"),
    "remedy": ("id",),
    "bulletin": ("id", "format", "file_checksum"),
    "figure_comment": ("id",),
    "evidence_file": ("id",),
    "evidence_withdrawal": ("file",),
    "cluster_official": ("id",),
    "people_audit": ("id",),
    "comment_withdrawal": ("comment",),
    "outbox_step": ("id",),
    "account_state": ("id",),
}


def digest_of(table: str, values: Sequence[Any]) -> bytes:
    """Return the SHA-256 of a row, its values in the order of `COLUMNS`."""
    return digests_of(table, [values])[0]


def digests_of(table: str, rows: Sequence[Sequence[Any]]) -> list[bytes]:
    """Return the SHA-256 of each of many rows of a table."""
    join = _SEPARATOR.join
    texts = [
        join([table, *[value if value.__class__ is str else _written(value) for value in row]])
        for row in rows
    ]
    # Hardly any row needs escapes, and looking at all at once is quicker than replacing in each.
    whole = "".join(texts)
    nothing = sum([row.count(None) for row in rows])
    if (
        "\\" in whole
        or whole.count(_SEPARATOR) != sum([len(row) for row in rows])
        or whole.count(_NOTHING) != nothing
    ):
        texts = [join([table, *map(_escaped, row)]) for row in rows]
    hashed = hashlib.sha256
    return [hashed(text.encode("utf-8", "surrogatepass")).digest() for text in texts]


def _escaped(value: Any) -> str:
    return _NOTHING if value is None else _written(value).translate(_ESCAPES)


def key_text(values: Sequence[Any]) -> str:
    """Return a row's key on one line, for a mark."""
    if len(values) == 1 and values[0].__class__ is int:
        return str(values[0])
    return _SEPARATOR.join(_written(value).translate(_ESCAPES) for value in values)


def key_values(text: str) -> list[str]:
    """Return the values of a key as text, for a person."""
    return text.replace("\\s", " ").replace("\\\\", "\\").split(_SEPARATOR)


def _written(value: Any) -> str:
    kind = value.__class__
    if kind is int:
        return str(value)
    if value is None:
        return _NOTHING
    if kind is bool:
        return "1" if value else "0"
    if kind is Decimal:
        return format(value, "f")
    return str(value)
