"""The first answer is the page: read without a script, previewed by a chat, gone when the page stands."""

import re
from collections.abc import Iterator
from html import unescape
from urllib.parse import quote

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.machine.browser import fresh_page
from tests.machine.server import Served

PAGES = {
    "overview": "/?lang=en",
    "region": "/region?region=binzhou&lang=en",
    "cluster": "/cluster?region=binzhou&cluster=high-end-aluminium&lang=en",
    "goals": "/goals?lang=en",
    "evaluation": "/evaluation?region=binzhou&lang=en",
    "sources": "/sources?region=binzhou&lang=en",
}


def answer(served: Served, path: str) -> tuple[dict[str, str], str]:
    status, headers, body = served.get(path)
    assert status == 200
    assert len(body) <= 600 * 1024
    return headers, body.decode()


def title(page: str) -> str:
    found = re.findall(r"<title>(.*?)</title>", page)
    assert len(found) == 1
    return unescape(found[0])


@pytest.mark.parametrize("page", PAGES)
def test_an_answer_names_its_view_and_says_its_finding_and_is_kept_nowhere(
    page: str, demo_app: Served
) -> None:
    headers, text = answer(demo_app, PAGES[page])
    assert headers["cache-control"] == "no-store"
    finding = re.search(r"<h1>(.*?)</h1>", text)
    about = re.search(r'<meta property="og:description" content="(.*?)"', text)
    assert finding and about
    assert unescape(about[1]).startswith(unescape(re.sub(r"<.*?>", "", finding[1])))
    assert "个 " not in about[1], "a number's word stands off the next, as no sentence has it"
    assert f'<meta property="og:title" content="{title(text)}"' in text.replace("&amp;", "&")
    assert title(text) != "Cluster target tracking"


def test_titles_tell_views_apart(demo_app: Served) -> None:
    titles = {title(answer(demo_app, path)[1]) for path in PAGES.values()}
    assert len(titles) == len(PAGES)


def test_a_region_is_there_whole_board_laggards_verdict_goals_and_links(demo_app: Served) -> None:
    _, text = answer(demo_app, PAGES["region"])
    before, _, after = text.partition('<div id="root">')
    assert "ct-board" in before and "ct-late" in before and "ct-verdict" in before
    assert before.count('<details class="ct-fold">') > 10
    assert 'href="./cluster?region=binzhou&amp;cluster=high-end-aluminium&amp;lang=en"' in before
    assert "ct-board" not in after


def test_an_address_of_nobody_is_the_overview_and_says_so(demo_app: Served) -> None:
    _, text = answer(demo_app, "/nowhere?lang=en")
    overview = re.search(r"<h1>(.*?)</h1>", answer(demo_app, PAGES["overview"])[1])
    assert overview and overview[0] in text and "nowhere" in text
    # A chat program shows no more of it than that.
    _, text = answer(demo_app, "/region?region=atlantis&lang=en")
    about = re.search(r'<meta property="og:description" content="(.*?)"', text)
    assert about and about[1].startswith("There is no region “atlantis”")
    _, text = answer(demo_app, "/region?region=hebei&lang=en")
    offered = '<a class="ct-link" href="./region?region=xinle&amp;lang=en">Xinle</a>'
    assert f"the default is shown. Perhaps meant: {offered}" in text


def test_what_is_worked_at_says_what_is_owed_by_whom_and_previews_nothing(
    demo_app: Served,
) -> None:
    for path, name, held in (
        ("/entry?region=binzhou&lang=en", "Entry", "Counties and districts"),
        ("/completeness?region=binzhou&lang=en", "Completeness", "Municipal Bureau of Industry"),
        ("/review?lang=en", "Review", ""),
    ):
        _, text = answer(demo_app, path)
        before = text.partition('<div id="root">')[0]
        assert f" · {name} · " in title(text) or title(text).startswith(name)
        assert "<first-answer" in before and "<h1>" in before and held in before
        about = re.search(r'<meta property="og:description" content="(.*?)"', text)
        assert about and "of 44" not in about[1] and "reported" not in about[1]


def test_a_preview_counts_the_lamps_of_its_own_view_also_where_the_link_names_no_region(
    demo_app: Served,
) -> None:
    def lamps(path: str) -> int:
        _, text = answer(demo_app, path)
        about = re.search(r'<meta property="og:description" content="(.*?)"', text)
        assert about
        counted = unescape(about[1]).rpartition("Lamps: ")[2]
        return sum(int(n) for n in re.findall(r" (\d+)(?=[,.])", counted))

    # The register has 109 goals, Binzhou's plan 39 of them and its first cluster one.
    assert lamps("/?lang=en") == 109
    assert lamps("/region?lang=en") == lamps("/region?region=binzhou&lang=en") == 39
    assert lamps("/cluster?lang=en") == 1


