"""What the answers hold, for the OpenAPI document. Numbers are exact decimal texts in the base unit."""

from datetime import date
from typing import Annotated, Any, Generic, Literal, TypeVar, cast

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, create_model

from dashboard.languages import LANGUAGES

Item = TypeVar("Item")

Exact = Annotated[str, Field(pattern=r"^-?\d+(\.\d+)?$")]


def _whole(value: object) -> object:
    """JSON knows no integers: 7.0 is the same number as 7, and neither "7" nor true is one."""
    if isinstance(value, float) and value.is_integer():
        return int(value)
    if isinstance(value, bool) or not isinstance(value, int):
        raise ValueError("a whole number")
    return value


# The bounds stand before the reading, so that the description has them, too.
Whole = Annotated[int, Field(ge=0, lt=2**53), BeforeValidator(_whole)]


class _Answer(BaseModel):
    model_config = ConfigDict(extra="forbid")


Model = TypeVar("Model", bound=BaseModel)


def in_each_language(model: type[Model]) -> type[Model]:
    """Return the model with each field `…_lang` once for each language: name_zh, name_en."""
    own: dict[str, Any] = {}
    for name, field in model.model_fields.items():
        stem = name.removesuffix("lang")
        names = [stem + lang for lang in LANGUAGES] if name.endswith("_lang") else [name]
        own |= dict.fromkeys(names, (field.annotation, field))
    made: Any = create_model(
        model.__name__, __base__=_Answer, __doc__=model.__doc__, __module__=model.__module__, **own
    )
    return cast("type[Model]", made)


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


@in_each_language
class Region(_Answer):
    """A province, prefecture or county. `planned`: whether it has a plan in force."""

    id: str
    name_lang: str
    level: str
    parent: str | None
    planned: bool


@in_each_language
class Document(_Answer):
    """A published plan as a document."""

    id: str
    title_lang: str
    number: str | None
    issuer_lang: str | None
    issued: str | None
    sha256: str | None


@in_each_language
class Plan(_Answer):
    """What a document sets up for a region. `code_text` is the slogan, "1122+N"."""

    id: str
    region: str
    document: str
    name_lang: str
    start: int | None
    end: int | None
    base_year: int | None
    code_text: str | None
    status: str
    lapsed_on: str | None
    supersedes: str | None
    serves: list[str]
    clusters: list[str]


@in_each_language
class Official(_Answer):
    """A leader assigned to a cluster on the day asked for; `since` and `until` are days."""

    person: str
    post_lang: str | None
    since: str | None
    until: str | None
    document: str | None
    clause: str | None


@in_each_language
class Cluster(_Answer):
    """What is tracked: a cluster, a chain, a zone. `id` is region:cluster; nobody may be assigned."""

    id: str
    region: str
    cluster: str
    name_lang: str
    kind: str
    parent: str | None
    partners: list[str]
    aliases: list[str]
    officials: list[Official]


@in_each_language
class Indicator(_Answer):
    """What is measured. Different basis or scope is never added or ranked together."""

    id: str
    name_lang: str
    unit: str
    kind: str
    direction: str
    basis_lang: str | None
    scope_lang: str | None
    counted_lang: str | None
    growth_of: str | None


@in_each_language
class Goal(_Answer):
    """One promise, with its printed wording and its clause."""

    id: str
    region: str
    plan: str
    document: str
    subject: str
    subject_kind: str
    subject_name_lang: str
    cluster: str | None
    tier: str | None
    indicator: str
    indicator_name_lang: str
    unit: str
    kind: str
    direction: str
    basis_lang: str | None
    name_lang: str
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
    progress: Exact | None
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


class EvaluatedIndicator(_Answer):
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


class Evaluation(_Answer):
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


class Return(_Answer):
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


class ReturnFigure(_Answer):
    """A figure of a return; `value` None: not reported. `reason` says why it was to be mended."""

    subject: str
    indicator: str
    period: str
    value: Exact | None
    published: Exact | None = Field(
        description="What readers see until this is published, where it is another number or withdrawn."
    )
    revision: int | None
    vintage: str | None
    reason: str
    since: str | None = Field(
        description="What became of it since the return last went back: questioned, mended, "
        "unmended, accepted (not questioned, and unchanged) or changed."
    )
    checks: list[str] = Field(description="Codes of what was found when it was entered.")
    checks_reason: str


class MissingFigure(_Answer):
    """A figure not reported though others have: `reported` of `peers` other clusters."""

    subject: str
    indicator: str
    reported: int
    peers: int
    severity: str


class ReturnStepTaken(_Answer):
    """One step of a return."""

    number: int
    step: str
    state: str
    author: str
    at: str
    reason: str


class StateOfReturn(_Answer):
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


class Comment(_Answer):
    """What was said of a figure; `author` is empty where the asker may not know.

    What is of a withdrawal is empty where it stands.
    """

    id: int
    at: str
    author: str
    region: str
    subject: str
    indicator: str
    period: str
    audience: str
    text: str
    withdrawn_at: str
    withdrawn_by: str
    reason: str


class Assigned(_Answer):
    """A leader assigned to a cluster from a day on; an empty `person`: nobody is."""

    id: int
    at: str
    author: str
    region: str
    cluster: str
    person: str
    post: str
    since: str
    reason: str


class NewAssignment(BaseModel):
    """Who is to be assigned to a cluster from a day on, and why."""

    model_config = ConfigDict(extra="forbid")

    region: str = Field(max_length=200)
    cluster: str = Field(max_length=200)
    person: str = Field("", max_length=200, description="Empty: nobody is, from that day on.")
    post: str = Field("", max_length=200)
    since: date = Field(description="The first day of it, as 2026-03-01.")
    reason: str = Field(max_length=2000, description="At most 500 characters in one line.")
    seen: Whole | None = Field(
        None, description="The id of the last assignment that was seen, 0 for none."
    )


class Withdrawal(BaseModel):
    """Why a comment is withdrawn."""

    model_config = ConfigDict(extra="forbid")

    reason: str = Field(max_length=2000, description="At most 500 characters in one line.")


class NewComment(BaseModel):
    """What is to be said of a figure, and for whom."""

    model_config = ConfigDict(extra="forbid")

    region: str = Field(max_length=200)
    subject: str = Field(max_length=200)
    indicator: str = Field(max_length=200)
    period: str = Field(max_length=200)
    text: str = Field(max_length=2000, description="At most 500 characters in one line.")
    audience: Literal["reporting", "readers", "public"] = Field(
        "reporting", description="Who may see it; `public` is written by who may publish."
    )


class Completeness(_Answer):
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


class BulletinFile(_Answer):
    """One file of a bulletin as it was issued."""

    format: str
    sha256: str
    at: str


class IssuedBulletin(_Answer):
    """A bulletin that was issued: what it was made from, and its files."""

    id: str
    region: str
    period: str
    lang: str
    issuer: str
    day: str
    revision: int
    register_version: str
    software: str
    content_sha256: str
    files: list[BulletinFile]
