"""Columns, look-ups and rows of a compiled register."""

from functools import cache
from pathlib import Path

import pyarrow as pa
import pytest

from dashboard.register import Catalogue, load_register
from dashboard.register.columns import NAMES, Columns, schema_of

SHAPES = Path(__file__).parent / "shapes" / "targets"


@cache
def catalogue() -> Catalogue:
    return load_register(SHAPES)


@pytest.mark.parametrize("name", NAMES)
def test_every_table_has_its_schema_and_as_many_rows_as_its_frame(name: str) -> None:
    table = catalogue().table(name)
    assert table.schema.equals(schema_of(name))
    assert len(catalogue().frame(name)) == len(catalogue().rows(name)) == table.num_rows


def test_a_frame_is_the_callers_own() -> None:
    frame = catalogue().frame("regions")
    frame["name_en"] = "changed"
    assert "changed" not in set(catalogue().frame("regions")["name_en"])


def test_unknown_ids_find_nothing() -> None:
    c = catalogue()
    assert c.region("nowhere") is None
    assert c.cluster("anhe", "nothing") is None
    assert c.cluster("nowhere", "equipment") is None
    assert c.indicator("nothing") is None
    assert c.goal("nothing") is None
    assert c.plan("nothing") is None
    assert c.document("nothing") is None
    assert c.lamp_rule("nothing") is None
    assert c.goals_of("nowhere") == c.plans_of("nowhere") == c.clusters_of("nowhere") == []
    assert c.subjects_of("nowhere") == []


def test_figures_may_be_entered_for_the_region_its_clusters_together_and_each() -> None:
    assert catalogue().subjects_of("qingxi") == [
        subject("qingxi", "region", "清溪县", "Qingxi County"),
        subject("clusters", "clusters", "各集群合计", "All clusters together"),
        subject("bamboo", "cluster", "竹制品", "Bamboo products"),
        subject("tea", "cluster", "茶叶", "Tea"),
        subject("bamboo-works", "cluster", "清溪竹业", "Qingxi Bamboo Works"),
        # one of its three to five firms is named: how many there are is entered
        subject("qingxi-2024.lead-firms", "tier", "龙头企业", "Leading firms"),
    ]
    only = catalogue().subjects_of("linjiang")
    assert only == [subject("linjiang", "region", "临江市", "Linjiang")]


def subject(name: str, kind: str, zh: str, en: str) -> dict[str, str]:
    return {"subject": name, "subject_kind": kind, "name_zh": zh, "name_en": en}


def test_names_come_in_the_language_asked_for() -> None:
    c = catalogue()
    region, document = c.region("anhe"), c.document("anhe-2025")
    assert region is not None and document is not None
    assert (c.name(region, "zh"), c.name(region, "en")) == ("安河市", "Anhe")
    assert c.name(document, "en") == "Anhe yearly points"


def test_regions_below_another_are_its_children() -> None:
    assert [row["id"] for row in catalogue().children_of("yunzhou")] == ["anhe", "linjiang"]


def test_notes_and_clauses_stand_with_their_document() -> None:
    notes = catalogue().notes_of("anhe-2024")
    assert notes == [
        {
            "document": "anhe-2024",
            "id": "base-2023",
            "kind": "reading",
            "text_zh": "以2023年为基期",
            "text_en": "Counted from 2023",
            "assumption": True,
        }
    ]
    assert [row["id"] for row in catalogue().clauses_of("anhe-2024")] == ["一", "二", "三"]


def test_goals_keep_the_order_of_their_plan_and_have_ids_of_their_own() -> None:
    rows = catalogue().rows("goals")
    assert [row["order"] for row in rows] == list(range(len(rows)))
    assert len({row["id"] for row in rows}) == len(rows)


def test_a_row_with_a_key_that_is_no_column_is_refused() -> None:
    with pytest.raises(KeyError, match="nmae_zh"):
        Columns("units").add({"document": "d", "nmae_zh": "x"})


def test_an_empty_table_still_has_its_columns() -> None:
    assert Columns("units").table().schema.names == ["document", "name_zh", "name_en"]
    assert isinstance(Columns("goals").table(), pa.Table)


def test_a_row_that_was_read_before_is_still_the_caller_s_own() -> None:
    known = load_register(SHAPES)
    (id, *_) = (row["id"] for row in known.rows("regions"))
    first = known.region(id)
    assert first is not None
    before = {**first, "earlier_lamp_rules": [*first["earlier_lamp_rules"]]}
    first["name_en"] = "changed"
    first["earlier_lamp_rules"].append("changed")
    assert known.region(id) == before
