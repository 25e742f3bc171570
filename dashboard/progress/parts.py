"""The parts of a sum: a region's clusters, or the regions right below it in the tree."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from dashboard.languages import PRINTED
from dashboard.progress.numbers import exact
from dashboard.progress.rollups import Part


def parts_of(
    figures: Iterable[Mapping[str, Any]],
    keys: Sequence[tuple[str, str]],
    names: Sequence[str],
    indicator: Mapping[str, Any],
    period: str,
) -> list[Part]:
    """One part per series of `keys` for `rollups.roll_up`, without a value where none is reported.

    `figures` are rows with region, subject, indicator, period and value (exact text); `keys` are
    region and subject: of a region below its own total as entered.  A region that has entered
    nothing is a missing part, even if regions below it have figures: whether those are complete is
    its own to say.  `names` are the parts' names, `indicator` is a row of the indicators table,
    `period` a period code.
    """
    known = {
        (row["region"], row["subject"]): row["value"]
        for row in figures
        if row["indicator"] == indicator["id"]
        and row["period"] == period
        and not row.get("withdrawn")
    }
    return [
        Part(
            name,
            exact(known.get(key)),
            indicator=indicator["id"],
            kind=indicator["kind"],
            unit=indicator["unit"],
            basis=indicator.get(f"basis_{PRINTED}"),
            scope=indicator.get(f"scope_{PRINTED}"),
            period=period,
        )
        for key, name in zip(keys, names, strict=True)
    ]
