"""Several processes and threads at one store: one wins, nobody waits in vain, nothing is lost."""

import subprocess
import sys
import threading
from decimal import Decimal

from dashboard.actuals.store import Conflict, Entry, Store

# Both saw nothing; for each of 20 figures only one of them may be the first.
RACER = """
import sys
from decimal import Decimal
from dashboard.actuals.store import Conflict, Entry, Store
store = Store.open(sys.argv[1])
print("ready", flush=True)
sys.stdin.readline()
for number in range(20):
    try:
        store.write([Entry("r", "r", f"i{number}", "2024", Decimal(number))], sys.argv[2])
        print("won", flush=True)
    except Conflict as conflict:
        assert conflict.theirs[0].author not in (None, sys.argv[2])
        print("conflict", flush=True)
"""


def test_of_two_processes_that_saw_nothing_one_wins_each_figure(store_url: str) -> None:
    Store.open(store_url).close()
    racers = [
        subprocess.Popen(
            [sys.executable, "-c", RACER, store_url, name],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        for name in ("li", "wang")
    ]
    for racer in racers:
        assert racer.stdout is not None
        assert racer.stdout.readline() == "ready\n"
    for racer in racers:
        assert racer.stdin is not None
        racer.stdin.write("go\n")
        racer.stdin.flush()
    results = [racer.communicate()[0].split() for racer in racers]
    assert [racer.returncode for racer in racers] == [0, 0]
    assert [sorted(pair) for pair in zip(*results, strict=True)] == [["conflict", "won"]] * 20
    with Store.open(store_url) as store:
        assert len(store.history("r")) == store.revision() == 20


def test_threads_that_look_again_after_a_conflict_lose_no_change(store_url: str) -> None:
    figure = ("r", "r", "i", "2024")
    with Store.open(store_url) as store:

        def add_ten(name: str) -> None:
            added = 0
            while added < 10:
                held = store.figures([figure]).get(figure)
                value = Decimal(held.value) if held and held.value else Decimal(0)
                seen = held.revision if held else None
                try:
                    store.write([Entry(*figure, value + 1, seen_revision=seen)], name)
                except Conflict:
                    continue
                added += 1

        adders = [threading.Thread(target=add_ten, args=(f"author {n}",)) for n in range(4)]
        for adder in adders:
            adder.start()
        for adder in adders:
            adder.join()
        # Four authors added one ten times each.
        assert store.current()["value"].tolist() == ["40"]
        assert len(store.history("r")) == 40
