"""The tables of the store, as they are after the newest migration.

`revision` holds every figure ever entered and is only ever added to (triggers refuse the rest).
`latest` (one row for each series and period) and `newest` (one for each series) repeat what its
rows say, so that a screen reads few rows however long the history; a write keeps all three and
`counter` in one transaction. On SQLite both are clustered by series. `publication` says up to which
revision a region's figures are published, and `published_figure` which single figures beside; they
are only ever added to as well. `region_revision` has one row for each region, which every write and
publication that touches the region changes. `return_step` has every step of every return, and
`return_figure` the figures each step was about; both are only ever added to, and `return_now`
repeats where each return stands. `chain_link` and `chain_head` make a silent edit of what is only
added to visible (docs/audit.md). Times are microseconds since 1970 in UTC: eight bytes, one order
on both databases.
"""

from sqlalchemy import (
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Numeric,
    Table,
    Text,
    UniqueConstraint,
)

metadata = MetaData()

# Digit for digit on both: SQLite's own numbers are binary floats, PostgreSQL's NUMERIC is decimal.
EXACT = Numeric(asdecimal=True).with_variant(Text(), "sqlite")


def _figure() -> list[Column[object]]:
    """What a revision says about one series and period."""
    return [
        Column("value", EXACT),
        Column("typed", Text, nullable=False),
        Column("unit_typed", Text, nullable=False),
        Column("note", Text, nullable=False),
        Column("evidence", Text, nullable=False),
        Column("author", Text, nullable=False),
        Column("at", BigInteger, nullable=False),
        Column("replaces", BigInteger),
        Column("withdrawn", Boolean, nullable=False),
    ]


def _series(key: bool) -> list[Column[object]]:
    return [
        Column(name, Text, primary_key=key, nullable=False)
        for name in ("region", "subject", "indicator")
    ]


revision = Table(
    "revision",
    metadata,
    Column(
        "id", BigInteger().with_variant(Integer(), "sqlite"), primary_key=True, autoincrement=False
    ),
    *_series(key=False),
    Column("period", Text, nullable=False),
    Column("period_order", Integer, nullable=False),
    *_figure(),
    CheckConstraint("withdrawn = (value IS NULL)", name="withdrawn_has_no_value"),
    CheckConstraint("replaces < id", name="replaces_an_earlier_one"),
    Index("revision_of_series", "region", "subject", "indicator", "period", "id"),
)

latest = Table(
    "latest",
    metadata,
    *_series(key=True),
    Column("period", Text, primary_key=True),
    Column("period_order", Integer, nullable=False),
    Column("revision", BigInteger, nullable=False),
    *_figure(),
    sqlite_with_rowid=False,
)

newest = Table(
    "newest",
    metadata,
    *_series(key=True),
    Column("period", Text, nullable=False),
    Column("revision", BigInteger, nullable=False),
    Column("value", EXACT, nullable=False),
    sqlite_with_rowid=False,
)

# One row: the last number given out and the moment it was. Writers queue here for a moment each.
counter = Table(
    "counter",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("revision", BigInteger, nullable=False),
    Column("at", BigInteger, nullable=False),
    CheckConstraint("id = 1", name="one_row"),
)

audit = Table(
    "audit",
    metadata,
    Column("id", BigInteger().with_variant(Integer(), "sqlite"), primary_key=True),
    Column("at", BigInteger, nullable=False),
    Column("author", Text, nullable=False),
    Column("action", Text, nullable=False),
    Column("request_id", Text, nullable=False),
    Column("first_revision", BigInteger),
    Column("last_revision", BigInteger),
    Column("reasons", Text, nullable=False),
    UniqueConstraint("request_id", name="request_once"),
    Index("audit_at", "at"),
)

