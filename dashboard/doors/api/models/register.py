"""What the register holds: regions, documents, plans, clusters with their leaders, indicators and goals."""

from dashboard.doors.api.models.answers import Answer, Exact, in_each_language


@in_each_language
class Region(Answer):
    """A province, prefecture or county. `planned`: whether it has a plan in force."""

    id: str
    name_lang: str
    level: str
    parent: str | None
    planned: bool


@in_each_language
class Document(Answer):
    """A published plan as a document."""

    id: str
    title_lang: str
    number: str | None
    issuer_lang: str | None
    issued: str | None
    sha256: str | None


@in_each_language
class Plan(Answer):
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
class Official(Answer):
    """A leader assigned to a cluster on the day asked for; `since` and `until` are days."""

    person: str
    post_lang: str | None
    since: str | None
    until: str | None
    document: str | None
    clause: str | None


@in_each_language
class Cluster(Answer):
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
class Indicator(Answer):
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
class Goal(Answer):
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
