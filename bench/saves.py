"""What saving one figure costs whoever enters it, and what it leaves in the server's memory.

Two of our servers stand side by side, one with 4 regions and one with 300 of the same made-up
register and figures, and the hello page: all take turns within one run. A save is what pressing Enter
in the entry page's form sends, until the page has been sent with the next series.
"""

import asyncio
import statistics
from contextlib import AbstractContextManager, AsyncExitStack
from dataclasses import dataclass
from pathlib import Path

import psutil

from bench import registers, servers, stores
from bench.servers import Running
from bench.sessions import Session
from dashboard.actuals.store import Store
from dashboard.people.actor import By
from dashboard.people.directory import Directory
from dashboard.people.identity import Grant, Role, user_of_the_machine
from tests.doors.visitor import Visitor

SAVES = 20
# By how many people so many figures are saved, to see what stays in memory.
PEOPLE, SAVES_IN_ALL = 20, 200
# The first saves bring what every later one has too: modules, and what is kept of the register.
_FIRST = 3
TODAY = "2026-03-16"
# No figure of the period is there yet; the form goes on from one series to the next by itself.
_FORM = "lang=zh&region={region}&cluster={region}&indicator=indicator-00&period=2026-M02"


@dataclass(frozen=True)
class Saved:
    """Medians in milliseconds of a save at both sizes and of hello's rerun; MiB of our servers.

    `before` is with all regions judged and the form open, `after` after `SAVES` more saves; small
    and large.
    """

    small: float
    large: float
    hello: float
    before: tuple[float, float]
    after: tuple[float, float]


@dataclass(frozen=True)
class Filled:
    """A made-up register with its figures."""

    plans: registers.Plans
    database: str


def filled(folder: Path, regions: int) -> Filled:
    """Write a register of some regions and fill a database with its figures."""
    plans = registers.plans(folder, regions)
    url = f"sqlite:///{(folder / 'actuals.db').as_posix()}"
    with Store.open(url) as store:
        stores.fill(store, regions)
    return Filled(plans, url)


def measure(small: Filled, large: Filled, hello: Path) -> Saved:
    """Save `SAVES` figures in each, one after the other down a region's form."""
    with (
        served(small) as few,
        served(large) as many,
        servers.script(hello) as floor,
    ):
        return asyncio.run(_measure((few, many), floor, (small, large)))


def served(of: Filled, *more: str) -> AbstractContextManager[Running]:
    """Run our own server on a made-up register with its figures."""
    plans = of.plans
    options = (
        *more,
        "--register",
        plans.register,
        "--seeds",
        plans.seeds,
        "--database",
        of.database,
    )
    folder = plans.register.parent.parent / "served"
    return servers.dashboard(
        folder, *map(str, options), "--cache", str(plans.cache), CLUSTER_DASHBOARD_TODAY=TODAY
    )


async def _measure(
    ours: tuple[Running, Running], hello: Running, filled: tuple[Filled, Filled]
) -> Saved:
    for server in ours:
        await worked_through(server)
    async with AsyncExitStack() as opened:
        floor = await opened.enter_async_context(Session(hello.port))
        pages = [await _at_the_form(opened, server) for server in ours]
        for _ in range(4):
            await floor.rerun()
        revisions = [_revision(each) for each in filled]
        taken: list[list[float]] = [[], []]
        hellos = []
        before = 0.0, 0.0
        for turn in range(_FIRST + SAVES):
            if turn == _FIRST:
                before = await _memory(ours)
            for place, (page, found) in enumerate(zip(pages, taken, strict=True)):
                found.append(await page.enter())
                assert _revision(filled[place]) == revisions[place] + turn + 1
            hellos.append(await floor.rerun())
            await asyncio.sleep(0.05)
        after = await _memory(ours)
    small, large, floor_ms = (statistics.median(each[_FIRST:]) for each in (*taken, hellos))
    return Saved(small, large, floor_ms, before, after)


async def _memory(ours: tuple[Running, Running]) -> tuple[float, float]:
    # The server is still putting away what the last rerun left.
    await asyncio.sleep(2)
    return ours[0].memory_mib(), ours[1].memory_mib()


async def _at_the_form(opened: AsyncExitStack, server: Running) -> Session:
    query = _FORM.format(region=stores.name(1))
    page = await opened.enter_async_context(Session(server.port, "entry", query))
    for _ in range(4):
        await page.rerun()
    return page


async def worked_through(server: Running) -> None:
    """Ask for the overview, which has every region judged, and wait until the server rests."""
    async with Session(server.port, "", "lang=zh") as visitor:
        await visitor.rerun()
        process = psutil.Process(server.pid)
        quiet, worked = 0, _processor(process)
        while quiet < 3:
            await asyncio.sleep(1)
            now = _processor(process)
            quiet = quiet + 1 if now - worked < 0.05 else 0
            worked = now
        # Now with every region counted.
        await visitor.rerun()
        await visitor.rerun()


def _processor(process: psutil.Process) -> float:
    times = process.cpu_times()
    return float(times.user + times.system)


def _revision(of: Filled) -> int:
    with Store.open(of.database) as store:
        return store.revision()


def measure_people(large: Filled) -> tuple[float, float]:
    """Memory of a server in MiB, before and after 200 saves by 20 clerks, each of another region."""
    tree = {stores.name(number): None for number in range(PEOPLE)}
    password = "five quiet herons wading"  # noqa: S105 - of accounts that live as long as a measure
    with Directory.open(large.database) as people:
        by = By(user_of_the_machine("operator"), tree)
        for number, region in enumerate(tree):
            grants = [Grant(Role.CLERK, region)]
            if number % 2:
                # Different rights: every other one also reads what another region has entered.
                grants.append(Grant(Role.REVIEWER, stores.name((number + 7) % PEOPLE)))
            people.accounts.add(by, f"clerk-{number}", "", tuple(grants), password=password)
        with served(large, "--mode", "team") as server:
            cookies = []
            for number in range(PEOPLE):
                visitor = Visitor(server.port)
                visitor.sign_in(f"clerk-{number}", password)
                cookies.append(visitor.cookie)
            return asyncio.run(_saved_by_people(server, cookies))


async def _saved_by_people(server: Running, cookies: list[str]) -> tuple[float, float]:
    async with AsyncExitStack() as opened:
        pages = []
        for number, cookie in enumerate(cookies):
            query = _FORM.format(region=stores.name(number))
            told = {"additional_headers": {"Cookie": cookie}}
            page = await opened.enter_async_context(Session(server.port, "entry", query, **told))
            for _ in range(2):
                await page.rerun()
            pages.append(page)
        for page in pages:
            await page.enter()
        await asyncio.sleep(2)
        before = server.memory_mib()
        for _ in range(SAVES_IN_ALL // PEOPLE):
            for page in pages:
                await page.enter()
        await asyncio.sleep(2)
        return before, server.memory_mib()
