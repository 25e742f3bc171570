"""The JSON Schema and `check` call the same files well formed."""

import copy
import json
import tempfile
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from dashboard.register import check, document_schema, schema
from tests.register.test_schema import as_an_editor_reads

KINDS = Path(__file__).parent / "kinds"
REGISTER = KINDS / "targets" / "haidong.yaml"
RECORD = KINDS / "seeds" / "haidong-2024.yaml"

# Faults of one value or key by itself. Numbers that run backwards are none: no schema compares two.
FORM = {
    "missing-key", "unknown-key", "comma-splits-text", "lookalike-colon", "not-one-of", "bad-id", "bad-code-part",
    "empty-text", "empty-list", "name-missing", "wording-too-long", "unknown-version",
    "wrong-type-text", "wrong-type-mapping", "wrong-type-list", "wrong-type-number",
    "wrong-type-year", "wrong-type-yes-no", "wrong-type-period", "wrong-type-date",
    "wrong-type-sha256", "wrong-type-count", "wrong-type-whole-number", "wrong-type-month-day",
    "unit-factor", "weight-not-positive", "member-twice", "check-threshold",
}  # fmt: skip

Step = str | int

# What people write, rightly or wrongly, somewhere in a register.
WRITTEN: list[Any] = [
    None, "", " ", 0, 5, -1, 2025, "2025", 1850, 2300, "02027", 1.5, "1.5", True, "true", "yes",
    "+2027", "2027.0", "01", "-0", 1.0, "1.0", "0.0", "1e3", 31, [None, "a"], ["a", "a"],
    "3–5", "3 - 5", "3  –  5", "open", "about 20", "20 左右", "at least 3", "3 以上", "several",
    "2024–2027", "2024 – 2027", "2024-05-31", "2024-13-01", "national", "国家级", "a-b", "Bad Id",
    "region", "not printed", "x" * 26, [], {}, ["a"], [None], {"zh": "甲"}, {"en": "A"}, {"zh": ""},
    {"zh": "甲", "de": "A"}, {"id": "a"}, {"id": "a", "from": "2025-01-01"}, {"clusters": 3},
    {"clusters": "all"}, {"text": "一批", "means": {"zh": "一批"}}, {"text": "一批"},
    {"clause": "一"}, [{"by": 2025, "target": 3}],
]  # fmt: skip


@cache
def validator(of_record: bool) -> Any:
    return jsonschema.Draft202012Validator(document_schema() if of_record else schema())


@cache
def sound(of_record: bool) -> Any:
    data = as_an_editor_reads(RECORD if of_record else REGISTER)
    if not of_record:
        data["lamp_rules"] = {
            "default": {
                "name": {"zh": "差额"},
                "source": {"zh": "本系统"},
                "quantity": "completion",
                "thresholds": [{"at_least": 0.8, "lamp": "green"}, {"below": "0.8", "lamp": "red"}],
            }
        }
        data["checks"] = {
            "jump": {"factor": 10, "severity": "error"},
            "outlier": {"deviations": "3.5", "points": 8, "least": 0.05},
            "month_share": {"factor": 3, "years": 2},
            "cluster_parts": {"tolerance": 0.005},
        }
        data["evaluation_methods"] = {
            "points": {
                "name": {"zh": "评价"},
                "ours": True,
                "indicators": [
                    {
                        "indicator": "revenue",
                        "weight": 80,
                        "normalisation": "target share",
                        "most": 120,
                    },
                    {
                        "indicator": "intensity",
                        "weight": "20",
                        "normalisation": "z-score",
                        "step": 5,
                    },
                ],
                "missing": "spread weight",
                "least_weight": 60,
                "classes": [{"name": "A", "at_least": 90}, {"name": "B"}],
            }
        }
        plan = data["plans"]["haidong-2024"]
        plan["reporting"] = {"day": 10, "through": ["haidong"]}
        plan["code"] = {"text": "20+8+N", "parts": [20, 8, "open"]}
    return data


def places(node: Any, above: tuple[Step, ...] = ()) -> Iterator[tuple[Step, ...]]:
    if isinstance(node, dict | list):
        for step, below in node.items() if isinstance(node, dict) else enumerate(node):
            yield (*above, step)
            yield from places(below, (*above, step))


@st.composite
def changed(draw: st.DrawFn) -> tuple[bool, Any]:
    """A sound file with one or two of its values replaced, left out or renamed."""
    of_record = draw(st.booleans())
    data = copy.deepcopy(sound(of_record))
    for _ in range(draw(st.integers(1, 2))):
        *above, last = draw(st.sampled_from(list(places(data))))
        node = data
        for step in above:
            node = node[step]
        action = draw(st.sampled_from(["replace", "replace", "leave out", "rename", "add"]))
        if action == "replace" or isinstance(node, list):
            node[last] = copy.deepcopy(draw(st.sampled_from(WRITTEN)))
        elif action == "leave out":
            del node[last]
        elif action == "rename":
            node[draw(st.sampled_from(["nmae", "x", "Bad Id", "地区"]))] = node.pop(last)
        else:
            node[draw(st.sampled_from(["note", "clause", "by", "defaults", "name"]))] = (
                copy.deepcopy(draw(st.sampled_from(WRITTEN)))
            )
    return of_record, data


