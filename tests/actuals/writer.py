"""Writers to be killed: for each line on standard input (a region), a forked child writes batches
of three figures to that region without end and says the batch's number after each commit.

Forking from a process that has imported everything makes a writer in milliseconds.
"""

import os
import sys
from decimal import Decimal
from itertools import count

from dashboard.actuals.store import Entry, Store

BATCH = 3


def write_without_end(url: str, region: str) -> None:
    store = Store.open(url)
    for number in count():
        store.write(
            [
                Entry(region, f"cluster-{part}", f"batch-{number}", "2024", Decimal(number))
                for part in range(BATCH)
            ],
            "writer",
        )
        os.write(1, f"{number}\n".encode())


def main() -> None:
    for line in sys.stdin:
        child = os.fork()
        if child == 0:
            try:
                write_without_end(sys.argv[1], line.strip())
            finally:
                os._exit(1)
        os.write(1, f"pid {child}\n".encode())
        os.waitpid(child, 0)
        os.write(1, b"ended\n")


if __name__ == "__main__":
    main()
