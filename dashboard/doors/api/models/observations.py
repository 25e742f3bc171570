"""Figures as they are read, sent and compared."""

from pydantic import BaseModel, ConfigDict, Field

from dashboard.doors.api.models.answers import Answer, Exact, Whole


class Observation(Answer):
    """One revision of a figure. Who entered it is told to who may see it, else empty."""

    region: str
    subject: str
    indicator: str
    period: str
    unit: str | None
    value: Exact | None
    typed: str
    unit_typed: str
    note: str
    evidence: str
    author: str
    at: str | None
    revision: int
    replaces: int | None
    withdrawn: bool
    vintage: str | None = Field(
        description="How settled a return said it is: preliminary, final or revised."
    )


class Revision(Observation):
    """One revision of a figure, with what was found at it when it was entered, and why it stands."""

    checks: list[str] = Field(
        description="Codes of what was found; changed for a value that was replaced."
    )
    reason: str


class Figure(BaseModel):
    """A figure to be entered, as a person would type it: `12.3亿`, `1,234.5`, `12%`."""

    model_config = ConfigDict(extra="forbid")

    region: str = Field(max_length=200)
    subject: str = Field(max_length=200)
    indicator: str = Field(max_length=200)
    period: str = Field(max_length=200)
    value: str = Field(max_length=200, description="As typed; a bare number is in the base unit.")
    unit: str | None = Field(None, max_length=50, description="Unit of a bare number: 亿元, %.")
    note: str | None = Field(None, max_length=1000)
    evidence: str | None = Field(None, max_length=500)
    seen_revision: Whole | None = Field(
        None, description="The revision that is replaced, as it was read before."
    )


class Figures(BaseModel):
    """Figures that are written together, all of them or none."""

    model_config = ConfigDict(extra="forbid")

    figures: list[Figure] = Field(min_length=1, max_length=1000)
    reason: str = Field("", max_length=1000, description="Why recorded values change.")


class ComparedFigure(Answer):
    """What became, or would become, of one figure sent; `line` is its place, from 1."""

    line: int | None
    cell: str | None
    outcome: str
    region: str | None
    subject: str | None
    indicator: str | None
    period: str | None
    unit: str | None
    typed: str | None
    old: Exact | None
    new: Exact | None
    old_note: str | None
    note: str | None
    old_evidence: str | None
    evidence: str | None
    old_author: str | None
    old_at: str | None
    old_revision: int | None
    wants_reason: bool
    reasons: list[str]
    warnings: list[str]
    notices: list[str]


class Comparison(Answer):
    """What was sent beside what is recorded: counts, and a row for each figure."""

    dry_run: bool
    written: int
    new: int
    changed: int
    unchanged: int
    left_out: int
    refused: int
    warnings: int
    rows: list[ComparedFigure]
