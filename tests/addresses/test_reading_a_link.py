"""What a link may hold, and that whatever else it holds does no harm."""

from datetime import date
from urllib.parse import parse_qsl, quote, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.addresses.received_links import mended_address
from dashboard.addresses.selection import PAGES, Selection, read, rewritten
from dashboard.languages import LANGUAGES

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
    assert read(address.path.strip("/"), parse_qsl(address.query)) == (FULL, [])


def test_a_link_holds_only_what_its_page_uses() -> None:
    sources = FULL.changed(page="sources")
    assert sources.query() == {"region": "binzhou", "as_of": "2026-09-30", "lang": "en"}


def test_what_chooses_goals_chooses_no_regions_on_another_page() -> None:
    beside = FULL.beside("overview").query()
    assert beside == {"indicator": "revenue", "as_of": "2026-09-30", "lang": "en"}
    many = Selection(text="east", sort="late", part=2, level="county", within="east")
    assert many.beside("goals").query() == {}
    assert many.beside("overview") == many


def test_a_link_names_no_language_unless_one_was_chosen() -> None:
    assert "lang" not in Selection(page="region", region="foshan").query()


def test_years_travel_under_names_that_nobody_else_uses() -> None:
    chosen = Selection(page="cluster", region="foshan", since=2020, until=2024)
    assert chosen.query() == {"region": "foshan", "since": "2020", "until": "2024"}


def test_former_links_keep_working_also_when_a_chat_program_has_lengthened_them() -> None:
    sent = "from=2025&to=2026&p=2&from=singlemessage&isappinstalled=0"
    chosen, notes = read("goals", parse_qsl(sent))
    assert (chosen.since, chosen.until, chosen.part, notes) == (2025, 2026, 2, [])
    # What is not a year under a name of theirs is theirs.
    assert read("goals", parse_qsl("from=timeline&to=me&p=home")) == (Selection(page="goals"), [])


def test_a_link_within_the_pages_is_relative() -> None:
    assert Selection().href(page="region", region="foshan") == "./region?region=foshan"
    assert Selection(region="foshan").href(page="overview") == "./"


def test_an_address_holds_under_a_base_path() -> None:
    there = Selection(page="region", region="foshan").address("https://city.example/targets/")
    assert there == "https://city.example/targets/region?region=foshan"


def test_years_the_wrong_way_round_are_turned() -> None:
    chosen, _ = read("cluster", [("from", "2026"), ("to", "2021")])
    assert (chosen.since, chosen.until) == (2021, 2026)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("region", "<script>alert(1)</script>"),
        ("region", "滨州 or so"),
        ("cluster", "a'; DROP TABLE revision; --"),
        ("goal", "binzhou-2024"),
        ("goal", "../../etc/passwd"),
        ("indicator", "revenue profit"),
        ("since", "20244"),
        ("until", "0001"),
        ("status", "purple"),
        ("sort", "name"),
        ("group", "cluster"),
        ("part", "-1"),
        ("as_of", "2026-02-30"),
        ("as_of", "yesterday"),
        ("lang", "fr"),
    ],
)
def test_what_is_no_value_is_dropped_and_told(name: str, value: str) -> None:
    chosen, notes = read("goals", [(name, value)])
    assert chosen == Selection(page="goals")
    assert [note.key for note in notes] == ["pages.note.unreadable"]
    for lang in LANGUAGES:
        assert name in notes[0].text(lang)


def test_an_unknown_page_leads_to_the_overview_with_a_note() -> None:
    chosen, notes = read("charts", [])
    assert chosen.page == "overview"
    assert [note.key for note in notes] == ["pages.note.unknown-page"]


def test_a_search_text_is_kept_short_and_printable() -> None:
    chosen, _ = read("goals", [("q", "a\n\tb " + "长" * 200)])
    assert chosen.text is not None
    assert chosen.text.startswith("a b 长") and len(chosen.text) == 80


BENT = {
    "an escaped ampersand": "lang=en&amp;region=foshan&amp;goal=foshan-2020.firms",
    "escaped twice": "lang=en&amp;amp;region=foshan&amp;amp;goal=foshan-2020.firms",
    "the whole encoded": "lang%3Den%26region%3Dfoshan%26goal%3Dfoshan-2020.firms",
    "the whole encoded twice": "lang%253Den%2526region%253Dfoshan%2526goal%253Dfoshan-2020.firms",
    "its rest encoded": "lang=en%26region%3Dfoshan%26goal%3Dfoshan-2020.firms",
    "other capitals": "LANG=EN&Region=Foshan&Goal=Foshan-2020.Firms",
    "full-width signs": "lang＝en＆region＝foshan＆goal＝foshan-2020.firms",
    "some full-width signs": "？lang=en＆region＝foshan&goal=foshan-2020.firms",
    "a full stop": "lang=en&region=foshan&goal=foshan-2020.firms。",
    "a bracket": "lang=en&region=foshan&goal=foshan-2020.firms）",
    "a sentence": "lang=en&region=foshan&goal=foshan-2020.firms，请查看。",
    "an English sentence's end": "lang=en&region=foshan&goal=foshan-2020.firms).",
    "full-width letters": "lang=en&region=ｆｏｓｈａｎ&goal=foshan-2020.firms",
    "what cannot be seen": "lang=en&region=foshan\u200b&goal=foshan-2020.firms\ufeff",
    "a country beside the language": "lang=en-US&region=foshan&goal=foshan-2020.firms",
    "others' parameters": "utm_source=x&lang=en&region=foshan&goal=foshan-2020.firms&scene=1",
}


