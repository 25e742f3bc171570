"""The hash chain over what is only ever added to: each link vouches for the rows of one transaction.

    lock(connection, ["binzhou"])
    append(connection, remedy, row)
    seal(connection, author, at)

There is a chain for each region and one for what concerns none. The link is written in the
transaction of its rows, under the lock of its region's own row in `chain_head`, so that regions never
wait for each other. What a row, a mark and a link are hashed from stands in docs/audit.md.
"""

import hashlib
import zlib
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from sqlalchemy import Connection, Table, bindparam, select, update
from sqlalchemy.dialects import postgresql, sqlite

from dashboard.actuals.chained_rows import COLUMNS, FORM, KEYS, digest_of, key_text
from dashboard.actuals.origin import origin as origin_now
from dashboard.actuals.tables import chain_head, chain_link

# The chain of what concerns no region.
NO_REGION = ""
# Hexadecimal digits of a row's hash that its mark keeps: enough to tell which row is another.
MARK_DIGITS = 16
_SEPARATOR = "\x1f"
_PENDING = "chained_rows"


class Chains(NamedTuple):
    """The two tables of a kind of chains."""

    links: Table
    heads: Table


FIGURES = Chains(chain_link, chain_head)


class LinkContent(NamedTuple):
    """What a link's hash is made of, beside the hash of the link before."""

    chain: str
    number: int
    form: int
    at: int
    author: str
    origin: str
    row_count: int
    marks: bytes
    digest: str


@dataclass(slots=True)
class Rows:
    """The rows of one link: which they are, and their hashes, in the order of writing."""

    form: int = FORM
    marks: list[str] = field(default_factory=list)
    digests: list[bytes] = field(default_factory=list)

    def add(self, table: str, key: Sequence[Any], digest: bytes) -> None:
        """Add a row by its key and its hash."""
        self.marks.append(mark(table, key_text(key), digest))
        self.digests.append(digest)

    def add_many(self, table: str, keys: Sequence[str], digests: Sequence[bytes]) -> None:
        """Add rows by the text of their keys and their hashes."""
        self.marks += [mark(table, *each) for each in zip(keys, digests, strict=True)]
        self.digests += digests

    def packed(self) -> tuple[bytes, str]:
        """Return the marks as a link keeps them, and the hash of all hashes."""
        content = "\n".join(self.marks).encode("utf-8", "surrogatepass")
        return zlib.compress(content, 1), hashlib.sha256(b"".join(self.digests)).hexdigest()


def mark(table: str, key: str, digest: bytes) -> str:
    """Return the line that tells a row and the beginning of its hash."""
    return f"{table}{_SEPARATOR}{digest.hex()[:MARK_DIGITS]}{_SEPARATOR}{key}"


def unpacked(marks: bytes) -> list[tuple[str, str, str]]:
    """Return table, beginning of the hash and key of each mark. Raises `ValueError` for a damaged one."""
    try:
        lines = zlib.decompress(marks).decode("utf-8", "surrogatepass").split("\n")
    except zlib.error as error:
        raise ValueError(str(error)) from error
    found = [line.split(_SEPARATOR, 2) for line in lines]
    return [(table, prefix, key) for table, prefix, key in found]


def hash_of(previous: str, link: LinkContent) -> str:
    """Return the hash of a link, from that of the one before (empty before the first)."""
    told = link._asdict() | {"marks": hashlib.sha256(link.marks).hexdigest()}
    return digest_of("link", (previous, *told.values())).hex()


def lock(connection: Connection, chains: Collection[str], kind: Chains = FIGURES) -> None:
    """Let nobody else write to these chains before the transaction ends.

    SQLite's writer is alone already. All who lock several do so in one order, so nobody waits in a
    circle.
    """
    if connection.dialect.name == "postgresql" and chains:
        _ends(connection, kind.heads, sorted(set(chains)))


