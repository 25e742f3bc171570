"""Triggers that keep tables append-only, whatever program writes to the database."""

from collections.abc import Mapping, Sequence


def guards(dialect: str, tables: Mapping[str, Sequence[str]]) -> list[str]:
    """Return triggers that refuse to take back or change a row of `tables`.

    Each table is given with its keys: columns, separated by blanks, that are the same in a row that
    would take another's place.
    """
    if dialect != "sqlite":
        # The function is the one that guards the revisions.
        return [
            f"CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON {table} "
            "FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()"
            for table in tables
        ]
    statements = []
    for table, keys in tables.items():
        refuse = f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
        for event in ("UPDATE", "DELETE"):
            statements.append(
                f"CREATE TRIGGER {table}_no_{event.lower()} BEFORE {event} ON {table} {refuse}"
            )
        # INSERT OR REPLACE removes the old row without asking the delete trigger.
        same = " OR ".join(
            "(" + " AND ".join(f"{name} = NEW.{name}" for name in key.split()) + ")" for key in keys
        )
        statements.append(
            f"CREATE TRIGGER {table}_no_replace BEFORE INSERT ON {table} "  # noqa: S608 - the names above
            f"WHEN EXISTS (SELECT 1 FROM {table} WHERE {same}) {refuse}"
        )
    return statements
