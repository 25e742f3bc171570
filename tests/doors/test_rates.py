"""One address that asks without end waits, and nobody else does."""

import time

from dashboard.doors.access import Access
from dashboard.doors.door import Door
from dashboard.doors.metrics import Metrics
from dashboard.doors.rates import RATES, Counts
from dashboard.settings import Settings
from tests.doors.asked import asked, refuses_nothing, run


def test_an_address_that_asks_without_end_is_told_to_wait_and_others_are_not() -> None:
    settings = Settings.from_environment(mode="public", host="127.0.0.1")
    door = Door(refuses_nothing, settings, {}, Metrics(), Access(settings))
    most = RATES["page"].amount

    async def ask(times: int, client: str, path: str = "/") -> list[tuple[int, bytes]]:
        found = []
        for _ in range(times):
            status, headers = await asked(door, path, client)
            found.append((status, headers.get(b"retry-after", b"")))
        return found

    async def all_of_it() -> None:
        answers = await ask(most + 20, "192.0.2.1")
        assert [status for status, _ in answers[:most]] == [200] * most
        status, wait = answers[-1]
        assert status == 429
        assert 1 <= int(wait) <= 60
        assert await ask(1, "192.0.2.2") == [(200, b"")]
        # Who watches over the server is answered whatever else comes from there.
        assert await ask(1, "192.0.2.1", "/healthz") == [(200, b"")]
        # The 64 bits of one IPv6 user are one address.
        several = [f"2001:db8:1:2::{n:x}" for n in range(1, most + 20)]
        statuses = {(await ask(1, each))[0][0] for each in several}
        assert statuses == {200, 429}

    run(all_of_it())


def test_a_count_begins_anew_when_its_time_is_over_and_those_of_others_are_let_go() -> None:
    counts = Counts(sweep_every=0.01)
    assert [counts.incr(f"192.0.2.{n}", 0.02) for n in range(200)] == [1] * 200
    assert counts.incr("192.0.2.7", 0.02) == 2
    time.sleep(0.03)
    assert counts.incr("192.0.2.7", 60) == 1
    assert [counts.get(key) for key in list(counts.storage)] == [1]
