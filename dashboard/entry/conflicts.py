"""Two people at one figure: what the person on this screen saw is no longer what stands there."""

from collections.abc import Iterable

from dashboard.actuals.entering import Understood


def clashes(row: Understood) -> bool:
    """Tell whether somebody changed the figure since it was seen; the store decides alike.

    Who types what the other person has saved already has nothing to decide.
    """
    if row.row is None or row.period is None or row.blank or row.unchanged:
        return False
    seen = row.seen_revision
    # Who saw nothing because it had been withdrawn saw rightly.
    unseen = seen is None and (row.old is None or row.old.withdrawn)
    return not unseen and seen != row.old_revision


def clashing(rows: Iterable[Understood]) -> list[Understood]:
    """Return the rows at which somebody else has been."""
    return [row for row in rows if clashes(row)]
