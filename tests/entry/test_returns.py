"""Returns on the pages of one's own machine: the due list first, each step, review and completeness."""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from streamlit.testing.v1 import AppTest

from dashboard import settings as configuration
from dashboard.actuals.remedies import Plan, Turn
from dashboard.actuals.return_states import State, Vintage
from dashboard.actuals.return_steps import ReturnKey
from dashboard.actuals.store import Entry, Store
from tests.entry.conftest import shown
from tests.machine.pages import page_to_run

OpenPage = Callable[..., AppTest]
Record = Callable[..., int]

LEADERS = "市制造强市建设领导小组"
KEY = ReturnKey("binzhou", LEADERS, "2026-M09")
REVENUE = ("binzhou", "high-end-aluminium", "revenue", "2026-M09")


def other_page(name: str, lang: str = "zh", **choices: str) -> AppTest:
    """Open another page of the same site as the entry page was."""
    page = page_to_run(name)
    page.query_params["lang"] = lang
    for key, value in choices.items():
        page.query_params[key] = value
    page.run()
    assert not page.exception
    return page


def test_the_due_list_stands_first_and_leads_to_where_it_is_entered(open_page: OpenPage) -> None:
    told = shown(open_page("zh", region="binzhou"))
    # 20 October: 1–9月 was owed by the 15th, five days ago. Earlier months are counted, not listed.
    assert told.index("应报清单") < told.index("2026年1–9月", told.index("应报清单"))
    assert "已过 5 天" in told
    # They are one step away.
    link = re.search(r'<a[^>]*href="([^"]+)"[^>]*>另有 40 期更早的报表未报', told)
    assert link is not None and link[1].startswith("./completeness?region=binzhou")
    assert "period=2026-M09" in told
    # No lamp: what is not reported is nobody's fault yet, and no number.
    due = told[told.index("应报清单") :]
    assert "ct-shape-red" not in due[: due.index("</section>")]


def test_one_person_submits_returns_approves_and_publishes_on_their_own_machine(
    open_page: OpenPage, store: Store, record: Record
) -> None:
    record("high-end-aluminium", "revenue", "2026-M09", "4100亿元")
    page = open_page("zh", region="binzhou", period="2026-M09")
    # What stands in a field at the click counts, not what the page was drawn with.
    page.radio(key="return-0-vintage").set_value(Vintage.PRELIMINARY)
    page.button(key="return-0-submit").click().run()
    assert f"{LEADERS} 2026年1–9月：已上报，等待“滨州市”审核。" in shown(page)
    review = other_page("review")
    assert "有 1 份报表等待您办理" in shown(review)
    assert "4,100 亿元" in shown(review)
    assert "初步数" in shown(review)
    # Without a reason nothing goes back; with one, the figure that is named.
    marked = f"review-marked-{'-'.join(KEY)}-1"
    back = f"review-return-one-{'-'.join(KEY)}-1"
    review.button(key=back).click().run()
    assert "退回报表须说明原因。" in shown(review)
    review.multiselect(key=marked).set_value([REVENUE]).run()
    remark = f"review-remark-{'-'.join(REVENUE)}-{'-'.join(KEY)}-1"
    assert review.text_input(key=remark).label == "对“高端铝业 · 营业收入”的意见"
    review.text_input(key=remark).set_value("核对口径")
    review.button(key=back).click().run()
    # With a remark on each there need be no other reason.
    now = store.returns.one(KEY)
    assert (now.state, now.reason) == (State.RETURNED, "有 1 个数据需核对修改")
    told = shown(open_page("zh", region="binzhou", period="2026-M09"))
    assert "数据需核对修改（" in told
    assert "需修改：高端铝业 · 营业收入（核对口径）。" in told
    # The eleven other figures of the return were not reported, so nobody has accepted them.
    assert "已认可" not in told
    page = open_page("zh", region="binzhou", period="2026-M09")
    page.button(key="return-0-submit").click().run()
    review = other_page("review")
    assert "未修改" in shown(review)
    # Nothing that waits could be published yet, and afterwards nothing is left to approve.
    assert "review-publish" not in [each.key for each in review.button]
    review.checkbox(key="review-all").check().run()
    review.button(key="review-approve").click().run()
    assert store.returns.one(KEY).state is State.APPROVED
    assert "审核 0 份，发布 1 份。" in shown(review)
    assert "review-approve" not in [each.key for each in review.button]
    review.checkbox(key="review-all").check().run()
    review.button(key="review-publish").click().run()
    assert store.returns.one(KEY).state is State.PUBLISHED
    assert "没有等待您办理的报表" in shown(review)


