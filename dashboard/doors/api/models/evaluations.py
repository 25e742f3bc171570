"""Scores, ranks and grades of units by a method of the register."""

from dashboard.doors.api.models.answers import Answer, Exact, Whole


class EvaluatedIndicator(Answer):
    """What an indicator of the method gives a unit: `share` of the whole weight x `points`.

    Without a figure `lack` says why there are no points: no-figure, no-base, no-target, no-peers. Of a
    growth `figure` and `base` are what it was made of. `goal` is the one that `target` is from.
    """

    indicator: str
    measure: str
    normalisation: str
    weight: Exact
    figure: Exact | None
    base: Exact | None
    value: Exact | None
    target: Exact | None
    goal: str | None
    points: Exact | None
    share: Exact | None
    contribution: Exact | None
    lack: str | None


class Evaluation(Answer):
    """A cluster, or a region, scored by a method of the register for a period.

    `id` is method:region:period:unit. `score` is rounded as the method says, and what ranks and grades
    go by. `moved`: places risen since the period `compared`. Who is left out has no score and no rank;
    `left_out` names the reason, `reason` says it. `reported`: the share of the weight with a figure.
    """

    id: str
    method: str
    region: str
    period: str
    compared: str | None
    unit: str
    name: str
    rank: Whole | None
    tied: bool
    moved: int | None
    score: Exact | None
    unrounded: Exact | None
    grade: str | None
    reported: Exact | None
    left_out: str | None
    reason: str
    indicators: list[EvaluatedIndicator]
    explanation: str
