"""One address that asks without end waits, and nobody else does."""

from pathlib import Path

from dashboard.doors.access import Access
from dashboard.doors.door import Door
from dashboard.doors.metrics import Metrics
from dashboard.doors.rates import RATES, SHARE_OF_ONE, common_bounds, prepare_bounds
from dashboard.doors.shared_counts import SharedCounts
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


def test_the_bounds_of_one_address_hold_for_all_processes_together(tmp_path: Path) -> None:
    prepare_bounds(tmp_path, 3)
    processes = [common_bounds(tmp_path, 3, number) for number in range(3)]
    most = RATES["upload_file"].amount
    waits = [processes[n % 3].rates.wait("upload_file", "192.0.2.1") for n in range(most + 3)]
    assert waits[:most] == [0] * most
    assert all(1 <= wait <= 60 for wait in waits[most:])
    assert [each.rates.wait("upload_file", "192.0.2.2") for each in processes] == [0] * 3
    assert [each.rates.wait("evidence", "192.0.2.1") for each in processes] == [0] * 3
    taken = [processes[n % 3].places.take("2001:db8::1") for n in range(SHARE_OF_ONE + 3)]
    assert taken == [True] * SHARE_OF_ONE + [False] * 3
    processes[2].places.leave("2001:db8::1")
    assert not processes[0].places.take("2001:db8::2")
    # What a process held ends with it, and its successor begins with nothing.
    processes[1] = common_bounds(tmp_path, 3, 1)
    assert processes[1].places.take("2001:db8::1")


def test_a_minute_that_is_over_counts_no_more_and_nothing_falls_below_nothing() -> None:
    counts = SharedCounts()
    assert [counts.add("a", 1, span) for span in (1, 1, 2, 2, 2)] == [1, 2, 1, 2, 3]
    assert counts.add("b", -1) == 0
    assert counts.add("b", 1) == 1
    first, left = counts.span()
    assert first == 1
    assert 0 < left <= 60
