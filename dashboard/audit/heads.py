"""The heads of all chains as a file, to be kept where nobody can edit the database.

    {"form": 1, "made": "2026-11-30T08:00:00+00:00", "database": "postgresql",
     "heads": [{"chain": "binzhou", "accounts": false, "number": 12, "hash": "9f…"}]}

Whoever rewrites a chain from its beginning can make it whole again, but not with the same heads.
"""

import json
from collections.abc import Mapping
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field, ValidationError
from sqlalchemy import Connection

from dashboard.audit.messages import AuditError
from dashboard.audit.verification import Head, heads

FORM = 1


class _Model(BaseModel):
    model_config = ConfigDict(frozen=True, strict=True, extra="forbid")


class KeptHead(_Model):
    """One chain's head: the region's id, "" for what is of no region; and whether it is of accounts."""

    chain: str
    accounts: bool
    number: int = Field(ge=1)
    hash: str = Field(pattern="^[0-9a-f]{64}$")


class Heads(_Model):
    """All heads at one moment."""

    form: int
    made: str
    database: str
    heads: list[KeptHead]

    def text(self) -> str:
        """Return the file's text."""
        return json.dumps(self.model_dump(), ensure_ascii=False, indent=1) + "\n"

    def by_chain(self) -> Mapping[tuple[bool, str], Head]:
        """Return the heads as `verify` takes them."""
        return {
            (each.accounts, each.chain): Head(each.chain, each.number, each.hash)
            for each in self.heads
        }


def export(connection: Connection, made: str) -> Heads:
    """Return the heads as they are now; `made` is ISO text."""
    found = [
        KeptHead(accounts=of_accounts, **head._asdict()) for of_accounts, head in heads(connection)
    ]
    return Heads(form=FORM, made=made, database=connection.dialect.name, heads=found)


def read(path: Path) -> Heads:
    """Read a file of heads. Raises `AuditError` for one that is none; `OSError` as it comes."""
    try:
        found = Heads.model_validate_json(path.read_bytes())
    except ValidationError as error:
        raise AuditError("no-heads", path=str(path)) from error
    if found.form != FORM:
        raise AuditError("newer-heads", path=str(path))
    return found
