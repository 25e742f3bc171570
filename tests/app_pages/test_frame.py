"""What stands around the pages: language, day, Share, banners, notes."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

from streamlit.testing.v1 import AppTest

from dashboard.actuals.store import Store
from tests.app_pages.conftest import shown
from tests.machine.register import register_to_edit

OpenPage = Callable[..., AppTest]


def test_the_language_button_writes_the_other_language_into_the_link(open_page: OpenPage) -> None:
    seen = open_page("region", region="binzhou")
    assert "<h1>滨州市</h1>" in shown(seen)
    seen.button(key="frame-language").click().run()
    assert seen.query_params == {"region": "binzhou", "lang": "en"}
    assert "<h1>Binzhou</h1>" in shown(seen)


def test_share_gives_the_link_of_what_is_seen(open_page: OpenPage) -> None:
    seen = open_page("cluster", region="binzhou", cluster="smart-textiles", as_of="2026-06-30")
    seen.button(key="frame-share").click().run()
    assert [code.value.partition("/cluster")[2] for code in seen.code] == [
        "?region=binzhou&cluster=smart-textiles&as_of=2026-06-30"
    ]


def test_looking_back_before_the_first_entry_says_that_figures_were_filled_in_later(
    open_page: OpenPage, figures: Store
) -> None:
    seen = open_page("overview", lang="en", as_of="2020-01-01")
    assert "Nothing had been recorded by 1 January 2020" in shown(seen)
    # Their periods end later than that day, so not one of them counts.
    assert "no actual figure reported yet" in shown(seen)


def test_a_day_is_chosen_and_left_again(open_page: OpenPage) -> None:
    seen = open_page("overview")
    seen.button(key="frame-as-of").click().run()
    seen.date_input(key="as-of-day").set_value(date(2026, 6, 30))
    seen.button(key="as-of-show").click().run()
    assert seen.query_params["as_of"] == "2026-06-30"


def test_a_stale_link_opens_the_nearest_view_and_says_so(open_page: OpenPage) -> None:
    html = shown(open_page("region", lang="en", region="binzhuo"))
    assert "<h1>Binzhou</h1>" in html
    assert "There is no region “binzhuo”" in html


def test_markup_in_a_link_is_told_back_as_text(open_page: OpenPage) -> None:
    for name in ("region", "q", "unit", "goal"):
        html = shown(open_page("goals", **{name: "<img src=x onerror=alert(1)>"}))
        assert "<img" not in html


def test_a_register_broken_by_an_edit_stays_up_under_a_banner(
    open_page: OpenPage, tmp_path: Path
) -> None:
    register = register_to_edit(tmp_path)
    assert "broken" not in shown(open_page("overview", {"register": register}, lang="en"))
    good = register.read_text(encoding="utf-8")
    register.write_text(good.replace("indicator: revenue,", "indicator: revenu,", 1), "utf-8")
    html = shown(open_page("overview", {"register": register}, lang="en"))
    assert "The register was just edited and is broken" in html
    assert "targets.yaml:" in html and "revenu" in html
    assert "109 goals" in html
    register.write_text(good, encoding="utf-8")
    assert "broken" not in shown(open_page("overview", {"register": register}, lang="en"))


def test_a_register_never_good_says_what_is_wrong(open_page: OpenPage, tmp_path: Path) -> None:
    register = tmp_path / "targets.yaml"
    register.write_text("version: 1\nregions: [", encoding="utf-8")
    html = shown(open_page("overview", {"register": register}, lang="en"))
    assert "The pages cannot be shown at the moment" in html
    assert "targets.yaml" in html


def test_a_read_only_service_says_so(open_page: OpenPage) -> None:
    assert "read-only" in shown(open_page("overview", {"read_only": True}, lang="en"))


def test_a_live_view_is_shared_as_one_that_moves_on(open_page: OpenPage) -> None:
    seen = open_page("region", region="foshan", lang="en")
    seen.button(key="frame-share").click().run()
    assert seen.code[0].value.endswith("/region?region=foshan&lang=en")
    moves = "The link moves on: whoever opens it sees the newest figures."
    assert moves in [caption.value for caption in seen.caption]


def test_today_is_pinned_like_any_other_day_and_left_again(open_page: OpenPage) -> None:
    seen = open_page("overview")
    seen.button(key="frame-as-of").click().run()
    seen.date_input(key="as-of-day").set_value(date(2026, 10, 20))
    seen.button(key="as-of-show").click().run()
    assert seen.query_params["as_of"] == "2026-10-20"
    seen.button(key="frame-as-of").click().run()
    seen.button(key="as-of-now").click().run()
    assert "as_of" not in seen.query_params


def test_a_day_to_come_is_said_to_be_one_and_not_a_stale_link(open_page: OpenPage) -> None:
    html = shown(open_page("region", lang="en", region="foshan", as_of="2026-10-21"))
    assert "The day in this link is still to come" in html
    assert "no longer exists" not in html
    assert "<h1>Foshan</h1>" in html


def test_a_bent_link_opens_what_it_means_and_a_choice_there_mends_it(open_page: OpenPage) -> None:
    seen = open_page("region", **{"Region": "Foshan。", "amp;lang": "en"})
    assert "<h1>Foshan</h1>" in shown(seen)
    assert "in the link" not in shown(seen)
    seen.button(key="frame-language").click().run()
    assert seen.query_params == {"region": "foshan", "lang": "zh"}
