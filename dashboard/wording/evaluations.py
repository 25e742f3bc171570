"""An evaluation in words: its rules, how each score was reckoned, and why somebody is left out."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import reduce
from typing import TYPE_CHECKING

from dashboard.actuals.periods import label_kind
from dashboard.judging import Row, Standing
from dashboard.judging.evaluations import RegionEvaluation
from dashboard.languages import say
from dashboard.languages.numbers import digits, period_text
from dashboard.progress.numbers import decimal_text
from dashboard.wording.amounts import amount_of

if TYPE_CHECKING:
    from dashboard.progress.evaluation import Criterion, Evaluation, Mark, Result

PLACES = 4
"""Decimals of points in a formula, at most; the score has what its method says."""
_NORMALISATIONS = {
    "min-max": "evaluation.normalisation.min-max",
    "target share": "evaluation.normalisation.target share",
    "z-score": "evaluation.normalisation.z-score",
}
_MISSING = {
    "leave out": "evaluation.missing.leave out",
    "spread weight": "evaluation.missing.spread weight",
}


@dataclass(frozen=True, slots=True)
class EvaluationWords:
    """The words of one evaluation, in one language; `indicators` are rows by id."""

    found: RegionEvaluation
    indicators: Mapping[str, Row]
    lang: str

    @property
    def evaluation(self) -> "Evaluation":
        """The evaluation that is spoken of."""
        return self.found.evaluation

    def unit(self, id: str) -> str:
        """What a unit is called."""
        row = self.found.units[id]
        return str(row[f"name_{self.lang}"])

    def units(self) -> str:
        """What those evaluated are."""
        # evaluation.units.clusters, evaluation.units.regions
        return say(f"evaluation.units.{self.found.method['units']}", self.lang)

    def period(self, code: str | None = None) -> str:
        """The period evaluated, or another, as it is written for the first indicator."""
        first = self.indicators.get(self.evaluation.method.criteria[0].indicator, {})
        return period_text(code or self.found.period, label_kind(first), self.lang)

    def source(self) -> str:
        """Where the method is from, or that it is ours."""
        row = self.found.method
        if row["ours"]:
            return say("evaluation.ours", self.lang)
        named = row[f"source_{self.lang}"]
        return say("evaluation.source", self.lang, source=named) if named else ""

    def clause(self, standing: Standing) -> str:
        """The document and clause that prescribe the method; empty where none does."""
        row = self.found.method
        if row["document"] is None:
            return ""
        document = standing.catalogue.document(row["document"]) or {}
        title = document.get(f"title_{self.lang}") or row["document"]
        clause = row["clause"] or ""
        named = say("evaluation.clause", self.lang, document=title, clause=clause).strip()
        return say("evaluation.source", self.lang, source=named)

    def indicator(self, one: "Criterion") -> str:
        """An indicator, or its growth."""
        row = self.indicators.get(one.indicator, {})
        name = str(row.get(f"name_{self.lang}") or one.indicator)
        return say("evaluation.growth", self.lang, indicator=name) if one.growth else name

    def criterion(self, one: "Criterion") -> str:
        """A criterion: its indicator, and with it the normalisation where it stands twice."""
        name = self.indicator(one)
        same = [
            other
            for other in self.evaluation.method.criteria
            if (other.indicator, other.growth) == (one.indicator, one.growth)
        ]
        if len(same) == 1:
            return name
        how = say(_NORMALISATIONS[one.normalisation], self.lang)
        return say("evaluation.criterion", self.lang, indicator=name, normalisation=how)

    def weight(self, one: "Criterion") -> str:
        """The weight of a criterion in percent of the whole."""
        return self.number(100 * one.weight / self.evaluation.method.weight, 2)

    def number(self, value: Fraction | None, places: int = PLACES) -> str:
        """A bare number with at most so many decimals."""
        return digits(decimal_text(value), self.lang, places)

    def added(self, mark: "Mark") -> str | None:
        """What a criterion adds to a score, as wide in every row; None where it has no points."""
        if mark.contribution is None:
            return None
        return digits(decimal_text(mark.contribution), self.lang, 2, fixed=True)

    def score(self, one: "Result") -> str:
        """A score as it is rounded by its method."""
        return digits(one.shown, self.lang, self.evaluation.method.decimals, fixed=True)

    def amount(self, one: "Criterion", value: Fraction | None, *, figure: bool = False) -> str:
        """An amount of a criterion with its unit; `figure`: that of the indicator that grows."""
        row = self.indicators.get(one.indicator, {})
        counted = str(row.get(f"counted_{self.lang}") or "")
        if one.growth and not figure:
            return amount_of(value, "fraction", self.lang)
        return amount_of(value, str(row.get("unit", "count")), self.lang, counted)

    def rank(self, one: "Result") -> str:
        """A rank, and that it is shared."""
        told = say("evaluation.rank", self.lang, rank=one.rank)
        if not one.tied:
            return told
        between = say("evaluation.between", self.lang)
        return f"{told}{between}{say('evaluation.tied', self.lang)}"

    def moved(self, one: "Result") -> str:
        """How a rank has changed; a dash where there was none."""
        if one.moved is None:
            return say("evaluation.moved.none", self.lang)
        key = "same" if not one.moved else "up" if one.moved > 0 else "down"
        # evaluation.moved.down, evaluation.moved.none, evaluation.moved.same, evaluation.moved.up
        return say(f"evaluation.moved.{key}", self.lang, n=abs(one.moved))

    def points_unit(self) -> str:
        """Return the unit of points on a drawing."""
        return say("evaluation.chart.unit", self.lang)

    def chart_title(self, unit: str) -> str:
        """Return the title of the drawing of one unit's points."""
        return say("evaluation.chart.title", self.lang, unit=self.unit(unit))

    def chart_period(self) -> str:
        """Return what the drawing says of its period and of its ticks."""
        return say("evaluation.chart.tick", self.lang, period=self.period())

    def chart_note(self, mark: "Mark") -> str:
        """Return what the drawing says of one bar: its weight, its share, and what it gave the score."""
        return say(
            "evaluation.chart.note",
            self.lang,
            weight=self.weight(mark.criterion),
            share=self.number(100 * (mark.share or Fraction(0)), 2),
            contribution=self.number(mark.contribution, 2),
        )

    def finding(self) -> str:
        """The evaluation in one sentence: who is first, or why nobody is."""
        lang, found = self.lang, self.evaluation
        if self.found.withheld:
            return say("evaluation.finding.withheld", lang)
        between = say("evaluation.between", lang)
        if found.refused:
            # evaluation.differ.basis, evaluation.differ.level, evaluation.differ.period,
            # evaluation.differ.scope
            what = between.join(say(f"evaluation.differ.{one}", lang) for one in found.refused)
            return say("evaluation.finding.refused", lang, what=what)
        if not found.ranked:
            return say("evaluation.finding.none", lang, units=self.units(), period=self.period())
        first = [one for one in found.ranked if one.rank == 1]
        return say(
            # evaluation.finding.no-period, evaluation.finding.none, evaluation.finding.ranked,
            # evaluation.finding.refused, evaluation.finding.tied, evaluation.finding.withheld
            f"evaluation.finding.{'tied' if len(first) > 1 else 'ranked'}",
            lang,
            n=len(found.ranked),
            units=self.units(),
            best=between.join(self.unit(one.unit) for one in first),
            score=self.score(first[0]),
        )

    def besides(self) -> list[str]:
        """How many are left out, and since when ranks have changed."""
        told = []
        if left := len(self.evaluation.left_out):
            told.append(say("evaluation.sentence.left-out", self.lang, n=left))
        if self.found.compared is not None:
            since = self.period(self.found.compared)
            told.append(say("evaluation.sentence.compared", self.lang, period=since))
        return told

    # -- why not

    def lack(self, mark: "Mark") -> str:
        """Why a criterion has no points."""
        return say(
            # evaluation.left-out.*
            f"evaluation.left-out.{mark.lack}",
            self.lang,
            criterion=self.indicator_itself(mark.criterion),
            period=self.period(),
        )

    def indicator_itself(self, one: "Criterion") -> str:
        """The indicator's own name, also where its growth is evaluated."""
        row = self.indicators.get(one.indicator, {})
        return str(row.get(f"name_{self.lang}") or one.indicator)

    def left_out(self, one: "Result") -> str:
        """Why a unit is left out, every reason once."""
        from dashboard.progress.evaluation import OTHER_LEVEL, TOO_LITTLE

        if one.left_out == OTHER_LEVEL:
            row = self.found.units[one.unit]
            kind = row["kind"] if self.found.method["units"] == "clusters" else row["level"]
            # evaluation.level.*
            word = say(f"evaluation.level.{kind}", self.lang)
            return say("evaluation.left-out.other-level", self.lang, level=word)
        told = [self.lack(mark) for mark in one.marks if mark.lack is not None]
        if one.left_out == TOO_LITTLE:
            method = self.evaluation.method
            whole = method.weight
            told.append(
                say(
                    "evaluation.left-out.too-little",
                    self.lang,
                    reported=self.number(100 * one.reported / whole, 2),
                    least=self.number(100 * method.least_weight / whole, 2),
                )
            )
        return self._in_turn(dict.fromkeys(told))

    def _in_turn(self, told: Iterable[str]) -> str:
        """Sentences one after the other, as the language sets them."""
        return reduce(
            lambda one, other: say("evaluation.sentences", self.lang, one=one, other=other), told
        )

    # -- the rules

    def rules(self) -> list[str]:
        """What the method says, a sentence a rule."""
        method, lang = self.evaluation.method, self.lang
        told = [
            say(
                "evaluation.rules.weight",
                lang,
                criterion=self.criterion(one),
                weight=self.weight(one),
                how=self._how(one),
            )
            for one in method.criteria
        ]
        missing = [say(_MISSING[method.missing], lang)]
        if method.least_weight:
            least = self.number(100 * method.least_weight / method.weight, 2)
            missing.append(say("evaluation.missing.least", lang, least=least))
        told.append(self._in_turn(missing))
        told.append(self._ties())
        if method.grades:
            told.append(say("evaluation.rules.grades", lang, grades=self._grades()))
        # evaluation.rules.*
        return [*told, *(say(f"evaluation.rules.{key}", lang) for key in ("alike", "exact"))]

    def _how(self, one: "Criterion") -> str:
        from dashboard.progress.evaluation import TARGET_SHARE

        key = one.normalisation
        if one.by_peers and key == "min-max":
            key = "min-max-peers"
        if key == TARGET_SHARE and not one.rising:
            key = "target share-falling"
        told = say(
            f"evaluation.rules.{key}",
            self.lang,
            least=self.number(one.least),
            most=self.number(one.most),
            worst=self.amount(one, one.worst),
            best=self.amount(one, one.best),
            centre=self.number(one.centre),
            step=self.number(one.step),
        )
        if one.normalisation == TARGET_SHARE and any(of == one.id for _, of in self.found.goals):
            own = say("evaluation.rules.own-target", self.lang)
            told = self._in_turn([told, own])
        return told

    def _ties(self) -> str:
        method = self.evaluation.method
        chosen = next((one for one in method.criteria if one.id == method.ties), None)
        if chosen is None:
            # evaluation.rules.ties.criterion, evaluation.rules.ties.shared,
            # evaluation.rules.ties.unrounded
            return say(f"evaluation.rules.ties.{method.ties}", self.lang)
        name = self.indicator(chosen)
        return say("evaluation.rules.ties.criterion", self.lang, criterion=name)

    def _grades(self) -> str:
        told = []
        for one in self.evaluation.method.grades:
            key = "rest" if one.at_least is None and one.top is None else "score"
            bound = one.at_least
            if one.top is not None:
                key, bound = "top", 100 * one.top
            told.append(
                say(
                    # evaluation.rules.grade.rest, evaluation.rules.grade.score,
                    # evaluation.rules.grade.top
                    f"evaluation.rules.grade.{key}",
                    self.lang,
                    name=one.name,
                    bound=self.number(bound or Fraction(0), 2),
                )
            )
        return say("evaluation.between", self.lang).join(told)


def no_evaluation(lang: str, *, known: bool) -> tuple[str, str]:
    """Return title and sentence where nothing is evaluated; `known` where the region has a method and lacks figures."""
    if known:
        return say("evaluation.no-figures.title", lang), say("evaluation.no-figures.text", lang)
    return say("evaluation.none.title", lang), say("evaluation.none.text", lang)


def words_of(standing: Standing, found: RegionEvaluation, lang: str) -> EvaluationWords:
    """Return the words of an evaluation."""
    indicators = {
        one.indicator: standing.catalogue.indicator(one.indicator) or {}
        for one in found.evaluation.method.criteria
    }
    return EvaluationWords(found, indicators, lang)
