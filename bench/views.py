"""How long until a visitor sees the page, in real Chromium."""

from dataclasses import dataclass

from playwright.sync_api import Browser

# Seen: the wanted element has a box on the screen and the page is complete. Asked on every frame,
# inside the page; the clock starts at the navigation.
_WATCH = """
(() => {
  const seen = () => [...document.querySelectorAll(%r)].some(e => {
    const box = e.getBoundingClientRect(); return box.width > 4 && box.height > 4; });
  const done = () => document.querySelector('[data-test-script-state="notRunning"]');
  const look = () => {
    if (document.body && seen() && done()) window.__seen = performance.now();
    else requestAnimationFrame(look);
  };
  requestAnimationFrame(look);
})();
"""


@dataclass(frozen=True)
class View:
    """Milliseconds from navigation to the complete page: with an empty cache, and again."""

    cold: float
    warm: float


def view(browser: Browser, url: str, wanted: str) -> View:
    """Open `url` twice in a fresh context until an element `wanted` (CSS) is on the screen."""
    # The policy forbids the evaluation by which Playwright polls; the page itself needs none.
    context = browser.new_context(viewport={"width": 1440, "height": 1000}, bypass_csp=True)
    try:
        taken = []
        for _ in range(2):
            page = context.new_page()
            page.add_init_script(_WATCH % wanted)
            page.goto(url, wait_until="commit")
            page.wait_for_function("window.__seen !== undefined", timeout=60_000, polling=20)
            taken.append(float(page.evaluate("window.__seen")))
            page.close()
        return View(*taken)
    finally:
        context.close()
