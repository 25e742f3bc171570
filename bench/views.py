"""How long a person waits for a page, in real Chromium."""

from dataclasses import dataclass

from playwright.sync_api import Browser

# Looked at before every frame, inside the page; the clock starts at the navigation. What stands in
# the first answer is read once all of it is there and something has been painted; a page is whole
# when it stands by itself, with what it draws and without a placeholder.
_WATCH = """
(() => {
  const waits = window.__waits = { readable: 0, whole: 0, skeleton: 0 };
  const boxed = e => { const b = e.getBoundingClientRect(); return b.width > 4 && b.height > 4; };
  const all = css => [...document.querySelectorAll(css)].filter(boxed);
  const painted = () => performance.getEntriesByName("first-contentful-paint")[0];
  let before = 0;
  const look = now => {
    const first = document.getElementById("first-answer");
    if (!waits.readable && first && document.getElementById("root") && painted()) {
      waits.readable = Math.max(painted().startTime, now);
    }
    const bare = all('[data-testid="stAppSkeleton"], [data-testid="stSkeleton"]').length > 0;
    if (bare && !first) waits.skeleton += now - before;
    before = now;
    const app = document.querySelector("[data-test-script-state]");
    const working = app ? app.dataset.testScriptState !== "notRunning" : document.querySelector("._dash-loading");
    if (!bare && !first && !working && all(%r).length >= %d) waits.whole = performance.now();
    else requestAnimationFrame(look);
  };
  requestAnimationFrame(look);
})();
"""


@dataclass(frozen=True)
class Wanted:
    """What a page has drawn when it is whole: so many elements of a kind (CSS), with a box."""

    css: str
    many: int = 1


@dataclass(frozen=True)
class Waits:
    """Milliseconds from navigation until finding and board are read and until the page is whole,
    and for how long placeholders were seen. `readable` is 0 where the first answer says nothing.
    """

    readable: float
    whole: float
    skeleton: float


@dataclass(frozen=True)
class View:
    """Waits with an empty cache, and again."""

    cold: Waits
    warm: Waits


def view(browser: Browser, url: str, wanted: Wanted, slowed: int = 1) -> View:
    """Open `url` twice in a fresh context until it is whole; `slowed`: the processor, by how much."""
    # The policy forbids the evaluation by which Playwright polls; the page itself needs none.
    context = browser.new_context(viewport={"width": 1440, "height": 1000}, bypass_csp=True)
    try:
        taken = []
        for _ in range(2):
            page = context.new_page()
            if slowed > 1:
                protocol = context.new_cdp_session(page)
                protocol.send("Emulation.setCPUThrottlingRate", {"rate": slowed})
            page.add_init_script(_WATCH % (wanted.css, wanted.many))
            page.goto(url, wait_until="commit")
            page.wait_for_function("window.__waits.whole > 0", timeout=120_000, polling=20)
            taken.append(Waits(**page.evaluate("window.__waits")))
            page.close()
        return View(*taken)
    finally:
        context.close()
