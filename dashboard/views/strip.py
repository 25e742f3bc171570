"""How many goals stand at each lamp, as one strip."""

from collections.abc import Sequence

from dashboard.judging import GROUPS
from dashboard.views.environment import Markup, render
from dashboard.views.rows import StatusCount
from dashboard.views.tally import Tally, in_words


def strip_parts(counted: Tally) -> list[tuple[str, int]]:
    """Return what a strip is made of: the groups that have goals, in their order, with how many."""
    return [(group, n) for group in GROUPS if (n := getattr(counted, group))]


def strip_card(counted: Tally, counts: Sequence[StatusCount], lang: str, *, label: str) -> Markup:
    """Return the card "reported n / m" with the strip of all goals and the lamps under it.

    `counts` are the lamps with where they lead.
    """
    return render(
        "strip_card",
        parts=strip_parts(counted),
        said=in_words(counted, lang),
        reported=counted.reported,
        total=counted.total,
        counts=counts,
        lang=lang,
        label=label,
    )
