"""The look: one set of colours, readable by everyone, the same however the server is started."""

import re
import tomllib
from pathlib import Path

import pytest

from dashboard.views import look
from dashboard.views.look import CATEGORICAL, Theme

ROOT = Path(__file__).parents[2]
THEMES: tuple[Theme, ...] = ("light", "dark")

# Text on ground, as the stylesheet uses them.
TEXTS = [
    ("ink", "page"), ("ink", "card"), ("ink", "track"), ("muted", "page"), ("muted", "card"),
    ("accent", "page"), ("accent", "card"), ("on-button", "button"),
    ("green-text", "card"), ("amber-text", "card"), ("red-text", "card"), ("grey-text", "card"),
    ("green-text", "page"), ("amber-text", "page"), ("red-text", "page"), ("grey-text", "page"),
    ("ink", "info-ground"), ("warn-text", "warn-ground"), ("fault-text", "fault-ground"),
    ("path", "card"), ("path", "page"),
]  # fmt: skip
# Shapes and lines that carry meaning; a yellow triangle is told by its outline (amber-text).
MARKS = [
    ("green", "card"), ("amber-text", "card"), ("red", "card"), ("grey", "card"),
    ("data", "card"), ("data", "track"), ("ink", "track"), ("ink", "card"), ("path", "card"),
    ("accent", "card"), ("teal", "card"), ("violet", "card"),
]  # fmt: skip


def test_contrast_is_worked_as_the_guideline_says() -> None:
    # Black on white: (1 + 0.05) / (0 + 0.05) = 21. #767676 is the known lightest AA grey on white:
    # ((0x76/255 + 0.055) / 1.055) ** 2.4 = 0.1812; 1.05 / 0.2312 = 4.54.
    assert look.contrast("#000000", "#FFFFFF") == pytest.approx(21)
    assert look.contrast("#FFFFFF", "#767676") == pytest.approx(4.54, abs=0.005)


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize(("text", "ground"), TEXTS)
def test_every_text_passes_aa_on_its_ground(theme: Theme, text: str, ground: str) -> None:
    colour = look.tokens(theme)
    assert look.contrast(colour[text], colour[ground]) >= 4.5


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize(("mark", "ground"), MARKS)
def test_every_mark_passes_aa_on_its_ground(theme: Theme, mark: str, ground: str) -> None:
    colour = look.tokens(theme)
    assert look.contrast(colour[mark], colour[ground]) >= 3


def test_the_house_colours_are_the_ones_decided() -> None:
    light = look.tokens("light")
    assert (light["ink"], light["accent"], light["data"]) == ("#1B2430", "#1F4E79", "#2C7FB8")
    assert (light["green"], light["amber"], light["red"]) == ("#1B7F5C", "#D9930D", "#B3261E")


def test_config_toml_states_exactly_the_theme_the_server_passes_in_code() -> None:
    written = tomllib.loads((ROOT / ".streamlit" / "config.toml").read_text(encoding="utf-8"))
    assert dict(_flat({"theme": written["theme"]})) == look.theme_options()


def _flat(table: dict[str, object], before: str = "") -> list[tuple[str, object]]:
    found: list[tuple[str, object]] = []
    for key, value in table.items():
        if isinstance(value, dict):
            found += _flat(value, f"{before}{key}.")
        else:
            found.append((before + key, value))
    return found


@pytest.mark.parametrize("theme", THEMES)
def test_plotly_gets_ten_different_colours(theme: Theme) -> None:
    colours = look.theme_options()[f"theme.{theme}.chartCategoricalColors"]
    assert isinstance(colours, list)
    assert len(colours) == len(set(colours)) == len(CATEGORICAL) == 10


def test_the_stylesheet_is_one_element_and_asks_for_nothing() -> None:
    style = look.style()
    assert style.startswith("<style>") and style.count("<") == 2
    assert "@import" not in style and "url(" not in style and "http" not in style


def test_the_stylesheet_has_no_colour_outside_its_tokens() -> None:
    sheet = (ROOT / "dashboard" / "views" / "stylesheet.css").read_text(encoding="utf-8")
    rest = re.sub(r"--ct-[a-z-]+: light-dark\(.*?\);", "", sheet)
    # Left over: the probe for light-dark() itself, and white paper.
    assert set(re.findall(r"#[0-9A-Fa-f]{3,8}\b", rest)) == {"#000", "#fff", "#FFFFFF"}


def test_every_token_used_is_defined_and_every_one_defined_is_used() -> None:
    sheet = (ROOT / "dashboard" / "views" / "stylesheet.css").read_text(encoding="utf-8")
    written = [*(ROOT / "dashboard").rglob("*.py"), *(ROOT / "dashboard").rglob("*.html")]
    python = "".join(path.read_text(encoding="utf-8") for path in written)
    defined = set(look.tokens("light"))
    used = set(re.findall(r"var\(--ct-([a-z-]+)", sheet))
    # Set on the element by the parts themselves.
    placed = set(re.findall(r"--ct-([a-z]+):", python))
    assert used - defined - placed == set()
    assert {name for name in defined - used if f'"{name}"' not in python} == set()


def test_paper_is_light_whatever_the_screen_is() -> None:
    assert "@media print" in look.style()
    assert "@page{size: A4" in look.style()
