"""YAML as it was written, with lines; and whatever bytes anybody may save under our name."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dashboard.register import check
from dashboard.register.building import Builder, PurePythonParser
from dashboard.register.reading import Source, read_bytes

TEXT = """\
# a comment
regions:
  no: {name: NO, date: 2024-05-31, n: 012, on: on}
  list:
    - x
    - {deep: [1, ~, null, "null", '']}
block: |
  two
  lines
"""


def read(text: str) -> Source:
    return read_bytes(text.encode(), "test.yaml")


def test_keeps_every_scalar_as_it_was_written() -> None:
    assert read(TEXT).data == {
        "regions": {
            "no": {"name": "NO", "date": "2024-05-31", "n": "012", "on": "on"},
            "list": ["x", {"deep": ["1", None, None, "null", ""]}],
        },
        "block": "two\nlines\n",
    }


@pytest.mark.parametrize(
    ("place", "on_key", "position"),
    [
        (("regions",), True, (2, 1)),
        (("regions",), False, (3, 3)),
        (("regions", "no", "date"), True, (3, 18)),
        (("regions", "no", "date"), False, (3, 24)),
        (("regions", "list", 0), False, (5, 7)),
        (("regions", "list", 1, "deep"), True, (6, 8)),
        (("regions", "list", 1, "deep", 3), False, (6, 27)),
        (("block",), False, (7, 8)),
        (("regions", "no", "missing"), False, (3, 7)),  # its parent, as far as it exists
        (("nowhere", "at", "all"), False, (2, 1)),
    ],
)
def test_knows_line_and_column_of(
    place: tuple[str | int, ...], on_key: bool, position: tuple[int, int]
) -> None:
    assert read(TEXT).position(place, on_key) == position


def test_columns_count_characters_not_bytes() -> None:
    assert read("名称: 值\n列: [甲, 乙]\n").position(("列", 1)) == (2, 8)


def test_a_byte_order_mark_is_no_part_of_the_first_key() -> None:
    assert read_bytes("\ufeffa: 1\n".encode(), "test.yaml").data == {"a": "1"}


def test_the_first_of_two_equal_keys_is_kept_and_the_second_is_a_fault() -> None:
    source = read("a: 1\nb: {c: 2}\na:\n  - {x: 1}\nd: 3\n")
    assert source.data == {"a": "1", "b": {"c": "2"}, "d": "3"}
    assert [(f.code, f.position) for f in source.faults] == [("duplicate-key", (3, 1))]


def test_reading_goes_on_after_an_alias_an_anchor_and_a_tag() -> None:
    source = read("a: &x 1\nb: *x\nc: !!int 3\n? {k: v}\n: dropped\nd: 4\n")
    assert source.data == {"a": "1", "b": None, "c": "3", "d": "4"}
    assert [(f.code, f.position) for f in source.faults] == [
        ("anchor", (1, 4)),
        ("alias", (2, 4)),
        ("tag", (3, 4)),
        ("key-not-text", (4, 3)),
    ]


@pytest.mark.parametrize(
    ("text", "signs", "position"),
    [
        ("a: 1\nb: {zh: 滨\u200b州}\n", "U+200B", (2, 9)),
        ("b: [x, \u202eabc]\n", "U+202E", (1, 8)),
        ("滨\ufeff州: 1\n", "U+FEFF", (1, 1)),
        ("a: \U000e0041b\n", "U+E0041", (1, 4)),
        # Written as an escape it is as hidden on every page.
        ('a: "x\\u2066\\x07"\n', "U+2066, U+0007", (1, 4)),
        ("a: |\n  one\n  t\u200dwo\n", "U+200D", (1, 4)),
    ],
)
@pytest.mark.parametrize("parser", [None, PurePythonParser])
def test_signs_nobody_can_see_are_refused_where_they_stand(
    text: str, signs: str, position: tuple[int, int], parser: type | None
) -> None:
    builder = Builder(text, parser=parser)
    assert builder.build() is not None
    (fault,) = builder.faults
    assert (fault.code, fault.params["found"]) == ("hidden-signs", signs)
    assert fault.position == position


def test_lines_tabs_and_a_mark_before_the_first_word_are_no_hidden_signs() -> None:
    source = read('\ufeffa: |\n  one\n  two\nb: "x\\ty"\n# a\u200b comment\n')
    assert (source.data, source.faults) == ({"a": "one\ntwo\n", "b": "x\ty"}, [])


def test_a_hundred_thousand_open_brackets_are_a_fault_not_a_crash() -> None:
    source = read("[" * 100_000)
    assert source.broken
    assert [fault.code for fault in source.faults] == ["yaml-syntax"]


@pytest.mark.parametrize(
    "text", [TEXT, "", "a: [1\n", "\tx", "a: \x07", "- {a: 1, a: 2}", "a: &x 1\nb: *x"]
)
def test_reads_the_same_without_libyaml(text: str) -> None:
    fast, slow = Builder(text), Builder(text, parser=PurePythonParser)
    assert fast.build() == slow.build()
    assert fast.broken == slow.broken
    assert [(f.code, f.position) for f in fast.faults] == [
        (f.code, f.position) for f in slow.faults
    ]


@settings(deadline=None)
@given(st.binary(max_size=200))
def test_any_bytes_are_data_or_a_fault(content: bytes) -> None:
    source = read_bytes(content, "any.yaml")
    assert not source.broken or source.faults
    assert all(fault.position >= (1, 1) for fault in source.faults)


PIECES = [
    "version: 1\n", "regions:\n", "plans:\n", "  a: ", "  a:\n", "    tiers: ", "{", "}", "[", "]",
    "- ", "id: x\n", "name: {zh: 甲, en: A}\n", "target: 5\n", ": ", "&a ", "*a", "!t ", "? ", "|\n",
    "'", '"', "#", "\n", "    ", "null", "period: 2024–2027", ", ", "---\n", "\t", "goals: ",
]  # fmt: skip


@settings(max_examples=200, deadline=None)
@given(st.lists(st.sampled_from(PIECES), max_size=30).map("".join))
def test_any_register_is_sound_or_has_faults_that_can_be_said(text: str) -> None:
    from tempfile import TemporaryDirectory

    with TemporaryDirectory() as folder:
        path = Path(folder) / "targets.yaml"
        path.write_text(text, encoding="utf-8")
        for fault in check(path):
            assert str(fault).startswith(fault.file)
            assert fault.text("zh")


@settings(max_examples=200, deadline=None)
@given(st.binary(max_size=120))
def test_any_bytes_in_a_document_record_are_faults_that_can_be_said(content: bytes) -> None:
    from tempfile import TemporaryDirectory

    with TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "seeds").mkdir()
        (folder / "seeds" / "any.yaml").write_bytes(content)
        (folder / "targets.yaml").write_text("version: 1\n", encoding="utf-8")
        assert [str(fault) for fault in check(folder / "targets.yaml")]


@pytest.mark.parametrize(
    "place", ["indicator: revenue", "of: clusters", "kind: flow", "parent: south"]
)
def test_a_word_of_20000_letters_is_refused_without_looking_for_its_like(
    tmp_path: Path, place: str
) -> None:
    # Looking for the nearest name took 40 seconds; a slip of the pen is no word of 20,000 letters.
    sound = (Path(__file__).parent / "broken" / "period_in_words.yaml").read_text(encoding="utf-8")
    key, _, _ = place.partition(": ")
    broken = sound.replace(place, f"{key}: {'revenue-' * 2500}x", 1)
    (tmp_path / "targets.yaml").write_text(broken, encoding="utf-8")
    seeds = Path(__file__).parent / "broken" / "seeds"
    found = [fault for fault in check(tmp_path / "targets.yaml", seeds) if "…" in fault.found]
    assert len(found) == 1
    assert "suggestion" not in found[0].params
    assert len(found[0].text("en")) < 500


def test_a_broken_file_with_a_long_word_is_read_once(tmp_path: Path) -> None:
    (tmp_path / "targets.yaml").write_text(
        "version: 1\n" + "a-" * 200_000 + "\n - [", encoding="utf-8"
    )
    assert [fault.code for fault in check(tmp_path / "targets.yaml")] == ["yaml-syntax"]
