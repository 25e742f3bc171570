"""What a link may hold, and that whatever else it holds does no harm."""

from datetime import date
from urllib.parse import parse_qs, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.languages import LANGUAGES
from dashboard.selection import PAGES, Selection, read

FULL = Selection(
    page="goals",
    region="binzhou",
    cluster="smart-textiles",
    indicator="revenue",
    status="far-behind",
    unit="市工业和信息化局",
    text="“一企一技术” & 100%",
    sort="gap",
    part=2,
    as_of=date(2026, 9, 30),
    lang="en",
)


def test_a_link_says_back_what_was_chosen() -> None:
    address = urlsplit(FULL.address("http://127.0.0.1:8501"))
    parameters = {name: values[0] for name, values in parse_qs(address.query).items()}
    assert read(address.path.strip("/"), parameters) == (FULL, [])


def test_a_link_holds_only_what_its_page_uses() -> None:
    overview = FULL.changed(page="overview")
    assert overview.query() == {"as_of": "2026-09-30", "lang": "en"}


def test_a_link_names_no_language_unless_one_was_chosen() -> None:
    assert "lang" not in Selection(page="region", region="foshan").query()


def test_years_travel_as_from_and_to() -> None:
    chosen = Selection(page="cluster", region="foshan", since=2020, until=2024)
    assert chosen.query() == {"region": "foshan", "from": "2020", "to": "2024"}


def test_a_link_within_the_pages_is_relative() -> None:
    assert Selection().href(page="region", region="foshan") == "./region?region=foshan"
    assert Selection(region="foshan").href(page="overview") == "./"


def test_an_address_holds_under_a_base_path() -> None:
    there = Selection(page="region", region="foshan").address("https://city.example/targets/")
    assert there == "https://city.example/targets/region?region=foshan"


def test_years_the_wrong_way_round_are_turned() -> None:
    chosen, _ = read("cluster", {"from": "2026", "to": "2021"})
    assert (chosen.since, chosen.until) == (2021, 2026)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("region", "<script>alert(1)</script>"),
        ("region", "Binzhou"),
        ("cluster", "a'; DROP TABLE revision; --"),
        ("goal", "binzhou-2024"),
        ("goal", "../../etc/passwd"),
        ("indicator", "revenue\x00"),
        ("from", "20244"),
        ("to", "0001"),
        ("status", "purple"),
        ("sort", "name"),
        ("group", "cluster"),
        ("p", "-1"),
        ("as_of", "2026-02-30"),
        ("as_of", "yesterday"),
        ("lang", "fr"),
    ],
)
def test_what_is_no_value_is_dropped_and_told(name: str, value: str) -> None:
    chosen, notes = read("goals", {name: value})
    assert chosen == Selection(page="goals")
    assert [note.key for note in notes] == ["pages.note.unreadable"]
    for lang in LANGUAGES:
        assert name in notes[0].text(lang)


def test_an_unknown_page_leads_to_the_overview_with_a_note() -> None:
    chosen, notes = read("charts", {})
    assert chosen.page == "overview"
    assert [note.key for note in notes] == ["pages.note.unknown-page"]


def test_a_search_text_is_kept_short_and_printable() -> None:
    chosen, _ = read("goals", {"q": "a\n\tb " + "长" * 200})
    assert chosen.text is not None
    assert chosen.text.startswith("a b 长") and len(chosen.text) == 80


@given(st.sampled_from([*PAGES, "x"]), st.dictionaries(st.text(max_size=8), st.text(max_size=300)))
def test_no_link_breaks_the_reading(page: str, parameters: dict[str, str]) -> None:
    chosen, _ = read(page, parameters)
    assert chosen.page in PAGES


@given(st.dictionaries(st.sampled_from(["q", "unit", "region", "as_of"]), st.text(max_size=90)))
def test_a_link_read_and_written_reads_the_same(parameters: dict[str, str]) -> None:
    chosen, _ = read("goals", parameters)
    assert read("goals", chosen.query()) == (chosen, [])
