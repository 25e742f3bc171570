"""What the headings of a table of figures name: columns, units, periods; and what a title says.

A heading is known by its id or by its usual words in either language. Of a wide table they are
periods or names of clusters, and what is measured stands above them or in the title.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, NamedTuple, Protocol

from dashboard.actuals.entering.places import Places
from dashboard.actuals.periods import PeriodError
from dashboard.actuals.written_periods import parse_period
from dashboard.exchange.sheets import Row
from dashboard.languages import names_of, say
from dashboard.languages.characters import compared_name, plain_name

REQUIRED = ("region", "subject", "indicator", "period", "value")
# `revision` is the one the sheet was made from; `id` names a figure whatever a spreadsheet makes of
# its other cells; `exact` is the value once more, as a text.
OPTIONAL = ("unit", "note", "evidence", "revision", "id", "exact")
# Written for the reader; what they say is settled by the store, not by a file.
IGNORED = (
    "author", "at", "typed", "unit_typed", "replaces", "withdrawn", "row", "last", "when", "previous",
    "vintage",
)  # fmt: skip

KNOWN = frozenset({*REQUIRED, *OPTIONAL, *IGNORED})
NAMES = frozenset({"region", "subject", "indicator", "period"})

_HEADINGS = {
    "地区": "region", "地区名称": "region", "对象": "subject", "集群": "subject", "集群名称": "subject",
    "指标": "indicator", "指标名称": "indicator", "时期": "period", "期间": "period", "报告期": "period",
    "数值": "value", "值": "value", "单位": "unit", "计量单位": "unit", "备注": "note", "说明": "note",
    "依据": "evidence", "序号": "row", "no.": "row", "填报人": "author", "时间": "at", "版本": "revision",
    "编号": "id", "精确值": "exact", "本期数值": "value", "本期": "value", "最近值": "last", "最近值时期": "when",
    "上年同期": "previous", "this period": "value", "last value": "last", "its period": "when",
    "same period last year": "previous", "exact value": "exact", "cluster": "subject", "名称": "subject",
    "产业集群": "subject", "年份": "period",
    "月份": "period",
}  # fmt: skip
# What a table has beside its figures: a month alone, another year, growth, shares, ranks, what was
# planned. Told by name; computed here, kept elsewhere, or no actual figure.
_BESIDE = re.compile(
    r"(?:(?:19|20)[0-9]{2}年?)?(?:"
    r"[本当]月(?:数|完成|实际|增速|增长)?"
    r"|(?:累计|[本当]月|比?[上去]年)?(?:同比|环比)(?:累计)?(?:增长|增速|增减|增幅)?|比[上去]年(?:增长|增减)"
    r"|(?:累计)?(?:增速|增长|增幅|增长率|增减|增减幅度|增减额|增加额|增量)"
    r"|[上去]年(?:同期|同月|完成|实际|末|底)?(?:数|值)?(?:累计)?"
    r"|(?:占比|比重|占全[市省县区国]的?比重)|(?:全[市省县区])?(?:排名|名次|位次|位次变化)"
    r"|(?:年度|全年|本年|当年)?(?:目标|计划|任务)(?:数|值)?|(?:目标|计划|任务)?完成率|(?:完成|时序)?进度"
    r"|growth|year on year|share|rank|this month|target|plan)",
)
_WITH_UNIT = re.compile(
    r"(?P<name>.+?)\s*[(\[【](?:单位|unit)?[:\s]*(?P<unit>[^()\[\]【】]+)[)\]】]"
)
# 填报单位 and 责任单位 are offices.
_UNIT_OF_ALL = re.compile(
    r"(?:.*[\s(\[【,;、])?(?:计量|金额)?单位\s*:\s*(?P<unit>(?!\S*[局委办厅府会司院部科室])\S+?)[)\]】]?"
)
_MONEY_OR_SHARE = re.compile(r"(?:人民币)?(?:[十百千]?[万亿]{0,2}元|%|‰)|(?:万|亿|万亿)")
_IN_TITLE = re.compile(r"[(\[【](?P<unit>[^()\[\]【】]+)[)\]】]")
_YEAR_IN_TITLE = re.compile(r"(?:19|20)[0-9]{2}(?=年|\b)")
_PERIOD_IN_TITLE = re.compile(
    r"(?:19|20)[0-9]{2}年(?:(?:0?1月?[-—–~至])?(?:1[0-2]|0?[1-9])月(?:累计|末|底)?|度|全年|[上下]半年"
    r"|前?[一二三四1-4]个?季度|(?![0-9]))"
)
_OF_ANOTHER = re.compile(
    rf"(?:较|比|以|到)(?:{_PERIOD_IN_TITLE.pattern})"
    r"|(?:19|20)[0-9]{2}年(?:度|全年)?的?(?:目标|计划|任务|规划|基数|基期|为|=|相比)"
)
_DAY_IN_TITLE = re.compile(r"(?:(?:19|20)[0-9]{2}年)?(?:1[0-2]|0?[1-9])月[0-3]?[0-9]日")
_YEARLESS = re.compile(
    r"(?:0?1[-—–~至])?(?:1[0-2]|[1-9])月(?:累计)?|[上下]半年|全年|前?[一二三四1-4]季度|Q[1-4]"
)
_A_PERIOD = rf"(?:{_PERIOD_IN_TITLE.pattern}|{_YEARLESS.pattern})"
_NAME_AND_PERIOD = re.compile(
    rf"(?P<first>{_A_PERIOD})的?\s*(?P<behind>\D.*)|(?P<before>.*?\D)\s*(?P<last>{_A_PERIOD})"
)
# What makes another thing of the indicator whose name stands before it: 营业收入增速, 营业收入目标.
_OF_IT = (
    r"(?!的?(?:同比|环比|增速|增长|增幅|增减|占比|比重|排名|位次|(?:目标|计划|任务)(?!.{0,2}完成))"
    r"|\s+(?:growth|targets?|plans?|share|rank)\b)"
)
_RUNNING_TOTALS = frozenset(
    {"累计", "累计数", "累计值", "累计完成", "本月累计", "本年累计", "本期累计", "自年初累计", "年初至今",
     "1月至本月累计", "cumulative", "year to date", "ytd"}
)  # fmt: skip
# What the one column of figures is called in a table that says above what is measured and when.
_ACTUALS = frozenset(
    {"实际", "实际数", "实际值", "实际完成", "完成", "完成数", "完成值", "完成情况", "实绩", "actual"}
)  # fmt: skip
_ONE_MONTH = re.compile(r"(?P<year>[0-9]{4}年)0?(?P<month>(?:1[0-2]|[2-9])月)(?:末|底)?")
_MONTH_TOTAL = re.compile(r"(?P<month>(?:19|20)[0-9]{2}年(?:0?[2-9]|1[0-2])月)份?累计(?:数|值)?")
_UNITS = re.compile(
    r"[(\[【]?(?:单位:)?(?P<unit>(?:人民币)?[十百千]?[万亿]{0,2}元|[%‰]|(?:[万亿]{0,2}[家个户项人名次件台套辆]))[)\]】]?"
)
_NOTHING: Mapping[int, str] = {}
_CENTURIES = re.compile(r"(?:19|20)[0-9]{2}")


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading cell as read: the column it names, "" for an empty one; its unit, "" for none."""

    name: str
    unit: str = ""


