"""The columns of a compiled register: table → column → Arrow type. Rooms read these, never YAML."""

from functools import cache
from operator import itemgetter

import pyarrow as pa

from dashboard.languages import in_columns

_TEXT = pa.string()
_TEXTS = pa.list_(pa.string())
_INT = pa.int32()
_BOOL = pa.bool_()
_FLOAT = pa.float64()
_MILESTONES = pa.list_(
    pa.struct(
        [
            ("year", pa.int32()),
            ("comparator", _TEXT),
            ("value", _TEXT),
            ("value_high", _TEXT),
            ("document", _TEXT),
            ("clause", _TEXT),
            *((name, _TEXT) for name in in_columns("document_title_*")),
        ]
    )
)


def _structs(names: str) -> pa.DataType:
    return pa.list_(pa.struct([(name, _TEXT) for name in in_columns(names)]))


_MEMBERSHIP = _structs("member from until document")

_EARLIER_RULES = pa.list_(pa.struct([("rule", _TEXT), ("until", _TEXT)]))


def _texts(names: str) -> dict[str, pa.DataType]:
    return dict.fromkeys(in_columns(names), _TEXT)


_TABLES: dict[str, dict[str, pa.DataType]] = {
    "regions": {
        **_texts("id name_* level parent lamp_rule about_tolerance step_tolerance"),
        "earlier_lamp_rules": _EARLIER_RULES,
        "reporting": _TEXT,
        "order": _INT,
    },
    "indicators": {
        **_texts(
            "id name_* unit kind direction basis_* scope_* "
            "counted_* growth_of covered of natural_limit accumulates part_of"
        ),
        "may_be_negative": _BOOL,
        "decimals": _BOOL,
        "additive": _BOOL,
        "continued_by": _TEXT,
        "continued_since": _INT,
        "checks": _TEXT,
        "order": _INT,
    },
    "clusters": {
        **_texts("region id name_*"),
        "aliases": _TEXTS,
        "partners": _TEXTS,
        "kind": _TEXT,
        "parent": _TEXT,
        "recognitions": _structs("level on document"),
        "officials": _structs("person post_* from until document clause"),
        "order": _INT,
    },
    "groups": {**_texts("id name_*"), "regions": _TEXTS, "order": _INT},
    "measurement_units": {
        **_texts("id name_* base"),
        "multiples": _structs("name_* factor"),
        "decimals": _BOOL,
    },
    "documents": {
        **_texts("id title_* number"),
        "number_printed": _BOOL,
        **_texts("issuer_* issued sha256 file"),
    },
    "clauses": {
        **_texts("document id heading_*"),
        "units": _TEXTS,
        "units_from": _TEXT,
        "also": _TEXTS,
        "wordings": _TEXTS,
        "order": _INT,
    },
    "notes": {**_texts("document id kind text_*"), "assumption": _BOOL},
    "units": _texts("document name_*"),
    "plans": {
        **_texts("id region document name_*"),
        "start": _INT,
        "end": _INT,
        "base_year": _INT,
        "base_year_reading": _TEXT,
        **_texts("code_text code_parts status lapsed_on supersedes"),
        "serves": _TEXTS,
        "reporting": _TEXT,
        "officials": _TEXT,
        "checks": _TEXT,
        "clusters": _TEXTS,
        "order": _INT,
    },
    "tiers": {
        **_texts("id plan region document indicator threshold_comparator threshold"),
        "threshold_high": _TEXT,
        "threshold_value": _FLOAT,
        "threshold_text": _TEXT,
        "due": _INT,
        "count": _INT,
        "count_high": _INT,
        "count_open": _BOOL,
        "count_comparator": _TEXT,
        "recognition": _TEXT,
        "of_kind": _TEXT,
        "members": _TEXTS,
        "members_complete": _BOOL,
        "membership": _MEMBERSHIP,
        "level": _BOOL,
        "inside": _TEXT,
        "overlaps": _TEXTS,
        **_texts("ambition clause wording name_* code_part"),
        "in_code": _BOOL,
        "readings": _TEXTS,
        "order": _INT,
    },
    "goals": {
        **_texts(
            "id plan region document subject subject_kind subject_name_* cluster tier indicator "
            "indicator_name_* unit kind direction basis_* scope_* name_* comparator value value_high "
            "target_text"
        ),
        "value_float": _FLOAT,
        "value_high_float": _FLOAT,
        "kept": _BOOL,
        "step_tolerance": _TEXT,
        "measure": _TEXT,
        "base_year": _INT,
        "base_value": _TEXT,
        "base_printed": _BOOL,
        "path": _TEXT,
        "stretch_of": _TEXT,
        "due": _INT,
        "every": _TEXT,
        "since": _INT,
        "milestones": _MILESTONES,
        **_texts("step_region step_subject step_indicator ambition clause wording"),
        "responsible": _TEXTS,
        "lead": _TEXT,
        "also": _TEXTS,
        "derived": _BOOL,
        "level": _BOOL,
        "readings": _TEXTS,
        "in_force": _BOOL,
        "plan_status": _TEXT,
        "accumulates": _TEXT,
        "lamp_rule": _TEXT,
        "about_tolerance": _TEXT,
        "next_level": _TEXT,
        "members": _TEXTS,
        "membership": _MEMBERSHIP,
        "members_complete": _BOOL,
        "count_subject": _TEXT,
        "recognised": _structs("member on"),
        "order": _INT,
    },
    "lamp_rules": _texts("id name_* json"),
    "evaluation_methods": {
        **_texts("id name_* document clause source_* units level"),
        "ours": _BOOL,
        "regions": _TEXTS,
        "json": _TEXT,
        "order": _INT,
    },
    "checks": _texts("id json"),
}

NAMES = tuple(_TABLES)


@cache
def schema_of(name: str) -> pa.Schema:
    """The Arrow schema of one table; KeyError for a name that is none of `NAMES`."""
    return pa.schema(list(_TABLES[name].items()))


class Columns:
    """One table being filled, row by row."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.schema = schema_of(name)
        self._empty = dict.fromkeys(self.schema.names)
        self._values = itemgetter(*self.schema.names)
        self._rows: list[tuple[object, ...]] = []

    def __len__(self) -> int:
        return len(self._rows)

    def add(self, row: dict[str, object]) -> None:
        """Append one row; a column left out is null, a key that is no column raises KeyError."""
        full = self._empty | row
        if len(full) != len(self._empty):
            raise KeyError(sorted(row.keys() - self._empty.keys()))
        self._rows.append(self._values(full))

    def column(self, name: str) -> list[object]:
        """The values of one column so far."""
        place = self.schema.names.index(name)
        return [row[place] for row in self._rows]

    def table(self) -> pa.Table:
        """The columns as an Arrow table."""
        if not self._rows:
            return self.schema.empty_table()
        columns = zip(*self._rows, strict=True)
        arrays = [
            pa.array(values, type=field.type)
            for values, field in zip(columns, self.schema, strict=True)
        ]
        return pa.Table.from_arrays(arrays, schema=self.schema)
