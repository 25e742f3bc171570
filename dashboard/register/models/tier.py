"""A tier: so many clusters above such a size by such a year."""

import re
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, WithJsonSchema

from dashboard.register.models.words import (
    Due,
    Id,
    Names,
    Printed,
    Strict,
    Text,
    Wording,
    YesNo,
    described,
    refused,
    text_of,
)

OPEN = "open"
_RANGE = re.compile(r"([0-9]{1,4})\s*[-–—~]\s*([0-9]{1,4})")

Planned = tuple[int, int | None] | None


def planned_count(value: Any) -> Planned:
    """`4` → (4, None); `3–5` → (3, 5); `open` → None."""
    text = text_of(value)
    if text == OPEN:
        return None
    if re.fullmatch(r"[0-9]{1,4}", text):
        return (int(text), None)
    found = _RANGE.fullmatch(text)
    if found is None or int(found[1]) >= int(found[2]):
        raise refused("wrong-type-count")
    return (int(found[1]), int(found[2]))


Count = Annotated[
    Any,
    BeforeValidator(planned_count),
    WithJsonSchema(
        {
            "anyOf": [
                {"type": "integer", "minimum": 0},
                {"type": "string", "pattern": "^([0-9]+ ?[-–—~] ?[0-9]+|open)$"},
            ]
        }
    ),
]


class Tier(Strict):
    """A size class of a plan. The goals of its members and of its count are derived from it."""

    id: Id = described("Its id within the plan.", "t5500", "5500亿级")
    name: Names | None = described(
        "A name of its own; without it, the threshold in words.",
        "{zh: 千亿级, en: 100-billion-yuan level}",
        "千亿级",
        default=None,
    )
    indicator: Id | None = described(
        "What the threshold is measured in.", "revenue", "营业收入", default=None
    )
    threshold: Printed | None = described(
        "What each member is to reach.", "> 5500 亿元", "5500", default=None
    )
    level: YesNo = described("True for 级: a level to stand at.", "true", "级", default=False)
    by: Due = described(
        "The year it is due, or that none is printed.", "2027", "2027年底", default="not printed"
    )
    count: Count = described("How many: a number, a range or open.", "3–5", "several", default=None)
    of_kind: Literal["cluster", "chain", "zone", "park", "firm"] = described(
        "What is counted.", "park", "园区", default="cluster"
    )
    members: list[Id] = described(
        "Clusters named as members, in printed order.",
        "[high-end-aluminium]",
        "高端铝业",
        default_factory=list,
    )
    members_complete: YesNo | None = described(
        "Whether all members are named; by default, if any is named and the count is not open.",
        "false",
        "等更多",
        default=None,
    )
    in_code: YesNo | None = described(
        "Whether the tier is one of the code's parts; by default, if the code has such parts.",
        "true",
        "1",
        default=None,
    )
    inside: Id | None = described(
        "The tier that it is nested in, so that the two are never added.",
        "t1000",
        "千亿级",
        default=None,
    )
    overlaps: list[Id] = described(
        "Tiers that share members with it.", "[parks]", "parks", default_factory=list
    )
    ambition: Text | None = described("The printed word.", "争创", "try", default=None)
    clause: Printed = described("The clause that made it.", "一(二)", "section 1")
    document: Id | None = described(
        "The document of the clause, when it is not the plan's.",
        "binzhou-2025",
        "later",
        default=None,
    )
    wording: Wording | None = described(
        "At most 25 printed characters.",
        "3000亿级精细化工产业集群1个",
        "(a paragraph)",
        default=None,
    )
    responsible: list[Text] | None = described(
        "Units in printed order, lead first, when not those of the clause.",
        "[市工业和信息化局]",
        "MIIT",
        default=None,
    )
    readings: list[Id] = described(
        "Settled readings of the document that it rests on.", "[each]", "分别", default_factory=list
    )
