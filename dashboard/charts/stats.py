"""Stat cards: how many goals are reported, and how many stand at each status."""

from collections.abc import Sequence

from dashboard.charts.lamps import lamp, lamp_colour, lamp_word
from dashboard.charts.markup import attributes, linked, root, text
from dashboard.charts.rows import StatusCount
from dashboard.languages import say
from dashboard.languages.numbers import count

_STACK_ORDER = ("green", "yellow", "red", "none")


def stat_cards(
    reported: int,
    total: int,
    cards: Sequence[StatusCount],
    lang: str,
    *,
    label: str | None = None,
    note: str | None = None,
) -> str:
    """Return the card "reported n / m" with a stacked bar, then one card per status.

    The bar shows each colour's share of `total`; grey states are the bare track.
    """
    shown = label if label is not None else say("charts.stats.reported", lang)
    extra = f'<span class="ct-sub">{text(note)}</span>' if note else ""
    first = (
        f'<div class="ct-card ct-stat"><span class="ct-label">{text(shown)}</span>'
        f'<span class="ct-big">{text(count(reported, lang))} / {text(count(total, lang))}</span>'
        f"{_stack(cards, total, lang)}{extra}</div>"
    )
    rest = "".join(_stat(one, lang) for one in cards)
    body = f'<div class="ct-stats" style="--ct-cards:{max(1, len(cards))}">{first}{rest}</div>'
    return root(body)


def _stat(one: StatusCount, lang: str) -> str:
    inner = (
        f'<span class="ct-label">{lamp(one.status, lang, label=one.label)}</span>'
        f'<span class="ct-big">{text(count(one.count, lang))}</span>'
    )
    return linked(inner, one.href, "ct-card ct-stat")


def _stack(cards: Sequence[StatusCount], total: int, lang: str) -> str:
    counted = [
        (colour, one)
        for colour in _STACK_ORDER
        for one in cards
        if lamp_colour(one.status) == colour and one.count > 0
    ]
    named = (f"{one.label or lamp_word(one.status, lang)} {one.count}" for _, one in counted)
    said = say("charts.list-comma", lang).join(named)
    parts = "".join(
        f'<i class="ct-{colour}" style="--ct-share:{one.count / total:.4f}"></i>'
        for colour, one in counted
        if total > 0
    )
    return f'<div class="ct-stack"{attributes(role="img", aria_label=said)}>{parts}</div>'
