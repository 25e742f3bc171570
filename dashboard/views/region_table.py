"""The regions that have a plan as a table: their tree, or the order they are sorted in."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from fractions import Fraction

from dashboard.addresses.selection import Selection
from dashboard.judging import Standing
from dashboard.judging.tally import together
from dashboard.languages import say
from dashboard.languages.numbers import count, percent
from dashboard.progress.lamp_rules import GAP_POINTS, LampRule, rules_of
from dashboard.views import goal_links
from dashboard.views.environment import Markup, render
from dashboard.views.regions import Line, ancestors, chosen_regions, line, tree
from dashboard.views.rows import Column
from dashboard.views.tally import strip_parts
from dashboard.views.verdict import lamp_rules
from dashboard.wording import naming
from dashboard.wording.amounts import bare_points, share_text, sides
from dashboard.wording.columns import regions_head
from dashboard.wording.findings import in_words, last_entry, regions_shown
from dashboard.wording.states import level_word

ROWS_A_PART = 60
# What is counted beside a strip: it calls for something.
_CALLING = ("yellow", "red", "missed")


@dataclass(frozen=True, slots=True, kw_only=True)
class RegionRow:
    """A region's line in words; `why` leads to the widest gap's explanation."""

    name: str
    href: str
    under: str | None
    parts: Sequence[tuple[str, int]]
    said: str
    calling: Sequence[tuple[str, str]]
    completion: str | None
    completion_of: str | None
    promised: str | None
    answers: str | None
    goals: str
    gap: str | None
    gap_of: str | None
    lead: str | None
    why: str | None
    reported: str | None
    reported_of: str | None
    entered: str


@dataclass(slots=True)
class Branch:
    """A region with those below it: its own line first, if it has a plan; `parts` are of them all."""

    name: str
    n: int
    parts: Sequence[tuple[str, int]]
    said: str
    blocks: list["Branch | list[RegionRow]"] = field(default_factory=list)


def region_table(standing: Standing, lang: str, chosen: Selection) -> Markup:
    """Return the part of the table that is asked for."""
    found = standing.drawn(chosen_regions, filters_of(chosen))
    part, _ = part_of(len(found), chosen.part)
    shown = rows_of_part(found, part)
    here = Selection(as_of=chosen.as_of, lang=chosen.lang)
    flat = bool(chosen.sort)
    # Before any figure the table is what is promised: a row of noughts would tell nothing.
    silent = not any(standing.drawn(line, region).counted.reported for region in found)
    blocks: list[Branch | list[RegionRow]]
    if flat:
        blocks = [[_row(standing, region, lang, here, flat=True) for region in shown]]
    else:
        blocks = _branches(standing, found, shown, lang, here)
    first = (part - 1) * ROWS_A_PART + 1
    told = regions_shown(first, first + len(shown) - 1, len(found), lang, silent=silent)
    return render(
        "region_table",
        columns=_columns(lang, chosen, silent),
        silent=silent,
        blocks=blocks,
        title=say("pages.regions.title", lang, n=len(found)),
        told=told,
        lang=lang,
    )


def filters_of(chosen: Selection) -> Selection:
    """Return what of a selection chooses and orders regions, and nothing else."""
    return Selection(
        within=chosen.within,
        level=chosen.level,
        status=chosen.status,
        text=chosen.text,
        sort=chosen.sort,
    )


def part_of(rows: int, asked: int | None) -> tuple[int, int]:
    """Return which part of so many rows is shown, and how many parts there are."""
    parts = max(1, -(-rows // ROWS_A_PART))
    return min(asked or 1, parts), parts


def rows_of_part(found: Sequence[str], part: int) -> Sequence[str]:
    """Return the rows of a part."""
    return found[(part - 1) * ROWS_A_PART : part * ROWS_A_PART]


def _columns(lang: str, chosen: Selection, silent: bool) -> list[tuple[Column, str | None, bool]]:
    """The columns, each with the link that sorts by it and whether it does."""
    widths = {"region": "19%", "lamps": "23%", "completion": "15%", "gap": "20%", "reported": "10%",
              "entry": "13%"}  # fmt: skip
    if silent:
        widths = {"region": "26%", "promised": "36%", "lead": "28%", "goals": "10%"}
    sorts = {"lamps": "late", "region": "plan"}
    found: list[tuple[Column, str | None, bool]] = []
    for name, width in widths.items():
        sort = sorts.get(name, name)
        kind = "number" if name in ("reported", "goals") else "text"
        href = None if silent else chosen.href(sort=None if sort == "plan" else sort, part=None)
        here = not silent and (chosen.sort or "plan") == sort
        found.append((Column(name, regions_head(name, lang), kind, width), href, here))
    return found


def _branches(
    standing: Standing, found: Sequence[str], shown: Sequence[str], lang: str, here: Selection
) -> list[Branch | list[RegionRow]]:
    """The tree of the regions shown; what is said of a branch is said of all that were found."""
    above = standing.drawn(ancestors)
    chosen, wanted = set(found), set(shown)
    branching = {one for region in chosen for one in above[region]}
    within = {region: {region, *above[region]} for region in chosen}
    roots: list[Branch | list[RegionRow]] = []
    open_branches: list[tuple[int, Branch]] = []
    drawn = wanted.union(*(above[region] for region in wanted)) if wanted else set()
    for region, depth in standing.drawn(tree):
        if region not in drawn:
            continue
        while open_branches and open_branches[-1][0] >= depth:
            open_branches.pop()
        blocks = open_branches[-1][1].blocks if open_branches else roots
        if region in branching:
            below = [one for one in found if region in within[one]]
            branch = _branch(standing, region, below, lang)
            blocks.append(branch)
            open_branches.append((depth, branch))
            blocks = branch.blocks
        if region in wanted:
            row = _row(standing, region, lang, here, own=region in branching)
            if not blocks or isinstance(blocks[-1], Branch):
                blocks.append([])
            rows = blocks[-1]
            assert isinstance(rows, list)
            rows.append(row)
    return roots


def _branch(standing: Standing, region: str, below: Sequence[str], lang: str) -> Branch:
    counted = together(standing.drawn(line, one).counted for one in below)
    name = standing.name(standing.catalogue.region(region), lang)
    return Branch(name, len(below), strip_parts(counted), in_words(counted, lang))


def _row(
    standing: Standing,
    region: str,
    lang: str,
    here: Selection,
    *,
    flat: bool = False,
    own: bool = False,
) -> RegionRow:
    one = standing.drawn(line, region)
    known = standing.catalogue.region(region) or {}
    under: str | None = None
    if flat and (path := standing.drawn(ancestors)[region]):
        names = [standing.name(standing.catalogue.region(each), lang) for each in path]
        under = say("pages.path", lang).join(names)
    elif own:
        level = level_word(known["level"], lang)
        under = say("pages.regions.itself", lang, level=level)
    hidden = standing.hides(region)
    last = standing.newest(region)
    return RegionRow(
        name=standing.name(known, lang),
        href=goal_links.elsewhere(here, "region", region=region),
        under=under,
        parts=strip_parts(one.counted),
        said=in_words(one.counted, lang),
        calling=[(lamp, count(n, lang)) for lamp in _CALLING if (n := getattr(one.counted, lamp))],
        **_completion(standing, one, lang),
        goals=count(one.counted.total, lang),
        **_gap(standing, one, lang, here),
        reported=None if hidden else percent(one.reported, lang, 0),
        reported_of=None
        if hidden
        else say(
            "pages.reported-of",
            lang,
            n=one.counted.reported,
            all=one.counted.total,
        ),
        entered=last_entry(last["at"] if last else None, lang, hidden=hidden),
    )


def _completion(standing: Standing, one: Line, lang: str) -> dict[str, str | None]:
    """How much of its main goal a region has, what that goal promises, and who answers for it."""
    goal = standing.catalogue.goal(one.leading.id) if one.leading else None
    if goal is None:
        return dict.fromkeys(("completion", "completion_of", "promised", "answers"))
    said = (naming.goal_name(goal, lang), naming.due_text(goal, lang))
    units = naming.unit_names(standing, goal["document"], lang)
    return {
        "completion": None if one.completion is None else share_text(one.completion, lang),
        "completion_of": say("pages.dot", lang).join(said),
        "promised": naming.target_text(standing, goal, lang),
        "answers": units.get(goal["lead"], goal["lead"]),
    }


def _rules(standing: Standing) -> dict[str, LampRule]:
    return rules_of(lamp_rules(standing))


def _bounds(standing: Standing, rule: str | None) -> list[Fraction]:
    """What a gap in points is told apart from: nought, and the bounds of its rule."""
    known = standing.drawn(_rules).get(rule or "")
    ends = known.bounds.values() if known and known.quantity == GAP_POINTS else ()
    return [Fraction(0), *(end * 100 for end in ends)]


def _gap(standing: Standing, one: Line, lang: str, here: Selection) -> dict[str, str | None]:
    """The widest gap in points, of which goal, and who answers for it."""
    goal = standing.catalogue.goal(one.worst.id) if one.worst else None
    if one.worst is None or goal is None or one.worst.gap_points is None:
        return {"gap": None, "gap_of": None, "lead": None, "why": None}
    points = Fraction(repr(one.worst.gap_points))
    units = naming.unit_names(standing, goal["document"], lang)
    return {
        "gap": bare_points(points, sides(points, _bounds(standing, one.worst.lamp_rule)), lang),
        "gap_of": naming.goal_name(goal, lang),
        "lead": units.get(goal["lead"], goal["lead"]),
        "why": goal_links.why(goal, here),
    }