# A write whose revisions were numbered at its beginning, while others went on: it counts as written
# at the moment `at`, and as of the number `counted_from` and later ones, not from its own on.
long_write = Table(
    "long_write",
    metadata,
    Column("first_revision", BigInteger, primary_key=True, autoincrement=False),
    Column("last_revision", BigInteger, nullable=False),
    Column("region", Text, primary_key=True),
    Column("counted_from", BigInteger, nullable=False),
    Column("at", BigInteger, nullable=False),
    Index("long_write_at", "at"),
)

# `revision` is the number of the publication, which rises within a region. Of the region everything
# up to the revision `up_to` is published with it: up to its own number where that is not said, and
# nothing but its `published_figure` rows where it is 0.
publication = Table(
    "publication",
    metadata,
    Column("id", BigInteger().with_variant(Integer(), "sqlite"), primary_key=True),
    Column("region", Text, nullable=False),
    Column("revision", BigInteger, nullable=False),
    Column("author", Text, nullable=False),
    Column("at", BigInteger, nullable=False),
    Column("up_to", BigInteger),
    UniqueConstraint("region", "revision", name="published_once"),
)

# What a publication shows beside: of one figure one revision.
published_figure = Table(
    "published_figure",
    metadata,
    Column("region", Text, primary_key=True),
    Column("publication", BigInteger, primary_key=True),
    Column("subject", Text, primary_key=True),
    Column("indicator", Text, primary_key=True),
    Column("period", Text, primary_key=True),
    Column("revision", BigInteger, nullable=False),
    sqlite_with_rowid=False,
)


def _return() -> list[Column[object]]:
    return [Column(name, Text, nullable=False) for name in ("region", "unit", "period")]


# `number` counts a return's steps from 1: who steps names the one they saw. `level` is how many
# levels have approved of those in `through` (JSON: region ids); `round` is 1, and one more with
# every correction of what was published.
return_step = Table(
    "return_step",
    metadata,
    Column("id", BigInteger().with_variant(Integer(), "sqlite"), primary_key=True),
    *_return(),
    Column("number", Integer, nullable=False),
    Column("step", Text, nullable=False),
    Column("state", Text, nullable=False),
    Column("level", Integer, nullable=False),
    Column("through", Text, nullable=False),
    Column("round", Integer, nullable=False),
    Column("author", Text, nullable=False),
    Column("at", BigInteger, nullable=False),
    Column("reason", Text, nullable=False),
    Column("publication", BigInteger),
    Column("request_id", Text, nullable=False),
    UniqueConstraint("region", "unit", "period", "number", name="step_once"),
    UniqueConstraint("request_id", name="step_request_once"),
)

# With a submission every figure the return holds (`revision` NULL: not reported) and its vintage;
# with a return those that are to be mended, and why.
return_figure = Table(
    "return_figure",
    metadata,
    Column("step", BigInteger, primary_key=True, autoincrement=False),
    Column("region", Text, nullable=False),
    Column("subject", Text, primary_key=True),
    Column("indicator", Text, primary_key=True),
    Column("period", Text, primary_key=True),
    Column("revision", BigInteger),
    Column("vintage", Text, nullable=False),
    Column("reason", Text, nullable=False),
    Index("return_of_figure", "region", "subject", "indicator", "period"),
)

# `submission` is the step of the last submission, `first_submitted` the moment of the first.
return_now = Table(
    "return_now",
    metadata,
    Column("region", Text, primary_key=True),
    Column("unit", Text, primary_key=True),
    Column("period", Text, primary_key=True),
    Column("number", Integer, nullable=False),
    Column("state", Text, nullable=False),
    Column("level", Integer, nullable=False),
    Column("through", Text, nullable=False),
    Column("round", Integer, nullable=False),
    Column("author", Text, nullable=False),
    Column("at", BigInteger, nullable=False),
    Column("reason", Text, nullable=False),
    Column("submission", BigInteger, nullable=False),
    Column("first_submitted", BigInteger, nullable=False),
    sqlite_with_rowid=False,
)

