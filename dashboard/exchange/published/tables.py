"""The tables of the published data: their columns, types, units, keys, and their rows of a standing."""

from collections.abc import Callable, Iterator
from typing import Any, Literal, NamedTuple, TypeAlias

from dashboard.exchange.representations import goal_rows, plain, verdict_rows
from dashboard.judging import Row, Standing
from dashboard.languages import LANGUAGES, in_columns, language_name, say
from dashboard.wording.targets import words_counted

Type: TypeAlias = Literal["string", "integer", "number", "boolean", "date", "datetime", "array"]

# What is no text, whichever table it stands in.
_TYPES: dict[str, Type] = {
    **dict.fromkeys(("start", "end", "base_year", "due", "since"), "integer"),
    **dict.fromkeys(("met_count", "member_count", "revision"), "integer"),
    **dict.fromkeys(("base_printed", "derived", "in_force", "planned"), "boolean"),
    **dict.fromkeys(("issued", "lapsed_on", "on"), "date"),
    "at": "datetime",
    **dict.fromkeys(("serves", "clusters", "aliases", "partners", "units", "also"), "array"),
    **dict.fromkeys(("wordings", "responsible", "members", "readings"), "array"),
    **dict.fromkeys(("value", "value_high", "base_value", "next_level"), "number"),
    **dict.fromkeys(("actual", "completion", "progress", "used", "gap_points"), "number"),
    **dict.fromkeys(("schedule", "expected", "required_growth", "required_per_year"), "number"),
    **dict.fromkeys(("required_per_month", "remaining", "quantity"), "number"),
}
# What a number is counted in: a name, or in braces the column that says it.
_UNITS = {
    **dict.fromkeys(("value", "value_high", "base_value", "next_level"), "{unit}"),
    **dict.fromkeys(("expected", "required_per_year", "required_per_month", "remaining"), "{unit}"),
    "actual": "{actual_unit}",
    **dict.fromkeys(("completion", "progress", "used", "schedule"), "fraction"),
    "required_growth": "fraction",
    "gap_points": "percentage points",
}
# Entered or printed, so of few digits; the other numbers are worked out, to thirty of them.
GIVEN = ("value", "value_high", "base_value", "next_level")


class Column(NamedTuple):
    """One column; `unit` is what its numbers are counted in, None for what is no amount."""

    name: str
    type: Type
    unit: str | None
    required: bool

    def title(self, lang: str) -> str:
        """Return what the column holds, in words."""
        stem, _, named = self.name.rpartition("_")
        if named in LANGUAGES:
            # exchange.data.column-in.<column>, without the language it is in
            # exchange.data.column-in.*
            key = f"exchange.data.column-in.{stem.replace('_', '-')}"
            return say(key, lang, language=language_name(named, lang))
        # exchange.data.column.<column>
        # exchange.data.column.*
        return say(f"exchange.data.column.{self.name.replace('_', '-')}", lang)


class Reference(NamedTuple):
    """Columns whose values stand in the columns of another table."""

    columns: tuple[str, ...]
    table: str
    theirs: tuple[str, ...]


class Table(NamedTuple):
    """One table; `rows` gives its rows of a standing, sentences in a language, region by region."""

    name: str
    columns: tuple[Column, ...]
    key: tuple[str, ...]
    references: tuple[Reference, ...]
    rows: Callable[[Standing, str], Iterator[dict[str, Any]]]

    @property
    def names(self) -> tuple[str, ...]:
        """Return the names of the columns."""
        return tuple(column.name for column in self.columns)


def _columns(names: str, key: tuple[str, ...]) -> tuple[Column, ...]:
    return tuple(
        Column(name, _TYPES.get(name, "string"), _UNITS.get(name), name in key)
        for name in in_columns(names)
    )


def _listed(table: str) -> Callable[[Standing, str], Iterator[Row]]:
    def rows(standing: Standing, _: str) -> Iterator[Row]:
        yield from standing.catalogue.rows(table)

    return rows


