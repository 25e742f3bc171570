"""A lamp opens to its explanation: by a click, by a link, in both languages, to be copied."""

import io
import json
import re
import sqlite3
from collections.abc import Callable
from contextlib import redirect_stdout
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from urllib.parse import parse_qsl

import pytest
from streamlit.testing.v1 import AppTest

from dashboard.actuals.store import Entry, Store
from dashboard.cli import main
from tests.app_pages.conftest import shown
from tests.register.test_in_force import with_rules

OpenPage = Callable[..., AppTest]
TEXTILES = "binzhou-2024.t2000.smart-textiles"


def link_of(html: str, goal: str) -> str:
    found = re.search(rf'href="(\./[a-z]*\?[^"]*goal={re.escape(goal)}[^"]*why=yes[^"]*)"', html)
    assert found
    return found[1].replace("&amp;", "&")


@pytest.mark.parametrize("page", ["overview", "region", "cluster", "goals"])
def test_every_page_s_lamps_lead_to_the_explanation(
    open_page: OpenPage, figures: Store, page: str
) -> None:
    seen = open_page(page, lang="en", region="binzhou", cluster="smart-textiles")
    link = link_of(shown(seen), TEXTILES)
    # It opens over the page it stands on, so that nobody has to find the way back.
    there, _, query = link.partition("?")
    assert there == ("./" if page == "overview" else f"./{page}")
    asked = dict(parse_qsl(query))
    assert (asked["goal"], asked["why"]) == (TEXTILES, "yes")


def test_the_link_opens_rule_numbers_and_words(open_page: OpenPage, figures: Store) -> None:
    seen = open_page("cluster", lang="zh", region="binzhou", goal=TEXTILES, why="yes")
    html = shown(seen)
    # 1500 of 2000 亿元; 1200 × (2000/1200)^(2/4) = 1549.2 is expected: 75.0 % against 77.5 %.
    assert "1,500 亿元 ÷ 2,000 亿元 = 75.0%" in html
    assert "77.5%" in html
    assert "还差500 亿元，到2027年每年还需增长15.5%（推算）。" in html
    # (2000 / 1500) ^ (1/2) - 1 = 15.47 %
    assert "2000亿级食品加工、智能纺织产业集群" in html or "智能纺织" in html
    assert "各种亮灯规则并列" in html


def test_every_input_names_its_revision(open_page: OpenPage, figures: Store) -> None:
    html = shown(open_page("cluster", lang="en", region="binzhou", goal=TEXTILES, why="yes"))
    inputs = html[html.index("Figures used") :]
    # Written in the order of FIGURES: 2023 is the first figure, 2024 the second, 2025 the third.
    assert re.findall(r"<a href=[^>]*>#(\d)</a>", inputs)[:3] == ["3", "2", "1"]
    assert "150,000,000,000 yuan" in inputs


def test_what_it_was_before_the_last_figure_is_told(open_page: OpenPage, sqlite_url: str) -> None:
    store = Store.open(sqlite_url)
    for period, value in (("2023", "120"), ("2024", "130"), ("2025", "150")):
        store.write(
            [Entry("binzhou", "smart-textiles", "revenue", period, Decimal(value) * 10**9)], "Li"
        )
    html = shown(open_page("cluster", lang="en", region="binzhou", goal=TEXTILES, why="yes"))
    assert "Compared with before" in html
    assert "130 billion yuan" in html[html.index("Compared with before") :]


def dated(url: str, moment: datetime) -> None:
    """Let everything have been entered at one moment: figures are append-only, a test cannot wait."""
    with sqlite3.connect(url.removeprefix("sqlite:///")) as database:
        guards = database.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")
        for (guard,) in guards.fetchall():
            database.execute(f'DROP TRIGGER "{guard}"')
        at = (int(moment.timestamp()) * 1_000_000,)
        database.execute("UPDATE audit SET at = ?", at)
        database.execute("UPDATE revision SET at = ?", at)
        database.execute("UPDATE latest SET at = ?", at)


def test_a_changed_lamp_rule_is_named_as_what_moved_the_verdict(
    open_page: OpenPage, figures: Store, sqlite_url: str, tmp_path: Path
) -> None:
    dated(sqlite_url, datetime(2026, 3, 10, 9, tzinfo=UTC))
    register = with_rules(tmp_path, "wuhan-ratio", "{rule: default, until: 2026-06-30}")
    changes: dict[str, object] = {"register": register, "seeds": tmp_path / "seeds"}
    link = {"lang": "en", "region": "binzhou", "goal": TEXTILES, "why": "yes"}
    html = shown(open_page("cluster", changes, **link))
    # 75.0 % done against 77.5 % due: behind by the gap, but 96.8 % of the schedule is green in Wuhan.
    assert "Before it was “Behind”; the lamp rule changed from “" in html
    back = shown(open_page("cluster", changes, as_of="2026-06-30", **link))
    assert "the lamp rule changed" not in back


def test_a_verdict_that_only_time_has_moved_says_so(
    open_page: OpenPage, figures: Store, sqlite_url: str
) -> None:
    dated(sqlite_url, datetime(2026, 3, 10, 9, tzinfo=UTC))
    link = {"lang": "en", "region": "binzhou", "goal": TEXTILES, "why": "yes"}
    # The figure of 2027 is due by the end of February 2028; that of 2025 is the last there is.
    html = shown(open_page("cluster", {"today": date(2028, 3, 1)}, **link))
    assert "Before it was “Behind”; the figures are the same, but time has passed." in html


