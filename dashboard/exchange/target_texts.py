"""Goals' numbers in words of one language: "≥ 1 cluster above 550 billion yuan"."""

from typing import TYPE_CHECKING, Any

from dashboard.languages import say
from dashboard.languages.numbers import digits, exact, percent
from dashboard.wording.amounts import threshold_text

if TYPE_CHECKING:
    from dashboard.register import Catalogue


def measured_text(goal: dict[str, Any], lang: str) -> str:
    """Return what a goal measures: its indicator, or the number of clusters by it."""
    indicator = str(goal[f"indicator_name_{lang}"])
    if goal["subject_kind"] == "tier":
        return say("exchange.target.clusters-by", lang, indicator=indicator)
    return indicator


def target_text(catalogue: "Catalogue", goal: dict[str, Any], lang: str) -> str:
    """Return a goal's number with its comparator, unit and what is counted."""
    if goal["comparator"] == "in step":
        return threshold_text("0", "in step", goal["unit"], lang)
    if goal["value"] is None:
        return str(goal["target_text"])
    if goal["measure"] != "value":
        return _measured(goal, lang)
    if goal["subject_kind"] == "tier":
        return _tier_count(catalogue, goal, lang)
    indicator = catalogue.indicator(goal["indicator"]) or {}
    # A level that must be exceeded keeps its sign; "级" alone would say "at least".
    return threshold_text(
        goal["value"],
        goal["comparator"],
        goal["unit"],
        lang,
        level=bool(goal["level"]) and goal["comparator"] == ">=",
        high=goal["value_high"],
        counted=str(indicator.get(f"counted_{lang}") or ""),
    )


def counted_word(catalogue: "Catalogue", goal: dict[str, Any], lang: str) -> str:
    """Return the word for what a goal counts ("家"), empty for other units."""
    if goal["unit"] != "count":
        return ""
    if goal["subject_kind"] == "tier":
        return say("pages.counted.clusters", lang)
    indicator = catalogue.indicator(goal["indicator"]) or {}
    return str(indicator.get(f"counted_{lang}") or "")


def _tier_count(catalogue: "Catalogue", goal: dict[str, Any], lang: str) -> str:
    number = threshold_text(
        goal["value"],
        goal["comparator"],
        "count",
        lang,
        high=goal["value_high"],
        counted=say("exchange.target.clusters", lang),
    )
    tier = next(
        row
        for row in catalogue.rows("tiers")
        if (row["plan"], row["id"]) == (goal["plan"], goal["tier"])
    )
    # "300 billion yuan level" is a name, "above 550 billion yuan" goes on from the count.
    level = tier["level"] and tier["threshold_comparator"] == ">="
    key = "exchange.target.tier-level" if level else "exchange.target.tier"
    return say(key, lang, number=number, tier=tier[f"name_{lang}"])


def _measured(goal: dict[str, Any], lang: str) -> str:
    """Return a number measured against a base; Chinese as written in the register."""
    value = exact(goal["value"])
    if lang == "zh" or value is None:
        return str(goal["target_text"])
    kind = str(goal["measure"]).replace(" ", "-")
    times = goal["measure"] == "times base"
    amount = digits(value, lang, 4) if times else percent(value, lang, 4)
    # The sign of the comparator, without an amount of its own.
    sign = {">": "> ", "<": "< ", "<=": "≤ ", "=": "= "}.get(goal["comparator"], "≥ ")
    return say(f"exchange.target.{kind}", lang, amount=sign + amount)
