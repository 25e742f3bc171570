"""What every figure states about itself: subject, indicator, basis, unit, period and source."""

from collections.abc import Collection
from dataclasses import dataclass

from dashboard.actuals.periods import label_kind
from dashboard.judging import Row, Standing
from dashboard.languages import LANGUAGES, in_columns, say
from dashboard.languages.numbers import MoneyUnit
from dashboard.wording import naming

# The roles of what a plan printed or follows from it, and of what somebody entered.
_PROMISED = frozenset(
    ("goal", "stretch", "milestone", "floor", "derived", "required", "schedule", "tick")
)
_ENTERED = frozenset(("actual", "current", "previous", "value"))
_PERIODS = {
    "yearly": "pages.chart.yearly",
    "months": "pages.chart.months",
    "members": "pages.chart.members",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Heading:
    """What every figure states: indicator, unit, basis, period, source.

    `unit` is yuan, count or fraction; `kind` is flow, stock, growth, share or index. `counted` is
    the word for what is counted. `wording` and `clause` go into the hovers. `money` is the unit that
    amounts beside the figure are in, so that it has the same; else it chooses one itself.
    """

    indicator: str
    unit: str
    basis: str | None = None
    period: str | None = None
    source: str | None = None
    subject: str | None = None
    title: str | None = None
    counted: str | None = None
    kind: str = "flow"
    wording: str | None = None
    clause: str | None = None
    money: MoneyUnit | None = None


def heading(
    standing: Standing, row: Row, lang: str, over: str = "yearly", year: int | None = None
) -> Heading:
    """Return what the figure of a goal or series states; it is drawn `over` years, the months of `year`,
    or members.
    """
    document = standing.catalogue.document(row["document"]) or {}
    subject = row[f"subject_name_{lang}"]
    if row["subject_kind"] == "clusters":
        subject = standing.name(standing.catalogue.region(row["region"]), lang)
    return Heading(
        indicator=row[f"indicator_name_{lang}"],
        unit=row["unit"],
        basis=row[f"basis_{lang}"],
        period=say(_PERIODS[over], lang, year=year),
        source=document.get("number") or standing.catalogue.name(document, lang),
        subject=subject,
        counted=naming.counted(standing, row, lang),
        kind=label_kind(row),
        wording=row["wording"],
        clause=row["clause"],
    )


def series_row(
    standing: Standing, region: str, subject: str, indicator: str, goal: str | None
) -> Row:
    """Return what a figure has to state about a series, from its goal or from the register."""
    own = standing.row(goal) if goal else None
    if own is not None and own["subject_kind"] == "cluster":
        return own
    known = standing.catalogue.indicator(indicator) or {}
    cluster = standing.catalogue.cluster(region, subject) or {}
    plan = standing.plans(region)[0]
    names = {
        f"{part}_{lang}": source.get(f"name_{lang}")
        for part, source in (("indicator_name", known), ("subject_name", cluster))
        for lang in LANGUAGES
    }
    return {
        **{name: known.get(name) for name in in_columns("unit kind basis_* accumulates")},
        **names,
        "document": plan["document"],
        "indicator": indicator,
        "subject_kind": "cluster",
        "region": region,
        "wording": None,
        "clause": None,
    }


def stated(
    heading: Heading, unit: str, lang: str, roles: Collection[str] = _PROMISED
) -> tuple[str, str]:
    """Return title and subtitle: subject and indicator; `unit` as it is written, basis, period, source.

    The plan is the source of what it promised only: with actuals among the `roles` drawn the
    subtitle says that they were entered, and without a promise it does not name the plan.
    """
    title = heading.title or say("charts.figure.between", lang).join(
        part for part in (heading.subject, heading.indicator) if part
    )
    named = [unit]
    if heading.title:
        named.append(heading.indicator)
    if heading.basis and heading.basis != heading.indicator:
        named.append(say("charts.figure.basis", lang, basis=heading.basis))
    named.append(heading.period or "")
    promised, entered = not _PROMISED.isdisjoint(roles), not _ENTERED.isdisjoint(roles)
    if heading.source and promised:
        key = "charts.figure.sources" if entered else "charts.figure.source"
        named.append(say(key, lang, source=heading.source))
    elif entered:
        named.append(say("charts.figure.entered", lang))
    return title, say("charts.dot", lang).join(part for part in named if part)
