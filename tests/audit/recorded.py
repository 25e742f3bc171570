"""A database in which everything was done once that anything records, through the public doors."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

from dashboard.actuals.bulletins import IssuedBulletin
from dashboard.actuals.figure_records import Audience
from dashboard.actuals.officials import Assignment
from dashboard.actuals.origin import done_from
from dashboard.actuals.remedies import Plan, Turn
from dashboard.actuals.return_steps import ReturnKey
from dashboard.actuals.store import Entry, Store
from dashboard.people.actor import By
from dashboard.people.directory import Directory
from dashboard.people.identity import Grant, Role, user_of_the_machine
from dashboard.people.links import Opens, Wanted
from dashboard.people.matrix import Action
from tests.people.regions import TREE

FIGURE = ("binzhou", "fine-chemicals", "revenue", "2026-M09")
OTHER = ("binzhou", "fine-chemicals", "output", "2026-M09")
RETURN = ReturnKey("binzhou", "工信局", "2026-M09")
GOAL = "binzhou-2024.t5500.high-end-aluminium"
VIEWER = Grant(Role.VIEWER, "binzhou", True)
BULLETIN = IssuedBulletin(
    "b1", "pdf", "binzhou", "2026-M09", "zh", "统计局", "2026-10-20", "li", 1_700_000_000_000_000, 3,
    "r1", "1.0", "c" * 64, "f" * 64,
)  # fmt: skip


def record(url: str) -> None:
    """Enter, correct, submit, send back, approve, publish, remedy, issue, import, add an account."""
    by = By(user_of_the_machine("root"), TREE, "request-1", "192.0.2.7")
    with Store.open(url) as store, Directory.open(url) as people, done_from("192.0.2.7"):
        first = store.write(
            [Entry(*FIGURE, Decimal("12.30"), note="a\\b\x1f"), Entry(*OTHER, Decimal(5))], "li"
        )
        seen = Entry(*FIGURE, Decimal(-13), seen_revision=first.first)
        store.write([seen], "wang", reasons={"/".join(FIGURE): "typo"})
        store.write([Entry("foshan", "x", "revenue", "2025", Decimal(1))], "zhao", publishes=True)
        store.publish(["binzhou"], "sun")
        given = [FIGURE, OTHER]
        store.returns.submit(RETURN, given, "li", through=["binzhou"], seen=0)
        store.returns.send_back(RETURN, "qian", "look again", seen=1, figures={OTHER: "too low"})
        store.returns.submit(RETURN, given, "li", through=["binzhou"], seen=2)
        store.returns.approve(RETURN, "qian", seen=3)
        store.returns.publish(RETURN, "sun", seen=4)
        turn = Turn("binzhou", GOAL, "li", 0, "behind", "2026-M09", date(2026, 10, 20))
        store.remedies.plan(turn, Plan("订单减少", "新建产线", "王明", date(2026, 12, 31)))
        given_to = Assignment(
            "binzhou", "steel", "甲", "副市长", date(2026, 3, 1), "circular no. 3"
        )
        store.officials.assign(given_to, "li")
        store.issue_bulletin(BULLETIN)
        said = store.comments.add(FIGURE, "li", "已核对", Audience.REPORTING)
        store.comments.withdraw(said.id, "wang", "of another month")
        pdf = ("a.pdf", "application/pdf")
        for content in (b"%PDF-1", b"%PDF-2"):
            file = store.evidence.add(FIGURE, "li", pdf, content, Audience.REPORTING, None)
            store.evidence.withdraw(file.id, "wang", "wrong month")
        many = [Entry("jinan", f"s{n}", "revenue", "2025", Decimal(n)) for n in range(501)]
        store.write(many, "zhou", action="import")
        store.put_letter("mail", "b.pdf", "Bulletin", "application/pdf", b"%PDF", 1, "li")
        if (taken := store.take_letter(1)) is not None:
            store.tell_letter(taken[0], 2, "HTTP 503", "zhou")
        people.accounts.add(by, "wu", grants=[VIEWER])
        people.accounts.add(by, "zheng", for_program=True)
        people.tokens.issue(by, "zheng", "export", [Action.READ_PUBLISHED], timedelta(days=9))
        frozen = ("r1", b"compiled")
        link = Wanted("w", "region", "", Opens.REGION, ("binzhou",), timedelta(days=9))
        people.links.give(by, replace(link, register=frozen))
