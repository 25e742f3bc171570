"""What stands over a figure on a page: its title and its statement, as text that wraps."""

from dashboard.charts.figure import Figure
from dashboard.charts.markup import root, text


def caption(drawn: Figure) -> str:
    """Return a figure's title and statement, which the figure itself keeps for its picture alone."""
    stated = drawn["layout"]["meta"]
    head = f"<h2>{text(stated['title'])}</h2>"
    return root(f'{head}<p class="ct-sub">{text(stated["stated"])}</p>', "ct-caption")
