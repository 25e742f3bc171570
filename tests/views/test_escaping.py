"""Whatever stands in a name, a note or a link, a drawing shows it and never runs it."""

import pytest

from dashboard.judging.tally import tally
from dashboard.views.calendar import Group, Year, calendar_card
from dashboard.views.cards import card, facts, grid, stacked
from dashboard.views.clauses import clause_list
from dashboard.views.environment import safe_href
from dashboard.views.figures import caption, figure_table
from dashboard.views.frame import account, brand, foot, paper
from dashboard.views.laggards import laggards_card
from dashboard.views.lamps import lamp
from dashboard.views.notices import empty_state, notice, notices
from dashboard.views.outlook import no_outlook, outlook_card, supposition_card
from dashboard.views.prose import headline, links, notes, passage
from dashboard.views.region_card import region_card
from dashboard.views.rows import (
    Cell,
    Clause,
    Column,
    Link,
    Member,
    MiniGroup,
    MiniMember,
    MiniPanel,
    Progress,
    Quotation,
    StatusCount,
    Step,
    Tier,
)
from dashboard.views.tables import goal_groups, goal_table
from dashboard.views.tally import strip_card
from dashboard.views.verdict import verdict_card
from tests.views.harm import HARM, judged
from tests.views.samples import progress_rows, tier_board

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
    "strip": lambda: strip_card(tally(["green"]), [COUNT], "zh", label=HARM),
    "tier board": _board,
    "region card": lambda: region_card(
        HARM, HARM, "zh", href=SCRIPT, of=HARM,
        panels=[MiniPanel(basis=HARM, groups=[MiniGroup(HARM, [
            MiniMember(name=HARM, status="behind", figure=HARM, goal=HARM, filled=5, href=SCRIPT),
            MiniMember(name=HARM, goal=HARM, promised=5, said=HARM, note=HARM, href="region?x=" + HARM)])],
                          lines=[HARM], more=Link(HARM, SCRIPT))], counts=[COUNT]),
    "goal table": _table,
    "empty table": lambda: goal_table([], [], "zh", empty=HARM),
    "verdict": lambda: verdict_card("behind", "zh", HARM, [Step(HARM, HARM, "behind")], [QUOTED],
                                    need=HARM, title=HARM, sentence=HARM),
    "progress rows": lambda: progress_rows(
        [Progress(name=HARM, target=HARM, status="behind", said=HARM, gap=HARM, share=0.5,
                  schedule=0.4, why=SCRIPT, note=HARM)], "zh"),
    "clauses": lambda: clause_list([Clause(id=HARM, heading=HARM, units=[HARM, HARM], also=[HARM],
                                           body=[HARM, QUOTED], href=SCRIPT, note=HARM)], "zh"),
    "notice": lambda: notice("fault", "zh", HARM, HARM, [HARM]),
    "empty state": lambda: empty_state(HARM, HARM, "zh", Link(HARM, SCRIPT)),
    "card": lambda: card(facts([(HARM, HARM)], HARM), HARM, HARM, HARM),
    "card of a text": lambda: card(HARM),
    "grid and stack of texts": lambda: stacked([grid([HARM]), HARM]),
    "passage": lambda: passage(HARM, HARM, [HARM]),
    "notes": lambda: notes([(HARM, HARM), (None, HARM)], HARM),
    "links": lambda: links(HARM, [Link(HARM, "entry?x=" + HARM), Link(HARM, SCRIPT)]),
    "outlook": lambda: outlook_card(HARM, HARM, [HARM], HARM, [HARM], "zh"),
    "no outlook": lambda: no_outlook(HARM),
    "supposition": lambda: supposition_card(HARM, HARM, [HARM]),
    "calendar": lambda: calendar_card([Group("behind", HARM, HARM)],
                                      [Year(HARM, SCRIPT, HARM, 1, [(1, SCRIPT)])], "zh"),
    "goal groups": lambda: goal_groups([Column("a", HARM, sub=HARM)], [(HARM, HARM, HARM)]),
    "laggards": lambda: laggards_card([(HARM, HARM)], 1, [COUNT], "zh"),
    "notices": lambda: notices([HARM]),
    "brand": lambda: brand(HARM),
    "account": lambda: account(HARM, HARM, "sign-out?next=" + HARM),
    "paper": lambda: paper(HARM),
    "foot": lambda: foot(HARM),
    "caption": lambda: caption(HARM, HARM, HARM),
    "figure's table": lambda: figure_table([HARM, HARM], [[HARM, HARM]], HARM, "zh"),
}  # fmt: skip


@pytest.mark.parametrize("name", PIECES)
def test_a_harmful_text_is_shown_and_not_built(name: str) -> None:
    judge = judged(PIECES[name]())
    seen = "".join(judge.words) + "".join(value or "" for _, value in judge.attributes)
    assert HARM in seen


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
