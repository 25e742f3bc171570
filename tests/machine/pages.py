"""The pages in process, opened as Streamlit's own `AppTest` opens them."""

from functools import cache
from pathlib import Path

from streamlit.components.v2 import manifest_scanner
from streamlit.testing.v1 import AppTest

SCRIPT = Path(__file__).parents[2] / "dashboard" / "script.py"
# Seconds that a run may take on a machine whose cores are all at something else.
MAY_TAKE = 300

# Every `AppTest` looks through all installed packages for components, which is two thirds of opening
# a page; what is installed does not change between two tests.
manifest_scanner.scan_component_manifests = cache(manifest_scanner.scan_component_manifests)


def page_to_run(page: str) -> AppTest:
    """Return a page as a new visitor comes to it, not yet run; its link may still be filled in."""
    seen = AppTest.from_file(str(SCRIPT), default_timeout=MAY_TAKE)
    if page != "overview":
        seen.switch_page(f"app_pages/{page}.py")
    return seen
