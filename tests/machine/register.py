"""The repository's register: compiled once for all who only read it, copied for who edits it."""

import atexit
import shutil
import tempfile
from functools import cache
from pathlib import Path

from dashboard.register import load_register

ROOT = Path(__file__).parents[2]
SHIPPED = ROOT / "data" / "targets.yaml"


@cache
def compiled_register() -> Path:
    """Return a cache folder, as `Settings.cache` names one, that holds the register compiled.

    Compiling is most of what a start costs. The folder lives as long as this process.
    """
    folder = Path(tempfile.mkdtemp(prefix="cluster-register-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    load_register(SHIPPED, cache=folder)
    return folder


def register_to_edit(folder: Path) -> Path:
    """Copy the register and its documents into `folder`; return the register's file."""
    for name in ("data", "seeds"):
        shutil.copytree(ROOT / name, folder / name)
    return folder / "data" / "targets.yaml"
