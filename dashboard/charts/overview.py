"""The overview's cards: a region's tier code as a small board, its finding, its lamps."""

from collections.abc import Sequence

from dashboard.charts.amounts import share_text
from dashboard.charts.headline import Part, sentence_html
from dashboard.charts.lamps import lamp, lamp_word, shape
from dashboard.charts.markup import attributes, linked, root, text
from dashboard.charts.rows import Link, MiniGroup, MiniMember, StatusCount
from dashboard.languages import say
from dashboard.languages.numbers import count

# More bars than this in one line are too narrow to carry a lamp.
_MOST_IN_LINE = 7


def mini_board(groups: Sequence[MiniGroup], lang: str) -> str:
    """Return the small board: a row per part of the tier code, a bar per member.

    A bar's full length is the member's own threshold; its lamp stands at the threshold.
    """
    rows = "".join(
        f'<div class="ct-mini-row">{_part(group.part)}{_bars(group.members, lang)}</div>'
        for group in groups
    )
    return f'<div class="ct-mini">{rows}</div>'


def _part(part: str) -> str:
    long = " ct-mini-part-long" if len(part) > 2 else ""
    return f'<span class="ct-mini-part{long}">{text(part)}</span>'


def _bars(members: Sequence[MiniMember], lang: str) -> str:
    if not members:
        return f'<span class="ct-sub">{text(say("charts.board.unnamed", lang))}</span>'
    columns = min(max(len(members), 2), _MOST_IN_LINE)
    bars = "".join(_bar(member, lang) for member in members)
    return f'<div class="ct-mini-bars" style="--ct-columns:{columns}">{bars}</div>'


def _bar(member: MiniMember, lang: str) -> str:
    share = member.share
    said = [member.name, lamp_word(member.status, lang)]
    fill = ""
    if share is not None:
        said.insert(1, share_text(share, lang))
        width = min(max(share, 0.0), 1.0) * 100
        fill = f'<i class="ct-fill" style="--ct-value:{width:.2f}"></i>'
    name = say("charts.dot", lang).join(said)
    inner = f'{fill}<span class="ct-dot">{shape(member.status)}</span>'
    bar = linked(inner, member.href, "ct-mini-bar")
    named = attributes(title=name, aria_label=name, role=None if bar[1] == "a" else "img")
    # The name goes on the element itself, so that a screen reader hears it once.
    return bar.replace(">", f"{named}>", 1)


def region_card(
    name: str,
    code: str | None,
    lang: str,
    *,
    href: str | None = None,
    basis: str | None = None,
    groups: Sequence[MiniGroup] = (),
    lines: Sequence[str | Sequence[Part]] = (),
    counts: Sequence[StatusCount] = (),
    links: Sequence[Link] = (),
    of: str | None = None,
) -> str:
    """Return the card of one region: name, code, basis and due year, board, lines, counts.

    `of` says what the counts are of: all goals of the region, not only those on the card's basis.
    """
    top = f"<h2>{linked(text(name), href)}</h2>"
    if code:
        top += f'<span class="ct-code">{text(code)}</span>'
    if basis:
        top += f'<span class="ct-basis ct-sub">{text(basis)}</span>'
    said = "".join(f'<p class="ct-sub">{sentence_html(line)}</p>' for line in lines)
    lamps = f'<span class="ct-sub">{text(of)}</span>' if of and counts else ""
    lamps += counted_lamps(counts, lang)
    more = "".join(linked(text(link.label), link.href, "ct-link") for link in links)
    body = (
        f'<div class="ct-top">{top}</div>'
        f'<div class="ct-body">{mini_board(groups, lang)}<div>{said}</div></div>'
        + (f'<div class="ct-counts">{lamps}{more}</div>' if lamps or more else "")
    )
    return root(f'<section class="ct-card ct-region">{body}</section>')


def counted_lamps(counts: Sequence[StatusCount], lang: str) -> str:
    """Return lamps with their counts, each leading to its goals, to stand in a line."""
    return "".join(_count(one, lang) for one in counts)


def _count(one: StatusCount, lang: str) -> str:
    label = f"{one.label or lamp_word(one.status, lang)} {count(one.count, lang)}"
    return linked(lamp(one.status, lang, label=label), one.href)