def test_a_problem_that_was_taken_up_is_answered_where_reviewers_look(
    open_page: OpenPage, store: Store
) -> None:
    goal = "binzhou-2024.t5500.high-end-aluminium"
    turn = Turn("binzhou", goal, "li", 0, "behind", "2025", date(2026, 10, 20))
    store.remedies.plan(turn, Plan("订单减少", "新建产线", "王明", date(2026, 12, 31)))
    store.remedies.escalate(replace(turn, seen=1), "请协调用地", "shandong")
    open_page("zh")
    review = other_page("review")
    told = shown(review)
    assert "问题等待您答复。" in told and "请协调用地" in told
    key = f"problem-{goal.replace('.', '-')}-2"
    review.button(key=f"{key}-save").click().run()
    assert store.remedies.steps("binzhou", goal)[-1].step == "escalate"
    review.text_input(key=key).set_value("已安排")
    review.button(key=f"{key}-save").click().run()
    last = store.remedies.steps("binzhou", goal)[-1]
    # The answer is to the verdict that was asked about.
    assert (last.state, last.note, last.status, last.period) == (
        "answered",
        "已安排",
        "behind",
        "2025",
    )
    assert "没有等待您办理的报表" in shown(review)


def test_what_is_published_is_corrected_only_with_a_reason(
    open_page: OpenPage, store: Store, record: Record
) -> None:
    record("high-end-aluminium", "revenue", "2026-M09", "4100亿元")
    store.returns.submit(KEY, [REVENUE], "li", through=("binzhou",), seen=0)
    store.returns.approve(KEY, "wang", seen=1)
    store.returns.publish(KEY, "chen", seen=2)
    page = open_page("en", region="binzhou", period="2026-M09")
    page.button(key="return-0-correct").click().run()
    assert "Say why the published figures are corrected." in shown(page)
    page.text_input(key="return-0-correct-reason").set_value("census")
    page.button(key="return-0-correct").click().run()
    assert store.returns.one(KEY).round == 2
    assert "Correction 1." in shown(open_page("en", region="binzhou", period="2026-M09"))
    # Who reviews the correction sees the number that readers see until then.
    record("high-end-aluminium", "revenue", "2026-M09", "4200亿元")
    store.returns.submit(KEY, [REVENUE], "li", through=("binzhou",), seen=4)
    told = shown(other_page("review", "en"))
    assert told.index("4,200") < told.index("4,100") and "Published now" in told
    # Also where the figure is withdrawn, and nothing would be read any more.
    store.returns.send_back(KEY, "wang", "again", seen=5)
    seen = store.figures([REVENUE])[REVENUE].revision
    store.write([Entry(*REVENUE, None, seen_revision=seen)], "li")
    store.returns.submit(KEY, [REVENUE], "li", through=("binzhou",), seen=6)
    told = shown(other_page("review", "en"))
    assert "4,100" in told and "4,200" not in told


def test_somebody_elses_step_in_between_is_named_and_nothing_is_done(
    open_page: OpenPage, store: Store, record: Record
) -> None:
    record("high-end-aluminium", "revenue", "2026-M09", "4100亿元")
    store.returns.submit(KEY, [REVENUE], "li", through=("binzhou",), seen=0)
    open_page("en", region="binzhou")
    review = other_page("review", "en")
    store.returns.send_back(KEY, "wang", "again", seen=1)
    review.button(key=f"review-approve-{'-'.join(KEY)}-1").click().run()
    assert "has changed since you saw it (wang took 1 step)" in shown(review)
    assert store.returns.one(KEY).state is State.RETURNED


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_completeness_tells_who_reported_in_words_and_marks_without_a_lamp(
    open_page: OpenPage, store: Store, record: Record, lang: str
) -> None:
    record("high-end-aluminium", "revenue", "2026-M09", "4100亿元")
    store.returns.submit(KEY, [REVENUE], "li", through=("binzhou",), seen=0)
    store.returns.send_back(KEY, "wang", "错", seen=1)
    open_page(lang, region="binzhou")
    told = shown(other_page("completeness", lang, region="binzhou"))
    # Four units and eleven months that have ended: one was returned, none is in.
    assert {"zh": "应报 44 期，已报 0 期。", "en": "0 of 44 reports are in."}[lang] in told
    assert told.count('class="ct-report ct-report-returned"') == 1
    assert told.count('class="ct-report ct-report-missing"') == 43
    assert "ct-shape-red" not in told


def test_without_returns_saving_one_figure_takes_no_step_more(
    open_page: OpenPage, store: Store, record: Record
) -> None:
    record("high-end-aluminium", "revenue", "2026-M09", "4100亿元")
    record("high-end-aluminium", "revenue", "2026-M09", "4200亿元")
    assert store.figures([REVENUE])[REVENUE].value == "420000000000"
    page = open_page("zh", region="binzhou")
    assert not page.expander[0].proto.expanded
    assert store.returns.all() == []


def test_who_reads_only_is_offered_no_review(open_page: OpenPage) -> None:
    open_page("zh", read_only=True)
    told = shown(other_page("review"))
    assert "您在这里没有审核或发布的权限" in told


def test_where_there_is_no_review_what_is_saved_is_published_with_it(store: Store) -> None:
    receipt = store.write([Entry(*REVENUE, Decimal(5))], "li", publishes=True)
    other = (*REVENUE[:2], "output", "2026-M09")
    store.write([Entry(*other, Decimal(7))], "li")
    number = store.publications()["binzhou"].revision
    rows = store.observations_published({"binzhou": number})
    assert [(row.observation.indicator, row.observation.revision) for row in rows] == [
        ("revenue", receipt.first)
    ]
    assert store.unpublished("binzhou") == 1
    assert configuration.Settings.from_environment(review="off").review == "off"
