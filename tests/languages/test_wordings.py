"""Both languages say the same things: generated over every room's catalogue."""

import re
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
import yaml

from dashboard.judging import GROUPS
from dashboard.languages import (
    LANGUAGES,
    MissingValue,
    MissingWording,
    UnknownLanguage,
    catalogue,
    has,
    places,
    rooms,
    say,
)

ROOMS = sorted({room for lang in LANGUAGES for room in rooms(lang)})


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_room_has_a_catalogue_in(lang: str) -> None:
    assert list(rooms(lang)) == ROOMS


@pytest.mark.parametrize("room", ROOMS)
def test_both_languages_have_the_same_keys_in(room: str) -> None:
    assert set(catalogue(room, "zh")) == set(catalogue(room, "en"))


@pytest.mark.parametrize("room", ROOMS)
def test_both_languages_show_the_same_values_in(room: str) -> None:
    zh, en = catalogue(room, "zh"), catalogue(room, "en")
    assert {key: places(zh[key]) for key in zh} == {key: places(en[key]) for key in en}


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("room", ROOMS)
def test_no_wording_is_empty_and_no_brace_is_left_over_in(room: str, lang: str) -> None:
    wordings = catalogue(room, lang)
    assert [key for key, wording in wordings.items() if not wording.strip()] == []
    bare = {k: re.sub(r"\{\w+(:[^{}|]*\|[^{}|]*)?\}", "", w) for k, w in wordings.items()}
    assert [key for key, wording in bare.items() if "{" in wording or "}" in wording] == []


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("room", ROOMS)
def test_no_key_is_written_twice_in(room: str, lang: str) -> None:
    path = Path("dashboard/languages") / lang / f"{room}.yaml"
    assert _twice(yaml.compose(path.read_text(encoding="utf-8"))) == []


def _twice(node: yaml.Node | None) -> list[str]:
    if not isinstance(node, yaml.MappingNode):
        return []
    keys = [key.value for key, _ in node.value]
    repeated = [key for key in keys if keys.count(key) > 1]
    return repeated + [key for _, below in node.value for key in _twice(below)]


def test_values_are_filled_in_as_they_are() -> None:
    typed = "{address} <b>"
    assert say("server.ready", "en", address=typed) == "Started: {address} <b>"


def test_english_plurals_follow_the_number() -> None:
    assert say("numbers.points", "en", amount="1", n=1) == "1 percentage point"
    assert say("numbers.points", "en", amount="2", n=2) == "2 percentage points"


def test_an_unknown_key_is_refused_by_name() -> None:
    with pytest.raises(MissingWording, match=r"'server\.nothing'"):
        say("server.nothing", "zh")
    with pytest.raises(MissingWording, match=r"nowhere\.yaml"):
        say("nowhere.nothing", "zh")
    assert not has("nowhere.nothing", "zh")
    assert has("server.title", "zh")


def test_a_missing_value_is_refused_by_name() -> None:
    with pytest.raises(MissingValue, match="'address'"):
        say("server.ready", "en")


def test_an_unknown_language_is_refused() -> None:
    with pytest.raises(UnknownLanguage, match="'fr'"):
        say("server.title", "fr")


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("group", GROUPS)
def test_every_group_that_goals_are_counted_under_has_its_words(group: str, lang: str) -> None:
    # Some groups are only there for readers of what is published; their pages must not miss a word.
    for key in ("lamp", "lamp-short"):
        assert say(f"pages.{key}.{group}", lang)
    assert say(f"pages.region.{group}", lang, n=3)


def test_a_count_is_grouped_as_amounts_are_and_what_names_a_thing_is_not() -> None:
    assert say("pages.goals.title", "en", n=45000) == "All 45,000 goals"
    assert say("pages.goals.title", "zh", n=9999) == "全部 9,999 个目标"
    assert say("pages.due.year", "en", year=2027) == "2027"
    # A number that does not only count may be a year.
    assert say(
        "progress.reason.missed-reached-later", "en", period="2025", actual="1", goal="2", year=2027
    ).endswith("in 2027.")
    assert "18501" in say("cli.fault.port-taken", "en", port=18501)


def test_days_moments_and_names_are_written_as_the_language_writes_them() -> None:
    values = {"goal": "g", "day": date(2026, 10, 19)}
    assert "19 October 2026" in say("actuals.remedies.refused.deadline-past", "en", **values)
    assert "2026年10月19日" in say("actuals.remedies.refused.deadline-past", "zh", **values)
    # 16:30 in London's winter is half past midnight in China.
    late = datetime(2026, 11, 30, 16, 30, tzinfo=UTC)
    assert "2026年12月1日 00:30" in say("actuals.store.clock", "zh", last=late, now=late)
    named = {"text": "x", "region": "binzhou", "known": ("市工信局", "市商务局")}
    assert "市工信局、市商务局" in say("actuals.returns.no-unit", "zh", **named)
    assert "市工信局, 市商务局" in say("actuals.returns.no-unit", "en", **named)
