"""Many people at once: how long each waits, and what another replica behind nginx adds.

One visitor and a crowd look at the same server, one after the other; the driver takes its part of the
same cores. One replica and two stand on one PostgreSQL behind nginx, and what one had, two share.
"""

import asyncio
import http.client
import os
import random
import ssl
import statistics
import time
from contextlib import AsyncExitStack, ExitStack
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import psutil

from bench import servers
from bench.servers import Running
from bench.sessions import Session
from dashboard.actuals.store import Store
from dashboard.demonstration import fill
from dashboard.register import load_register
from tests.deploy import nginx
from tests.machine.postgres import start_postgres
from tests.machine.server import SHIPPED, free_port

PEOPLE, EVERY_S, SECONDS = 100, 2.0, 30.0
CLIENTS, LOOP_S = 16, 12.0
REGIONS = ("binzhou", "foshan", "jiangsu", "xinle")
HOST = "targets.example"
TODAY = "2026-10-20"


@dataclass(frozen=True)
class Crowd:
    """Milliseconds of a click: one visitor's median, a crowd's median and p95; MiB of the largest process."""

    single: float
    median: float
    p95: float
    memory: float
    clicks: int


def _query(number: int) -> str:
    return f"region={REGIONS[number % len(REGIONS)]}&lang=zh"


def crowd(server: Running) -> Crowd:
    """Let one visitor click, then a hundred, each every two seconds on region pages."""
    return asyncio.run(_crowd(server))


async def _crowd(server: Running) -> Crowd:
    chance = random.Random(7)
    async with AsyncExitStack() as opened:
        pages = []
        for number in range(PEOPLE):
            cookie = await asyncio.to_thread(_process, server.port)
            page = Session(server.port, "region", _query(number), additional_headers=cookie)
            pages.append(await opened.enter_async_context(page))
        for page in pages:
            await page.rerun()
        # What the first runs left is put away.
        await asyncio.sleep(3)
        single = [await _clicked(pages[0], 0.2) for _ in range(20)]
        ends = time.monotonic() + SECONDS

        async def click(page: Session) -> list[float]:
            await asyncio.sleep(chance.random() * EVERY_S)
            found = []
            while time.monotonic() < ends:
                found.append(await _clicked(page, EVERY_S))
            return found

        taken = [
            each
            for of_one in await asyncio.gather(*(click(page) for page in pages))
            for each in of_one
        ]
        p95 = statistics.quantiles(taken, n=20)[-1]
        return Crowd(
            statistics.median(single),
            statistics.median(taken),
            p95,
            server.largest_process_mib(),
            len(taken),
        )


async def _clicked(page: Session, every: float) -> float:
    taken = await page.rerun()
    await asyncio.sleep(max(0.0, every - taken / 1000))
    return taken


@dataclass(frozen=True)
class Served:
    """Clicks a second, and clicks for each second of the replicas' processor time."""

    a_second: float
    a_second_of_processor: float


def replicas(folder: Path) -> tuple[Served, Served]:
    """What is served behind nginx by one replica, and by two that share what the one had.

    All replicas stand on the first core, and driver, nginx and PostgreSQL on the others: of two cores
    there is none for a second replica alone, and whoever gave it the others' would measure theirs.
    """
    whole = psutil.Process().cpu_affinity()
    # What is started from here on stays on them, too.
    psutil.Process().cpu_affinity(whole[1:] or whole)
    try:
        with start_postgres(folder / "postgres") as server, server.fresh_database() as url:
            with Store.open(url, publishes=True) as store:
                fill(store, load_register(SHIPPED), date.fromisoformat(TODAY))
            return _behind_nginx(folder / "one", url, 1), _behind_nginx(folder / "two", url, 2)
    finally:
        psutil.Process().cpu_affinity(whole)


def _behind_nginx(folder: Path, url: str, many: int) -> Served:
    folder.mkdir()
    options = ("--mode", "public", "--address", f"https://{HOST}", "--database", url)
    around = {"CLUSTER_DASHBOARD_PROXIES": "127.0.0.1", "CLUSTER_DASHBOARD_TODAY": TODAY}
    with ExitStack() as opened:
        started = [
            opened.enter_context(servers.dashboard(folder / str(number), *options, **around))
            for number in range(many)
        ]
        for each in started:
            for thread in psutil.Process(each.pid).threads():
                os.sched_setaffinity(thread.id, {0})
        tls = free_port()
        ports = [started[number % many].port for number in range(2)]
        opened.enter_context(nginx.running(nginx.arranged(folder, ports, tls), tls))
        return asyncio.run(_served(tls, [psutil.Process(each.pid) for each in started]))


async def _served(tls: int, replicas: list[psutil.Process]) -> Served:
    trusting = ssl.create_default_context()
    # The certificate was made a moment ago, by this measure.
    trusting.check_hostname, trusting.verify_mode = False, ssl.CERT_NONE
    async with AsyncExitStack() as opened:
        pages = []
        for number in range(CLIENTS):
            cookie = await asyncio.to_thread(_route, tls, trusting)
            told = {
                "ssl": trusting,
                "server_hostname": HOST,
                "origin": f"https://{HOST}",
                "additional_headers": {"Cookie": cookie},
            }
            page = Session(tls, "region", _query(number), scheme="wss", **told)
            pages.append(await opened.enter_async_context(page))
        for page in pages:
            await page.rerun()
            await page.rerun()
        spent, ends = _processor_s(replicas), time.monotonic() + LOOP_S

        async def loop(page: Session) -> int:
            clicks = 0
            while time.monotonic() < ends:
                await page.rerun()
                clicks += 1
            return clicks

        clicks = sum(await asyncio.gather(*(loop(page) for page in pages)))
        return Served(clicks / LOOP_S, clicks / (_processor_s(replicas) - spent))


def _processor_s(processes: list[psutil.Process]) -> float:
    return sum(each.cpu_times().user + each.cpu_times().system for each in processes)


def _process(port: int) -> dict[str, str]:
    """Come anew, and return the cookie by which a server of several processes keeps a visitor."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    connection.request("GET", "/region?lang=zh")
    answer = connection.getresponse()
    answer.read()
    connection.close()
    told = [each for each in answer.headers.get_all("set-cookie", []) if "cluster_process" in each]
    return {"Cookie": told[0].partition(";")[0]} if told else {}


def _route(tls: int, trusting: ssl.SSLContext) -> str:
    """Come anew, and return the cookie by which nginx keeps a visitor with a replica."""
    connection = http.client.HTTPSConnection("127.0.0.1", tls, context=trusting, timeout=60)
    connection.request("GET", "/?lang=zh", headers={"Host": HOST})
    answer = connection.getresponse()
    answer.read()
    connection.close()
    return str(answer.headers["set-cookie"]).partition(";")[0]
