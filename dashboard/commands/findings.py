"""What an import has to say of each line: errors, warnings, conflicts and information."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING

from dashboard.languages import say

if TYPE_CHECKING:
    from dashboard.actuals.entering import Message, Understood
    from dashboard.actuals.observations import FigureKey, Observation, SeriesKey
    from dashboard.actuals.store import Store
    from dashboard.register import Catalogue

Told = list[tuple[int, str]]

# Counted in one sentence for the whole file.
_COUNTED = "actuals.entering.unchanged"
# Asked more exactly by rule 17, and for levels that come after their growth too.
_ASKED_BY_RULE = "actuals.entering.growth-not-given"


def said(rows: Sequence["Understood"], which: str, lang: str) -> Told:
    """Return the `errors`, `warnings` or `notices` of each row, with its line in the file."""
    told = []
    for row in rows:
        messages: list[Message] = getattr(row, which)
        for message in messages:
            if message.code in (_COUNTED, _ASKED_BY_RULE):
                continue
            text = message.text(lang)
            if which != "errors":
                text = say(f"exchange.{which.removesuffix('s')}", lang, text=text)
            told.append(_at(row, text, lang))
    return told


def notices(
    rows: Sequence["Understood"], catalogue: "Catalogue", store: "Store", lang: str
) -> Told:
    """Return what is only information: the door's notices and the questions of rule 17.

    Asked before the batch is written; the batch is laid over what is recorded.
    """
    return said(rows, "notices", lang) + _growth_questions(rows, catalogue, store, lang)


def see_what_is_absent(rows: Sequence["Understood"]) -> None:
    """Count a figure that this database does not have as seen so.

    A sheet may come from another database, whose revisions say nothing here.
    """
    from dashboard.actuals.entering import SEEN_NOW

    for row in rows:
        if row.old is None:
            row.raw = replace(row.raw, seen_revision=SEEN_NOW)


def changed_since(rows: Sequence["Understood"]) -> dict["FigureKey", "Observation | None"]:
    """Return what stands now where a line was made from another revision and would change it."""
    from dashboard.entry.conflicts import clashing

    return {row.figure: row.old for row in clashing(rows) if row.to_write}


def conflicts(
    rows: Sequence["Understood"],
    there: Mapping["FigureKey", "Observation | None"],
    lang: str,
) -> Told:
    """Return both values of each figure in `there`, by line."""
    from dashboard.actuals.messages import Figure
    from dashboard.languages.numbers import moment_text

    told = []
    for row in rows:
        if row.figure not in there:
            continue
        theirs = there[row.figure]
        values = {
            "text": " / ".join(row.figure),
            "mine": Figure(row.value, row.unit).in_language(lang),
        }
        if theirs is None:
            text = say("exchange.conflict-gone", lang, **values)
        else:
            values |= {"author": theirs.author, "at": moment_text(theirs.at_text, lang)}
            key = "exchange.conflict-withdrawn"
            if theirs.value is not None:
                key = "exchange.conflict"
                values["theirs"] = Figure(Decimal(theirs.value), row.unit).in_language(lang)
            text = say(key, lang, **values)
        told.append(_at(row, text, lang))
    return told


def _at(row: "Understood", text: str, lang: str) -> tuple[int, str]:
    line = row.raw.line or 0
    return line, say("exchange.at-line", lang, line=line, text=text)


def _growth_questions(
    rows: Sequence["Understood"], catalogue: "Catalogue", store: "Store", lang: str
) -> Told:
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
    from dashboard.languages.numbers import period_text
    from dashboard.progress.reported_growth import growth_questions

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
    for question in growth_questions(frame, catalogue.frame("indicators")).to_dict("records"):
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
        told.append(_at(row, say("exchange.notice", lang, text=text), lang))
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