class Measured(NamedTuple):
    """What a heading says is measured: the indicator's id, the unit, the period; "" for none."""

    indicator: str = ""
    unit: str = ""
    period: str = ""


class Register(Protocol):
    """What is asked of the register to know names in titles and headings."""

    def rows(self, name: str, /) -> list[dict[str, Any]]: ...


@dataclass(frozen=True, slots=True)
class Given:
    """What is known of a file before it is read: its region and indicator, and who knows names.

    `sheet` is what the sheet is called, which says what no title does. Empty texts for what nobody
    said.
    """

    region: str = ""
    indicator: str = ""
    names: "Names | None" = None
    sheet: str = ""

    def region_of(self, title: str) -> str:
        """The region's id: as stated, else of the title, else of the sheet's name; "" for none."""
        if self.region or self.names is None:
            return self.region
        return self.names.region_in(title) or self.names.region_in(self.sheet)

    def indicator_of(self, title: str) -> str:
        """The indicator's id: as stated, else of the title, else of the sheet's name; "" for none."""
        if self.indicator or self.names is None:
            return self.indicator
        return self.names.indicator_in(title) or self.names.indicator_in(self.sheet)


class Names:
    """The register's names, as they stand in titles and headings."""

    def __init__(self, register: Any) -> None:
        self._register, self._places = register, Places(register)

    def region_in(self, text: str) -> str:
        """Return the id of the one region whose name stands in a text, "" for none or several."""
        return self._in(text, "regions")

    def indicator_in(self, text: str) -> str:
        """Return the id of the one indicator whose name stands in a text, "" for none or several."""
        return self._in(text, "indicators", _OF_IT)

    def is_subject(self, region: str, text: str) -> bool:
        """Tell whether a region has a cluster or another subject of that name."""
        known, fault = self._places.region(region)
        return fault is None and bool(text) and self._places.knows_subject(known, text)

    def measured(self, text: str) -> "Measured":
        """Return what a heading says is measured; all "" where it is no indicator's name.

        The period stands before the name or behind it: 营业收入2026年1-9月（亿元）.
        """
        name, unit, period = compared_name(text), "", ""
        while found := _WITH_UNIT.fullmatch(name):
            within = found["unit"].strip()
            if is_period(within) and not period:
                period = within
            elif not unit:
                unit = within
            else:
                return Measured()
            name = found["name"]
        id = self._places.known_indicator(name)
        if not id and not period and (both := _NAME_AND_PERIOD.fullmatch(name)):
            period = both["first"] or both["last"]
            id = self._places.known_indicator(both["behind"] or both["before"])
        return Measured(id, unit, period) if id else Measured()

    def is_beside(self, name: str) -> bool:
        """Tell whether a heading is of what stands beside an indicator's figure: 营业收入目标（亿元）."""
        plain = compared_name(name)
        found = _WITH_UNIT.fullmatch(plain)
        plain = (found["name"] if found else plain).rstrip("%±+- ")
        return any(
            _BESIDE.fullmatch(plain[cut:]) and self._places.known_indicator(plain[:cut])
            for cut in range(2, min(len(plain) - 1, 40))
        )

    def _in(self, text: str, table: str, behind: str = "") -> str:
        plain = compared_name(text).lower()
        found = {}
        for row in self._register.rows(table):
            names = (*names_of(row).values(), *(row.get("aliases") or ()))
            for name in (compared_name(str(each)).lower() for each in names):
                if name and re.search(re.escape(name) + behind, plain):
                    found[name] = str(row["id"])
        # 营业收入 stands in 主营业务收入's sentence only where the longer name does not.
        longest = [name for name in found if not any(name != o and name in o for o in found)]
        ids = {found[name] for name in longest}
        return ids.pop() if len(ids) == 1 else ""


