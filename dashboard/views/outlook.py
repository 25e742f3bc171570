"""Where a series is heading, in words."""

from collections.abc import Sequence

from dashboard.languages import say
from dashboard.views.environment import Markup, render


def outlook(
    title: str,
    headline: str,
    sentences: Sequence[str],
    naive: str,
    method: Sequence[str],
    lang: str,
) -> Markup:
    """Return a forecast; `naive` says how it did against no forecast, `method` stands under a fold."""
    return render(
        "outlook",
        title=title,
        headline=headline,
        sentences=sentences,
        naive=naive,
        method=method,
        opener=say("pages.outlook.method", lang),
    )


def no_outlook(reason: str) -> Markup:
    """Return why there is no forecast."""
    return render("no_outlook", reason=reason)


def supposition(name: str, headline: str, sentences: Sequence[str]) -> Markup:
    """Return what would be if growth were so much, tagged as what it is by `name`."""
    return render("supposition", name=name, headline=headline, sentences=sentences)
