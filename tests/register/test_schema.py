"""The JSON Schema that editors complete and check with."""

import json
import re
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml

from dashboard.register import schema
from dashboard.register.models import Document, RegisterFile

ROOT = Path(__file__).parents[2]
KEPT = ROOT / "data" / "targets.schema.json"
REGISTERS = [ROOT / "data" / "targets.yaml", *Path(__file__).parent.glob("shapes/targets/*.yaml")]


def test_the_kept_schema_is_current() -> None:
    """If this fails: cluster-dashboard schema > data/targets.schema.json"""
    assert json.loads(KEPT.read_text(encoding="utf-8")) == schema()


def test_the_registers_first_line_refers_to_the_schema() -> None:
    first = REGISTERS[0].read_text(encoding="utf-8").splitlines()[0]
    assert first == f"# yaml-language-server: $schema={KEPT.name}"


def as_an_editor_reads(path: Path) -> Any:
    class Editor(yaml.SafeLoader):
        """Numbers and booleans as YAML 1.2 has them, dates as text."""

    Editor.yaml_implicit_resolvers = {
        first: [(tag, shape) for tag, shape in found if not tag.endswith("timestamp")]
        for first, found in yaml.SafeLoader.yaml_implicit_resolvers.items()
    }
    return yaml.load(path.read_text(encoding="utf-8"), Editor)  # noqa: S506 - a safe loader


@pytest.mark.parametrize("path", REGISTERS, ids=lambda path: path.stem)
def test_a_sound_register_pleases_the_editor(path: Path) -> None:
    jsonschema.validate(as_an_editor_reads(path), schema())


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
