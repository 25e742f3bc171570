"""How Plotly behaves on our pages: the reader's language, no logo, one button."""

from collections.abc import Mapping
from typing import Any

from dashboard.languages import LOCALES

# Of a downloaded picture, in px.
PICTURE_WIDTH = 900


def plotly_config(lang: str) -> dict[str, Any]:
    """Return the configuration for `st.plotly_chart`: language, no logo, one button."""
    locale = LOCALES[lang]
    return {
        "locale": locale,
        "locales": {locale: _LOCALE[lang]} if lang in _LOCALE else {},
        "displaylogo": False,
        "modeBarButtons": [["toImage"]],
        # Wide enough for the title and the statement, which stand in the picture itself.
        "toImageButtonOptions": {"width": PICTURE_WIDTH, "height": 520, "scale": 2},
        "scrollZoom": False,
    }


_LOCALE: Mapping[str, Mapping[str, Any]] = {
    "zh": {
        "dictionary": {
            "Download plot as a PNG": "下载图片",
            "Download plot": "下载图片",
            "Taking snapshot - this may take a few seconds": "正在生成图片，请稍候",
            "Snapshot succeeded": "图片已下载",
            "Sorry, there was a problem downloading your snapshot!": "图片未能下载",
            "Double-click to zoom back out": "双击复原",
        },
        "format": {
            "days": ["星期日", "星期一", "星期二", "星期三", "星期四", "星期五", "星期六"],
            "shortDays": ["周日", "周一", "周二", "周三", "周四", "周五", "周六"],
            "months": [f"{n}月" for n in range(1, 13)],
            "shortMonths": [f"{n}月" for n in range(1, 13)],
            "date": "%Y-%m-%d",
            "decimal": ".",
            "thousands": ",",
            "grouping": [3],
        },
    }
}
