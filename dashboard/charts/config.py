"""How Plotly behaves on our pages: the reader's language, no logo, one button."""

from typing import Any

from dashboard.wording.plotly import plotly_locale

# Of a downloaded picture, in px.
PICTURE_WIDTH = 900


def plotly_config(lang: str) -> dict[str, Any]:
    """Return the configuration for `st.plotly_chart`: language, no logo, one button."""
    locale = plotly_locale(lang)
    return {
        "locale": locale["name"],
        "locales": {locale["name"]: locale},
        "displaylogo": False,
        "modeBarButtons": [["toImage"]],
        # Wide enough for the title and the statement, which stand in the picture itself.
        "toImageButtonOptions": {"width": PICTURE_WIDTH, "height": 520, "scale": 2},
        "scrollZoom": False,
    }
