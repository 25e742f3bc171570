"""Make sure that this machine has what the tests need, before the first of them runs.

    python -m tests.machine.prepare

What is missing is installed where that is possible without asking; otherwise this ends with the
line that installs it.
"""

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from playwright.sync_api import sync_playwright

from tests.machine.browser import NoChromium, launch_chromium, system_chromium
from tests.machine.office import NoOffice, office, saved_by_office
from tests.machine.postgres import NoPostgres, start_postgres

PACKAGES = ("chromium", "fonts-noto-cjk")
OFFICE = ("libreoffice-calc-nogui",)
# What the files in deploy/ are for: they are tried with the real programs.
OPERATING = {"nginx": "nginx-light", "systemd-analyze": "systemd", "openssl": "openssl"}

# Also where only root has the folders of servers in its path.
SYSTEM_PATH = f"{os.environ.get('PATH', os.defpath)}:/usr/sbin:/sbin"


class NoProgram(RuntimeError):
    """A program of the operating system is missing; says which, and the line that installs it."""


def main() -> int:
    """Return 0 when everything is there, else 1 after saying what is not."""
    try:
        _have_postgres()
        _have_chromium()
        _have_operating_programs()
        _have_office()
    except (NoPostgres, NoChromium, NoProgram, NoOffice) as missing:
        print(missing, file=sys.stderr)
        return 1
    return 0


def _have_postgres() -> None:
    with (
        tempfile.TemporaryDirectory() as folder,
        start_postgres(Path(folder)) as server,
        server.fresh_database(),
    ):
        print("PostgreSQL: a server starts here.")


def _have_chromium() -> None:
    if not system_chromium() or not _chinese_font():
        _install_with_apt(*PACKAGES)
    try:
        _launch()
    except NoChromium:
        _run(sys.executable, "-m", "playwright", "install", "chromium")
        _launch()
    print("Chromium: a browser starts here.")


def _have_operating_programs() -> None:
    if _missing():
        _install_with_apt(*(OPERATING[name] for name in _missing()))
    if _missing():
        packages = " ".join(OPERATING[name] for name in _missing())
        raise NoProgram(f"The files in deploy/ are tried on real ones: apt-get install {packages}")
    print("nginx and systemd-analyze: there.")


def _missing() -> list[str]:
    return [name for name in OPERATING if not shutil.which(name, path=SYSTEM_PATH)]


def _launch() -> None:
    with sync_playwright() as playwright:
        launch_chromium(playwright).close()


def _chinese_font() -> bool:
    if not shutil.which("fc-list"):
        return sys.platform != "linux"
    listed = subprocess.run(["fc-list", ":lang=zh"], capture_output=True, text=True, check=False)
    return bool(listed.stdout.strip())


def _have_office() -> None:
    if not office():
        _install_with_apt(*OFFICE)
    with tempfile.TemporaryDirectory() as folder:
        sheet = Path(folder) / "sheet.csv"
        sheet.write_text("a,b\n1,2\n", encoding="utf-8")
        saved_by_office(sheet, Path(folder) / "saved")
    print("LibreOffice: it opens and saves a file here.")


def _install_with_apt(*packages: str) -> None:
    if sys.platform == "linux" and shutil.which("apt-get") and os.geteuid() == 0:
        quiet = {"DEBIAN_FRONTEND": "noninteractive"}
        _run("apt-get", "update", "-qq", **quiet)
        _run("apt-get", "install", "-y", "-qq", "--no-install-recommends", *packages, **quiet)


def _run(*command: str, **environment: str) -> None:
    print("$", " ".join(command), flush=True)
    # A failure is not the end: what is then still missing is named by the launch that follows.
    subprocess.run(command, env=os.environ | environment, check=False)


if __name__ == "__main__":
    sys.exit(main())