@pytest.mark.parametrize("query", BENT.values(), ids=BENT)
def test_a_link_that_a_chat_program_has_bent_says_the_same(query: str) -> None:
    chosen, notes = read("region", parse_qsl(query, keep_blank_values=True))
    meant = Selection(page="region", lang="en", region="foshan", goal="foshan-2020.firms")
    assert (chosen, notes) == (meant, [])


def test_a_responsible_unit_survives_a_sentence_around_it_and_keeps_its_own_brackets() -> None:
    for unit in ("市工业和信息化局", "市发展改革委（市能源局）"):
        assert read("goals", [("unit", f"{unit}。")])[0].unit == unit
        assert read("goals", [("unit", f"{unit}）。")])[0].unit == unit
        assert read("goals", [("unit", quote(unit))])[0].unit == unit


def test_a_misspelt_parameter_is_read_and_named() -> None:
    chosen, notes = read("region", [("regoin", "foshan"), ("as-off", "2026-09-30")])
    assert (chosen.region, chosen.as_of) == ("foshan", date(2026, 9, 30))
    assert [note.text("en") for note in notes] == [
        "“regoin” in the link was taken for “region”.",
        "“as-off” in the link was taken for “as_of”.",
    ]
    # A short name resembles too much: it is named and not read.
    chosen, notes = read("goals", [("langs", "en"), ("gola", "foshan-2020.firms")])
    assert (chosen.lang, chosen.goal) == (None, "foshan-2020.firms")
    assert [note.text("en") for note in notes] == [
        "“gola” in the link was taken for “goal”.",
        "“langs” in the link is no parameter of this dashboard and was not read; is “lang” meant?",
    ]
    # One's own name goes before a misspelt one.
    assert read("region", [("regoin", "foshan"), ("region", "xinle")])[0].region == "xinle"


def test_a_link_that_names_two_regions_says_which_is_shown() -> None:
    chosen, notes = read("region", [("region", "foshan"), ("region", "xinle")])
    assert chosen.region == "foshan"
    assert [note.text("en") for note in notes] == [
        "The link names “region” more than once; “foshan” is shown."
    ]


@pytest.mark.parametrize(
    ("path", "query", "meant"),
    [
        ("/region?region=foshan&amp;lang=en", "", "/region?region=foshan&lang=en"),
        ("/Region", "region=foshan", "/region?region=foshan"),
        ("/region/", "", "/region"),
        ("/region。", "", "/region"),
        ("/region%3Fregion%3Dfoshan", "", "/region?region=foshan"),
        ("/region&region=foshan", "", "/region?region=foshan"),
        ("/region&amp;region=foshan", "", "/region?region=foshan"),
        ("/region？region＝foshan＆lang＝en", "", "/region?region=foshan&lang=en"),
        ("／Region？region=foshan＆amp;lang＝en＃top", "", "/region?region=foshan&lang=en"),
        ("/goals？q＝研发＆创新", "", "/goals?q=%E7%A0%94%E5%8F%91%EF%BC%86%E5%88%9B%E6%96%B0"),
        ("/?region=foshan", "", "/?region=foshan"),
        ("/Overview）", "", "/"),
        # Nobody's, and nobody else's server.
        ("/robots.txt", "", None),
        ("//evil.example/region", "", None),
        ("/region/../../etc/passwd", "", None),
    ],
)
def test_an_address_bent_as_a_whole_leads_to_the_page_it_means(
    path: str, query: str, meant: str | None
) -> None:
    assert mended_address(path, query, PAGES) == meant


def test_a_choice_on_a_bent_link_leaves_one_value_of_each_and_what_others_added() -> None:
    asked = parse_qsl("Region=foshan&amp;lang=en&from=2024&utm_source=x")
    assert rewritten(asked, {"region": "xinle", "since": None}) == {
        "utm_source": "x",
        "region": "xinle",
        "lang": "en",
    }


@given(st.sampled_from([*PAGES, "x"]), st.dictionaries(st.text(max_size=8), st.text(max_size=300)))
def test_no_link_breaks_the_reading(page: str, parameters: dict[str, str]) -> None:
    chosen, _ = read(page, list(parameters.items()))
    assert chosen.page in PAGES


@given(st.dictionaries(st.sampled_from(["q", "unit", "region", "as_of"]), st.text(max_size=90)))
def test_a_link_read_and_written_reads_the_same(parameters: dict[str, str]) -> None:
    chosen, _ = read("goals", list(parameters.items()))
    assert read("goals", list(chosen.query().items())) == (chosen, [])
