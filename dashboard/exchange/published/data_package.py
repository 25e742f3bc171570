"""The published data as a Data Package: CSV files, and what each column of them means.

Described after the Data Package standard, version 1: types, keys, references between tables, units,
sources and licence, in `datapackage.json`.
"""

import json
from collections.abc import Callable
from typing import Any

from dashboard import __version__
from dashboard.exchange.csv_files import write_rows
from dashboard.exchange.published.file_set import FileSet, Text
from dashboard.exchange.published.tables import TABLES, Column, Table
from dashboard.exchange.representations import to_json
from dashboard.judging import Row, Standing
from dashboard.languages import say

# What the Open Definition's list of licences says where none was chosen.
NO_LICENCE = "notspecified"

_FORMATS = {"datetime": "any"}


def write_data_package(
    standing: Standing,
    lang: str,
    files: FileSet,
    licence: str = NO_LICENCE,
    told: Callable[[str], None] = lambda _: None,
) -> None:
    """Write all tables as CSV, and `datapackage.json`; `told` is called with each table's name.

    Names and descriptions of columns are in `lang`. Numbers are exact decimals, lists JSON.
    """
    resources = []
    for table in TABLES:
        told(table.name)
        resources.append(_resource(table, standing, lang, files))
    catalogue = standing.catalogue
    package: dict[str, Any] = {
        "profile": "tabular-data-package",
        "name": "cluster-targets",
        "title": say("exchange.data.title", lang, day=standing.on),
        "description": say("exchange.data.description", lang),
        # Of the state, not of the moment: the same state is described in the same words.
        "version": f"{standing.on.isoformat()}+{standing.revision}",
        "created": f"{standing.on.isoformat()}T00:00:00+08:00",
        "licenses": [{"name": licence, "title": _licence_title(licence, lang)}],
        "sources": [_source(row, lang) for row in catalogue.rows("documents")],
        "contributors": [{"title": f"cluster-dashboard {__version__}", "role": "wrangler"}],
        "register_version": catalogue.version,
        "demonstration": standing.demo,
        "resources": resources,
    }
    with files.file("datapackage.json") as file:
        file.write((to_json(package) + "\n").encode())


def _licence_title(licence: str, lang: str) -> str:
    return say("exchange.data.no-licence", lang) if licence == NO_LICENCE else licence


def _source(document: Row, lang: str) -> dict[str, str]:
    issuer = document[f"issuer_{lang}"]
    title = document[f"title_{lang}"]
    parts = (issuer, title, document["number"], document["issued"])
    told = {"title": say("charts.dot", lang).join(str(part) for part in parts if part)}
    return told | ({"sha256": document["sha256"]} if document["sha256"] else {})


def _resource(table: Table, standing: Standing, lang: str, files: FileSet) -> dict[str, Any]:
    path = f"data/{table.name}.csv"
    with files.file(path) as file:
        text = Text(file)
        write_rows(text, table.names, (_cells(table, row) for row in table.rows(standing, lang)))
    return {
        "name": table.name.replace("_", "-"),
        # exchange.data.table.*
        "title": say(f"exchange.data.table.{table.name}", lang),
        "path": path,
        "profile": "tabular-data-resource",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "bytes": text.bytes,
        "hash": f"sha256:{text.checksum}",
        "schema": _schema(table, lang),
    }


def _cells(table: Table, row: Row) -> dict[str, object]:
    cells = {}
    for column in table.columns:
        cell = row[column.name]
        if cell is not None and column.type == "array":
            cell = json.dumps(cell, ensure_ascii=False)
        elif isinstance(cell, bool):
            cell = str(cell).lower()
        cells[column.name] = cell
    return cells


def _schema(table: Table, lang: str) -> dict[str, Any]:
    return {
        "fields": [_field(column, lang) for column in table.columns],
        "primaryKey": list(table.key),
        "missingValues": [""],
        "foreignKeys": [
            {
                "fields": list(one.columns),
                "reference": {"resource": one.table.replace("_", "-"), "fields": list(one.theirs)},
            }
            for one in table.references
        ],
    }


def _field(column: Column, lang: str) -> dict[str, Any]:
    told: dict[str, Any] = {
        "name": column.name,
        "type": column.type,
        "title": column.title(lang),
    }
    if column.type in _FORMATS:
        told["format"] = _FORMATS[column.type]
    if column.unit:
        told["unit"] = column.unit
    if column.required:
        told["constraints"] = {"required": True}
    return told
