"""A lamp rule in words: its name, who uses it, and where the colours change."""

from __future__ import annotations

from decimal import Decimal

from dashboard.languages import say
from dashboard.languages.numbers import digits, percent
from dashboard.progress.rules import GAP_POINTS, LampRule, Threshold
from dashboard.progress.statuses import STATUSES, status_of_lamp


def rule_sentence(rule: LampRule, lang: str) -> str:
    """One sentence: name (source): band, band, band."""
    told = [_band(rule, band, lang) for band in rule.thresholds]
    if rule.undefined.get(lang):
        word = say(STATUSES["undefined-by-rule"].key, lang)
        told.append(
            say("progress.rule.band", lang, sign="○", word=word, bounds=rule.undefined[lang])
        )
    bands = say("progress.rule.between", lang).join(told)
    return say(
        "progress.rule.sentence", lang,
        name=rule.name.get(lang) or rule.id, source=rule.source.get(lang, ""),
        quantity=say(f"progress.rule.quantity.{rule.quantity}", lang), bands=bands,
    )  # fmt: skip


def _band(rule: LampRule, band: Threshold, lang: str) -> str:
    word = say(STATUSES[status_of_lamp(band.lamp)].key, lang)
    bounds = [
        f"{sign} {_bound(rule, value, lang)}"
        for value, sign in (
            (band.lower, ">" if band.lower_excluded else "≥"),
            (band.upper, "<" if band.upper_excluded else "≤"),
        )
        if value is not None
    ]
    sign = STATUSES[status_of_lamp(band.lamp)].sign
    joined = say("progress.rule.and", lang).join(bounds)
    return say("progress.rule.band", lang, sign=sign, word=word, bounds=joined)


def _bound(rule: LampRule, value: str, lang: str) -> str:
    number = Decimal(value)
    if rule.quantity == GAP_POINTS:
        return digits(number, lang, 2)
    return percent(number, lang)