# A step of a goal's remedy, and how it stands after it: `id` is from the counter, as a revision's is,
# `number` counts the goal's steps from 1, `deadline` is an ISO day.
remedy = Table(
    "remedy",
    metadata,
    Column(
        "id", BigInteger().with_variant(Integer(), "sqlite"), primary_key=True, autoincrement=False
    ),
    *(Column(name, Text, nullable=False) for name in ("region", "goal")),
    Column("number", Integer, nullable=False),
    *(
        Column(name, Text, nullable=False)
        for name in (
            "step", "state", "status", "period", "reason", "remedy", "person", "deadline", "note",
            "asked_of", "author",
        )
    ),
    Column("at", BigInteger, nullable=False),
    Column("request_id", Text, nullable=False),
    UniqueConstraint("region", "goal", "number", name="remedy_step_once"),
    UniqueConstraint("request_id", name="remedy_request_once"),
    Index("remedy_of_region", "region", "id"),
    Index("remedy_at", "at"),
)  # fmt: skip


# Who is assigned to a cluster from the day `since` on (ISO); an empty `person`: nobody is.
cluster_official = Table(
    "cluster_official",
    metadata,
    Column(
        "id", BigInteger().with_variant(Integer(), "sqlite"), primary_key=True, autoincrement=False
    ),
    *(
        Column(name, Text, nullable=False)
        for name in ("region", "cluster", "person", "post", "since", "reason", "author")
    ),
    Column("at", BigInteger, nullable=False),
    Column("request_id", Text, nullable=False),
    UniqueConstraint("request_id", name="cluster_official_request_once"),
    Index("cluster_official_of", "region", "cluster"),
)


# What was said of a figure and what was handed in for it, each with whom it is for (`Audience`).
# `checksum` is the SHA-256 of a file's bytes, which lie in `evidence_content` or where the settings
# name; either is withdrawn by a row beside it.
def _of_figure(*names: str) -> list[Column[object]]:
    columns = ("region", "subject", "indicator", "period", "audience", *names)
    return [Column(name, Text, nullable=False) for name in columns]


figure_comment = Table(
    "figure_comment",
    metadata,
    Column(
        "id", BigInteger().with_variant(Integer(), "sqlite"), primary_key=True, autoincrement=False
    ),
    *_of_figure("text", "author"),
    Column("at", BigInteger, nullable=False),
    Column("request_id", Text, nullable=False),
    UniqueConstraint("request_id", name="figure_comment_request_once"),
    Index("figure_comment_of", "region", "subject", "indicator", "period"),
)

evidence_file = Table(
    "evidence_file",
    metadata,
    Column(
        "id", BigInteger().with_variant(Integer(), "sqlite"), primary_key=True, autoincrement=False
    ),
    *_of_figure("name", "media_type", "checksum", "author"),
    Column("size", BigInteger, nullable=False),
    Column("at", BigInteger, nullable=False),
    Column("request_id", Text, nullable=False),
    UniqueConstraint("request_id", name="evidence_file_request_once"),
    Index("evidence_file_of", "region", "subject", "indicator", "period"),
)

evidence_withdrawal = Table(
    "evidence_withdrawal",
    metadata,
    Column(
        "file",
        BigInteger().with_variant(Integer(), "sqlite"),
        primary_key=True,
        autoincrement=False,
    ),
    Column("reason", Text, nullable=False),
    Column("author", Text, nullable=False),
    Column("at", BigInteger, nullable=False),
)

comment_withdrawal = Table(
    "comment_withdrawal",
    metadata,
    Column(
        "comment",
        BigInteger().with_variant(Integer(), "sqlite"),
        primary_key=True,
        autoincrement=False,
    ),
    Column("reason", Text, nullable=False),
    Column("author", Text, nullable=False),
    Column("at", BigInteger, nullable=False),
)

evidence_content = Table(
    "evidence_content",
    metadata,
    Column("checksum", Text, primary_key=True),
    Column("content", LargeBinary, nullable=False),
)

