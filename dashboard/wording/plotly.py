"""What Plotly says of itself and how it writes days and numbers, in a language: its locale."""

from collections.abc import Mapping
from functools import cache
from typing import Any

from dashboard.languages import LOCALES, say


@cache
def plotly_locale(lang: str) -> Mapping[str, Any]:
    """Return a language as Plotly takes it: its name, the catalogue's words and Babel's names."""
    from babel import Locale

    known = Locale.parse(LOCALES[lang], sep="-")
    names = {
        "days": known.days["format"]["wide"],
        "shortDays": known.days["format"]["abbreviated"],
        "months": known.months["format"][say("language.month-width", lang)],
        "shortMonths": known.months["format"]["abbreviated"],
    }
    # Babel's weeks begin on Monday, Plotly's on Sunday.
    ordered = {
        part: [of[6], *(of[day] for day in range(6))] if "ays" in part else list(of.values())
        for part, of in names.items()
    }
    return {
        "name": LOCALES[lang],
        "dictionary": {theirs: say(key, lang) for theirs, key in _SAID.items()},
        "format": {
            **ordered,
            "date": "%Y-%m-%d",
            "decimal": ".",
            "thousands": ",",
            "grouping": [3],
        },
    }


# Plotly's own words -> the wording that stands for them.
_SAID = {
    "Download plot as a PNG": "charts.plotly.download",
    "Download plot": "charts.plotly.download",
    "Taking snapshot - this may take a few seconds": "charts.plotly.being-drawn",
    "Snapshot succeeded": "charts.plotly.downloaded",
    "Sorry, there was a problem downloading your snapshot!": "charts.plotly.not-downloaded",
    "Double-click to zoom back out": "charts.plotly.zoom-out",
}