def heading(cell: str) -> Heading:
    """Return what a heading cell names; its own words where that is no known column."""
    name = compared_name(cell).lower()
    known = _HEADINGS.get(name, name)
    found = None if known in KNOWN else _WITH_UNIT.fullmatch(name)
    if found is None:
        return Heading(known)
    base = _HEADINGS.get(found["name"], found["name"])
    return Heading(base, found["unit"].strip()) if base in KNOWN else Heading(known)


def known_headings(cells: Sequence[str], merged: Mapping[int, str] = _NOTHING) -> int:
    """Return how many columns a row names, also by cells that are `merged` with those above."""
    named = (cell if cell.strip() else merged.get(i, "") for i, cell in enumerate(cells))
    return len({name for cell in named if (name := heading(cell).name) in KNOWN})


@dataclass(frozen=True, slots=True)
class ColumnName:
    """A column as it is called in a heading, in the words of the reader."""

    id: str

    def in_language(self, lang: str) -> str:
        # exchange.column.indicator, exchange.column.note, exchange.column.period,
        # exchange.column.region, exchange.column.subject, exchange.column.value
        return say(f"exchange.column.{self.id}", lang)


@dataclass(frozen=True, slots=True)
class ColumnNames:
    """The columns that a file of figures needs."""

    def in_language(self, lang: str) -> str:
        named = [ColumnName(id).in_language(lang) for id in (*REQUIRED, "note")]
        return say("exchange.between-columns", lang).join(named)


