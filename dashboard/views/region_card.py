"""A region on the overview: its promises as bars with their names, numbers and lamps.

Each basis has a panel of its own, so that no two bases ever share an axis. Once a figure is there a
bar is a figure against its own goal; before, it is the goal itself, to scale within its panel.
"""

from collections.abc import Sequence
from decimal import Decimal

from dashboard.actuals.periods import label_kind, period
from dashboard.addresses.selection import Selection
from dashboard.judging import Row, Standing
from dashboard.judging.tally import tally
from dashboard.languages import PRINTED, say
from dashboard.languages.numbers import exact, on_one_line, period_text
from dashboard.views import goal_links
from dashboard.views.board import TICK_AT, along
from dashboard.views.boards import board_tiers, tier_part
from dashboard.views.environment import Markup, render
from dashboard.views.rows import Link, MiniGroup, MiniMember, MiniPanel, StatusCount
from dashboard.views.tally import status_counts
from dashboard.wording import naming, reasons
from dashboard.wording.amounts import percent_of
from dashboard.wording.findings import card_of_all, others_title
from dashboard.wording.scales import Scale, ems, scale_against
from dashboard.wording.states import lamp_word

# More periods than this are not listed: each bar's own says which it is.
_MOST_PERIODS = 2
# Wider than this (em) a figure stands over its goal.
_MOST_EMS = 12
# How much of the track is left beyond the highest goal of a growth.
_BEYOND = Decimal("1.15")
# So many goals without tiers on one panel; more are a list, and that is the region's own page.
_MOST_GOALS = 8
# More bases than this, without tiers, are told by the region's own goals.
_MOST_BASES = 2


def card_of(standing: Standing, region: str, lang: str, here: Selection) -> Markup:
    """Return a region's card."""
    rows = standing.rows(region)
    code = next((plan["code_text"] for plan in standing.plans(region)), None)
    counted = tally(r["group"] for r in rows)
    return region_card(
        standing.name(standing.catalogue.region(region), lang),
        code,
        lang,
        href=goal_links.elsewhere(here, "region", region=region),
        panels=panels(standing, region, lang, here),
        # Before any figure all lamps are grey, and the one sentence says so.
        of=card_of_all(standing, region, counted, lang),
        counts=status_counts(counted, lang, here, region) if counted.reported else (),
    )


def panels(standing: Standing, region: str, lang: str, here: Selection) -> list[MiniPanel]:
    """Return what the card shows: a panel per basis; without tiers the other goals' completion too."""
    shown = bases(standing, region)
    tiered = any(_tiers(standing, region, basis) for basis in shown)
    if len(shown) > _MOST_BASES and not tiered:
        shown = []
    drawn = [_panel(standing, region, basis, lang, here) for basis in shown]
    others = [row for row in standing.rows(region) if row["indicator"] not in shown]
    if others and not tiered:
        drawn.append(_completions(standing, region, others, lang, here))
    return drawn


def bases(standing: Standing, region: str) -> list[str]:
    """Return the indicators that get a panel of their own: the tiers', the totals', the growth's."""
    chosen = [
        row["indicator"]
        for row in standing.rows(region)
        if row["unit"] == "yuan" or (row["kind"] == "growth" and row["subject_kind"] == "clusters")
    ]
    return list(dict.fromkeys(chosen))


def _tiers(standing: Standing, region: str, basis: str) -> list[Row]:
    plan = next(r["plan"] for r in standing.rows(region) if r["indicator"] == basis)
    return [tier for tier in board_tiers(standing, plan) if tier["indicator"] == basis]


def _panel(standing: Standing, region: str, basis: str, lang: str, here: Selection) -> MiniPanel:
    own = [row for row in standing.rows(region) if row["indicator"] == basis]
    tiers = _tiers(standing, region, basis)
    if tiers:
        shown = {tier["id"] for tier in tiers}
        judged = [row for row in own if row["tier"] in shown and row["cluster"]]
    else:
        judged = own[:_MOST_GOALS]
    growth = own[0]["kind"] == "growth"
    scale = _scale(standing, judged, own[0], lang)
    members = {row["id"]: _member(standing, row, judged, scale, lang, here) for row in judged}
    if tiers:
        groups = [
            MiniGroup(
                tier_part(tier), [members[r["id"]] for r in judged if r["tier"] == tier["id"]]
            )
            for tier in tiers
        ]
    else:
        groups = _by_year(judged, members, lang)
    dues = sorted({t["due"] for t in (tiers or judged) if t["due"]})
    stated = [_measured(standing, basis, lang)]
    stated += [scale.label] if scale.label and not growth else []
    if tiers and dues:
        year = say("pages.list-comma", lang).join(map(str, dues))
        stated.append(say("pages.due.year", lang, year=year))
    return MiniPanel(
        basis=say("pages.dot", lang).join(stated),
        groups=groups,
        lines=_lines(standing, judged, lang),
        more=None if tiers else _more(len(own) - len(judged), region, lang, here),
    )


