"""What threads hand to the event loop is done at once, however many hand it something together."""

import threading

from dashboard.doors.event_loop import EventLoop

THREADS, ROUNDS = 4, 2_000
# Seconds. Nothing else wakes this loop: what it has not heard of is never done.
LOST = 20.0


def test_nothing_that_threads_hand_over_together_waits_for_something_else_to_happen() -> None:
    loop = EventLoop()
    running = threading.Thread(target=loop.run_forever, daemon=True)
    running.start()
    lost: list[int] = []

    def hand_over() -> None:
        for number in range(ROUNDS):
            done = threading.Event()
            loop.call_soon_threadsafe(done.set)
            if not done.wait(LOST):
                lost.append(number)
                return

    threads = [threading.Thread(target=hand_over) for _ in range(THREADS)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    loop.call_soon_threadsafe(loop.stop)
    running.join(LOST)
    assert lost == []
    assert not running.is_alive()
    loop.close()
