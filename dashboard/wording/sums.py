"""Sums over clusters and regions in words: whole, partial, nothing, or why there is none."""

from __future__ import annotations

from collections.abc import Mapping

from dashboard.languages import say
from dashboard.progress.rollups import Rollup
from dashboard.wording.amounts import amount_of


def rollup_text(
    found: Rollup,
    unit: str,
    lang: str,
    names: Mapping[str, str] | None = None,
    suffix: str = "",
) -> str:
    """The sum, or why there is none, as a sentence; `names` gives names of parts.

    `suffix` is "-published" where only what was published is seen.
    """
    if found.refused:
        detail = say("numbers.between", lang)
        parts = [(names or {}).get(part, part) for part in found.detail.split(", ")]
        # progress.rollup.refused.*
        return say(f"progress.rollup.refused.{found.refused}", lang, detail=detail.join(parts))
    if found.total is None:
        # progress.rollup.nothing-published
        return say(f"progress.rollup.nothing{suffix}", lang, members=found.members)
    # progress.rollup.*
    key = f"progress.rollup.{'partial' if found.partial else 'whole'}{suffix}"
    total = amount_of(found.total, unit, lang)
    return say(key, lang, total=total, reported=found.reported, members=found.members)


def sum_of(parts: str, indicator: str, n: int, lang: str) -> str:
    """Return what a sum is of: an indicator of `n` clusters, or of `n` regions."""
    key = "pages.totals.clusters" if parts == "clusters" else "pages.totals.regions"
    return say(key, lang, indicator=indicator, n=n)