def _completions(
    standing: Standing, region: str, rows: Sequence[Row], lang: str, here: Selection
) -> MiniPanel:
    """Goals each against itself: of different bases only completion compares."""
    own = [row for row in rows if row["cluster"] is None] or list(rows)
    own.sort(key=lambda row: (row["unit"] != "yuan", row["order"]))
    shown = own[:_MOST_GOALS]
    members = {row["id"]: _alone(standing, row, shown, lang, here) for row in shown}
    reported = any(row["reported"] for row in shown)
    return MiniPanel(
        basis=others_title(lang, reported=reported),
        groups=_by_year(shown, members, lang),
        lines=_lines(standing, shown, lang),
        more=_more(len(rows) - len(shown), region, lang, here),
    )


def _by_year(rows: Sequence[Row], members: dict[str, MiniMember], lang: str) -> list[MiniGroup]:
    groups: dict[str, list[MiniMember]] = {}
    for row in rows:
        groups.setdefault(naming.due_text(row, lang), []).append(members[row["id"]])
    return [MiniGroup(part, own) for part, own in groups.items()]


def _more(n: int, region: str, lang: str, here: Selection) -> Link | None:
    if n <= 0:
        return None
    href = goal_links.elsewhere(here, "region", region=region)
    return Link(say("pages.card.more", lang, n=n), href)


def _measured(standing: Standing, basis: str, lang: str) -> str:
    indicator = standing.catalogue.indicator(basis) or {}
    name = str(indicator.get(f"name_{lang}") or "")
    if indicator.get("kind") == "growth":
        return name
    return str(indicator.get(f"basis_{lang}") or name)


def _scale(standing: Standing, rows: Sequence[Row], one: Row, lang: str) -> Scale:
    pairs = [(_actual(row), row["value"]) for row in rows]
    return scale_against(pairs, one["unit"], lang, naming.counted(standing, one, lang))


def _actual(row: Row) -> str | None:
    return row["verdict"]["actual"] if row["reported"] else None


def _member(
    standing: Standing, row: Row, peers: Sequence[Row], scale: Scale, lang: str, here: Selection
) -> MiniMember:
    """A goal among those of its basis: all their figures are written in one unit."""
    value, goal = exact(_actual(row)), exact(row["value"])
    promises = [level for peer in peers if (level := exact(peer["value"])) is not None]
    most = max(promises, default=Decimal(0))
    silent = not any(peer["reported"] for peer in peers)
    filled = tick = promised = None
    if row["kind"] == "growth":
        levels = [*promises, *(level for p in peers if (level := exact(_actual(p))) is not None)]
        whole = max([*levels, Decimal(0)]) * _BEYOND
        filled = _part(value, whole)
        tick = _part(goal, whole)
    elif silent:
        promised = _part(goal, most)
    elif not row["verdict"]["falling"]:
        filled, tick = along(value, goal)[0], TICK_AT if goal else None
    target = naming.target_text(standing, row, lang) if goal is None else scale.brief(goal)
    if row["kind"] == "growth":
        target = naming.target_text(standing, row, lang)
    return MiniMember(
        name=row[f"subject_name_{lang}"] if row["cluster"] else naming.goal_name(row, lang),
        status=row["verdict"]["status"],
        figure=None if value is None else _figure(row, value, goal, scale, lang),
        goal=target,
        filled=filled,
        tick=tick,
        promised=promised,
        said=_said(standing, row, lang),
        href=goal_links.why(row, here),
        note=naming.cited(row, lang),
    )


def _figure(row: Row, value: Decimal, goal: Decimal | None, scale: Scale, lang: str) -> str:
    if row["kind"] != "growth":
        return scale.against(value, goal)
    bounds = reasons.bounds_of(row["verdict"]["assessment"])
    return percent_of(value, lang, bounds, fixed=True)


