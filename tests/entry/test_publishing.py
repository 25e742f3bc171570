"""Publishing on the entry page: how much waits, the button, and what it leaves out."""

from collections.abc import Callable

import pytest
from streamlit.testing.v1 import AppTest

from dashboard.actuals.store import Store
from dashboard.entry.author import local_author
from tests.entry.conftest import shown

OpenPage = Callable[..., AppTest]
Record = Callable[..., int]


def test_what_waits_is_counted_and_published_by_who_clicks(
    open_page: OpenPage, store: Store, record: Record
) -> None:
    record("high-end-aluminium", "revenue", "2024", "4100亿元")
    record("high-end-aluminium", "revenue", "2025", "4200亿元")
    page = open_page("en", region="binzhou")
    assert "2 figures of Binzhou can be published; none was before." in shown(page)
    page.button(key="entry-publish").click().run()
    # It lists what it will publish, and asks.
    assert "High-end aluminium · Operating revenue · 2025" in shown(page)
    assert "new: 4,200 亿元" in shown(page)
    assert store.publications() == {}
    page.button(key="entry-publish-now").click().run()
    assert "2 items published." in shown(page)
    assert page.button(key="entry-publish").disabled
    published = store.publications()["binzhou"]
    assert (published.revision, published.author) == (2, local_author())
    record("high-end-aluminium", "revenue", "2025", "4300亿元")
    again = open_page("zh", region="binzhou")
    assert "有 1 项数据新增、变动或撤回。" in shown(again)


def test_what_is_entered_between_the_look_and_the_click_stays_unpublished(
    open_page: OpenPage, store: Store, record: Record
) -> None:
    record("high-end-aluminium", "revenue", "2024", "4100亿元")
    page = open_page("en", region="binzhou")
    page.button(key="entry-publish").click().run()
    record("high-end-aluminium", "revenue", "2025", "4200亿元")
    page.button(key="entry-publish-now").click().run()
    assert "1 item published." in shown(page)
    assert store.publications()["binzhou"].revision == 1
    assert "1 figure of Binzhou was entered, changed or withdrawn" in shown(page)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_without_figures_there_is_nothing_to_publish(open_page: OpenPage, lang: str) -> None:
    page = open_page(lang, region="foshan")
    assert page.button(key="entry-publish").disabled


def test_a_service_for_reading_only_offers_no_publishing(open_page: OpenPage) -> None:
    page = open_page("en", read_only=True)
    assert not [button for button in page.button if button.key == "entry-publish"]