def faults_of_form(of_record: bool, data: Any) -> list[str]:
    # JSON is YAML: numbers stay numbers, and texts are quoted.
    text = json.dumps(data, ensure_ascii=False, indent=1)
    with tempfile.TemporaryDirectory() as folder:
        targets, seeds = Path(folder) / "targets", Path(folder) / "seeds"
        targets.mkdir()
        seeds.mkdir()
        (targets / "a.yaml").write_text(
            REGISTER.read_text(encoding="utf-8") if of_record else text, encoding="utf-8"
        )
        for path in (KINDS / "seeds").glob("*.yaml"):
            own = text if of_record and path == RECORD else path.read_text(encoding="utf-8")
            (seeds / path.name).write_text(own, encoding="utf-8")
        return [str(fault) for fault in check(targets, seeds) if fault.code in FORM]


@settings(max_examples=250, deadline=None)
@given(changed())
@example((False, {"version": "1"}))
@example((False, {"version": 2}))
@example((False, {"version": 1, "regions": {"滨州": {"name": {"zh": "滨州"}, "level": "county"}}}))
def test_what_the_schema_accepts_check_finds_well_formed(case: tuple[bool, Any]) -> None:
    of_record, data = case
    refused = [error.message[:200] for error in validator(of_record).iter_errors(data)]
    found = faults_of_form(of_record, data)
    assert bool(refused) == bool(found), (refused, found)


SCALARS = """\
version: {version}
checks: {checks}
regions:
  "1": {{name: {{zh: 南省}}, level: province}}
  "true": {{name: {{zh: 北省}}, level: province}}
  harbour:
    name: {{zh: 港市}}
    level: prefecture
    parent: {parent}
    reporting: {{revenue: {{day: {day}}}}}
indicators:
  revenue: {{name: {{zh: 营业收入}}, unit: money, kind: flow, direction: up}}
units:
  money:
    name: {{zh: 分}}
    decimals: {yes_no}
    multiples: [{{name: {{zh: 角}}, factor: {number}}}]
clusters: {{harbour: {{steel: {{name: {{zh: 钢铁}}}}, ships: {{name: {{zh: 船舶}}}}}}}}
plans:
  harbour-2024:
    region: harbour
    document: haidong-2024
    name: {{zh: 港市规划}}
    period: {period}
    defaults: {defaults}
    base_year: {year}
    code: {{text: 1+2, parts: [{count}, 2]}}
    tiers:
      - {{id: t1000, indicator: revenue, threshold: "> 1000 分", by: {due}, members: {members}, clause: 一}}
"""
SOUND = {
    "version": "1", "yes_no": "true", "number": "10", "period": "2024–2027", "year": "2023",
    "count": "1", "due": "2027", "members": "[steel, ships]", "parent": "1", "day": "8",
    "checks": "{jump: {factor: 10}}", "defaults": "null",
}  # fmt: skip


@pytest.mark.parametrize(
    ("name", "written", "well_formed"),
    [
        ("version", "1.0", True),
        ("version", "+1", True),
        ("version", "2", False),
        ("yes_no", "True", True),
        ("yes_no", "FALSE", True),
        ("yes_no", "yes", False),
        ("yes_no", "1", False),
        ("number", "+10", True),
        ("number", "0.5", True),
        ("number", "0", False),
        ("number", "-10", False),
        ("number", '"0.0"', False),
        ("number", '"-10"', False),
        ("period", "2027", True),
        ("period", "+2027", True),
        ("period", "2024 to 2027", False),
        ("year", "+2023", True),
        ("year", "2023.0", True),
        ("year", '"2023.0"', True),
        ("year", "2023.5", False),
        ("year", "-2023", False),
        ("count", "1.0", True),
        ("count", "+1", True),
        ("count", "1.5", False),
        ("count", "-1", False),
        ("count", "-0", True),
        ("due", "2027.", True),
        ("due", "27", False),
        ("members", "[steel, steel]", False),
        ("version", "01", True),
        ("year", '"02023"', True),
        ("day", "08", True),
        ("day", "31.0", True),
        ("day", "32", False),
        ("day", "0", False),
        ("parent", "1.0", True),
        ("parent", '"+1"', True),
        ("parent", "True", True),
        ("parent", '"TRUE"', True),
        ("parent", "1.5", False),
        ("parent", "-1", False),
        ("parent", "A1", False),
        ("defaults", "{clause: null, by: null, indicator: null}", True),
        ("checks", "null", True),
        *[
            ("checks", f"{{jump: {{factor: {n}}}}}", True)
            for n in ("1.01", '"1.01"', '"02"', '"2e1"', '"1e3"')
        ],
        *[("checks", f"{{jump: {{factor: {n}}}}}", False) for n in ("1", '"1.0"', "0.9", '"-2"')],
        *[("checks", f"{{outlier: {{points: {n}}}}}", n > 2) for n in (2, 3, 20)],
        *[("checks", f"{{month_share: {{years: {n}}}}}", n > 0) for n in (0, 1)],
        *[
            ("checks", f'{{outlier: {{deviations: "{n}"}}}}', n == "0.1")
            for n in ("0.1", "0.0", "-1")
        ],
        *[
            ("checks", f"{{cluster_parts: {{tolerance: {n}}}}}", n != "-1")
            for n in ("0", '"0.0"', "-1")
        ],
    ],
)
def test_what_yaml_writes_in_several_ways_is_read_alike(
    tmp_path: Path, name: str, written: str, well_formed: bool
) -> None:
    path = tmp_path / "targets.yaml"
    path.write_text(SCALARS.format(**{**SOUND, name: written}), encoding="utf-8")
    found = [str(fault) for fault in check(path, KINDS / "seeds") if fault.code in FORM]
    refused = [each.message for each in validator(False).iter_errors(as_an_editor_reads(path))]
    assert (not found, not refused) == (well_formed, well_formed), (found, refused)
