"""What a serving process holds in memory, and what it goes without."""

import subprocess
import sys

from tests.machine.register import SHIPPED, compiled_register

LOOKED = """
import sys
from pathlib import Path
from dashboard.register import load_register
from dashboard.shell.process_memory import spare_memory

spare_memory()
register = load_register(Path(sys.argv[1]), None, Path(sys.argv[2]))
print(len(register.goals_of("binzhou")) > 0, register.goals_across_regions is not None)
print("pandas" in sys.modules)
print(list(register.frame("regions")["id"])[:1], "pandas" in sys.modules)
"""


def test_looking_at_the_register_takes_no_pandas_and_a_frame_is_made_with_it() -> None:
    command = [sys.executable, "-c", LOOKED, str(SHIPPED), str(compiled_register())]
    done = subprocess.run(command, capture_output=True, text=True, timeout=300, check=True)
    assert done.stdout.splitlines() == ["True True", "False", "['shandong'] True"]
