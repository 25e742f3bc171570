"""The tables of this room, as they are after the newest migration; in the store's database.

No secret is kept as it is: of passwords an argon2id hash, of session ids, tokens and links, which are
random and long, a SHA-256. `people_audit`, `account_state`, `accounts_link` and `kept_register` are
only ever added to, and of a `shared_link` nothing changes but when it was opened and revoked (triggers
refuse the rest). Times are microseconds since 1970 in UTC, as in the store.
"""

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    Text,
    UniqueConstraint,
)

from dashboard.actuals.tables import chain_tables

metadata = MetaData()

BIG_KEY = BigInteger().with_variant(Integer(), "sqlite")

# `key` is what their kind is known by: the folded name, the provider's subject, the proxy's user.
person = Table(
    "person",
    metadata,
    Column("id", BIG_KEY, primary_key=True),
    Column("kind", Text, nullable=False),
    Column("key", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("name_key", Text, nullable=False),
    Column("display", Text, nullable=False),
    Column("created", BigInteger, nullable=False),
    Column("disabled", BigInteger),
    UniqueConstraint("kind", "key", name="known_once"),
    UniqueConstraint("name_key", name="named_once"),
)

# `usable_until` is set for a one-time password.
credential = Table(
    "credential",
    metadata,
    Column("person", BigInteger, ForeignKey("person.id"), primary_key=True, autoincrement=False),
    Column("hash", Text, nullable=False),
    Column("must_change", Boolean, nullable=False),
    Column("usable_until", BigInteger),
    Column("changed", BigInteger, nullable=False),
)

person_session = Table(
    "person_session",
    metadata,
    Column("hash", Text, primary_key=True),
    Column("person", BigInteger, ForeignKey("person.id"), nullable=False),
    Column("created", BigInteger, nullable=False),
    Column("last_seen", BigInteger, nullable=False),
    Column("absolute_end", BigInteger, nullable=False),
    Column("address", Text, nullable=False),
    Column("ended", BigInteger),
    Index("session_of_person", "person", "ended"),
)

# `units` is a JSON list of names, null for all.
role_grant = Table(
    "role_grant",
    metadata,
    Column("id", BIG_KEY, primary_key=True),
    Column("person", BigInteger, ForeignKey("person.id"), nullable=False),
    Column("role", Text, nullable=False),
    Column("region", Text, nullable=False),
    Column("with_subtree", Boolean, nullable=False),
    Column("units", Text),
    Column("granted_by", Text, nullable=False),
    Column("at", BigInteger, nullable=False),
    UniqueConstraint("person", "role", "region", name="granted_once"),
)

# `actions` and `regions` are JSON lists; null regions: wherever its person may.
api_token = Table(
    "api_token",
    metadata,
    Column("id", BIG_KEY, primary_key=True),
    Column("person", BigInteger, ForeignKey("person.id"), nullable=False),
    Column("name", Text, nullable=False),
    Column("hash", Text, nullable=False),
    Column("prefix", Text, nullable=False),
    Column("actions", Text, nullable=False),
    Column("regions", Text),
    Column("created", BigInteger, nullable=False),
    Column("expires", BigInteger, nullable=False),
    Column("last_used", BigInteger),
    Column("revoked", BigInteger),
    UniqueConstraint("hash", name="token_once"),
    Index("token_of_person", "person"),
)

# `person` is no foreign key: the audit stands by itself.
people_audit = Table(
    "people_audit",
    metadata,
    Column("id", BIG_KEY, primary_key=True),
    Column("at", BigInteger, nullable=False),
    Column("actor", Text, nullable=False),
    Column("person", BigInteger),
    Column("action", Text, nullable=False),
    Column("subject", Text, nullable=False),
    Column("outcome", Text, nullable=False),
    Column("detail", Text, nullable=False),
    Column("request_id", Text, nullable=False),
    Column("address", Text, nullable=False),
    Index("people_audit_at", "at"),
)

# What stood of one owner's rows of one table after a change: a hash, as `account_states` makes it.
account_state = Table(
    "account_state",
    metadata,
    Column("id", BIG_KEY, primary_key=True),
    Column("record", Text, nullable=False),
    Column("owner", Text, nullable=False),
    Column("digest", Text, nullable=False),
    Column("at", BigInteger, nullable=False),
)

# One chain, `accounts`, over the audit and the states.
accounts_link, accounts_head = chain_tables(metadata, "accounts_link", "accounts_head")

# `kind` is account, address or pair (of an account and a familiar address); no try before `until`.
sign_in_failure = Table(
    "sign_in_failure",
    metadata,
    Column("kind", Text, primary_key=True),
    Column("key", Text, primary_key=True),
    Column("count", Integer, nullable=False),
    Column("at", BigInteger, nullable=False),
    Column("until", BigInteger, nullable=False),
    Index("failure_until", "until"),
)

# Addresses from which somebody has signed in, and persons with theirs, as hashes.
familiar_address = Table(
    "familiar_address",
    metadata,
    Column("key", Text, primary_key=True),
    Column("at", BigInteger, nullable=False),
)

# A register as it was compiled when a link was frozen on it, by its version.
kept_register = Table(
    "kept_register",
    metadata,
    Column("version", Text, primary_key=True),
    Column("compiled", LargeBinary, nullable=False),
    Column("at", BigInteger, nullable=False),
)

# `person` is null for the user of the machine. `query` is the view in the letters of a URL, `regions`
# a JSON list of what is opened with all below it, null: what its giver may read; `pins` is null for a
# link that moves on.
# `grants` are roles that an identity provider vouched for when the link was given.
shared_link = Table(
    "shared_link",
    metadata,
    Column("id", BIG_KEY, primary_key=True),
    Column("hash", Text, nullable=False),
    Column("person", BigInteger, ForeignKey("person.id")),
    Column("name", Text, nullable=False),
    Column("page", Text, nullable=False),
    Column("query", Text, nullable=False),
    Column("opens", Text, nullable=False),
    Column("regions", Text),
    Column("grants", Text, nullable=False),
    Column("sign_in", Boolean, nullable=False),
    Column("pins", Text),
    Column("register", Text, ForeignKey("kept_register.version")),
    Column("created", BigInteger, nullable=False),
    Column("expires", BigInteger, nullable=False),
    Column("last_opened", BigInteger),
    Column("revoked", BigInteger),
    UniqueConstraint("hash", name="link_once"),
    Index("link_of_person", "person"),
)
