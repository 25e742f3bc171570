"""`make oracle`: reproduce the Open SDG results that Statistics Canada publishes.

The file is not ours and stays outside the repository; its path may be given as an argument.
"""

from __future__ import annotations

import sys
from fractions import Fraction
from math import isnan
from pathlib import Path
from typing import Any

import yaml

from dashboard.progress.numbers import exact, float_of
from dashboard.progress.open_sdg import Series, measure

PUBLISHED = Path(__file__).parents[3] / "shared" / "oracles" / "open-sdg-progress.yml"
TOLERANCE = 1e-6


def published_series(published: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """Every published series that carries inputs, by its name."""
    return {
        name: entry
        for indicator in published.values()
        for name, entry in indicator.items()
        if isinstance(entry, dict) and "base_value" in entry
    }


def differences(published: dict[str, dict[str, Any]]) -> list[str]:
    """One sentence per series that comes out otherwise than published."""
    found = []
    for name, theirs in published.items():
        mine = measure(series_of(theirs))
        same = theirs["status"] == mine.status
        same &= _equal(theirs["progress_value"], mine.value)
        same &= _equal(theirs["score"], mine.score)
        if not same:
            found.append(
                f"{name}: published {theirs['progress_value']} {theirs['status']} "
                f"{theirs['score']}, computed {float_of(mine.value)} {mine.status} "
                f"{float_of(mine.score)}"
            )
    return found


def series_of(entry: dict[str, Any]) -> Series:
    """A published series; numbers by the digits in which they are published."""
    return Series(
        base_value=exact(entry["base_value"]),
        base_year=int(entry["base_year"] or 0),
        current_value=exact(entry["current_value"]),
        current_year=int(entry["current_year"] or 0),
        direction=int(entry["direction"]),
        target=exact(entry["target"]),
        target_year=int(entry["target_year"] or 0),
        limit=exact(entry["limit"]),
    )


def _equal(published: float | None, computed: Fraction | None) -> bool:
    if published is None or isnan(published):
        return computed is None
    return computed is not None and abs(published - computed) <= TOLERANCE


def main(arguments: list[str]) -> int:
    """Compare, print the result, return 0 when all series agree."""
    path = Path(arguments[0]) if arguments else PUBLISHED
    if not path.is_file():
        where = f"{path.parent.name}/{path.name}"
        print(
            f"The published results are missing: {where} is expected beside the repository's "
            "folder, in ../shared. Give its path as an argument if it lies elsewhere.",
            file=sys.stderr,
        )
        return 1
    series = published_series(yaml.safe_load(path.read_text(encoding="utf-8")))
    wrong = differences(series)
    for sentence in wrong:
        print(sentence, file=sys.stderr)
    print(f"{len(series) - len(wrong)} of {len(series)} published series come out the same.")
    return 1 if wrong or not len(series) else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
