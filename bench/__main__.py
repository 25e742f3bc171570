"""`make bench`: our pages, the hello page and the ordinary app, measured one after the other.

    python -m bench [--times 7] [--only pages,views,reruns,start,memory,register,store,verdicts,imports,
                                        bulletins,api,crowd,replicas,people]

Absolute figures drift with the machine; only the ratios within one run are worth quoting. A goal
that is missed is marked, and the run still ends with 0: it informs, it does not judge.
"""

import argparse
import asyncio
import sqlite3
import statistics
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import sync_playwright

from bench import (
    api,
    bulletins,
    crowds,
    imports,
    pages,
    registers,
    saves,
    servers,
    sessions,
    stores,
    verdicts,
    views,
)
from bench.servers import ROOT, Running
from bench.views import Wanted
from tests.machine.browser import launch_chromium

HELLO = ROOT / "bench" / "hello.py"
ORDINARY = ROOT / "bench" / "ordinary.py"
PLOTLY_BAR = Wanted(".js-plotly-plot .trace path, .js-plotly-plot .barlayer path")
OUR_BOARD = Wanted('[data-testid="stApp"] h1')
REGION = "region=binzhou&lang=zh"


def main() -> None:
    """Measure what is asked for and print one line each."""
    parser = argparse.ArgumentParser(prog="make bench")
    parser.add_argument("--times", type=int, default=7)
    parser.add_argument(
        "--only",
        default="pages,views,reruns,start,memory,register,store,verdicts,imports,bulletins,api,"
        "crowd,replicas,people",
    )
    asked = parser.parse_args()
    measures: dict[str, Callable[[Path, int], None]] = {
        "pages": measure_pages,
        "views": measure_views,
        "reruns": measure_reruns,
        "start": measure_start,
        "memory": measure_memory,
        "register": measure_register,
        "store": measure_store,
        "verdicts": measure_verdicts,
        "imports": measure_imports,
        "bulletins": measure_bulletins,
        "api": measure_api,
        "crowd": measure_crowd,
        "replicas": measure_replicas,
        "people": measure_people,
    }
    print(f"Python {sys.version.split()[0]}, medians of {asked.times}, ratios within this run\n")
    for name in asked.only.split(","):
        with tempfile.TemporaryDirectory(prefix="bench-") as folder:
            measures[name](Path(folder), asked.times)


def tell(what: str, ours: float, theirs: float, unit: str, other: str, *, goal: float = 0) -> None:
    """Print one comparison; `goal` is the ratio that is wanted at most."""
    ratio = ours / theirs
    judged = "" if not goal else f"  goal <= {goal:g}: {'reached' if ratio <= goal else 'MISSED'}"
    line = f"{what:<42}{ours:>9.1f} {unit:<4}{theirs:>9.1f} {unit:<4}= {ratio:5.2f} x {other}"
    print(line + judged, flush=True)


def tell_one(what: str, ours: float, unit: str, goal: float = 0) -> None:
    """Print one figure; `goal` is wanted at most, below zero its opposite at least."""
    reached = ours >= -goal if goal < 0 else ours <= goal
    wanted = f"goal {'>=' if goal < 0 else '<='} {abs(goal):,g}"
    judged = f"  {wanted}: {'reached' if reached else 'MISSED'}" if goal else ""
    print(f"{what:<42}{ours:>9,.{2 if abs(ours) < 10 else 1}f} {unit:<4}{judged}", flush=True)


def ordinary_data(folder: Path) -> dict[str, str]:
    """Write the ordinary app's table of figures: ten clusters in each of four regions, ten years."""
    path = folder / "ordinary.db"
    regions = ("binzhou", "foshan", "jiangsu", "xinle")
    rows = [
        (region, f"cluster {cluster}", year, 1e11 * (cluster + 1) * 1.08 ** (year - 2015))
        for region in regions
        for cluster in range(10)
        for year in range(2015, 2025)
    ]
    with sqlite3.connect(path) as connection:
        connection.execute("CREATE TABLE figures (region, cluster, year, value)")
        connection.executemany("INSERT INTO figures VALUES (?, ?, ?, ?)", rows)
    register = str(ROOT / "data" / "targets.yaml")
    return {"BENCH_REGISTER": register, "BENCH_DATABASE": str(path)}


