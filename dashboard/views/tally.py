"""How many goals stand at which lamp."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields

from dashboard.addresses.selection import Selection
from dashboard.judging import GROUPS, UNSEEN
from dashboard.languages import say
from dashboard.languages.numbers import count
from dashboard.views import goal_links
from dashboard.views.environment import Markup, render
from dashboard.views.rows import StatusCount
from dashboard.wording.states import lamp_group_word

# The lamp that stands for a group that has none of its name.
SHAPES = {"missed": "overdue", **dict.fromkeys(UNSEEN, "grey")}


@dataclass(frozen=True, slots=True)
class Tally:
    """Goals by what they are counted under, see `GROUPS`.

    `green`, `yellow` and `red` can still be caught up; `missed`: past due and not met; `none`: a
    figure is there but no lamp; the rest: no figure that is seen.
    """

    total: int
    green: int
    yellow: int
    red: int
    missed: int
    none: int
    unreported: int
    unpublished: int = 0
    withheld: int = 0

    @property
    def reported(self) -> int:
        """Goals with a figure that is seen."""
        return self.total - self.unreported - self.unpublished - self.withheld

    @property
    def late(self) -> int:
        """Goals behind their schedule that can still be caught up."""
        return self.yellow + self.red


def tally(groups: Iterable[str]) -> Tally:
    """Count goals by what they are counted under: a table's `group` column, or rows' values."""
    found = Counter(groups)
    return Tally(found.total(), *(found[group] for group in GROUPS))


def together(counts: Iterable[Tally]) -> Tally:
    """Add up the goals of several regions: of lamps there may be a sum, whatever they are of."""
    known = list(counts)
    return Tally(
        **{each.name: sum(getattr(one, each.name) for one in known) for each in fields(Tally)}
    )


def unseen_sentence(counted: Tally, suffix: str, lang: str) -> str:
    """Return how many goals' figures are kept from the reader, as far as not said otherwise.

    `suffix` is the standing's: one of published figures names the unpublished ones itself.
    """
    told = {"withheld": counted.withheld, "unpublished": "" if suffix else counted.unpublished}
    return "".join(
        # pages.overview.*
        say(f"pages.overview.{key}", lang, n=count(n, lang))
        for key, n in told.items()
        if n
    )


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


def in_words(counted: Tally, lang: str) -> str:
    """Return the lamps with their counts as a sentence without a verb."""
    return say("pages.list-comma", lang).join(
        say("pages.dot-count", lang, what=lamp_group_word(lamp, lang), n=count(n, lang))
        for lamp in GROUPS
        if (n := getattr(counted, lamp))
    )


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