def unit_above(rows: Iterable[Row]) -> str:
    """Return the unit that rows above a table state for all of it, "" for none."""
    titles = [plain_name(cell) for row in rows for cell in row.cells if cell.strip()]
    for title in titles:
        found = _UNIT_OF_ALL.fullmatch(title)
        if found:
            return found["unit"]
    for title in titles:
        unit = unit_in(title)
        if unit:
            return unit
    return ""


def unit_in(title: str) -> str:
    """Return the unit of money or the percent sign that stands in brackets in a title."""
    for found in _IN_TITLE.finditer(plain_name(title)):
        unit = found["unit"].removeprefix("单位").strip(": ")
        if _MONEY_OR_SHARE.fullmatch(unit):
            return unit
    return ""


def year_in(title: str) -> str:
    """Return the one year that a title names, "" for none or several."""
    found = set(_YEAR_IN_TITLE.findall(plain_name(title)))
    return found.pop() if len(found) == 1 else ""


def period_in(title: str) -> str:
    """Return the one period that a title names with its year, "" for none or several.

    A year that is compared with or aimed at (较2025年, 2025年目标) is not when figures are of.
    """
    plain = _DAY_IN_TITLE.sub("", compared_name(title))
    found = set(_PERIOD_IN_TITLE.findall(plain))
    # 2026年…（9月）: a period of that year, and not the year.
    more = _YEARLESS.search(_PERIOD_IN_TITLE.sub("", plain))
    if len(found) != 1 or more is not None or _OF_ANOTHER.search(plain):
        return ""
    return str(found.pop())


def is_beside(name: str) -> bool:
    """Tell whether a heading is of what stands beside a figure: a month, growth, a rank, a plan."""
    plain = compared_name(name)
    found = _WITH_UNIT.fullmatch(plain)
    return _BESIDE.fullmatch((found["name"] if found else plain).rstrip("%±+- ")) is not None


@lru_cache(maxsize=4096)
def is_period(cell: str) -> bool:
    """Tell whether a heading is a period, also one whose year stands in the title."""
    plain = compared_name(cell)
    if not plain or (plain.isdigit() and not _CENTURIES.fullmatch(plain)):
        return False
    if _YEARLESS.fullmatch(plain):
        return True
    try:
        parse_period(plain, "stock")
    except PeriodError as fault:
        # What could be two periods is one all the same; the door asks which.
        return fault.message.code not in ("actuals.period.unreadable", "actuals.period.missing")
    return True


def dated(cell: str) -> tuple[str, str]:
    """Return the period and the unit that a heading says (2026年1-9月（万元）), the period "" for none."""
    if is_period(cell):
        return cell, ""
    total = _MONTH_TOTAL.fullmatch(compared_name(cell))
    if total is not None:
        return running_total(total["month"]), ""
    found = _WITH_UNIT.fullmatch(compared_name(cell))
    if found is None or not is_period(found["name"]):
        return "", ""
    within = found["unit"].strip()
    if within in _RUNNING_TOTALS:
        return running_total(found["name"]), ""
    unit = _UNITS.fullmatch(within)
    return (found["name"], unit["unit"]) if unit else ("", "")


def running_total(period: str) -> str:
    """Return January to the month for the name of a month: 累计 below 2026年9月."""
    return _ONE_MONTH.sub(r"\g<year>1-\g<month>", compared_name(period))


def is_running_total(cell: str) -> bool:
    """Tell whether a heading is of what has run up since January."""
    return compared_name(cell).lower() in _RUNNING_TOTALS


def is_actual(cell: str) -> bool:
    """Tell whether a heading is of what was reached, beside what was planned."""
    return compared_name(cell).lower() in _ACTUALS


def unit_alone(cell: str) -> str:
    """Return the unit that is all a cell below a heading says, "" for none."""
    found = _UNITS.fullmatch(compared_name(cell))
    return found["unit"] if found else ""


def with_year(cell: str, year: str) -> str:
    """Return a period heading with the title's year where it has none of its own."""
    plain = compared_name(cell)
    return f"{year}年{plain}" if year and _YEARLESS.fullmatch(plain) else cell


def words(row: Row) -> str:
    """Return what a row says, in one line."""
    return " ".join(plain_name(cell) for cell in row.cells if cell.strip())[:80]


def count_periods(cells: Sequence[str]) -> int:
    """Return how many cells of a row are periods, with a unit or without."""
    return sum(bool(dated(cell)[0]) for cell in cells[:1_000])