def measure_imports(folder: Path, times: int) -> None:  # noqa: ARG001 - every measure is called alike
    """Measure an import of many figures against the raw writing of the same rows."""
    raw = {"SQLite": "raw executemany", "PostgreSQL": "raw COPY and one upsert"}
    for kind, found in imports.measure(folder).items():
        many = f"{imports.ROWS:,} figures, {kind}"
        tell(f"writing {many}", found.written, found.raw, "s", raw[kind], goal=2)
        tell_one(f"reading and checking {many}", found.checked, "s")


def measure_bulletins(folder: Path, times: int) -> None:
    """Measure a region's bulletin in each form."""
    for form, found in bulletins.measure(folder, times).items():
        tell_one(f"bulletin as {form}, warm", found.warm, "s", goal=3)
        tell_one(f"bulletin as {form}, command line", found.command, "s", goal=6)


def measure_api(folder: Path, times: int) -> None:  # noqa: ARG001 - every measure is called alike
    """Measure a region's verdicts against a hello of as many bytes."""
    found = api.measure(folder)
    size = f"{found.size / 1024:.0f} KiB"
    tell(f"a region's verdicts, {size}, p95", found.ours, found.hello, "ms", "hello", goal=1.5)
    tell("the same, nothing changed, p95", found.unchanged, found.hello, "ms", "hello", goal=0.5)
    tell("a bare 304 of uvicorn's own, p95", found.floor, found.hello, "ms", "hello")


def measure_views(folder: Path, times: int) -> None:
    """First view of the overview in Chromium; the three take turns."""
    with (
        sync_playwright() as playwright,
        servers.dashboard(folder, "--demo") as ours,
        servers.script(HELLO) as hello,
        servers.script(ORDINARY, **ordinary_data(folder)) as ordinary,
    ):
        browser = launch_chromium(playwright)
        opened: dict[str, tuple[Running, Wanted]] = {
            "ours": (ours, OUR_BOARD),
            "hello": (hello, PLOTLY_BAR),
            "ordinary": (ordinary, PLOTLY_BAR),
        }
        # The very first visitor of a fresh server is a figure of its own; it also warms the rest.
        first = {name: views.view(browser, s.url, css) for name, (s, css) in opened.items()}
        seen: dict[str, list[views.View]] = {name: [] for name in opened}
        for _ in range(times):
            for name, (server, wanted) in opened.items():
                seen[name].append(views.view(browser, server.url, wanted))
        browser.close()
    cold = {name: statistics.median(one.cold.whole for one in many) for name, many in seen.items()}
    warm = {name: statistics.median(one.warm.whole for one in many) for name, many in seen.items()}
    very_first = (first[name].cold.whole for name in ("ours", "hello"))
    tell("overview, very first visitor", *very_first, "ms", "hello")
    tell("overview, cold browser cache", cold["ours"], cold["hello"], "ms", "hello", goal=1.3)
    tell("overview, warm browser cache", warm["ours"], warm["hello"], "ms", "hello")
    tell("overview, cold browser cache", cold["ours"], cold["ordinary"], "ms", "ordinary")
    tell("overview, warm browser cache", warm["ours"], warm["ordinary"], "ms", "ordinary")


def measure_pages(folder: Path, times: int) -> None:
    """What a person waits for: overview, region and cluster, beside hello and Vizro."""
    found = pages.measure(folder, times, HELLO, PLOTLY_BAR)
    for slowed, taken in found.items():
        under = f", {slowed} x slower" if slowed > 1 else ""
        for how in ("cold", "warm"):
            hello, vizro = taken.of("hello", how), taken.of("vizro", how)
            for page in pages.PAGES:
                own = taken.of(f"{page}, {stores.SMALL} regions", how)
                large = taken.of(f"{page}, {stores.LARGE} regions", how)
                judged = how == "cold" and slowed == 1
                what = f"{page}, {how}{under}"
                goal = pages.WHOLE[page] if judged else 0
                tell(
                    f"{what}: readable",
                    own.readable,
                    hello.whole,
                    "ms",
                    "hello",
                    goal=0.15 * judged,
                )
                tell(f"{what}: whole", own.whole, hello.whole, "ms", "hello", goal=goal)
                beside = 1.0 if judged and page != "overview" else 0
                tell(f"{what}: whole", own.whole, vizro.whole, "ms", "Vizro", goal=beside)
                few = f"{stores.SMALL} regions"
                most = 1.15 * judged
                tell(f"{what}: readable, 300", large.readable, own.readable, "ms", few, goal=most)
                tell(f"{what}: whole, 300", large.whole, own.whole, "ms", few, goal=most)
                if slowed > 1 and how == "cold":
                    shown = max(hello.skeleton, 1)
                    tell(f"{what}: placeholders", own.skeleton, shown, "ms", "hello", goal=2)


