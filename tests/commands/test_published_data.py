"""Everything that is published, written for other programs and read back by their own libraries."""

import json
from datetime import date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from zipfile import ZipFile

import frictionless
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from pysdmx.io import get_datasets, read_sdmx

from dashboard.actuals.store import Entry, Store
from tests.commands.conftest import Run

# 4400 亿元 and a last digit that no binary float of that size has.
ODD = "440000000000.0000000001"
FIGURES = (
    ("binzhou", "high-end-aluminium", "revenue", "2025", ODD),
    ("binzhou", "high-end-aluminium", "revenue", "2026-M09", "286000000001"),
    ("binzhou", "binzhou", "high-tech-firms", "2026-M09", "801"),
)
GOAL = "binzhou-2024.t5500.high-end-aluminium"


@pytest.fixture
def entered(sqlite_url: str) -> str:
    with Store.open(sqlite_url) as store:
        store.write([Entry(*one[:4], Decimal(one[4])) for one in FIGURES], "Li")
    return sqlite_url


def rows_of(package: frictionless.Package, name: str) -> list[dict[str, object]]:
    return [row.to_dict() for row in package.get_resource(name).read_rows()]


def test_a_data_package_is_valid_and_exact_to_the_last_digit(
    run: Run, entered: str, tmp_path: Path
) -> None:
    folder = tmp_path / "out"
    done = run("export", str(folder), "--licence", "CC-BY-4.0", lang="zh_CN.UTF-8")
    assert (done.code, done.err) == (0, "")
    # Nothing of it is published, and it is not called so.
    assert done.out.startswith(f"全部已填报数据（含未发布的）已写入 {folder}：")
    report = frictionless.validate(str(folder / "datapackage.json"))
    assert report.valid, report.flatten(["type", "note"])
    package = frictionless.Package(str(folder / "datapackage.json"))
    figures = rows_of(package, "observations")
    assert [(one["indicator"], one["period"], one["value"], one["unit"]) for one in figures] == [
        ("high-tech-firms", "2026-M09", Decimal(801), "count"),
        ("revenue", "2025", Decimal(ODD), "yuan"),
        ("revenue", "2026-M09", Decimal(286000000001), "yuan"),
    ]
    goal = next(one for one in rows_of(package, "goals") if one["id"] == GOAL)
    assert (goal["value"], goal["due"], goal["responsible"]) == (
        Decimal(550000000000), 2027, ["市制造强市建设领导小组", "各县(市、区)"],
    )  # fmt: skip
    verdict = next(one for one in rows_of(package, "assessments") if one["goal"] == GOAL)
    # 0.8 and 10^-10 of 5.5 · 10^11, which is 1.8182 · 10^-22: thirty digits.
    assert verdict["completion"] == Decimal("0.800000000000000000000181818182")


def test_a_data_package_names_types_units_sources_and_its_licence(
    run: Run, entered: str, tmp_path: Path
) -> None:
    assert run("export", str(tmp_path / "out.zip"), "--lang", "en").code == 0
    with ZipFile(tmp_path / "out.zip") as packed:
        told = json.loads(packed.read("datapackage.json"))
    assert told["licenses"] == [
        {"name": "notspecified", "title": "Not stated; ask the publisher before you use it."}
    ]
    assert any("滨政办字〔2024〕18号" in one["title"] for one in told["sources"])
    resource = next(one for one in told["resources"] if one["name"] == "assessments")
    fields = {one["name"]: one for one in resource["schema"]["fields"]}
    assert {name: (fields[name]["type"], fields[name].get("unit")) for name in (
        "actual", "completion", "gap_points", "on", "met_count"
    )} == {
        "actual": ("number", "{actual_unit}"),
        "completion": ("number", "fraction"),
        "gap_points": ("number", "percentage points"),
        "on": ("date", None),
        "met_count": ("integer", None),
    }  # fmt: skip


