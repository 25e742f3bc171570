"""An edited register compiled in a process of its own, so that a running server goes on answering.

Run as a module, it compiles and writes what came of it into the folder it is told.
"""

import json
import os
import subprocess
import sys
import tempfile
from dataclasses import asdict
from pathlib import Path

import dashboard
from dashboard.register.catalogue import Catalogue
from dashboard.register.faults import Fault, RegisterFaults

# Seconds: 45,000 goals take two on a quiet machine.
LONGEST = 120
_FAULTS, _COMPILED = "faults.json", "register.arrow"


def load_apart(path: Path, seeds: Path | None, cache: Path | None) -> Catalogue:
    """As `load_register`, at the cost of starting a process.

    Raises RegisterFaults, also when the process ends by itself or takes longer than `LONGEST`.
    """
    from dashboard.register.compiled import load_compiled

    with tempfile.TemporaryDirectory(prefix="cluster-dashboard-register-") as folder:
        told = [str(path), str(seeds or ""), str(cache or ""), folder]
        try:
            subprocess.run(
                [sys.executable, "-m", __name__, *told],
                # Names of files are told as seen from here.
                env=own_environment(),
                stdin=subprocess.DEVNULL,
                capture_output=True,
                timeout=LONGEST,
                check=True,
            )
            found = json.loads((Path(folder) / _FAULTS).read_text(encoding="utf-8"))
        except (subprocess.SubprocessError, OSError):
            raise RegisterFaults([_too_much(path)]) from None
        if found:
            raise RegisterFaults([Fault(**each) for each in found])
        catalogue = load_compiled(Path(folder) / _COMPILED)
    if catalogue is None:
        raise RegisterFaults([_too_much(path)])
    return catalogue


def own_environment() -> dict[str, str]:
    """Return the environment of a process of ours: of this package, the one that runs is meant."""
    packages = str(Path(dashboard.__file__).parents[1])
    search = os.pathsep.join(filter(None, [packages, os.environ.get("PYTHONPATH", "")]))
    return os.environ | {"PYTHONPATH": search}


def _too_much(path: Path) -> Fault:
    return Fault(str(path), 1, 1, "", "too-much", {"seconds": str(LONGEST)})


def _compile(path: Path, seeds: Path | None, cache: Path | None, folder: Path) -> None:
    from dashboard.register.compiled import write_compiled
    from dashboard.register.loading import load_register

    if sys.platform != "win32":
        # Who reads pages goes first.
        os.nice(5)
    faults: list[Fault] = []
    try:
        write_compiled(folder / _COMPILED, load_register(path, seeds, cache), [])
    except RegisterFaults as broken:
        faults = broken.faults
    told = json.dumps([asdict(fault) for fault in faults], ensure_ascii=False)
    (folder / _FAULTS).write_text(told, encoding="utf-8")


if __name__ == "__main__":
    _path, _seeds, _cache, _folder = sys.argv[1:]
    _compile(
        Path(_path),
        Path(_seeds) if _seeds else None,
        Path(_cache) if _cache else None,
        Path(_folder),
    )
