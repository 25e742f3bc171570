"""The overview's cards: a region's tier code as a small board, its finding, its lamps."""

from collections.abc import Sequence

from dashboard.charts.amounts import share_text
from dashboard.charts.lamps import lamp, lamp_word, shape
from dashboard.charts.markup import attributes, linked, root, text
from dashboard.charts.rows import MiniGroup, MiniMember, MiniPanel, StatusCount
from dashboard.languages import say
from dashboard.languages.numbers import count

# More bars than this in one line are too narrow to carry a lamp.
_MOST_IN_LINE = 7


def mini_board(groups: Sequence[MiniGroup], lang: str) -> str:
    """Return the small board: a row per part of the tier code, a bar per member.

    A bar's full length is the member's own threshold, where its lamp stands, unless the member says
    where on a longer track its goal is.
    """
    rows = "".join(
        f'<div class="ct-mini-row">{_part(group.part)}{_bars(group, lang)}</div>'
        for group in groups
    )
    return f'<div class="ct-mini">{rows}</div>'


def _part(part: str) -> str:
    long = " ct-mini-part-long" if len(part) > 2 else ""
    return f'<span class="ct-mini-part{long}">{text(part)}</span>'


def _bars(group: MiniGroup, lang: str) -> str:
    members = group.members
    if not members:
        return f'<span class="ct-sub">{text(say("charts.board.unnamed", lang))}</span>'
    columns = min(max(len(members), 2), _MOST_IN_LINE)
    bars = "".join(_bar(member, lang) for member in members)
    if group.said:
        # A goal that stands within its track has its lamp beside it, not over it.
        lamps = "".join(f'<span class="ct-lamp">{shape(one.status)}</span>' for one in members)
        said = f'<span class="ct-mini-said">{lamps} {text(group.said)}</span>'
        return f'<div class="ct-mini-bars ct-mini-told">{bars}{said}</div>'
    return f'<div class="ct-mini-bars" style="--ct-columns:{columns}">{bars}</div>'


def _bar(member: MiniMember, lang: str) -> str:
    share = member.share
    said = [member.name, lamp_word(member.status, lang)]
    fill = ""
    if share is not None:
        said.insert(1, member.said if member.said is not None else share_text(share, lang))
        width = min(max(share, 0.0), 1.0) * 100
        fill = f'<i class="ct-fill" style="--ct-value:{width:.2f}"></i>'
    if member.tick is not None:
        fill += f'<i class="ct-goal" style="--ct-at:{min(member.tick, 1.0) * 100:.2f}"></i>'
    name = say("charts.dot", lang).join(said)
    hover = say("charts.dot", lang).join(part for part in (name, member.note) if part)
    dot = "" if member.said else f'<span class="ct-dot">{shape(member.status)}</span>'
    inner = f"{fill}{dot}"
    bar = linked(inner, member.href, "ct-mini-bar")
    named = attributes(title=hover, aria_label=name, role=None if bar[1] == "a" else "img")
    # The name goes on the element itself, so that a screen reader hears it once.
    return bar.replace(">", f"{named}>", 1)


def region_card(
    name: str,
    code: str | None,
    lang: str,
    *,
    href: str | None = None,
    panels: Sequence[MiniPanel] = (),
    counts: Sequence[StatusCount] = (),
    of: str | None = None,
) -> str:
    """Return the card of one region: name, code, a panel per basis, and the lamps of all its goals.

    `of` says what the counts are of: all goals of the region, not only those on the card.
    """
    top = f"<h2>{linked(text(name), href)}</h2>"
    if code:
        top += f'<span class="ct-code">{text(code)}</span>'
    body = "".join(_panel(panel, lang) for panel in panels)
    lamps = f'<span class="ct-sub">{text(of)}</span>' if of and counts else ""
    lamps += counted_lamps(counts, lang)
    foot = f'<div class="ct-counts">{lamps}</div>' if lamps else ""
    whole = f'<div class="ct-top">{top}</div>{body}{foot}'
    return root(f'<section class="ct-card ct-region">{whole}</section>')


def _panel(panel: MiniPanel, lang: str) -> str:
    said = "".join(f"<p>{text(line)}</p>" for line in panel.lines)
    basis = f'<p class="ct-basis">{text(panel.basis)}</p>'
    board = mini_board(panel.groups, lang)
    return f'<div class="ct-body">{board}<div class="ct-said">{basis}{said}</div></div>'


def counted_lamps(counts: Sequence[StatusCount], lang: str) -> str:
    """Return lamps with their counts, each leading to its goals, to stand in a line."""
    return "".join(_count(one, lang) for one in counts)


def _count(one: StatusCount, lang: str) -> str:
    label = f"{one.label or lamp_word(one.status, lang)} {count(one.count, lang)}"
    return linked(lamp(one.status, lang, label=label), one.href)