def test_parquet_files_have_the_right_types_and_exact_decimals(
    run: Run, entered: str, tmp_path: Path
) -> None:
    folder = tmp_path / "out"
    assert run("export", str(folder), "--format", "parquet").code == 0
    figures = pq.read_table(folder / "observations.parquet")
    types = {field.name: field.type for field in figures.schema}
    assert types["value"] == pa.decimal128(38, 18)
    assert types["at"] == pa.timestamp("us", tz="UTC")
    assert types["revision"] == pa.int64()
    values = {(r["indicator"], r["period"]): r["value"] for r in figures.to_pylist()}
    assert values["revenue", "2025"] == Decimal(ODD)
    at = figures.to_pylist()[0]["at"]
    assert isinstance(at, datetime) and at.utcoffset() == timedelta(0)
    verdicts = pq.read_table(folder / "assessments.parquet").to_pylist()
    verdict = next(one for one in verdicts if one["goal"] == GOAL)
    assert (verdict["on"], verdict["actual"]) == (date(2026, 10, 20), ODD)
    goals = pq.read_table(folder / "goals.parquet")
    assert goals.schema.field("responsible").type == pa.list_(pa.string())
    assert goals.schema.field("in_force").type == pa.bool_()


def test_sdmx_data_follow_their_structures_and_say_which_months_a_figure_is_of(
    run: Run, entered: str, tmp_path: Path
) -> None:
    folder = tmp_path / "out"
    assert run("export", str(folder), "--format", "sdmx-csv").code == 0
    # Judged by the published JSON schema of such messages.
    structures = read_sdmx(folder / "structures.json", validate=True)
    codes = {found.id: {code.id for code in found.codes} for found in structures.get_codelists()}
    flows = {}
    for name in ("FIGURES", "GOALS"):
        (data,) = get_datasets(folder / f"{name}.csv", folder / "structures.json")
        flows[name] = data.data
        for column in ("REGION", "SUBJECT", "INDICATOR", "GOAL", "MEASURE", "STATUS"):
            if column in data.data:
                assert set(data.data[column]) <= codes[f"CL_{column}"]
        assert set(data.data["UNIT_MEASURE"]) <= codes["CL_UNIT_MEASURE"]
    lines = (folder / "FIGURES.csv").read_text().splitlines()
    # Nine months from January of a flow; of a level the month it was read in.
    assert [",".join(line.split(",")[4:8]) for line in lines[1:]] == [
        "binzhou,high-tech-firms,2026-M09,801",
        f"binzhou@high-end-aluminium,revenue,2025,{ODD}",
        "binzhou@high-end-aluminium,revenue,2026-01-01/P9M,286000000001",
    ]
    goals = flows["GOALS"]
    mine = goals[goals["GOAL"] == GOAL.replace(".", "@")].set_index("MEASURE")["OBS_VALUE"]
    assert float(mine["value"]) == 550000000000


def test_only_what_is_published_goes_out_where_others_read(
    run: Run, entered: str, tmp_path: Path
) -> None:
    with Store.open(entered) as store:
        store.publish(["binzhou"], "Li", up_to=2)
    public = {"CLUSTER_DASHBOARD_MODE": "public"}
    out = tmp_path / "out"
    done = run("export", str(out), **public)
    assert (done.code, done.out) == (0, f"All published data were written to {out}.\n")
    lines = (tmp_path / "out" / "data" / "observations.csv").read_text().splitlines()
    assert len(lines) == 3
    assert "high-tech-firms" not in "".join(lines)


def test_nothing_is_written_over_and_nothing_is_left_of_what_broke_off(
    run: Run, entered: str, tmp_path: Path
) -> None:
    full = tmp_path / "full"
    full.mkdir()
    (full / "mine.txt").write_text("mine")
    done = run("export", str(full))
    assert (done.code, done.err) == (
        1, f"{full} holds something already; give a new name or an empty folder.\n",
    )  # fmt: skip
    with Store.open(entered) as store:
        # More digits than a decimal of Parquet keeps, put there past the door for figures.
        store.write(
            [Entry("binzhou", "fine-chemicals", "revenue", "2025", Decimal("1." + "1" * 25))], "Li"
        )
    for name in ("broken", "broken.zip"):
        done = run("export", str(tmp_path / name), "--format", "parquet")
        assert done.code == 1
        assert "observations" in done.err
    assert sorted(one.name for one in tmp_path.iterdir() if "broken" in one.name) == []
    assert [one.name for one in full.iterdir()] == ["mine.txt"]


def test_a_licence_is_an_id(run: Run, tmp_path: Path) -> None:
    done = run("export", str(tmp_path / "out"), "--licence", "no licence")
    assert done.code == 2
    assert "--licence" in done.err
