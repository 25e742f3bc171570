"""`make oracle`: reproduce the Open SDG results that Statistics Canada publishes.

The file is not ours and stays outside the repository; its path may be given as an argument.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import pandas as pd
import yaml

from dashboard.progress.open_sdg import measure

PUBLISHED = Path(__file__).parents[3] / "shared" / "oracles" / "open-sdg-progress.yml"
TOLERANCE = 1e-6


def series_of(published: dict[str, Any]) -> pd.DataFrame:
    """Every published series that carries inputs, one row each."""
    return pd.DataFrame(
        [
            entry | {"series": name}
            for indicator in published.values()
            for name, entry in indicator.items()
            if isinstance(entry, dict) and "base_value" in entry
        ]
    )


def differences(series: pd.DataFrame) -> list[str]:
    """One sentence per series that comes out otherwise than published."""
    ours = measure(series)
    found = []
    for theirs, mine in zip(series.to_dict("records"), ours.to_dict("records"), strict=True):
        same = theirs["status"] == mine["status"]
        same &= _equal(theirs["progress_value"], mine["value"])
        same &= _equal(theirs["score"], mine["score"])
        if not same:
            found.append(
                f"{theirs['series']}: published {theirs['progress_value']} {theirs['status']} "
                f"{theirs['score']}, computed {mine['value']} {mine['status']} {mine['score']}"
            )
    return found


def _equal(published: float | None, computed: float) -> bool:
    if published is None or pd.isna(published):
        return bool(pd.isna(computed))
    return abs(published - computed) <= TOLERANCE


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
    series = series_of(yaml.safe_load(path.read_text(encoding="utf-8")))
    wrong = differences(series)
    for sentence in wrong:
        print(sentence, file=sys.stderr)
    print(f"{len(series) - len(wrong)} of {len(series)} published series come out the same.")
    return 1 if wrong or not len(series) else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
