"""What Streamlit runs for every visit and every choice: the pages and what stands around them."""

from dashboard import settings as configuration
from dashboard.app_pages import frame

# A new page is a file in app_pages and one line here.
PAGES = {
    "overview": "app_pages/overview.py",
    "region": "app_pages/region.py",
    "cluster": "app_pages/cluster.py",
    "goals": "app_pages/goals.py",
    "evaluation": "app_pages/evaluation.py",
    "entry": "app_pages/entry.py",
    "review": "app_pages/review.py",
    "completeness": "app_pages/completeness.py",
    "audit": "app_pages/audit.py",
    "sources": "app_pages/sources.py",
}

frame.run(PAGES, configuration.active())
