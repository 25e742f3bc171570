"""A real Chromium: the system's own, else the one Playwright downloaded."""

import shutil

from playwright.sync_api import Browser, Error, Playwright

HOW_TO_INSTALL = (
    "No Chromium can be started, and the pages are tested in a real one. Install one with:"
    " apt-get install chromium fonts-noto-cjk   or   .venv/bin/playwright install chromium"
)

# Quiet: a fresh Chromium otherwise calls its maker's hosts by itself.
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-quic",
    "--no-first-run",
]


class NoChromium(RuntimeError):
    """No browser can be started here."""


def launch_chromium(playwright: Playwright) -> Browser:
    """Launch the browser headless; raises `NoChromium` with the line that installs one."""
    try:
        return playwright.chromium.launch(executable_path=system_chromium(), args=FLAGS)
    except Error as fault:
        raise NoChromium(f"{HOW_TO_INSTALL}\n{fault}") from fault


def system_chromium() -> str | None:
    """Return the path of an installed Chromium or Chrome, if there is one."""
    names = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
    return next((path for name in names if (path := shutil.which(name))), None)
