"""Whatever stands in a name, a note or a link, a drawing shows it and never runs it."""

import re

import pytest

from dashboard.charts.basis import basis_panels
from dashboard.charts.behind import table_behind_html
from dashboard.charts.board import tier_board
from dashboard.charts.caption import caption
from dashboard.charts.cards import card, facts
from dashboard.charts.clauses import clause_list
from dashboard.charts.cumulative import cumulative_months
from dashboard.charts.figure import Figure
from dashboard.charts.goals_strip import goals_strip
from dashboard.charts.growth import growth
from dashboard.charts.headline import headline
from dashboard.charts.lamps import lamp
from dashboard.charts.markup import safe_href
from dashboard.charts.notices import empty_state, notice
from dashboard.charts.overview import region_card
from dashboard.charts.progress import progress_rows, sparkline
from dashboard.charts.rows import (
    BasisBar,
    Cell,
    Clause,
    Column,
    GoalMark,
    Heading,
    Link,
    Member,
    MiniGroup,
    MiniMember,
    MiniPanel,
    MonthPoint,
    Progress,
    Quotation,
    StatusCount,
    Step,
    StripRow,
    Tier,
    YearPoint,
)
from dashboard.charts.stats import stat_cards
from dashboard.charts.tables import goal_table
from dashboard.charts.trajectory import trajectory
from dashboard.charts.verdict import verdict_card
from dashboard.charts.years import years_bar
from tests.charts.harm import HARM, judged, strings

SCRIPT = "javascript:alert(1)"
QUOTED = Quotation(HARM, HARM, HARM, SCRIPT)
COUNT = StatusCount("on-schedule", 1, HARM, SCRIPT)


def _board() -> str:
    member = Member(name=HARM, status="behind", value=5, previous=4, href=SCRIPT, period=HARM,
                    wording=HARM, clause=HARM, note=HARM)  # fmt: skip
    tier = Tier(part=HARM, threshold=10, name=HARM, count_text=HARM, members=[member],
                wording=HARM, clause=HARM, ambition=HARM, href=SCRIPT)  # fmt: skip
    return tier_board([tier], "zh", unit="count", title=HARM, basis=HARM, period=HARM,
                      source=HARM, counted=HARM)  # fmt: skip


def _table() -> str:
    columns = [Column(key, HARM, kind) for key, kind in
               zip("abcdef", ("text", "link", "status", "quote", "number", "muted"), strict=True)]  # fmt: skip
    row = {"a": Cell(HARM, HARM, SCRIPT, HARM), "b": Link(HARM, SCRIPT), "c": ("behind", HARM),
           "d": QUOTED, "e": HARM, "f": HARM}  # fmt: skip
    second = {"a": HARM, "b": (HARM, SCRIPT), "c": Cell(HARM, HARM, status="met"), "d": HARM}
    return goal_table([row, second], columns, "zh", caption=HARM, title=HARM, subtitle=HARM)


