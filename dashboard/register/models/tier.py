"""A tier: so many clusters above such a size by such a year."""

import re
from typing import Annotated, Any, NamedTuple

from pydantic import BeforeValidator, WithJsonSchema

from dashboard.register.models.words import (
    Date,
    Due,
    Id,
    Kind,
    Names,
    Printed,
    Recognition,
    Strict,
    Text,
    Wording,
    YesNo,
    described,
    refused,
    text_of,
    unsigned,
    unsigned_pattern,
)

OPEN = "open"
_PLAIN = r"[0-9]{1,4}(\s*[-–—~]\s*[0-9]{1,4})?|open"
_SINGLE = unsigned_pattern(r"[0-9]{1,4}")
_ABOUT = r"(约|大约|about)\s*[0-9]{1,4}|[0-9]{1,4}\s*左右"
_AT_LEAST = r"(>=|≥|至少|不少于|不低于|at least)\s*[0-9]{1,4}|[0-9]{1,4}\s*及?以上"


class Planned(NamedTuple):
    """A planned count: `low`, from `low` to `high`, or about `low`; `more` where the words allow it."""

    low: int
    high: int | None = None
    comparator: str = ">="
    more: bool = False


def plain_count(value: Any) -> Planned | None:
    """`4` → 4; `3–5` → 3 to 5; `open` → None."""
    text = unsigned(text_of(value))
    if not re.fullmatch(_PLAIN, text):
        raise refused("wrong-type-count")
    if text == OPEN:
        return None
    low, _, high = re.sub(r"\s*[-–—~]\s*", "–", text).partition("–")
    if high and int(low) >= int(high):
        raise refused("count-backwards")
    return Planned(int(low), int(high), "range") if high else Planned(int(low))


def planned_count(value: Any) -> Planned | None:
    """As `plain_count`, and `20 左右`, `about 20`, `至少 3`, `3 以上`, `at least 3`."""
    text = text_of(value).strip()
    for pattern, comparator in ((_ABOUT, "about"), (_AT_LEAST, ">=")):
        if re.fullmatch(pattern, text):
            return Planned(int(re.sub(r"\D", "", text)), None, comparator, True)
    return plain_count(text)


PLAIN_COUNT_SCHEMA = {
    "type": ["integer", "string"],
    "minimum": 0,
    "maximum": 9999,
    "pattern": f"{_SINGLE}|^({_PLAIN})$",
}
COUNT_SCHEMA = {
    **PLAIN_COUNT_SCHEMA,
    "pattern": rf"{_SINGLE}|^\s*({_PLAIN}|{_ABOUT}|{_AT_LEAST})\s*$",
}

Count = Annotated[Any, BeforeValidator(planned_count), WithJsonSchema(COUNT_SCHEMA)]


class MemberSpell(Strict):
    """A member of a tier, and where it was one only for a time, from when until when."""

    id: Id = described("The cluster.", "high-end-aluminium", "高端铝业")
    from_day: Date | None = described(
        "The first day it was a member.", "2025-03-01", "spring", default=None, alias="from"
    )
    until: Date | None = described(
        "The last day it was a member.", "2026-12-31", "2026", default=None
    )
    document: Id | None = described(
        "The document that named it or struck it off.", "binzhou-2025", "a list", default=None
    )


def _member(value: Any) -> Any:
    return value if isinstance(value, dict) else {"id": value}


Member = Annotated[MemberSpell, BeforeValidator(_member, json_schema_input_type=Id | MemberSpell)]


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
    recognition: Recognition | None = described(
        "Instead of a threshold, the level that each member is to be recognised at, or above.",
        "national",
        "国家级",
        default=None,
    )
    level: YesNo = described("True for 级: a level to stand at.", "true", "级", default=False)
    by: Due = described(
        "The year it is due, or that none is printed.", "2027", "2027年底", default="not printed"
    )
    count: Count = described(
        "How many: a number, a range, `20 左右`, `至少 3` or `open`; where members are not all "
        "named, how many there are is entered as a figure.",
        "3–5",
        "several",
        default=None,
    )
    of_kind: Kind = described("What is counted.", "park", "园区", default="cluster")
    members: list[Member] = described(
        "Clusters named as members, in printed order; `{id: …, from: …, until: …, document: …}` for "
        "one that was a member for a time.",
        "[high-end-aluminium]",
        "高端铝业",
        default_factory=list,
        json_schema_extra={"uniqueItems": True},
    )
    members_complete: YesNo | None = described(
        "Whether all members are named; by default, if any is named and the count has no room for "
        "others (`open`, `20 左右`, `至少 3`).",
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

    @property
    def member_ids(self) -> list[str]:
        """The ids of all members, whenever they were, each once and in printed order."""
        return list(dict.fromkeys(spell.id for spell in self.members if spell is not None))