# `revision` and `published` are the last of each kind, 0 where nothing is published; `changes` counts
# both, so that it differs whenever anything about the region does.
region_revision = Table(
    "region_revision",
    metadata,
    Column("region", Text, primary_key=True),
    Column("revision", BigInteger, nullable=False),
    Column("published", BigInteger, nullable=False),
    Column("changes", BigInteger, nullable=False),
    sqlite_with_rowid=False,
)

# A bulletin's file as it was issued. Its id names what it says, so each form of it has the same.
bulletin = Table(
    "bulletin",
    metadata,
    Column("id", Text, primary_key=True),
    Column("format", Text, primary_key=True),
    Column("file_checksum", Text, primary_key=True),
    *(
        Column(name, Text, nullable=False)
        for name in ("region", "period", "lang", "issuer", "day", "author")
    ),
    Column("at", BigInteger, nullable=False),
    Column("revision", BigInteger, nullable=False),
    *(
        Column(name, Text, nullable=False)
        for name in ("register_version", "software", "content_checksum")
    ),
    Index("bulletin_of_region", "region", "at"),
)

# What is to be sent, until it is sent or given up. Whoever sends takes a row for a while, alone.
outbox = Table(
    "outbox",
    metadata,
    Column("id", BigInteger().with_variant(Integer(), "sqlite"), primary_key=True),
    Column("way", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("title", Text, nullable=False),
    Column("media_type", Text, nullable=False),
    Column("content", LargeBinary, nullable=False),
    Column("put_at", BigInteger, nullable=False),
    Column("due_at", BigInteger, nullable=False),
    Column("taken_until", BigInteger, nullable=False),
    Column("tries", Integer, nullable=False),
    Column("state", Text, nullable=False),
    Column("fault", Text, nullable=False),
    Index("outbox_due", "state", "due_at"),
)

# What was done with a letter: put, sent, failed, given up. `checksum` is the SHA-256 of its content.
outbox_step = Table(
    "outbox_step",
    metadata,
    Column("id", BigInteger().with_variant(Integer(), "sqlite"), primary_key=True),
    Column("letter", BigInteger, nullable=False),
    *(
        Column(name, Text, nullable=False)
        for name in ("way", "name", "checksum", "step", "fault", "author")
    ),
    Column("at", BigInteger, nullable=False),
    Index("outbox_step_of", "letter"),
)


def chain_tables(metadata: MetaData, links: str, heads: str) -> tuple[Table, Table]:
    """Return the tables of a kind of chains: what each link vouches for, and where each chain ends.

    `form` says how rows were written for hashing, `marks` (compressed) which they were, each with the
    beginning of its hash; `digest` is the hash of all their hashes, `hash` that of the link and of
    the one before.
    """
    link = Table(
        links,
        metadata,
        Column("chain", Text, primary_key=True),
        Column("number", BigInteger, primary_key=True, autoincrement=False),
        Column("form", Integer, nullable=False),
        Column("at", BigInteger, nullable=False),
        Column("author", Text, nullable=False),
        Column("origin", Text, nullable=False),
        Column("row_count", BigInteger, nullable=False),
        Column("marks", LargeBinary, nullable=False),
        Column("digest", Text, nullable=False),
        Column("hash", Text, nullable=False),
        Index(f"{links}_at", "at"),
    )
    head = Table(
        heads,
        metadata,
        Column("chain", Text, primary_key=True),
        Column("number", BigInteger, nullable=False),
        Column("hash", Text, nullable=False),
        sqlite_with_rowid=False,
    )
    return link, head


# A chain for each region, by its id, and one without a name for what concerns no region.
chain_link, chain_head = chain_tables(metadata, "chain_link", "chain_head")

draft = Table(
    "draft",
    metadata,
    Column("author", Text, primary_key=True),
    Column("screen", Text, primary_key=True),
    Column("payload", Text, nullable=False),
    Column("at", BigInteger, nullable=False),
)

meta = Table(
    "meta",
    metadata,
    Column("name", Text, primary_key=True),
    Column("value", Text, nullable=False),
)
