"""The compiled file: used when nothing changed, ignored when torn or foreign, made anew on change."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pyarrow as pa
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bench.registers import generate
from dashboard.register import Catalogue, RegisterFaults, load_register
from dashboard.register.compiled import cache_file, load_compiled, read_compiled
from dashboard.register.sources import find_files

SHAPES = Path(__file__).parent / "shapes"
# An Arrow stream that is not ours.
OTHER = pa.schema({"id": pa.string()}).serialize().to_pybytes()


@pytest.fixture
def register(tmp_path: Path) -> Path:
    shutil.copytree(SHAPES, tmp_path / "shapes")
    return tmp_path / "shapes" / "targets"


def stored_of(register: Path, cache: Path) -> Path:
    return cache_file(cache, find_files(register))


def same(one: Catalogue, two: Catalogue) -> bool:
    names = ("regions", "goals", "tiers", "clauses", "lamp_rules")
    return all(one.table(name).equals(two.table(name)) for name in names)


def test_the_second_start_takes_what_the_first_compiled(register: Path, tmp_path: Path) -> None:
    first = load_register(register, cache=tmp_path)
    kept = load_compiled(stored_of(register, tmp_path))
    assert kept is not None
    assert kept.version == first.version
    assert same(kept, first)
    second = load_register(register, cache=tmp_path)
    assert second.version == first.version
    assert same(second, first)


def test_an_unchanged_register_is_not_read_again(register: Path, tmp_path: Path) -> None:
    # Swapped content under an unchanged stamp cannot be noticed: what comes back was not re-read.
    first = load_register(register, cache=tmp_path)
    stored = stored_of(register, tmp_path)
    before = stored.stat().st_mtime_ns
    load_register(register, cache=tmp_path)
    assert stored.stat().st_mtime_ns == before
    assert first.version == read_compiled(stored).version  # type: ignore[union-attr]  # just written


def test_a_touched_register_keeps_its_version_and_gets_a_new_stamp(
    register: Path, tmp_path: Path
) -> None:
    first = load_register(register, cache=tmp_path)
    stored = stored_of(register, tmp_path)
    file = register / "anhe.yaml"
    os.utime(file, ns=(1, 1))
    assert load_register(register, cache=tmp_path).version == first.version
    kept = read_compiled(stored)
    assert kept is not None
    assert kept.stamps == find_files(register).stamps()


def test_an_edited_register_is_compiled_anew(register: Path, tmp_path: Path) -> None:
    first = load_register(register, cache=tmp_path)
    file = register / "anhe.yaml"
    edited = file.read_text(encoding="utf-8").replace("不超过 12 起", "不超过 11 起")
    file.write_text(edited, encoding="utf-8")
    second = load_register(register, cache=tmp_path)
    assert second.version != first.version
    goal = second.goal("anhe-2024.accidents")
    assert goal is not None
    assert goal["value"] == "11"


def test_an_edited_document_record_counts_as_a_change(register: Path, tmp_path: Path) -> None:
    first = load_register(register, cache=tmp_path)
    record = register.parent / "seeds" / "anhe-2025.yaml"
    record.write_text(record.read_text(encoding="utf-8") + "# looked at again\n", encoding="utf-8")
    assert load_register(register, cache=tmp_path).version != first.version


def test_a_broken_edit_is_not_hidden_by_the_compiled_file(register: Path, tmp_path: Path) -> None:
    load_register(register, cache=tmp_path)
    (register / "qingxi.yaml").write_text("version: 1\nplans: [\n", encoding="utf-8")
    with pytest.raises(RegisterFaults):
        load_register(register, cache=tmp_path)


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.data())
def test_a_torn_compiled_file_is_ignored(
    register: Path, tmp_path: Path, data: st.DataObject
) -> None:
    good = load_register(register, cache=tmp_path)
    stored = stored_of(register, tmp_path)
    whole = stored.read_bytes()
    place = data.draw(st.integers(0, len(whole) - 1), label="place")
    torn = whole[:place]
    if data.draw(st.booleans(), label="flip a bit instead of cutting"):
        torn += bytes([whole[place] ^ 1]) + whole[place + 1 :]
    stored.write_bytes(torn)
    again = load_register(register, cache=tmp_path)
    assert same(again, good)
    assert again.version == good.version
    kept = load_compiled(stored)
    assert kept is not None and same(kept, good)


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"not ours",
        b"cluster register 1\n" + b"\xff" * 80,
        OTHER,
        OTHER + b"\0" * 8,
        b"\xff" * 64,
    ],
)
def test_a_foreign_file_in_the_cache_is_ignored(
    register: Path, tmp_path: Path, content: bytes
) -> None:
    stored = stored_of(register, tmp_path)
    stored.write_bytes(content)
    assert read_compiled(stored) is None
    good = load_register(register)
    assert same(load_register(register, cache=tmp_path), good)


def test_a_cache_that_cannot_be_written_is_done_without(register: Path, tmp_path: Path) -> None:
    blocked = tmp_path / "a file where the folder should be"
    blocked.write_text("", encoding="utf-8")
    assert load_register(register, cache=blocked / "cache").goal("anhe-2024.total") is not None


def test_nothing_is_left_beside_the_compiled_file(register: Path, tmp_path: Path) -> None:
    cache = tmp_path / "cache"
    load_register(register, cache=cache)
    assert list(cache.iterdir()) == [stored_of(register, cache)]


def test_a_start_from_the_compiled_file_imports_no_models_no_yaml_and_no_pandas(
    register: Path, tmp_path: Path
) -> None:
    load_register(register, cache=tmp_path)
    program = (
        "import sys; from pathlib import Path; from dashboard.register import load_register\n"
        "load_register(Path(sys.argv[1]), cache=Path(sys.argv[2]))\n"
        "print(sorted({'pydantic', 'yaml', 'pandas'} & set(sys.modules)))"
    )
    command = [sys.executable, "-c", program, str(register), str(tmp_path)]
    ended = subprocess.run(command, check=True, capture_output=True, text=True)
    assert ended.stdout.strip() == "[]"


def test_a_generated_register_is_sound_and_as_large_as_asked_for(tmp_path: Path) -> None:
    one, many = generate(tmp_path, regions=3)
    catalogue = load_register(one)
    # 3 regions x (the region and its 9 clusters) x 15 indicators
    assert catalogue.table("goals").num_rows == 3 * 10 * 15
    assert catalogue.table("regions").num_rows == 3
    assert same(load_register(many), catalogue)
