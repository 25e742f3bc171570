"""A restore that is killed on its way leaves nothing, and can be done again."""

import random
import subprocess
import sys
import threading
from decimal import Decimal
from pathlib import Path

import pytest

from dashboard.actuals.store import Entry, Store
from dashboard.backup.messages import NotEmpty
from dashboard.backup.restoration import restore
from tests.backup.any_rows import contents, refuse_losses
from tests.backup.conftest import backed_up, connected

# Tells when it begins to write, so that it is killed after that.
RESTORER = """
import sys
from pathlib import Path
from dashboard.backup import restoration
print("ready", flush=True)
restoration.restore(Path(sys.argv[1]), sys.argv[2])
"""
FIGURES, ROUNDS = 4_000, 12


@pytest.mark.long
def test_whatever_the_moment_of_its_death_all_or_nothing_is_there(
    new_store_url: str, tmp_path: Path
) -> None:
    source = f"sqlite:///{tmp_path / 'source.db'}"
    with Store.open(source) as store:
        entries = [Entry("r", f"s{n}", "i", "2024", Decimal(n)) for n in range(FIGURES)]
        store.write(entries, "li")
    path = backed_up(source, tmp_path / "backup")
    with connected(source) as connection:
        whole = contents(connection)
    moments = random.Random(20261130)
    done = False
    for _ in range(ROUNDS):
        restoring = subprocess.Popen(
            [sys.executable, "-c", RESTORER, str(path), new_store_url], stdout=subprocess.PIPE
        )
        assert restoring.stdout is not None
        assert restoring.stdout.readline() == b"ready\n"
        death = threading.Timer(moments.uniform(0, 3), restoring.kill)
        death.start()
        restoring.wait()
        death.cancel()
        restoring.stdout.close()
        with connected(new_store_url) as connection:
            there = contents(connection)
        # Killed after it had kept everything, but before it could say so: then all of it is there.
        done = bool(there)
        if done:
            break
    if done:
        with pytest.raises(NotEmpty):
            restore(path, new_store_url)
    else:
        restore(path, new_store_url)
    with connected(new_store_url) as connection:
        there = contents(connection)
    refuse_losses(whole, there)
