"""A real Chromium: the system's own, else the one Playwright downloaded."""

import shutil
from collections.abc import Iterator
from contextlib import closing, contextmanager
from typing import Any

from playwright.sync_api import Browser, Error, Page, Playwright

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

# Milliseconds that anything may take on a machine whose cores are all at something else. What is
# there is seen at once; only what is wrong waits so long.
PATIENCE = 120_000


class NoChromium(RuntimeError):
    """No browser can be started here."""


def launch_chromium(playwright: Playwright) -> Browser:
    """Launch the browser headless; raises `NoChromium` with the line that installs one."""
    try:
        return playwright.chromium.launch(executable_path=system_chromium(), args=FLAGS)
    except Error as fault:
        raise NoChromium(f"{HOW_TO_INSTALL}\n{fault}") from fault


@contextmanager
def fresh_page(browser: Browser, **told: Any) -> Iterator[Page]:
    """Open a page as a visitor with nothing of an earlier visit, and close it whatever happens.

    `told` is what Playwright's `new_context` takes. A page that a failed test left open would go on
    asking its server until the last test has run.
    """
    with closing(browser.new_context(**told)) as context:
        context.set_default_timeout(PATIENCE)
        yield context.new_page()


def system_chromium() -> str | None:
    """Return the path of an installed Chromium or Chrome, if there is one."""
    names = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
    return next((path for name in names if (path := shutil.which(name))), None)