def measure_reruns(folder: Path, times: int) -> None:
    """A rerun of the region page, from the question to the last message."""
    many = times * 8

    def median(server: Running, page: str = "", query: str = "") -> float:
        return statistics.median(asyncio.run(sessions.reruns(server.port, page, query, many)))

    with (
        servers.dashboard(folder, "--demo") as ours,
        servers.script(HELLO) as hello,
        servers.script(ORDINARY, **ordinary_data(folder)) as ordinary,
    ):
        floor, usual = median(hello), median(ordinary)
        region, overview = median(ours, "region", REGION), median(ours, "", "lang=zh")
    tell("region rerun", region, floor, "ms", "hello", goal=0.6)
    tell("region rerun", region, usual, "ms", "ordinary")
    tell("overview rerun", overview, floor, "ms", "hello")


def measure_crowd(folder: Path, times: int) -> None:  # noqa: ARG001 - every measure is called alike
    """A hundred people on region pages, one click each two seconds, against one visitor."""
    for processes in (1, 2):
        with servers.dashboard(folder, "--demo", "--processes", str(processes)) as ours:
            found = crowds.crowd(ours)
        people = f"{crowds.PEOPLE} people, {processes} process{'es' if processes > 1 else ''}"
        tell(f"{people}, p95 of a click", found.p95, found.single, "ms", "one", goal=4)
        tell(f"{people}, median", found.median, found.single, "ms", "one")
        tell_one(f"{found.clicks} clicks; memory of the largest process", found.memory, "MiB", 250)


def measure_people(folder: Path, times: int) -> None:  # noqa: ARG001 - every measure is called alike
    """What 200 saves by 20 people with different rights leave in the server's memory, at 300 regions."""
    before, after = saves.measure_people(saves.filled(folder, stores.LARGE))
    what = f"memory after {saves.SAVES_IN_ALL} saves by {saves.PEOPLE}"
    tell(what, after, before, "MiB", "before")
    tell_one("what they left", after - before, "MiB", goal=50)


def measure_replicas(folder: Path, times: int) -> None:  # noqa: ARG001 - every measure is called alike
    """Two replicas behind nginx against one, with the same processor between them."""
    one, two = crowds.replicas(folder)
    tell_one("one replica behind nginx, on one core", one.a_second, "/s")
    tell_one("two that share it, of one", two.a_second / one.a_second, "x", goal=-0.85)
    share = two.a_second_of_processor / one.a_second_of_processor
    tell_one("the same for a second of their processor", share, "x", goal=-0.85)


