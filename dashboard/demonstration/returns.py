"""Returns for the invented figures: who reported when, one late, one sent back, one under review.

A region's largest unit keeps its whole years and the newest period unreported, so that a visitor can
enter, submit and review something without opening a correction first.
"""

from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING

from dashboard.actuals.due_dates import due_day
from dashboard.actuals.observations import FigureKey, microseconds
from dashboard.actuals.return_states import Step, Vintage
from dashboard.actuals.return_steps import ReturnFigure, ReturnKey
from dashboard.actuals.returns import PastStep
from dashboard.entry.returns import figures_of, has_return, levels_of, periods_owed, units_of
from dashboard.entry.series import Asked, asked_of
from dashboard.languages.numbers import CHINA

if TYPE_CHECKING:
    from dashboard.actuals.store import Store
    from dashboard.entry.rows import Held
    from dashboard.register import Catalogue

# Days between the submission and the day it is due: in time, and too late.
_IN_TIME, _LATE = -3, 4
_REMARK = "虚构 made up: 请核对与上月的差 / please check against the month before"


def file_returns(
    store: "Store", catalogue: "Catalogue", regions: Sequence[str], today: date, author: str
) -> None:
    """Record how the units of `regions` reported the figures that `store` holds."""
    past = [
        step for region in regions for step in _of_region(store, catalogue, region, today, author)
    ]
    store.returns.record_past(past)


def _of_region(
    store: "Store", catalogue: "Catalogue", region: str, today: date, author: str
) -> Iterator[PastStep]:
    asked = asked_of(catalogue, region)
    units = sorted(units_of(asked).values(), key=len, reverse=True)
    codes = periods_owed(asked, today) if asked else []
    held = store.series([each.key for each in asked])
    for place, series in enumerate(units):
        for code in codes:
            newest = code == codes[-1]
            if place == 0 and (newest or code.isdigit()):
                continue
            if not has_return(series, code):
                continue
            # The second of them is late once, its newest is under review; the third's went back.
            late = place == 1 and code in codes[-2:-1]
            steps = [Step.SUBMIT, Step.APPROVE, Step.PUBLISH]
            if newest and place < 3:
                steps = [Step.SUBMIT] if place == 1 else [Step.SUBMIT, Step.RETURN]
            yield from _steps(region, series, code, held, steps, late, today, author)


def _steps(
    region: str,
    series: Sequence[Asked],
    code: str,
    held: "Held",
    steps: Sequence[Step],
    late: bool,
    today: date,
    author: str,
) -> Iterator[PastStep]:
    figures = figures_of(series, code, held)
    known = {one: held.get(one[:3], {}).get(one[3]) for one in figures}
    if not any(known.values()):
        return
    key = ReturnKey(region, series[0].reporting.unit, code)
    due = max(due_day(code, each.reporting) for each in series)
    vintage = Vintage.FINAL if Step.PUBLISH in steps else Vintage.PRELIMINARY
    submitted = [
        ReturnFigure(one, row.revision if row else None, vintage, "") for one, row in known.items()
    ]
    day = due + timedelta(days=_LATE if late else _IN_TIME)
    for hours, step in enumerate(steps):
        # Who looks at it in the morning sees nothing that was done at noon.
        moment = min(datetime.combine(min(day, today), time(9 + hours), CHINA), datetime.now(UTC))
        given: Sequence[ReturnFigure] = submitted if step is Step.SUBMIT else ()
        if step is Step.RETURN:
            given = [_questioned(submitted)]
        through = levels_of(series) if step is Step.SUBMIT else None
        reason = _REMARK if step is Step.RETURN else ""
        for _ in range(len(levels_of(series)) if step is Step.APPROVE else 1):
            yield PastStep(key, step, author, microseconds(moment), reason, through, given)


def _questioned(figures: Sequence[ReturnFigure]) -> ReturnFigure:
    """The first figure that was reported, with what the reviewer asks of it."""
    first: FigureKey
    first, revision, vintage = next(
        (one.figure, one.revision, one.vintage) for one in figures if one.revision is not None
    )
    return ReturnFigure(first, revision, vintage, _REMARK)