def test_what_is_worked_at_is_previewed_by_its_name_alone(demo_app: Served) -> None:
    for path, named in (
        ("/entry?lang=en", "Binzhou · Entry · What the plans"),
        ("/audit?lang=en", "Audit · What the plans"),
        ("/audit?region=foshan&lang=en", "Foshan · Audit · What the plans"),
    ):
        _, text = answer(demo_app, path)
        assert f'<meta property="og:description" content="{named}' in text
        assert title(text).startswith(named.partition(" · What")[0])


def test_the_frame_is_fetched_after_what_has_come_is_shown(demo_app: Served) -> None:
    _, text = answer(demo_app, PAGES["region"])
    shown, _, later = text.partition('<template id="frame">')
    fetched = r'<script[^>]* src=|rel="modulepreload"|rel="stylesheet"'
    assert re.findall(fetched, shown) == [] and len(re.findall(fetched, later)) > 50


def test_what_a_link_says_is_shown_and_never_built(demo_app: Served) -> None:
    harm = '<script>alert(1)</script>"><img src=x>'
    for path in (f"/goals?q={quote(harm)}", f"/region?region={quote(harm)}&lang=en"):
        _, text = answer(demo_app, path)
        assert "<script>alert(1)" not in text and "<img" not in text


@pytest.fixture
def scriptless(chromium: Browser) -> Iterator[Page]:
    told = {"java_script_enabled": False, "viewport": {"width": 390, "height": 844}}
    with fresh_page(chromium, **told) as page:
        yield page


def test_a_reader_without_scripts_reads(scriptless: Page, demo_app: Served) -> None:
    scriptless.goto(demo_app.url + PAGES["region"])
    # Its root is closed to scripts; a screen reader is told of all that is in it.
    tree = scriptless.context.new_cdp_session(scriptless).send("Accessibility.getFullAXTree")
    told = {(n["role"]["value"], n["name"]["value"]) for n in tree["nodes"] if "name" in n}
    assert {("heading", "Binzhou"), ("link", "Goals"), ("link", "High-end aluminium")} <= told


# What is seen at the moment the first answer goes: [charts in view, those of them not drawn,
# places held open].
WATCHES_THE_TAKEOVER = """
new MutationObserver(records => {
  if (!records.some(one => [...one.removedNodes].some(gone => gone.id === "first-answer"))) return;
  const inView = [...document.querySelectorAll('[data-testid="stPlotlyChart"]')].filter(chart => {
    const its = chart.getBoundingClientRect();
    return its.height && its.bottom > 0 && its.top < innerHeight;
  });
  window.takeover = [
    inView.length,
    inView.filter(chart => !chart.querySelector(".main-svg")).length,
    document.querySelectorAll('[data-testid="stSkeleton"]').length,
  ];
}).observe(document, { childList: true, subtree: true });
"""


@pytest.mark.parametrize(("read_to", "charts"), [(0, 1), (1200, 0)])
def test_the_first_answer_goes_when_the_page_stands_where_its_reader_has_got_to(
    read_to: int, charts: int, browser_page: Page, demo_app: Served
) -> None:
    faults: list[str] = []
    browser_page.on("pageerror", lambda fault: faults.append(str(fault)))
    browser_page.on("console", lambda said: said.type == "error" and faults.append(said.text))
    browser_page.add_init_script(WATCHES_THE_TAKEOVER)
    browser_page.goto(demo_app.url + PAGES["region"], wait_until="commit")
    first = browser_page.locator("#first-answer")
    browser_page.locator("#root").wait_for(state="attached")
    scroll = "(first, to) => { first.read.scrollTop = to; return first.read.scrollTop }"
    assert first.evaluate(scroll, read_to) == read_to
    expect(first).to_have_count(0)
    in_view, undrawn, held_open = browser_page.evaluate("takeover")
    assert (in_view, undrawn, held_open) == (charts, 0, 0)
    assert faults == []
    # There the page stands as well, with what it has beside the first answer (a choice or two) over it.
    main = browser_page.locator('[data-testid="stMain"]')
    assert abs(main.evaluate("main => main.scrollTop") - read_to) < 250


def test_a_link_bent_by_a_chat_program_is_answered_as_it_was_meant(demo_app: Served) -> None:
    meant = title(answer(demo_app, "/region?region=foshan&lang=en")[1])
    for bent in (
        "/region?lang=en&amp;region=foshan",
        "/region?region%3Dfoshan%26lang%3Den",
        "/region?Region=Foshan&Lang=EN",
        "/region?lang=en&region=foshan" + quote("。"),
        "/region?lang=en&region=" + quote("佛山"),
        # These are no page's address: they are led to the one that they mean.
        "/region%3Fregion%3Dfoshan%26lang%3Den",
        "/Region?region=foshan&lang=en",
        "/region" + quote("。") + "?region=foshan&lang=en",
    ):
        _, text = answer(demo_app, bent)
        assert title(text) == meant
        assert 'lang="en"' in text.partition("<head>")[0]
        assert "in the link" not in text
    _, text = answer(demo_app, "/region?lang=en&region=" + quote("佛山 or so"))
    assert "The value “佛山 or so” of “region” in the link cannot be read" in text
