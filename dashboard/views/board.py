"""The tier board: the slogan is the picture.

Each part of the tier code heads the row of its tier; each member is a bar against its tier's own
threshold (the tick), so all ticks stand in one line whatever the thresholds are.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from dashboard.languages import say
from dashboard.languages.numbers import exact, period_text
from dashboard.languages.quoting import cited
from dashboard.views.environment import Markup, render
from dashboard.views.rows import Member, Tier
from dashboard.wording.scales import Amount, Scale, ems, scale_against, threshold_text
from dashboard.wording.states import lamp_word, vintage_word
from dashboard.wording.targets import named_count

# Where the tick stands, in percent of the track: room is left for who is past the threshold.
TICK_AT = 86.0


@dataclass(frozen=True, slots=True)
class BoardRow:
    """A member as it is drawn: places in percent of the track, texts as they are read."""

    name: str
    href: str | None
    status: str
    why: str | None
    figure: str
    goal: str
    period: str | None
    share: str
    hover: str | None
    filled: float | None
    over: bool
    before: float | None
    goal_drawn: bool
    preliminary: bool


@dataclass(frozen=True, slots=True)
class BoardPart:
    """A tier as it is drawn."""

    part: str
    threshold: str
    href: str | None
    small: str
    hover: str | None
    members: Sequence[BoardRow]
    unnamed: str


@dataclass(frozen=True, slots=True)
class Board:
    """A board as it is drawn; `legend` are its keys (actual, goal, last, or "" for a remark) in words.

    `figure_ems` and `word_ems` are the widths of the longest figure and of the longest lamp.
    """

    title: str
    subtitle: str
    legend: Sequence[tuple[str, str]]
    tiers: Sequence[BoardPart]
    figure_ems: float
    word_ems: float


def laid_out(
    tiers: Sequence[Tier],
    lang: str,
    *,
    unit: str = "yuan",
    title: str | None = None,
    basis: str | None = None,
    period: str | None = None,
    source: str | None = None,
    counted: str = "",
    kind: str = "flow",
) -> Board:
    """Return the board of one plan on one basis. Amounts are in the base unit `unit`.

    Its subtitle is made of display unit, basis, period (a text) and source. Periods are written as
    one of `kind` is; where the figures are not all of one, each row names its own.
    """
    members = [member for tier in tiers for member in tier.members]
    pairs = [(member.value, tier.threshold) for tier in tiers for member in tier.members]
    pairs += [(None, tier.threshold) for tier in tiers if not tier.members]
    scale = scale_against(pairs, unit, lang, counted)
    stated = (part for part in (scale.label, basis, period, source) if part)
    mixed = len({member.period for member in members if member.period}) > 1
    shown = [_part(tier, scale, unit, kind, mixed, lang) for tier in tiers]
    rows = [row for part in shown for row in part.members]
    return Board(
        title=title or say("charts.board.title", lang),
        subtitle=say("charts.dot", lang).join(stated),
        legend=_legend(members, lang),
        tiers=shown,
        figure_ems=max([4.0, *(_figure_ems(row) for row in rows)]),
        # The lamp's shape and gap are 1.2 em; words are set at 0.875 rem.
        word_ems=max([3.0, *(ems(lamp_word(row.status, lang)) for row in rows)]) * 0.875 + 1.3,
    )


def tier_board(board: Board, lang: str) -> Markup:
    """Return a board as the page shows it."""
    return render("board", lang=lang, board=board)


def _legend(members: Sequence[Member], lang: str) -> list[tuple[str, str]]:
    reported = any(exact(member.value) is not None for member in members)
    legend = [("actual", say("charts.board.key-actual", lang))] if reported else []
    legend.append(("goal", say("charts.board.key-goal", lang)))
    # What may not be seen is not said to be missing.
    if not reported and all(member.status == "no-data" for member in members):
        legend.append(("", say("charts.board.nothing-reported", lang)))
    elif any(exact(member.previous) is not None for member in members):
        legend.append(("last", say("charts.board.key-last", lang)))
    return legend


def _part(tier: Tier, scale: Scale, unit: str, kind: str, mixed: bool, lang: str) -> BoardPart:
    threshold = tier.name or threshold_text(
        tier.threshold, tier.comparator, unit, lang, level=tier.level
    )
    return BoardPart(
        part=tier.part,
        threshold=threshold,
        href=tier.href,
        small=_small(tier, lang),
        hover=cited(tier.wording, tier.clause, lang),
        members=[_row(member, tier, scale, kind, mixed, lang) for member in tier.members],
        unnamed=say("charts.board.unnamed", lang),
    )


def _figure_ems(row: BoardRow) -> float:
    # A period of its own stands under the figure, at 0.8 of its size.
    return max(ems(f"{row.figure} / {row.goal}"), ems(row.period or "") * 0.8)


def _small(tier: Tier, lang: str) -> str:
    parts = []
    if tier.open or not tier.complete:
        n = len(tier.members)
        parts.append(named_count(n, lang, complete=tier.complete))
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


def _row(member: Member, tier: Tier, scale: Scale, kind: str, mixed: bool, lang: str) -> BoardRow:
    threshold, value = exact(tier.threshold), exact(member.value)
    filled, over = along(value, threshold)
    before, _ = along(member.previous, threshold)
    period = period_text(member.period, kind, lang) if member.period else None
    word = vintage_word(member.vintage, lang) if member.vintage else None
    # What is settled is said on hover; what is not, where it is read.
    beneath = (period if mixed else None, word if member.vintage != "final" else None)
    return BoardRow(
        name=member.name,
        href=member.href,
        status=member.status,
        why=member.why,
        figure=say("charts.board.no-figure", lang)
        if value is None
        else scale.against(value, threshold),
        goal=scale.brief(threshold),
        period=say("charts.dot", lang).join(part for part in beneath if part) or None,
        share=member.share or "",
        hover=_hover(member, tier, (period, word), lang),
        filled=filled,
        over=over,
        before=before,
        goal_drawn=bool(threshold),
        preliminary=member.vintage == "preliminary",
    )


def along(value: Amount, threshold: Amount) -> tuple[float | None, bool]:
    """Return how far along its track (percent) a value stands, and whether the track ends first.

    The threshold stands at `TICK_AT`; negative values stand at 0.
    """
    number, goal = exact(value), exact(threshold)
    if number is None or not goal:
        return None, False
    place = float(number / goal) * TICK_AT
    return min(max(place, 0.0), 100.0), place > 100.0


def _hover(member: Member, tier: Tier, of: tuple[str | None, ...], lang: str) -> str | None:
    wording = cited(member.wording or tier.wording, member.clause or tier.clause, lang)
    parts = [part for part in (*of, member.note, wording) if part]
    return say("charts.dot", lang).join(parts) or None