def measure_start(folder: Path, times: int) -> None:
    """From the process's start to the first answer, with everything warmed."""
    starts: dict[str, list[float]] = {"ours": [], "hello": [], "ordinary": []}
    data = ordinary_data(folder)
    for _ in range(max(3, times // 2)):
        with servers.dashboard(folder) as ours:
            starts["ours"].append(ours.started_s * 1000)
        with servers.script(HELLO) as hello:
            starts["hello"].append(hello.started_s * 1000)
        with servers.script(ORDINARY, **data) as ordinary:
            starts["ordinary"].append(ordinary.started_s * 1000)
    middle = {name: statistics.median(many) for name, many in starts.items()}
    tell("server start", middle["ours"], middle["hello"], "ms", "hello")
    tell("server start", middle["ours"], middle["ordinary"], "ms", "ordinary")


def measure_memory(folder: Path, _: int) -> None:
    """Resident memory with one visitor, and what each further visitor adds."""

    def idle_and_session(server: Running, page: str, query: str) -> tuple[float, float]:
        # Twenty visitors bring the process to its working size; the next forty are measured.
        found = sessions.with_visitors(server.port, page, query, (1, 20, 60), server.memory_mib)
        one, small, large = asyncio.run(found)
        return one, (large - small) / 40

    with servers.dashboard(folder, "--demo") as ours, servers.script(HELLO) as hello:
        idle, session = idle_and_session(ours, "region", REGION)
        hello_idle, hello_session = idle_and_session(hello, "", "")
    tell("memory, one visitor", idle, hello_idle, "MiB", "hello")
    judged = "reached" if session <= 0.3 else "MISSED"
    print(
        f"{'memory, each further visitor':<34}{session:>9.2f} MiB {hello_session:>8.2f} MiB (hello)"
        f"  goal <= 0.3 MiB: {judged}"
    )


def measure_register(folder: Path, times: int) -> None:
    """Reading and checking 300 regions, against libyaml's loader alone on the same files."""
    one, many = registers.measure(folder, max(1, times // 2))
    what = f"{one.goals:,} goals in one file"
    tell(what, one.read * 1000, one.alone * 1000, "ms", "CSafeLoader", goal=0.4)
    tell("the same in 300 files", many.read * 1000, many.alone * 1000, "ms", "CSafeLoader")
    for name, taken in (("one file", one), ("300 files", many)):
        unchanged = taken.unchanged * 1000
        reached = "reached" if unchanged <= 50 else "MISSED"
        print(f"{name + ', unchanged':<34}{unchanged:>9.1f} ms   goal <= 50 ms: {reached}")


def measure_store(folder: Path, times: int) -> None:
    """What one region costs in a store of 300 regions against one of four, and a spill-free whole."""
    for taken in stores.measure(folder, times):
        for what, (small, large) in taken.of_a_region.items():
            other = f"{stores.SMALL} regions"
            label = f"{taken.database}: {what}"
            tell(label, large * 1000, small * 1000, "ms", other, goal=1.25)
        current = taken.of_everything["current"]
        for what in stores.EVERYTHING:
            label = f"{taken.database}: all, {what}"
            tell(label, taken.of_everything[what], current, "s", "current", goal=1.2)
        print(f"{taken.database + ', bytes a figure':<34}{taken.bytes_a_figure:>9.0f}")
        if taken.spilled is not None:
            judged = "MISSED" if taken.spilled else "reached"
            print(f"{'spilled meanwhile':<34}{taken.spilled:>9} B   goal 0: {judged}")


def measure_verdicts(folder: Path, _: int) -> None:
    """Verdicts of a region, of all, and of goals of all kinds; each in a process of its own."""
    small, large = (
        saves.filled(folder / size, regions)
        for size, regions in (("small", stores.SMALL), ("large", stores.LARGE))
    )
    for regions, made in ((stores.SMALL, small), (stores.LARGE, large)):
        found = verdicts.of_a_region(made.plans, made.database)
        tell_one(f"a region's verdicts, of {regions}", found["ms"], "ms", 40)
    whole = verdicts.of_all(large.plans, large.database)
    what = f"{whole['goals']:,.0f} goals from nothing"
    tell_one(what, whole["seconds"], "s", 10)
    tell_one(f"{what}, processor", whole["cpu"], "s", 10)
    tell_one(f"{what}, memory", whole["gib"], "GiB", 0.6)
    tell_one("a region asked for meanwhile", whole["median"], "ms")
    tell_one("the slowest of them", whole["worst"], "ms")
    kinds = verdicts.of_all_kinds()
    tell_one(f"goals a second, {kinds['shapes']:.0f} kinds", kinds["second"], "", -10_000)
    print(
        f"    {kinds['goals']:,.0f} goals, {kinds['figures']:,.0f} figures, "
        f"{kinds['statuses']:.0f} different verdicts"
    )
    _saves(small, large)


def _saves(small: saves.Filled, large: saves.Filled) -> None:
    found = saves.measure(small, large, HELLO)
    few = f"{stores.SMALL} regions"
    tell("saving a figure, 300 regions", found.large, found.small, "ms", few, goal=1.25)
    tell("saving a figure, 300 regions", found.large, found.hello, "ms", "hello", goal=0.8)
    before, after = found.before[1], found.after[1]
    tell(f"memory after {saves.SAVES} saves", after, before, "MiB", "before", goal=1.1)
    tell(f"memory after {saves.SAVES} saves", after, found.after[0], "MiB", few, goal=1.5)


if __name__ == "__main__":
    main()
