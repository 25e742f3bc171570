"""Stat cards: how many goals are reported, and how many stand at each status."""

from collections.abc import Sequence

from dashboard.languages import say
from dashboard.views.environment import Markup, render
from dashboard.views.rows import StatusCount
from dashboard.wording.lamps import lamp_colour, lamp_word

_STACK_ORDER = ("green", "yellow", "red", "none")


def stat_cards(
    reported: int,
    total: int,
    cards: Sequence[StatusCount],
    lang: str,
    *,
    label: str | None = None,
    note: str | None = None,
) -> Markup:
    """Return the card "reported n / m" with a stacked bar, then one card per status.

    The bar shows each colour's share of `total`; grey states are the bare track.
    """
    counted = [
        (colour, one)
        for colour in _STACK_ORDER
        for one in cards
        if lamp_colour(one.status) == colour and one.count > 0
    ]
    named = (f"{one.label or lamp_word(one.status, lang)} {one.count}" for _, one in counted)
    return render(
        "stats",
        reported=reported,
        total=total,
        cards=cards,
        lang=lang,
        label=label if label is not None else say("charts.stats.reported", lang),
        note=note,
        stack=[(colour, one.count / total) for colour, one in counted if total > 0],
        stacked=say("charts.list-comma", lang).join(named),
    )
