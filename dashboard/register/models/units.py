"""Units of measurement that a register declares beside yuan, count and fraction."""

from typing import Literal

from dashboard.register.models.words import Names, PositiveNumber, Strict, YesNo, described


class UnitMultiple(Strict):
    """A multiple of a unit that people write: 万辆 for 辆."""

    name: Names = described("Its name.", "{zh: 万辆, en: ten thousand vehicles}", "万辆")
    factor: PositiveNumber = described("How many of the unit it is.", "10000", "万")


class MeasurementUnit(Strict):
    """A unit that figures of an indicator are kept and written in (元/人, 亿元/平方公里, 辆)."""

    name: Names = described("Its name.", "{zh: 元/人, en: yuan per person}", "元/人")
    base: Literal["yuan", "count"] | None = described(
        "What it counts, so that 万 and 亿 may stand before its name (万元/人, 万辆).",
        "yuan",
        "元",
        default=None,
    )
    multiples: list[UnitMultiple] = described(
        "Further multiples that people write.",
        "[{name: {zh: 亿元/平方公里, en: …}, factor: 100000000}]",
        "[亿元/平方公里]",
        default_factory=list,
    )
    decimals: YesNo = described(
        "False where only whole numbers can be meant.", "false", "0", default=True
    )
