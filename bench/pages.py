"""What a person waits for on our pages, at 4 and at 300 regions of one made-up register.

Our two servers, the hello page and Vizro with three bar charts of the same register take turns
within one run; then all of it again with a processor six times slower, as a phone's is.
"""

import asyncio
import statistics
from contextlib import ExitStack
from dataclasses import dataclass, fields
from pathlib import Path

from playwright.sync_api import sync_playwright

from bench import saves, servers, stores
from bench.views import View, Waits, Wanted, view
from bench.vizro_server import vizro
from tests.machine.browser import launch_chromium

SLOWED = 6
_H1 = '[data-testid="stApp"] h1'
_CHART = '[data-testid="stApp"] .js-plotly-plot .main-svg .trace path'
_REGION = f"region={stores.name(1)}&lang=zh"
# Page -> its address and what it has drawn when it is whole.
PAGES = {
    "overview": ("/?lang=zh", Wanted(_H1)),
    "region": (f"/region?{_REGION}", Wanted(_CHART)),
    "cluster": (f"/cluster?{_REGION}&cluster=cluster-0", Wanted(_CHART)),
}
# How long each may take until it is whole, of hello's time.
WHOLE = {"overview": 0.8, "region": 1.2, "cluster": 1.2}


@dataclass(frozen=True)
class Taken:
    """What was seen of each page, by name."""

    seen: dict[str, list[View]]

    def of(self, name: str, how: str) -> Waits:
        """Medians of one page, `how`: cold or warm."""
        many = [getattr(one, how) for one in self.seen[name]]
        middle = (
            statistics.median(getattr(one, each.name) for one in many) for each in fields(Waits)
        )
        return Waits(*middle)


def measure(folder: Path, times: int, hello: Path, bars: Wanted) -> dict[int, Taken]:
    """Open every page `times` times; by how much the processor was slowed, beginning with 1."""
    sizes = {
        regions: saves.filled(folder / str(regions), regions)
        for regions in (stores.SMALL, stores.LARGE)
    }
    with ExitStack() as running:
        floor = running.enter_context(servers.script(hello))
        beside = running.enter_context(vizro(folder, sizes[stores.SMALL].plans))
        opened = {
            "hello": (floor.url, bars),
            "vizro": (beside.url, Wanted(".js-plotly-plot .barlayer path", 3)),
        }
        for regions, made in sizes.items():
            ours = running.enter_context(saves.served(made))
            asyncio.run(saves.worked_through(ours))
            for page, (address, wanted) in PAGES.items():
                opened[f"{page}, {regions} regions"] = (ours.url + address, wanted)
        # Last: beside the browser's own loop no other can be run.
        browser = launch_chromium(running.enter_context(sync_playwright()))
        running.callback(browser.close)
        found = {}
        for slowed in (1, SLOWED):
            seen: dict[str, list[View]] = {name: [] for name in opened}
            # What the first visitor brings everybody after has too.
            for turn in range(1 + (times if slowed == 1 else max(1, times // 2))):
                for name, (url, wanted) in opened.items():
                    taken = view(browser, url, wanted, slowed)
                    if turn:
                        seen[name].append(taken)
            found[slowed] = Taken(seen)
        return found
