"""What a serving process holds in memory, and what it goes without."""

import subprocess
import sys

from tests.machine.register import SHIPPED, compiled_register

LOOKED = """
import sys
from pathlib import Path
from dashboard.actuals.store import Store
from dashboard.register import load_register
from dashboard.shell.process_memory import spare_memory

spare_memory()
Store.open(sys.argv[3]).close()
register = load_register(Path(sys.argv[1]), None, Path(sys.argv[2]))
print(len(register.goals_of("binzhou")) > 0, register.goals_across_regions is not None)
print("pandas" in sys.modules, "psycopg" in sys.modules)
print(list(register.frame("regions")["id"])[:1], "pandas" in sys.modules)
"""


def test_a_register_and_figures_in_a_file_take_no_pandas_and_no_driver_of_a_server(
    sqlite_url: str,
) -> None:
    command = [sys.executable, "-c", LOOKED, str(SHIPPED), str(compiled_register()), sqlite_url]
    done = subprocess.run(command, capture_output=True, text=True, timeout=300, check=True)
    assert done.stdout.splitlines() == ["True True", "False False", "['shandong'] True"]