PIECES = {
    "lamp": lambda: lamp("behind", "zh", label=HARM),
    "lamp without word": lambda: lamp("behind", "zh", word=False, label=HARM),
    "headline": lambda: headline(HARM, [HARM, (HARM, "behind")], "zh", HARM, details=[HARM]),
    "stat cards": lambda: stat_cards(1, 2, [COUNT], "zh", label=HARM, note=HARM),
    "tier board": _board,
    "region card": lambda: region_card(
        HARM, HARM, "zh", href=SCRIPT, of=HARM,
        panels=[MiniPanel(basis=HARM, groups=[MiniGroup(HARM, [MiniMember(HARM, "behind", 0.5, SCRIPT),
                                 MiniMember(HARM, "behind", 0.5, "region?x=" + HARM)], said=HARM)],
                          lines=[HARM])], counts=[COUNT]),
    "goal table": _table,
    "empty table": lambda: goal_table([], [], "zh", empty=HARM),
    "verdict": lambda: verdict_card("behind", "zh", HARM, [Step(HARM, HARM, "behind")], [QUOTED],
                                    need=HARM, title=HARM, sentence=HARM),
    "progress rows": lambda: progress_rows(
        [Progress(name=HARM, target=HARM, status="behind", said=HARM, gap=HARM, share=0.5,
                  schedule=0.4, why=SCRIPT, note=HARM)], "zh"),
    "sparkline": lambda: sparkline([1, 2], "zh", HARM),
    "clauses": lambda: clause_list([Clause(id=HARM, heading=HARM, units=[HARM, HARM], also=[HARM],
                                           body=[HARM, QUOTED], href=SCRIPT, note=HARM)], "zh"),
    "notice": lambda: notice("fault", "zh", HARM, HARM, [HARM]),
    "empty state": lambda: empty_state(HARM, HARM, "zh", Link(HARM, SCRIPT)),
    "card": lambda: card(facts([(HARM, HARM)]), HARM, HARM, HARM),
}  # fmt: skip


@pytest.mark.parametrize("name", PIECES)
def test_a_harmful_text_is_shown_and_not_built(name: str) -> None:
    judge = judged(PIECES[name]())
    seen = "".join(judge.words) + "".join(value or "" for _, value in judge.attributes)
    assert HARM in seen


def _figures() -> dict[str, Figure]:
    heading = Heading(indicator=HARM, unit="count", basis=HARM + "!", period=HARM, source=HARM,
                      subject=HARM, counted=HARM, wording=HARM, clause=HARM)  # fmt: skip
    goal = GoalMark(year=2027, value=9, wording=HARM, clause=HARM, label=HARM)
    points = [YearPoint(2025, 5, HARM)]
    strip = StripRow(name=HARM, status="behind", completion=0.5, wording=HARM, clause=HARM)
    return {
        "trajectory": trajectory(heading, "zh", points, goal, milestones=[goal],
                                 forecast=[(2026, 5, 6)], forecast_name=HARM),
        "cumulative": cumulative_months(heading, "zh", 2026, [MonthPoint(2, 1, HARM)], goal=9),
        "years": years_bar(heading, "zh", points, goal),
        "strip": goals_strip(heading, "zh", [strip]),
        "basis": basis_panels([(heading, [BasisBar(name=HARM, value=1)])], "zh")[0],
        "growth": growth(heading, "zh", points, goal, goal),
    }  # fmt: skip


@pytest.mark.parametrize("name", sorted(_figures()))
def test_a_figure_has_no_markup_from_data(name: str) -> None:
    drawn = _figures()[name]
    judged(table_behind_html(drawn, "zh"))
    judged(caption(drawn))
    # Plotly draws no meta; the caption, judged above, is made of it.
    del drawn["layout"]["meta"]
    for said in strings(drawn):
        assert "<" not in re.sub(r"</?b>|<br>|<extra></extra>", "", said)


def test_a_name_with_a_template_in_it_is_not_filled_in() -> None:
    heading = Heading(indicator="x", unit="count")
    mark = GoalMark(year=2027, value=9, label="%{customdata[9]}")
    goal = trajectory(heading, "zh", [], mark)["data"][-1]
    assert "%{customdata[9]}" not in goal["hovertemplate"]


@pytest.mark.parametrize(
    "href",
    ["javascript:alert(1)", "JaVaScRiPt:alert(1)", " java\tscript:alert(1)", "data:text/html,x",
     "vbscript:x", "\x01javascript:x", "file:///etc/passwd", "", None],
)  # fmt: skip
def test_a_link_that_would_run_something_leads_nowhere(href: str | None) -> None:
    assert safe_href(href) is None


@pytest.mark.parametrize(
    "href", ["region?region=x&lang=zh", "/goals", "?a=b:c", "#x", "https://a.cn/"]
)
def test_a_link_to_a_page_is_kept(href: str) -> None:
    assert safe_href(href) == href
