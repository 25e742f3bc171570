"""Forecasts and suppositions in sentences; each says what it is before it says anything else."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from math import floor, isfinite, log10

from dashboard.languages import say
from dashboard.languages.numbers import change, period_text, points
from dashboard.progress.forecasting.coverage import COVERAGE, UNSHOWN
from dashboard.progress.forecasting.forecasts import LEAST_POINTS, Forecast, NoForecast
from dashboard.progress.forecasting.models import LOGS, RATES, TOTAL
from dashboard.progress.forecasting.supposition import MOST_YEARS, WhatIf
from dashboard.progress.forecasting.thresholds import Reaching, When
from dashboard.wording.amounts import amount_of, percent_of

FEW = 5
_DIGITS = 3


@dataclass(frozen=True, slots=True)
class Words:
    """`name` labels the band or line, `headline` is the finding, `sentences` follow in order."""

    name: str
    headline: str
    sentences: tuple[str, ...] = ()


def forecast_words(given: Forecast | NoForecast, lang: str, counted: str = "") -> Words:
    """A forecast, or why there is none, for people; numbers rounded to three digits, chances to 5 %.

    `counted` is what a count counts, or the name of a declared unit.
    """
    if isinstance(given, NoForecast):
        return Words(say("forecast.none", lang), _no_forecast(given, lang))
    kind = _period_kind(given.kind)
    said = _Said(given.unit, lang, counted)
    ranged = given.low is not None and given.high is not None
    key = "forecast.headline" if ranged else "forecast.headline-no-range"
    headline = say(
        "forecast.headline-at-limit" if given.at_limit else key,
        lang,
        period=period_text(f"{given.due:04d}", kind, lang),
        value=said.about(given.value),
        low=said.about(given.low or 0.0),
        high=said.about(given.high or 0.0),
    )
    sentences = [
        *_chance(given, said),
        *_no_range(given, said, kind),
        *_dates(given, said, kind),
        *_running(given, said),
        _method(given, said),
        *_coverage(given, lang),
        naive_sentence(given, lang),
    ]
    if given.points < FEW:
        sentences.append(say("forecast.few", lang, points=given.points))
    if given.unusual_last:
        sentences.append(say("forecast.unusual", lang, year=given.last_year))
    return Words(say("forecast.name", lang), headline, tuple(sentences))


def naive_sentence(given: Forecast, lang: str) -> str:
    """Return how a forecast did against carrying the last value on."""
    # forecast.naive.better, forecast.naive.no-better, forecast.naive.untested
    return say(f"forecast.naive.{given.against_naive}", lang)


def what_if_words(given: WhatIf | None, unit: str, lang: str, counted: str = "") -> Words:
    """A supposition for people; None, a value or growth that supposes nothing, says so."""
    name = say("forecast.what-if.name", lang)
    if given is None:
        return Words(name, say("forecast.what-if.none", lang))
    said = _Said(unit, lang, counted)
    # "It goes unchanged" is no English.
    headline = say(
        "forecast.what-if.headline" + ("" if given.growth else "-same"),
        lang,
        growth=change(Decimal(repr(given.growth)), lang),
        value=said.exactly(given.last_value),
        year=given.last_year,
    )
    sentences = []
    for each in given.reached:
        key = "already" if each.already else "never" if each.year is None else "reached"
        sentences.append(
            say(
                # forecast.what-if.*
                f"forecast.what-if.{key}",
                lang,
                threshold=said.exactly(each.threshold),
                year=each.year or given.last_year,
                years=MOST_YEARS,
            )
        )
    return Words(name, headline, (*sentences, say("forecast.what-if.not-entered", lang)))


@dataclass(frozen=True, slots=True)
class _Said:
    unit: str
    lang: str
    counted: str = ""

    def about(self, value: float) -> str:
        """A forecast value: three digits, counts whole; more would be pretended."""
        if not isfinite(value) or value == 0:
            return self.exactly(value)
        places = _DIGITS - 1 - floor(log10(abs(value)))
        number = round(Decimal(repr(value)), min(places, 0) if self.unit == "count" else places)
        return amount_of(number, self.unit, self.lang, self.counted)

    def exactly(self, value: float) -> str:
        return amount_of(value, self.unit, self.lang, self.counted)


def _no_forecast(given: NoForecast, lang: str) -> str:
    return say(
        # forecast.no.*
        f"forecast.no.{given.reason}",
        lang,
        points=given.points,
        least=LEAST_POINTS,
        due=given.due or "",
        last=given.last_year or "",
        furthest=given.furthest or "",
    )


def _chance(given: Forecast, said: _Said) -> list[str]:
    if given.chance is None or given.goal_reached is None:
        return []
    goal = said.exactly(given.goal_reached.threshold)
    if given.chance < 0.05 or given.chance > 0.95:
        key = "over" if given.chance > 0.5 else "under"
        bound = percent_of("0.95" if key == "over" else "0.05", said.lang)
        # forecast.chance.about, forecast.chance.over, forecast.chance.under
        return [say(f"forecast.chance.{key}", said.lang, goal=goal, chance=bound, due=given.due)]
    fives = percent_of(Decimal(5 * round(given.chance * 20)) / 100, said.lang)
    return [say("forecast.chance.about", said.lang, goal=goal, chance=fives, due=given.due)]


def _no_range(given: Forecast, said: _Said, kind: str) -> list[str]:
    """Why the year due has no range, and the range of the last year that has one."""
    if given.low is not None:
        return []
    if given.running is not None and given.running.contradicted:
        return [say("forecast.no-range-months", said.lang, due=given.due, year=given.running.year)]
    _, low, high = given.band[-1]
    worst = percent_of(Decimal(UNSHOWN[given.method]) / 100, said.lang)
    sentences = [say("forecast.no-range", said.lang, due=given.due, worst=worst)]
    if given.band[-1][0] > given.last_year:
        period = period_text(f"{given.band[-1][0]:04d}", kind, said.lang)
        sentences.append(
            say("forecast.range-until", said.lang, period=period, low=said.about(low),
                high=said.about(high))
        )  # fmt: skip
    return sentences


def _dates(given: Forecast, said: _Said, kind: str) -> list[str]:
    # A rate is met or missed anew every year: "reached from then on" would mean nothing.
    if given.method == RATES:
        return []
    ranged = given.low is not None
    goal = _reach("goal", given.goal_reached, said, kind, ranged=ranged)
    return goal + _reach("next", given.next_reached, said, kind, ranged=ranged)


def _reach(
    which: str, reaching: Reaching | None, said: _Said, kind: str, *, ranged: bool
) -> list[str]:
    if reaching is None:
        return []
    lang = said.lang
    if reaching.already:
        key = "already" if ranged else "already-no-chance"
    elif reaching.even is None:
        further = reaching.sure_until < reaching.until
        key = "never" if further else "beyond" if reaching.earliest is None else "possible"
    elif reaching.sure_until < reaching.even:
        key = "path"
    else:
        key = "even" if reaching.latest is None else "all"
    sentence = say(
        # forecast.reach.*
        f"forecast.reach.{key}",
        lang,
        # forecast.threshold.goal, forecast.threshold.next
        threshold=say(f"forecast.threshold.{which}", lang, value=said.exactly(reaching.threshold)),
        earliest=_when(reaching.earliest, kind, lang),
        even=_when(reaching.even, kind, lang),
        latest=_when(reaching.latest, kind, lang),
        until=_when(reaching.until, kind, lang),
        sure=_when(reaching.sure_until, kind, lang),
    )
    return [sentence]


def _running(given: Forecast, said: _Said) -> list[str]:
    now = given.running
    if now is None:
        return []
    level = given.kind not in ("flow", "growth")
    key = "level" if level else "rate" if now.share is None else "share"
    if level and now.season is not None:
        key = "season"
    if not level and now.contradicted:
        key += "-no-range"
    kind = _period_kind(given.kind)
    return [
        say(
            # forecast.running.level, forecast.running.rate, forecast.running.rate-no-range,
            # forecast.running.season, forecast.running.share, forecast.running.share-no-range
            f"forecast.running.{key}",
            said.lang,
            year=now.year,
            period=period_text(f"{now.year:04d}-M{now.month:02d}", kind, said.lang),
            entered=said.exactly(now.entered),
            share=percent_of(now.share, said.lang),
            years=now.earlier_years,
            value=said.about(now.from_months if level else now.value),
            low=said.about(now.low),
            high=said.about(now.high),
            season=percent_of(now.season, said.lang, signed=True),
        )
    ]


def _method(given: Forecast, said: _Said) -> str:
    if given.method in (RATES, LOGS):
        drift = percent_of(given.growth, said.lang, signed=True)
    elif given.unit == "fraction":
        drift = points(Decimal(repr(given.growth)), said.lang)
    else:
        drift = said.about(given.growth)
    return say(
        # forecast.method.growth, forecast.method.line, forecast.method.mean, forecast.method.steps
        f"forecast.method.{given.method}",
        said.lang,
        points=given.points,
        first=given.first_year,
        last=given.last_year,
        drift=drift,
    )


def _coverage(given: Forecast, lang: str) -> list[str]:
    # Of a range that nobody is shown there is nothing to say.
    if len(given.band) == 1:
        return []
    held = COVERAGE[given.method]
    sentence = say(
        "forecast.coverage",
        lang,
        shapes=held.shapes,
        usual=percent_of(Decimal(held.usual) / 100, lang),
        worst=percent_of(Decimal(held.worst) / 100, lang),
        ahead=held.ahead,
    )
    return [sentence]


def _when(when: When | None, kind: str, lang: str) -> str:
    if when is None:
        return ""
    if when.month in (None, 12):
        return period_text(f"{when.year:04d}", kind, lang)
    return period_text(f"{when.year:04d}-M{when.month:02d}", "stock", lang)


def _period_kind(kind: str) -> str:
    """A running total is read at a moment, as a level is."""
    return "stock" if kind in (TOTAL, "share", "index") else kind
