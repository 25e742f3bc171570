"""All lamp rules side by side, so that nobody can choose the flattering one unseen."""

from __future__ import annotations

from collections.abc import Mapping

from dashboard.progress.assess import Assessment, by_rule
from dashboard.progress.lamp_rules import LampRule


def compare_rules(found: Assessment, rules: Mapping[str, LampRule]) -> list[Assessment]:
    """One goal's verdict by every rule, in the order of `rules`.

    Results that no rule decides (met, not met, no data, ...) are the same under all.
    """
    return [by_rule(found, rule) for rule in rules.values()]
