"""Rule 17 of the field, for an import: reported growth beside the growth that the two levels give."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING

from dashboard.exchange.sheets import at_place
from dashboard.languages import say

if TYPE_CHECKING:
    from dashboard.actuals.entering import Understood
    from dashboard.actuals.observations import FigureKey, SeriesKey
    from dashboard.actuals.store import Store
    from dashboard.register import Catalogue


def growth_questions(
    rows: Sequence["Understood"], catalogue: "Catalogue", store: "Store", lang: str
) -> list[tuple[int, str]]:
    """Return the questions that a batch raises, each with its line; the batch is laid over the store.

    Asked before the batch is written, and for levels that come after their growth too.
    """
    levels = {
        str(row["id"]): str(row["growth_of"])
        for row in catalogue.rows("indicators")
        if row.get("growth_of")
    }
    written = [row for row in rows if row.to_write and row.value is not None]
    rates = _rates(written, levels)
    if not rates:
        return []
    # A command that imports no growth need not load what computes with frames.
    import pandas as pd

    from dashboard.actuals.messages import Figure
    from dashboard.actuals.reported_growth import growth_questions as asked
    from dashboard.languages.numbers import period_text

    values = _values(written, {*rates, *((r, s, levels[i]) for r, s, i in rates)}, store)
    columns = ("region", "subject", "indicator", "period", "value", "year", "value_float")
    frame = pd.DataFrame(
        [(*key, value, int(key[3][:4]), float(value)) for key, value in values.items()],
        columns=list(columns),
    )
    if frame.empty:
        return []
    batch = {row.figure: row for row in written}
    told = []
    for question in asked(frame, catalogue.frame("indicators")).to_dict("records"):
        key = (question["region"], question["subject"], question["indicator"])
        level, code = (*key[:2], levels[key[2]]), str(question["period"])
        before = f"{int(code[:4]) - 1:04d}{code[4:]}"
        row = batch.get((*key, code)) or batch.get((*level, code)) or batch.get((*level, before))
        if row is None:
            continue
        reported = Decimal(values[(*key, code)])
        computed = (
            Decimal(values[(*level, code)]) / Decimal(values[(*level, before)]) - 1
        ).quantize(Decimal("0.0001"))
        text = say(
            "exchange.growth-question",
            lang,
            text=" / ".join(key),
            period=period_text(code, "growth", lang),
            reported=Figure(reported, "fraction").in_language(lang),
            computed=Figure(computed, "fraction").in_language(lang),
        )
        line = row.raw.line or 0
        told.append((line, at_place(say("exchange.notice", lang, text=text), line, "", lang)))
    return told


def _rates(written: Sequence["Understood"], levels: Mapping[str, str]) -> set["SeriesKey"]:
    """Return the growth series that the batch touches, by themselves or by their levels."""
    grown: dict[str, list[str]] = {}
    for rate, level in levels.items():
        grown.setdefault(level, []).append(rate)
    return {
        (row.region, row.subject, rate)
        for row in written
        for rate in [*grown.get(row.indicator, ()), *[row.indicator] * (row.indicator in levels)]
    }


def _values(
    written: Sequence["Understood"], wanted: set["SeriesKey"], store: "Store"
) -> dict["FigureKey", str]:
    """Return the exact values of `wanted` as they are once the batch is written."""
    values = {
        (*key, code): held.value
        for key, found in store.series(wanted).items()
        for code, held in found.items()
        if held.value is not None
    }
    return values | {
        row.figure: row.exact for row in written if row.series in wanted and row.exact is not None
    }
