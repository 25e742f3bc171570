"""The compiled register as the other rooms see it: columns, and look-ups over them."""

from collections.abc import Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.compute as pc

from dashboard.languages import columns_of, in_columns, names_of

if TYPE_CHECKING:
    import pandas as pd

Row = dict[str, Any]
_MOST_READ = 1_000
"""Rows that are kept as they were read, one and a half megabytes of them at most."""


def _is_flat(cell: Any) -> bool:
    """Whether a copy of the cell shares nothing that can be changed."""
    if isinstance(cell, list):
        return not any(isinstance(one, list | dict) for one in cell)
    return not isinstance(cell, dict)


class Catalogue:
    """Tables of one version of the register; see `columns` for what each holds.

    No object graph stands behind it: the tables are columns in memory, and rows are made when asked
    for. Rows and frames are the caller's own; changing them changes nothing here.
    """

    def __init__(self, version: str, tables: dict[str, pa.Table]) -> None:
        self.version = version
        self._tables = tables
        self._frames: dict[str, pd.DataFrame] = {}
        self._places: dict[tuple[str, ...], dict[Any, list[int]]] = {}
        self._read: dict[tuple[str, Any], Row] = {}

    def table(self, name: str) -> pa.Table:
        """The Arrow table; KeyError for an unknown name."""
        return self._tables[name]

    def frame(self, name: str) -> "pd.DataFrame":
        """The table as a pandas frame, in the order of the register."""
        if name not in self._frames:
            self._frames[name] = self._tables[name].to_pandas()
        return self._frames[name].copy(deep=False)

    def rows(self, name: str) -> list[Row]:
        """The table as dicts. For a whole register's goals prefer `frame` or `table`."""
        return list(self._tables[name].to_pylist())

    def _found(self, table: str, columns: Sequence[str], key: Any) -> list[Row]:
        index = self._places.get((table, *columns))
        if index is None:
            index = {}
            values = [self._tables[table].column(column).to_pylist() for column in columns]
            keys = values[0] if len(values) == 1 else zip(*values, strict=True)
            for place, value in enumerate(keys):
                index.setdefault(value, []).append(place)
            self._places[(table, *columns)] = index
        places = index.get(key, [])
        if not places:
            return []
        first, last = places[0], places[-1]
        if last - first + 1 == len(places):
            return list(self._tables[table].slice(first, len(places)).to_pylist())
        return list(self._tables[table].take(places).to_pylist())

    def _one(self, table: str, columns: Sequence[str], key: Any) -> Row | None:
        # A page asks for the same few plans, clusters and indicators a hundred times.
        held = self._read.get((table, key))
        if held is None:
            found = self._found(table, columns, key)
            if not found:
                return None
            held = found[0]
            if len(self._read) >= _MOST_READ or not all(map(_is_flat, held.values())):
                return held
            self._read[table, key] = held
        # The lists of a row are the caller's own, too.
        return {name: [*cell] if type(cell) is list else cell for name, cell in held.items()}

    def region(self, name: str) -> Row | None:
        """One row of `regions`, or None."""
        return self._one("regions", ("id",), name)

    def cluster(self, region: str, name: str) -> Row | None:
        """One row of `clusters`, or None."""
        return self._one("clusters", ("region", "id"), (region, name))

    def indicator(self, name: str) -> Row | None:
        """One row of `indicators`, or None."""
        return self._one("indicators", ("id",), name)

    def measurement_unit(self, name: str) -> Row | None:
        """One row of `measurement_units`, or None."""
        return self._one("measurement_units", ("id",), name)

    def group(self, name: str) -> Row | None:
        """One row of `groups`, or None."""
        return self._one("groups", ("id",), name)

    def goal(self, name: str) -> Row | None:
        """One row of `goals`, or None."""
        return self._one("goals", ("id",), name)

    def plan(self, name: str) -> Row | None:
        """One row of `plans`, or None."""
        return self._one("plans", ("id",), name)

    def tier(self, plan: str, name: str) -> Row | None:
        """One row of `tiers`, or None."""
        return self._one("tiers", ("plan", "id"), (plan, name))

    def document(self, name: str) -> Row | None:
        """One row of `documents`, or None."""
        return self._one("documents", ("id",), name)

    def lamp_rule(self, name: str) -> Row | None:
        """One row of `lamp_rules`, or None."""
        return self._one("lamp_rules", ("id",), name)

    def evaluation_method(self, name: str) -> Row | None:
        """One row of `evaluation_methods`, or None."""
        return self._one("evaluation_methods", ("id",), name)

    def clauses_of(self, document: str) -> list[Row]:
        """Clauses in printed order."""
        return self._found("clauses", ("document",), document)

    def notes_of(self, document: str) -> list[Row]:
        """Defects, readings and missing annexes."""
        return self._found("notes", ("document",), document)

    def units_of(self, document: str) -> list[Row]:
        """The responsible units of a document with their names in both languages."""
        return self._found("units", ("document",), document)

    def plans_of(self, region: str) -> list[Row]:
        """Plans of the region itself, whatever their status."""
        return self._found("plans", ("region",), region)

    def tiers_of(self, plan: str) -> list[Row]:
        """Tiers in printed order."""
        return self._found("tiers", ("plan",), plan)

    def goals_of(self, region: str) -> list[Row]:
        """Goals of the region's plans, written and derived, in force or not."""
        return self._found("goals", ("region",), region)

    def goals_asking(self, subject_kind: str, indicator: str) -> list[Row]:
        """Goals of all regions that ask one indicator of such subjects, in force or not."""
        return self._found("goals", ("subject_kind", "indicator"), (subject_kind, indicator))

    @cached_property
    def planned_regions(self) -> tuple[str, ...]:
        """The ids of the regions that have a plan, in force or not, in the register's order."""
        with_plan = set(self._tables["plans"]["region"].to_pylist())
        return tuple(id for id in self._tables["regions"]["id"].to_pylist() if id in with_plan)

    @cached_property
    def responsible_units(self) -> frozenset[str]:
        """All units that answer for a goal, as printed."""
        named = pc.list_flatten(self._tables["goals"]["responsible"])
        return frozenset(pc.unique(named).to_pylist())

    @cached_property
    def goals_across_regions(self) -> list[Row]:
        """Goals that other regions' figures answer too: of groups, and in step with one elsewhere."""
        goals = self._tables["goals"]
        elsewhere = pc.and_(
            pc.is_valid(goals["step_region"]), pc.not_equal(goals["step_region"], goals["region"])
        )
        wanted = pc.or_(pc.equal(goals["subject_kind"], "group"), elsewhere)
        return list(goals.filter(pc.fill_null(wanted, False)).to_pylist())

    def clusters_of(self, region: str) -> list[Row]:
        """Clusters in the order of the register."""
        return self._found("clusters", ("region",), region)

    def children_of(self, region: str) -> list[Row]:
        """Regions one step below."""
        return self._found("regions", ("parent",), region)

    def subjects_of(self, region: str) -> list[Row]:
        """What figures may be entered for: subject, subject_kind, `name_<lang>`.

        The region itself, all clusters together (if it has any), each cluster, the groups its goals
        speak of, and the tiers (`<plan>.<tier>`) whose number is entered.
        """
        from dashboard.register.names import all_clusters

        own = self.region(region)
        if own is None:
            return []
        subjects = [_subject(region, "region", names_of(own))]
        clusters = self.clusters_of(region)
        if clusters or self._clusters_meant(region):
            subjects.append(_subject("clusters", "clusters", all_clusters()))
        for cluster in clusters:
            subjects.append(_subject(cluster["id"], "cluster", names_of(cluster)))
        subjects += self._others_meant.get(region, [])
        return subjects

    def _clusters_meant(self, region: str) -> bool:
        return "clusters" in self._subjects_by_region.get(region, ())

    @cached_property
    def _others_meant(self) -> dict[str, list[Row]]:
        """Groups and tiers that a region's goals are about, by region, each once."""
        goals = self._tables["goals"].select(
            list(in_columns("region subject subject_kind count_subject subject_name_*"))
        )
        wanted = pc.or_(
            pc.equal(goals["subject_kind"], "group"), pc.is_valid(goals["count_subject"])
        )
        found: dict[str, dict[str, Row]] = {}
        for row in goals.filter(wanted).to_pylist():
            name, kind = row["count_subject"] or row["subject"], row["subject_kind"]
            subject = _subject(name, kind, names_of(row, "subject_name"))
            found.setdefault(row["region"], {})[name] = subject
        return {region: list(rows.values()) for region, rows in found.items()}

    @cached_property
    def _subjects_by_region(self) -> dict[str, set[str]]:
        goals = self._tables["goals"]
        pairs = set(zip(goals["region"].to_pylist(), goals["subject"].to_pylist(), strict=True))
        found: dict[str, set[str]] = {}
        for region, subject in pairs:
            found.setdefault(region, set()).add(subject)
        return found

    @staticmethod
    def name(row: Row, lang: str) -> str:
        """The row's name in a language: `name_<lang>`, or `title_<lang>` for a document."""
        return str(row.get(f"name_{lang}") or row.get(f"title_{lang}") or row["id"])


def _subject(name: str, kind: str, names: dict[str, str]) -> Row:
    return {"subject": name, "subject_kind": kind, **columns_of("name", names)}
