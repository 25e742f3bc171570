"""A region on the overview: a small board per basis, what was judged, the widest gap, the lamps."""

from collections.abc import Sequence
from dataclasses import dataclass

from dashboard.actuals.periods import label_kind, period
from dashboard.judging import Row, Standing
from dashboard.languages import say
from dashboard.languages.numbers import exact, percent, period_text
from dashboard.selection import Selection
from dashboard.views import goal_links
from dashboard.views.environment import Markup, render
from dashboard.views.rows import MiniGroup, MiniMember, MiniPanel, StatusCount
from dashboard.views.tally import status_counts, tally
from dashboard.views.tiers import board_tiers, tier_part
from dashboard.wording import naming
from dashboard.wording.lamps import lamp_word
from dashboard.wording.scales import share_text

# More periods than this are not listed: each bar's own says which it is.
_MOST_PERIODS = 2
# How much of the track is left beyond the highest goal of a growth.
_BEYOND = 1.15


def card_of(standing: Standing, region: str, lang: str, here: Selection) -> Markup:
    """Return a region's card; no two bases ever share an axis, so each has a panel of its own."""
    rows = standing.rows(region)
    panels = [_panel(standing, region, basis, lang, here) for basis in bases(standing, region)]
    code = next((plan["code_text"] for plan in standing.plans(region)), None)
    return region_card(
        standing.name(standing.catalogue.region(region), lang),
        code,
        lang,
        href=goal_links.elsewhere(here, "region", region=region),
        panels=panels,
        of=say("pages.card.of-all", lang, n=len(rows)),
        counts=status_counts(tally(r["group"] for r in rows), lang, here, region, False),
    )


def bases(standing: Standing, region: str) -> list[str]:
    """Return the indicators that get a panel of their own: the tiers', the totals', the growth's."""
    chosen = [
        row["indicator"]
        for row in standing.rows(region)
        if row["unit"] == "yuan" or (row["kind"] == "growth" and row["subject_kind"] == "clusters")
    ]
    if not chosen:
        chosen = [row["indicator"] for row in standing.rows(region)[:1]]
    return list(dict.fromkeys(chosen))


def _panel(standing: Standing, region: str, basis: str, lang: str, here: Selection) -> MiniPanel:
    own = [row for row in standing.rows(region) if row["indicator"] == basis]
    plan = standing.catalogue.plan(own[0]["plan"]) or {}
    tiers = [tier for tier in board_tiers(standing, plan["id"]) if tier["indicator"] == basis]
    shown = {tier["id"] for tier in tiers}
    judged = [r for r in own if r["tier"] in shown and r["cluster"]] if tiers else own
    growth = own[0]["kind"] == "growth"
    if tiers:
        groups = [_tier_group(own, tier, lang, here) for tier in tiers]
    elif growth:
        groups = _growth_groups(standing, own, lang, here)
    else:
        groups = [MiniGroup(str(row["due"]), [_member(row, lang, here)]) for row in own]
    dues = sorted({t["due"] for t in (tiers or own) if t["due"]})
    due = say("pages.list-comma", lang).join(map(str, dues))
    stated = [_measured(standing, basis, lang)]
    stated += [say("pages.due.year", lang, year=due)] if dues else []
    return MiniPanel(
        basis=say("pages.dot", lang).join(stated),
        groups=groups,
        lines=_lines(standing, judged, lang),
    )


def _measured(standing: Standing, basis: str, lang: str) -> str:
    indicator = standing.catalogue.indicator(basis) or {}
    name = str(indicator.get(f"name_{lang}") or "")
    if indicator.get("kind") == "growth":
        return name
    return str(indicator.get(f"basis_{lang}") or name)


def _tier_group(rows: list[Row], tier: Row, lang: str, here: Selection) -> MiniGroup:
    members = [
        _member(row, lang, here)
        for row in rows
        if row["tier"] == tier["id"] and row["subject_kind"] == "cluster"
    ]
    return MiniGroup(tier_part(tier), members)


