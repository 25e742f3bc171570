"""The machine: room on its disks, fonts, versions of what the program is built on."""

import shutil
import sqlite3
import subprocess
import tempfile
from pathlib import Path

from dashboard.diagnosis.finding import Finding, fault, fine, warning
from dashboard.doors.probes import untested_versions
from dashboard.settings import Settings

# Megabytes: below the first nothing can be saved soon, below the second it is time to look.
_NONE_LEFT, _LITTLE_LEFT = 50, 1000


def disk_findings(settings: Settings) -> list[Finding]:
    """Look at the room where figures, caches and temporary files are written."""
    places = [settings.cache, Path(tempfile.gettempdir())]
    if settings.database.startswith("sqlite:///"):
        places.insert(0, Path(settings.database.removeprefix("sqlite:///").partition("?")[0]))
    found = []
    for number, place in enumerate(places):
        there = next((p for p in (place, *place.absolute().parents) if p.is_dir()), None)
        if there is None:
            continue
        free = shutil.disk_usage(there).free // 1_000_000
        if free < _LITTLE_LEFT:
            # Only where figures are kept, room is what saving needs.
            vital = number == 0 and len(places) == 3 and free < _NONE_LEFT
            found.append((fault if vital else warning)("disk", "little-room", path=there, n=free))
    return found or [fine("disk", "disk-fine")]


def font_findings() -> list[Finding]:
    """Look for a font with Chinese, for drawings that are made as files on this machine."""
    if not shutil.which("fc-list"):
        return []
    asked = ["fc-list", ":lang=zh", "family"]
    listed = subprocess.run(asked, capture_output=True, text=True, check=False)
    return [fine("fonts", "fonts-fine") if listed.stdout.strip() else warning("fonts", "no-fonts")]


def version_findings() -> list[Finding]:
    """Compare libraries with those that were tested."""
    found = [warning("versions", "untested", **each._asdict()) for each in untested_versions()]
    if sqlite3.sqlite_version_info < (3, 35):
        found.append(fault("versions", "old-sqlite", version=sqlite3.sqlite_version))
    return found or [fine("versions", "versions-fine")]
