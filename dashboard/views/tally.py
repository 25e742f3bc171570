"""How many goals stand at which lamp, as a strip and as links."""

from collections.abc import Sequence

from dashboard.addresses.selection import Selection
from dashboard.judging import GROUPS, UNSEEN
from dashboard.judging.tally import Tally
from dashboard.views import goal_links
from dashboard.views.environment import Markup, render
from dashboard.views.rows import StatusCount
from dashboard.wording.findings import in_words
from dashboard.wording.states import lamp_group_word

# The lamp that stands for a group that has none of its name.
SHAPES = {"missed": "overdue", **dict.fromkeys(UNSEEN, "grey")}


def status_counts(
    counted: Tally, lang: str, base: Selection, region: str | None = None
) -> list[StatusCount]:
    """Return the lamps that stand somewhere with their counts, each leading to its goals."""
    cards = []
    for lamp in GROUPS:
        if n := getattr(counted, lamp):
            href = goal_links.elsewhere(base, "goals", status=lamp, region=region)
            shape = SHAPES.get(lamp, lamp)
            cards.append(StatusCount(shape, n, lamp_group_word(lamp, lang), href))
    return cards


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
