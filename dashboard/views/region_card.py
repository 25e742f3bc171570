"""The overview's cards: a region's tier code as a small board, its finding, its lamps."""

from collections.abc import Sequence
from dataclasses import dataclass

from dashboard.languages import say
from dashboard.views.environment import Markup, render
from dashboard.views.rows import MiniGroup, MiniMember, MiniPanel, StatusCount
from dashboard.wording.lamps import lamp_word
from dashboard.wording.scales import share_text

# More bars than this in one line are too narrow to carry a lamp.
_MOST_IN_LINE = 7


@dataclass(frozen=True, slots=True)
class _Bar:
    """A member as it is drawn: places in percent, `named` for those who do not see it."""

    status: str
    href: str | None
    named: str
    hover: str
    filled: float | None
    tick: float | None
    dotted: bool


@dataclass(frozen=True, slots=True)
class _Group:
    """A part of the tier code as it is drawn."""

    part: str
    members: Sequence[_Bar]
    said: str | None
    columns: int


@dataclass(frozen=True, slots=True)
class _Panel:
    """A panel with its board drawn."""

    basis: str
    lines: Sequence[str]
    board: Markup


def mini_board(groups: Sequence[MiniGroup], lang: str) -> Markup:
    """Return the small board: a row per part of the tier code, a bar per member.

    A bar's full length is the member's own threshold, where its lamp stands, unless the member says
    where on a longer track its goal is.
    """
    shown = [
        _Group(
            group.part,
            [_bar(member, lang) for member in group.members],
            group.said,
            min(max(len(group.members), 2), _MOST_IN_LINE),
        )
        for group in groups
    ]
    return render("mini_board", groups=shown, lang=lang)


def _bar(member: MiniMember, lang: str) -> _Bar:
    share, dot = member.share, say("charts.dot", lang)
    said = [member.name, lamp_word(member.status, lang)]
    if share is not None:
        said.insert(1, member.said if member.said is not None else share_text(share, lang))
    named = dot.join(said)
    return _Bar(
        status=member.status,
        href=member.href,
        named=named,
        hover=dot.join(part for part in (named, member.note) if part),
        filled=None if share is None else min(max(share, 0.0), 1.0) * 100,
        tick=None if member.tick is None else min(member.tick, 1.0) * 100,
        dotted=not member.said,
    )


def region_card(
    name: str,
    code: str | None,
    lang: str,
    *,
    href: str | None = None,
    panels: Sequence[MiniPanel] = (),
    counts: Sequence[StatusCount] = (),
    of: str | None = None,
) -> Markup:
    """Return the card of one region: name, code, a panel per basis, and the lamps of all its goals.

    `of` says what the counts are of: all goals of the region, not only those on the card.
    """
    shown = [_Panel(one.basis, one.lines, mini_board(one.groups, lang)) for one in panels]
    return render(
        "region_card",
        name=name,
        code=code,
        lang=lang,
        href=href,
        panels=shown,
        counts=counts,
        of=of,
    )
