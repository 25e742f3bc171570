"""Goals' numbers in words of one language: "≥ 1 cluster above 550 billion yuan"."""

import re
from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from dashboard.languages import PRINTED, say
from dashboard.languages.numbers import Value, count, digits, exact, percent, scale_words
from dashboard.progress.goal import IN_STEP
from dashboard.progress.numbers import shifted
from dashboard.register.names import BUILT_IN, TIER_COUNT, kind_names
from dashboard.wording.scales import compared, places_apart, threshold_text

if TYPE_CHECKING:
    from dashboard.register import Catalogue

_WITHOUT_WORD = frozenset({"yuan", "fraction"})


def measured_text(catalogue: "Catalogue", goal: dict[str, Any], lang: str) -> str:
    """Return what a goal measures: its indicator, or the number of clusters (chains, …) by it."""
    indicator = str(goal[f"indicator_name_{lang}"])
    if goal["subject_kind"] != "tier":
        return indicator
    counted = goal["indicator"] == TIER_COUNT
    key = "wording.target.number-of" if counted else "wording.target.number-by"
    kind = kind_names(_kind(catalogue, goal))[lang]
    return say(key, lang, indicator=indicator, kind=kind)


def target_text(catalogue: "Catalogue", goal: dict[str, Any], lang: str) -> str:
    """Return a goal's number with its comparator, unit and what is counted, and at which level."""
    if goal["subject_kind"] != "tier":
        return number_text(catalogue, goal, lang)
    # wording.target.counted.chain, wording.target.counted.cluster, wording.target.counted.firm,
    # wording.target.counted.park, wording.target.counted.zone
    counted = say(f"wording.target.counted.{_kind(catalogue, goal)}", lang)
    return _at_its_tier(catalogue, goal, _number(catalogue, goal, counted, lang), lang)


def number_text(catalogue: "Catalogue", goal: dict[str, Any], lang: str) -> str:
    """Return a goal's number with its comparator and unit; of a tier's count without the level."""
    if goal["comparator"] in IN_STEP:
        return threshold_text("0", goal["comparator"], goal["unit"], lang)
    if goal["value"] is None:
        return str(goal["target_text"])
    if goal["recognised"] is not None and goal["subject_kind"] != "tier":
        # A level is conferred or it is not: one cluster's own goal has no number.
        tier = catalogue.tier(goal["plan"], goal["tier"]) or {}
        return str(tier.get(f"name_{lang}") or goal["target_text"])
    if goal["measure"] != "value":
        return against_base(goal, lang)
    return _number(catalogue, goal, counted_word(catalogue, goal, lang), lang)


def planned_count(tier: dict[str, Any]) -> str:
    """Return how many a tier counts: "4", "3–5"; empty where the plan counts none."""
    if not tier["count"]:
        return ""
    return f"{tier['count']}–{tier['count_high']}" if tier["count_high"] else str(tier["count"])


def counted_word(catalogue: "Catalogue", goal: dict[str, Any], lang: str) -> str:
    """Return the word for what a goal counts ("家"), or its unit's name; empty for money and shares."""
    if goal["unit"] in _WITHOUT_WORD:
        return ""
    if goal["subject_kind"] == "tier":
        # pages.counted.chain, pages.counted.cluster, pages.counted.firm, pages.counted.park,
        # pages.counted.zone
        return say(f"pages.counted.{_kind(catalogue, goal)}", lang)
    indicator = catalogue.indicator(goal["indicator"]) or {}
    return str(indicator.get(f"counted_{lang}") or "")


def words_counted(catalogue: "Catalogue", lang: str) -> Callable[[Mapping[str, Any]], str]:
    """Return what gives the word for what a goal counts."""
    return lambda goal: counted_word(catalogue, dict(goal), lang)


def _kind(catalogue: "Catalogue", goal: dict[str, Any]) -> str:
    tier = catalogue.tier(goal["plan"], goal["tier"]) or {}
    return str(tier.get("of_kind") or "cluster")


def declared_scale(
    catalogue: "Catalogue", unit: str, value: object, lang: str
) -> tuple[Decimal, str] | None:
    """Return the factor and the name in which an amount of a declared unit reads best.

    The largest multiple that the amount fills (1.5 万元/人), or the scale words of a language that has
    them (1.5 million yuan per person);
    None for the built-in units.
    """
    row = catalogue.measurement_unit(unit)
    number = exact(value)  # type: ignore[arg-type]  # frames hold exact texts and floats
    if unit in BUILT_IN or row is None:
        return None
    name = str(row[f"name_{lang}"])
    size = abs(number or Decimal(0))
    scales = scale_words(lang)
    for exponent, word in scales:
        if size >= Decimal(10) ** exponent:
            return Decimal(10) ** exponent, f"{word} {name}"
    for multiple in () if scales else row["multiples"]:
        factor = Decimal(multiple["factor"])
        # Only powers of ten leave every digit as it is.
        if factor == Decimal(10) ** factor.adjusted() and size >= factor > 1:
            return factor, str(multiple[f"name_{lang}"])
    return Decimal(1), name