def append(
    connection: Connection,
    table: Table,
    rows: Mapping[str, Any] | Sequence[Mapping[str, Any]],
    chains: Iterable[str] | None = None,
) -> None:
    """Insert into a table that is only added to; the next `seal` vouches for the rows.

    They belong to the chain of their region, or to each of `chains`. Where the database numbers the
    rows, only one can be given.
    """
    if isinstance(rows, Mapping):
        done = connection.execute(table.insert(), rows)
        keys = (column.name for column in table.primary_key.columns)
        given = [dict(zip(keys, done.inserted_primary_key or (), strict=True)) | dict(rows)]
    else:
        connection.execute(table.insert(), list(rows))
        given = [dict(row) for row in rows]
    for row in given:
        values = [row.get(name) for name in COLUMNS[FORM][table.name]]
        key = [row[name] for name in KEYS[table.name]]
        digest = digest_of(table.name, values)
        for chain in [row["region"]] if chains is None else chains:
            pending(connection, chain).add(table.name, key, digest)


def pending(connection: Connection, chain: str) -> Rows:
    """Return the rows of a chain that were written in this transaction, to add to them."""
    rows: dict[str, Rows] = connection.info.setdefault(_PENDING, {})
    return rows.setdefault(chain, Rows())


def begin(connection: Connection) -> None:
    """Forget what a transaction wrote that was given up."""
    connection.info.pop(_PENDING, None)


def refuse_unsealed(connection: Connection) -> None:
    """Raise `RuntimeError` where rows were appended and no link vouches for them: a fault of ours."""
    if connection.info.get(_PENDING):
        raise RuntimeError("rows were added without a link of their chain")


def seal(connection: Connection, author: str, at: int) -> None:
    """Write a link for each chain that got rows in this transaction, by whom and when (µs)."""
    rows: dict[str, Rows] = connection.info.pop(_PENDING, {})
    extend(connection, FIGURES, rows, author, at)


def extend(
    connection: Connection,
    kind: Chains,
    rows: Mapping[str, Rows],
    author: str,
    at: int,
    origin: str | None = None,
) -> None:
    """Add a link to each chain of `rows`, under the lock of its head; without `origin`: the present one."""
    if not rows:
        return
    if origin is None:
        origin = origin_now()
    ends = _ends(connection, kind.heads, sorted(rows))
    links, heads = [], []
    for chain in sorted(rows):
        number, previous = ends.get(chain, (0, ""))
        held = rows[chain]
        packed, digest = held.packed()
        content = LinkContent(
            chain, number + 1, held.form, at, author, origin, len(held.marks), packed, digest
        )
        hashed = hash_of(previous, content)
        links.append(content._asdict() | {"hash": hashed})
        heads.append({"chain": chain, "number": number + 1, "hash": hashed})
    connection.execute(kind.links.insert(), links)
    insert = postgresql.insert if connection.dialect.name == "postgresql" else sqlite.insert
    fresh = [head for head in heads if head["chain"] not in ends]
    if fresh:
        connection.execute(insert(kind.heads), fresh)
    moved = [
        {"of": head["chain"], "to": head["number"], "becomes": head["hash"]}
        for head in heads
        if head["chain"] in ends
    ]
    if moved:
        known = update(kind.heads).where(kind.heads.c.chain == bindparam("of"))
        connection.execute(known.values(number=bindparam("to"), hash=bindparam("becomes")), moved)


def _ends(
    connection: Connection, heads: Table, chains: Sequence[str]
) -> dict[str, tuple[int, str]]:
    """Where each chain ends, its row locked from now on."""
    if connection.dialect.name == "postgresql":
        fresh = postgresql.insert(heads).values(
            [{"chain": chain, "number": 0, "hash": ""} for chain in chains]
        )
        connection.execute(fresh.on_conflict_do_nothing())
    held = select(heads).where(heads.c.chain.in_(chains)).order_by(heads.c.chain)
    return {row.chain: (row.number, row.hash) for row in connection.execute(held.with_for_update())}
