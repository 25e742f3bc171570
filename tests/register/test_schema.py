"""The JSON Schema that editors complete and check with."""

import json
import re
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml

from dashboard.register import document_schema, schema
from dashboard.register.models import Document, RegisterFile

ROOT = Path(__file__).parents[2]
KEPT = ROOT / "data" / "targets.schema.json"
KEPT_OF_RECORDS = ROOT / "seeds" / "document.schema.json"
SEEDS = sorted((ROOT / "seeds").glob("*.yaml"))
REGISTERS = [ROOT / "data" / "targets.yaml", *Path(__file__).parent.glob("shapes/targets/*.yaml")]


def test_the_kept_schema_is_current() -> None:
    """If this fails: cluster-dashboard schema > data/targets.schema.json"""
    assert json.loads(KEPT.read_text(encoding="utf-8")) == schema()


def test_the_registers_first_line_refers_to_the_schema() -> None:
    first = REGISTERS[0].read_text(encoding="utf-8").splitlines()[0]
    assert first == f"# yaml-language-server: $schema={KEPT.name}"


def test_the_kept_schema_of_records_is_current() -> None:
    """If this fails: python -m docs.register_guide"""
    assert json.loads(KEPT_OF_RECORDS.read_text(encoding="utf-8")) == document_schema()


@pytest.mark.parametrize("path", SEEDS, ids=lambda path: path.stem)
def test_a_records_first_line_refers_to_its_schema(path: Path) -> None:
    first = path.read_text(encoding="utf-8").splitlines()[0]
    assert first == f"# yaml-language-server: $schema={KEPT_OF_RECORDS.name}"


def as_an_editor_reads(path: Path) -> Any:
    class Editor(yaml.SafeLoader):
        """Numbers and booleans as YAML 1.2 has them, dates as text."""

    # YAML 1.1, which the library reads, has dates, and words for true and false, besides.
    Editor.yaml_implicit_resolvers = {
        first: [
            (tag, shape)
            for tag, shape in found
            if not tag.endswith("timestamp") and (first in "tTfF" or not tag.endswith("bool"))
        ]
        for first, found in yaml.SafeLoader.yaml_implicit_resolvers.items()
    }
    return yaml.load(path.read_text(encoding="utf-8"), Editor)  # noqa: S506 - a safe loader


@pytest.mark.parametrize("path", REGISTERS, ids=lambda path: path.stem)
def test_a_sound_register_pleases_the_editor(path: Path) -> None:
    jsonschema.validate(as_an_editor_reads(path), schema())


@pytest.mark.parametrize(
    "path",
    [*SEEDS, *Path(__file__).parent.glob("shapes/seeds/*.yaml")],
    ids=lambda path: path.stem,
)
def test_a_sound_record_pleases_the_editor(path: Path) -> None:
    jsonschema.validate(as_an_editor_reads(path), document_schema())


def test_the_editor_marks_a_misspelt_key_of_a_record() -> None:
    wrong = as_an_editor_reads(SEEDS[0])
    wrong["clauses"][0]["unit"] = wrong["clauses"][0].pop("units", [])
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(wrong, document_schema())


def test_the_editor_marks_an_unknown_key() -> None:
    wrong = {"version": 1, "regions": {"a": {"name": {"zh": "甲", "en": "A"}, "levl": "county"}}}
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(wrong, schema())


def described() -> list[tuple[str, str]]:
    found = []
    for model in (RegisterFile, Document):
        for name, definition in model.model_json_schema()["$defs"].items():
            for key, field in definition.get("properties", {}).items():
                found.append((f"{name}.{key}", field.get("description", "")))
    return found


@pytest.mark.parametrize(("key", "text"), described(), ids=lambda value: value.split(" ")[0])
def test_every_field_shows_a_good_and_a_bad_example(key: str, text: str) -> None:
    assert re.search(r"Good: `.+`\. Bad: `.*`\.$", text), key