def _alone(
    standing: Standing, row: Row, peers: Sequence[Row], lang: str, here: Selection
) -> MiniMember:
    """A goal by itself: its figure and its number with their own units.

    Before any figure its bar has the scale of those that are measured on the same basis.
    """
    alike = [exact(peer["value"]) for peer in peers if _measure(peer) == _measure(row)]
    promises = [level for level in alike if level is not None]
    silent = len(promises) > 1 and not any(peer["reported"] for peer in peers)
    # Where less is better, a bar up to its goal would say the wrong thing.
    falling = row["verdict"]["falling"]
    share = exact(row["completion"]) if row["reported"] and not falling else None
    return MiniMember(
        name=naming.goal_name(row, lang),
        status=row["verdict"]["status"],
        figure=naming.actual_text(standing, row, lang),
        goal=naming.target_text(standing, row, lang),
        filled=None if share is None else along(share, 1)[0],
        tick=None if share is None else TICK_AT,
        promised=_part(exact(row["value"]), max(promises)) if silent else None,
        said=_said(standing, row, lang),
        href=goal_links.why(row, here),
        note=naming.cited(row, lang),
    )


def _measure(row: Row) -> tuple[object, ...]:
    """What two goals have to share for one axis: a basis and a scope, or the indicator itself."""
    basis = (
        (row[f"basis_{PRINTED}"], row[f"scope_{PRINTED}"])
        if row[f"basis_{PRINTED}"]
        else row["indicator"]
    )
    return row["unit"], row["kind"], basis


def _part(value: Decimal | None, whole: Decimal) -> float | None:
    if value is None or whole <= 0:
        return None
    return min(max(float(value / whole) * 100, 0.0), 100.0)


def _said(standing: Standing, row: Row, lang: str) -> str:
    """A bar in words, with its units and its completion."""
    actual = naming.actual_text(standing, row, lang)
    done = naming.gap_text(row, lang) if row["kind"] == "growth" else None
    return say("charts.dot", lang).join(
        part
        for part in (
            actual,
            naming.target_text(standing, row, lang),
            naming.due_text(row, lang),
            done or naming.completion_text(row, lang),
            lamp_word(row["verdict"]["status"], lang),
        )
        if part
    )


def _lines(standing: Standing, rows: list[Row], lang: str) -> list[str]:
    """What a card says in words: which period was judged, how fresh figures are, the widest gap."""
    reported = [row for row in rows if row["reported"] and row["verdict"]["period"]]
    if not reported:
        return []
    said = [_judged(standing, reported, lang)]
    late = [row for row in rows if row["group"] in ("red", "yellow", "missed")]
    late = [row for row in late if (row["verdict"]["gap_points"] or 0) < 0]
    if late and rows[0]["kind"] != "growth":
        # What can still be caught up is named before what was missed.
        still = [row for row in late if row["group"] != "missed"] or late
        one = min(still, key=lambda row: row["verdict"]["gap_points"])
        name = one[f"subject_name_{lang}"] if one["cluster"] else naming.goal_name(one, lang)
        gap = on_one_line(naming.gap_text(one, lang) or "")
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
            on_one_line(period_text(code, kind, lang)) for code in codes
        )
    known = [standing.figures_of(r["region"], r["subject"], r["indicator"])[-1:] for r in rows]
    newest = max((f[0]["period"] for f in known if f), key=lambda c: period(c).order, default="")
    if newest and period(newest).order > period(codes[-1]).order:
        newer = on_one_line(period_text(newest, kind, lang))
        return say("pages.card.judged-newer", lang, period=told, newest=newer)
    return say("pages.card.judged", lang, period=told)


def mini_board(groups: Sequence[MiniGroup], lang: str) -> Markup:
    """Return the small board: a row a goal, its part of the tier code or its year before it."""
    members = [member for group in groups for member in group.members]
    widest = max([3.0, *(ems(" / ".join(_parts(member))) for member in members)])
    if wide := widest > _MOST_EMS:
        # The figure over its goal, which keeps the stroke.
        widest = max(ems(f"/ {part}") for member in members for part in _parts(member))
    return render(
        "mini_board",
        groups=groups,
        lang=lang,
        lamps=any(member.figure for member in members),
        wide=wide,
        # Chinese faces draw ≥ as wide as an ideograph.
        figure_ems=widest + 0.5,
    )


def _parts(member: MiniMember) -> list[str]:
    return [part for part in (member.figure, member.goal) if part]


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
    return render(
        "region_card",
        name=name,
        code=code,
        lang=lang,
        href=href,
        panels=[(one, mini_board(one.groups, lang)) for one in panels],
        counts=counts,
        of=of,
    )
