"""The tier board: the slogan is the picture.

Each part of the tier code heads the row of its tier; each member is a bar against its tier's own
threshold (the tick), so all ticks stand in one line whatever the thresholds are.
"""

from collections.abc import Sequence

from dashboard.charts.amounts import Scale, ems, scale_against, share_text, threshold_text
from dashboard.charts.cards import framed
from dashboard.charts.lamps import lamp, lamp_word
from dashboard.charts.markup import attributes, linked, text
from dashboard.charts.rows import Amount, Member, Tier
from dashboard.languages import say
from dashboard.languages.numbers import exact, period_text
from dashboard.languages.quoting import cited

# Where the tick stands, in percent of the track: room is left for who is past the threshold.
TICK_AT = 86.0


def tier_board(
    tiers: Sequence[Tier],
    lang: str,
    *,
    unit: str = "yuan",
    title: str | None = None,
    subtitle: str | None = None,
    basis: str | None = None,
    period: str | None = None,
    source: str | None = None,
    counted: str = "",
    framed_card: bool = True,
) -> str:
    """Return the board of one plan on one basis. Amounts are in the base unit `unit`.

    Without a `subtitle` it is made of display unit, basis, period (a text) and source.
    """
    members = [member for tier in tiers for member in tier.members]
    pairs = [(member.value, tier.threshold) for tier in tiers for member in tier.members]
    pairs += [(None, tier.threshold) for tier in tiers if not tier.members]
    scale = scale_against(pairs, unit, lang, counted)
    reported = any(exact(member.value) is not None for member in members)
    stated = [scale.label, basis, period, source]
    dot = say("charts.dot", lang)
    line = subtitle if subtitle is not None else dot.join(part for part in stated if part)
    header = f"<h2>{text(title or say('charts.board.title', lang))}</h2>"
    header += f'<p class="ct-sub">{text(line)}</p>'
    header += _legend(lang, any(exact(m.previous) is not None for m in members), reported)
    rows = "".join(_tier(tier, scale, unit, lang) for tier in tiers)
    body = f'<div style="{_widths(tiers, scale, lang)}">{rows}</div>'
    return framed(body, header, "ct-board", frame=framed_card)


def _legend(lang: str, last_year: bool, reported: bool) -> str:
    """Name the marks that occur; with nothing reported say so instead."""
    goal = f'<span><i class="ct-key-goal"></i>{text(say("charts.board.key-goal", lang))}</span>'
    if not reported:
        empty = f"<span>{text(say('charts.board.nothing-reported', lang))}</span>"
        return f'<p class="ct-legend">{goal}{empty}</p>'
    actual = say("charts.board.key-actual", lang)
    keys = f'<span><i class="ct-key-actual"></i>{text(actual)}</span>{goal}'
    if last_year:
        keys += (
            f'<span><i class="ct-key-last"></i>{text(say("charts.board.key-last", lang))}</span>'
        )
    return f'<p class="ct-legend">{keys}</p>'


def _tier(tier: Tier, scale: Scale, unit: str, lang: str) -> str:
    long = " ct-part-long" if len(tier.part) > 2 else ""
    part = f'<span class="ct-part{long}">{text(tier.part)}</span>'
    threshold = tier.name or threshold_text(
        tier.threshold, tier.comparator, unit, lang, level=tier.level
    )
    hover = attributes(title=cited(tier.wording, tier.clause, lang))
    label = linked(text(threshold), tier.href)
    small = text(_small(tier, lang))
    head = (
        f'<div class="ct-tier-head"{hover}>{part}'
        f'<span class="ct-threshold">{label}{f"<small>{small}</small>" if small else ""}</span></div>'
    )
    rows = "".join(_member(member, tier, scale, lang) for member in tier.members)
    if not tier.members:
        rows = f'<li class="ct-unnamed">{text(say("charts.board.unnamed", lang))}</li>'
    return f'<div class="ct-tier">{head}<ul class="ct-members">{rows}</ul></div>'


def _small(tier: Tier, lang: str) -> str:
    parts = []
    if tier.open or not tier.complete:
        n = len(tier.members)
        which = "named-incomplete" if not tier.complete else "named"
        parts.append(say(f"charts.board.{which}", lang, n=n))
    elif tier.count_text:
        parts.append(tier.count_text)
    parts.append(
        say("charts.board.due", lang, year=tier.due)
        if tier.due
        else say("charts.board.no-due", lang)
    )
    if tier.ambition:
        parts.append(tier.ambition)
    return say("charts.dot", lang).join(parts)


def _member(member: Member, tier: Tier, scale: Scale, lang: str) -> str:
    threshold, value = exact(tier.threshold), exact(member.value)
    goal = scale.brief(threshold)
    shown = (
        say("charts.board.no-figure", lang) if value is None else scale.against(value, threshold)
    )
    figure = f'<b>{text(shown)}</b><span class="ct-of"> / {text(goal)}</span>'
    share = share_text(float(value / threshold), lang) if value is not None and threshold else ""
    who = linked(text(member.name), member.href, "ct-name")
    who += lamp(member.status, lang, why=member.why)
    return (
        f'<li class="ct-member"{attributes(title=_hover(member, tier, lang))}>'
        f'<div class="ct-who">{who}</div>{_bar(member, tier)}'
        f'<span class="ct-figure">{figure}</span>'
        f'<span class="ct-share">{text(share)}</span></li>'
    )


def _widths(tiers: Sequence[Tier], scale: Scale, lang: str) -> str:
    """Give figures and words one width on the whole board, so that all bars and ticks line up."""
    figures, words = [4.0], [3.0]
    for tier in tiers:
        goal = scale.brief(tier.threshold)
        for member in tier.members:
            figures.append(ems(f"{scale.against(member.value, tier.threshold)} / {goal}"))
            words.append(ems(lamp_word(member.status, lang)))
    # The lamp's shape and gap are 1.2 em; words are set at 0.875 rem.
    return f"--ct-figure:{max(figures):.1f}em;--ct-word:{max(words) * 0.875 + 1.3:.1f}em"


def _bar(member: Member, tier: Tier) -> str:
    filled, over = along(member.value, tier.threshold)
    before, _ = along(member.previous, tier.threshold)
    parts = ""
    if filled is not None:
        past = " ct-over" if over else ""
        parts += f'<i class="ct-fill{past}" style="--ct-value:{filled:.2f}"></i>'
    if before is not None:
        beyond = " ct-beyond" if before >= (filled or 0.0) else ""
        parts += f'<i class="ct-last{beyond}" style="--ct-previous:{before:.2f}"></i>'
    if exact(tier.threshold):
        parts += '<i class="ct-goal"></i>'
    return f'<span class="ct-bar" aria-hidden="true">{parts}</span>'


def along(value: Amount, threshold: Amount) -> tuple[float | None, bool]:
    """Return how far along its track (percent) a value stands, and whether the track ends first.

    The threshold stands at `TICK_AT`; negative values stand at 0.
    """
    number, goal = exact(value), exact(threshold)
    if number is None or not goal:
        return None, False
    place = float(number / goal) * TICK_AT
    return min(max(place, 0.0), 100.0), place > 100.0


def _hover(member: Member, tier: Tier, lang: str) -> str | None:
    period = period_text(member.period, "flow", lang) if member.period else None
    wording = cited(member.wording or tier.wording, member.clause or tier.clause, lang)
    parts = [part for part in (period, member.note, wording) if part]
    return say("charts.dot", lang).join(parts) or None