def _regions(standing: Standing, _: str) -> Iterator[Row]:
    planned = set(standing.regions())
    for row in standing.catalogue.rows("regions"):
        yield row | {"planned": row["id"] in planned}


def _goals(standing: Standing, _: str) -> Iterator[Row]:
    yield from goal_rows(standing.catalogue.rows("goals"))


def _assessments(standing: Standing, lang: str) -> Iterator[Row]:
    catalogue = standing.catalogue
    for region in standing.regions():
        found = standing.rows(region)
        names = {row["id"]: catalogue.name(row, lang) for row in catalogue.clusters_of(region)}
        verdicts = {row["id"]: row["verdict"] for row in found}
        words = words_counted(catalogue, lang)
        for row in verdict_rows(found, verdicts, lang, {region: names}, words):
            yield row | {"goal": row["id"], "on": standing.on.isoformat()}


def _observations(standing: Standing, _: str) -> Iterator[Row]:
    units = {row["id"]: row["unit"] for row in standing.catalogue.rows("indicators")}
    for region in standing.catalogue.rows("regions"):
        figures = [one for one in standing.figures([region["id"]]) if not one.withdrawn]
        settled = standing.vintages(region["id"])
        for one in sorted(figures, key=lambda one: one.figure):
            row = one._asdict()
            yield row | {
                "unit": units.get(one.indicator),
                "at": one.at_text if one.at else None,
                "vintage": settled.get(one.revision),
            }


def _table(
    name: str,
    names: str,
    key: str,
    rows: Callable[[Standing, str], Iterator[Row]],
    references: tuple[Reference, ...] = (),
) -> Table:
    keys = tuple(key.split())

    def told(standing: Standing, lang: str) -> Iterator[dict[str, Any]]:
        for row in rows(standing, lang):
            yield {column.name: plain(row.get(column.name)) for column in columns}

    columns = _columns(names, keys)
    return Table(name, columns, keys, references, told)


def _to(table: str, column: str) -> Reference:
    return Reference((column,), table, ("id",))


_CLAUSE = Reference(("document", "clause"), "clauses", ("document", "id"))

TABLES = (
    _table("regions", "id name_* level parent planned", "id", _regions),
    _table(
        "documents", "id title_* number issuer_* issued sha256", "id",
        _listed("documents"),
    ),
    _table(
        "clauses", "document id heading_* wordings units also", "document id",
        _listed("clauses"), (_to("documents", "document"),),
    ),
    _table(
        "indicators",
        "id name_* unit kind direction basis_* scope_* counted_* "
        " growth_of accumulates",
        "id", _listed("indicators"), (_to("measurement_units", "unit"),),
    ),
    _table("measurement_units", "id name_* base", "id", _listed("measurement_units")),
    _table(
        "clusters", "region id name_* aliases kind parent partners", "region id",
        _listed("clusters"), (_to("regions", "region"),),
    ),
    _table(
        "plans",
        "id region document name_* start end base_year code_text status lapsed_on "
        "supersedes serves clusters",
        "id", _listed("plans"), (_to("regions", "region"), _to("documents", "document")),
    ),
    _table(
        "goals",
        "id region plan document clause subject subject_kind subject_name_* "
        "cluster tier indicator indicator_name_* unit kind direction basis_* "
        " name_* comparator value value_high target_text measure base_year "
        "base_value base_printed due every since stretch_of ambition wording responsible lead also "
        "members readings derived next_level in_force",
        "id", _goals,
        (_to("regions", "region"), _to("plans", "plan"), _to("indicators", "indicator"), _CLAUSE),
    ),
    _table(
        "assessments",
        "goal region on status status_reason lamp actual actual_unit period unit completion progress "
        "used gap_points schedule expected required_growth required_per_year required_per_month need "
        "remaining met_count member_count worst_member rule quantity revision",
        "goal on", _assessments, (_to("goals", "goal"), _to("regions", "region")),
    ),
    _table(
        "observations", "region subject indicator period unit value revision at vintage",
        "region subject indicator period", _observations, (_to("regions", "region"),),
    ),
)  # fmt: skip
