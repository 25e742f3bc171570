"""Reports of units: how they stand, their steps, and how many are in."""

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from dashboard.doors.api.models.answers import Answer, Exact, Whole


class Return(Answer):
    """One unit's figures for one period, and how they stand. `number` counts its steps."""

    region: str
    unit: str
    period: str
    state: str
    standing: str
    due: str
    owed: int
    entered: int
    level: int
    through: list[str]
    round: int
    number: int
    author: str
    at: str | None
    reason: str


class ReturnFigure(Answer):
    """A figure of a return; `value` None: not reported. `reason` says why it was to be mended."""

    subject: str
    indicator: str
    period: str
    value: Exact | None
    published: Exact | None = Field(
        description="What readers see until this is published, where it is another number or withdrawn."
    )
    before: Exact | None = Field(description="The figure of the period before in its year.")
    last_year: Exact | None = Field(description="The figure of the same period a year before.")
    revision: int | None
    vintage: str | None
    note: str
    evidence: str
    reason: str
    since: str | None = Field(
        description="What became of it since the return last went back: questioned, mended, "
        "unmended, accepted (not questioned, and unchanged) or changed."
    )
    checks: list[str] = Field(description="Codes of what was found when it was entered.")
    checks_reason: str


class MissingFigure(Answer):
    """A figure not reported though others have: `reported` of `peers` other clusters."""

    subject: str
    indicator: str
    reported: int
    peers: int
    severity: str


class ReturnStepTaken(Answer):
    """One step of a return."""

    number: int
    step: str
    state: str
    author: str
    at: str
    reason: str


class StateOfReturn(Answer):
    """Where a return stands after its last step."""

    region: str
    unit: str
    period: str
    state: str
    level: int
    through: list[str]
    round: int
    number: int
    author: str
    at: str | None
    reason: str


class ShownReturn(StateOfReturn):
    """A return with its figures and its steps, oldest first."""

    figures: list[ReturnFigure]
    missing: list[MissingFigure]
    steps: list[ReturnStepTaken]


class SteppedReturn(StateOfReturn):
    """Where a return stands after the step; of a dry run, where it stands without it."""

    dry_run: bool


class MarkedFigure(BaseModel):
    """A figure that is to be mended, and why."""

    model_config = ConfigDict(extra="forbid")

    subject: str = Field(max_length=200)
    indicator: str = Field(max_length=200)
    period: str = Field(max_length=200)
    reason: str = Field(max_length=1000)


class ReturnStep(BaseModel):
    """A step to be taken; `seen` is the number of the last step its author saw."""

    model_config = ConfigDict(extra="forbid")

    step: Literal["submit", "return", "approve", "correct", "publish"]
    seen: Whole
    reason: str = Field("", max_length=1000, description="Wanted for `return` and `correct`.")
    vintage: Literal["preliminary", "final"] = Field("final", description="Of what is submitted.")
    figures: list[MarkedFigure] = Field(
        default_factory=list, max_length=1000, description="Of `return`: those to be mended."
    )


class Completeness(Answer):
    """How many reports of a region's units stand how for a period; `owed` counts all of them."""

    id: str
    region: str
    period: str
    owed: int
    ahead: int
    due: int
    missing: int
    returned: int
    reported: int
    late: int
