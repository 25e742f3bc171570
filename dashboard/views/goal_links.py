"""Where the parts of a page lead: to a verdict's explanation, and to another page."""

from dashboard.addresses.selection import Selection
from dashboard.judging import Row


def why(row: Row, here: Selection) -> str:
    """Return the link that opens the explanation of a goal's verdict over the view `here`."""
    return here.href(goal=row["id"], why=True)


def elsewhere(here: Selection, page: str, **chosen: object) -> str:
    """Return the link to another page: the day looked back to and the language travel along."""
    return Selection(page=page, as_of=here.as_of, lang=here.lang).href(**chosen)
