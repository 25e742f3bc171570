"""A lamp rule in words: its name, who uses it, and where the colours change."""

from __future__ import annotations

from decimal import Decimal

from dashboard.languages import say
from dashboard.languages.numbers import digits, percent
from dashboard.progress.lamp_rules import GAP_POINTS, GROWTH_RATIO, LampRule, Threshold
from dashboard.progress.status import STATUSES, status_of_lamp

# What a rule looks at -> what it is called.
_QUANTITIES = {
    "gap points": "progress.rule.quantity.gap points",
    "attainment ratio": "progress.rule.quantity.attainment ratio",
    "growth ratio": "progress.rule.quantity.growth ratio",
    "completion": "progress.rule.quantity.completion",
}


def quantity_word(quantity: str, lang: str) -> str:
    """Return what a lamp rule looks at."""
    return say(_QUANTITIES[quantity], lang)


def rule_sentence(rule: LampRule, lang: str) -> str:
    """Name (source): band, band, band; and how it judges a series without a goal, if it does."""
    told = [_band(band, lang, rule.quantity) for band in rule.thresholds]
    if rule.undefined.get(lang):
        word = say(STATUSES["undefined-by-rule"].key, lang)
        told.append(
            say("progress.rule.band", lang, sign="○", word=word, bounds=rule.undefined[lang])
        )
    bands = say("progress.rule.between", lang).join(told)
    sentence = say(
        "progress.rule.sentence", lang,
        name=rule.name.get(lang) or rule.id, source=rule.source.get(lang, ""),
        quantity=quantity_word(rule.quantity, lang), bands=bands,
    )  # fmt: skip
    if not rule.trend_thresholds:
        return sentence
    told = [_band(band, lang, GROWTH_RATIO) for band in rule.trend_thresholds]
    key = "progress.rule.without-target-damped" if rule.damped else "progress.rule.without-target"
    return sentence + say(key, lang, bands=say("progress.rule.between", lang).join(told))


def word_of(rule: LampRule, band: int, lang: str) -> str:
    """The rule's own word for the class of one of its bands; empty where it has none."""
    inside = 0 <= band < len(rule.thresholds)
    return rule.thresholds[band].word.get(lang, "") if inside else ""


def _band(band: Threshold, lang: str, quantity: str) -> str:
    status = STATUSES[status_of_lamp(band.lamp)]
    bounds = [
        f"{sign} {_bound(value, lang, quantity)}"
        for value, sign in (
            (band.lower, ">" if band.lower_excluded else "≥"),
            (band.upper, "<" if band.upper_excluded else "≤"),
        )
        if value is not None
    ]
    word = band.word.get(lang) or say(status.key, lang)
    joined = say("progress.rule.and", lang).join(bounds)
    return say("progress.rule.band", lang, sign=status.sign, word=word, bounds=joined)


def _bound(value: str, lang: str, quantity: str) -> str:
    number = Decimal(value)
    return digits(number, lang, 2) if quantity == GAP_POINTS else percent(number, lang)
