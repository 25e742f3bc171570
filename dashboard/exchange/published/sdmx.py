"""The published data as SDMX-CSV 2.0, and its structures with all codelists as SDMX-JSON 2.0.

Two dataflows: the figures, and what the goals ask for and how far they are. An identifier of SDMX has
no dot: ours have no at sign, so that one stands for the other.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from dashboard.actuals.periods import LEVEL_KINDS, label_kind, period
from dashboard.actuals.return_states import Vintage
from dashboard.exchange.csv_files import write_rows
from dashboard.exchange.published.file_set import FileSet, Text
from dashboard.exchange.published.tables import TABLES
from dashboard.exchange.representations import to_json
from dashboard.judging import Row, Standing
from dashboard.languages import LANGUAGES, LOGGED, say
from dashboard.progress.status import STATUSES
from dashboard.wording.states import vintage_word

AGENCY, VERSION = "CLUSTERS", "1.0"
_URN = "urn:sdmx:org.sdmx.infomodel"
# What of a verdict is a number, and what it is counted in where the goal's unit does not say it.
MEASURES: Mapping[str, str | None] = {
    "value": None,
    "actual": None,
    "completion": "fraction",
    "schedule": "fraction",
    "gap_points": "percentage-points",
}
_LISTS = (
    *("REGION", "SUBJECT", "INDICATOR", "GOAL", "MEASURE", "STATUS", "UNIT_MEASURE", "VINTAGE"),
)
_DIMENSIONS = {
    "FIGURES": ("REGION", "SUBJECT", "INDICATOR", "TIME_PERIOD"),
    "GOALS": ("REGION", "GOAL", "MEASURE", "TIME_PERIOD"),
}
_ATTRIBUTES = {
    "FIGURES": ("UNIT_MEASURE", "VINTAGE", "PERIOD", "REVISION"),
    "GOALS": ("UNIT_MEASURE", "STATUS", "DUE"),
}


def write_sdmx(
    standing: Standing, lang: str, files: FileSet, told: Callable[[str], None] = lambda _: None
) -> None:
    """Write `FIGURES.csv`, `GOALS.csv` and `structures.json`; `told` is called with each flow's name.

    Names in the codelists are in both languages, whatever `lang` is.
    """
    tables = {table.name: table for table in TABLES}
    used: set[str] = set()
    told("FIGURES")
    figures = _figures(standing, tables["observations"].rows(standing, lang), used)
    _write(files, "FIGURES", figures)
    told("GOALS")
    _write(files, "GOALS", _goals(standing, tables["assessments"].rows(standing, lang)))
    with files.file("structures.json") as file:
        file.write((to_json(_structures(standing, used)) + "\n").encode())


def code_of(id: str) -> str:
    """Return one of our ids as an identifier of SDMX."""
    return id.replace(".", "@")


def subject_code(region: str, subject: str) -> str:
    """Return the code of a subject: a cluster's id is its region's own, so both name it."""
    return code_of(subject if subject == region else f"{region}@{subject}")


def time_period(code: str, kind: str) -> str:
    """Return a period of ours as SDMX writes it; `kind` is the indicator's, as for its label.

    January to September of a flow is the nine months from 1 January; of a level it is the month
    in which it was read.
    """
    of = period(code)
    level = kind in LEVEL_KINDS or kind == "running"
    if of.kind == "half":
        return f"{of.year}-S2"
    if level or of.kind in ("year", "quarter"):
        return code
    if of.kind == "point":
        return f"{of.year}-01-01/P{of.end.timetuple().tm_yday}D"
    return f"{of.year}-01-01/P{of.month}M"


def _figures(standing: Standing, rows: Iterable[Row], used: set[str]) -> Iterator[dict[str, Any]]:
    kinds = {row["id"]: label_kind(row) for row in standing.catalogue.rows("indicators")}
    for row in rows:
        region, indicator = row["region"], row["indicator"]
        used.update((subject_code(region, row["subject"]), code_of(indicator)))
        yield {
            "REGION": code_of(region),
            "SUBJECT": subject_code(region, row["subject"]),
            "INDICATOR": code_of(indicator),
            "TIME_PERIOD": time_period(row["period"], kinds.get(indicator, "flow")),
            "OBS_VALUE": row["value"],
            "UNIT_MEASURE": row["unit"],
            "VINTAGE": row["vintage"],
            "PERIOD": row["period"],
            "REVISION": row["revision"],
        }


def _goals(standing: Standing, rows: Iterable[Row]) -> Iterator[dict[str, Any]]:
    for row in rows:
        goal = standing.catalogue.goal(row["goal"]) or {}
        for measure, unit in MEASURES.items():
            number = goal["value"] if measure == "value" else row[measure]
            if number is None:
                continue
            own = row["actual_unit"] if measure == "actual" else goal["unit"]
            yield {
                "REGION": code_of(row["region"]),
                "GOAL": code_of(row["goal"]),
                "MEASURE": measure,
                "TIME_PERIOD": row["on"],
                "OBS_VALUE": number,
                "UNIT_MEASURE": unit or own or goal["unit"],
                "STATUS": row["status"],
                "DUE": goal["due"],
            }


def _write(files: FileSet, flow: str, rows: Iterable[dict[str, Any]]) -> None:
    named = {
        "STRUCTURE": "dataflow",
        "STRUCTURE_ID": f"{AGENCY}:{flow}({VERSION})",
        "ACTION": "I",
    }
    columns = (*named, *_DIMENSIONS[flow], "OBS_VALUE", *_ATTRIBUTES[flow])
    with files.file(f"{flow}.csv") as file:
        write_rows(Text(file), columns, (named | row for row in rows))


# -- structures


def _structures(standing: Standing, used: set[str]) -> dict[str, Any]:
    lists = _codelists(standing, used)
    concepts = [_concept(name) for name in sorted(set(_LISTS) | _all_components())]
    flows = list(_DIMENSIONS)
    return {
        "meta": {
            "schema": "https://json.sdmx.org/2.0.0/sdmx-json-structure-schema.json",
            "id": f"clusters-{standing.on.isoformat()}-{standing.revision}",
            "prepared": f"{standing.on.isoformat()}T00:00:00+08:00",
            "test": standing.demo,
            "contentLanguages": list(LANGUAGES),
            "sender": {"id": AGENCY},
        },
        "data": {
            "codelists": [_maintained(f"CL_{name}") | {"codes": lists[name]} for name in _LISTS],
            "conceptSchemes": [_maintained("CONCEPTS") | {"concepts": concepts}],
            "dataStructures": [_data_structure(flow) for flow in flows],
            "dataflows": [
                _maintained(flow) | {"structure": _urn("datastructure.DataStructure", flow)}
                for flow in flows
            ],
        },
    }


def _all_components() -> set[str]:
    parts = (*_DIMENSIONS.values(), *_ATTRIBUTES.values(), ("OBS_VALUE",))
    return {name for names in parts for name in names}


def _codelists(standing: Standing, used: set[str]) -> dict[str, list[dict[str, Any]]]:
    catalogue = standing.catalogue
    regions = [_code(row["id"], row, row["parent"]) for row in catalogue.rows("regions")]
    subjects = [_code(row["id"], row) for row in catalogue.rows("regions")]
    for region in catalogue.rows("regions"):
        for row in catalogue.subjects_of(region["id"]):
            if row["subject"] != region["id"]:
                code = subject_code(region["id"], row["subject"])
                subjects.append(_code(code, row))
    indicators = [_code(row["id"], row) for row in catalogue.rows("indicators")]
    units = [_code(row["id"], row) for row in catalogue.rows("measurement_units")]
    for found in (subjects, indicators):
        known = {one["id"] for one in found}
        wanted = {code for code in used if ("@" in code) == (found is subjects)}
        # A figure outlives the place of its subject or indicator in the register.
        found += [_code(code, {}) for code in sorted(wanted - known)]
    return {
        "REGION": regions,
        "SUBJECT": subjects,
        "INDICATOR": indicators,
        "GOAL": [_code(row["id"], row) for row in catalogue.rows("goals")],
        "MEASURE": [
            # exchange.data.column.*
            _code(name, _said(f"exchange.data.column.{name.replace('_', '-')}"))
            for name in MEASURES
        ],
        "STATUS": [_code(name, _said(status.key)) for name, status in STATUSES.items()],
        "VINTAGE": [
            _code(each.value, {f"name_{lang}": vintage_word(each, lang) for lang in LANGUAGES})
            for each in Vintage
        ],
        "UNIT_MEASURE": [
            *units,
            _code("percentage-points", _said("exchange.data.percentage-points")),
        ],
    }


def _said(key: str) -> dict[str, str]:
    return {f"name_{lang}": say(key, lang) for lang in LANGUAGES}


def _vintage(vintage: Vintage) -> dict[str, str]:
    return {f"name_{lang}": vintage_word(vintage, lang) for lang in LANGUAGES}


def _code(id: str, row: Mapping[str, Any], parent: str | None = None) -> dict[str, Any]:
    names = {lang: str(row.get(f"name_{lang}") or id) for lang in LANGUAGES}
    told = {"id": code_of(id), "name": names[LOGGED], "names": names}
    return told if parent is None else told | {"parent": code_of(parent)}


def _maintained(id: str) -> dict[str, Any]:
    # exchange.data.sdmx.*
    names = {lang: say(f"exchange.data.sdmx.{_key(id)}", lang) for lang in LANGUAGES}
    return {"id": id, "agencyID": AGENCY, "version": VERSION, "name": names[LOGGED], "names": names}


def _key(id: str) -> str:
    return id.removeprefix("CL_").lower().replace("_", "-")


def _concept(id: str) -> dict[str, Any]:
    names = {lang: say(f"exchange.data.sdmx.{_key(id)}", lang) for lang in LANGUAGES}
    return {"id": id, "name": names[LOGGED], "names": names}


def _urn(kind: str, id: str, item: str = "") -> str:
    return f"{_URN}.{kind}={AGENCY}:{id}({VERSION}){item}"


def _component(id: str) -> dict[str, Any]:
    told: dict[str, Any] = {
        "id": id,
        "conceptIdentity": _urn("conceptscheme.Concept", "CONCEPTS", f".{id}"),
    }
    if id in _LISTS:
        told["localRepresentation"] = {"enumeration": _urn("codelist.Codelist", f"CL_{id}")}
    else:
        kind = {"OBS_VALUE": "Decimal", "TIME_PERIOD": "ObservationalTimePeriod"}
        format = {"dataType": kind.get(id, "String")}
        told["localRepresentation"] = {"format": format}
    return told


def _data_structure(flow: str) -> dict[str, Any]:
    names = [name for name in _DIMENSIONS[flow] if name != "TIME_PERIOD"]
    dimensions = [_component(name) | {"position": n} for n, name in enumerate(names)]
    attributes = [
        _component(name)
        | {
            "attributeRelationship": {"observation": {}},
            "measureRelationship": ["OBS_VALUE"],
            "usage": "optional",
        }
        for name in _ATTRIBUTES[flow]
    ]
    return _maintained(flow) | {
        "dataStructureComponents": {
            "dimensionList": {
                "id": "DimensionDescriptor",
                "dimensions": dimensions,
                "timeDimension": _component("TIME_PERIOD"),
            },
            "measureList": {
                "id": "MeasureDescriptor",
                "measures": [_component("OBS_VALUE") | {"usage": "optional"}],
            },
            "attributeList": {"id": "AttributeDescriptor", "attributes": attributes},
        }
    }
