"""The look: colours, fonts and the Streamlit theme, all read from the one stylesheet.

The stylesheet states each colour once, as `--ct-<name>: light-dark(<light>, <dark>)`. Streamlit
tells CSS which theme is on by `color-scheme` on `.stApp`, and by nothing else.
"""

import re
from functools import cache
from pathlib import Path
from typing import Literal, TypeAlias
from urllib.parse import quote

from markupsafe import Markup

Theme: TypeAlias = Literal["light", "dark"]

# Three bars against a threshold: a tier board the size of a letter.
_ICON = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32">'
    '<rect width="32" height="32" rx="6" fill="#1F4E79"/>'
    '<path d="M6 8h17v4H6zM6 14h12v4H6zM6 20h7v4H6z" fill="#fff"/>'
    '<path d="M25 6v20" stroke="#fff" stroke-width="2"/></svg>'
)

# The parts of pages, and the frame that Streamlit puts around them.
_SHEET = Path(__file__).with_name("stylesheet.css")
_FRAME = Path(__file__).with_name("frame.css")
_TOKEN = re.compile(r"--ct-([a-z0-9-]+): light-dark\((#[0-9A-F]{6}), (#[0-9A-F]{6})\);")

# Latin faces first where a system has a good one, then each system's own Chinese face.
FONT = (
    "-apple-system, BlinkMacSystemFont, 'Segoe UI', 'PingFang SC', 'Hiragino Sans GB', "
    "'Microsoft YaHei', 'Noto Sans CJK SC', 'Noto Sans SC', 'Source Han Sans SC', sans-serif"
)
CODE_FONT = "ui-monospace, SFMono-Regular, Menlo, Consolas, 'Noto Sans Mono CJK SC', monospace"

# The roles the figures draw with; Streamlit replaces its placeholders by position, so the order
# is part of the meaning (see charts.figure). Plotly ignores lists of fewer than ten.
CATEGORICAL = (
    "data",
    "ink",
    "path",
    "last-year",
    "accent",
    "green",
    "amber",
    "red",
    "violet",
    "teal",
)
# A lamp -> the colour of its words.
LAMP_INK = {
    "green": "green-text",
    "yellow": "amber-text",
    "red": "red-text",
    "grey": "grey-text",
    "none": "grey-text",
}
# Pale to deep, for both themes; ten are required.
SEQUENTIAL = (
    "#EAF2F9",
    "#D2E4F2",
    "#B4D2E9",
    "#92BDDE",
    "#6FA8D2",
    "#4D93C5",
    "#2C7FB8",
    "#21689A",
    "#1F4E79",
    "#163A5B",
)


@cache
def _sheet() -> str:
    return _SHEET.read_text(encoding="utf-8")


@cache
def _pairs() -> dict[str, tuple[str, str]]:
    return {name: (light, dark) for name, light, dark in _TOKEN.findall(_sheet())}


def tokens(theme: Theme) -> dict[str, str]:
    """Return the colours of `theme`: name without prefix -> `#RRGGBB`."""
    at = 0 if theme == "light" else 1
    return {name: pair[at] for name, pair in _pairs().items()}


@cache
def style() -> Markup:
    """Return the stylesheet as one `<style>` element for `st.html`.

    Browsers that do not know `light-dark()` get the light colours in front of it.
    """
    plain = "".join(f"--ct-{name}:{light};" for name, (light, _) in _pairs().items())
    frame = _FRAME.read_text(encoding="utf-8")
    plain += f"--ct-font:{FONT};"
    return Markup(f"<style>:root{{{plain}}}{_squeezed(_sheet())}{_squeezed(frame)}</style>")  # noqa: S704 - our own files


def _squeezed(css: str) -> str:
    """Drop comments and indentation: the sheet travels with every page."""
    bare = re.sub(r"/\*.*?\*/", "", css, flags=re.S)
    return re.sub(r"\s*([{};,])\s*", r"\1", re.sub(r"\s+", " ", bare)).strip()


def theme_options() -> dict[str, object]:
    """Return the Streamlit theme as flat options, `theme.<…>` -> value.

    `.streamlit/config.toml` holds the same for `streamlit run`; a test keeps the two equal.
    """
    options: dict[str, object] = {
        "theme.font": FONT,
        "theme.headingFont": FONT,
        "theme.codeFont": CODE_FONT,
        "theme.baseFontSize": 15,
        "theme.baseRadius": "8px",
        "theme.buttonRadius": "8px",
        "theme.showWidgetBorder": True,
        "theme.linkUnderline": False,
        "theme.headingFontSizes": ["1.75rem", "1.25rem", "1.0625rem", "1rem", "1rem", "0.875rem"],
        "theme.headingFontWeights": [700, 700, 700, 600, 600, 600],
        "theme.paddingTop": "1.5rem",
        "theme.paddingBottom": "3rem",
        "theme.chartSequentialColors": list(SEQUENTIAL),
    }
    themes: tuple[Theme, ...] = ("light", "dark")
    for theme in themes:
        colour = tokens(theme)
        options |= {
            f"theme.{theme}.primaryColor": colour["button"],
            f"theme.{theme}.backgroundColor": colour["page"],
            f"theme.{theme}.secondaryBackgroundColor": colour["card"],
            f"theme.{theme}.textColor": colour["ink"],
            f"theme.{theme}.linkColor": colour["accent"],
            f"theme.{theme}.borderColor": colour["line"],
            f"theme.{theme}.dataframeBorderColor": colour["line"],
            f"theme.{theme}.dataframeHeaderBackgroundColor": colour["page"],
            f"theme.{theme}.redColor": colour["red"],
            f"theme.{theme}.greenColor": colour["green"],
            f"theme.{theme}.yellowColor": colour["amber"],
            f"theme.{theme}.chartCategoricalColors": [colour[name] for name in CATEGORICAL],
        }
    return options


def contrast(one: str, other: str) -> float:
    """Return the contrast ratio of two `#RRGGBB` colours, 1 to 21 (WCAG 2.2, 1.4.3)."""
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: str) -> float:
    channels = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (
        c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def icon_address() -> str:
    """Return the product's icon as an address that holds it, so that nobody asks the site for one."""
    return f"data:image/svg+xml,{quote(_ICON)}"