def _member(row: Row, lang: str, here: Selection) -> MiniMember:
    own = row["cluster"] is not None
    return MiniMember(
        row[f"subject_name_{lang}"] if own else naming.goal_name(row, lang),
        row["verdict"]["status"],
        row["completion"] if row["reported"] else None,
        goal_links.why(row, here),
        note=naming.cited(row, lang),
    )


def _growth_groups(
    standing: Standing, rows: list[Row], lang: str, here: Selection
) -> list[MiniGroup]:
    """Growth against its goals on one axis from nought: it has no completion, but a gap in points."""
    levels = [exact(row["value"]) for row in rows]
    levels += [exact(row["verdict"]["actual"]) for row in rows]
    whole = max((float(level) for level in levels if level is not None), default=0.0) * _BEYOND
    return [_growth_group(standing, row, whole, lang, here) for row in rows]


def _growth_group(
    standing: Standing, row: Row, whole: float, lang: str, here: Selection
) -> MiniGroup:
    actual, goal = exact(row["verdict"]["actual"]), exact(row["value"])
    said = None
    if actual is not None and row["reported"]:
        gap = naming.gap_text(row, lang)
        said = percent(actual, lang, fixed=True)
        said = say("pages.card.growth", lang, growth=said, gap=gap) if gap else said
    drawn = whole > 0 and actual is not None and row["reported"]
    member = MiniMember(
        naming.goal_name(row, lang),
        row["verdict"]["status"],
        float(actual) / whole if drawn and actual is not None else None,
        goal_links.why(row, here),
        said=said or "",
        tick=float(goal) / whole if goal is not None and whole > 0 else None,
        note=naming.cited(row, lang),
    )
    return MiniGroup(naming.target_text(standing, row, lang), [member], said=said)


def _lines(standing: Standing, rows: list[Row], lang: str) -> list[str]:
    """What a card says in words: which period was judged, how fresh figures are, the widest gap."""
    reported = [row for row in rows if row["reported"] and row["verdict"]["period"]]
    if not reported:
        suffix = standing.wording_suffix(rows[0]["region"]) if rows else ""
        return [say(f"pages.card.no-figure{suffix}", lang, n=len(rows))]
    said = [_judged(standing, reported, lang)]
    late = [row for row in rows if row["group"] in ("red", "yellow", "missed")]
    late = [row for row in late if (row["verdict"]["gap_points"] or 0) < 0]
    if late and rows[0]["kind"] != "growth":
        # What can still be caught up is named before what was missed.
        still = [row for row in late if row["group"] != "missed"] or late
        one = min(still, key=lambda row: row["verdict"]["gap_points"])
        name = one[f"subject_name_{lang}"] if one["cluster"] else naming.goal_name(one, lang)
        gap = _unbroken(naming.gap_text(one, lang) or "")
        said.append(say("pages.card.worst", lang, name=name, gap=gap))
    return said


def _judged(standing: Standing, rows: Sequence[Row], lang: str) -> str:
    """Name the periods the lamps and bars are of, and the newest where it is a later one."""
    kind = label_kind(rows[0])
    codes = sorted({row["verdict"]["period"] for row in rows}, key=lambda code: period(code).order)
    if len(codes) > _MOST_PERIODS:
        told = say("pages.region.board-latest", lang)
    else:
        told = say("pages.list-comma", lang).join(
            _unbroken(period_text(code, kind, lang)) for code in codes
        )
    known = [standing.figures_of(r["region"], r["subject"], r["indicator"])[-1:] for r in rows]
    newest = max((f[0]["period"] for f in known if f), key=lambda c: period(c).order, default="")
    if newest and period(newest).order > period(codes[-1]).order:
        newer = _unbroken(period_text(newest, kind, lang))
        return say("pages.card.judged-newer", lang, period=told, newest=newer)
    return say("pages.card.judged", lang, period=told)


def _unbroken(words: str) -> str:
    """Keep a number with its unit, and a span of months, on one line of a narrow card."""
    return words.replace(" ", "\u00a0").replace("–", "\u2060–\u2060")


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
