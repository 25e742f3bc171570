"""`make audit`: which known vulnerabilities the lock has; where nobody can tell, how old it is.

    python -m tests.machine.audit

Ends with 1 for a known vulnerability and for nothing else: whether the service that knows them can
be reached says nothing about the lock. What it has no answer for does not count as safe.
"""

import json
import os
import re
import subprocess
import sys
import tempfile
import venv
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from packaging.requirements import Requirement
from packaging.version import Version

ROOT = Path(__file__).parents[2]
LOCK = ROOT / "requirements.lock"
# In an environment that is thrown away: the dashboard does not need it.
TOOL = "pip-audit==2.10.1"
PIP = ("-m", "pip", "--disable-pip-version-check", "--no-input")
# Seconds: for putting up the tool, for its questions, for one question to the index.
INSTALLING, ASKING, ONE = 180, 180, 60


@dataclass(frozen=True)
class Known:
    """What the service said: a sentence for each vulnerability, and whom it knew nothing about."""

    vulnerable: tuple[str, ...]
    unanswered: tuple[str, ...]


def main() -> int:
    """Print what is known of the lock; return 1 for a known vulnerability, else 0."""
    pins = pinned(LOCK.read_text(encoding="utf-8"))
    known = understood(_asked(), pins)
    for sentence in known.vulnerable:
        print(sentence)
    answered = len(pins) - len(known.unanswered)
    print(f"Of {len(pins)} locked packages, the vulnerability service answered for {answered}.")
    if known.unanswered:
        print("How old the lock is instead:\n")
        with ThreadPoolExecutor(4) as workers:
            offered = dict(zip(pins, workers.map(_offered, pins), strict=True))
        print(age_report(pins, offered, _written(), datetime.now(UTC)))
    elif not known.vulnerable:
        print("None has a known vulnerability.")
    return 1 if known.vulnerable else 0


def pinned(lock: str) -> dict[str, str]:
    """Return the version of each package that a lock's text pins for this Python and machine."""
    lines = re.findall(r"^[A-Za-z0-9][^\\\n]*==[^\\\n]*", lock, re.MULTILINE)
    wanted = [Requirement(line) for line in lines]
    return {
        each.name: next(iter(each.specifier)).version
        for each in wanted
        if each.marker is None or each.marker.evaluate()
    }


def understood(told: str, pins: Mapping[str, str]) -> Known:
    """Return what a report of the tool says (JSON; "" where there is none) about the pins.

    Whom it skipped, it has no answer for, although it then ends as if all were well.
    """
    try:
        entries = json.loads(told)["dependencies"]
    except (ValueError, KeyError, TypeError):
        return Known((), tuple(pins))
    answered = {each["name"]: each["vulns"] for each in entries if "vulns" in each}
    sentences = [
        f"{name} {pins.get(name, '')}: {fault['id']}, "
        f"mended in {', '.join(fault['fix_versions']) or 'no version yet'}"
        for name, faults in answered.items()
        for fault in faults
    ]
    return Known(tuple(sentences), tuple(name for name in pins if name not in answered))


def age_report(
    pins: Mapping[str, str],
    offered: Mapping[str, Sequence[str]],
    written: datetime | None,
    now: datetime,
) -> str:
    """Return how old a lock is, as a table with the packages most behind first.

    `offered`: what the index knows of each package, nothing where it did not answer. `written`:
    when the lock was changed last, None where that is not known.
    """
    rows = []
    for name, version in pins.items():
        there = [Version(each) for each in offered.get(name, ())]
        newer = [each for each in there if each > Version(version)]
        rows.append((name, version, str(max(there)) if there else "?", len(newer) if there else -1))
    rows.sort(key=lambda row: (-row[3], row[0]))
    behind = sum(row[3] > 0 for row in rows)
    unknown = sum(row[3] < 0 for row in rows)
    lines = [f"{'package':<28} {'locked':<16} {'newest':<16} releases since"]
    lines += [f"{n:<28} {v:<16} {top:<16} {'?' if c < 0 else c}" for n, v, top, c in rows]
    age = "The day of the lock's last change is not known."
    if written is not None:
        age = f"The lock was last changed on {written.date()}, {(now - written).days} days ago."
    counted = f"Of {len(rows)} packages {behind} are behind"
    counted += f", and the index did not answer for {unknown}." if unknown else "."
    return "\n".join([*lines, "", age, counted])


def _asked() -> str:
    """Return the tool's report on the lock, "" where it could not be had."""
    with tempfile.TemporaryDirectory(prefix="audit-") as folder:
        venv.create(folder, with_pip=True)
        binaries = Path(folder) / ("Scripts" if os.name == "nt" else "bin")
        python = str(binaries / "python")
        if _output([python, *PIP, "install", "--quiet", TOOL], INSTALLING) is None:
            print(f"{TOOL} cannot be installed.", file=sys.stderr)
            return ""
        tool = [python, "-m", "pip_audit", "--format", "json", "--progress-spinner", "off"]
        tool += ["--disable-pip", "--require-hashes", "--cache-dir", f"{folder}/cache"]
        # It ends with 1 when it found something, and that is no failure.
        return _output([*tool, "--requirement", str(LOCK)], ASKING, codes=(0, 1)) or ""


def _offered(name: str) -> list[str]:
    """Return the releases of a package that the index knows; none where it does not answer."""
    told = _output([sys.executable, *PIP, "index", "versions", name], ONE) or ""
    listed = re.search(r"^Available versions: (.*)$", told, re.MULTILINE)
    return listed[1].split(", ") if listed else []


def _written() -> datetime | None:
    """Return when the lock was changed last, by git."""
    told = _output(["git", "-C", str(ROOT), "log", "-1", "--format=%cI", "--", str(LOCK)], ONE)
    return datetime.fromisoformat(told.strip()) if told and told.strip() else None


def _output(command: list[str], seconds: float, codes: Sequence[int] = (0,)) -> str | None:
    """Return what a command prints; None where it fails or takes longer than `seconds`."""
    try:
        done = subprocess.run(
            command, capture_output=True, text=True, timeout=seconds, check=False, cwd=ROOT
        )
    except (OSError, subprocess.TimeoutExpired):
        return None
    return done.stdout if done.returncode in codes else None


if __name__ == "__main__":
    sys.exit(main())
