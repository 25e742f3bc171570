"""The pages and what stands around them. Run by the server, or by `streamlit run`."""

from dashboard.app_pages import frame
from dashboard.server import settings_for_script

# A new page is a file in app_pages and one line here.
PAGES = {
    "overview": "app_pages/overview.py",
    "region": "app_pages/region.py",
    "cluster": "app_pages/cluster.py",
    "goals": "app_pages/goals.py",
    "entry": "app_pages/entry.py",
    "sources": "app_pages/sources.py",
}

frame.run(PAGES, settings_for_script())