def test_it_is_copied_as_the_text_that_explain_gives(open_page: OpenPage, figures: Store) -> None:
    seen = open_page("cluster", lang="zh", region="binzhou", goal=TEXTILES, why="yes")
    (copied,) = (code.value for code in seen.code)
    assert copied.splitlines()[0].startswith("滞后：2025年完成目标的75%")
    assert "完成率：1,500 亿元 ÷ 2,000 亿元 = 75.0%" in copied


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_copied_text_is_what_the_command_line_prints_to_the_letter(
    open_page: OpenPage,
    figures: Store,
    sqlite_url: str,
    compiled: Path,
    monkeypatch: pytest.MonkeyPatch,
    lang: str,
) -> None:
    key = ("binzhou", "smart-textiles", "revenue", "2025")
    seen_revision = figures.figures([key])[key].revision
    again = Entry(*key, Decimal("151000000000"), seen_revision=seen_revision, note="复核")
    figures.write([again], "Wang")
    seen = open_page("cluster", lang=lang, region="binzhou", goal=TEXTILES, why="yes")
    (copied,) = (code.value for code in seen.code)
    asked = ["assess", "--database", sqlite_url, "--cache", str(compiled), "--on", "2026-10-20"]
    monkeypatch.setenv("LC_ALL", {"zh": "zh_CN.UTF-8", "en": "en_GB.UTF-8"}[lang])
    printed = io.StringIO()
    with redirect_stdout(printed):
        assert main([*asked, "--explain", TEXTILES]) == 0
    assert printed.getvalue().rstrip("\n") == copied
    # It was 1500 of 2000 亿元 and became 1510: the reason of the move stands in both.
    assert ("1,500 亿元" if lang == "zh" else "150 billion yuan") in copied.splitlines()[-2]
    assert copied.splitlines()[-1].startswith("“2000亿级食品加工、智能纺织产业集群2个”")


def test_without_the_word_in_the_link_nothing_opens(open_page: OpenPage, figures: Store) -> None:
    seen = open_page("cluster", lang="zh", region="binzhou", goal=TEXTILES)
    assert "各种亮灯规则并列" not in shown(seen)
    assert not seen.code


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_goal_can_be_explained_without_any_figure(open_page: OpenPage, lang: str) -> None:
    seen = open_page("region", lang=lang, region="foshan")
    goals = sorted(set(re.findall(r"goal=([a-z0-9.-]+)", shown(seen))))
    assert len(goals) > 5
    for goal in goals:
        seen.query_params["goal"], seen.query_params["why"] = goal, "yes"
        seen.run()
        assert not seen.exception
        assert seen.code


def test_supposing_a_growth_tells_when_the_goal_is_reached(
    open_page: OpenPage, figures: Store
) -> None:
    seen = open_page("cluster", lang="en", region="binzhou", cluster="smart-textiles")
    assert "What if (supposed, not entered)" not in shown(seen)
    seen.toggle(key="what-if-on").set_value(True).run()
    # 15.47 % a year still needed, rounded up to the slider's half per cent.
    assert seen.query_params["what_if"] == "15.5"
    # 1500 × 1.155² = 2001.0, just past the goal: reached in 2027.
    assert "200 billion yuan would then be reached in 2027." in shown(seen)
    seen.slider(key="what-if-growth").set_value(10.0).run()
    assert seen.query_params["what_if"] == "10"
    # 1500 × 1.1³ = 1996.5; × 1.1⁴ = 2196.2: reached in 2029.
    assert "200 billion yuan would then be reached in 2029." in shown(seen)
    seen.toggle(key="what-if-on").set_value(False).run()
    assert "what_if" not in seen.query_params


def test_a_supposed_line_is_named_and_drawn_like_nothing_entered(
    open_page: OpenPage, figures: Store
) -> None:
    link = {"region": "binzhou", "cluster": "smart-textiles", "what_if": "10"}
    spec = json.loads(open_page("cluster", lang="zh", **link).get("plotly_chart")[0].proto.spec)
    supposed = [trace for trace in spec["data"] if trace["meta"] == "supposed"]
    assert [trace["name"] for trace in supposed] == ["假设测算（非填报数）"]
    others = {t["line"].get("dash") for t in spec["data"] if t["meta"] != "supposed"}
    assert supposed[0]["line"]["dash"] not in others
    # From the last full year on, 10 % a year: 1500, 1650, 1815 亿元.
    assert [round(value) for value in supposed[0]["y"][:3]] == [1500, 1650, 1815]


def test_the_forecast_says_its_method_and_how_it_compares(
    open_page: OpenPage, figures: Store
) -> None:
    html = shown(open_page("cluster", lang="en", region="binzhou", cluster="smart-textiles"))
    assert "Forecast, 80% range (derived)" in html
    assert "than simply letting the last growth continue" in html
    assert "Method: random walk with drift of the logarithm" in html


@pytest.mark.parametrize("asked", ["1e3", "61", "-21", "8.55", "<b>"])
def test_a_growth_that_is_none_is_ignored_with_a_note(open_page: OpenPage, asked: str) -> None:
    seen = open_page("region", lang="en", region="binzhou", what_if=asked)
    assert "what_if" in shown(seen)


def test_the_sources_cite_every_lamp_rule(open_page: OpenPage) -> None:
    html = shown(open_page("sources", lang="en", region="binzhou"))
    for source in ("qlbk.net", "Wuhan", "Sanya", "Eurostat", "Statistics Canada"):
        assert source in html