def beside_its_goal(
    catalogue: "Catalogue", unit: str, value: Value, bounds: Sequence[Value], lang: str
) -> str | None:
    """Return an amount of a declared unit in the multiple that its goal, the first of `bounds`, has.

    No print of it is one of `bounds` that it is not; None for the built-in units.
    """
    number = exact(value)
    known = [one for each in bounds if (one := exact(each)) is not None]
    scale = declared_scale(catalogue, unit, next((one for one in known if one), number), lang)
    if scale is None or number is None:
        return None
    factor, name = scale
    number, *known = (shifted(one, -factor.adjusted()) for one in (number, *known))
    return count(number, lang, name, places_apart(number, *known))


def _number(catalogue: "Catalogue", goal: dict[str, Any], counted: str, lang: str) -> str:
    value, high = exact(goal["value"]), exact(goal["value_high"])
    scale = declared_scale(catalogue, str(goal["unit"]), value, lang)
    if scale is not None:
        factor, counted = scale
        value, high = (None if n is None else n.scaleb(-factor.adjusted()) for n in (value, high))
    # A level that must be exceeded keeps its sign; "级" alone would say "at least".
    text = threshold_text(
        value,
        goal["comparator"],
        goal["unit"],
        lang,
        level=bool(goal["level"]) and goal["comparator"] == ">=",
        high=high,
        counted=counted,
    )
    return _kept(goal, text, lang)


def _kept(goal: Mapping[str, Any], text: str, lang: str) -> str:
    """A number that is there already and is to be kept; "hold at" says so itself."""
    if not goal.get("kept") or goal["comparator"] == "maintain":
        return text
    return say("wording.target.kept", lang, amount=text)


def _at_its_tier(catalogue: "Catalogue", goal: dict[str, Any], number: str, lang: str) -> str:
    tier = catalogue.tier(goal["plan"], goal["tier"]) or {}
    name = str(tier[f"name_{lang}"])
    if tier["recognition"] is not None:
        # "National level" begins a line; within one it is no name.
        name = name[:1].lower() + name[1:]
        return say("wording.target.tier-level", lang, number=number, tier=name)
    if tier["threshold"] is None:
        # A tier without a size is called by its own name, or is what it counts.
        bare = name.lower() == kind_names(str(tier["of_kind"]))[lang].lower()
        return number if bare else say("wording.target.tier-named", lang, number=number, tier=name)
    # "300 billion yuan level" is a name, "above 550 billion yuan" goes on from the count.
    level = tier["level"] and tier["threshold_comparator"] == ">="
    key = "wording.target.tier-level" if level else "wording.target.tier"
    return say(key, lang, number=number, tier=name)


def against_base(goal: Mapping[str, Any], lang: str) -> str:
    """Return a number measured against a base; Chinese as written in the register."""
    value, high = exact(goal["value"]), exact(goal["value_high"])
    written = str(goal["target_text"])
    if value is None or (lang == PRINTED and not re.search("[A-Za-z]", written)):
        return written
    times = goal["measure"] == "times base"

    def said(number: Any) -> str:
        return digits(number, lang, 4) if times else percent(number, lang, 4)

    if goal["comparator"] == "range" and high is not None:
        amount = say("wording.target.range", lang, low=said(value), high=said(high))
    else:
        amount = compared(goal["comparator"], said(value), lang)
    kind = str(goal["measure"]).replace(" ", "-")
    # wording.target.*
    return say(f"wording.target.{kind}", lang, amount=_kept(goal, amount, lang))


# What a document prints -> its meaning in another language.
_AMBITIONS = {
    "确保": "pages.ambition.ensure",
    "力争": "pages.ambition.strive",
    "奋力争取": "pages.ambition.stretch",
    "争创": "pages.ambition.create",
    "培育": "pages.ambition.foster",
}


def ambition_text(word: str | None, lang: str) -> str | None:
    """Return an ambition word: as printed, in English with its meaning before it."""
    if not word or lang == PRINTED or word not in _AMBITIONS:
        return word
    return say(_AMBITIONS[word], lang, word=word)


def named_count(n: int, lang: str, *, complete: bool) -> str:
    """Return how many members of a tier the plan names; not `complete` where it names them in part."""
    return say("charts.board.named" if complete else "charts.board.named-incomplete", lang, n=n)
