"""What the answers hold, for the OpenAPI document. Numbers are exact decimal texts in the base unit."""

from typing import Annotated, Generic, TypeVar

from pydantic import BaseModel, ConfigDict, Field, StrictInt

Item = TypeVar("Item")

Exact = Annotated[str, Field(pattern=r"^-?\d+(\.\d+)?$")]


class _Answer(BaseModel):
    model_config = ConfigDict(extra="forbid")


class Page(_Answer, Generic[Item]):
    """A part of a list: `total` counts all of it, `next` is the address of what follows."""

    items: list[Item]
    total: int
    next: str | None


class Problem(BaseModel):
    """Why a request is refused (RFC 9457)."""

    type: str
    title: str
    status: int
    detail: str
    instance: str


class Region(_Answer):
    """A province, prefecture or county. `planned`: whether it has a plan in force."""

    id: str
    name_zh: str
    name_en: str
    level: str
    parent: str | None
    planned: bool


class Document(_Answer):
    """A published plan as a document."""

    id: str
    title_zh: str
    title_en: str
    number: str | None
    issuer_zh: str | None
    issuer_en: str | None
    issued: str | None
    sha256: str | None


class Plan(_Answer):
    """What a document sets up for a region. `code_text` is the slogan, "1122+N"."""

    id: str
    region: str
    document: str
    name_zh: str
    name_en: str
    start: int | None
    end: int | None
    base_year: int | None
    code_text: str | None
    status: str
    lapsed_on: str | None
    supersedes: str | None
    serves: list[str]
    clusters: list[str]


class Indicator(_Answer):
    """What is measured. Different basis or scope is never added or ranked together."""

    id: str
    name_zh: str
    name_en: str
    unit: str
    kind: str
    direction: str
    basis_zh: str | None
    basis_en: str | None
    scope_zh: str | None
    scope_en: str | None
    counted_zh: str | None
    counted_en: str | None
    growth_of: str | None


class Goal(_Answer):
    """One promise, with its printed wording and its clause."""

    id: str
    region: str
    plan: str
    document: str
    subject: str
    subject_kind: str
    subject_name_zh: str
    subject_name_en: str
    cluster: str | None
    tier: str | None
    indicator: str
    indicator_name_zh: str
    indicator_name_en: str
    unit: str
    kind: str
    direction: str
    basis_zh: str | None
    basis_en: str | None
    name_zh: str
    name_en: str
    comparator: str
    value: Exact | None
    value_high: Exact | None
    target_text: str
    measure: str
    base_year: int | None
    base_value: Exact | None
    base_printed: bool
    due: int | None
    every: str | None
    since: int | None
    stretch_of: str | None
    ambition: str | None
    clause: str | None
    wording: str | None
    responsible: list[str]
    lead: str | None
    also: list[str]
    members: list[str]
    readings: list[str]
    derived: bool
    next_level: Exact | None
    in_force: bool


class Step(_Answer):
    """One step of a verdict's working, in words."""

    label: str
    value: str


class Assessment(Goal):
    """A goal with its verdict on a day, and the steps that led to it."""

    actual: Exact | None
    actual_unit: str | None
    period: str | None
    completion: Exact | None
    used: Exact | None
    gap_points: Exact | None
    status: str
    status_reason: str
    lamp: str
    schedule: Exact | None
    expected: Exact | None
    required_growth: Exact | None
    required_per_year: Exact | None
    required_per_month: Exact | None
    need: str | None
    remaining: Exact | None
    met_count: int | None
    member_count: int | None
    worst_member: str | None
    rule: str
    quantity: Exact | None
    revision: int | None
    on: str
    explanation: str
    steps: list[Step]


class Remedy(_Answer):
    """A goal that is behind, or of which something is said; `id` is the goal's.

    `state` is wanting, open, escalated, answered or done. `asked`: what became of it is to be said
    this month. `note` is what was said with the last `step`. Who wrote it is told to who may see it.
    """

    id: str
    region: str
    goal: str
    lead: str
    status: str
    state: str
    overdue: bool
    asked: bool
    reason: str
    remedy: str
    person: str
    deadline: str
    step: str
    note: str
    asked_of: str
    number: int
    period: str
    author: str
    at: str


class Observation(_Answer):
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
    seen_revision: StrictInt | None = Field(
        None, ge=0, lt=2**53, description="The revision that is replaced, as it was read before."
    )


class Figures(BaseModel):
    """Figures that are written together, all of them or none."""

    model_config = ConfigDict(extra="forbid")

    figures: list[Figure] = Field(min_length=1, max_length=1000)
    reason: str = Field("", max_length=1000, description="Why recorded values change.")


class ComparedFigure(_Answer):
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


class Comparison(_Answer):
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
